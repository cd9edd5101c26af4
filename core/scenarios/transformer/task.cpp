// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/transformer/task.h"

#include "core/data/translation_corpus.h"
#include "core/models/common_settings.h"

#include <algorithm>
#include <stdexcept>

namespace regard {

TransformerOptions transformerOptions(const Settings& settings, std::size_t sourceVocabulary,
                                      std::size_t targetVocabulary)
{
    TransformerOptions options;
    options.width = settings.integer("width");
    options.heads = settings.integer("heads");
    options.layers = settings.integer("layers");
    options.feedForward = settings.integer("feed_forward");
    options.score = settings.text("score");
    options.norm = normOrderOf(settings.text("norm"));
    options.positions = positionsOf(settings.text("positions"));
    options.sourcePlaces = std::max(options.sourcePlaces, settings.integer("source_tokens"));
    // <bos> stands before what is written.
    options.targetPlaces = std::max(options.targetPlaces, settings.integer("target_tokens") + 1);
    options.sourceVocabulary = static_cast<Index>(sourceVocabulary);
    options.targetVocabulary = static_cast<Index>(targetVocabulary);
    requireSharedWidth(options.width, options.heads);
    return options;
}

namespace {

class Transformer : public SequenceModel {
public:
    Transformer(TransformerModel model, const AttendOptions& options)
        : m_model(std::move(model))
        , m_options(options)
    {
    }

    LossSum loss(Tape& tape, IdSequences sources, IdSequences targets,
                 const Draws& draws) const override
    {
        AttendOptions options = m_options;
        options.dropout = draws.dropout;
        options.random = draws.random;
        return m_model.loss(tape, sources, targets, options);
    }

    std::vector<Decoded> decode(Tape& tape, IdSequences sources, Index limit) const override
    {
        std::vector<Decoded> results;
        for (TransformerModel::Written& written : m_model.write(tape, sources, limit, m_options))
            results.push_back({std::move(written.tokens), std::move(written.weights)});
        return results;
    }

private:
    TransformerModel m_model;
    AttendOptions m_options; ///< the encoder's mask, normaliser and temperature
};

} // namespace

std::unique_ptr<Task> transformerTask(const TaskRequest& request)
{
    SequenceSetup setup =
        pairSetup(request, transformerForms, [](std::size_t examples, std::size_t heldOut) {
            return makeTranslationCorpus(2003, examples, heldOut);
        });
    const Settings settings = settingsWith(request.settings, setup.fitted);
    setup.model = [&](ParameterLayout& layout, std::size_t sources, std::size_t targets) {
        TransformerModel model(layout, transformerOptions(settings, sources, targets));
        return std::make_unique<Transformer>(std::move(model), attendOptions(request.settings));
    };
    return std::make_unique<SequenceTask>(request, setup);
}

} // namespace regard

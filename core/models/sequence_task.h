// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/text_pairs.h"
#include "core/models/scenario.h"
#include "core/models/task.h"
#include "core/models/text_split.h"
#include "core/tensor/tensor.h"

#include <stop_token>

namespace regard {

/// Token ids of some texts.
using IdSequences = std::span<const std::vector<std::int32_t>* const>;

/// A model that writes a target for a source.
class SequenceModel {
public:
    virtual ~SequenceModel() = default;

    /// Cross-entropy over all target tokens and <eos>.
    virtual LossSum loss(Tape& tape, IdSequences sources, IdSequences targets,
                         const Draws& draws) const = 0;

    struct Decoded {
        std::vector<std::int32_t> tokens; ///< without <eos>
        /// By head the attention weights of each token written, [tokens × source tokens]; empty
        /// if the model has none.
        std::vector<Tensor> weights;
    };
    /// Greedy outputs of at most `limit` tokens.
    virtual std::vector<Decoded> decode(Tape& tape, IdSequences sources, Index limit) const = 0;
};

/// What a person's texts may need more of than the shipped ones: "source_tokens" and
/// "target_tokens", which are raised to the longest of the data and kept in the weights, and
/// "words", the most tokens of a vocabulary.
std::vector<SettingSpec> textSettings(const TextForms& forms);

/// What tells how well texts are written.
std::vector<MainFigure> textFigures();

/// What a scenario gives to learn texts from texts.
struct SequenceSetup {
    TextPairs pairs;
    Settings fitted; ///< "source_tokens" and "target_tokens" for the pairs
    std::vector<std::string> notes; ///< what was read of a person's pairs
    std::vector<std::string> merges; ///< that make subwords; empty: there are none
    std::size_t words = Vocabulary::largest; ///< most tokens of a vocabulary
    bool sharedVocabulary = false; ///< one vocabulary "text", else "source" and "target"
    Index longest = 64; ///< tokens after which decoding ends by itself, as fitted
    /// Groups whose figures are given on their own, and what they are for people.
    std::vector<std::pair<std::string, std::string>> groups;
    /// Adds the model's parameters to the layout, for the sizes of the two vocabularies.
    std::function<std::unique_ptr<SequenceModel>(ParameterLayout&, std::size_t, std::size_t)> model;
};

/// Makes so many pairs to learn from and so many that are held out.
using PairGenerator = std::function<TextPairs(std::size_t examples, std::size_t heldOut)>;

/// Aligns tokens as the corpus has them, of a source and a target.
using TokenAligner = std::function<std::optional<GoldAlignment>(
    const std::vector<std::string>& source, const std::vector<std::string>& target,
    const std::stop_token&)>;

/// Aligns what is typed, where its tokens are those of the corpus.
GoldAligner goldAligner(const TextForms& forms, const TokenAligner& align);

/// What there is to learn from: a person's pairs where the request names a file (pair_file.h),
/// else as many as its settings ask of `generate`. What is left to set is the model.
/// Throws FileError and Stopped.
SequenceSetup pairSetup(const TaskRequest& request, const TextForms& forms,
                        const PairGenerator& generate);

/// Learns to write a text for a text.
class SequenceTask : public Task {
public:
    SequenceTask(const TaskRequest& request, const SequenceSetup& setup);

    std::size_t size(Split split) const override { return items(split).size(); }
    /// Tokens of source and target.
    std::size_t extent(Split split, std::uint32_t example) const override
    {
        return items(split)[example].source.size() + items(split)[example].target.size();
    }
    LossSum loss(Tape& tape, Split split, std::span<const std::uint32_t> examples,
                 const Draws& draws) const override;
    /// Exact matches, over all and by group; where there are gold alignments and weights
    /// the alignment error over the texts that are written exactly, and that of the diagonal.
    /// Of several heads the one is taken that aligns best on training texts.
    std::vector<Figure> evaluate(const Weights& weights, Split split, std::size_t limit,
                                 std::stop_token stop) const override;
    /// "length" (of the source), and "kind" where the setup has groups.
    std::vector<std::string> groupings(Split split) const override;
    std::vector<FigureGroup> evaluateBy(std::string_view grouping, const Weights& weights,
                                        Split split, std::size_t limit,
                                        std::stop_token stop) const override;

protected:
    /// Told of each text that is measured: its index and what was written for it.
    using Measured = std::function<void(std::size_t, const SequenceModel::Decoded&)>;
    /// The figures of evaluate(), with what else a scenario measures on the way.
    std::vector<Figure> figures(const Weights& weights, Split split, std::size_t limit,
                                const std::stop_token& stop, const Measured& also) const;

    struct Item {
        std::vector<std::int32_t> source;
        std::vector<std::int32_t> target;
        std::vector<std::vector<int>> alignment;
        std::size_t group = 0; ///< index in groups; their number: none
    };
    const std::vector<Item>& items(Split split) const
    {
        return split == Split::Train ? m_train : m_heldOut;
    }
    const Vocabulary& targetVocabulary() const;

    /// Decodes the first `limit` texts of a split (0: all) and tells of each. Throws Stopped.
    /// Returns how many there were.
    std::size_t decodeAll(const Weights& weights, Split split, std::size_t limit,
                          const std::stop_token& stop, const Measured& tell) const;

private:
    /// The head whose largest weights have the smallest alignment error on training texts.
    std::size_t bestHead(const Weights& weights, const std::stop_token& stop) const;
    std::vector<Item> read(const std::vector<TextPair>& pairs, const std::stop_token& stop) const;
    void makeVocabularies(const SequenceSetup& setup, const std::stop_token& stop);
    /// Texts that are decoded at once: 64, fewer where the tape would be large.
    std::size_t decodedTogether(Split split) const;
    const Vocabulary& sourceVocabulary() const;

    std::vector<std::pair<std::string, std::string>> m_groups;
    Index m_longest;
    std::unique_ptr<SequenceModel> m_model;
    std::vector<Item> m_train;
    std::vector<Item> m_heldOut;
};

/// The vocabulary of weights for a use, "source" or "target"; "text" where both share it.
const Vocabulary& vocabularyOf(const std::map<std::string, Vocabulary>& vocabularies,
                               const std::string& use);

} // namespace regard

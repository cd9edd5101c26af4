// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/reviews/task.h"

#include "core/models/common_settings.h"
#include "core/models/typed_text.h"
#include "core/scenarios/reviews/corpus_files.h"
#include "core/tape/operations.h"

#include <algorithm>
#include <cmath>

namespace regard {

ReviewOptions reviewOptions(const Settings& settings)
{
    return {settings.integer("words"), settings.integer("width"), settings.integer("length")};
}

ReviewModel::Control reviewControl(const Settings& settings)
{
    ReviewModel::Control control;
    control.attention = attendOptions(settings);
    control.attention.divisor = settings.text("divisor") == "128" ? 128 : 64;
    control.maskPadding = settings.flag("mask_padding");
    return control;
}

std::vector<std::int32_t> reviewRows(std::span<const std::int32_t> ids, Index length)
{
    constexpr std::int32_t start = 1; // <start> of SpecialTokens::Reviews
    const auto kept = std::min(ids.size(), static_cast<std::size_t>(length));
    std::vector<std::int32_t> rows;
    rows.reserve(kept + 1);
    if (ids.size() < static_cast<std::size_t>(length))
        rows.push_back(start);
    const auto last = ids.last(kept);
    rows.insert(rows.end(), last.begin(), last.end());
    return rows;
}

PaddedIds padReviews(std::span<const std::vector<std::int32_t>* const> rows, Index length,
                     bool maskPadding, std::pmr::memory_resource* memory)
{
    if (maskPadding)
        return PaddedIds::of(rows, Vocabulary::padding, memory);
    PaddedIds padded{std::pmr::vector<std::int32_t>(memory), std::pmr::vector<std::int32_t>(memory),
                     0, 0};
    padded.batch = static_cast<Index>(rows.size());
    padded.time = length;
    padded.ids.assign(static_cast<std::size_t>(padded.batch * length), Vocabulary::padding);
    for (std::size_t b = 0; b < rows.size(); ++b) {
        std::copy_backward(rows[b]->begin(), rows[b]->end(),
                           padded.ids.begin() + static_cast<Index>(b + 1) * length);
        padded.lengths.push_back(static_cast<std::int32_t>(rows[b]->size()));
    }
    return padded;
}

namespace {

/// A person's reviews, or generated ones with the vocabulary of those for training.
ReviewFiles reviewsOf(const TaskRequest& request)
{
    const Settings& settings = request.settings;
    const auto words = static_cast<std::size_t>(settings.integer("words"));
    if (!request.data.empty())
        return readReviews(
            request.data,
            {words, static_cast<std::size_t>(settings.integer("length")), request.onlyEvaluate},
            request.stop);
    ReviewFiles reviews;
    reviews.corpus = makeReviewCorpus(1994, static_cast<std::size_t>(settings.integer("examples")),
                                      static_cast<std::size_t>(settings.integer("held_out")));
    std::unordered_map<std::string, std::size_t> counts;
    for (const Review& review : reviews.corpus.train)
        for (const std::string& word : review.words)
            ++counts[word];
    reviews.vocabulary = Vocabulary::fromCounts(counts, 1, words, SpecialTokens::Reviews);
    return reviews;
}

/// Whether the second of a review's two logits is the larger one.
bool saysPositive(ConstView logits, std::size_t review)
{
    const auto row = static_cast<Index>(review);
    return logits.at(row, 1) > logits.at(row, 0);
}

class ReviewTask : public Task {
public:
    explicit ReviewTask(const TaskRequest& request)
        : Task(request)
        , m_control(reviewControl(request.settings))
    {
        ReviewFiles reviews = reviewsOf(request);
        m_notes = std::move(reviews.notes);
        if (m_vocabularies.empty())
            m_vocabularies["text"] = std::move(reviews.vocabulary);
        auto layout = std::make_shared<ParameterLayout>();
        m_model = ReviewModel(*layout, reviewOptions(request.settings));
        m_layout = std::move(layout);
        m_train = read(reviews.corpus.train);
        m_heldOut = read(reviews.corpus.heldOut);
    }

    std::size_t size(Split split) const override { return examples(split).size(); }
    std::size_t block() const override { return 16; }
    std::string metric() const override { return "accuracy"; }
    LossSum loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                 const Draws& draws) const override;
    std::vector<Figure> evaluate(const Weights& weights, Split split, std::size_t limit,
                                 std::stop_token stop) const override;

private:
    struct Item {
        std::vector<std::int32_t> rows;
        bool positive = false;
    };

    std::vector<Item> read(const std::vector<Review>& reviews) const
    {
        const Vocabulary& vocabulary = m_vocabularies.at("text");
        std::vector<Item> items;
        items.reserve(reviews.size());
        for (const Review& review : reviews)
            items.push_back({reviewRows(idsOf(review.words, vocabulary), m_model.options().length),
                             review.positive});
        return items;
    }
    const std::vector<Item>& examples(Split split) const
    {
        return split == Split::Train ? m_train : m_heldOut;
    }
    Var logits(Tape& tape, Split split, std::span<const std::uint32_t> items,
               const Draws& draws) const;

    ReviewModel::Control m_control;
    ReviewModel m_model;
    std::vector<Item> m_train;
    std::vector<Item> m_heldOut;
};

Var ReviewTask::logits(Tape& tape, Split split, std::span<const std::uint32_t> items,
                       const Draws& draws) const
{
    const auto rows = tape.arena().array<const std::vector<std::int32_t>*>(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        rows[i] = &examples(split)[items[i]].rows;
    ReviewModel::Control control = m_control;
    control.dropout = draws.dropout;
    control.random = draws.random;
    return m_model(tape, {},
                   padReviews(rows, m_model.options().length, control.maskPadding, &tape.arena()),
                   control);
}

LossSum ReviewTask::loss(Tape& tape, Split split, std::span<const std::uint32_t> items,
                         const Draws& draws) const
{
    const auto targets = tape.arena().array<std::int32_t>(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        targets[i] = examples(split)[items[i]].positive ? 1 : 0;
    const Var scores = logits(tape, split, items, draws);
    LossSum loss{crossEntropy(tape, scores, targets), static_cast<double>(items.size()), 0};
    for (std::size_t i = 0; i < items.size(); ++i)
        loss.hits += saysPositive(tape.value(scores), i) == (targets[i] == 1) ? 1 : 0;
    return loss;
}

std::vector<Figure> ReviewTask::evaluate(const Weights& weights, Split split, std::size_t limit,
                                         std::stop_token stop) const
{
    double right[2]{};
    double count[2]{};
    const auto tell = [&](Tape& tape, std::span<const std::uint32_t> block) {
        const ConstView scores = tape.value(logits(tape, split, block, {}));
        for (std::size_t i = 0; i < block.size(); ++i) {
            const bool positive = examples(split)[block[i]].positive;
            ++count[positive];
            right[positive] += saysPositive(scores, i) == positive;
        }
    };
    const auto size = static_cast<double>(inGroups(weights, split, limit, 64, stop, tell));
    std::vector<Figure> figures;
    addShare(figures, "accuracy", "Reviews judged rightly, of all", right[0] + right[1], size);
    addShare(figures, "accuracy_negative", "… of the negative ones", right[0], count[0]);
    addShare(figures, "accuracy_positive", "… of the positive ones", right[1], count[1]);
    figures.push_back({"parameters", "Parameters", static_cast<double>(m_layout->count())});
    figures.push_back({"reviews", "Reviews", size});
    return figures;
}

} // namespace

std::unique_ptr<Task> reviewTask(const TaskRequest& request)
{
    return std::make_unique<ReviewTask>(request);
}

} // namespace regard

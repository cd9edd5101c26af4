// SPDX-License-Identifier: GPL-3.0-or-later
// How the numbers of the entity network come about.
#include "core/scenarios/explore.h"
#include "tests/core/explained.h"
#include "tests/core/exploring.h"

namespace regard {
namespace {

class EntityTold : public Exploring {
protected:
    static std::shared_ptr<const Trace> traceOf(const std::vector<Edit>& edits = {})
    {
        Exploration exploration;
        exploration.scenario = "entity-network";
        exploration.texts = {"Anna went to the kitchen. Anna took the ball. Bob walked off.",
                             "Where is the ball?"};
        exploration.edits = edits;
        return explore(exploration);
    }
    /// Where the first vector that a cell was computed from with this symbol stands.
    static std::string placeOf(const Trace& trace, const Explanation& told, std::size_t operand)
    {
        const CellRef& place = told.operands.at(operand).place;
        return place.tensor < 0 ? std::string()
                                : trace.tensors[static_cast<std::size_t>(place.tensor)].path + " "
                + std::to_string(place.row);
    }
};

TEST_F(EntityTold, aSentenceIsTheSumOfItsOwnWordsUnderTheirMasks)
{
    const auto trace = traceOf();
    for (const std::string sentence : {"sentence1", "sentence2", "sentence3", "answer"}) {
        expectExplained(*trace, sentence + "/embedding", "embedding");
        expectExplained(*trace, sentence + "/masks", "word_mask");
        expectExplained(*trace, sentence + "/masked_words", "masked_word");
    }
    expectExplained(*trace, "sentences", "sentence");
    // The last one has three words.
    EXPECT_EQ(explained(*trace, "sentences", 0, 0).operands.at(0).values.size(), 5u);
    EXPECT_EQ(explained(*trace, "sentences", 2, 0).operands.at(0).values.size(), 3u);
}

TEST_F(EntityTold, contentsMatchAsTheyWereBeforeTheSentence)
{
    const auto trace = traceOf();
    expectExplained(*trace, "keys", "slot_key");
    expectExplained(*trace, "content_match", "content_match");
    expectExplained(*trace, "key_match", "key_match");
    EXPECT_EQ(placeOf(*trace, explained(*trace, "content_match", 0, 4), 1), "keys 4");
    EXPECT_EQ(placeOf(*trace, explained(*trace, "content_match", 1, 4), 1), "sentence1/memory 4");
    EXPECT_EQ(placeOf(*trace, explained(*trace, "content_match", 2, 4), 1), "sentence2/memory 4");
    EXPECT_EQ(placeOf(*trace, explained(*trace, "content_match", 2, 4), 0), "sentences 2");
    EXPECT_EQ(placeOf(*trace, explained(*trace, "key_match", 2, 4), 1), "keys 4");
}

TEST_F(EntityTold, gatesLetCandidatesIntoTheMemory)
{
    const auto trace = traceOf();
    expectExplained(*trace, "gates", "slot_gate");
    const Real gate = trace->find("gates")->value.at(2, 3);
    for (const std::string sentence : {"sentence1", "sentence2", "sentence3"}) {
        expectExplained(*trace, sentence + "/candidate", "slot_candidate");
        expectExplained(*trace, sentence + "/memory", "slot_memory");
    }
    EXPECT_EQ(stageOf(explained(*trace, "sentence3/memory", 3, 0), "gate"),
              static_cast<double>(gate));
    // U h, V w and W s are one sum.
    const auto width = static_cast<std::size_t>(trace->find("keys")->value.columns());
    EXPECT_EQ(explained(*trace, "sentence2/candidate", 1, 7).terms.size(), 3 * width);
}

TEST_F(EntityTold, theQuestionAttendsToTheSlots)
{
    const auto trace = traceOf();
    expectExplained(*trace, "answer/Q", "question");
    expectExplained(*trace, "answer/K", "key_slot");
    expectExplained(*trace, "answer/V", "value_slot");
    expectExplained(*trace, "answer/scores", "score_dot");
    expectExplained(*trace, "answer/weights", "softmax");
    expectExplained(*trace, "answer/context", "context");
    expectExplained(*trace, "answer/output", "answer");
    expectExplained(*trace, "logits", "answer_logits", 1e-3);
    expectExplained(*trace, "probabilities", "class_probabilities");
    const auto first = [&](const char* path) {
        return trace->tensors[static_cast<std::size_t>(trace->find(path)->source.operands[0].first)]
            .path;
    };
    EXPECT_EQ(first("answer/K"), "sentence3/memory");
    EXPECT_EQ(first("answer/V"), "sentence3/memory");
    // What scores compare are keys, what the context sums are values.
    EXPECT_EQ(placeOf(*trace, explained(*trace, "answer/scores", 0, 2), 1), "answer/K 2");
    const Source& context = trace->find("answer/context")->source;
    EXPECT_EQ(trace->tensors[static_cast<std::size_t>(context.operands[1].first)].path, "answer/V");
}

TEST_F(EntityTold, numbersThatAPersonSetAreTakenUp)
{
    const auto trace = traceOf({{"sentence2/masked_words", 1, 5, 3},
                                {"sentence1/memory", 2, 0, 1},
                                {"answer/K", 0, 0, 2}});
    for (const char* path : {"sentences", "content_match", "gates", "sentence2/memory",
                             "sentence2/candidate", "answer/V", "answer/scores", "answer/context"})
        expectExplained(*trace, path, *trace->find(path)->source.formula->name);
    EXPECT_TRUE(explained(*trace, "answer/K", 0, 0).replaced);
    EXPECT_NE(trace->find("answer/V")->value.at(0, 0), 2);
}

} // namespace
} // namespace regard

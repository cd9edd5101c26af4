// SPDX-License-Identifier: GPL-3.0-or-later
// The review classifier and the entity network: against PyTorch, the published facts, and what
// people may type.
#include "core/models/scenario.h"
#include "core/models/typed_text.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/entity_network/corpus.h"
#include "core/scenarios/entity_network/model.h"
#include "core/scenarios/explore.h"
#include "core/scenarios/reviews/corpus.h"
#include "core/scenarios/reviews/task.h"
#include "core/training/train.h"
#include "tests/core/exploring.h"
#include "tests/core/figures.h"
#include "tests/core/golden.h"

#include <cmath>
#include <functional>
#include <map>
#include <set>

namespace regard {
namespace {

/// Logits, loss and gradients of a model with the golden parameters.
void compare(const Golden& golden, const std::shared_ptr<const ParameterLayout>& layout,
             const std::string& targets, const std::function<Var(Tape&)>& compute)
{
    const Parameters parameters = golden.parameters(layout);
    Buffer gradients(static_cast<std::size_t>(layout->blockSize()));
    Tape tape;
    tape.bind(parameters, gradients.data());
    const Var logits = compute(tape);
    golden.expectNear("output/logits", tape.value(logits), 1e-5);
    const Var loss = crossEntropy(tape, logits, golden.ids("input/" + targets));
    golden.expectNear("output/loss", tape.value(loss), 1e-5);
    tape.backward(loss);
    golden.expectParameterGradients(*layout, gradients);
}

TEST(ReadingModels, preluIsThatOfPyTorch)
{
    const Golden golden("prelu");
    const auto layout = std::make_shared<ParameterLayout>();
    const ParameterId slope = layout->add("weight", {1}, {});
    const Parameters parameters = golden.parameters(layout);
    Buffer gradients(static_cast<std::size_t>(layout->blockSize()));
    Tape tape;
    tape.bind(parameters, gradients.data());
    const Var x = tape.input(golden.tensor("input/x").view());
    const Var y = prelu(tape, x, tape.parameter(slope));
    golden.expectNear("output/y", tape.value(y), 1e-5);
    tape.backward(weighed(tape, y));
    golden.expectNear("grad/x", tape.gradient(x), 1e-4);
    golden.expectParameterGradients(*layout, gradients);
}

TEST(ReadingModels, reviewClassifierIsThatOfPyTorch)
{
    for (const bool masked : {false, true}) {
        const Golden golden(masked ? "reviews_masked" : "reviews");
        const auto layout = std::make_shared<ParameterLayout>();
        const ReviewModel model(*layout, {12, 6, 5});
        ReviewModel::Control control;
        control.attention.temperature = 8;
        control.maskPadding = masked;
        const PaddedIds rows = golden.padded("input/ids", "input/lengths");
        compare(golden, layout, "grades",
                [&](Tape& tape) { return model(tape, {}, rows, control); });
    }
}

TEST(ReadingModels, entityNetworkIsThatOfPyTorch)
{
    const Golden golden("entity_network");
    const auto layout = std::make_shared<ParameterLayout>();
    const EntityModel model(*layout, {6, 4, 11, golden.ids("input/slots")});
    StoryBatch batch;
    batch.stories = batch.sentences = batch.questions = 2;
    batch.places = 4;
    const std::vector<std::int32_t> story = golden.ids("input/story");
    const std::vector<std::int32_t> questions = golden.ids("input/questions");
    batch.words.assign(story.begin(), story.end());
    batch.lengths = {3, 4, 2, 0};
    batch.asked.assign(questions.begin(), questions.end());
    batch.askedLengths = {2, 3, 2, 0};
    compare(golden, layout, "answers", [&](Tape& tape) { return model(tape, {}, batch, {}); });
}

class ReadingScenarios : public Exploring {
protected:
    /// Of a review, or of a story and a question.
    static std::shared_ptr<const Trace> traceOf(const std::string& id,
                                                const std::vector<std::string>& texts,
                                                const Settings& settings = {})
    {
        Exploration exploration;
        exploration.scenario = id;
        exploration.texts = texts;
        exploration.settings = settings;
        return explore(exploration);
    }
};

TEST_F(ReadingScenarios, reviewsHaveThePublishedParametersAndTraining)
{
    const ScenarioSpec& spec = scenarioOf("reviews");
    const Settings settings = resolveSettings(spec.settings);
    const auto layout = spec.parameterLayout(settings, {{"text", Vocabulary()}});
    EXPECT_EQ(layout->count(), 2609410);
    EXPECT_EQ(layout->entry(layout->find("embedding.weight")).shape.size(), 2560000);
    EXPECT_EQ(layout->entry(layout->find("attention.in_proj_weight")).shape.size(), 49152);
    EXPECT_EQ(layout->entry(layout->find("output.weight")).shape.size()
                  + layout->entry(layout->find("output.bias")).shape.size(),
              258);
    // Keras draws uniformly from ±0.05.
    const Parameters drawn(layout, 1);
    for (const char* name : {"embedding.weight", "attention.in_proj_weight"}) {
        const auto values = drawn[layout->find(name)].values();
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        EXPECT_NEAR(*low, -0.05, 1e-4);
        EXPECT_NEAR(*high, 0.05, 1e-4);
    }
    EXPECT_EQ(settings.number("rate"), 2e-4);
    EXPECT_EQ(settings.number("decay"), 1e-5);
    EXPECT_EQ(settings.integer("batch"), 32);
    EXPECT_EQ(settings.integer("epochs"), 5);
    EXPECT_EQ(settings.integer("examples"), 25000);
    EXPECT_EQ(settings.number("dropout"), 0.5);
}

TEST_F(ReadingScenarios, reviewsAreNumberedCutAndPaddedAsKerasDoes)
{
    const Vocabulary vocabulary({"dull", "the", "a", "plot"}, SpecialTokens::Reviews);
    const std::vector<std::string> words{"plot", "unheard", "dull"};
    const std::vector<std::int32_t> ids = idsOf(words, vocabulary);
    EXPECT_EQ(reviewRows(ids, 5), (std::vector<std::int32_t>{1, 7, 2, 4}));
    EXPECT_EQ(reviewRows(ids, 4), (std::vector<std::int32_t>{1, 7, 2, 4}));
    EXPECT_EQ(reviewRows(ids, 3), (std::vector<std::int32_t>{7, 2, 4}));
    EXPECT_EQ(reviewRows(ids, 2), (std::vector<std::int32_t>{2, 4}));
    const std::vector<std::int32_t> rows = reviewRows(ids, 6);
    const std::vector<std::int32_t>* review[] = {&rows};
    EXPECT_EQ(padReviews(review, 6, false).ids, (std::pmr::vector<std::int32_t>{0, 0, 1, 7, 2, 4}));
    EXPECT_EQ(padReviews(review, 6, true).ids, (std::pmr::vector<std::int32_t>{1, 7, 2, 4}));
}

TEST_F(ReadingScenarios, reviewsAttendToPaddingUnlessItIsMasked)
{
    const std::string text = "a great film";
    const auto published = traceOf("reviews", {text});
    const TraceTensor& weights = *published->find("weights");
    EXPECT_EQ(weights.value.rows(), 64);
    EXPECT_EQ(*weights.columnLabel(0), "<pad>");
    EXPECT_EQ(*weights.columnLabel(60), "<start>");
    EXPECT_EQ(*weights.columnLabel(63), "film");
    EXPECT_GT(weights.value.at(63, 0), 0);
    const auto masked = traceOf("reviews", {text}, with("mask_padding", true));
    EXPECT_EQ(masked->find("weights")->value.rows(), 4);
    EXPECT_NE(masked->find("mean")->value.at(0, 0), published->find("mean")->value.at(0, 0));
}

TEST_F(ReadingScenarios, reviewsDivideByTheRootOfTheDivisor)
{
    for (const int divisor : {64, 128}) {
        const auto trace =
            traceOf("reviews", {"a dull plot"}, with("divisor", std::to_string(divisor)));
        EXPECT_NEAR(trace->find("scaled")->value.at(63, 62),
                    trace->find("scores")->value.at(63, 62) / std::sqrt(divisor), 1e-5);
    }
}

TEST_F(ReadingScenarios, theLastWordsOfALongReviewAreRead)
{
    std::string text;
    for (int i = 0; i < 100; ++i)
        text += "word" + std::to_string(i) + ". ";
    const auto trace = traceOf("reviews", {text});
    ASSERT_EQ(trace->input.size(), 64u);
    EXPECT_EQ(trace->input.front().text, "word36");
    EXPECT_EQ(text.substr(trace->input.back().begin, 6), "word99");
    ASSERT_EQ(trace->notes.size(), 3u);
    EXPECT_NE(trace->notes[0].find("last 64 of 100"), std::string::npos);
    EXPECT_NE(trace->notes[1].find("and 56 more"), std::string::npos) << trace->notes[1];
    EXPECT_NE(trace->notes[2].find("100 punctuation marks"), std::string::npos) << trace->notes[2];
    EXPECT_TRUE(traceOf("reviews", {"!?! ... ;-)"})->tensors.empty());
}

TEST_F(ReadingScenarios, reviewsSayTheirVerdict)
{
    const auto trace = traceOf("reviews", {"A wonderful film. The acting is superb."});
    ASSERT_EQ(trace->output.size(), 1u);
    EXPECT_EQ(trace->output[0].text, "positive");
    const auto blame = traceOf("reviews", {"A terrible film. The acting is awful."});
    ASSERT_EQ(blame->output.size(), 1u);
    EXPECT_EQ(blame->output[0].text, "negative");
    EXPECT_EQ(trace->steps(), 0);
    EXPECT_TRUE(traceOf("reviews", {""})->output.empty());
}

TEST_F(ReadingScenarios, reviewsOfPraiseAndBlameAreToldApart)
{
    const auto positive = [&](const std::string& text) {
        return traceOf("reviews", {text})->find("probabilities")->value.at(0, 1);
    };
    EXPECT_GT(positive("A wonderful film. The acting is superb and the story is brilliant."), 0.8);
    EXPECT_LT(positive("A terrible film. The acting is awful and the story is boring."), 0.2);
}

TEST(ReviewCorpus, HasBothGradesAndTitlesOfItsOwn)
{
    const ReviewCorpus corpus = makeReviewCorpus(3, 3000, 500);
    const auto again = makeReviewCorpus(3, 3000, 500);
    EXPECT_EQ(corpus.train.size(), 3000u);
    EXPECT_EQ(corpus.heldOut.size(), 500u);
    std::set<std::vector<std::string>> texts;
    std::size_t positive = 0;
    for (std::size_t i = 0; i < corpus.train.size(); ++i) {
        EXPECT_EQ(corpus.train[i].words, again.train[i].words);
        EXPECT_GE(corpus.train[i].words.size(), 8u);
        texts.insert(corpus.train[i].words);
        positive += corpus.train[i].positive;
    }
    EXPECT_EQ(texts.size(), corpus.train.size());
    EXPECT_NEAR(static_cast<double>(positive) / 3000, 0.5, 0.1);
    for (const Review& review : corpus.heldOut)
        EXPECT_FALSE(texts.contains(review.words));
}

TEST_F(ReadingScenarios, theEntityNetworkAnswersAndItsGatesOpenForWhoIsSpokenOf)
{
    const auto answerOf = [&](const std::string& story, const std::string& question) {
        return traceOf("entity-network", {story, question})->output.at(0).text;
    };
    const std::string story = "Anna went to the kitchen. Anna took the ball. Bob walked to the "
                              "garden. Anna ran to the office.";
    EXPECT_EQ(answerOf(story, "Where is Anna?"), "office");
    EXPECT_EQ(answerOf(story, "Where is Bob?"), "garden");
    EXPECT_EQ(answerOf(story, "Who has the ball?"), "anna");
    EXPECT_EQ(answerOf(story, "Where is the ball?"), "office");
    const auto trace = traceOf("entity-network", {story, "Where is the ball?"});
    const TraceTensor& gates = *trace->find("gates");
    ASSERT_EQ(gates.value.rows(), 4);
    EXPECT_EQ(*gates.rowLabel(2), "Bob walked to the garden");
    EXPECT_EQ(*gates.columnLabel(0), "anna");
    EXPECT_EQ(*gates.columnLabel(1), "bob");
    EXPECT_GT(gates.value.at(0, 0), gates.value.at(0, 1));
    EXPECT_GT(gates.value.at(2, 1), gates.value.at(2, 0));
    for (int sentence = 1; sentence <= 4; ++sentence) {
        const TraceTensor& memory = *trace->find("sentence" + std::to_string(sentence) + "/memory");
        EXPECT_EQ(memory.rows, gates.columns);
        for (Index slot = 0; slot < memory.value.rows(); ++slot) {
            double square = 0;
            for (Index i = 0; i < memory.value.columns(); ++i)
                square += memory.value.at(slot, i) * memory.value.at(slot, i);
            EXPECT_NEAR(square, 1, 1e-5);
        }
    }
    EXPECT_EQ(trace->find("answer/weights")->value.columns(), 12);
}

TEST_F(ReadingScenarios, theEntityNetworkAnswersEveryQuestionOfItsExamples)
{
    const std::vector<InputSpec>& inputs = scenarioOf("entity-network").inputs;
    using Answers = std::map<std::string, std::string>;
    const std::vector<Answers> answers{{{"Where is Anna?", "office"},
                                        {"Where is Bob?", "garden"},
                                        {"Who has the ball?", "anna"},
                                        {"Where is the ball?", "office"}},
                                       {{"Where is Tom?", "attic"},
                                        {"Who has the lamp?", "nobody"},
                                        {"Where is the lamp?", "cellar"}},
                                       {{"Where is Clara?", "garden"},
                                        {"Where is Paul?", "bathroom"},
                                        {"Who has the key?", "paul"},
                                        {"Where is the key?", "bathroom"}}};
    ASSERT_EQ(inputs[0].examples.size(), answers.size());
    std::set<std::string> asked;
    for (std::size_t story = 0; story < answers.size(); ++story)
        for (const auto& [question, answer] : answers[story]) {
            asked.insert(question);
            const auto trace =
                traceOf("entity-network", {inputs[0].examples[story].text, question});
            EXPECT_EQ(trace->output.at(0).text, answer)
                << inputs[0].examples[story].text << ' ' << question;
        }
    for (const InputExample& example : inputs[1].examples)
        EXPECT_TRUE(asked.contains(example.text)) << example.text;
}

TEST_F(ReadingScenarios, theEntityNetworkIsRightOnEveryKindOfHeldOutQuestion)
{
    const ScenarioSpec& scenario = scenarioOf("entity-network");
    const auto weights = weightsFor(scenario, resolveSettings(scenario.settings));
    const auto task = scenario.task({weights->settings, {}, true, weights->vocabularies});
    const auto figures = byName(task->evaluate(*weights, Split::HeldOut, 0, {}));
    for (const StoryKind& kind : storyKinds())
        EXPECT_GE(figures.at(kind.name), 0.95) << kind.name;
    EXPECT_GT(figures.at("questions"), 5000);
}

TEST_F(ReadingScenarios, whatTheEntityNetworkCannotReadIsSaid)
{
    EXPECT_TRUE(traceOf("entity-network", {"Anna went to the kitchen.", ""})->tensors.empty());
    EXPECT_TRUE(traceOf("entity-network", {" . . ", "Where is Anna?"})->tensors.empty());
    const auto twice =
        traceOf("entity-network", {"Anna went to the kitchen.", "Where is Anna? Where is Bob?"});
    ASSERT_EQ(twice->notes.size(), 1u);
    EXPECT_NE(twice->notes[0].find("first question"), std::string::npos);
    const auto lengthy = traceOf(
        "entity-network",
        {"Anna went to the kitchen and then to the garden and to the office.", "Where is Anna?"});
    EXPECT_TRUE(
        std::any_of(lengthy->notes.begin(), lengthy->notes.end(), [](const std::string& note) {
            return note.find("first 10 of 14 words") != std::string::npos;
        }));
    EXPECT_EQ(lengthy->find("sentence1/embedding")->value.rows(), 10);
}

TEST_F(ReadingScenarios, anEditedGateChangesTheMemory)
{
    Exploration exploration;
    exploration.scenario = "entity-network";
    exploration.texts = {"Anna went to the kitchen. Anna ran to the office.", "Where is Anna?"};
    EXPECT_EQ(explore(exploration)->output.at(0).text, "office");
    // With every gate shut the second sentence leaves nothing behind.
    for (std::size_t slot = 0; slot < storyEntities().size(); ++slot)
        exploration.edits.push_back({"gates", 1, static_cast<Index>(slot), 0});
    EXPECT_EQ(explore(exploration)->output.at(0).text, "kitchen");
}

TEST_F(ReadingScenarios, bothLearnFromFewExamplesWithTheSameBitsOnAnyNumberOfThreads)
{
    for (const char* id : {"reviews", "entity-network"}) {
        const ScenarioSpec& spec = scenarioOf(id);
        Settings given;
        given.set("examples", std::int64_t(200));
        given.set("held_out", std::int64_t(20));
        given.set("width", std::int64_t(16));
        if (spec.id == "reviews")
            given.set("words", std::int64_t(2000));
        const Settings settings = resolveSettings(spec.settings, given);
        const auto task = spec.task({settings, {}, false, {}});
        TrainOptions options = trainOptions(settings);
        options.epochs = 2;
        options.batch = 64;
        options.rate = 4e-3;
        const double before =
            measure(*task, drawWeights(spec, settings, *task).parameters, Split::Train).loss;
        std::vector<Buffer> blocks;
        for (const int threads : {1, 3}) {
            options.threads = threads;
            const Parameters learnt =
                train(*task, drawWeights(spec, settings, *task).parameters, options);
            EXPECT_LT(measure(*task, learnt, Split::Train).loss, before) << id;
            blocks.emplace_back(learnt.block().begin(), learnt.block().end());
        }
        EXPECT_EQ(blocks[0], blocks[1]) << id;
    }
}

} // namespace
} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
// What train, evaluate and trace make of a person's own text files, and what they say of them.
#include "core/io/safetensors.h"
#include "tests/cli/command_line.h"

#include <nlohmann/json.hpp>

namespace regard {
namespace {

std::string repeated(const std::string& text, int times)
{
    std::string result;
    for (int i = 0; i < times; ++i)
        result += text;
    return result;
}

class OwnData : public CommandLine {
protected:
    static std::string caseFile(const std::string& name)
    {
        return std::string(REGARD_SOURCE_DIR) + "/tests/cases/" + name + ".txt";
    }
    std::string written(const std::string& content) const
    {
        writeContent(path("mine.txt"), content);
        return path("mine.txt");
    }
    std::string weights() const { return path("w.safetensors"); }

    Result train(const std::string& scenario, const std::string& file,
                 const std::string& more = "--epochs 1") const
    {
        return run("train " + scenario + " --data " + file + " --out " + weights() + " --curve "
                   + path("c.csv") + " " + more);
    }
    nlohmann::json evaluated(const std::string& scenario, const std::string& file) const
    {
        const Result result =
            run("evaluate " + scenario + " --json --data " + file + " --weights " + weights());
        EXPECT_EQ(result.status, 0) << result.errors;
        return nlohmann::json::parse(result.output)["figures"];
    }
    nlohmann::json settings() const
    {
        return nlohmann::json::parse(readSafetensors(weights()).metadata.at("regard.settings"));
    }
    nlohmann::json traced(const std::string& scenario, const std::string& arguments,
                          std::string* errors = nullptr) const
    {
        const Result result = run("trace " + scenario + " --weights " + weights() + " --out "
                                  + path("t.json") + " " + arguments);
        EXPECT_EQ(result.status, 0) << result.errors;
        if (errors)
            *errors = result.errors;
        return nlohmann::json::parse(contentOf(path("t.json")));
    }
};

TEST_F(OwnData, targetsLongerThanTheShippedOnesAreWrittenWhole)
{
    const Result trained =
        train("translation", caseFile("06-answers-longer-than-64-characters-never-match"));
    ASSERT_EQ(trained.status, 0) << trained.errors;
    EXPECT_NE(trained.errors.find("targets of up to"), std::string::npos);
    const int most = settings()["target_tokens"].get<int>();
    EXPECT_GT(most, 75);
    const std::string answer = repeated("abcde", (most - 1) / 5);
    std::string errors;
    const auto trace = traced("translation", "--text 'bana cat' --target " + answer, &errors);
    EXPECT_EQ(trace["output_tokens"].size(), answer.size() + 1); // and <eos>
    EXPECT_EQ(errors.find("Only the first"), std::string::npos) << errors;
}

TEST_F(OwnData, datesLearnTargetsLongerThanADate)
{
    const std::string file = caseFile("06-dates-targets-over-16-letters-never-match");
    ASSERT_EQ(train("dates", file).status, 0);
    EXPECT_GT(settings()["target_tokens"], 17);
    // One target for all is soon learnt, and then it matches.
    std::string lines;
    for (int i = 0; i < 120; ++i)
        lines += std::to_string(i) + "\tabcdefghijklmnopqrstuvwxyz\n";
    const std::string simple = written(lines);
    ASSERT_EQ(train("dates", simple, "--epochs 40 --set rate=0.02").status, 0);
    EXPECT_EQ(evaluated("dates", simple)["exact_match"], 1.0);
    EXPECT_EQ(traced("dates", "--text 7")["output_tokens"].size(), 27U);
}

/// Every text scenario with every score that has a parameter for each place.
TEST_F(OwnData, sourcesOf300WordsAreTracedAndMeasuredAsLong)
{
    std::string lines;
    for (int i = 0; i < 16; ++i)
        lines += repeated("I see a dog. ", 60) + "number " + std::to_string(i) + "\tje vois "
            + std::to_string(i) + "\n";
    const std::string file = written(lines);
    for (const char* scenario :
         {"dialogue --set score=location", "translation --set score=location", "dialogue",
          "transformer --set positions=learned"}) {
        SCOPED_TRACE(scenario);
        const std::string id = std::string(scenario).substr(0, std::string(scenario).find(' '));
        const Result trained = train(scenario, file, "--epochs 1 --set batch=8");
        ASSERT_EQ(trained.status, 0) << trained.errors;
        EXPECT_NE(trained.errors.find("sources of up to 302 tokens from column 1"),
                  std::string::npos)
            << trained.errors;
        EXPECT_EQ(settings()["source_tokens"], 302);
        std::string errors;
        const std::string text = repeated("I see a dog. ", 60) + "number 2";
        auto trace = traced(id, "--text '" + text + "'", &errors);
        EXPECT_EQ(trace["input_tokens"].size(), 302U);
        EXPECT_EQ(errors.find("Only the first"), std::string::npos) << errors;
        trace = traced(id, "--text '" + text + " and more'", &errors);
        EXPECT_EQ(trace["input_tokens"].size(), 302U);
        EXPECT_NE(errors.find("trained on sources of up to 302"), std::string::npos);
        EXPECT_GE(evaluated(id, file)["loss"], 0.0);
    }
}

TEST_F(OwnData, weightsWithoutLengthsReadAsManyTokensAsTheShippedOnes)
{
    const Result result =
        run("trace translation --text '" + repeated("a dog ", 80) + "' --out " + path("t.json"));
    ASSERT_EQ(result.status, 0) << result.errors;
    const auto trace = nlohmann::json::parse(contentOf(path("t.json")));
    EXPECT_EQ(trace["input_tokens"].size(), 128U);
    EXPECT_EQ(trace["settings"]["source_tokens"], 128);
}

TEST_F(OwnData, whatHasNoExamplesHasNoFigure)
{
    const std::string file = caseFile("07-dialogue-figures-0-of-zero-questions");
    ASSERT_EQ(train("dialogue", file).status, 0);
    const auto figures = evaluated("dialogue", file);
    EXPECT_TRUE(figures.contains("exact_match"));
    for (const char* none : {"yes_no", "weight_on_deciding", "exact_match_beyond_18"})
        EXPECT_FALSE(figures.contains(none)) << none;
    for (const auto& [key, value] : readSafetensors(weights()).metadata)
        EXPECT_EQ(key.find("yes_no"), std::string::npos);
}

TEST_F(OwnData, withNothingHeldOutThatIsSaidAndNothingIsMeasuredOnIt)
{
    std::string reviews;
    std::string stories;
    std::string sentences;
    for (int i = 0; i < 40; ++i) {
        reviews += i % 2 == 0 ? "positive\tgood film\n" : "negative\tgood film\n";
        stories += "Mary left.\tWhere is Mary?\taway\n";
        sentences += "He ate it\t1\t3\n";
    }
    const std::string same = caseFile("07-nothing-held-out-yet-held-out-loss-0");
    const std::pair<const char*, std::string> all[] = {{"dialogue", contentOf(same)},
                                                       {"translation", contentOf(same)},
                                                       {"transformer", contentOf(same)},
                                                       {"dates", contentOf(same)},
                                                       {"reviews", reviews},
                                                       {"entity-network", stories},
                                                       {"self-attention", sentences}};
    for (const auto& [scenario, content] : all) {
        SCOPED_TRACE(scenario);
        const Result trained = train(scenario, written(content));
        ASSERT_EQ(trained.status, 0) << trained.errors;
        EXPECT_NE(trained.errors.find("none is held out"), std::string::npos) << trained.errors;
        EXPECT_EQ(trained.errors.find("held-out loss"), std::string::npos) << trained.errors;
        EXPECT_TRUE(trained.output.empty()) << trained.output;
        const std::string curve = contentOf(path("c.csv"));
        EXPECT_TRUE(curve.ends_with(",\n")) << curve;
        for (const auto& [key, value] : readSafetensors(weights()).metadata)
            EXPECT_EQ(key.find("regard.figure"), std::string::npos) << key;
    }
}

TEST_F(OwnData, tatoebasThirdColumnIsLeftOutWithANote)
{
    const Result trained =
        train("translation", caseFile("09-tatoeba-third-column-refused-remedy-misleads"));
    ASSERT_EQ(trained.status, 0) << trained.errors;
    EXPECT_NE(trained.errors.find("125 pairs are read"), std::string::npos);
    EXPECT_NE(trained.errors.find("the third column is left out"), std::string::npos);
    EXPECT_EQ(readSafetensors(weights()).metadata.at("regard.vocabulary").find("tatoeba"),
              std::string::npos);
}

TEST_F(OwnData, babisNumberedStoriesAreLearntAndTracedAsLong)
{
    std::string lines;
    for (int i = 0; i < 60; ++i) {
        const std::string name = "Name" + std::to_string(i % 20);
        int number = 0;
        for (int part = 0; part < 30; ++part) {
            lines += std::to_string(++number) + " " + name + " moved to the old hallway number "
                + std::to_string(i) + " behind the large garden.\n";
            if (part % 15 == 14)
                lines += std::to_string(++number) + " Where is " + name + "? \thallway\t1\n";
        }
    }
    const std::string file = written(lines);
    const Result trained = train("entity-network", file);
    ASSERT_EQ(trained.status, 0) << trained.errors;
    EXPECT_NE(trained.errors.find("120 questions on 60 stories read from lines numbered as bAbI's"),
              std::string::npos)
        << trained.errors;
    EXPECT_EQ(settings()["places"], 12);
    EXPECT_EQ(settings()["source_tokens"], 30 * 13);
    EXPECT_EQ(evaluated("entity-network", file)["questions"], 120);
    std::string errors;
    const auto trace = traced(
        "entity-network",
        "--text '"
            + repeated("Name1 moved to the old hallway number 3 behind the large garden. ", 30)
            + "' --text 'Where is Name1?'",
        &errors);
    EXPECT_EQ(trace["input_tokens"].size(), 30 * 13U);
    EXPECT_EQ(errors.find("Only the first"), std::string::npos) << errors;
}

TEST_F(OwnData, mrEndsNoSentenceOfAStory)
{
    std::string lines;
    for (int i = 0; i < 40; ++i)
        lines += "Mr. Hill moved to the room" + std::to_string(i)
            + ". Anna moved to the garden.\tWhere is Mr. Hill?\troom" + std::to_string(i) + "\n";
    const Result trained = train("entity-network", written(lines));
    ASSERT_EQ(trained.status, 0) << trained.errors;
    EXPECT_NE(trained.errors.find("sentences of up to 6 words"), std::string::npos);
    std::string errors;
    traced("entity-network", "--text 'Mr. Hill moved to the room1.' --text 'Where is Mr. Hill?'",
           &errors);
    EXPECT_EQ(errors.find("Only the first"), std::string::npos) << errors;
    traced("entity-network", "--text 'Mr. Hill moved.' --text 'Where is he? Where is it?'",
           &errors);
    EXPECT_NE(errors.find("Only the first question"), std::string::npos) << errors;
}

TEST_F(OwnData, aPlaceOnAMarkIsRefusedAndTheRemedyWorks)
{
    const std::string name = caseFile("11-places-counted-by-spaces-shift-onto-punctuation");
    expectError(train("self-attention", name), 1, "\"he\" is at place 7");
    std::string content = contentOf(name);
    const std::size_t place = content.rfind("\t5\t2");
    ASSERT_NE(place, std::string::npos);
    content.replace(place, 4, "\t7\t3");
    const Result trained = train("self-attention", written(content));
    ASSERT_EQ(trained.status, 0) << trained.errors;
    EXPECT_NE(trained.errors.find("97 sentences of up to"), std::string::npos) << trained.errors;
}

TEST_F(OwnData, theMostFrequentWordsAreLearntAndTheRestTold)
{
    std::string lines;
    for (int i = 0; i < 300; ++i)
        lines += "common w" + std::to_string(i) + "\tfine\n";
    const Result trained = train("dialogue", written(lines), "--epochs 1 --set words=20");
    ASSERT_EQ(trained.status, 0) << trained.errors;
    EXPECT_NE(trained.errors.find("different tokens the 16 most frequent are learnt"),
              std::string::npos)
        << trained.errors;
    const auto words =
        nlohmann::json::parse(readSafetensors(weights()).metadata.at("regard.vocabulary"))["text"];
    EXPECT_EQ(words.size(), 20U);
    EXPECT_NE(words.dump().find("common"), std::string::npos);
    EXPECT_EQ(
        run("trace dialogue --text common --weights " + weights() + " --out " + path("t.json"))
            .status,
        0);
}

} // namespace
} // namespace regard

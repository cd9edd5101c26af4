// SPDX-License-Identifier: GPL-3.0-or-later
// What `regard train` writes, and what it makes of a person's own examples.
#include "core/io/safetensors.h"
#include "tests/cli/command_line.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <regex>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <tuple>
#include <vector>

namespace regard {
namespace {

const char* const smallTraining = "--set examples=300 --set held_out=40 --epochs 1 ";

TEST_F(CommandLine, trainWritesWeightsThatTraceAndEvaluateTake)
{
    for (const char* id : {"self-attention", "dialogue"}) {
        SCOPED_TRACE(id);
        const std::string weights = path("w.safetensors");
        const Result trained = run(std::string("train ") + id + " " + smallTraining + "--out "
                                   + weights + " --curve " + path("c.csv"));
        ASSERT_EQ(trained.status, 0) << trained.errors;
        EXPECT_EQ(readSafetensors(weights).metadata.at("regard.scenario"), id);
        const std::string curve = contentOf(path("c.csv"));
        EXPECT_TRUE(curve.starts_with("epoch,step,loss,validation_loss\n1,")) << curve;
        EXPECT_EQ(
            run(std::string("trace ") + id + " --weights " + weights + " --out " + path("t.npz"))
                .status,
            0);
        const Result evaluated =
            run(std::string("evaluate ") + id + " --json --weights " + weights);
        ASSERT_EQ(evaluated.status, 0) << evaluated.errors;
        const auto json = nlohmann::json::parse(evaluated.output);
        EXPECT_EQ(json["weights"], weights);
        EXPECT_GT(json["figures"]["loss"], 0);
    }
}

TEST_F(CommandLine, theCurveEndsWithWhatIsMeasuredOnHeldOutExamples)
{
    // With a metric of its own, what evaluate calls by the same name.
    for (const auto& [id, settings, metric] :
         {std::tuple("dialogue", "examples=300", ""),
          {"self-attention", "examples=300", ""},
          {"reviews", "examples=64 --set length=20", "accuracy"},
          {"entity-network", "examples=40", "answers"}}) {
        SCOPED_TRACE(id);
        const std::string weights = path("w.safetensors");
        const Result trained =
            run(std::string("train ") + id + " --epochs 2 --set held_out=40 --set " + settings
                + " --out " + weights + " --curve " + path("c.csv"));
        ASSERT_EQ(trained.status, 0) << trained.errors;
        std::vector<std::vector<std::string>> rows;
        std::istringstream lines(contentOf(path("c.csv")));
        for (std::string line; std::getline(lines, line);) {
            std::istringstream cells(line);
            rows.emplace_back();
            for (std::string cell; std::getline(cells, cell, ',');)
                rows.back().push_back(cell);
        }
        ASSERT_GT(rows.size(), 2u);
        const Result evaluated =
            run(std::string("evaluate ") + id + " --json --weights " + weights);
        ASSERT_EQ(evaluated.status, 0) << evaluated.errors;
        const auto figures = nlohmann::json::parse(evaluated.output)["figures"];
        const auto last = [&](const std::string& column) {
            const auto found = std::find(rows.front().begin(), rows.front().end(), column);
            EXPECT_NE(found, rows.front().end()) << column;
            return std::stod(
                rows.back().at(static_cast<std::size_t>(found - rows.front().begin())));
        };
        EXPECT_EQ(last("epoch"), 2);
        EXPECT_NEAR(last("validation_loss"), figures["loss"].get<double>(), 2e-5);
        if (*metric) {
            EXPECT_NEAR(last(std::string("validation_") + metric), figures[metric].get<double>(),
                        1e-5);
        }
    }
}

TEST_F(CommandLine, theTimeThatIsToldOfTrainingIsThatOfTheRun)
{
    const auto begun = std::chrono::steady_clock::now();
    const Result trained =
        run("train dialogue --epochs 3 --set examples=512 --set held_out=8 --out "
            + path("w.safetensors"));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    ASSERT_EQ(trained.status, 0) << trained.errors;
    static const std::regex told("epoch \\d+ of 3, .*, ([0-9.]+) s");
    double longest = 0;
    int epochs = 0;
    std::istringstream lines(trained.errors);
    for (std::string line; std::getline(lines, line);)
        if (std::smatch found; std::regex_search(line, found, told)) {
            longest = std::max(longest, std::stod(found[1]));
            ++epochs;
        }
    EXPECT_EQ(epochs, 3) << trained.errors;
    EXPECT_GT(longest, 0) << trained.errors;
    EXPECT_LE(longest, took.count() + 0.1) << trained.errors;
}

TEST_F(CommandLine, traceComputesAsTheWeightsWereTrainedOrAsIsAsked)
{
    const std::string weights = path("w.safetensors");
    const Result trained = run(std::string("train dialogue ") + smallTraining
                               + "--set normaliser=sparsemax --set temperature=2 --out " + weights);
    ASSERT_EQ(trained.status, 0) << trained.errors;
    const auto settingsOf = [&](const std::string& arguments, const std::string& note) {
        const Result traced =
            run("trace dialogue --weights " + weights + " --out " + path("t.json") + arguments);
        EXPECT_EQ(traced.status, 0) << traced.errors;
        EXPECT_NE(traced.errors.find(note), std::string::npos) << traced.errors;
        return nlohmann::json::parse(contentOf(path("t.json")))["settings"];
    };
    EXPECT_EQ(settingsOf("", "")["normaliser"], "sparsemax");
    EXPECT_EQ(settingsOf("", "")["temperature"], 2.0);
    const auto asked = settingsOf(" --set normaliser=softmax --set score=dot",
                                  "the weights are of score=additive");
    EXPECT_EQ(asked["normaliser"], "softmax");
    EXPECT_EQ(asked["temperature"], 2.0);
    EXPECT_EQ(asked["score"], "additive");
}

TEST_F(CommandLine, evaluateMeasuresAsIsAsked)
{
    const auto lossOf = [&](const std::string& arguments) {
        const Result result = run("evaluate entity-network --json" + arguments);
        EXPECT_EQ(result.status, 0) << result.errors;
        return nlohmann::json::parse(result.output)["figures"]["loss"].get<double>();
    };
    EXPECT_NE(lossOf(""), lossOf(" --set normaliser=hardmax"));
}

TEST_F(CommandLine, trainGivesTheSameFileOnAnyNumberOfThreads)
{
    for (const char* threads : {"1", "2", "3"})
        ASSERT_EQ(run(std::string("train dialogue ") + smallTraining + "--threads " + threads
                      + " --out " + path(threads))
                      .status,
                  0);
    EXPECT_EQ(contentOf(path("1")), contentOf(path("2")));
    EXPECT_EQ(contentOf(path("1")), contentOf(path("3")));
}

TEST_F(CommandLine, halfTheBytesHaveTheFiguresThatAreSaid)
{
    const std::string training = std::string("train dialogue ") + smallTraining + "--out ";
    ASSERT_EQ(run(training + path("single")).status, 0);
    const Result trained = run(training + path("half") + " --half");
    ASSERT_EQ(trained.status, 0) << trained.errors;
    EXPECT_LT(std::filesystem::file_size(path("half")),
              std::filesystem::file_size(path("single")) * 6 / 10);
    const Result evaluated = run("evaluate dialogue --json --weights " + path("half"));
    ASSERT_EQ(evaluated.status, 0) << evaluated.errors;
    const auto figures = nlohmann::json::parse(evaluated.output)["figures"];
    for (const auto& [key, value] : readSafetensors(path("half")).metadata)
        if (key == "regard.figure.exact_match")
            EXPECT_EQ(std::stod(value), figures["exact_match"].get<double>());
    // The same training: the numbers are those of the whole file, rounded.
    const SafetensorsFile single = readSafetensors(path("single"));
    const SafetensorsFile half = readSafetensors(path("half"));
    ASSERT_EQ(single.tensors.size(), half.tensors.size());
    for (std::size_t i = 0; i < single.tensors.size(); ++i)
        for (std::size_t j = 0; j < single.tensors[i].values.size(); ++j)
            EXPECT_NEAR(half.tensors[i].values[j], single.tensors[i].values[j],
                        std::abs(single.tensors[i].values[j]) * 0x1p-11 + 0x1p-25);
}

TEST_F(CommandLine, trainTakesAPersonsQuestionsAndAnswers)
{
    std::string lines;
    for (int i = 0; i < 60; ++i)
        lines += "say word" + std::to_string(i) + "\tword" + std::to_string(i) + " .\n";
    writeContent(path("mine.tsv"), lines);
    const Result trained = run("train dialogue --epochs 1 --data " + path("mine.tsv") + " --out "
                               + path("w.safetensors"));
    ASSERT_EQ(trained.status, 0) << trained.errors;
    const Result evaluated = run("evaluate dialogue --json --data " + path("mine.tsv")
                                 + " --weights " + path("w.safetensors"));
    ASSERT_EQ(evaluated.status, 0) << evaluated.errors;
    EXPECT_EQ(nlohmann::json::parse(evaluated.output)["figures"]["texts"], 60);
}

TEST_F(CommandLine, trainTakesTextsApartIntoSubwords)
{
    std::string pairs;
    for (int i = 0; i < 60; ++i)
        pairs += "say lowest number" + std::to_string(i % 9) + "\tnewest number"
            + std::to_string(i % 9) + "\n";
    writeContent(path("mine.txt"), pairs);
    for (const char* tokens : {"words", "characters", "subwords"}) {
        SCOPED_TRACE(tokens);
        const Result trained = run("train dialogue --data " + path("mine.txt")
                                   + " --epochs 1 --set merges=8 --set tokens="
                                   + std::string(tokens) + " --out " + path("w.safetensors"));
        ASSERT_EQ(trained.status, 0) << trained.errors;
        const std::string with = " --weights " + path("w.safetensors");
        ASSERT_EQ(
            run("trace dialogue --text 'say lowest'" + with + " --out " + path("t.json")).status,
            0);
        const auto trace = nlohmann::json::parse(contentOf(path("t.json")));
        const std::size_t count = trace["input_tokens"].size();
        EXPECT_EQ(count == 2, std::string(tokens) == "words") << count;
        EXPECT_EQ(count == 9, std::string(tokens) == "characters") << count;
        const Result evaluated = run("evaluate dialogue --json --data " + path("mine.txt") + with);
        ASSERT_EQ(evaluated.status, 0) << evaluated.errors;
        EXPECT_EQ(nlohmann::json::parse(evaluated.output)["figures"]["texts"], 60);
    }
}

TEST_F(CommandLine, trainForecastsAPersonsTableAndTellsWhatItLeftOut)
{
    std::string lines = "Datum;Verkauf;Kunden\r\n";
    for (int i = 0; i < 60; ++i)
        lines += "2024-01-" + std::to_string(i) + ";" + (i == 9 ? "" : std::to_string(i % 7) + ",5")
            + ";" + std::to_string(i % 5) + "\r\n";
    writeContent(path("mine.csv"), lines);
    const Result trained =
        run("train time-series --epochs 1 --data " + path("mine.csv") + " --out " + path("w"));
    ASSERT_EQ(trained.status, 0) << trained.errors;
    EXPECT_NE(trained.errors.find("2 columns forecast: Verkauf and Kunden; \"Datum\" is the time."),
              std::string::npos)
        << trained.errors;
    EXPECT_NE(trained.errors.find("Missing values (\"Verkauf\" 1) are filled"), std::string::npos);
    const Result traced = run("trace time-series --text '1,5;2; 3,5;4; 2,5;1' --weights "
                              + path("w") + " --out " + path("t.json"));
    EXPECT_EQ(traced.status, 1) << traced.errors; // five numbers of two columns
    EXPECT_EQ(run("trace time-series --text '1.5 2; 3.5 4; 2.5 1' --weights " + path("w")
                  + " --out " + path("t.json"))
                  .status,
              0);
}

TEST_F(CommandLine, trainSaysBeforeTrainingThatItCannotSave)
{
    const std::string train = std::string("train dialogue ") + smallTraining;
    expectError(run(train + "--out /nowhere/w.safetensors"), 1, "/nowhere/w.safetensors");
    expectError(run(train + "--out " + path("w") + " --curve /nowhere/c.csv"), 1, "/nowhere/c.csv");
    EXPECT_FALSE(std::filesystem::exists(path("w")));
}

TEST_F(CommandLine, whatIsNoOrdinaryFileIsRefusedByEveryReader)
{
    const std::string pipe = path("pipe");
    ASSERT_EQ(std::system(("mkfifo " + pipe).c_str()), 0);
    for (const std::string& file : {pipe, std::string("/dev/zero")}) {
        const std::string words = file + ": it is a pipe or a device";
        for (const char* id : {"dialogue", "time-series", "reviews", "kernel-regression"})
            expectError(run(std::string("train ") + id + " --data " + file + " --out " + path("w")),
                        1, words);
        expectError(run("evaluate dialogue --weights " + file), 1, words);
        expectError(run("trace dialogue --weights " + file + " --out " + path("t.npz")), 1, words);
    }
}

TEST_F(CommandLine, whatDoesNotArriveIsAnError)
{
    for (const char* arguments : {"--help", "--version", "catalogue", "catalogue --json",
                                  "train --help", "evaluate dialogue"}) {
        SCOPED_TRACE(arguments);
        const std::string shell = "exec >/dev/full;";
        const int status = std::system((shell + " env -u DISPLAY " REGARD_PROGRAM " " + arguments
                                        + " 2>'" + path("errors") + "'")
                                           .c_str());
        EXPECT_EQ(WEXITSTATUS(status), 1);
        EXPECT_NE(contentOf(path("errors")).find("cannot write to standard output"),
                  std::string::npos);
    }
}

TEST_F(CommandLine, aPictureThatCannotBeSavedSaysWhy)
{
    const Result result =
        run("render dialogue --out " + path("a.png"), "ulimit -f 1; trap '' XFSZ;");
    EXPECT_EQ(result.status, 1);
    EXPECT_NE(result.errors.find("a.png: File too large, make room"), std::string::npos)
        << result.errors;
}

} // namespace
} // namespace regard

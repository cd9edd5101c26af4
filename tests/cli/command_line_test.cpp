// SPDX-License-Identifier: GPL-3.0-or-later
// The built program on real files, without a display.
#include "core/attention/scores.h"
#include "core/io/npz.h"
#include "core/io/safetensors.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <csignal>
#include <cstdio>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace regard {
namespace {

struct Result {
    int status = -1;
    std::string output;
    std::string errors;
};

class CommandLine : public testing::Test {
protected:
    /// Runs the program with shell-quoted arguments, with no display to be had.
    Result run(const std::string& arguments, const std::string& before = {}) const
    {
        const auto out = m_folder.path() / "stdout";
        const auto err = m_folder.path() / "stderr";
        const std::string command = before
            + " env -u DISPLAY -u WAYLAND_DISPLAY -u QT_QPA_PLATFORM " REGARD_PROGRAM " "
            + arguments + " >'" + out.string() + "' 2>'" + err.string() + "'";
        const int status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, contentOf(out), contentOf(err)};
    }
    std::string path(const std::string& name) const { return (m_folder.path() / name).string(); }

    /// Exit status 2 or 1 and one line "regard: …", the last one, that contains the words.
    void expectError(const Result& result, int status, const std::string& words,
                     std::ptrdiff_t lines = 1) const
    {
        EXPECT_EQ(result.status, status) << result.errors;
        EXPECT_EQ(std::count(result.errors.begin(), result.errors.end(), '\n'), lines)
            << result.errors;
        const std::size_t begin = result.errors.rfind("regard: ");
        ASSERT_NE(begin, std::string::npos) << result.errors;
        EXPECT_NE(result.errors.find(words, begin), std::string::npos) << result.errors;
        EXPECT_EQ(result.errors.find('\n', begin), result.errors.size() - 1) << result.errors;
    }

    /// Traces a text with weights and has a script rebuild the model from the weights file alone.
    void expectSameInPyTorch(const std::string& weights, const std::string& arguments) const
    {
        const std::string id = readSafetensors(weights).metadata.at("regard.scenario");
        const Result traced = run("trace " + id + " " + arguments + " --weights '" + weights
                                  + "' --out " + path("t.npz"));
        ASSERT_EQ(traced.status, 0) << traced.errors;
        const std::string command = "/usr/bin/python3 " REGARD_SOURCE_DIR
                                    "/tests/golden/rebuild.py '"
            + weights + "' '" + path("t.npz") + "'";
        EXPECT_EQ(std::system(command.c_str()), 0);
    }

    TemporaryFolder m_folder;
};

const char* const smallTraining = "--set examples=300 --set held_out=40 --epochs 1 ";

TEST_F(CommandLine, versionAndHelpNeedNoDisplay)
{
    const Result version = run("--version");
    EXPECT_EQ(version.status, 0);
    EXPECT_TRUE(version.output.starts_with("regard ")) << version.output;
    const Result help = run("--help");
    EXPECT_EQ(help.status, 0);
    for (const char* command : {"catalogue", "trace", "train", "evaluate", "render"}) {
        EXPECT_NE(help.output.find(command), std::string::npos);
        const Result own = run(std::string(command) + " --help");
        EXPECT_EQ(own.status, 0);
        EXPECT_NE(own.output.find(command), std::string::npos);
    }
}

TEST_F(CommandLine, catalogueAsJsonListsScenariosWithDefaultsAndAllowedValues)
{
    const Result result = run("catalogue --json");
    ASSERT_EQ(result.status, 0);
    const auto json = nlohmann::json::parse(result.output);
    ASSERT_GE(json.size(), 3u);
    EXPECT_EQ(json[0]["id"], "worked-example");
    for (const auto& scenario : json)
        for (const auto& setting : scenario["settings"]) {
            EXPECT_TRUE(setting.contains("default"));
            EXPECT_TRUE(setting.contains("choices") || setting.contains("minimum")
                        || setting["type"] == "boolean");
        }
}

TEST_F(CommandLine, traceWritesWhatNumpyReadsWithItsJsonMember)
{
    ASSERT_EQ(run("trace worked-example --out " + path("t.npz")).status, 0);
    const NpzFile file = readNpz(path("t.npz"));
    const auto json = nlohmann::json::parse(file.texts.at("trace.json"));
    EXPECT_EQ(json["scenario"], "worked-example");
    EXPECT_EQ(json["input_tokens"], (nlohmann::json{"Thinking", "Machines"}));
    EXPECT_EQ(json["tensors"].size(), file.arrays.size());
    for (const NamedTensor& array : file.arrays)
        if (array.name == "scores") {
            EXPECT_EQ(array.values[0], 112);
            EXPECT_EQ(array.values[1], 96);
        }
}

TEST_F(CommandLine, traceWritesJsonWithTheSameContents)
{
    ASSERT_EQ(run("trace dialogue --text 'are you free tomorrow?' --set temperature=2 --out "
                  + path("t.json"))
                  .status,
              0);
    const auto json = nlohmann::json::parse(contentOf(path("t.json")));
    EXPECT_EQ(json["settings"]["temperature"], 2.0);
    EXPECT_EQ(json["output_tokens"].back(), "<eos>");
    EXPECT_TRUE(json["tensors"][0].contains("value"));
}

TEST_F(CommandLine, traceWritesATargetInPlaceOfDecoding)
{
    ASSERT_EQ(run("trace dialogue --target 'no.' --out " + path("t.json")).status, 0);
    const auto json = nlohmann::json::parse(contentOf(path("t.json")));
    EXPECT_EQ(json["output_tokens"], (nlohmann::json{"no", ".", "<eos>"}));
}

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
    EXPECT_EQ(nlohmann::json::parse(evaluated.output)["figures"]["questions"], 60);
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
    EXPECT_NE(trained.errors.find("\"Datum\" has no numbers"), std::string::npos);
    EXPECT_NE(trained.errors.find("\"Verkauf\" has 1 gap"), std::string::npos);
    const Result traced = run("trace time-series --text '1,5;2; 3,5;4; 2,5;1' --weights "
                              + path("w") + " --out " + path("t.json"));
    EXPECT_EQ(traced.status, 1) << traced.errors; // five numbers of two columns
    EXPECT_EQ(run("trace time-series --text '1.5 2; 3.5 4; 2.5 1' --weights " + path("w")
                  + " --out " + path("t.json"))
                  .status,
              0);
}

TEST_F(CommandLine, aDataFileWithARaggedLineIsRefusedWithItsNumber)
{
    writeContent(path("mine.tsv"), "one\ttwo\nonly one\n");
    expectError(run("train dialogue --data " + path("mine.tsv") + " --out " + path("w")), 1,
                "line 2");
}

TEST_F(CommandLine, evaluateMeasuresTheShippedWeights)
{
    const Result result = run("evaluate dialogue --set held_out=100 --json");
    ASSERT_EQ(result.status, 0) << result.errors;
    EXPECT_GE(nlohmann::json::parse(result.output)["figures"]["exact_match"], 0.98);
}

TEST_F(CommandLine, wrongCommandsEndWithStatusTwoAndOneLine)
{
    const std::string out = " --out " + path("t.npz");
    expectError(run("trace nothing" + out), 2, "unknown scenario 'nothing'");
    expectError(run("trace" + out), 2, "no scenario");
    expectError(run("trace dialogue"), 2, "--out is missing");
    expectError(run("trace dialogue --out x.txt"), 2, ".npz or .json");
    expectError(run("trace dialogue --set score=nothing" + out), 2, "additive");
    expectError(run("trace dialogue --set nothing=1" + out), 2, "no setting 'nothing'");
    expectError(run("trace dialogue --set score" + out), 2, "no value");
    expectError(run("trace dialogue --set temperature=warm" + out), 2, "temperature");
    expectError(run("trace dialogue --set temperature=1e9" + out), 2, "temperature");
    expectError(run("trace dialogue --nothing" + out), 2, "--help");
    expectError(run("trace dialogue --text a --text b" + out), 2, "takes 1 and got 2");
    expectError(run("trace dialogue one more" + out), 2, "unexpected argument 'one'");
    expectError(run("train dialogue --threads 0 --out w"), 2, "--threads");
    expectError(run("train dialogue --epochs -1 --out w"), 2, "epochs");
}

TEST_F(CommandLine, whatCannotBeDoneEndsWithStatusOneAndOneLine)
{
    const std::string out = " --out " + path("t.npz");
    expectError(run("train worked-example --out w"), 1, "learns nothing");
    expectError(run("trace dialogue --weights /nowhere/w.safetensors" + out), 1,
                "/nowhere/w.safetensors");
    expectError(run("trace dialogue --out /nowhere/t.npz"), 1, "/nowhere/t.npz");
    writeContent(path("w.safetensors"), "not weights");
    expectError(run("trace dialogue --weights " + path("w.safetensors") + out), 1, "w.safetensors");
    expectError(run("trace dialogue --weights " REGARD_SOURCE_DIR
                    "/resources/weights/self-attention.safetensors"
                    + out),
                1, "self-attention");
    EXPECT_FALSE(std::filesystem::exists(path("t.npz")));
}

TEST_F(CommandLine, truncatedWeightsAreRefused)
{
    const std::string whole =
        contentOf(REGARD_SOURCE_DIR "/resources/weights/dialogue.safetensors");
    for (std::size_t size :
         {std::size_t(4), std::size_t(100), whole.size() / 2, whole.size() - 1}) {
        writeContent(path("w.safetensors"), whole.substr(0, size));
        expectError(
            run("trace dialogue --weights " + path("w.safetensors") + " --out " + path("t.npz")), 1,
            "w.safetensors");
    }
}

TEST_F(CommandLine, aDiskThatFillsUpLeavesTheOldFile)
{
    // A limit on the size of files stands for a full disk: writing fails half way.
    for (const char* command : {"trace dialogue", "train dialogue --set examples=50 --epochs 1"}) {
        writeContent(path("old.npz"), "old");
        const Result result =
            run(std::string(command) + " --out " + path("old.npz"), "trap '' XFSZ; ulimit -f 8;");
        // Training tells of its epoch before.
        expectError(result, 1, "old.npz", std::string(command).starts_with("train") ? 2 : 1);
        EXPECT_EQ(contentOf(path("old.npz")), "old");
    }
    EXPECT_EQ(m_folder.fileCount(), 3u); // the old file and the two streams: no left-over
}

TEST_F(CommandLine, anInterruptedTrainingStopsAndWritesNothing)
{
    const std::string out = path("w.safetensors");
    const pid_t child = fork();
    if (child == 0) {
        if (!std::freopen("/dev/null", "w", stderr))
            _exit(127);
        execl(REGARD_PROGRAM, "regard", "train", "dialogue", "--epochs", "1000", "--out",
              out.c_str(), nullptr);
        _exit(127);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    kill(child, SIGINT);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 1);
    EXPECT_FALSE(std::filesystem::exists(out));
}

TEST_F(CommandLine, shippedWeightsGiveTheSameNumbersInPyTorch)
{
    const std::filesystem::path weights = REGARD_SOURCE_DIR "/resources/weights";
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(weights)) {
        if (entry.path().extension() != ".safetensors")
            continue;
        ++files;
        const std::string file = entry.path().string();
        SCOPED_TRACE(file);
        expectSameInPyTorch(file, "");
    }
    EXPECT_GE(files, 2);
}

TEST_F(CommandLine, keysBroughtToTheQuerysWidthGiveTheSameNumbersInPyTorch)
{
    for (const ScoreFunction& function : scoreFunctions()) {
        if (!function.equalWidths)
            continue;
        const std::string settings = " --set score=" + std::string(function.name);
        SCOPED_TRACE(settings);
        const std::string file = path("mine.safetensors");
        const Result trained = run("train dialogue --set bidirectional=true" + settings
                                   + " --set embedding=6 --set hidden=8 --set examples=64"
                                     " --set held_out=1 --epochs 1 --out "
                                   + file);
        ASSERT_EQ(trained.status, 0) << trained.errors;
        const std::vector<NamedTensor> tensors = readSafetensors(file).tensors;
        EXPECT_TRUE(std::any_of(tensors.begin(), tensors.end(), [](const NamedTensor& t) {
            return t.name == "decoder.keys.weight";
        }));
        expectSameInPyTorch(file, "--target 'yes , i am free .'");
    }
}

TEST_F(CommandLine, pointsAndKernelsGiveTheSameNumbersInPyTorch)
{
    const std::string weights = REGARD_SOURCE_DIR "/resources/weights/";
    const std::string hull = "--set problem=hull --text '0.5, 0.5; 0, 0; 1, 0.1; 0.9, 1; 0, 0.9'";
    const std::string curve = "--text '0 -> 1; 1 -> 3; 2.5 -> 2; 0 .. 4 -> ?' --set width=0.6";
    for (const auto& [file, arguments] : std::vector<std::pair<std::string, std::string>>{
             {"pointer", "--text '-3.5 12 0 7.25 -8 100 12' --set temperature=2"},
             {"pointer-problem=hull", hull},
             {"kernel-regression", curve},
             {"kernel-regression", curve + " --set learnt=true"},
             {"kernel-regression", curve + " --set kernel=boxcar"},
             {"kernel-regression", curve + " --set kernel=triangular"},
             {"kernel-regression", "--set kernel=epanechikov --set width=2"},
             {"kernel-regression", "--set kernel=constant"},
             {"kernel-regression", "--set standardise=false --set width=5"}}) {
        SCOPED_TRACE(file + " " + arguments);
        expectSameInPyTorch(weights + file + ".safetensors", arguments);
    }
}

TEST_F(CommandLine, numbersThatAreNoneEndWithStatusOneAndOneLine)
{
    const std::string out = " --out " + path("t.npz");
    expectError(run("trace pointer --text '3 one 2'" + out), 1, "“one” is not a number");
    expectError(run("trace pointer --target '9 9'" + out), 1, "not the place of an input");
    expectError(run("trace kernel-regression --text '1, 2 -> 3; 1 -> ?'" + out), 1, "1 number");
    EXPECT_FALSE(std::filesystem::exists(path("t.npz")));
}

#ifdef __x86_64__
TEST_F(CommandLine, everyInstructionSetGivesTheSameNumbers)
{
    // The loader is told to pass over the libraries for newer processors.
    const auto traceWith = [&](const std::string& mask) {
        const std::string file = path(mask + ".npz");
        const std::string command = "/lib64/ld-linux-x86-64.so.2 --glibc-hwcaps-mask " + mask
            + " " REGARD_PROGRAM " trace dialogue --out '" + file + "'";
        EXPECT_EQ(std::system(command.c_str()), 0) << command;
        return readNpz(file).arrays;
    };
    const std::vector<NamedTensor> plain = traceWith("none");
    for (const char* mask : {"x86-64-v3", "x86-64-v4"}) {
        const std::vector<NamedTensor> wide = traceWith(mask);
        ASSERT_EQ(wide.size(), plain.size());
        for (std::size_t i = 0; i < plain.size(); ++i) {
            ASSERT_EQ(wide[i].values.size(), plain[i].values.size());
            for (std::size_t k = 0; k < plain[i].values.size(); ++k)
                ASSERT_NEAR(wide[i].values[k], plain[i].values[k], 1e-4) << plain[i].name;
        }
    }
}
#endif

TEST_F(CommandLine, emptyTextGivesAnEmptyTraceFile)
{
    ASSERT_EQ(run("trace dialogue --text '' --out " + path("t.json")).status, 0);
    const auto json = nlohmann::json::parse(contentOf(path("t.json")));
    EXPECT_TRUE(json["tensors"].empty());
    EXPECT_TRUE(json["input_tokens"].empty());
}

} // namespace
} // namespace regard

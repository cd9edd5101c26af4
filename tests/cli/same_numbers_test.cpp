// SPDX-License-Identifier: GPL-3.0-or-later
// The same numbers as PyTorch computes from the weights, and on every instruction set.
#include "core/attention/score_functions.h"
#include "core/io/npz.h"
#include "core/io/safetensors.h"
#include "tests/cli/command_line.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace regard {
namespace {

class SameNumbers : public CommandLine {
protected:
    /// Traces a text with weights, to be compared by compare().
    void add(const std::string& weights, const std::string& arguments)
    {
        const std::string id = readSafetensors(weights).metadata.at("regard.scenario");
        const std::string trace = path(std::to_string(++m_traces) + ".npz");
        const Result traced =
            run("trace " + id + " " + arguments + " --weights '" + weights + "' --out " + trace);
        ASSERT_EQ(traced.status, 0) << traced.errors;
        m_pairs += " '" + weights + "' '" + trace + "'";
    }

    /// Has a script rebuild the models from the weights files alone and compare all numbers.
    void compare() const
    {
        const std::string command =
            "/usr/bin/python3 " REGARD_SOURCE_DIR "/tests/golden/rebuild.py" + m_pairs;
        EXPECT_EQ(std::system(command.c_str()), 0);
    }

private:
    int m_traces = 0;
    std::string m_pairs;
};

TEST_F(SameNumbers, shippedWeightsGiveTheSameNumbersInPyTorch)
{
    const std::filesystem::path weights = REGARD_SOURCE_DIR "/resources/weights";
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(weights)) {
        if (entry.path().extension() != ".safetensors")
            continue;
        ++files;
        const std::string file = entry.path().string();
        SCOPED_TRACE(file);
        add(file, "");
    }
    EXPECT_GE(files, 2);
    compare();
}

TEST_F(SameNumbers, decodersOfTwoDirectionsGiveTheSameNumbersInPyTorch)
{
    int files = 0;
    for (const char* cell : {"rnn", "gru", "lstm"})
        for (const char* other : {"attention=false", "placement=bahdanau --set layers=2",
                                  "placement=luong --set input_feeding=true"}) {
            const std::string settings = std::string("--set cell=") + cell + " --set " + other;
            SCOPED_TRACE(settings);
            const std::string file = path(std::to_string(++files) + ".safetensors");
            const Result trained = run("train dialogue --set bidirectional=true " + settings
                                       + " --set embedding=6 --set hidden=8 --set examples=64"
                                         " --set held_out=1 --epochs 1 --out "
                                       + file);
            ASSERT_EQ(trained.status, 0) << trained.errors;
            add(file, "--target 'yes , i am free .'");
        }
    compare();
}

TEST_F(SameNumbers, aReviewWithUnknownWordsGivesTheSameNumbersInPyTorch)
{
    const std::string file = path("mine.safetensors");
    const Result trained = run("train reviews --set width=8 --set words=2000 --set examples=64"
                               " --set held_out=1 --epochs 1 --out "
                               + file);
    ASSERT_EQ(trained.status, 0) << trained.errors;
    for (const char* masked : {"false", "true"})
        add(file, std::string("--text 'An unheardof dull plot' --set mask_padding=") + masked);
    compare();
}

TEST_F(SameNumbers, keysBroughtToTheQuerysWidthGiveTheSameNumbersInPyTorch)
{
    for (const ScoreFunction& function : scoreFunctions()) {
        if (function.anyWidths)
            continue;
        const std::string settings = " --set score=" + std::string(function.name);
        SCOPED_TRACE(settings);
        const std::string file = path(std::string(function.name) + ".safetensors");
        const Result trained = run("train dialogue --set bidirectional=true" + settings
                                   + " --set embedding=6 --set hidden=8 --set examples=64"
                                     " --set held_out=1 --epochs 1 --out "
                                   + file);
        ASSERT_EQ(trained.status, 0) << trained.errors;
        const std::vector<NamedTensor> tensors = readSafetensors(file).tensors;
        EXPECT_TRUE(std::any_of(tensors.begin(), tensors.end(), [](const NamedTensor& t) {
            return t.name == "decoder.keys.weight";
        }));
        add(file, "--target 'yes , i am free .'");
    }
    compare();
}

TEST_F(SameNumbers, pointsAndKernelsGiveTheSameNumbersInPyTorch)
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
        add(weights + file + ".safetensors", arguments);
    }
    compare();
}

#ifdef __x86_64__
TEST_F(SameNumbers, everyInstructionSetGivesTheSameNumbers)
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

} // namespace
} // namespace regard

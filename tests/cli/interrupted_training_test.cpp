// SPDX-License-Identifier: GPL-3.0-or-later
// Trainings that do not come to their end: stopped, killed, diverged or without room. What was
// learnt is kept, and a run that goes on ends in the file of one without a break.
#include "core/io/safetensors.h"
#include "tests/cli/command_line.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iterator>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace regard {
namespace {

/// Words of a command line without quotes.
std::vector<std::string> wordsOf(const std::string& text)
{
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

class InterruptedTraining : public CommandLine {
protected:
    /// Runs `regard train` with arguments, sends it a signal once it has said `epochs` lines, and
    /// waits for its end: its exit status, −1 if the signal ended it.
    int signalled(const std::string& arguments, int signal, int epochs,
                  const std::function<void()>& before = {}) const
    {
        std::vector<std::string> words = wordsOf("regard train " + arguments);
        std::filesystem::remove(path("errors"));
        const pid_t child = fork();
        if (child == 0) {
            std::vector<char*> pointers;
            for (std::string& word : words)
                pointers.push_back(word.data());
            pointers.push_back(nullptr);
            std::signal(signal, SIG_DFL); // under nohup the tests themselves ignore SIGHUP
            if (!std::freopen(path("errors").c_str(), "w", stderr)
                || !std::freopen("/dev/null", "w", stdout))
                _exit(127);
            execv(REGARD_PROGRAM, pointers.data());
            _exit(127);
        }
        const auto said = [&] {
            const std::string text = contentOf(path("errors"));
            return std::count(text.begin(), text.end(), '\n');
        };
        int status = 0;
        bool ended = false;
        while (!ended && said() < epochs) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            ended = waitpid(child, &status, WNOHANG) == child;
        }
        if (!ended) {
            if (before)
                before();
            kill(child, signal);
            waitpid(child, &status, 0);
        }
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    std::string errors() const { return contentOf(path("errors")); }

    /// The command that a stopped run tells to go on with, without "regard train ".
    std::string toGoOn() const
    {
        const std::string text = errors();
        const std::string before = "go on with: regard train ";
        const std::size_t at = text.rfind(before);
        EXPECT_NE(at, std::string::npos) << text;
        return at == std::string::npos
            ? ""
            : text.substr(at + before.size(), text.find('\n', at) - at - before.size());
    }

    static nlohmann::json settingsOf(const std::string& weights)
    {
        return nlohmann::json::parse(readSafetensors(weights).metadata.at("regard.settings"));
    }

    const std::string m_run =
        "dialogue --set examples=300 --set held_out=40 --set optimiser=adamw --set dropout=0.1 ";
};

TEST_F(InterruptedTraining, keepsWhatItHasLearntAndGoesOnToTheSameFiles)
{
    const std::string run = m_run + "--epochs 8 ";
    ASSERT_EQ(this->run("train " + run + "--threads 1 --out " + path("whole") + " --curve "
                        + path("whole.csv"))
                  .status,
              0);
    const std::string out = path("w.safetensors");
    const std::string files = "--out " + out + " --curve " + path("c.csv");
    std::string command = run + files;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        SCOPED_TRACE(signal);
        ASSERT_EQ(signalled(command + " --threads 2", signal, 1), 1) << errors();
        const auto metadata = readSafetensors(out).metadata;
        EXPECT_NE(errors().find("regard: train: stopped: " + out + " has the weights after step "
                                + metadata.at("regard.figure.steps") + " of 40 (epoch "),
                  std::string::npos)
            << errors();
        EXPECT_EQ(metadata.at("regard.figure.epochs_planned"), "8");
        EXPECT_FALSE(metadata.contains("regard.figure.loss"));
        const int epochs = settingsOf(out).at("epochs").get<int>();
        EXPECT_EQ(epochs, std::stoi(metadata.at("regard.figure.steps")) / 5);
        const std::string curve = contentOf(path("c.csv"));
        EXPECT_TRUE(contentOf(path("whole.csv")).starts_with(curve)) << curve;
        EXPECT_EQ(this->run("evaluate dialogue --weights " + out).status, 0);
        command = toGoOn();
        EXPECT_EQ(command, "dialogue --resume " + out + ".checkpoint " + files);
    }
    const Result end = this->run("train " + command);
    EXPECT_EQ(end.status, 0) << end.errors;
    EXPECT_EQ(contentOf(out), contentOf(path("whole")));
    EXPECT_EQ(contentOf(path("c.csv")), contentOf(path("whole.csv")));
}

TEST_F(InterruptedTraining, stoppedWithinItsFirstEpochIsKeptToo)
{
    const std::string out = path("w.safetensors");
    // The first line is a note on the data.
    std::string lines;
    for (int i = 0; i < 3000; ++i)
        lines += "say w" + std::to_string(i) + "\tw" + std::to_string(i) + "\n";
    writeContent(path("mine.tsv"), lines);
    ASSERT_EQ(signalled("dialogue --set batch=1 --data " + path("mine.tsv") + " --out " + out,
                        SIGINT, 1,
                        [] { std::this_thread::sleep_for(std::chrono::milliseconds(1500)); }),
              1);
    EXPECT_NE(errors().find("(epoch 1 of 16)"), std::string::npos) << errors();
    EXPECT_EQ(settingsOf(out).at("epochs"), 0);
    EXPECT_EQ(run("trace dialogue --weights " + out + " --out " + path("t.json")).status, 0);
    // Other data, other settings and another scenario are refused, and data need not be told again.
    const std::string on = toGoOn();
    expectError(run("train " + on + " --set rate=0.5"), 2, "leave out rate, which is 0.004");
    expectError(run("train " + on + " --epochs 3"), 2, "leave out epochs, which is 16");
    expectError(run("train dates --resume " + out + ".checkpoint --out " + out), 1, "dialogue");
    writeContent(path("mine.tsv"), lines + "say more\tmore\n");
    expectError(run("train " + on), 1, "other data than " + path("mine.tsv"), 2);
    std::filesystem::remove(path("mine.tsv"));
    expectError(run("train " + on), 1, path("mine.tsv"));
    expectError(run("train dialogue --resume " + out + " --out " + path("v")), 1,
                "regard.checkpoint");
}

TEST_F(InterruptedTraining, killedIsGoneOnWithFromTheLastEpochWhereThatWasAskedFor)
{
    const std::string run = m_run + "--epochs 6 ";
    ASSERT_EQ(this->run("train " + run + "--out " + path("whole")).status, 0);
    ASSERT_EQ(signalled(run + "--out " + path("w") + " --checkpoint " + path("c"), SIGKILL, 3), -1);
    EXPECT_FALSE(std::filesystem::exists(path("w")));
    const Result end = this->run("train dialogue --resume " + path("c") + " --out " + path("w"));
    EXPECT_EQ(end.status, 0) << end.errors;
    EXPECT_EQ(contentOf(path("w")), contentOf(path("whole")));
    EXPECT_EQ(end.errors.find("epoch 1 of"), std::string::npos);
}

TEST_F(InterruptedTraining, thatDivergesKeepsTheLastGoodWeights)
{
    const std::string run = "entity-network --set examples=600 --set held_out=20 --epochs 8 --set "
                            "optimiser=momentum --set momentum=0.999 --set clip=0 --set rate=1 ";
    const Result soon = this->run("train " + run + "--out " + path("w"));
    expectError(soon, 1, "nothing was written, train with a lower --set rate");
    EXPECT_FALSE(std::filesystem::exists(path("w")));
    const Result later = this->run("train " + run + "--set warmup=300 --out " + path("w")
                                   + " --curve " + path("c.csv"));
    expectError(later, 1, path("w") + " has the weights after step 50 of 152 (epoch 3 of 8)", 4);
    EXPECT_EQ(this->run("evaluate entity-network --weights " + path("w")).status, 0);
    EXPECT_NE(contentOf(path("c.csv")).find("\n3,50,"), std::string::npos);
    // The remedy.
    EXPECT_EQ(this->run("train " + run + "--epochs 1 --set rate=0.0001 --out " + path("w")).status,
              0);
}

TEST_F(InterruptedTraining, thatCannotSaveWhereItWasToSavesElsewhereAndSaysWhere)
{
    std::filesystem::create_directory(path("folder"));
    std::filesystem::create_directory(path("tmp"));
    setenv("TMPDIR", path("tmp").c_str(), 1);
    const int status = signalled(m_run + "--epochs 1000 --out " + path("folder/w") + " --curve "
                                     + path("folder/c"),
                                 SIGINT, 2, [&] { std::filesystem::remove_all(path("folder")); });
    unsetenv("TMPDIR");
    EXPECT_EQ(status, 1);
    for (const char* name : {"w", "c", "w.checkpoint"}) {
        const std::string other = path("tmp/saved-1-") + name;
        EXPECT_TRUE(std::filesystem::exists(other)) << errors();
        EXPECT_NE(errors().find("cannot save " + path("folder/") + name), std::string::npos);
        EXPECT_NE(errors().find("it is in " + other + " instead"), std::string::npos) << errors();
    }
    EXPECT_EQ(run("evaluate dialogue --weights " + path("tmp/saved-1-w")).status, 0);
}

TEST_F(InterruptedTraining, aCheckpointThatCannotBeSavedDoesNotEndTheTraining)
{
    // The weights fit below the limit of a file's size, the three blocks of a checkpoint do not.
    const Result result =
        run("train " + m_run + "--epochs 1 --out " + path("w") + " --checkpoint " + path("c"),
            "ulimit -f 2500; trap '' XFSZ;");
    EXPECT_EQ(result.status, 0) << result.errors;
    EXPECT_NE(result.errors.find("cannot save " + path("c") + ": File too large, make room"),
              std::string::npos)
        << result.errors;
    EXPECT_NE(result.errors.find("training goes on"), std::string::npos);
    EXPECT_TRUE(std::filesystem::exists(path("w")));
}

} // namespace
} // namespace regard

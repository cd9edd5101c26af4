// SPDX-License-Identifier: GPL-3.0-or-later
// Signals that end a command, and those that do not; who reads its output may go.
#include "tests/cli/command_line.h"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace regard {
namespace {

/// A training with very many epochs, whose standard error is a pipe.
class Training {
public:
    explicit Training(const std::string& out, bool ignoresHangUp = false)
    {
        int pipe[2];
        if (::pipe2(pipe, O_CLOEXEC) != 0)
            throw std::runtime_error("no pipe");
        m_read = pipe[0];
        m_child = ::fork();
        if (m_child == 0) {
            ::dup2(pipe[1], STDERR_FILENO);
            const int null = ::open("/dev/null", O_WRONLY);
            ::dup2(null, STDOUT_FILENO);
            std::signal(SIGHUP, ignoresHangUp ? SIG_IGN : SIG_DFL);
            ::execl(REGARD_PROGRAM, "regard", "train", "dialogue", "--epochs", "10000", "--set",
                    "examples=100", "--set", "held_out=20", "--out", out.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(pipe[1]);
    }
    ~Training()
    {
        ::close(m_read);
        if (m_child > 0) {
            ::kill(m_child, SIGKILL);
            ::waitpid(m_child, nullptr, 0);
        }
    }
    Training(const Training&) = delete;
    Training& operator=(const Training&) = delete;

    /// Waits until so many more lines have been said.
    void waitForLines(int lines) const
    {
        char byte = 0;
        while (lines > 0 && ::read(m_read, &byte, 1) == 1)
            lines -= byte == '\n';
    }
    /// From here on the training waits as soon as it says something.
    void stopListening() const
    {
        const int pipe = ::open(("/proc/self/fd/" + std::to_string(m_read)).c_str(),
                                O_WRONLY | O_NONBLOCK | O_CLOEXEC);
        const std::string filling(4096, ' ');
        while (::write(pipe, filling.data(), filling.size()) > 0) { }
        while (::write(pipe, filling.data(), 1) > 0) { }
        ::close(pipe);
    }
    /// Reads on, whatever is said.
    void drain() const
    {
        char bytes[4096];
        while (::read(m_read, bytes, sizeof bytes) > 0) { }
    }
    void send(int signal) const { ::kill(m_child, signal); }
    /// Whether a line of /proc/PID/status ("SigCgt", "SigIgn") has a signal.
    bool has(const std::string& line, int signal) const
    {
        std::ifstream status("/proc/" + std::to_string(m_child) + "/status");
        for (std::string text; std::getline(status, text);)
            if (text.starts_with(line + ":"))
                return (std::stoull(text.substr(line.size() + 1), nullptr, 16) >> (signal - 1)) & 1;
        return false;
    }
    /// Waits until a signal has been taken note of: the next one is no longer caught.
    bool letsGoOf(int signal) const
    {
        for (int i = 0; i < 6000; ++i) {
            if (!has("SigCgt", signal))
                return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }
    int wait()
    {
        int status = 0;
        ::waitpid(std::exchange(m_child, -1), &status, 0);
        return status;
    }

private:
    int m_read = -1;
    pid_t m_child = -1;
};

TEST_F(CommandLine, aSecondInterruptionEndsATrainingAtOnce)
{
    for (const int signal : {SIGINT, SIGTERM}) {
        SCOPED_TRACE(signal);
        Training training(path("w.safetensors"));
        training.waitForLines(1);
        // Nobody listens to what it says, so that it cannot come to its end.
        training.stopListening();
        training.send(signal);
        ASSERT_TRUE(training.letsGoOf(signal));
        training.send(signal);
        const int status = training.wait();
        EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == signal) << status;
    }
}

TEST_F(CommandLine, aTrainingUnderNohupOutlivesItsTerminal)
{
    const std::string out = path("w.safetensors");
    Training training(out, true);
    training.waitForLines(1);
    EXPECT_TRUE(training.has("SigIgn", SIGHUP));
    training.send(SIGHUP);
    training.waitForLines(20);
    EXPECT_TRUE(training.has("SigIgn", SIGHUP));
    EXPECT_FALSE(std::filesystem::exists(out)) << "it goes on";
    training.send(SIGINT);
    training.drain();
    const int status = training.wait();
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 1) << status;
    EXPECT_TRUE(std::filesystem::exists(out));
}

TEST_F(CommandLine, onATerminalABarTellsHowFarItIsAndEndsItsLine)
{
    const auto onTerminal = [&](const std::string& epochs, const std::string& ended) {
        const std::string shell = "env -u DISPLAY script -qec \"" + ended + REGARD_PROGRAM
            + " train dialogue --epochs " + epochs + " --set examples=100 --set held_out=20 --out '"
            + path("w.safetensors") + "'\" '" + path("typescript") + "' > /dev/null < /dev/null";
        EXPECT_GE(std::system(shell.c_str()), 0);
        return contentOf(path("typescript"));
    };
    const std::string whole = onTerminal("2", "");
    EXPECT_NE(whole.find("\r\033[K"), std::string::npos) << whole;
    EXPECT_NE(whole.find("100%  "), std::string::npos) << whole;
    EXPECT_NE(whole.find("████████████████████████ 100%"), std::string::npos) << whole;
    // A bar that was not to its end leaves the line to what is said then.
    const std::string stopped = onTerminal("10000", "timeout -s INT 3 ");
    const std::size_t bar = stopped.rfind("░");
    const std::size_t said = stopped.find("regard: train: stopped");
    ASSERT_NE(bar, std::string::npos) << stopped;
    ASSERT_NE(said, std::string::npos) << stopped;
    EXPECT_LT(bar, said);
    EXPECT_EQ(stopped[said - 1], '\n') << stopped;
}

TEST_F(CommandLine, whoTakesTheFirstLineOnlyLeavesNoComplaint)
{
    // A reader that is gone: SIGPIPE ends what only prints, without a word, as it does others.
    for (const std::string command :
         {"catalogue --json", "catalogue", "evaluate kernel-regression"}) {
        SCOPED_TRACE(command);
        const std::string pipe = path("pipe");
        ASSERT_EQ(std::system(("mkfifo '" + pipe + "'").c_str()), 0);
        const std::string shell = "trap - PIPE; ( exec 3<>'" + pipe + "' 4>'" + pipe
            + "'; exec 3<&-; env -u DISPLAY " REGARD_PROGRAM " " + command + " >&4 2>'"
            + path("errors") + "'; echo $? >'" + path("status") + "' )";
        ASSERT_EQ(std::system(shell.c_str()), 0);
        EXPECT_EQ(contentOf(path("status")), std::to_string(128 + SIGPIPE) + "\n");
        EXPECT_EQ(contentOf(path("errors")), "");
        std::filesystem::remove(pipe);
    }
}

TEST_F(CommandLine, whatLeavesAFileWritesItThoughNobodyReadsWhatIsSaid)
{
    const auto withoutReader = [&](const std::string& command) {
        const std::string shell = "mkfifo '" + path("pipe") + "'; exec 3<>'" + path("pipe")
            + "' 4>'" + path("pipe") + "'; exec 3<&-; rm '" + path("pipe")
            + "'; env -u DISPLAY " REGARD_PROGRAM " " + command + " >&4 2>'" + path("errors") + "'";
        const int status = std::system(shell.c_str());
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    };
    // Of a trace nothing is printed.
    EXPECT_EQ(withoutReader("trace worked-example --out " + path("t.npz")), 0);
    EXPECT_EQ(contentOf(path("errors")), "");
    EXPECT_TRUE(std::filesystem::exists(path("t.npz")));
    // Training prints figures; its weights are whole when that fails.
    EXPECT_EQ(withoutReader("train dialogue --set examples=100 --set held_out=20 --epochs 1 --out "
                            + path("w.safetensors")),
              1);
    EXPECT_NE(contentOf(path("errors")).find("cannot write to standard output"), std::string::npos);
    EXPECT_EQ(run("evaluate dialogue --set held_out=20 --weights " + path("w.safetensors")).status,
              0);
}

} // namespace
} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/input_file.h"

#include "core/data/columns_file.h"
#include "core/tensor/stopped.h"
#include "tests/core/refusal.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

#include <stop_token>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace regard {
namespace {

class InputFile : public testing::Test {
protected:
    std::filesystem::path fileWith(const std::string& content) const
    {
        writeContent(m_folder.path() / "mine.txt", content);
        return m_folder.path() / "mine.txt";
    }
    std::string refusal(const std::string& content) const
    {
        try {
            readTextFile(fileWith(content), 1000);
        } catch (const FileError& error) {
            return error.what();
        }
        return {};
    }
    TemporaryFolder m_folder;
};

TEST_F(InputFile, textBeginsBehindTheByteOrderMark)
{
    EXPECT_EQ(readTextFile(fileWith("\xEF\xBB\xBFgrün\n"), 1000), "grün\n");
    std::string first;
    readColumns(fileWith("\xEF\xBB\xBF"
                         "one\ttwo\n"),
                {2, 2, "two"}, [&](const Columns& line) { first = line[0]; });
    EXPECT_EQ(first, "one");
}

TEST_F(InputFile, whatIsNoUtf8IsRefusedWithItsLine)
{
    expectPart(refusal("one\ngr\xFCn\n"), "line 2: it is not UTF-8 text");
    expectPart(refusal(std::string("o\0n\0e\0", 6)), "line 1: it is not UTF-8 text");
    expectPart(refusal("\xFF\xFEo"), "line 1: it is not UTF-8 text");
    expectPart(refusal("gr\xC3"), "line 1: it is not UTF-8 text");
}

TEST_F(InputFile, onlyOrdinaryFilesAreReadAndNothingIsWaitedFor)
{
    const auto pipe = m_folder.path() / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    for (const std::filesystem::path& file :
         {pipe, std::filesystem::path("/dev/zero"), std::filesystem::path("/dev/null")})
        try {
            readFile(file, 1000);
            ADD_FAILURE() << file;
        } catch (const FileError& error) {
            expectPart(error.what(), "it is a pipe or a device, give an ordinary file");
        }
}

TEST_F(InputFile, anErrorOfReadingIsNoEndOfTheFile)
{
    // An ordinary file to look at, of which the first page cannot be read.
    const std::string file = "/proc/self/mem";
    try {
        readFile(file, 1000);
        ADD_FAILURE() << file;
    } catch (const FileError& error) {
        expectPart(error.what(), file);
        expectPart(error.what(), "Input/output error");
    }
}

TEST_F(InputFile, noBlockIsReadAfterAStop)
{
    std::stop_source source;
    const std::filesystem::path file = fileWith("text");
    EXPECT_EQ(readFile(file, 1000, smallerAdvice, source.get_token()), "text");
    source.request_stop();
    EXPECT_THROW(readFile(file, 1000, smallerAdvice, source.get_token()), Stopped);
}

TEST_F(InputFile, aStopInTheMiddleOfAFileEndsReadingIt)
{
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const int before = ::dup(STDIN_FILENO);
    ::dup2(pipe[0], STDIN_FILENO);
    std::stop_source source;
    std::thread writer([&] {
        const std::string some(3'000'000, 'x'); // more than a pipe holds: most of it has been read
        ASSERT_EQ(::write(pipe[1], some.data(), some.size()), static_cast<ssize_t>(some.size()));
        source.request_stop();
        // Without the stop it would all be read, up to the end.
        ASSERT_EQ(::write(pipe[1], "rest", 4), 4);
        ::close(pipe[1]);
    });
    EXPECT_THROW(readFile("/dev/stdin", 10'000'000, smallerAdvice, source.get_token()), Stopped);
    writer.join();
    ::dup2(before, STDIN_FILENO);
    ::close(before);
    ::close(pipe[0]);
}

TEST_F(InputFile, aMessageStaysOnItsLineAndInItsDirection)
{
    // C0, DEL, C1, bidirectional controls, the two separators; no UTF-8.
    EXPECT_EQ(oneLine("a\nb\x1B[0m\x7F"
                      "c\u009B\u0085\u061C\u200E\u202E\u2066\u2069\u2028\u2029"
                      "d\xFF"),
              "a b [0m c         d?");
    const std::string words = "grün 日本語 می\u200Cخواهم 👩\u200D🔬";
    EXPECT_EQ(oneLine(words), words);
}

TEST(InQuotes, keepsWordsOfEveryLanguageOnOneLine)
{
    EXPECT_EQ(inQuotes("grün 日本語 🙂"), "\"grün 日本語 🙂\"");
    EXPECT_EQ(inQuotes("a\"b\nc\xFF\u202Ed"), "\"a?b?c??d\"");
    EXPECT_EQ(inQuotes("می\u200Cخواهم 👩\u200D👧 \u009B"), "\"می\u200Cخواهم 👩\u200D👧 ?\"");
    EXPECT_EQ(inQuotes(std::string(80, 'x')), "\"" + std::string(80, 'x') + "\"");
    EXPECT_EQ(inQuotes(std::string(90, 'x')), "\"" + std::string(80, 'x') + "…\"");
}

} // namespace
} // namespace regard

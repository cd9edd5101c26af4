// SPDX-License-Identifier: GPL-3.0-or-later
// Data files that nothing can be learnt from, for every scenario that takes some.
#include "core/data/columns_file.h"
#include "core/io/input_file.h"
#include "core/tensor/stopped.h"
#include "tests/core/temporary_folder.h"
#include "tests/core/training_run.h"

namespace regard {
namespace {

class BadData : public testing::Test {
protected:
    static void SetUpTestSuite() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    /// What a scenario says of a data file: "" if it took it.
    std::string refusalOf(const std::string& id, const std::filesystem::path& file) const
    {
        const ScenarioSpec& scenario = scenarioOf(id);
        try {
            scenario.task({resolveSettings(scenario.settings), file, false, {}});
        } catch (const FileError& error) {
            return error.what();
        }
        return "";
    }
    std::string refusalOfContent(const std::string& id, const std::string& content) const
    {
        writeContent(m_folder / "mine", content);
        return refusalOf(id, m_folder / "mine");
    }
    static std::string repeated(const std::string& line, int times)
    {
        std::string text;
        for (int i = 0; i < times; ++i)
            text += line;
        return text;
    }

    const TemporaryFolder m_folder;
};

TEST_F(BadData, ReadingEndsWithAStopRequest)
{
    std::stop_source source;
    source.request_stop();
    writeContent(m_folder / "mine", "one\tother\n");
    writeContent(m_folder / "mine.npz", std::string(2000, 'x'));
    const auto isStopped = [&](const std::string& id, const std::filesystem::path& file) {
        const ScenarioSpec& scenario = scenarioOf(id);
        try {
            scenario.task(
                {resolveSettings(scenario.settings), file, false, {}, source.get_token()});
        } catch (const Stopped&) {
            return true;
        } catch (const std::exception& error) {
            ADD_FAILURE() << error.what();
        }
        return false;
    };
    for (const std::string& id : learningScenarios())
        EXPECT_TRUE(isStopped(id, m_folder / "mine")) << id;
    EXPECT_TRUE(isStopped("reviews", m_folder / "mine.npz"));
    const auto reviews = m_folder / "aclImdb";
    for (const char* part : {"train/pos", "train/neg", "test/pos", "test/neg"}) {
        std::filesystem::create_directories(reviews / part);
        writeContent(reviews / part / "1.txt", "a good film");
    }
    EXPECT_TRUE(isStopped("reviews", reviews));
}

TEST_F(BadData, ReadingEndsWithinALineOfAStopRequest)
{
    writeContent(m_folder / "mine", repeated("one\n", 1000));
    std::stop_source source;
    std::size_t lines = 0;
    EXPECT_THROW(readColumns(
                     m_folder / "mine", {1, 1, "words"},
                     [&](const Columns&) {
                         if (++lines == 3)
                             source.request_stop();
                     },
                     source.get_token()),
                 Stopped);
    EXPECT_EQ(lines, 3);
}

TEST_F(BadData, isRefusedInOneLineThatNamesTheFileAndTheFault)
{
    std::string binary;
    for (int i = 0; i < 5000; ++i)
        binary += static_cast<char>(i * 37);
    const std::vector<std::pair<std::string, std::string>> files{
        {"", "in it"},
        {"\n\n  \n", "in it"},
        {"# nothing\n# but remarks\n", "in it"},
        {binary, "line 1: it is not UTF-8 text, save it with the encoding UTF-8"},
        {"caf\xE9\tth\xE9\n", "line 1: it is not UTF-8 text, save it with the encoding UTF-8"},
        {std::string("a\0b\tc\n", 6), "line 1: it is not UTF-8 text"},
        {"one side alone\n", ""},
        {repeated("one\t\n", 20), ""},
        {repeated("\tother\n", 20), ""},
        {repeated("a ", 100000) + "\t" + repeated("b ", 100000) + "\n", ""},
        {std::string(1 << 21, 'a') + "\tb\n", ""},
    };
    for (const std::string& id : learningScenarios())
        for (const auto& [content, part] : files) {
            SCOPED_TRACE(id + " " + inQuotes(content));
            const std::string refusal = refusalOfContent(id, content);
            EXPECT_TRUE(refusal.starts_with("cannot read " + (m_folder / "mine").string() + ": "))
                << refusal;
            EXPECT_TRUE(has(refusal, part));
            EXPECT_EQ(refusal.find('\n'), refusal.npos);
            EXPECT_LT(refusal.size(), 700u);
        }
}

TEST_F(BadData, aFileThatIsNotThereOrAFolderIsRefused)
{
    for (const std::string& id : learningScenarios()) {
        EXPECT_TRUE(has(refusalOf(id, m_folder / "none"), "check the name")) << id;
        EXPECT_TRUE(has(refusalOf(id, m_folder.path()), "give a f"))
            << id; // file, or folder with …
    }
}

TEST_F(BadData, aColumnThatIsEmptyIsCalledSo)
{
    for (const char* id : {"dialogue", "translation", "transformer", "dates"}) {
        EXPECT_TRUE(has(refusalOfContent(id, "a\tb\nc\t\n"),
                        "line 2: column 2 is empty: fill it in or leave out the line"));
        EXPECT_TRUE(has(refusalOfContent(id, "a\tb\n\tc\n"), "line 2: column 1 is empty"));
        EXPECT_TRUE(has(refusalOfContent(id, "a\tb\nc\n"), "line 2: 1 column, expected 2"));
        EXPECT_EQ(refusalOfContent(id, "1\t2\n"), "") << "the remedy";
    }
}

TEST_F(BadData, remarksAreLeftOutOfPointsToo)
{
    EXPECT_EQ(refusalOfContent("kernel-regression", "# x -> y\n1 -> 2\n2 -> 3\n#\n4 -> 5\n"), "");
}

TEST_F(BadData, aFileThatBecomesShorterWhileItIsReadIsRefused)
{
    writeContent(m_folder / "mine", repeated("say this\tthis\n", 1000));
    InputBytes bytes(m_folder / "mine", 1 << 20);
    EXPECT_EQ(bytes.read(9), "say this\t");
    std::filesystem::resize_file(m_folder / "mine", 5000);
    try {
        bytes.read(1 << 20);
        FAIL();
    } catch (const FileError& error) {
        EXPECT_TRUE(has(error.what(), "it became shorter while it was read, try again"));
    }
}

} // namespace
} // namespace regard

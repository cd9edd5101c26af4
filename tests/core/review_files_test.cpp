// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/reviews/corpus_files.h"

#include "tests/core/python.h"
#include "tests/core/temporary_folder.h"

#include <algorithm>
#include <set>
#include <sys/stat.h>

namespace regard {
namespace {

using Words = std::vector<std::string>;

/// Reviews as a set, for files whose order does not matter.
std::multiset<std::pair<bool, Words>> setOf(const std::vector<Review>& reviews)
{
    std::multiset<std::pair<bool, Words>> result;
    for (const Review& review : reviews)
        result.emplace(review.positive, review.words);
    return result;
}

/// A folder as that of the Large Movie Review Dataset.
void writeFolder(const std::filesystem::path& folder)
{
    const auto write = [&](const std::string& name, const std::string& text) {
        std::filesystem::create_directories((folder / name).parent_path());
        writeContent(folder / name, text);
    };
    write("train/pos/0_9.txt", "A great, GREAT film!<br /><br />Don't miss it.");
    write("train/pos/1_7.txt", "Great fun.");
    write("train/pos/notes.md", "not a review");
    write("train/neg/0_3.txt", "A bore; I left.");
    write("train/unsup/0_0.txt", "Nobody knows.");
    write("test/pos/0_10.txt", "Caf\xc3\xa9 society at its best");
    write("test/neg/0_1.txt", "");
}

TEST(ReviewFiles, ReadsTheFolderOfTheLargeMovieReviewDataset)
{
    const TemporaryFolder folder;
    writeFolder(folder / "aclImdb");
    for (const auto& path : {folder.path(), folder / "aclImdb"}) {
        const ReviewFiles files = readReviews(path, {});
        EXPECT_EQ(setOf(files.corpus.train),
                  (std::multiset<std::pair<bool, Words>>{
                      {true, {"a", "great", "great", "film", "br", "br", "don't", "miss", "it"}},
                      {true, {"great", "fun"}},
                      {false, {"a", "bore", "i", "left"}}}));
        EXPECT_EQ(setOf(files.corpus.heldOut),
                  (std::multiset<std::pair<bool, Words>>{
                      {true, {"café", "society", "at", "its", "best"}}, {false, {}}}));
        // By frequency, then by spelling.
        EXPECT_EQ(files.vocabulary.tokenOf(4), "great");
        EXPECT_EQ(files.vocabulary.tokenOf(5), "a");
        EXPECT_EQ(files.vocabulary.tokenOf(6), "br");
        EXPECT_FALSE(files.vocabulary.contains("society"));
    }
}

TEST(ReviewFiles, DoesNotFollowLinksOutOfTheFolder)
{
    namespace fs = std::filesystem;
    const TemporaryFolder folder;
    const fs::path reviews = folder / "reviews";
    const auto refusal = [&] { return errorOf([&] { readReviews(reviews, {}); }); };
    writeFolder(reviews);
    writeContent(folder / "private.txt", "of this computer");
    fs::create_symlink("1_7.txt", reviews / "train/pos/2_7.txt");
    EXPECT_EQ(readReviews(reviews, {}).corpus.train.size(), 4u) << "a link within it is followed";
    for (const fs::path& target : {folder / "private.txt", fs::path("../../../private.txt")}) {
        fs::create_symlink(target, reviews / "train/pos/3_7.txt");
        EXPECT_TRUE(has(refusal(), "3_7.txt: it is a link that leads out of the folder"));
        fs::remove(reviews / "train/pos/3_7.txt");
    }
    fs::rename(reviews / "test/neg", folder / "neg");
    fs::create_directory_symlink(folder / "neg", reviews / "test/neg");
    EXPECT_TRUE(has(refusal(), "neg: it is a link that leads out of the folder"));
    fs::remove(reviews / "test/neg");
    fs::rename(folder / "neg", reviews / "test/neg");
    EXPECT_EQ(::mkfifo((reviews / "train/neg/1_1.txt").c_str(), 0600), 0);
    EXPECT_TRUE(has(refusal(), "1_1.txt: it is a pipe or a device"));
}

TEST(ReviewFiles, KeepsTheLastWordsButCountsAll)
{
    const TemporaryFolder folder;
    writeFolder(folder.path());
    const ReviewFiles files = readReviews(folder.path(), {6, 3, false});
    EXPECT_EQ(setOf(files.corpus.train).count({true, {"don't", "miss", "it"}}), 1u);
    EXPECT_EQ(files.vocabulary.tokens(),
              (Words{"<pad>", "<start>", "<unk>", "<unused>", "great", "a"}));
    EXPECT_TRUE(readReviews(folder.path(), {6, 3, true}).corpus.train.empty());
}

TEST(ReviewFiles, SaysWhatTheFolderLacks)
{
    const TemporaryFolder folder;
    EXPECT_TRUE(has(errorOf([&] { readReviews(folder.path(), {}); }), "train/pos"));
    std::filesystem::create_directories(folder / "train/pos");
    EXPECT_TRUE(has(errorOf([&] { readReviews(folder.path(), {}); }), "no .txt file"));
    writeFolder(folder.path());
    writeContent(folder / "train/neg/9_1.txt", std::string(2 << 20, 'a'));
    EXPECT_TRUE(has(errorOf([&] { readReviews(folder.path(), {}); }), "larger than the 1 MB"));
    EXPECT_TRUE(has(errorOf([&] { readReviews(folder / "nowhere", {}); }), "check the name"));
}

TEST(ReviewFiles, ReadsLinesOfGradeAndText)
{
    const TemporaryFolder folder;
    std::string lines = "# mine\n";
    for (int i = 0; i < 100; ++i)
        lines += (i % 3 == 0 ? "positive\tGood film number " : "negative\tBad film number ")
            + std::to_string(i) + ".\n";
    writeContent(folder / "mine.tsv", lines);
    const ReviewFiles files = readReviews(folder / "mine.tsv", {});
    EXPECT_EQ(files.corpus.train.size() + files.corpus.heldOut.size(), 100u);
    EXPECT_GT(files.corpus.heldOut.size(), 0u);
    for (const Review& review : files.corpus.train)
        EXPECT_EQ(review.words[0], review.positive ? "good" : "bad");
    EXPECT_EQ(readReviews(folder / "mine.tsv", {20000, 64, true}).corpus.heldOut.size(), 100u);
    writeContent(folder / "mine.tsv", "positive\tgood\ngood\tgood\n");
    EXPECT_TRUE(has(errorOf([&] { readReviews(folder / "mine.tsv", {}); }), "line 2: the grade"));
}

TEST(ReviewFiles, WhatIsTheSameOnceItIsCutIsOnOneSide)
{
    const TemporaryFolder folder;
    std::string lines;
    for (int i = 0; i < 100; ++i)
        for (const char* first : {"well", "really", "honestly now"})
            lines += std::string("positive\t") + first + " a good film number " + std::to_string(i)
                + ".\n";
    writeContent(folder / "mine.tsv", lines);
    const ReviewFiles files = readReviews(folder / "mine.tsv", {20000, 4, false});
    EXPECT_GT(files.corpus.heldOut.size(), 0u);
    EXPECT_EQ(files.corpus.heldOut.size() % 3, 0u);
}

/// imdb.npz as Keras's own file is made: object arrays of lists beside arrays of grades.
void writeKeras(const std::filesystem::path& file, const std::string& more = {})
{
    const std::string program =
        "import sys, numpy as np\n"
        "def lists(rows):\n"
        "    a = np.empty(len(rows), dtype=object)\n"
        "    a[:] = rows\n"
        "    return a\n"
        "arrays = dict(x_train=lists([[1, 14, 22], [1, 88586], [5] * 100]),\n"
        "              y_train=np.array([1, 0, 0]), x_test=lists([[3, 2, 1]]),\n"
        "              y_test=np.array([1]))\n"
        + more + "\nnp.savez(sys.argv[1], **arrays)\n";
    ASSERT_EQ(python(program, {file}), 0);
}

TEST(ReviewFiles, ReadsImdbAsKerasFetchesIt)
{
    const TemporaryFolder folder;
    const auto file = folder / "imdb.npz";
    writeKeras(file);
    const ReviewFiles files = readReviews(file, {});
    EXPECT_EQ(setOf(files.corpus.train),
              (std::multiset<std::pair<bool, Words>>{{true, {"#1", "#14", "#22"}},
                                                     {false, {"#1", "#88586"}},
                                                     {false, Words(64, "#5")}}));
    EXPECT_EQ(setOf(files.corpus.heldOut),
              (std::multiset<std::pair<bool, Words>>{{true, {"#3", "#2", "#1"}}}));
    // Keras's load_data() with index_from 3 and 20,000 words: word r is row r + 3.
    EXPECT_EQ(files.vocabulary.size(), 20000u);
    EXPECT_EQ(files.vocabulary.idOf("#1"), 4);
    EXPECT_EQ(files.vocabulary.idOf("#19996"), 19999);
    EXPECT_FALSE(files.vocabulary.contains("#19997"));
}

TEST(ReviewFiles, NamesTheWordsByTheIndexBesideImdb)
{
    const TemporaryFolder folder;
    const auto file = folder / "imdb.npz";
    writeKeras(file);
    writeContent(folder / "imdb_word_index.json", R"({"the": 1, "film": 3, "of": 2})");
    const ReviewFiles files = readReviews(file, {});
    EXPECT_EQ(files.corpus.heldOut[0].words, (Words{"film", "of", "the"}));
    EXPECT_EQ(files.vocabulary.tokenOf(4), "the");
    EXPECT_EQ(files.vocabulary.tokenOf(7), "#4");
    writeContent(folder / "imdb_word_index.json", R"({"the": 0})");
    EXPECT_TRUE(has(errorOf([&] { readReviews(file, {}); }), "imdb_word_index.json"));
}

TEST(ReviewFiles, SaysWhereToFindTheListsThatWereMadeReadyForANetwork)
{
    const TemporaryFolder folder;
    const auto file = folder / "imdb.npz";
    const auto refusal = [&](const std::string& more) {
        writeKeras(file, more);
        return errorOf([&] { readReviews(file, {}); });
    };
    const std::string remedy = "give imdb.npz as Keras fetches it, ~/.keras/datasets/imdb.npz";
    for (const char* type : {"float32", "float64", "int64", "bool"}) {
        const std::string message =
            refusal("arrays['x_train'] = np.eye(3, 40).astype('" + std::string(type) + "')");
        EXPECT_TRUE(has(message, "\"x_train\": it is a table of 3 × 40 zeros and ones")) << type;
        EXPECT_TRUE(has(message, remedy)) << type;
    }
    for (const char* type : {"uint8", "int8", "float16"})
        EXPECT_TRUE(
            has(refusal("arrays['x_train'] = np.eye(3, 40).astype('" + std::string(type) + "')"),
                remedy))
            << type;
    const std::string padded = refusal("arrays['x_train'] = np.full((3, 20), 7)");
    EXPECT_TRUE(has(padded, "3 × 20 numbers, all reviews made equally long"));
    EXPECT_TRUE(has(padded, remedy));
    const std::string raised = refusal("arrays['x_train'] = lists([[1, 17], [1, 25], [1, 2]])");
    EXPECT_TRUE(has(raised, "as load_data() gives them"));
    EXPECT_TRUE(has(raised, remedy));
    EXPECT_TRUE(has(refusal("arrays['y_train'] = np.eye(3, 2)"), "y_train is no list of grades"));
    EXPECT_TRUE(has(refusal("del arrays['x_train']"), remedy));
    // Rows of zeros and ones soon are larger than what is read: the remedy is the same.
    writeContent(file, "");
    std::filesystem::resize_file(file, (std::uintmax_t{1} << 30) + 1);
    const std::string large = errorOf([&] { readReviews(file, {}); });
    EXPECT_TRUE(has(large, "larger than the 1024 MB"));
    EXPECT_TRUE(has(large, remedy));
}

TEST(ReviewFiles, SaysWhatWasReadAndKeepsPraiseFromBlame)
{
    const TemporaryFolder folder;
    writeFolder(folder.path());
    const ReviewFiles whole = readReviews(folder.path(), {});
    EXPECT_TRUE(has(whole.notes.front(), "5 reviews read from train/ and, held out, test/"));
    EXPECT_TRUE(has(whole.notes.front(), "2 of 5 are held out"));
    EXPECT_TRUE(has(whole.notes.at(1), "1 review has no words"));
    // ",!<br/><br/>." of the first but for its words, then ".", ";" and "."
    EXPECT_TRUE(has(whole.notes.at(2), "12 characters that are in no word are left out"));
    EXPECT_TRUE(has(readReviews(folder.path(), {6, 3, false}).notes.front(),
                    "of which the last 3 are kept (setting length)"));
    EXPECT_TRUE(has(readReviews(folder.path(), {6, 3, false}).notes.back(),
                    "the 2 most frequent have a row"));
    // The longest has 9 words, and those for training are of 11; 4 rows are for other tokens.
    const auto told = [&](std::size_t words, std::size_t length, const char* what) {
        const auto notes = readReviews(folder.path(), {words, length, false}).notes;
        return std::any_of(notes.begin(), notes.end(),
                           [&](const std::string& note) { return has(note, what); });
    };
    for (const std::size_t length : {7, 8, 9, 10, 11})
        EXPECT_EQ(told(50000, length, "are kept"), length < 9) << length;
    for (const std::size_t rows : {9, 10, 11, 12, 13})
        EXPECT_EQ(told(rows + 4, 400, "most frequent have a row"), rows < 11) << rows;
    // Every review of one side, by its grade, whatever the order.
    std::string lines;
    for (int i = 0; i < 300; ++i)
        lines +=
            (i % 2 == 0 ? "positive\tpraise " : "negative\tblame ") + std::to_string(i / 3) + "\n";
    writeContent(folder / "mine.tsv", lines);
    const ReviewFiles mine = readReviews(folder / "mine.tsv", {});
    std::set<Words> learnt;
    for (const Review& review : mine.corpus.train) {
        EXPECT_EQ(review.words.front(), review.positive ? "praise" : "blame");
        learnt.insert(review.words);
    }
    for (const Review& review : mine.corpus.heldOut) {
        EXPECT_EQ(review.words.front(), review.positive ? "praise" : "blame");
        EXPECT_FALSE(learnt.contains(review.words));
    }
    EXPECT_EQ(mine.corpus.train.size() + mine.corpus.heldOut.size(), 300U);
    // A single text: it is learnt from, not held out.
    for (int i = 0; i < 30; ++i) {
        writeContent(folder / "mine.tsv", "positive\tfilm " + std::to_string(i) + "\n");
        const ReviewFiles one = readReviews(folder / "mine.tsv", {});
        EXPECT_EQ(one.corpus.train.size(), 1U);
        EXPECT_TRUE(one.vocabulary.contains("film"));
    }
}

TEST(ReviewFiles, RefusesOtherFilesThanImdb)
{
    const TemporaryFolder folder;
    const auto file = folder / "imdb.npz";
    const auto refusal = [&](const std::string& more) {
        writeKeras(file, more);
        return errorOf([&] { readReviews(file, {}); });
    };
    EXPECT_TRUE(has(refusal("del arrays['y_test']"), "no array y_test"));
    EXPECT_TRUE(has(refusal("arrays['y_train'] = np.array([1, 0])"), "3 reviews in x_train and 2"));
    EXPECT_TRUE(has(refusal("arrays['y_train'] = np.array([1, 0, 5])"), "neither 0 nor 1"));
    EXPECT_TRUE(has(refusal("arrays['x_train'] = np.zeros(3)"), "not lists of them"));
    EXPECT_TRUE(has(refusal("arrays['x_test'] = lists([[0]])"), "word number 0"));
    EXPECT_TRUE(has(refusal("class Evil:\n"
                            "    def __reduce__(self):\n"
                            "        return (__import__('os').system, ('false',))\n"
                            "arrays['x_train'] = lists([[1], [Evil()], [2]])"),
                    "do not trust it"));
    writeContent(file, "PK\x03\x04 not a zip");
    EXPECT_TRUE(has(errorOf([&] { readReviews(file, {}); }), "imdb.npz"));
}

} // namespace
} // namespace regard

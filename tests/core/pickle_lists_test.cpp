// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/pickle_lists.h"

#include "tests/core/python.h"
#include "tests/core/temporary_folder.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

using Lists = std::vector<std::vector<std::int32_t>>;

/// The pickle that a line of Python prints.
std::string pickleOf(const TemporaryFolder& folder, const std::string& expression)
{
    const auto file = folder / "pickle";
    const std::string program = "import sys, pickle, numpy as np\n"
                                "def lists(*rows):\n"
                                "    a = np.empty(len(rows), dtype=object)\n"
                                "    a[:] = rows\n"
                                "    return a\n"
                                "open(sys.argv[1], 'wb').write("
        + expression + ")\n";
    EXPECT_EQ(python(program, {file}), 0) << expression;
    return contentOf(file);
}

std::string refusalOf(const std::string& bytes)
{
    try {
        parsePickledLists(bytes);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
}

TEST(PickleLists, ReadsWhatNumpyWritesInEveryProtocol)
{
    const TemporaryFolder folder;
    const Lists expected{{1, 2, 300}, {}, {70000, 7, 7}, {-1, 2147483647}};
    for (const char* protocol : {"2", "3", "4", "5"})
        EXPECT_EQ(parsePickledLists(pickleOf(folder,
                                             std::string("pickle.dumps(lists([1, 2, 300], [], "
                                                         "[70000, 7, 7], [-1, 2147483647]), ")
                                                 + protocol + ")")),
                  expected)
            << protocol;
}

TEST(PickleLists, ReadsManyLongLists)
{
    const TemporaryFolder folder;
    const Lists lists = parsePickledLists(
        pickleOf(folder, "pickle.dumps(lists(*[list(range(i % 2500)) for i in range(3000)]), 3)"));
    ASSERT_EQ(lists.size(), 3000u);
    for (std::size_t i = 0; i < lists.size(); ++i) {
        ASSERT_EQ(lists[i].size(), i % 2500);
        if (!lists[i].empty()) {
            EXPECT_EQ(lists[i].back(), static_cast<std::int32_t>(i % 2500) - 1);
        }
    }
}

TEST(PickleLists, ReadsAsManyListsAsKerasPublishes)
{
    const TemporaryFolder folder; // imdb.npz: 25,000 reviews to train with, 25,000 held out
    const Lists lists = parsePickledLists(
        pickleOf(folder, "pickle.dumps(lists(*[[1, i] for i in range(25000)]), 3)"));
    ASSERT_EQ(lists.size(), 25'000U);
    EXPECT_EQ(lists.back()[0], 1);
    EXPECT_EQ(lists.back()[1], 24'999);
}

TEST(PickleLists, ReadsAPickleOfPython2)
{
    // As Python 2.7 writes it: texts are byte strings, truth values are numbers.
    using namespace std::string_literals;
    const std::string bytes = "\x80\x02"
                              "cnumpy.core.multiarray\n_reconstruct\nq\x01"
                              "cnumpy\nndarray\nq\x02K\x00\x85U\x01"
                              "b\x87R(K\x01K\x02\x85"
                              "cnumpy\ndtype\nU\x02O8K\x00K\x01\x87R(K\x03U\x01|NNNJ\xff\xff\xff"
                              "\xffJ\xff\xff\xff\xffK?tb\x89]q\x03(]q\x04(K\x05K\x06"
                              "e]K\x07"
                              "aetb."s;
    EXPECT_EQ(parsePickledLists(bytes), (Lists{{5, 6}, {7}}));
}

TEST(PickleLists, RefusesToCallAnything)
{
    const TemporaryFolder folder;
    // What a pickle does that runs a command when it is loaded.
    const std::string classes = "type('E', (), {'__reduce__': lambda s: "
                                "(__import__('os').system, ('touch ' + sys.argv[1] + '.run',))})()";
    for (const char* protocol : {"2", "3", "4", "5"}) {
        const std::string evil =
            pickleOf(folder, "pickle.dumps(" + classes + ", " + protocol + ")");
        EXPECT_TRUE(has(refusalOf(evil), "system\", which no array of lists needs"));
        const std::string within =
            pickleOf(folder, "pickle.dumps(lists([1], [" + classes + "]), " + protocol + ")");
        EXPECT_TRUE(has(refusalOf(within), "do not trust it"));
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "pickle.run"));
    for (const char* name : {"builtins\neval", "numpy\nload", "numpy.core.multiarray\nfromfile"})
        EXPECT_TRUE(has(refusalOf(std::string("\x80\x03"
                                              "c")
                                  + name + "\n."),
                        "do not trust it"));
}

TEST(PickleLists, RefusesOtherContents)
{
    const TemporaryFolder folder;
    const auto refusal = [&](const std::string& value) {
        return refusalOf(pickleOf(folder, "pickle.dumps(" + value + ", 3)"));
    };
    EXPECT_TRUE(has(refusal("[[1, 2]]"), "something else than lists"));
    EXPECT_TRUE(has(refusal("lists([1, 'two'])"), "something else than lists"));
    EXPECT_TRUE(has(refusal("lists([1, [2]])"), "something else than lists"));
    EXPECT_TRUE(has(refusal("lists(1, 2)"), "something else than lists"));
    EXPECT_TRUE(has(refusal("lists([1.5])"), "instruction"));
    EXPECT_TRUE(has(refusal("lists([2**40])"), "32 bits"));
    EXPECT_TRUE(has(refusal("lists([2**80])"), "64 bits"));
    EXPECT_TRUE(has(refusal("np.zeros((2, 2), dtype=object)"), "something else"));
    EXPECT_TRUE(has(refusal("np.zeros(3)"), "something else"));
    EXPECT_TRUE(has(refusal("{}"), "instruction"));
    EXPECT_TRUE(has(refusalOf(""), "not a pickle"));
    EXPECT_TRUE(has(refusalOf("(lp0\n."), "not a pickle"));
    EXPECT_TRUE(has(refusalOf(std::string("\x80\x09.")), "protocol 9"));
}

TEST(PickleLists, RefusesEveryCutAndSurvivesEveryChangedByte)
{
    const TemporaryFolder folder;
    const std::string whole = pickleOf(folder, "pickle.dumps(lists([1, 2], [300]), 3)");
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(refusalOf(whole.substr(0, size)).empty());
    for (std::size_t i = 0; i < whole.size(); ++i)
        for (int flip : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
            std::string changed = whole;
            changed[i] = static_cast<char>(changed[i] ^ flip);
            try {
                parsePickledLists(changed);
            } catch (const std::invalid_argument&) {
            }
        }
}

} // namespace
} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
// A person's pairs, stories and sentences: what is read of them, what is said of it, what is held
// out and what is refused.
#include "core/data/columns_file.h"
#include "core/data/pair_file.h"
#include "core/data/sentences.h"
#include "core/io/input_file.h"
#include "core/scenarios/entity_network/corpus_files.h"
#include "core/scenarios/self_attention/corpus_file.h"
#include "tests/core/temporary_folder.h"

#include <set>

namespace regard {
namespace {

using Words = std::vector<std::string>;

class OwnFiles : public testing::Test {
protected:
    std::filesystem::path fileWith(const std::string& content) const
    {
        const auto file = m_folder / "mine.txt";
        writeContent(file, content);
        return file;
    }
    PairFile pairs(const std::string& content, bool onlyEvaluate = false) const
    {
        return readPairs(fileWith(content),
                         {Tokenization::Words, Tokenization::Words, 100, 100, onlyEvaluate});
    }
    StoryFile stories(const std::string& content, bool onlyEvaluate = false) const
    {
        return readStories(fileWith(content), {100, 12, onlyEvaluate});
    }
    CoreferenceFile coreferences(const std::string& content) const
    {
        return readCoreferences(fileWith(content), false);
    }
    template <class Read> static std::string refusal(Read read) { return errorOf(read); }

    TemporaryFolder m_folder;
};

std::string numberedLines(int count, const std::string& more = {})
{
    std::string lines;
    for (int i = 0; i < count; ++i)
        lines += "source " + std::to_string(i) + "\ttarget " + std::to_string(i) + more + "\n";
    return lines;
}

TEST_F(OwnFiles, PairsHaveTheirSourceInTheFirstColumnAndTheTargetInTheSecond)
{
    const PairFile file = pairs("# mine\nHow are you?\tI am fine.\n\n \n#\nBye\tSee you\n", true);
    ASSERT_EQ(file.pairs.heldOut.size(), 2U);
    EXPECT_EQ(file.pairs.heldOut[0].source, (Words{"how", "are", "you", "?"}));
    EXPECT_EQ(file.pairs.heldOut[0].target, (Words{"i", "am", "fine", "."}));
    EXPECT_EQ(
        file.notes,
        (Words{"2 pairs are read, sources of up to 4 tokens from column 1, targets of up to 4 "
               "from column 2; all are measured, also those that the weights may have learnt "
               "from; 2 lines that begin with # left out"}));
}

TEST_F(OwnFiles, OneSourceInTenIsHeldOutAndNoneIsOnBothSides)
{
    // Each source three times, written differently.
    std::string lines;
    for (int i = 0; i < 400; ++i)
        for (const char* form : {"Say word%\tone\n", "say  WORD%\ttwo\n", " say word% \tthree\n"}) {
            std::string line = form;
            lines += line.replace(line.find('%'), 1, std::to_string(i));
        }
    const PairFile file = pairs(lines);
    std::set<Words> learnt;
    for (const TextPair& pair : file.pairs.train) {
        learnt.insert(pair.source);
        EXPECT_FALSE(isHeldOut(pair.source, 10));
    }
    std::set<Words> heldOut;
    for (const TextPair& pair : file.pairs.heldOut) {
        EXPECT_FALSE(learnt.contains(pair.source));
        heldOut.insert(pair.source);
        EXPECT_TRUE(isHeldOut(pair.source, 10));
    }
    EXPECT_EQ(learnt.size() + heldOut.size(), 400U);
    EXPECT_EQ(file.pairs.train.size() + file.pairs.heldOut.size(), 1200U);
    EXPECT_GT(heldOut.size(), 20U);
    EXPECT_LT(heldOut.size(), 70U);
    EXPECT_TRUE(has(file.notes.front(),
                    std::to_string(file.pairs.heldOut.size()) + " of 1200 are held out"));
}

TEST_F(OwnFiles, WithOneSourceNothingIsHeldOutWhicheverItIs)
{
    for (int i = 0; i < 40; ++i) {
        const std::string source = "word" + std::to_string(i);
        const PairFile file = pairs(source + "\tone\n" + source + "\ttwo\n");
        EXPECT_EQ(file.pairs.train.size(), 2U);
        EXPECT_TRUE(file.pairs.heldOut.empty());
        EXPECT_TRUE(has(file.notes.front(), "none is held out"));
    }
}

TEST_F(OwnFiles, WhoWroteASentenceIsLeftOutAndTold)
{
    const PairFile plain = pairs(numberedLines(50));
    const PairFile signedBy = pairs(numberedLines(50, "\tCC-BY 2.0 (France) #1 (someone)"));
    ASSERT_EQ(signedBy.pairs.train.size(), plain.pairs.train.size());
    for (std::size_t i = 0; i < plain.pairs.train.size(); ++i)
        EXPECT_EQ(signedBy.pairs.train[i].target, plain.pairs.train[i].target);
    ASSERT_EQ(signedBy.notes.size(), 2U);
    EXPECT_TRUE(has(signedBy.notes[1], "third column is left out"));
    EXPECT_EQ(plain.notes.size(), 1U);
}

TEST_F(OwnFiles, TatoebasNumberedPairsAreReadFromTheirTextColumns)
{
    const PairFile file = pairs("1276\tLet's try.\t5350\t我們試試看！\n"
                                "1277\tI have to go.\t5351\t我該走了。\n",
                                true);
    EXPECT_EQ(file.pairs.heldOut[1].source, (Words{"i", "have", "to", "go", "."}));
    EXPECT_EQ(file.pairs.heldOut[1].target, (Words{"我", "該", "走", "了", "。"}));
    EXPECT_TRUE(has(file.notes.front(), "from column 2"));
    EXPECT_TRUE(has(file.notes.front(), "from column 4"));
}

TEST_F(OwnFiles, RefusalsOfPairsNameARemedyThatWorks)
{
    const auto refused = [&](const std::string& content) {
        return refusal([&] { pairs(content); });
    };
    EXPECT_TRUE(has(refused("a b\n"),
                    "line 1: 1 column, expected 2 to 4 (source and target): put "
                    "one tab between two columns"));
    pairs("a\tb\n");
    EXPECT_TRUE(has(refused("a\tb\na\tb\tc\n"),
                    "line 2: 3 columns where line 1 has 2: give every line the same"));
    EXPECT_TRUE(has(refused("a\tb\tc\td\n"), "4 columns, expected 2"));
    EXPECT_TRUE(has(refused("a\t \tc\n"), "column 2 is empty"));
    EXPECT_TRUE(has(refused("a\t\xC2\xA0\tc\n"), "column 2 is empty"));
    EXPECT_TRUE(has(refused("# only\n\n"), "no examples in it"));
    EXPECT_TRUE(has(refused("a\tb\n" + std::string(3000000, 'x') + "\tb\n"),
                    "line 2: it has 3000002 bytes, at most 1048576 are read"));
    std::string many;
    for (int i = 0; i < 101; ++i)
        many += "w ";
    EXPECT_TRUE(has(refused(many + "\tb\n"), "line 1: column 1 has 101 tokens, at most 100"));
    EXPECT_TRUE(has(refused("b\t" + many + "\n"), "line 1: column 2 has 101 tokens"));
}

TEST_F(OwnFiles, LongerTextsThanTheWeightsReadAreCutAndToldWhenMeasured)
{
    std::string many;
    for (int i = 0; i < 120; ++i)
        many += "w ";
    const PairFile file = pairs(many + "\t" + many + "\nshort\tshort\n", true);
    EXPECT_EQ(file.pairs.heldOut[0].source.size(), 100U);
    EXPECT_EQ(file.pairs.heldOut[0].target.size(), 120U);
    ASSERT_EQ(file.notes.size(), 3U);
    EXPECT_TRUE(has(file.notes[0], "sources of up to 120 tokens"));
    EXPECT_TRUE(has(file.notes[1], "1 source is cut to 100 tokens"));
    EXPECT_TRUE(has(file.notes[2], "1 target is longer than the 100 tokens"));
}

TEST_F(OwnFiles, StoriesAreReadFromThreeColumns)
{
    const StoryFile file =
        stories("Mr. Hill went home. Anna left!\tWhere is Mr. Hill?\thome\n", true);
    ASSERT_EQ(file.corpus.heldOut.size(), 1U);
    const Story& story = file.corpus.heldOut[0];
    EXPECT_EQ(story.sentences,
              (std::vector<Words>{{"mr", "hill", "went", "home"}, {"anna", "left"}}));
    ASSERT_EQ(story.questions.size(), 1U);
    EXPECT_EQ(story.questions[0].words, (Words{"where", "is", "mr", "hill"}));
    EXPECT_EQ(story.questions[0].answer, "home");
    EXPECT_EQ(file.longestSentence, 4U);
    EXPECT_EQ(file.longestStory, 9U); // with three marks
}

TEST_F(OwnFiles, StoriesNumberedAsBabisAreAskedOfWhatWasToldBefore)
{
    const StoryFile file = stories("1 Mary moved to the bathroom.\n"
                                   "2 John went to the hallway.\n"
                                   "3 Where is Mary? \tbathroom\t1\n"
                                   "4 Where is John?\thallway\t2\n"
                                   "5 Mary went to the garden.\n"
                                   "6 What does Mary hold?\tmilk,Football\n"
                                   "1 Bob left.\n"
                                   "2 Where is Bob?\taway\t1\n",
                                   true);
    ASSERT_EQ(file.corpus.heldOut.size(), 3U);
    const Story& first = file.corpus.heldOut[0];
    EXPECT_EQ(first.sentences.size(), 2U);
    ASSERT_EQ(first.questions.size(), 2U);
    EXPECT_EQ(first.questions[0].words, (Words{"where", "is", "mary"}));
    EXPECT_EQ(first.questions[0].answer, "bathroom");
    EXPECT_EQ(first.questions[1].answer, "hallway");
    const Story& second = file.corpus.heldOut[1];
    EXPECT_EQ(second.sentences.size(), 3U); // the questions are not told
    EXPECT_EQ(second.sentences[2], (Words{"mary", "went", "to", "the", "garden"}));
    EXPECT_EQ(second.questions[0].answer, "milk,football");
    EXPECT_EQ(file.corpus.heldOut[2].sentences, (std::vector<Words>{{"bob", "left"}}));
    EXPECT_TRUE(has(file.notes[0], "4 questions on 2 stories read from lines numbered as bAbI's"));
    EXPECT_TRUE(has(file.notes[1], "supporting lines are left out"));
}

TEST_F(OwnFiles, AllQuestionsOfAStoryAreOnOneSide)
{
    std::string lines;
    for (int i = 0; i < 200; ++i) {
        const std::string name = "name" + std::to_string(i);
        lines += "1 " + name + " went home.\n2 Where is " + name + "?\thome\n3 " + name
            + " went out.\n4 Where is " + name + "?\tout\n";
    }
    const StoryFile file = stories(lines);
    EXPECT_EQ(file.corpus.train.size() + file.corpus.heldOut.size(), 400U);
    EXPECT_GT(file.corpus.heldOut.size(), 0U);
    std::set<std::string> learnt;
    for (const Story& story : file.corpus.train)
        learnt.insert(story.questions[0].words.back());
    for (const Story& story : file.corpus.heldOut)
        EXPECT_FALSE(learnt.contains(story.questions[0].words.back()));
}

TEST_F(OwnFiles, RefusalsOfStoriesNameARemedyThatWorks)
{
    const auto refused = [&](const std::string& content) {
        return refusal([&] { stories(content); });
    };
    EXPECT_TRUE(has(refused("Mary left.\tWhere is Mary?\n"), "line 1: 2 columns, expected 3"));
    stories("1 Mary left.\n2 Where is Mary?\taway\n");
    EXPECT_TRUE(has(refused("1 Mary left.\n3 Where is Mary?\taway\n"),
                    "line 2: it does not begin with the number 2 or, for a new story, with 1"));
    EXPECT_TRUE(has(refused("1 Mary left.\nWhere is Mary?\taway\n"), "line 2: it does not begin"));
    EXPECT_TRUE(has(refused("1 Mary left.\n2 Anna left.\n"), "no question in it"));
    EXPECT_TRUE(has(refused("1 Mary left.\n1 Where is Mary?\taway\n"), "before any sentence"));
    EXPECT_TRUE(has(refused("Mary left.\tWhere is Mary?\tNew York\n"), "as new-york"));
    stories("Mary left.\tWhere is Mary?\tnew-york\n");
    EXPECT_TRUE(
        has(refused("Mary left.\tMary left. Where is she?\tout\n"), "more than one sentence"));
    EXPECT_TRUE(has(refused("a b c d e f g h i j k l m\tWhere?\tout\n"),
                    "13 words, at most 12 are learnt: part it with full stops"));
    EXPECT_TRUE(has(refused(".\tWhere?\tout\n"), "has no words"));
}

TEST_F(OwnFiles, PlacesNameThePronounAndWhatItStandsFor)
{
    const CoreferenceFile file = coreferences(
        "The dog, tired, slept because it was happy\t9\t2\nHe ate it, as he could\t1\t3\t6\t1\n");
    const auto& train = file.corpus.train;
    ASSERT_EQ(train.size() + file.corpus.heldOut.size(), 2U);
    for (const auto* side : {&train, &file.corpus.heldOut})
        for (const CoreferenceExample& example : *side)
            for (std::size_t i = 0; i < example.tokens.size(); ++i) {
                const int antecedent = example.antecedent[i];
                if (example.tokens.front() == "the")
                    EXPECT_EQ(antecedent, i == 8 ? 1 : -1);
                else
                    EXPECT_EQ(antecedent, i == 0 ? 2 : i == 5 ? 0 : -1);
            }
    EXPECT_TRUE(
        has(file.notes.front(), "2 sentences of up to 10 tokens read from column 1, 3 pronouns"));
}

TEST_F(OwnFiles, APlaceOnAMarkIsRefusedWithTheRightOne)
{
    const auto refused = [&](const std::string& content) {
        return refusal([&] { coreferences(content); });
    };
    const std::string sentence = "Mr. Hill won, because he was the U.S. champion.";
    const std::string first = refused(sentence + "\t5\t2\n");
    EXPECT_TRUE(has(first, "line 1: the place 5 in column 2 is the mark \",\""));
    EXPECT_TRUE(has(first, "count words and marks of punctuation, each as one (1 \"Mr\", 2 \".\""));
    EXPECT_TRUE(has(first, "\"he\" is at place 7"));
    EXPECT_TRUE(has(refused(sentence + "\t7\t2\n"), "place 2 in column 3 is the mark \".\""));
    EXPECT_TRUE(has(refused(sentence + "\t7\t2\n"), "\"Hill\" is at place 3"));
    const CoreferenceFile followed = coreferences(sentence + "\t7\t3\n");
    EXPECT_EQ(followed.corpus.train.at(0).tokens[6], "he");
    EXPECT_EQ(followed.corpus.train.at(0).antecedent[6], 2);
    EXPECT_TRUE(has(refused("It is\t3\t1\n"), "place 3 in column 2 is beyond the 2 tokens"));
    EXPECT_TRUE(has(refused("It is\t0\t1\n"), "is not a whole number"));
    EXPECT_TRUE(has(refused("He is he\t1\t2\t3\n"), "column 4 stands alone"));
    EXPECT_TRUE(has(refused("He is he\t1\t2\t1\t3\n"), "occurs twice"));
    std::string many;
    for (int i = 0; i < 2049; ++i)
        many += "w ";
    EXPECT_TRUE(has(refused(many + "\t1\t2\n"), "2049 tokens, at most 2048"));
}

} // namespace
} // namespace regard

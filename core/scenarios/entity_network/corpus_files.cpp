// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/entity_network/corpus_files.h"

#include "core/data/columns_file.h"
#include "core/data/sentences.h"
#include "core/io/input_file.h"
#include "core/text/sentence_ends.h"
#include "core/text/tokenizer.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <utility>

namespace regard {

namespace {

using Sentence = std::vector<std::string>;

/// "12 Mary moved": the number, and `text` without it; nothing where there is none.
std::optional<std::size_t> takeNumber(std::string_view& text)
{
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto length = static_cast<std::size_t>(end - text.data());
    if (error != std::errc() || length == text.size() || text[length] != ' ')
        return std::nullopt;
    text.remove_prefix(length + 1);
    return number;
}

std::size_t tokenCount(std::string_view text)
{
    return tokenize(text, Tokenization::Words).size();
}

class StoryReader {
public:
    StoryReader(const std::filesystem::path& file, const StoryForm& form)
        : m_path(file)
        , m_form(form)
    {
    }

    StoryFile read(const std::stop_token& stop)
    {
        const LinesRead lines = readColumns(
            m_path, {1, 3, "story, question and answer"},
            [this](const Columns& line) {
                if (!m_decided)
                    decideForm(line);
                if (m_numbered)
                    takeNumbered(line);
                else
                    takeColumns(line);
            },
            stop);
        finishStory();
        StoryCorpus& corpus = m_result.corpus;
        if (corpus.train.empty() && !m_form.onlyEvaluate)
            std::swap(corpus.train, corpus.heldOut);
        if (m_questions == 0)
            throw FileError(m_path,
                            "no question in it: write a tab and the answer behind each question");
        addNotes(lines);
        return std::move(m_result);
    }

private:
    void decideForm(const Columns& line)
    {
        m_decided = true;
        std::string_view text = line[0];
        m_numbered = line.size() == 1 && takeNumber(text) == std::size_t{1};
    }

    void takeColumns(const Columns& line)
    {
        if (line.size() != 3)
            refuseLine(m_path, line.line,
                       counted(line.size(), "column", "columns")
                           + ", expected 3: write story, question and answer with a tab between "
                             "them, or number the lines of each story from 1 as bAbI does");
        m_sentences = sentencesOf(line[0]);
        m_tokens = tokenCount(line[0]);
        if (m_sentences.empty())
            refuseLine(m_path, line.line, "the story has no words: write some before the question");
        for (Sentence& sentence : m_sentences)
            checkWords(line.line, "a sentence of the story", sentence);
        ask(line.line, line[1], line[2]);
        finishStory();
    }

    void takeNumbered(const Columns& line)
    {
        std::string_view text = line[0];
        const std::optional<std::size_t> number = takeNumber(text);
        if (number == std::size_t{1})
            finishStory();
        else if (number != m_number + 1)
            refuseLine(m_path, line.line,
                       "it does not begin with the number " + std::to_string(m_number + 1)
                           + " or, for a new story, with 1: number the lines of each story");
        m_number = *number;
        if (line.size() > 1) {
            if (m_sentences.empty())
                refuseLine(m_path, line.line,
                           "a question before any sentence: begin each story with what happens");
            m_supported |= line.size() > 2;
            ask(line.line, text, line[1]);
            return;
        }
        Sentence sentence = oneSentence(line.line, "the line", text);
        checkWords(line.line, "the sentence", sentence);
        m_tokens += std::max(tokenCount(text), sentence.size() + 1);
        m_sentences.push_back(std::move(sentence));
    }

    /// The words of a text that is one sentence, whatever marks are in it.
    Sentence oneSentence(std::size_t line, const std::string& what, std::string_view text) const
    {
        Sentence words;
        for (const Sentence& sentence : sentencesOf(text))
            words.insert(words.end(), sentence.begin(), sentence.end());
        if (words.empty())
            refuseLine(m_path, line, what + " has no words: write some or leave it out");
        return words;
    }

    void checkWords(std::size_t line, const std::string& what, Sentence& words)
    {
        m_result.longestSentence = std::max(m_result.longestSentence, words.size());
        if (words.size() <= m_form.mostWords)
            return;
        if (!m_form.onlyEvaluate)
            refuseLine(m_path, line,
                       what + " has " + std::to_string(words.size()) + " words, at most "
                           + std::to_string(m_form.mostWords)
                           + " are learnt: part it with full stops");
        ++m_cutSentences;
        words.resize(m_form.mostWords);
    }

    /// A question on the sentences so far.
    void ask(std::size_t line, std::string_view question, std::string_view answer)
    {
        if (sentencesOf(question).size() > 1)
            refuseLine(m_path, line,
                       "the question " + inQuotes(question)
                           + " is more than one sentence: write one, and the others into the "
                             "story");
        Sentence words = oneSentence(line, "the question", question);
        checkWords(line, "the question", words);
        // A new story for what has been told since the last question.
        if (m_asked.empty() || m_asked.back().sentences.size() != m_sentences.size()) {
            Story story;
            story.sentences = m_sentences;
            checkTokens(line, story);
            m_asked.push_back(std::move(story));
        }
        m_asked.back().questions.push_back(
            {StoryQuestion::Kind::WherePerson, std::move(words), answerOf(line, answer)});
        ++m_questions;
    }

    std::string answerOf(std::size_t line, std::string_view text) const
    {
        std::string answer;
        std::size_t end = 0;
        for (const Token& token : tokenize(text, Tokenization::Words)) {
            if (!answer.empty() && token.begin != end)
                refuseLine(m_path, line,
                           "the answer " + inQuotes(text)
                               + " is not one word: write it without spaces, as new-york");
            answer += token.text;
            end = token.end;
        }
        if (answer.size() > 1 && answer.ends_with('.'))
            answer.pop_back();
        return answer;
    }

    void checkTokens(std::size_t line, Story& story)
    {
        m_result.longestStory = std::max(m_result.longestStory, m_tokens);
        if (m_tokens <= m_form.mostTokens)
            return;
        if (!m_form.onlyEvaluate)
            refuseLine(m_path, line,
                       "the story has " + std::to_string(m_tokens) + " tokens, at most "
                           + std::to_string(m_form.mostTokens) + " are learnt: shorten it");
        ++m_cutStories;
        std::size_t fitting = 0;
        std::size_t tokens = 0;
        for (const Sentence& sentence : story.sentences)
            fitting += (tokens += sentence.size() + 1) <= m_form.mostTokens ? 1 : 0;
        story.sentences.resize(std::max<std::size_t>(fitting, 1));
    }

    /// Puts the questions asked since the last call on one side.
    void finishStory()
    {
        if (!m_asked.empty()) {
            Sentence all;
            for (const Sentence& sentence : m_sentences)
                all.insert(all.end(), sentence.begin(), sentence.end());
            const bool heldOut = m_form.onlyEvaluate || isHeldOut(all, 10);
            ++(heldOut ? m_heldOut : m_train);
            auto& side = heldOut ? m_result.corpus.heldOut : m_result.corpus.train;
            std::move(m_asked.begin(), m_asked.end(), std::back_inserter(side));
        }
        m_asked.clear();
        m_sentences.clear();
        m_tokens = 0;
    }

    void addNotes(const LinesRead& lines)
    {
        const bool nothingLeft = m_train == 0 && !m_form.onlyEvaluate;
        m_result.notes.push_back(
            counted(m_questions, "question", "questions") + " on "
            + counted(m_train + m_heldOut, "story", "stories") + " read "
            + (m_numbered ? "from lines numbered as bAbI's"
                          : "from columns 1 to 3: story, question and answer")
            + ", stories of up to " + std::to_string(m_result.longestStory)
            + " tokens, sentences of up to " + counted(m_result.longestSentence, "word", "words")
            + "; " + heldOutText(m_train, nothingLeft ? 0 : m_heldOut, m_form.onlyEvaluate, "story")
            + commentsText(lines));
        if (m_supported)
            m_result.notes.emplace_back("the numbers of supporting lines are left out");
        if (m_cutSentences > 0)
            m_result.notes.push_back(counted(m_cutSentences, "sentence is", "sentences are")
                                     + " cut to " + counted(m_form.mostWords, "word", "words")
                                     + ", as these weights have no more places");
        if (m_cutStories > 0)
            m_result.notes.push_back(counted(m_cutStories, "story is", "stories are") + " cut to "
                                     + std::to_string(m_form.mostTokens)
                                     + " tokens, the longest that these weights read");
    }

    const std::filesystem::path& m_path;
    const StoryForm& m_form;
    StoryFile m_result;
    bool m_decided = false;
    bool m_numbered = false; ///< lines as bAbI's
    bool m_supported = false; ///< a question names the lines that support it
    std::size_t m_number = 0; ///< of the last line
    std::vector<Sentence> m_sentences; ///< of the story so far
    std::size_t m_tokens = 0; ///< of it, as typed
    std::vector<Story> m_asked; ///< its questions so far
    std::size_t m_questions = 0;
    std::size_t m_train = 0; ///< stories
    std::size_t m_heldOut = 0;
    std::size_t m_cutSentences = 0;
    std::size_t m_cutStories = 0;
};

} // namespace

std::vector<std::vector<std::string>> sentencesOf(std::string_view text)
{
    std::vector<std::string> typed;
    std::vector<std::string> words;
    for (Token& token : tokenize(text, Tokenization::Words)) {
        typed.push_back(std::move(token.original));
        words.push_back(std::move(token.text));
    }
    const std::vector<SentencePart> parts = sentenceParts(typed);
    std::vector<std::vector<std::string>> sentences(1);
    for (std::size_t i = 0; i < words.size(); ++i)
        if (parts[i] == SentencePart::Word)
            sentences.back().push_back(std::move(words[i]));
        else if (parts[i] == SentencePart::End && !sentences.back().empty())
            sentences.emplace_back();
    if (sentences.back().empty())
        sentences.pop_back();
    return sentences;
}

StoryFile readStories(const std::filesystem::path& file, const StoryForm& form,
                      const std::stop_token& stop)
{
    return StoryReader(file, form).read(stop);
}

} // namespace regard

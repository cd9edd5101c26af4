// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/word_pieces.h"

#include "core/tensor/stopped.h"
#include "core/text/graphemes.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace regard {

namespace {

/// The characters of a word, the first one marked.
std::vector<std::string> charactersOf(std::string_view word)
{
    std::vector<std::string> characters = graphemesOf(word);
    if (!characters.empty())
        characters.front().insert(0, wordMark);
    return characters;
}

std::string mergeOf(const std::string& left, const std::string& right)
{
    std::string merge = left;
    merge += ' ';
    return merge += right;
}

/// Joins each `left` with the `right` behind it.
void join(std::vector<std::string>& pieces, const std::string& left, const std::string& right)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i, ++kept) {
        const bool joined = i + 1 < pieces.size() && pieces[i] == left && pieces[i + 1] == right;
        std::string piece = joined ? pieces[i] + pieces[i + 1] : std::move(pieces[i]);
        i += joined ? 1 : 0;
        pieces[kept] = std::move(piece);
    }
    pieces.resize(kept);
}

/// The words that are learnt from, with the pairs that stand in them.
class Learner {
public:
    explicit Learner(const std::unordered_map<std::string, std::size_t>& words)
    {
        for (const auto& [word, count] : words) {
            m_words.push_back({charactersOf(word), count});
            add(m_words.size() - 1);
        }
    }

    /// The pair that occurs most often; null where none occurs twice.
    const std::pair<std::string, std::string>* best() const
    {
        return m_order.empty() || m_order.begin()->first < 2 ? nullptr : &m_order.begin()->second;
    }

    void merge(const std::pair<std::string, std::string>& pair)
    {
        const std::set<std::size_t> in = std::move(m_pairs.at(pair).words);
        for (const std::size_t word : in) {
            remove(word);
            join(m_words[word].pieces, pair.first, pair.second);
            add(word);
        }
    }

private:
    using Pair = std::pair<std::string, std::string>;
    struct Word {
        std::vector<std::string> pieces;
        std::size_t count = 0;
    };
    struct Standing {
        std::size_t count = 0;
        std::set<std::size_t> words; ///< in which it stands, or stood
    };
    struct MostFrequentFirst {
        bool operator()(const std::pair<std::size_t, Pair>& a,
                        const std::pair<std::size_t, Pair>& b) const
        {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        }
    };

    void add(std::size_t word) { change(word, true); }
    void remove(std::size_t word) { change(word, false); }
    void change(std::size_t word, bool adds)
    {
        const Word& of = m_words[word];
        for (std::size_t i = 0; i + 1 < of.pieces.size(); ++i) {
            const Pair pair{of.pieces[i], of.pieces[i + 1]};
            Standing& standing = m_pairs[pair];
            m_order.erase({standing.count, pair});
            standing.count += adds ? of.count : 0 - of.count;
            if (adds)
                standing.words.insert(word);
            if (standing.count > 0)
                m_order.insert({standing.count, pair});
        }
    }

    std::vector<Word> m_words;
    std::map<Pair, Standing> m_pairs;
    std::set<std::pair<std::size_t, Pair>, MostFrequentFirst> m_order;
};

} // namespace

WordPieces::WordPieces(std::span<const std::string> merges)
{
    for (const std::string& merge : merges) {
        const std::size_t space = merge.find(' ');
        if (space == 0 || space == std::string::npos || space + 1 == merge.size()
            || merge.find(' ', space + 1) != std::string::npos)
            throw std::invalid_argument("a merge is no pair of pieces");
        m_ranks.emplace(merge, m_ranks.size());
    }
}

std::vector<std::string> WordPieces::piecesOf(std::string_view word) const
{
    std::vector<std::string> pieces = charactersOf(word);
    for (;;) {
        std::size_t best = m_ranks.size();
        std::size_t at = 0;
        for (std::size_t i = 0; i + 1 < pieces.size() && !m_ranks.empty(); ++i) {
            const auto rank = m_ranks.find(mergeOf(pieces[i], pieces[i + 1]));
            if (rank != m_ranks.end() && rank->second < best) {
                best = rank->second;
                at = i;
            }
        }
        if (best == m_ranks.size())
            return pieces;
        const std::string left = pieces[at];
        const std::string right = pieces[at + 1];
        join(pieces, left, right);
    }
}

std::string textOfPieces(std::span<const std::string> pieces)
{
    std::string text;
    for (const std::string& piece : pieces)
        if (piece.starts_with(wordMark))
            text += (text.empty() ? "" : " ") + piece.substr(wordMark.size());
        else
            text += piece;
    return text;
}

std::vector<std::string> learnMerges(const std::unordered_map<std::string, std::size_t>& words,
                                     std::size_t most, const std::stop_token& stop)
{
    Learner learner(words);
    std::vector<std::string> merges;
    while (merges.size() < most) {
        throwIfStopped(stop);
        const auto* best = learner.best();
        if (!best)
            break;
        const std::pair<std::string, std::string> pair = *best;
        merges.push_back(mergeOf(pair.first, pair.second));
        learner.merge(pair);
    }
    return merges;
}

} // namespace regard

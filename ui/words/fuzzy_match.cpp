// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/fuzzy_match.h"

#include <QStringList>

#include <algorithm>
#include <limits>
#include <utility>

namespace regard {

namespace {

constexpr int never = std::numeric_limits<int>::min();
constexpr int forLetter = 2;
constexpr int forWordStart = 8;
constexpr int forNext = 9; ///< right behind the letter before it
constexpr int forMain = 3;
constexpr int mostForGap = 6; ///< a gap costs 1 for each letter, up to this
constexpr int inOrder = 6; ///< for a word that stands behind the one typed before it
constexpr int forWhole = 24; ///< all that stands behind `mainFrom` is what was typed

bool beginsWord(const QString& text, int at)
{
    if (at == 0)
        return true;
    const QChar before = text[at - 1];
    return !before.isLetterOrNumber() || (before.isLower() && text[at].isUpper());
}

/// The best way to find the letters of a word, by what each letter of the text counts.
std::optional<FuzzyMatch> matchWord(const QString& word, const QString& text,
                                    const std::vector<int>& worth)
{
    // Of the word's beginning up to each letter, ending at each place: the best sum, and where the
    // letter before stands.
    struct End {
        int sum = never;
        int from = -1;
    };
    const auto length = static_cast<std::size_t>(text.size());
    std::vector<std::vector<End>> ends;
    for (const QChar letter : word) {
        std::vector<End> now(length);
        End far; // the best of those so far before that the gap counts the most
        for (std::size_t at = 0; at < length; ++at) {
            if (!ends.empty() && at > mostForGap) {
                const std::size_t before = at - 1 - mostForGap;
                if (const int sum = ends.back()[before].sum; sum > far.sum)
                    far = {sum, static_cast<int>(before)};
            }
            if (text[static_cast<qsizetype>(at)].toLower() != letter.toLower())
                continue;
            End end;
            if (ends.empty())
                end.sum = 0;
            else if (far.sum != never)
                end = {far.sum - mostForGap, far.from};
            for (std::size_t gap = std::min<std::size_t>(mostForGap, at);
                 !ends.empty() && gap-- > 0;) {
                const std::size_t before = at - 1 - gap;
                const int sum = ends.back()[before].sum;
                if (sum == never)
                    continue;
                const int joined = sum + (gap == 0 ? forNext : -static_cast<int>(gap));
                if (joined > end.sum)
                    end = {joined, static_cast<int>(before)};
            }
            if (end.sum != never)
                now[at] = {end.sum + worth[at], end.from};
        }
        ends.push_back(std::move(now));
    }
    const std::vector<End>& last = ends.back();
    const auto best = std::max_element(last.begin(), last.end(),
                                       [](const End& a, const End& b) { return a.sum < b.sum; });
    if (best == last.end() || best->sum == never)
        return std::nullopt;
    FuzzyMatch match{best->sum, false, {}};
    auto at = static_cast<int>(best - last.begin());
    for (std::size_t letter = ends.size(); letter-- > 0;) {
        match.places.push_back(at);
        at = ends[letter][static_cast<std::size_t>(at)].from;
    }
    return match;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& typed, const QString& text, int mainFrom)
{
    FuzzyMatch all;
    const QStringList words = typed.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.isEmpty())
        return all;
    std::vector<int> worth(static_cast<std::size_t>(text.size()));
    for (int i = 0; i < static_cast<int>(text.size()); ++i)
        worth[static_cast<std::size_t>(i)] =
            forLetter + (beginsWord(text, i) ? forWordStart : 0) + (i >= mainFrom ? forMain : 0);
    int end = -1; // of the word before
    for (const QString& word : words) {
        const std::optional<FuzzyMatch> match = matchWord(word, text, worth);
        if (!match)
            return std::nullopt;
        all.score += match->score + (match->places.front() > end ? inOrder : 0);
        all.isInPieces = all.isInPieces || !text.contains(word, Qt::CaseInsensitive);
        end = match->places.back();
        all.places.insert(all.places.end(), match->places.begin(), match->places.end());
    }
    std::sort(all.places.begin(), all.places.end());
    all.places.erase(std::unique(all.places.begin(), all.places.end()), all.places.end());
    const QString main = text.mid(mainFrom);
    if (main.compare(typed.simplified(), Qt::CaseInsensitive) == 0
        || text.compare(typed.simplified(), Qt::CaseInsensitive) == 0)
        all.score += forWhole;
    // Of equals the shorter one, which has less that was not asked for.
    all.score = 16 * all.score - static_cast<int>(std::min<qsizetype>(main.size(), 200));
    return all;
}

} // namespace regard

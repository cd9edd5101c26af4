// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pair_file.h"

#include "core/data/columns_file.h"
#include "core/data/sentences.h"
#include "core/io/input_file.h"

#include <algorithm>
#include <utility>

namespace regard {

namespace {

bool isNumber(const std::string& text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Which columns hold the pair.
struct PairColumns {
    std::size_t source = 0;
    std::size_t target = 1;
    std::size_t count = 2; ///< of a line
};

class PairReader {
public:
    PairReader(const std::filesystem::path& file, const PairForm& form) : m_path(file), m_form(form)
    {
    }

    PairFile read(const std::stop_token& stop)
    {
        const LinesRead lines = readColumns(
            m_path, {2, 4, "source and target"},
            [this](const Columns& line) {
                if (m_firstLine == 0)
                    decideColumns(line);
                take(line);
            },
            stop);
        TextPairs& pairs = m_result.pairs;
        if (pairs.train.empty() && !m_form.onlyEvaluate)
            std::swap(pairs.train, pairs.heldOut);
        m_result.notes.insert(m_result.notes.begin(), summary(lines));
        if (m_columns.count == 3)
            m_result.notes.emplace_back("the third column is left out: only source and target "
                                        "are learnt, not who wrote them");
        noteLimits(m_cut, m_form.mostSource, m_tooLong, m_form.mostTarget, m_result.notes);
        return std::move(m_result);
    }

private:
    void decideColumns(const Columns& line)
    {
        m_firstLine = line.line;
        m_columns.count = line.size();
        if (line.size() == 4) {
            if (!isNumber(line[0]) || !isNumber(line[2]))
                refuseLine(m_path, line.line,
                           "4 columns, expected 2 (source and target): take out the others");
            m_columns = {1, 3, 4};
        }
    }

    void take(const Columns& line)
    {
        if (line.size() != m_columns.count)
            refuseLine(m_path, line.line,
                       counted(line.size(), "column", "columns") + " where line "
                           + std::to_string(m_firstLine) + " has " + std::to_string(m_columns.count)
                           + ": give every line the same, source and target with one tab between");
        TextPair pair;
        pair.source = tokensOf(line, m_columns.source, m_form.source, m_form.mostSource);
        pair.target = tokensOf(line, m_columns.target, m_form.target, m_form.mostTarget);
        m_longestSource = std::max(m_longestSource, pair.source.size());
        m_longestTarget = std::max(m_longestTarget, pair.target.size());
        if (pair.source.size() > m_form.mostSource) {
            ++m_cut;
            pair.source.resize(m_form.mostSource);
        }
        m_tooLong += pair.target.size() > m_form.mostTarget ? 1 : 0;
        const bool heldOut = m_form.onlyEvaluate || isHeldOut(pair.source, 10);
        (heldOut ? m_result.pairs.heldOut : m_result.pairs.train).push_back(std::move(pair));
    }

    std::vector<std::string> tokensOf(const Columns& line, std::size_t column, Tokenization how,
                                      std::size_t most) const
    {
        std::vector<std::string> tokens = tokenTexts(line[column], how);
        if (tokens.empty())
            refuseLine(m_path, line.line,
                       "nothing of column " + std::to_string(column + 1)
                           + " is read as a token: write words there or leave out the line");
        if (tokens.size() > most && !m_form.onlyEvaluate)
            refuseLine(m_path, line.line,
                       "column " + std::to_string(column + 1) + " has "
                           + std::to_string(tokens.size()) + " tokens, at most "
                           + std::to_string(most) + " are learnt: part it into several lines");
        return tokens;
    }

    std::string summary(const LinesRead& lines) const
    {
        const TextPairs& pairs = m_result.pairs;
        return counted(lines.examples, "pair is read", "pairs are read") + ", sources of up to "
            + counted(m_longestSource, "token", "tokens") + " from column "
            + std::to_string(m_columns.source + 1) + ", targets of up to "
            + std::to_string(m_longestTarget) + " from column "
            + std::to_string(m_columns.target + 1) + "; "
            + heldOutText(pairs.train.size(), pairs.heldOut.size(), m_form.onlyEvaluate, "source")
            + commentsText(lines);
    }

    const std::filesystem::path& m_path;
    const PairForm& m_form;
    PairFile m_result;
    PairColumns m_columns;
    std::size_t m_firstLine = 0;
    std::size_t m_longestSource = 0;
    std::size_t m_longestTarget = 0;
    std::size_t m_cut = 0; ///< sources that are
    std::size_t m_tooLong = 0; ///< targets that are
};

} // namespace

PairFile readPairs(const std::filesystem::path& file, const PairForm& form,
                   const std::stop_token& stop)
{
    return PairReader(file, form).read(stop);
}

void noteLimits(std::size_t cutSources, std::size_t mostSource, std::size_t longTargets,
                std::size_t mostTarget, std::vector<std::string>& notes)
{
    if (cutSources > 0)
        notes.push_back(counted(cutSources, "source is", "sources are") + " cut to "
                        + std::to_string(mostSource)
                        + " tokens, the longest that these weights read");
    if (longTargets > 0)
        notes.push_back(counted(longTargets, "target is", "targets are") + " longer than the "
                        + std::to_string(mostTarget)
                        + " tokens that these weights write, and cannot match");
}

} // namespace regard

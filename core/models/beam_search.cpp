// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/beam_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace regard {

namespace {

/// A hypothesis whose continuations are looked at.
struct Hypothesis {
    int node = -1; ///< −1: what is forced
    double logProbability = 0;
};

/// A continuation that may be kept.
struct Candidate {
    std::size_t parent = 0; ///< among the hypotheses
    std::int32_t token = 0;
    double probability = 0;
    double logProbability = 0;
};

/// The most probable continuations, at most `most`, the most probable first.
std::vector<Candidate> bestOf(ConstView rows, const std::vector<Hypothesis>& hypotheses,
                              std::size_t most)
{
    const Index classes = rows.shape.columns();
    std::vector<Candidate> all;
    all.reserve(hypotheses.size() * static_cast<std::size_t>(classes));
    for (std::size_t parent = 0; parent < hypotheses.size(); ++parent) {
        const Real* row = rows.data + static_cast<Index>(parent) * classes;
        for (Index token = 0; token < classes; ++token) {
            const auto p = static_cast<double>(row[token]);
            if (p > 0)
                all.push_back({parent, static_cast<std::int32_t>(token), p,
                               hypotheses[parent].logProbability + std::log(p)});
        }
    }
    const std::size_t count = std::min(most, all.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end(),
                      [](const Candidate& a, const Candidate& b) {
                          return a.logProbability != b.logProbability
                              ? a.logProbability > b.logProbability
                              : std::pair(a.parent, a.token) < std::pair(b.parent, b.token);
                      });
    all.resize(count);
    return all;
}

/// A search with its tree.
class Search {
public:
    Search(NextTokens& next, std::span<const std::int32_t> forced, const TokenChoice& choice,
           std::size_t longest, const Vocabulary& vocabulary)
        : m_next(next)
        , m_forced(forced)
        , m_choice(choice)
        , m_longest(longest)
        , m_vocabulary(vocabulary)
    {
    }

    BeamSearch run()
    {
        ConstView rows = readForced();
        for (std::size_t step = m_forced.size(); step < m_longest && !m_going.empty(); ++step) {
            const std::vector<Continuation> kept = takeStep(rows, step);
            if (step + 1 < m_longest && !kept.empty())
                rows = m_next.behind(kept);
        }
        rank();
        return std::move(m_result);
    }

private:
    /// Probabilities behind what is forced.
    ConstView readForced()
    {
        Hypothesis start;
        Continuation last{0, Vocabulary::begin};
        ConstView rows = m_next.behind(std::span(&last, 1));
        for (const std::int32_t token : m_forced) {
            start.logProbability += std::log(static_cast<double>(rows.data[token]));
            last = {0, token};
            rows = m_next.behind(std::span(&last, 1));
        }
        m_going = {start};
        return rows;
    }

    /// Adds the nodes of a step; returns the hypotheses that go on.
    std::vector<Continuation> takeStep(ConstView rows, std::size_t step)
    {
        const auto width = static_cast<std::size_t>(m_choice.width);
        const std::size_t places = width - m_result.ended.size();
        const std::vector<Candidate> best = bestOf(rows, m_going, places + width);
        std::vector<Hypothesis> going;
        std::vector<Continuation> kept;
        for (std::size_t i = 0; i < best.size(); ++i) {
            const Candidate& candidate = best[i];
            const bool ends = candidate.token == Vocabulary::end || step + 1 == m_longest;
            const auto fate = i >= places ? BeamNode::Fate::Pruned
                : ends                    ? BeamNode::Fate::Ended
                                          : BeamNode::Fate::Kept;
            const int node = static_cast<int>(m_result.nodes.size());
            m_result.nodes.push_back({m_going[candidate.parent].node, static_cast<int>(step),
                                      m_vocabulary.tokenOf(candidate.token), candidate.probability,
                                      candidate.logProbability, fate, 0, 0});
            m_ids.push_back(candidate.token);
            if (fate == BeamNode::Fate::Ended) {
                m_result.nodes.back().score =
                    candidate.logProbability / lengthPenalty(step + 1, m_choice.lengthPenalty);
                m_result.ended.push_back(node);
            } else if (fate == BeamNode::Fate::Kept) {
                going.push_back({node, candidate.logProbability});
                kept.push_back({candidate.parent, candidate.token});
            }
        }
        m_going = std::move(going);
        return kept;
    }

    void rank()
    {
        std::vector<BeamNode>& nodes = m_result.nodes;
        std::stable_sort(m_result.ended.begin(), m_result.ended.end(), [&](int a, int b) {
            return nodes[static_cast<std::size_t>(a)].score
                > nodes[static_cast<std::size_t>(b)].score;
        });
        int place = 0;
        for (const int end : m_result.ended) {
            nodes[static_cast<std::size_t>(end)].rank = ++place;
            std::vector<std::int32_t>& tokens = m_result.tokens.emplace_back();
            for (int node = end; node >= 0; node = nodes[static_cast<std::size_t>(node)].parent)
                tokens.push_back(m_ids[static_cast<std::size_t>(node)]);
            tokens.insert(tokens.end(), m_forced.rbegin(), m_forced.rend());
            std::reverse(tokens.begin(), tokens.end());
        }
    }

    NextTokens& m_next;
    std::span<const std::int32_t> m_forced;
    const TokenChoice& m_choice;
    std::size_t m_longest;
    const Vocabulary& m_vocabulary;
    std::vector<Hypothesis> m_going;
    std::vector<std::int32_t> m_ids; ///< tokens of the nodes
    BeamSearch m_result;
};

} // namespace

ContinuationBatch::ContinuationBatch(std::span<const Continuation> continuations, std::size_t width)
{
    for (std::size_t i = 0; i < width; ++i) {
        const Continuation& one = continuations[std::min(i, continuations.size() - 1)];
        parents.push_back(static_cast<std::int32_t>(one.parent));
        tokens.push_back(one.token);
    }
}

ConstView NextFromTheBeginning::behind(std::span<const Continuation> continuations)
{
    std::vector<std::vector<std::int32_t>> written;
    m_rows.clear();
    for (const Continuation& continuation : continuations) {
        // The first is of <bos>, which is read and not written.
        std::vector<std::int32_t>& text = written.emplace_back();
        if (!m_written.empty()) {
            text = m_written[continuation.parent];
            text.push_back(continuation.token);
        }
        const std::vector<Real> row = m_pass(text);
        m_rows.insert(m_rows.end(), row.begin(), row.end());
    }
    m_written = std::move(written);
    const auto count = static_cast<Index>(continuations.size());
    return {m_rows.data(), {count, static_cast<Index>(m_rows.size()) / count}};
}

BeamSearch searchBeam(NextTokens& next, std::span<const std::int32_t> forced,
                      const TokenChoice& choice, std::size_t longest, const Vocabulary& vocabulary)
{
    return Search(next, forced, choice, longest, vocabulary).run();
}

} // namespace regard

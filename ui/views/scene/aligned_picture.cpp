// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/aligned_picture.h"

#include "ui/words/to_text.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <set>

namespace regard {

namespace {

constexpr double margin = 10;
constexpr double leastGap = 70; ///< between the texts, where they fit
constexpr double mostGap = 0.45; ///< of the height
constexpr double widest = 10; ///< line of the weight 1
constexpr double narrowest = 0.3; ///< that is seen
constexpr std::size_t mostLinks = 500;

const AlignedScene& sceneOf(const SceneState& state)
{
    return std::get<AlignedScene>(state.scene()->kind);
}

PictureWord wordOf(const TraceToken& token, int index)
{
    PictureWord word;
    word.text = token.text == " " ? QStringLiteral("␣") : toText(token.text);
    word.index = index;
    word.isMark = token.text == " " || (token.text.starts_with('<') && token.text.ends_with('>'));
    word.isUnknown = !token.known;
    return word;
}

} // namespace

void AlignedPicture::fill(std::vector<WordBlock>& blocks)
{
    blocks.resize(2);
    const Trace& trace = *state().trace;
    for (int i = 0; i < static_cast<int>(trace.input.size()); ++i)
        blocks[0].words.push_back(wordOf(trace.input[static_cast<std::size_t>(i)], i));
    for (int i = 0; i < static_cast<int>(trace.output.size()); ++i) {
        const TraceToken& token = trace.output[static_cast<std::size_t>(i)];
        blocks[1].words.push_back(wordOf(token, i));
        const auto next = static_cast<std::size_t>(i) + 1;
        const bool goesOn = next < trace.output.size() && trace.output[next].wrong;
        if (token.wrong && !goesOn)
            blocks[1].words.back().text += QStringLiteral(" ✗");
    }
    blocks[1].isTitleBelow = true;
}

void AlignedPicture::setCells(std::vector<WordBlock>& blocks)
{
    const Trace& trace = *state().trace;
    const int weights = weightsTensor(state(), m_focus);
    const int read = trace.indexOf(sceneOf(state()).read);
    const int written = trace.indexOf(sceneOf(state()).written);
    const int fixedStep = tokenOf(trace, state().fixed, TokensOf::Output);
    const auto rowIn = [&](int tensor, TokensOf of, int token, bool columns) {
        if (tensor < 0)
            return Index{-1};
        const TraceTensor& named = trace.tensors[static_cast<std::size_t>(tensor)];
        return trace.labelOf(columns ? named.columns : named.rows, of, token);
    };
    for (PictureWord& word : blocks[0].words) {
        const Index column = rowIn(weights, TokensOf::Input, word.index, true);
        const Index row = rowIn(read, TokensOf::Input, word.index, false);
        word.cell = column >= 0
            ? CellRef{weights, rowIn(weights, TokensOf::Output, fixedStep, false), column}
            : row >= 0 ? CellRef{read, row, -1}
                       : CellRef();
    }
    for (PictureWord& word : blocks[1].words) {
        const int tensor = weights >= 0 ? weights : written;
        const Index row = rowIn(tensor, TokensOf::Output, word.index, false);
        word.cell = row >= 0 ? CellRef{tensor, row, -1} : CellRef();
    }
}

void AlignedPicture::shade(std::vector<WordBlock>& blocks)
{
    m_focus = alignedFocus(state());
    setCells(blocks);
    const int step = m_focus.step;
    const int token = m_focus.token;
    const std::vector<int>& expected = expectedOf(state(), step);
    for (PictureWord& word : blocks[0].words) {
        word.share = step >= 0 ? alignedWeight(state(), m_focus, step, word.index) : NAN;
        word.isExpected = std::find(expected.begin(), expected.end(), word.index) != expected.end();
        word.isChanged = step >= 0 && isWeightChanged(state(), m_focus, step, word.index);
    }
    const int written = wordsWritten(state());
    for (PictureWord& word : blocks[1].words) {
        const bool byToken = step < 0 && token >= 0;
        word.isEmpty = word.index >= written;
        word.isWrong = state().trace->output[static_cast<std::size_t>(word.index)].wrong;
        word.isNow = word.index == step && !state().shown();
        word.share = byToken ? alignedWeight(state(), m_focus, word.index, token) : NAN;
        const std::vector<int>& from = expectedOf(state(), word.index);
        word.isExpected =
            byToken && !word.isEmpty && std::find(from.begin(), from.end(), token) != from.end();
        word.isChanged = byToken && isWeightChanged(state(), m_focus, word.index, token);
    }
    blocks[0].title = titleOf(true);
    blocks[1].title = titleOf(false);
    findLinks();
}

QString AlignedPicture::titleOf(bool read) const
{
    const QString heads = headsText(m_focus);
    const auto with = [&](const QString& text) {
        return heads.isEmpty() ? text : tr("%1 (%2)").arg(text, heads);
    };
    const bool ofStep = m_focus.attention && m_focus.step >= 0;
    if (read)
        return with(
            ofStep ? tr("Input, shaded: the weights for %1").arg(writtenWord(state(), m_focus.step))
                   : tr("Input"));
    const QString output = m_focus.attention && !ofStep && m_focus.token >= 0
        ? tr("Output, shaded: the weights on %1").arg(readWord(state(), m_focus.token))
        : tr("Output");
    return state().expected.empty()
        ? output
        : tr("%1 · dashed: the alignment by the corpus's rules").arg(output);
}

void AlignedPicture::findLinks()
{
    m_links.clear();
    const auto tokens = static_cast<int>(state().trace->input.size());
    const auto steps = static_cast<int>(state().trace->output.size());
    const int written = wordsWritten(state());
    const auto take = [&](int step, int token) {
        const double weight = alignedWeight(state(), m_focus, step, token);
        if (weight * widest >= narrowest)
            m_links.push_back({token, step, weight});
    };
    for (int step = 0; step < steps; ++step) {
        if (m_focus.step >= 0 && step != m_focus.step)
            continue;
        const bool oneToken = m_focus.step < 0 && m_focus.token >= 0;
        if (m_focus.attention && isWeighed(state(), m_focus, step))
            for (int token = 0; token < tokens; ++token)
                if (!oneToken || token == m_focus.token)
                    take(step, token);
        if (step < written || step == m_focus.step)
            for (const int token : expectedOf(state(), step))
                if (!oneToken || token == m_focus.token)
                    m_links.push_back({token, step, NAN});
    }
    const auto widthOf = [](const Link& link) {
        return std::isnan(link.weight) ? 2.0 : link.weight;
    };
    // The widest ones, and below them the narrow ones.
    std::stable_sort(m_links.begin(), m_links.end(),
                     [&](const Link& a, const Link& b) { return widthOf(a) < widthOf(b); });
    if (m_links.size() > mostLinks)
        m_links.erase(m_links.begin(), m_links.end() - mostLinks);
}

void AlignedPicture::arrange(std::vector<WordBlock>& blocks, const QSizeF& size) const
{
    const double width = size.width() - 2 * margin;
    const double room = size.height() - margin;
    const double above = heightOf(blocks[0], width);
    const double below = heightOf(blocks[1], width);
    // Longer texts begin where one reads on.
    const bool isShort = blocks[0].lines <= 1 && blocks[1].lines <= 1;
    blocks[0].isCentred = blocks[1].isCentred = isShort;
    const double least = std::min(leastGap, room / 4);
    const double gap =
        std::clamp(room - above - below, least, std::max(least, mostGap * size.height()));
    const double left = room - gap;
    // What does not fit scrolls; a short text leaves its room to the other.
    const double first = above + below <= left ? above
        : above < left / 2                     ? above
        : below < left / 2                     ? left - below
                                               : left / 2;
    place(blocks[0], {margin, margin / 2, width, first});
    place(blocks[1], {margin, margin / 2 + first + gap, width, std::min(below, left - first)});
}

void AlignedPicture::paintBehind(QPainter& painter) const
{
    const WordBlock& read = blocks()[0];
    const WordBlock& written = blocks()[1];
    const Theme& theme = state().theme;
    const bool all = m_focus.step < 0 && m_focus.token < 0;
    // From the last line of the one to the first of the other: lines do not go through texts.
    const double begin =
        std::min(read.room.bottom(), read.room.top() + read.height - read.scroll) - 4;
    const double end = written.room.top();
    const double middle = (begin + end) / 2;
    for (const Link& link : m_links) {
        const QRectF top = read.placed(read.words[static_cast<std::size_t>(link.token)]);
        const QRectF bottom = written.placed(written.words[static_cast<std::size_t>(link.step)]);
        const QPointF from(top.center().x(), begin);
        const QPointF to(bottom.center().x(), end);
        QPainterPath way(from);
        way.cubicTo({from.x(), middle}, {to.x(), middle}, to);
        const bool byRule = std::isnan(link.weight);
        QColor color = byRule ? theme.text() : theme.role(Role::Weights);
        if (!byRule)
            color.setAlphaF(static_cast<float>((all ? 0.15 : 0.3) + 0.6 * link.weight));
        else if (all)
            color.setAlphaF(0.55F);
        painter.setPen(QPen(color, byRule ? 1.2 : std::max(narrowest, link.weight * widest),
                            byRule ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(way);
    }
}

bool AlignedPicture::isAbout(const WordBlock& block, const PictureWord& word,
                             const CellRef& cell) const
{
    const bool read = &block == blocks().data();
    return tokenOf(*state().trace, cell, read ? TokensOf::Input : TokensOf::Output) == word.index;
}

WordSpot AlignedPicture::now() const
{
    const int step = m_focus.step >= 0 ? m_focus.step : wordsWritten(state()) - 1;
    return step >= 0 ? WordSpot{1, step} : WordSpot();
}

QString AlignedPicture::words(const WordSpot& spot) const
{
    return spot.block == 0 ? readText(state(), m_focus, at(spot).index)
                           : writtenText(state(), m_focus, at(spot).index);
}

bool AlignedPicture::takeKey(const QKeyEvent& event)
{
    const bool back = event.key() == Qt::Key_BracketLeft;
    if (!back && event.key() != Qt::Key_BracketRight)
        return TextPicture::takeKey(event);
    const Attention* attention = m_focus.attention;
    if (!attention || attention->headCount() == 1)
        return true;
    const int head = std::clamp(m_focus.head + (back ? -1 : 1), -1, attention->headCount() - 1);
    // A head is chosen by a place of its own.
    const int step = std::max(0, m_focus.step);
    const int written = state().trace->indexOf(sceneOf(state()).written);
    if (head >= 0)
        Q_EMIT clicked({attention->weights + head, step, -1});
    else if (written >= 0)
        Q_EMIT clicked({written, step, -1});
    return true;
}

QString AlignedPicture::caption(const SceneState& state) const
{
    const AlignedScene& scene = sceneOf(state);
    if (state.trace->input.empty())
        return tr("Nothing to read yet: type something.");
    if (scene.attention.empty())
        return tr("No attention: each word is written from the same fixed context, one vector for "
                  "the whole input, so that there are no weights to draw.");
    QString text = tr("Lines between what was read and what is written: the weights, as wide as "
                      "they are large. Point at a word for its own.");
    const AlignedFocus focus = alignedFocus(state);
    if (focus.attention && focus.attention->headCount() > 1)
        text += QLatin1Char(' ') + tr("[ and ] choose one head of several.");
    const bool wrong = std::any_of(state.trace->output.begin(), state.trace->output.end(),
                                   [](const TraceToken& token) { return token.wrong; });
    if (wrong && wordsWritten(state) == static_cast<int>(state.trace->output.size()))
        text += QLatin1Char(' ') + tr("✗ The answer is wrong.");
    return text;
}

QString AlignedPicture::described(const SceneState& state) const
{
    QStringList parts = selectedWords();
    const int written = wordsWritten(state);
    QStringList output;
    for (int step = 0; step < written; ++step)
        output << toText(state.trace->output[static_cast<std::size_t>(step)].text);
    parts << (written == 0 ? tr("Nothing is written yet")
                           : tr("Written so far: %1").arg(output.join(QLatin1Char(' '))));
    if (m_focus.step >= 0)
        parts << writtenText(state, m_focus, m_focus.step);
    parts << tr("Arrow keys choose a word.");
    return parts.join(QStringLiteral(". "));
}

std::vector<int> AlignedPicture::stops(const SceneState& state) const
{
    std::set<int> moments{0};
    const Trace& trace = *state.trace;
    if (const AlignedFocus focus = alignedFocus(state); focus.attention)
        for (const int moment :
             trace.tensors[static_cast<std::size_t>(focus.attention->weights)].rowMoments)
            moments.insert(moment);
    for (int step = 0; step < static_cast<int>(trace.output.size()); ++step)
        if (const int end = trace.endOfStep(step); end >= 0)
            moments.insert(end);
    return {moments.begin(), moments.end()};
}

} // namespace regard

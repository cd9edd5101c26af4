// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/beam/beam_view.h"

#include "ui/words/output_text.h"

#include <algorithm>
#include <cmath>

namespace regard {

BeamView::BeamView(QWidget* parent) : TraceView(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Beam"));
}

bool BeamView::shows(const Trace& trace)
{
    return trace.decoding && !trace.decoding->beam.empty();
}

const Decoding* BeamView::decoding() const
{
    return m_trace && shows(*m_trace) ? m_trace->decoding.get() : nullptr;
}

void BeamView::setTrace(const TracePtr& trace)
{
    m_trace = trace;
    m_fixed = m_hovered = {};
    m_pointed = m_current = -1;
    layOut();
}

void BeamView::setMoment(int moment)
{
    if (moment == m_moment)
        return;
    m_moment = moment;
    describe();
    update();
}

void BeamView::setSelection(const CellRef& fixed, const CellRef& hovered)
{
    if (fixed == m_fixed && hovered == m_hovered)
        return;
    m_fixed = fixed;
    m_hovered = hovered;
    update();
}

void BeamView::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_kept = {};
    update();
}

std::vector<int> BeamView::stops() const
{
    std::vector<int> moments;
    for (int step = 0; decoding() && step < m_trace->steps(); ++step)
        moments.push_back(m_trace->endOfStep(step));
    return moments;
}

void BeamView::layOut()
{
    QString first = tr("start");
    if (const Decoding* told = decoding()) {
        QStringList given;
        for (int i = 0; i < told->forced; ++i)
            given << QString::fromStdString(m_trace->output[static_cast<std::size_t>(i)].text);
        if (!given.isEmpty())
            first = given.join(QLatin1Char(' '));
        m_layout = layOutBeam(*told, first, QFontMetricsF(font()));
    } else {
        m_layout = {};
    }
    m_kept = {};
    m_ends.clear();
    // Steps behind the end of what is written come with its last.
    std::vector<int> ends;
    for (int step = 0, steps = decoding() ? m_trace->steps() : 0; step < steps; ++step)
        ends.push_back(m_trace->endOfStep(step));
    if (decoding())
        for (const BeamNode& node : decoding()->beam)
            m_ends.push_back(
                ends.empty()
                    ? 0
                    : ends[std::min(static_cast<std::size_t>(node.step), ends.size() - 1)]);
    m_written.assign(m_layout.boxes.size(), false);
    for (int at = decoding() ? decoding()->written : -1; at >= 0;
         at = decoding()->beam[static_cast<std::size_t>(at)].parent)
        m_written[static_cast<std::size_t>(at)] = true;
    clampScroll();
    describe();
    update();
}

bool BeamView::isDrawn(int node) const
{
    return m_ends[static_cast<std::size_t>(node)] <= m_moment;
}

bool BeamView::isWritten(int node) const
{
    return m_written[static_cast<std::size_t>(node)];
}

CellRef BeamView::cellOf(int node) const
{
    if (!decoding() || node < 0 || !isWritten(node))
        return {};
    const int tensor = m_trace->indexOf(decoding()->probabilities);
    const BeamNode& told = decoding()->beam[static_cast<std::size_t>(node)];
    const TraceTensor& p = m_trace->tensors[static_cast<std::size_t>(tensor)];
    const auto& names = p.columns->names;
    return {tensor, told.step,
            static_cast<Index>(std::find(names.begin(), names.end(), told.token) - names.begin())};
}

QString BeamView::words(int node) const
{
    const Decoding& told = *decoding();
    const BeamNode& one = told.beam[static_cast<std::size_t>(node)];
    Trace text; // of the hypothesis
    for (int i = 0; i < told.forced; ++i)
        text.output.push_back(m_trace->output[static_cast<std::size_t>(i)]);
    for (const std::string& token : tokensOf(told, node))
        text.output.push_back({token, true, 0, 0});
    QString written = outputInWords(text);
    constexpr int most = 60;
    if (written.size() > most)
        written = QStringLiteral("…") + written.right(most);
    QString line = tr("“%1”: P = %2 (“%3” with %4), ln P = %5")
                       .arg(written, numberText(std::exp(one.logProbability), 3),
                            QString::fromStdString(one.token), numberText(one.probability, 3),
                            numberText(one.logProbability, 4));
    switch (one.fate) {
    case BeamNode::Fate::Kept:
        return line + tr(". It was kept.");
    case BeamNode::Fate::Ended:
        return line
            + tr(". It ended with score %1, branch %2 of %3.")
                  .arg(numberText(one.score, 4))
                  .arg(one.rank)
                  .arg(std::count_if(told.beam.begin(), told.beam.end(),
                                     [](const BeamNode& other) { return other.rank > 0; }));
    case BeamNode::Fate::Pruned:
        return line + tr(". It was pruned: others were more probable.");
    }
    return line;
}

QString BeamView::caption() const
{
    if (!decoding())
        return tr("Nothing was searched for here: choose the setting Decoding: beam.");
    if (m_pointed >= 0)
        return words(m_pointed);
    if (m_current >= 0)
        return words(m_current) + QLatin1Char(' ') + tr("Enter or a double click writes it.");
    return explanation();
}

QString BeamView::explanation() const
{
    const Settings& settings = m_trace->settings;
    return tr("Each column is a step: the %1 most probable hypotheses go on, hatched ones were "
              "pruned. Under each word its probability, behind # the score of what ended: "
              "ln P / ((5 + length) / 6)^%2.")
        .arg(settings.integer("beam_width"))
        .arg(numberText(settings.number("length_penalty"), 3));
}

double BeamView::room() const
{
    // The same whatever is pointed at, so that the tree does not move.
    const int wide = std::max(width() - 2 * margin, 60);
    const QRect needed = QFontMetrics(font()).boundingRect(0, 0, wide, 4000, Qt::TextWordWrap,
                                                           decoding() ? explanation() : caption());
    return needed.height() + 18.0;
}

QRectF BeamView::placeOf(int node) const
{
    if (!decoding() || node < 0 || node >= static_cast<int>(m_layout.boxes.size())
        || !isDrawn(node))
        return {};
    return m_layout.boxes[static_cast<std::size_t>(node)].translated(-m_scroll.x(),
                                                                     room() - m_scroll.y());
}

int BeamView::nodeAt(const QPointF& at) const
{
    const double top = room();
    const QPointF inTree = at + m_scroll - QPointF(0, top);
    for (int node = 0; at.y() > top && node < static_cast<int>(m_layout.boxes.size()); ++node)
        if (m_layout.boxes[static_cast<std::size_t>(node)].contains(inTree) && isDrawn(node))
            return node;
    return -1;
}

void BeamView::clampScroll()
{
    m_scroll.setX(std::clamp(m_scroll.x(), 0.0, std::max(0.0, m_layout.size.width() - width())));
    m_scroll.setY(
        std::clamp(m_scroll.y(), 0.0, std::max(0.0, m_layout.size.height() - (height() - room()))));
}

void BeamView::scrollTo(int node)
{
    const QRectF box = m_layout.boxes[static_cast<std::size_t>(node)];
    const QSizeF seen(width(), height() - room());
    const auto into = [](double scroll, double from, double to, double room) {
        return from - margin < scroll ? from - margin : std::max(scroll, to + margin - room);
    };
    m_scroll = {into(m_scroll.x(), box.left(), box.right(), seen.width()),
                into(m_scroll.y(), box.top(), box.bottom(), seen.height())};
    clampScroll();
}

void BeamView::point(int node)
{
    if (node == m_pointed)
        return;
    m_pointed = node;
    Q_EMIT hovered(cellOf(node));
    update();
}

void BeamView::choose(int node)
{
    m_current = node;
    if (node >= 0)
        scrollTo(node);
    Q_EMIT clicked(cellOf(node));
    describe();
    update();
}

void BeamView::write(int node)
{
    if (!decoding() || node < 0)
        return;
    const Decoding& told = *decoding();
    const BeamNode& one = told.beam[static_cast<std::size_t>(node)];
    if (one.fate == BeamNode::Fate::Ended) {
        Q_EMIT branchAsked(one.rank);
        return;
    }
    std::vector<std::string> prefix;
    for (int i = 0; i < told.forced; ++i)
        prefix.push_back(m_trace->output[static_cast<std::size_t>(i)].text);
    for (std::string& token : tokensOf(told, node))
        prefix.push_back(std::move(token));
    Q_EMIT prefixAsked(prefix);
}

void BeamView::describe()
{
    QString text = caption();
    if (const Decoding* told = decoding())
        for (std::size_t node = 0; node < told->beam.size(); ++node)
            if (told->beam[node].rank > 0 && isDrawn(static_cast<int>(node)))
                text += QLatin1Char('\n') + words(static_cast<int>(node));
    setAccessibleDescription(text);
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/beam/beam_view.h"

#include "ui/words/output_text.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <limits>

namespace regard {

namespace {

constexpr int margin = 12;

} // namespace

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
    clampScroll();
    describe();
    update();
}

bool BeamView::isDrawn(int node) const
{
    const int step = decoding()->beam[static_cast<std::size_t>(node)].step;
    // Steps behind the end of what is written come with its last.
    const int end = m_trace->endOfStep(std::min(step, m_trace->steps() - 1));
    return end <= m_moment;
}

bool BeamView::isWritten(int node) const
{
    const Decoding& told = *decoding();
    for (int at = told.written; at >= 0; at = told.beam[static_cast<std::size_t>(at)].parent)
        if (at == node)
            return true;
    return false;
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
    for (int node = 0; node < static_cast<int>(m_layout.boxes.size()); ++node)
        if (at.y() > room() && placeOf(node).contains(at))
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

void BeamView::moveCurrent(int key)
{
    // To the nearest box that way.
    int best = -1;
    double least = std::numeric_limits<double>::max();
    const QPointF from = m_current < 0
        ? m_layout.root.center()
        : m_layout.boxes[static_cast<std::size_t>(m_current)].center();
    for (int node = 0; node < static_cast<int>(m_layout.boxes.size()); ++node) {
        if (node == m_current || !isDrawn(node))
            continue;
        const QPointF way = m_layout.boxes[static_cast<std::size_t>(node)].center() - from;
        const bool across = key == Qt::Key_Left || key == Qt::Key_Right;
        const double along = key == Qt::Key_Left ? -way.x()
            : key == Qt::Key_Right               ? way.x()
            : key == Qt::Key_Up                  ? -way.y()
                                                 : way.y();
        const double aside = std::abs(across ? way.y() : way.x());
        if (along < 4 || (!across && aside > 4))
            continue;
        if (along + 4 * aside < least) {
            least = along + 4 * aside;
            best = node;
        }
    }
    if (best >= 0)
        choose(best);
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

bool BeamView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int node = nodeAt(help->pos());
        if (node >= 0)
            QToolTip::showText(help->globalPos(),
                               words(node) + QLatin1Char('\n') + tr("A double click writes it."),
                               this);
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride && decoding()) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool mine = key->modifiers() == Qt::NoModifier
            && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter);
        if (mine) {
            event->accept();
            return true;
        }
    }
    return TraceView::event(event);
}

void BeamView::keyPressEvent(QKeyEvent* event)
{
    const bool arrow = event->key() >= Qt::Key_Left && event->key() <= Qt::Key_Down;
    // Left and right without Ctrl are the computation's.
    const bool mine = arrow
        && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down
            || event->modifiers() == Qt::ControlModifier);
    if (decoding() && mine)
        moveCurrent(event->key());
    else if (decoding() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        write(m_current);
    else
        TraceView::keyPressEvent(event);
}

void BeamView::mouseMoveEvent(QMouseEvent* event)
{
    point(nodeAt(event->position()));
}

void BeamView::mousePressEvent(QMouseEvent* event)
{
    setFocus(Qt::MouseFocusReason);
    if (event->button() == Qt::LeftButton)
        choose(nodeAt(event->position()));
}

void BeamView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        write(nodeAt(event->position()));
}

void BeamView::leaveEvent(QEvent* event)
{
    TraceView::leaveEvent(event);
    point(-1);
}

void BeamView::wheelEvent(QWheelEvent* event)
{
    const QPoint by = event->pixelDelta().isNull() ? event->angleDelta() / 2 : event->pixelDelta();
    const bool sideways = event->modifiers().testFlag(Qt::ShiftModifier)
        || m_layout.size.height() <= height() - room();
    m_scroll -= sideways && by.x() == 0 ? QPointF(by.y(), 0) : QPointF(by);
    clampScroll();
    update();
    event->accept();
}

void BeamView::resizeEvent(QResizeEvent* event)
{
    TraceView::resizeEvent(event);
    clampScroll();
}

void BeamView::changeEvent(QEvent* event)
{
    TraceView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        layOut();
}

void BeamView::focusInEvent(QFocusEvent* event)
{
    TraceView::focusInEvent(event);
    update();
}

void BeamView::focusOutEvent(QFocusEvent* event)
{
    TraceView::focusOutEvent(event);
    update();
}

void BeamView::paintLine(QPainter& painter, int node, bool strong) const
{
    const int parent = decoding()->beam[static_cast<std::size_t>(node)].parent;
    const QRectF from =
        parent < 0 ? m_layout.root : m_layout.boxes[static_cast<std::size_t>(parent)];
    const QRectF to = m_layout.boxes[static_cast<std::size_t>(node)];
    const QPointF begin(from.right(), from.center().y());
    const QPointF end(to.left(), to.center().y());
    const double bend = (end.x() - begin.x()) / 2;
    QPainterPath path(begin);
    path.cubicTo(begin + QPointF(bend, 0), end - QPointF(bend, 0), end);
    const BeamNode& one = decoding()->beam[static_cast<std::size_t>(node)];
    const bool pruned = one.fate == BeamNode::Fate::Pruned;
    // As wide as the token is probable.
    QPen pen(strong       ? m_theme.accent()
                 : pruned ? m_theme.border()
                          : m_theme.role(Role::Probabilities),
             1 + (pruned ? 1 : 4) * one.probability);
    if (pruned)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

void BeamView::paintNode(QPainter& painter, int node) const
{
    const BeamNode& one = decoding()->beam[static_cast<std::size_t>(node)];
    const QRectF box = m_layout.boxes[static_cast<std::size_t>(node)];
    const bool pruned = one.fate == BeamNode::Fate::Pruned;
    const bool written = isWritten(node);
    painter.setPen(QPen(written ? m_theme.accent() : m_theme.border(), written ? 2 : 1,
                        pruned ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(m_theme.raised());
    painter.drawRoundedRect(box, 5, 5);
    if (pruned) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QBrush(m_theme.border(), Qt::BDiagPattern));
        painter.drawRoundedRect(box, 5, 5);
        painter.setBrush(m_theme.raised());
        painter.drawRoundedRect(box.adjusted(5, 4, -5, -4), 3, 3);
    }
    if (node == m_current || node == m_pointed) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(node == m_current ? m_theme.selection() : m_theme.hover(), 2));
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 7, 7);
    }
    const CellRef cell = cellOf(node);
    if (cell && (cell == m_fixed || cell == m_hovered)) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(cell == m_fixed ? m_theme.selection() : m_theme.hover(), 2));
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 7, 7);
    }
    const QRectF inner = box.adjusted(4, 3, -4, -3);
    painter.setPen(pruned ? m_theme.textMuted() : m_theme.text());
    QFont bold = font();
    bold.setBold(written);
    painter.setFont(bold);
    painter.drawText(inner, Qt::AlignHCenter | Qt::AlignTop, QString::fromStdString(one.token));
    painter.setFont(font());
    painter.setPen(m_theme.textMuted());
    painter.drawText(inner, Qt::AlignHCenter | Qt::AlignBottom, beamNumber(one));
}

void BeamView::paintTree(QPainter& painter) const
{
    const Decoding& told = *decoding();
    painter.setRenderHint(QPainter::Antialiasing);
    const auto count = static_cast<int>(told.beam.size());
    // The text of what is pointed at, else clicked, on top of the others.
    const int shown = m_pointed >= 0 ? m_pointed : m_current;
    std::vector<bool> strong(told.beam.size(), false);
    for (int at = shown; at >= 0; at = told.beam[static_cast<std::size_t>(at)].parent)
        strong[static_cast<std::size_t>(at)] = true;
    for (const bool pass : {false, true})
        for (int node = 0; node < count; ++node) {
            const auto at = static_cast<std::size_t>(node);
            if (isDrawn(node) && pass == (strong[at] || (shown < 0 && isWritten(node))))
                paintLine(painter, node, pass);
        }
    painter.setPen(m_theme.border());
    painter.setBrush(m_theme.raised());
    painter.drawRoundedRect(m_layout.root, 5, 5);
    painter.setPen(m_theme.textMuted());
    QStringList given;
    for (int i = 0; i < told.forced; ++i)
        given << QString::fromStdString(m_trace->output[static_cast<std::size_t>(i)].text);
    painter.setFont(font());
    painter.drawText(m_layout.root, Qt::AlignCenter,
                     given.isEmpty() ? tr("start") : given.join(QLatin1Char(' ')));
    for (int node = 0; node < count; ++node)
        if (isDrawn(node))
            paintNode(painter, node);
}

void BeamView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.surface());
    if (decoding()) {
        painter.save();
        painter.setClipRect(QRectF(0, room(), width(), height() - room()));
        painter.translate(-m_scroll.x(), room() - m_scroll.y());
        paintTree(painter);
        painter.restore();
    }
    painter.setFont(font());
    painter.setPen(m_theme.text());
    painter.drawText(QRectF(margin, 8, width() - 2 * margin, room() - 8), Qt::TextWordWrap,
                     caption());
    if (!hasFocus())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.accent(), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

bool BeamView::saveTo(const QString& path, QString* error, double density)
{
    PictureFormat format;
    const QString title = caption();
    format.size = QSize(std::max(width(), static_cast<int>(std::ceil(m_layout.size.width()))), 0);
    const int wide = format.size.width() - 2 * margin;
    const int words =
        QFontMetrics(font()).boundingRect(0, 0, wide, 4000, Qt::TextWordWrap, title).height();
    format.size.setHeight(words + 20 + static_cast<int>(std::ceil(m_layout.size.height())));
    format.density = density;
    format.title = title;
    const auto paint = [&](QPaintDevice& device) {
        QPainter painter(&device);
        painter.fillRect(QRect(QPoint(), format.size), m_theme.surface());
        painter.setFont(font());
        painter.setPen(m_theme.text());
        painter.drawText(QRect(margin, 8, wide, words), Qt::TextWordWrap, title);
        painter.translate(0, words + 16);
        if (decoding())
            paintTree(painter);
    };
    return savePicture(path, format, paint, error);
}

} // namespace regard

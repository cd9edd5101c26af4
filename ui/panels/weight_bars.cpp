// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/weight_bars.h"

#include "ui/words/labels.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace regard {

namespace {

constexpr int gap = 8;
constexpr int widestLabel = 110;
constexpr Real keyStep = Real(0.05);

QString shareText(Real value)
{
    return QString::number(static_cast<double>(value), 'f', 3);
}

} // namespace

std::vector<Real> withWeight(const std::vector<Real>& row, const std::vector<bool>& seen,
                             std::size_t changed, Real value, bool alone)
{
    std::vector<Real> result = row;
    if (changed >= row.size() || !seen[changed])
        return result;
    const Real total = std::accumulate(row.begin(), row.end(), Real(0));
    result[changed] = alone ? std::max(value, Real(0)) : std::clamp(value, Real(0), total);
    if (alone)
        return result;
    const Real others = total - row[changed];
    const Real rest = total - result[changed];
    const auto sharing = static_cast<Real>(std::count(seen.begin(), seen.end(), true) - 1);
    if (sharing == 0) // nobody takes what is left
        return row;
    for (std::size_t i = 0; i < row.size(); ++i)
        if (i != changed && seen[i])
            result[i] = others > Real(1e-6) ? row[i] * rest / others : rest / sharing;
    return result;
}

WeightBars::WeightBars(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Row of weights"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void WeightBars::setPlace(const TracePtr& trace, const CellRef& place)
{
    // A drag goes on with the row that it began with.
    if (m_dragged >= 0)
        return;
    const CellRef before = m_row;
    m_row = {};
    m_labels.clear();
    m_values.clear();
    m_seen.clear();
    const Attention* attention = trace && place ? trace->attentionOf(place.tensor) : nullptr;
    if (attention && place.row >= 0 && attention->weights >= 0
        && !(attention->mapOf(&Attention::key, attention->headOf(place.tensor)) == place.tensor)
        && !(attention->mapOf(&Attention::value, attention->headOf(place.tensor))
             == place.tensor)) {
        const int head = attention->headOf(place.tensor);
        const int index = attention->mapOf(&Attention::weights, head);
        const TraceTensor& weights = trace->tensors[static_cast<std::size_t>(index)];
        const int masked = attention->mapOf(&Attention::masked, head);
        if (place.row < weights.value.rows()) {
            m_row = {index, place.row, -1};
            for (Index column = 0; column < weights.value.columns(); ++column) {
                m_labels << columnText(*trace, weights, column);
                m_values.push_back(weights.value.at(place.row, column));
                m_seen.push_back(
                    masked < 0
                    || !std::isinf(trace->tensors[static_cast<std::size_t>(masked)].value.at(
                        place.row, column)));
            }
        }
    }
    const Real total = std::accumulate(m_values.begin(), m_values.end(), Real(0));
    m_alone = std::abs(total - 1) > Real(1e-3);
    m_total = m_alone ? std::max(Real(1), total) : Real(1);
    if (before.tensor != m_row.tensor || before.row != m_row.row)
        m_current = -1;
    m_current = std::min(m_current, count() - 1);
    setFixedHeight(std::max(40, sizeHint().height()));
    setEnabled(!m_values.empty());
    tell();
    update();
}

void WeightBars::setTheme(const Theme& theme)
{
    m_theme = theme;
    update();
}

int WeightBars::lineHeight() const
{
    return fontMetrics().height() + 8;
}

int WeightBars::labelWidth() const
{
    int widest = 0;
    for (const QString& label : m_labels)
        widest = std::max(widest, fontMetrics().horizontalAdvance(label) + 2);
    return std::min({widest, widestLabel, width() / 3});
}

QSize WeightBars::sizeHint() const
{
    return {240, count() * lineHeight()};
}

QRect WeightBars::barRectangle(int index) const
{
    const int left = labelWidth() + gap;
    const int right = fontMetrics().horizontalAdvance(QStringLiteral("0.000")) + gap;
    return {left, index * lineHeight() + 3, std::max(20, width() - left - right), lineHeight() - 6};
}

void WeightBars::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    if (m_values.empty()) {
        painter.setPen(m_theme.textMuted());
        painter.drawText(rect(), static_cast<int>(Qt::AlignLeft | Qt::TextWordWrap),
                         tr("Select a row of an attention to see its weights as bars."));
        return;
    }
    for (int i = 0; i < count(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const QRect bar = barRectangle(i);
        if (!bar.united({0, bar.top(), width(), bar.height()}).intersects(event->rect()))
            continue;
        painter.setPen(m_seen[at] ? m_theme.text() : m_theme.textMuted());
        painter.drawText(QRect(0, bar.top(), bar.left() - gap, bar.height()),
                         static_cast<int>(Qt::AlignRight | Qt::AlignVCenter),
                         fontMetrics().elidedText(m_labels[i], Qt::ElideRight, bar.left() - gap));
        painter.drawText(QRect(bar.right() + gap, bar.top(), width() - bar.right(), bar.height()),
                         static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter),
                         m_seen[at] ? shareText(m_values[at]) : tr("−∞"));
        painter.setPen(QPen(hasFocus() && i == m_current ? m_theme.accent() : m_theme.border(),
                            hasFocus() && i == m_current ? 2 : 1));
        painter.setBrush(m_theme.raised());
        painter.drawRect(bar);
        QRect filled = bar.adjusted(1, 1, 0, 0);
        filled.setWidth(static_cast<int>(std::lround(
            static_cast<double>(std::min(m_values[at] / m_total, Real(1))) * (bar.width() - 1))));
        painter.fillRect(filled, m_theme.role(Role::Weights));
    }
}

int WeightBars::barAt(const QPointF& at) const
{
    const int index = static_cast<int>(std::floor(at.y() / lineHeight()));
    return index >= 0 && index < count() ? index : -1;
}

Real WeightBars::valueAt(double x) const
{
    const QRect bar = barRectangle(0);
    return static_cast<Real>(std::clamp((x - bar.left()) / (bar.width() - 1), 0.0, 1.0)) * m_total;
}

std::vector<Real> WeightBars::with(int index, Real value) const
{
    return withWeight(m_dragged >= 0 ? m_before : m_values, m_seen, static_cast<std::size_t>(index),
                      value, m_alone);
}

void WeightBars::mousePressEvent(QMouseEvent* event)
{
    const int index = barAt(event->position());
    if (event->button() != Qt::LeftButton || index < 0 || !m_seen[static_cast<std::size_t>(index)])
        return;
    m_current = m_dragged = index;
    m_before = m_values;
    mouseMoveEvent(event);
}

void WeightBars::mouseMoveEvent(QMouseEvent* event)
{
    if (m_dragged < 0)
        return;
    m_values = with(m_dragged, valueAt(event->position().x()));
    tell();
    update();
    Q_EMIT dragged(m_row, m_values);
}

void WeightBars::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || std::exchange(m_dragged, -1) < 0)
        return;
    const std::vector<Real> values = m_values;
    Q_EMIT changed(m_row, values);
}

void WeightBars::keyPressEvent(QKeyEvent* event)
{
    // A drag is given up.
    if (event->key() == Qt::Key_Escape && m_dragged >= 0) {
        m_dragged = -1;
        m_values = m_before;
        Q_EMIT changed(m_row, {});
        tell();
        update();
        return;
    }
    const auto set = [this](Real value) {
        if (m_current < 0 || !m_seen[static_cast<std::size_t>(m_current)])
            return;
        m_values = with(m_current, value);
        Q_EMIT changed(m_row, m_values);
    };
    const Real now = m_current >= 0 ? m_values[static_cast<std::size_t>(m_current)] : Real(0);
    switch (event->key()) {
    case Qt::Key_Up:
        m_current = std::max(0, m_current - 1);
        break;
    case Qt::Key_Down:
        m_current = std::min(count() - 1, m_current + 1);
        break;
    case Qt::Key_Left:
        set(std::max(Real(0), now - keyStep));
        break;
    case Qt::Key_Right:
        set(std::min(m_total, now + keyStep));
        break;
    case Qt::Key_Home:
        set(0);
        break;
    case Qt::Key_End:
        set(m_total);
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    tell();
    update();
}

void WeightBars::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    if (m_current < 0 && count() > 0)
        m_current = 0;
    update();
}

void WeightBars::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

bool WeightBars::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int index = barAt(help->pos());
        if (index < 0)
            QToolTip::hideText();
        else if (!m_seen[static_cast<std::size_t>(index)])
            QToolTip::showText(help->globalPos(),
                               tr("%1 is masked: it gets no weight").arg(m_labels[index]), this);
        else
            QToolTip::showText(
                help->globalPos(),
                m_alone ? tr("%1: drag to give it another weight").arg(m_labels[index])
                        : tr("%1: drag to give it another weight; the others share what is left")
                              .arg(m_labels[index]),
                this);
        return true;
    }
    // The window's own uses of these keys come after the bars'.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool own = key->key() == Qt::Key_Left || key->key() == Qt::Key_Right
            || key->key() == Qt::Key_Home || key->key() == Qt::Key_End
            || (key->key() == Qt::Key_Escape && m_dragged >= 0);
        if (key->modifiers() == Qt::NoModifier && own) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void WeightBars::tell()
{
    QStringList words;
    for (int i = 0; i < count(); ++i)
        words << m_labels[i] + QLatin1Char(' ')
                + (m_seen[static_cast<std::size_t>(i)]
                       ? shareText(m_values[static_cast<std::size_t>(i)])
                       : tr("masked"));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
}

} // namespace regard

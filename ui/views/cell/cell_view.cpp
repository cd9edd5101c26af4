// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/cell/cell_view.h"

#include "ui/views/cell/cell_picture.h"
#include "ui/views/cell/cell_text.h"
#include "ui/views/shared/picture_file.h"

#include <QComboBox>
#include <QPainter>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

#include <qcustomplot.h>

namespace regard {

CellView::CellView(QWidget* parent) : TraceView(parent), m_layer(new QComboBox)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Cell"));
    m_state.font = font();
    m_layer->setAccessibleName(tr("Layer"));
    m_layer->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_layer->setMinimumContentsLength(10);
    m_layer->setMaximumWidth(260);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 4);
    layout->addWidget(m_layer);
    layout->addStretch(1);
    connect(m_layer, &QComboBox::activated, this,
            [this](int index) { setLayer(m_layer->itemData(index).toInt()); });
    fillLayers();
    refresh();
}

QRectF CellView::pictureRect() const
{
    const qreal top = m_layer->isHidden() ? 4 : m_layer->sizeHint().height() + 10;
    return QRectF(rect()).adjusted(2, top, -2, -2);
}

CellLayout CellView::layoutNow() const
{
    const QRectF box = m_layer->geometry();
    return cellLayout(
        m_state, m_sections, pictureRect(),
        QRectF(box.right() + 12, box.top(), width() - box.right() - 24, box.height()));
}

void CellView::refresh()
{
    m_sections = cellSections(m_state);
    if (m_layer->count() > 0 && m_state.layer >= 0) {
        // The layer that is followed is named, too.
        m_layer->setItemText(0, tr("%1 (follows)").arg(layerText(m_state, m_state.layer)));
        m_layer->setItemData(0, tr("The layer that is being computed, or that is selected"),
                             Qt::ToolTipRole);
    }
    m_layer->setToolTip(m_state.shown()
                            ? tr("%1\nWhich recurrent layer and direction is looked at ([ and ])")
                                  .arg(stepCaption(m_state, m_state.placeOf(m_state.row)))
                            : QString());
    setAccessibleDescription(cellDescription(m_state));
    update();
}

void CellView::fillLayers()
{
    const QSignalBlocker blocker(m_layer);
    m_layer->clear();
    m_layer->setVisible(!m_state.layers.empty());
    if (m_state.layers.empty())
        return;
    m_layer->addItem(QString(), -1);
    for (int i = 0; i < static_cast<int>(m_state.layers.size()); ++i)
        m_layer->addItem(layerText(m_state, i), i);
    m_layer->setCurrentIndex(m_state.pinned + 1);
    m_layer->setEnabled(m_state.layers.size() > 1);
}

void CellView::setTrace(const TracePtr& trace)
{
    // What is selected is told anew: it is of another trace.
    m_state.fixed = m_state.hovered = m_previewed = {};
    m_state.setTrace(trace);
    fillLayers();
    refresh();
}

void CellView::setMoment(int moment)
{
    if (moment == m_state.moment && m_part == m_state.part)
        return;
    m_state.moment = moment;
    m_state.part = m_part;
    if (m_state.trace)
        m_state.followMoment();
    refresh();
}

void CellView::setSelection(const CellRef& fixed, const CellRef& hovered)
{
    if (fixed == m_state.fixed && hovered == m_state.hovered)
        return;
    const bool other = !(fixed == m_state.fixed);
    m_state.fixed = fixed;
    m_state.hovered = hovered;
    if (other)
        m_state.followFixed();
    refresh();
}

void CellView::setTheme(const Theme& theme)
{
    m_state.theme = theme;
    refresh();
}

void CellView::setLayer(int layer)
{
    layer = layer < static_cast<int>(m_state.layers.size()) ? layer : -1;
    {
        const QSignalBlocker blocker(m_layer);
        m_layer->setCurrentIndex(layer + 1);
    }
    if (layer == m_state.pinned)
        return;
    m_state.pinned = layer;
    m_state.followMoment();
    m_state.followFixed();
    refresh();
    Q_EMIT stopsChanged();
}

void CellView::showTensor(int tensor)
{
    for (int i = 0; i < static_cast<int>(m_state.layers.size()); ++i) {
        const RecurrentLayer& each = m_state.layers[static_cast<std::size_t>(i)];
        if ((each.states == tensor || each.cells == tensor) && m_state.pinned >= 0)
            setLayer(i);
    }
}

int CellView::shownTensor() const
{
    return m_state.shown() ? m_state.shown()->states : -1;
}

std::vector<int> CellView::stops() const
{
    std::vector<int> moments;
    for (int i = 0; i < static_cast<int>(m_state.layers.size()); ++i) {
        if (m_state.pinned >= 0 && i != m_state.pinned)
            continue;
        const RecurrentLayer& each = m_state.layers[static_cast<std::size_t>(i)];
        for (const int tensor : {each.states, each.cells})
            if (tensor >= 0) {
                const RowMoments& rows = m_state.tensor(tensor).rowMoments;
                moments.insert(moments.end(), rows.begin(), rows.end());
            }
    }
    std::sort(moments.begin(), moments.end());
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    return moments;
}

void CellView::fit()
{
    m_state.showUnits(0, static_cast<double>(m_state.units()));
    update();
}

void CellView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_state.theme.surface());
    if (m_sections.empty())
        drawNoCell(painter, m_state, QRectF(rect()));
    else
        drawCell(painter, m_state, m_sections, layoutNow());
    if (!m_state.focused)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_state.theme.accent(), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

bool CellView::takePicture(const TakePicture& take, QString* /*error*/, double density)
{
    CellState whole = m_state;
    whole.hovered = {};
    PictureFormat format;
    format.size = size().expandedTo({360, 360});
    format.density = density;
    format.title = m_state.shown() ? layerText(m_state, m_state.layer) : QString();
    const auto paint = [&](QCPPainter& painter) {
        const QRectF rect(QPointF(), format.size);
        painter.fillRect(rect, whole.theme.surface());
        const std::vector<CellSection> sections = cellSections(whole);
        if (sections.empty())
            return drawNoCell(painter, whole, rect);
        QFont bold = whole.font;
        bold.setBold(true);
        painter.setFont(bold);
        painter.setPen(whole.theme.text());
        const QFontMetricsF metrics(bold);
        const qreal line = metrics.height();
        const QRectF header(12, 8, rect.width() - 24, line);
        painter.drawText(header, Qt::AlignLeft | Qt::AlignVCenter, format.title);
        drawCell(
            painter, whole, sections,
            cellLayout(whole, sections, rect.adjusted(2, 10 + line, -2, -2),
                       header.adjusted(metrics.horizontalAdvance(format.title) + 16, 0, 0, 0)));
    };
    return take(format, paint);
}

void CellView::focusInEvent(QFocusEvent* event)
{
    // A click shows by itself where the focus is.
    m_state.focused = event->reason() != Qt::MouseFocusReason;
    update();
    TraceView::focusInEvent(event);
}

void CellView::focusOutEvent(QFocusEvent* event)
{
    m_state.focused = false;
    update();
    TraceView::focusOutEvent(event);
}

void CellView::changeEvent(QEvent* event)
{
    TraceView::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        m_state.font = font();
        refresh();
    }
}

} // namespace regard

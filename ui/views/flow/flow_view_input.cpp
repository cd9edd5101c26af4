// SPDX-License-Identifier: GPL-3.0-or-later
// The view at the keyboard: keys, and what is said of the picture in words.
#include "ui/views/flow/flow_callout.h"
#include "ui/views/flow/flow_card_items.h"
#include "ui/views/flow/flow_prose_item.h"
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_stage.h"
#include "ui/views/flow/flow_text.h"
#include "ui/views/flow/flow_view.h"
#include "ui/words/labels.h"

#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>

namespace regard {

void FlowView::help(const QPointF& at, const QPoint& global)
{
    const FlowState& state = m_scene->state();
    const CellRef cell = m_scene->cellAt(at);
    QStringList parts;
    if (const FlowChoice choice = m_scene->choiceAt(at); choice.page >= 0) {
        const FlowPage& page = state.pages[static_cast<std::size_t>(choice.page)];
        if (page.tensors.size() == 1)
            parts << tensorHelp(*state.tensor(page.tensors.front()));
        parts << tr("Show %1 (keys Page Up and Page Down)").arg(page.title());
    } else if (choice.head >= 0) {
        const FlowBlock& block = state.blocks[static_cast<std::size_t>(state.block)];
        const FlowHead& head = block.heads[static_cast<std::size_t>(choice.head)];
        parts << tr("Show head %1 (keys [ and ]). Each head attends in its own way.")
                     .arg(choice.head + 1)
              << state.imageHelp(head.lastStage(), FlowHeadsItem::thumbPixels);
    } else if (choice) {
        parts << tr("Show layer %1 (keys Page Up and Page Down).").arg(choice.block + 1);
    } else if (cell) {
        // In the cells the note beside the pointer says the value.
        if (!cell.isCell())
            parts << tensorHelp(*state.tensor(cell.tensor));
        for (const FlowBox& box : m_scene->plan().boxes)
            if (box.kind == FlowBox::Kind::Matrix && box.tensor == cell.tensor)
                parts << state.imageHelp(box.tensor, (box.rect.size() * state.density).toSize());
    }
    if (parts.isEmpty())
        parts << m_scene->helpAt(at);
    // Rich text, as that breaks its lines.
    QString text;
    for (const QString& part : parts)
        if (!part.isEmpty())
            text += QStringLiteral("<p>%1</p>").arg(part.toHtmlEscaped());
    QToolTip::showText(global, text, m_stage);
}

bool FlowView::eventFilter(QObject* object, QEvent* event)
{
    if (object == m_stage
        && (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride)) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Question || (key->key() == Qt::Key_Escape && m_scene->prose())) {
            event->accept();
            if (event->type() == QEvent::KeyPress && key->key() == Qt::Key_Question)
                askNext();
            else if (event->type() == QEvent::KeyPress)
                m_scene->ask({});
            describe();
            return true;
        }
        const bool plain = (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
        // Without a fixed place they are the window's: steps of the computation.
        if (plain && !m_scene->state().fixed
            && (key->key() == Qt::Key_Left || key->key() == Qt::Key_Right)) {
            event->ignore();
            return true;
        }
        switch (plain ? key->key() : 0) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_BracketLeft:
        case Qt::Key_BracketRight:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
        case Qt::Key_0:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            event->accept();
            return event->type() == QEvent::ShortcutOverride || handleKey(key->key());
        default:
            break;
        }
    }
    return TraceView::eventFilter(object, event);
}

bool FlowView::handleKey(int key)
{
    switch (key) {
    case Qt::Key_Up:
        moveFixed(-1, 0);
        break;
    case Qt::Key_Down:
        moveFixed(1, 0);
        break;
    case Qt::Key_Left:
        moveFixed(0, -1);
        break;
    case Qt::Key_Right:
        moveFixed(0, 1);
        break;
    case Qt::Key_BracketLeft:
        choose(layer(), head() - 1);
        break;
    case Qt::Key_BracketRight:
        choose(layer(), head() + 1);
        break;
    case Qt::Key_PageUp:
        choosePage(page() - 1);
        break;
    case Qt::Key_PageDown:
        choosePage(page() + 1);
        break;
    case Qt::Key_0:
        fit();
        break;
    default:
        if (m_scene->state().fixed)
            Q_EMIT opened(m_scene->state().fixed.tensor);
    }
    return true;
}

void FlowView::askNext()
{
    const FlowState& state = m_scene->state();
    const QStringList keys = m_scene->questions();
    if (keys.isEmpty())
        return;
    qsizetype next = keys.indexOf(state.asked) + 1;
    const auto showing = [&](auto shows) {
        return std::find_if(
            m_scene->plan().boxes.begin(), m_scene->plan().boxes.end(),
            [&](const FlowBox& box) { return keys.contains(box.key) && shows(box.tensor); });
    };
    if (state.asked.isEmpty()) {
        // What is fixed comes first, else what is being computed.
        auto box = showing([&](int tensor) { return tensor == state.fixed.tensor; });
        if (box == m_scene->plan().boxes.end())
            box = showing([&](int tensor) { return state.isCurrent(tensor); });
        if (box != m_scene->plan().boxes.end())
            next = keys.indexOf(box->key);
    }
    m_scene->ask(next < keys.size() ? keys[next] : QString());
}

void FlowView::moveFixed(int rows, int columns)
{
    const FlowState& state = m_scene->state();
    CellRef cell = state.fixed;
    if (!cell) {
        int start = state.recurrence ? state.recurrence.decoderStates : -1;
        if (!state.pages.empty()) {
            const FlowPage& page = state.pages[static_cast<std::size_t>(state.page)];
            start = page.block < 0 ? page.tensors.front()
                                   : state.blocks[static_cast<std::size_t>(page.block)]
                                         .heads[static_cast<std::size_t>(state.head)]
                                         .lastStage();
        }
        if (start >= 0)
            Q_EMIT clicked(state.padding.toWhole({start, 0, -1}));
        return;
    }
    const TraceTensor& tensor = *state.tensor(cell.tensor);
    cell.row = std::clamp<Index>(std::max<Index>(cell.row, rows < 0 ? 1 : -1) + rows, 0,
                                 tensor.value.rows() - 1);
    cell.column = std::clamp<Index>(cell.column + columns, -1, tensor.value.columns() - 1);
    if (!(cell == state.fixed))
        Q_EMIT clicked(state.padding.toWhole(cell));
}

void FlowView::describe()
{
    const FlowState& state = m_scene->state();
    QStringList parts;
    if (!state.trace || m_scene->plan().boxes.empty())
        parts << tr("Empty. Type above to see how attention reads it.");
    else if (state.recurrence)
        parts << tr("Encoder and decoder, step %1 of %2.")
                     .arg(state.step() + 1)
                     .arg(state.tensor(state.recurrence.decoderStates)->value.rows());
    else if (state.navigator)
        parts << tr("%1, page %2 of %3.")
                     .arg(state.pages[static_cast<std::size_t>(state.page)].title())
                     .arg(page() + 1)
                     .arg(pageCount());
    else if (!state.blocks.empty())
        parts << tr("Layer %1 of %2, head %3 of %4.")
                     .arg(layer() + 1)
                     .arg(layerCount())
                     .arg(head() + 1)
                     .arg(headCount());
    if (state.trace && state.moment >= 0
        && state.moment < static_cast<int>(state.trace->moments.size()) && !state.resting)
        parts << tr("Computing %1.")
                     .arg(QString::fromStdString(
                         state.trace->moments[static_cast<std::size_t>(state.moment)].name));
    if (state.trace && state.fixed) {
        const TraceTensor& tensor = *state.tensor(state.fixed.tensor);
        const QString cell = cellText(*state.trace, state.fixed, state.shownMoment());
        parts << flowName(tensor) + QStringLiteral(": ")
                + (!cell.isEmpty() ? cell
                       : state.fixed.row >= 0
                       ? rowInWords(*state.trace, tensor, state.fixed.row, state.shownMoment())
                       : shapeText(*state.wholeTensor(state.fixed.tensor)));
    }
    if (const FlowProseItem* card = m_scene->prose())
        parts << card->prose().question + QLatin1Char(' ') + card->prose().answer;
    const QString text = parts.join(QLatin1Char(' '));
    setAccessibleDescription(text);
    m_stage->setAccessibleDescription(text);
}

} // namespace regard

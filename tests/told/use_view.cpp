// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/told/use_view.h"

#include "tests/told/shown.h"
#include "ui/views/shared/trace_view.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QPointer>
#include <QSlider>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>

namespace regard {

namespace {

/// Where a view takes the mouse and the keys.
QWidget* surfaceOf(TraceView& view)
{
    for (QWidget* child : view.findChildren<QWidget*>())
        if (classOf(*child) == QLatin1String("QCustomPlot") && child->isVisible())
            return child;
    for (QAbstractScrollArea* area : view.findChildren<QAbstractScrollArea*>())
        if (area->isVisible())
            return area->viewport();
    if (auto* scrolled = qobject_cast<QAbstractScrollArea*>(static_cast<QWidget*>(&view)))
        return scrolled->viewport();
    return &view;
}

/// Each list, box and button of a view itself: another choice, and what was.
void useControls(TraceView& view, Teller& teller, const QString& name)
{
    QList<QPointer<QWidget>> controls;
    for (QWidget* widget : view.findChildren<QWidget*>())
        controls << widget;
    for (const QPointer<QWidget>& control : std::as_const(controls)) {
        if (!control || !control->isVisible() || !control->isEnabled())
            continue;
        const QString what = name + QStringLiteral(": ") + inQuotes(control->accessibleName());
        if (auto* box = qobject_cast<QComboBox*>(control)) {
            const int before = box->currentIndex();
            for (int i = 0; i < box->count(); ++i) {
                box->setCurrentIndex(i);
                Q_EMIT box->activated(i);
                teller.after(what + QStringLiteral(" is ") + box->itemText(i));
            }
            box->setCurrentIndex(before);
            Q_EMIT box->activated(before);
        } else if (auto* button = qobject_cast<QAbstractButton*>(control)) {
            button->click();
            teller.after(what + QStringLiteral(" clicked, ") + inQuotes(button->text()));
            if (control && button->isCheckable())
                button->click();
        } else if (auto* slider = qobject_cast<QSlider*>(control)) {
            const int before = slider->value();
            slider->setValue((slider->minimum() + slider->maximum()) / 3);
            teller.after(what + QStringLiteral(" at a third"));
            slider->setValue(before);
        }
    }
}

void turnWheel(QWidget& surface, const QPoint& at, int steps, Qt::KeyboardModifiers keys)
{
    QWheelEvent wheel(at, surface.mapToGlobal(at), {}, {0, 120 * steps}, Qt::NoButton, keys,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&surface, &wheel);
}

} // namespace

void useView(MainWindow& window, Teller& teller, int tab)
{
    const QString name = window.stage()->tabText(tab);
    window.stage()->setCurrentIndex(tab);
    teller.after(QStringLiteral("turn to ") + name);
    TraceView* view = window.views()[static_cast<std::size_t>(tab)];
    const auto at = [&](double x, double y) {
        QWidget* surface = surfaceOf(*view);
        return QPoint(static_cast<int>(x * surface->width()),
                      static_cast<int>(y * surface->height()));
    };
    // The first places of the picture that mean something, as they come across it.
    int told = 0;
    CellRef before;
    for (int place = 0; place < 24 * 24 && told < 5; ++place) {
        const double x = (place * 7 % 24 + 0.5) / 24;
        const double y = ((place / 24 * 11 + place) % 24 + 0.5) / 24;
        QTest::mouseMove(surfaceOf(*view), at(x, y));
        const CellRef cell = window.selection().hovered();
        if (cell.tensor < 0 || cell == before || cell.tensor == before.tensor)
            continue;
        before = cell;
        ++told;
        QHelpEvent help(QEvent::ToolTip, at(x, y), surfaceOf(*view)->mapToGlobal(at(x, y)));
        QApplication::sendEvent(surfaceOf(*view), &help);
        teller.after(QStringLiteral("%1: point at place %2").arg(name).arg(place));
        QToolTip::hideText();
        QTest::mouseClick(surfaceOf(*view), Qt::LeftButton, {}, at(x, y));
        teller.after(QStringLiteral("%1: click at place %2").arg(name).arg(place));
        QTest::mouseClick(surfaceOf(*view), Qt::LeftButton, Qt::ControlModifier, at(y, x));
        teller.after(QStringLiteral("%1: Ctrl+click elsewhere").arg(name));
        if (told == 3) {
            QContextMenuEvent menu(QContextMenuEvent::Mouse, at(x, y),
                                   surfaceOf(*view)->mapToGlobal(at(x, y)));
            QApplication::sendEvent(surfaceOf(*view), &menu);
            teller.after(QStringLiteral("%1: right click at place %2").arg(name).arg(place));
            if (QWidget* popup = QApplication::activePopupWidget())
                popup->close();
        }
        if (told == 2) {
            QTest::mouseDClick(surfaceOf(*view), Qt::LeftButton, {}, at(x, y));
            teller.after(QStringLiteral("%1: double click at place %2").arg(name).arg(place));
            window.stage()->setCurrentIndex(tab);
        }
    }
    QWidget* keyed = view->focusPolicy() != Qt::NoFocus ? view : surfaceOf(*view);
    keyed->setFocus();
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Right, Qt::Key_Return, Qt::Key_Plus,
                              Qt::Key_Minus, Qt::Key_0, Qt::Key_Tab, Qt::Key_Escape}) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : keyed, key);
        teller.after(name + QStringLiteral(": key ") + QKeySequence(key).toString());
    }
    window.stage()->setCurrentIndex(tab);
    for (const Qt::KeyboardModifiers keys :
         {Qt::NoModifier, Qt::ControlModifier, Qt::ShiftModifier}) {
        turnWheel(*surfaceOf(*view), at(0.4, 0.4), 2, keys);
        teller.after(name + QStringLiteral(": wheel with keys %1").arg(keys.toInt()));
    }
    QTest::mousePress(surfaceOf(*view), Qt::LeftButton, {}, at(0.5, 0.5));
    QTest::mouseMove(surfaceOf(*view), at(0.4, 0.45));
    QTest::mouseRelease(surfaceOf(*view), Qt::LeftButton, {}, at(0.4, 0.45));
    teller.after(name + QStringLiteral(": dragged"));
    view->fit();
    teller.after(name + QStringLiteral(": fitted"));
    useControls(*view, teller, name);
}

} // namespace regard

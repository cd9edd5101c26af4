// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/told/use_view.h"

#include "tests/told/shown.h"
#include "ui/views/shared/trace_view.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QHelpEvent>
#include <QPointer>
#include <QSlider>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cstdio>
#include <utility>

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

/// What a view shows beside its surface and paints itself.
QList<QPointer<QWidget>> partsOf(TraceView& view)
{
    const QWidget* surface = surfaceOf(view);
    QList<QPointer<QWidget>> parts;
    for (QWidget* widget : view.findChildren<QWidget*>())
        if (widget->isVisible() && widget != surface && !widget->isAncestorOf(surface)
            && !surface->isAncestorOf(widget) && widget->findChildren<QWidget*>().isEmpty()
            && !widget->inherits("QAbstractButton") && !widget->inherits("QComboBox")
            && !widget->inherits("QLabel") && !widget->inherits("QAbstractSlider"))
            parts << widget;
    return parts;
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

QString spokenOf(const QAccessibleInterface& part)
{
    const QAccessible::State state = part.state();
    QString told =
        QStringLiteral("%1 %2 %3 %4")
            .arg(part.role())
            .arg(inQuotes(part.text(QAccessible::Name)), inQuotes(part.text(QAccessible::Value)),
                 inQuotes(part.text(QAccessible::Description)));
    for (const auto& [is, word] :
         {std::pair{state.selected, " selected"}, std::pair{state.focused, " focused"},
          std::pair{state.invisible, " unseen"}, std::pair{state.disabled, " off"}})
        if (is)
            told += QLatin1String(word);
    return told;
}

} // namespace

void tellSpoken(TraceView& view, const QString& name)
{
    QAccessibleInterface* whole = QAccessible::queryAccessibleInterface(&view);
    std::printf("= %s as spoken\n", qPrintable(name));
    if (!whole)
        return;
    std::printf("  %s\n", qPrintable(spokenOf(*whole)));
    const int count = whole->childCount();
    std::printf("  %d parts\n", count);
    for (int i = 0; i < count; ++i)
        if (i < 8 || i + 3 > count)
            if (const QAccessibleInterface* part = whole->child(i)) {
                const QRect place = part->rect();
                std::printf("  %s @%d,%d %d×%d, part %d\n", qPrintable(spokenOf(*part)), place.x(),
                            place.y(), place.width(), place.height(), whole->indexOfChild(part));
            }
    if (auto* table = whole->tableInterface()) {
        QStringList names;
        for (int row = 0; row < std::min(3, table->rowCount()); ++row)
            names << inQuotes(table->rowDescription(row))
                    + (table->isRowSelected(row) ? " selected" : "");
        for (int column = 0; column < std::min(3, table->columnCount()); ++column)
            names << inQuotes(table->columnDescription(column))
                    + (table->isColumnSelected(column) ? " selected" : "");
        std::printf("  table of %d × %d, selected %d, %d, %d: %s\n", table->rowCount(),
                    table->columnCount(), table->selectedCellCount(), table->selectedRowCount(),
                    table->selectedColumnCount(), qPrintable(names.join(QStringLiteral(", "))));
    }
}

void turnWheel(QWidget& widget, const QPoint& at, const QPoint& by, Qt::KeyboardModifiers keys)
{
    QWheelEvent wheel(at, widget.mapToGlobal(at), {}, by, Qt::NoButton, keys, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(&widget, &wheel);
}

void turnWheel(TraceView& view, const QPoint& by)
{
    QWidget& surface = *surfaceOf(view);
    turnWheel(surface, surface.rect().center(), by);
}

namespace {

bool tipIsAsked = false;

class TipWatch : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject*, QEvent* event) override
    {
        return event->type() == QEvent::ToolTip && !tipIsAsked;
    }
};

} // namespace

void watchTips()
{
    qApp->installEventFilter(new TipWatch(qApp));
}

void askTip(QWidget& widget, const QPoint& at)
{
    tipIsAsked = true;
    QHelpEvent help(QEvent::ToolTip, at, widget.mapToGlobal(at));
    QApplication::sendEvent(&widget, &help);
    tipIsAsked = false;
}

void hideTip()
{
    const QWidgetList all = QApplication::topLevelWidgets();
    for (QWidget* widget : all)
        if (widget->inherits("QTipLabel"))
            delete widget;
}

void tellTips(QWidget& widget, const QString& name)
{
    constexpr int across = 11;
    QStringList told;
    for (int place = 0; place < across * across; ++place) {
        const QPoint at(widget.width() * (2 * (place % across) + 1) / (2 * across),
                        widget.height() * (2 * (place / across) + 1) / (2 * across));
        hideTip();
        QTest::mouseMove(&widget, at);
        askTip(widget, at);
        const QString line = QStringLiteral("%1 cursor %2")
                                 .arg(inQuotes(QToolTip::text()))
                                 .arg(widget.cursor().shape());
        if (!told.contains(line) && told.size() < 40)
            told << line;
    }
    hideTip();
    std::printf("= tips of %s\n", qPrintable(name));
    for (const QString& line : std::as_const(told))
        std::printf("  %s\n", qPrintable(line));
}

void tellTips(TraceView& view, const QString& name)
{
    tellTips(*surfaceOf(view), name);
    for (const QPointer<QWidget>& part : partsOf(view))
        if (part)
            tellTips(*part, name + QStringLiteral(", ") + classOf(*part));
}

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
        askTip(*surfaceOf(*view), at(x, y));
        teller.after(QStringLiteral("%1: point at place %2").arg(name).arg(place));
        hideTip();
        QTest::mouseClick(surfaceOf(*view), Qt::LeftButton, {}, at(x, y));
        teller.after(QStringLiteral("%1: click at place %2").arg(name).arg(place));
        QTest::mouseClick(surfaceOf(*view), Qt::LeftButton, Qt::ControlModifier, at(y, x));
        teller.after(QStringLiteral("%1: Ctrl+click elsewhere").arg(name));
        if (told == 3) {
            for (const QPoint& clicked : {at(x, y), at(0.62, 0.21)}) {
                QTest::mouseClick(surfaceOf(*view), Qt::RightButton, {}, clicked);
                teller.after(name + QStringLiteral(": right click"));
                if (QWidget* popup = QApplication::activePopupWidget())
                    popup->close();
            }
        }
        if (told == 2) {
            QTest::mouseDClick(surfaceOf(*view), Qt::LeftButton, {}, at(x, y));
            teller.after(QStringLiteral("%1: double click at place %2").arg(name).arg(place));
            window.stage()->setCurrentIndex(tab);
        }
    }
    QWidget* keyed = view->focusPolicy() != Qt::NoFocus ? view : surfaceOf(*view);
    keyed->setFocus();
    for (const QKeyCombination key :
         {QKeyCombination(Qt::Key_Down), QKeyCombination(Qt::Key_Right),
          QKeyCombination(Qt::ShiftModifier, Qt::Key_Right),
          QKeyCombination(Qt::ShiftModifier, Qt::Key_Down), QKeyCombination(Qt::Key_Up),
          QKeyCombination(Qt::Key_Left), QKeyCombination(Qt::Key_End),
          QKeyCombination(Qt::Key_Home), QKeyCombination(Qt::Key_PageDown),
          QKeyCombination(Qt::Key_PageUp), QKeyCombination(Qt::Key_BracketRight),
          QKeyCombination(Qt::Key_BracketLeft), QKeyCombination(Qt::Key_Question),
          QKeyCombination(Qt::Key_Return), QKeyCombination(Qt::Key_Plus),
          QKeyCombination(Qt::Key_Minus), QKeyCombination(Qt::Key_0), QKeyCombination(Qt::Key_Tab),
          QKeyCombination(Qt::Key_Escape)}) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : keyed,
                        key.key(), key.keyboardModifiers());
        teller.after(name + QStringLiteral(": key ") + QKeySequence(key).toString());
        if (key == QKeyCombination(Qt::ShiftModifier, Qt::Key_Down))
            tellSpoken(*view, name);
    }
    window.stage()->setCurrentIndex(tab);
    for (const Qt::KeyboardModifiers keys :
         {Qt::NoModifier, Qt::ControlModifier, Qt::ShiftModifier}) {
        turnWheel(*surfaceOf(*view), at(0.4, 0.4), {0, 240}, keys);
        teller.after(name + QStringLiteral(": wheel with keys %1").arg(keys.toInt()));
    }
    QTest::mousePress(surfaceOf(*view), Qt::LeftButton, {}, at(0.5, 0.5));
    QTest::mouseMove(surfaceOf(*view), at(0.4, 0.45));
    QTest::mouseRelease(surfaceOf(*view), Qt::LeftButton, {}, at(0.4, 0.45));
    teller.after(name + QStringLiteral(": dragged"));
    view->fit();
    teller.after(name + QStringLiteral(": fitted"));
    tellTips(*view, name);
    teller.after(name + QStringLiteral(": pointed at all over"));
    for (const QPointer<QWidget>& part : partsOf(*view))
        if (part) {
            QTest::mouseClick(part, Qt::LeftButton, {}, part->rect().center());
            teller.after(name + QStringLiteral(": part clicked"));
        }
    useControls(*view, teller, name);
}

} // namespace regard

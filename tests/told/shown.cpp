// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/told/shown.h"

#include "tests/told/painted.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <qcustomplot.h>
#include <QDockWidget>
#include <QFontInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTabBar>

#include <algorithm>
#include <typeinfo>
#include <utility>

namespace regard {

QString inQuotes(QString text)
{
    return QLatin1Char('"') + text.replace(QLatin1Char('\n'), QStringLiteral("⏎"))
        + QLatin1Char('"');
}

QString classOf(const QWidget& widget)
{
    return QString::fromLatin1(widget.metaObject()->className())
        .section(QStringLiteral("::"), -1, -1);
}

namespace {

/// How long a computation took is not the same twice, nor Qt everywhere.
QString withoutTimes(QString text)
{
    static const QRegularExpression time(QStringLiteral("computed in [^,]*"));
    static const QRegularExpression qt(QStringLiteral("Qt [0-9.]+"));
    return text.replace(time, QStringLiteral("computed in …")).replace(qt, QStringLiteral("Qt …"));
}

bool isRegards(const QObject& object)
{
    return QLatin1String(typeid(object).name()).contains(QLatin1String("regard"));
}

/// Whether the rows, or a column of them, are painted by Regard.
bool hasOwnRows(const QAbstractItemView& items)
{
    if (!items.model() || !items.itemDelegate())
        return false;
    bool own = isRegards(*items.itemDelegate());
    for (int column = 0; column < items.model()->columnCount(); ++column)
        if (const auto* delegate = items.itemDelegateForColumn(column))
            own = own || isRegards(*delegate);
    return own;
}

/// What is painted of a widget by Regard, not by Qt, whose words are told by what the widget is.
QStringList paintedOn(QWidget& widget)
{
    const auto isOurs = [](const QWidget& other) {
        const auto* items = qobject_cast<const QAbstractItemView*>(&other);
        return other.inherits("QGraphicsView") || !classOf(other).startsWith(QLatin1Char('Q'))
            || (items && hasOwnRows(*items));
    };
    Painted painted(widget.size());
    if (auto* plot = qobject_cast<QCustomPlot*>(&widget)) {
        QCPPainter painter(&painted);
        plot->toPainter(&painter, plot->width(), plot->height());
        painter.end();
        return painted.lines();
    }
    const auto* area = qobject_cast<const QAbstractScrollArea*>(widget.parentWidget());
    if (area ? area->viewport() != &widget || !isOurs(*area) : !isOurs(widget))
        return {};
    widget.render(&painted, QPoint(), QRegion(), QWidget::RenderFlags());
    return painted.lines();
}

QString stateOf(const QWidget& widget)
{
    QString told;
    if (!widget.accessibleName().isEmpty())
        told += QStringLiteral(" named ") + inQuotes(widget.accessibleName());
    if (!widget.accessibleDescription().isEmpty())
        told += QStringLiteral(" described ") + inQuotes(widget.accessibleDescription());
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        told += QLatin1Char(' ') + inQuotes(withoutTimes(label->text()));
        const QFontInfo font(label->font());
        const QColor ink = label->palette().color(label->foregroundRole());
        if (font.pixelSize() != QFontInfo(QApplication::font()).pixelSize() || font.bold()
            || ink != label->window()->palette().color(QPalette::WindowText))
            told += QStringLiteral(" in %1 %2").arg(ink.name()).arg(font.pixelSize())
                + (font.bold() ? "b" : "");
    }
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
        told += QLatin1Char(' ') + inQuotes(button->text());
        if (!button->icon().isNull())
            told += QStringLiteral(" icon %1").arg(button->iconSize().width());
        if (button->isCheckable())
            told += button->isChecked() ? QStringLiteral(" checked") : QStringLiteral(" unchecked");
    }
    if (const auto* line = qobject_cast<const QLineEdit*>(&widget))
        told += QLatin1Char(' ') + inQuotes(line->text()) + QStringLiteral(" hint ")
            + inQuotes(line->placeholderText());
    if (const auto* text = qobject_cast<const QPlainTextEdit*>(&widget))
        told += QLatin1Char(' ') + inQuotes(text->toPlainText());
    if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
        QStringList choices;
        for (int i = 0; i < box->count(); ++i)
            choices << (i == box->currentIndex() ? QStringLiteral("[%1]").arg(box->itemText(i))
                                                 : box->itemText(i));
        told += QStringLiteral(" of ") + choices.join(QStringLiteral(", "));
    }
    if (const auto* box = qobject_cast<const QAbstractSpinBox*>(&widget))
        told += QLatin1Char(' ') + inQuotes(box->text());
    if (const auto* slider = qobject_cast<const QAbstractSlider*>(&widget))
        told += QStringLiteral(" at %1 of %2 to %3")
                    .arg(slider->value())
                    .arg(slider->minimum())
                    .arg(slider->maximum());
    if (!widget.isEnabled())
        told += QStringLiteral(" off");
    if (widget.hasFocus())
        told += QStringLiteral(" focused");
    if (!widget.toolTip().isEmpty())
        told += QStringLiteral(" tip ") + inQuotes(widget.toolTip());
    if (const Qt::CursorShape shape = widget.cursor().shape();
        widget.testAttribute(Qt::WA_SetCursor) && shape != Qt::ArrowCursor
        && shape != Qt::IBeamCursor)
        told += QStringLiteral(" cursor %1").arg(shape);
    return told;
}

/// Rows of a list, a tree or a table, to a depth; the first ones of many.
void tellRows(const QAbstractItemView& view, const QModelIndex& parent, int depth,
              QStringList& lines)
{
    const QAbstractItemModel& model = *view.model();
    constexpr int most = 40;
    for (int row = 0; row < std::min(model.rowCount(parent), most); ++row) {
        QStringList cells;
        for (int column = 0; column < std::min(model.columnCount(parent), most); ++column) {
            if (model.headerData(column, Qt::Horizontal) == QLatin1String("ms"))
                continue; // not the same twice
            const QModelIndex index = model.index(row, column, parent);
            QString cell = index.data().toString();
            const QString help = index.data(Qt::ToolTipRole).toString();
            if (!help.isEmpty() && help != cell)
                cell += QStringLiteral(" tip ") + inQuotes(help);
            if (view.selectionModel() && view.selectionModel()->isSelected(index))
                cell = QStringLiteral("[%1]").arg(cell);
            cells << cell;
        }
        QString heading;
        if (const QVariant name = model.headerData(row, Qt::Vertical); depth == 0 && name.isValid())
            heading = name.toString() + QStringLiteral(": ");
        lines << QString(qsizetype{2} * depth, QLatin1Char(' ')) + QStringLiteral("row ") + heading
                + cells.join(QStringLiteral(" | "));
        tellRows(view, model.index(row, 0, parent), depth + 1, lines);
    }
}

/// A panel that lies behind another.
bool isHiddenPanel(const QWidget& widget)
{
    return qobject_cast<const QDockWidget*>(&widget) && widget.visibleRegion().isEmpty();
}

void tell(QWidget& widget, QStringList& lines)
{
    // Tabs that no panels share come and go as Qt likes.
    const auto* tabs = qobject_cast<const QTabBar*>(&widget);
    const bool isEmpty = tabs && qobject_cast<QMainWindow*>(tabs->parentWidget());
    if (!widget.isVisible() || isHiddenPanel(widget) || isEmpty)
        return;
    const QString name = classOf(widget);
    const QString state = stateOf(widget);
    if (!state.isEmpty() && name != QLatin1String("QScrollBar"))
        lines << name + state;
    const auto* rows = qobject_cast<const QAbstractItemView*>(&widget);
    if (const auto* header = qobject_cast<const QHeaderView*>(&widget)) {
        QStringList titles;
        for (int i = 0; header->orientation() == Qt::Horizontal && i < header->count(); ++i) {
            const auto said = [&](int role) {
                return header->model()->headerData(i, Qt::Horizontal, role).toString();
            };
            titles << said(Qt::DisplayRole)
                    + (said(Qt::ToolTipRole).isEmpty()
                           ? QString()
                           : QStringLiteral(" tip ") + inQuotes(said(Qt::ToolTipRole)));
        }
        if (!titles.isEmpty())
            lines << name + QStringLiteral(": columns ") + titles.join(QStringLiteral(" | "));
    } else if (rows && rows->model()) {
        QStringList told;
        tellRows(*rows, {}, 0, told);
        for (const QString& line : std::as_const(told))
            lines << name + QStringLiteral(": ") + line;
    } else {
        const QStringList painted = paintedOn(widget);
        for (const QString& line : painted)
            lines << name + QStringLiteral(": ") + line;
        if (qobject_cast<const QComboBox*>(&widget)
            || qobject_cast<const QAbstractSpinBox*>(&widget))
            return;
    }
    for (QObject* child : widget.children())
        if (auto* inner = qobject_cast<QWidget*>(child); inner && !inner->isWindow())
            tell(*inner, lines);
}

void tellMenu(const QMenu& menu, const QString& path, QStringList& lines)
{
    for (const QAction* action : menu.actions()) {
        if (action->isSeparator())
            continue;
        const QString name = path + QStringLiteral(" › ") + action->text();
        QString line = QStringLiteral("menu ") + name;
        if (!action->shortcuts().isEmpty())
            line += QStringLiteral(" (%1)").arg(QKeySequence::listToString(action->shortcuts()));
        if (action->isCheckable())
            line += action->isChecked() ? QStringLiteral(" checked") : QStringLiteral(" unchecked");
        if (!action->isEnabled())
            line += QStringLiteral(" off");
        if (!action->toolTip().isEmpty() && action->toolTip() != action->iconText())
            line += QStringLiteral(" tip ") + inQuotes(action->toolTip());
        lines << line;
        if (action->menu())
            tellMenu(*action->menu(), name, lines);
    }
}

} // namespace

QStringList placesIn(const QMainWindow& window)
{
    QStringList lines;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (classOf(*widget) == QLatin1String("Activity"))
            continue; // as wide as the time that it tells
        const bool isNamed = !widget->accessibleName().isEmpty() || isRegards(*widget);
        if (!isNamed || !widget->isVisible() || widget->window() != &window
            || widget->visibleRegion().isEmpty())
            continue;
        const QPoint at = widget->mapTo(&window, QPoint());
        lines << QStringLiteral("%1 %2 @%3,%4 %5×%6")
                     .arg(classOf(*widget), inQuotes(widget->accessibleName()))
                     .arg(at.x())
                     .arg(at.y())
                     .arg(widget->width())
                     .arg(widget->height());
    }
    return lines;
}

QStringList shownBy(const QMainWindow& window)
{
    QStringList lines{QStringLiteral("title ") + inQuotes(window.windowTitle())};
    for (const QAction* action : window.menuBar()->actions())
        if (action->menu())
            tellMenu(*action->menu(), action->text(), lines);
    QWidgetList all = QApplication::topLevelWidgets(); // in no order
    std::stable_sort(all.begin(), all.end(), [](const QWidget* a, const QWidget* b) {
        return std::pair(classOf(*a), a->windowTitle()) < std::pair(classOf(*b), b->windowTitle());
    });
    for (QWidget* top : all)
        if (top == &window)
            tell(*top, lines);
    for (QWidget* top : all) {
        if (top == &window || !top->isVisible())
            continue;
        tell(*top, lines);
        if (const auto* menu = qobject_cast<const QMenu*>(top))
            tellMenu(*menu, QStringLiteral("here"), lines);
    }
    return lines;
}

} // namespace regard

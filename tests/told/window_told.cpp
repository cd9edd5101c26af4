// SPDX-License-Identifier: GPL-3.0-or-later
// Uses the window as a person does and tells in words what it shows: first all of it, then after
// each step what is new. For transcripts that told.py compares; files
// are written into the folder it is started in.
//   window_told SCENARIO
#include "core/scenarios/catalogue.h"
#include "tests/told/painted.h"
#include "ui/panels/scenario_overview.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/timeline_bar.h"
#include "ui/views/view_spec.h"
#include "ui/window/main_window.h"
#include "ui/words/tensor_text.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <qcustomplot.h>
#include <QDialog>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QFile>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPointer>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QTest>
#include <QToolTip>
#include <QTreeView>
#include <QWheelEvent>

#include <algorithm>
#include <cstdio>

using namespace regard;

namespace {

QString inQuotes(QString text)
{
    return QLatin1Char('"') + text.replace(QLatin1Char('\n'), QStringLiteral("⏎"))
        + QLatin1Char('"');
}

/// How long a computation took is not the same twice, nor Qt everywhere.
QString withoutTimes(QString text)
{
    static const QRegularExpression time(QStringLiteral("computed in [^,]*"));
    static const QRegularExpression qt(QStringLiteral("Qt [0-9.]+"));
    return text.replace(time, QStringLiteral("computed in …")).replace(qt, QStringLiteral("Qt …"));
}

QString classOf(const QWidget& widget)
{
    return QString::fromLatin1(widget.metaObject()->className())
        .section(QStringLiteral("::"), -1, -1);
}

/// What is painted of a widget by Regard, not by Qt, whose words are told by what the widget is.
QStringList paintedOn(QWidget& widget)
{
    const auto isOurs = [](const QWidget& other) {
        return other.inherits("QGraphicsView") || !classOf(other).startsWith(QLatin1Char('Q'));
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
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        told += QLatin1Char(' ') + inQuotes(withoutTimes(label->text()));
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
        told += QLatin1Char(' ') + inQuotes(button->text());
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
            const QModelIndex index = model.index(row, column, parent);
            QString cell = index.data().toString();
            const QString help = index.data(Qt::ToolTipRole).toString();
            if (!help.isEmpty() && help != cell)
                cell += QStringLiteral(" tip ") + inQuotes(help);
            if (view.selectionModel()->isSelected(index))
                cell = QStringLiteral("[%1]").arg(cell);
            cells << cell;
        }
        QString heading;
        if (const QVariant name = model.headerData(row, Qt::Vertical); depth == 0 && name.isValid())
            heading = name.toString() + QStringLiteral(": ");
        lines << QString(2 * depth, QLatin1Char(' ')) + QStringLiteral("row ") + heading
                + cells.join(QStringLiteral(" | "));
        tellRows(view, model.index(row, 0, parent), depth + 1, lines);
    }
}

/// A panel that lies behind another.
bool isHiddenPanel(const QWidget& widget)
{
    return qobject_cast<const QDockWidget*>(&widget) && widget.visibleRegion().isEmpty();
}

/// What a widget and all in it show, in lines that each name their widget.
void tell(QWidget& widget, QStringList& lines)
{
    if (!widget.isVisible() || isHiddenPanel(widget))
        return;
    const QString name = classOf(widget);
    const QString state = stateOf(widget);
    if (!state.isEmpty() && name != QLatin1String("QScrollBar"))
        lines << name + state;
    const auto* rows = qobject_cast<const QAbstractItemView*>(&widget);
    if (rows && rows->model()) {
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

/// The steps of a person, and what came of each.
class Teller {
public:
    explicit Teller(MainWindow& window) : m_window(window)
    {
        QObject::connect(&window.explorer(), &Explorer::explorationChanged,
                         [this] { m_waiting = true; });
        QObject::connect(&window.explorer(), &Explorer::traced, [this] { m_waiting = false; });
        QObject::connect(&window.explorer(), &Explorer::failed, [this] { m_waiting = false; });
    }

    void after(const QString& step)
    {
        QStringList now = settled();
        std::printf("= %s\n", qPrintable(step));
        if (const auto before = m_steps.constFind(now.join(QLatin1Char('\n')));
            before != m_steps.constEnd()) {
            std::printf("  as after: %s\n", qPrintable(*before));
        } else {
            QStringList went = m_shown;
            for (const QString& line : std::as_const(now))
                if (!went.removeOne(line))
                    std::printf("  %s\n", qPrintable(line));
            if (!went.isEmpty())
                std::printf("  less %lld lines\n", static_cast<long long>(went.size()));
            m_steps.insert(now.join(QLatin1Char('\n')), step);
        }
        m_shown = std::move(now);
    }

private:
    QStringList shown() const
    {
        QStringList lines{QStringLiteral("title ") + inQuotes(m_window.windowTitle())};
        tellMenus(lines);
        tell(m_window, lines);
        for (QWidget* top : QApplication::topLevelWidgets())
            if (top != &m_window && top->isVisible())
                tell(*top, lines);
        return lines;
    }
    void tellMenus(QStringList& lines) const
    {
        for (const QAction* action : m_window.menuBar()->actions())
            if (action->menu())
                tellMenu(*action->menu(), action->text(), lines);
    }
    /// Lets all that was posted happen, and what that posts, however slow the machine is.
    static void happen()
    {
        for (int round = 0; round < 16; ++round) {
            QCoreApplication::processEvents();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }
    /// What is shown when nothing is computing any more, no pause in typing is waited for and two
    /// looks show the same.
    QStringList settled() const
    {
        QElapsedTimer waited;
        waited.start();
        QStringList before;
        while (waited.elapsed() < 120000) {
            happen();
            QTest::qWait(m_waiting ? 2 : 25);
            happen();
            QStringList now = shown();
            if (now == before && !m_waiting && !m_window.explorer().isBusy() && !isPausing())
                return now;
            before = std::move(now);
        }
        return before;
    }

    bool isPausing() const
    {
        const QList<ScenarioOverview*> overviews = m_window.findChildren<ScenarioOverview*>();
        return std::any_of(overviews.begin(), overviews.end(),
                           [](const ScenarioOverview* overview) { return overview->isPausing(); });
    }

    MainWindow& m_window;
    bool m_waiting = false;
    QStringList m_shown;
    QHash<QString, QString> m_steps; ///< what was shown after each
};

/// Where a view takes the mouse and the keys.
QWidget* surfaceOf(TraceView& view)
{
    for (QAbstractScrollArea* area : view.findChildren<QAbstractScrollArea*>())
        if (area->isVisible())
            return area->viewport();
    if (auto* scrolled = qobject_cast<QAbstractScrollArea*>(static_cast<QWidget*>(&view)))
        return scrolled->viewport();
    for (QWidget* child : view.findChildren<QWidget*>())
        if (classOf(*child) == QLatin1String("QCustomPlot") && child->isVisible())
            return child;
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

/// What is pointed at and clicked in the panels around the stage.
void usePanels(MainWindow& window, Teller& teller)
{
    window.stage()->setCurrentIndex(0);
    QList<QPointer<QWidget>> widgets; // a click may replace some
    for (QWidget* widget : window.findChildren<QWidget*>())
        widgets << widget;
    for (const QPointer<QWidget>& widget : std::as_const(widgets)) {
        if (!widget || !widget->isVisible() || widget->visibleRegion().isEmpty()
            || window.stage()->isAncestorOf(widget) || classOf(*widget).startsWith(QLatin1Char('Q'))
            || widget->layout())
            continue;
        if (widget->inherits("QAbstractItemView")) // a scenario opens by a click
            continue;
        const QString name =
            classOf(*widget) + QLatin1Char(' ') + inQuotes(widget->accessibleName());
        const QPoint at(widget->width() / 3, widget->height() / 2);
        QTest::mouseMove(widget, at);
        QHelpEvent help(QEvent::ToolTip, at, widget->mapToGlobal(at));
        QApplication::sendEvent(widget, &help);
        teller.after(QStringLiteral("point at ") + name);
        QToolTip::hideText();
        if (!widget)
            continue;
        QTest::mouseClick(widget, Qt::LeftButton, {}, at);
        teller.after(QStringLiteral("click on ") + name);
    }
    for (QTreeView* tree : window.findChildren<QTreeView*>()) {
        const QModelIndex first = tree->model()->index(0, 0);
        const QModelIndex inner = tree->model()->index(1, 0, first);
        for (const QModelIndex& index : {first, inner}) {
            if (!index.isValid())
                continue;
            if (QWidget* dock = tree->parentWidget()->parentWidget())
                dock->raise();
            tree->setCurrentIndex(index);
            Q_EMIT tree->clicked(index);
            teller.after(QStringLiteral("click on ") + index.data().toString());
            Q_EMIT tree->activated(index);
            teller.after(QStringLiteral("activate ") + index.data().toString());
        }
    }
}

void stepThrough(MainWindow& window, Teller& teller)
{
    window.stage()->setCurrentIndex(0);
    Timeline& timeline = window.timeline();
    timeline.toStart();
    teller.after(QStringLiteral("the start"));
    for (int i = 0; i < 3; ++i) {
        timeline.forward();
        teller.after(QStringLiteral("a step"));
    }
    timeline.setStop(timeline.count() * 2 / 3);
    teller.after(QStringLiteral("two thirds"));
    timeline.toEnd();
    teller.after(QStringLiteral("the end"));
}

/// Each control once: another value, and back by undo.
void useSettings(MainWindow& window, Teller& teller)
{
    const auto* bar = window.findChild<SettingsBar*>();
    const std::string scenario = window.explorer().exploration().scenario;
    for (const SettingSpec& spec : scenarioOf(scenario).settings) {
        const QString name = QString::fromStdString(spec.name);
        QWidget* control = bar->control(spec.name);
        if (!control || !control->isEnabled())
            continue;
        if (auto* box = qobject_cast<QComboBox*>(control)) {
            const int next = (box->currentIndex() + 1) % box->count();
            box->setCurrentIndex(next);
            Q_EMIT box->activated(next);
        } else if (auto* check = qobject_cast<QCheckBox*>(control)) {
            check->click();
        } else if (auto* spin = qobject_cast<QAbstractSpinBox*>(control)) {
            spin->stepUp();
        }
        teller.after(QStringLiteral("another ") + name);
        window.history().stack().undo();
        teller.after(QStringLiteral("undone"));
    }
}

/// Another text in each field, with a word that no vocabulary has; then none at all.
void type(MainWindow& window, Teller& teller)
{
    QList<QWidget*> fields;
    for (QLineEdit* field : window.findChildren<QLineEdit*>())
        if (field->isVisible() && !qobject_cast<QAbstractSpinBox*>(field->parentWidget()))
            fields << field;
    for (QPlainTextEdit* field : window.findChildren<QPlainTextEdit*>())
        if (field->isVisible())
            fields << field;
    for (QWidget* field : std::as_const(fields)) {
        field->setFocus();
        const QString name = inQuotes(field->accessibleName());
        QTest::keyClicks(field, QStringLiteral(" xylo 7"));
        teller.after(QStringLiteral("type \" xylo 7\" into ") + name);
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(field, Qt::Key_Delete);
        teller.after(QStringLiteral("empty ") + name);
        while (window.history().stack().canUndo())
            window.history().stack().undo();
        teller.after(QStringLiteral("all undone"));
    }
}

/// The first words of the first lines. Where numbers become too small for a processor to know, it
/// is not the same everywhere.
QString clipboardText()
{
    static const QRegularExpression tiniest(
        QStringLiteral(R"(\d+(\.\d+)?(e-| \\cdot 10\^\{-)[34]\d\}?)"));
    QStringList lines = QApplication::clipboard()
                            ->text()
                            .replace(tiniest, QStringLiteral("0"))
                            .split(QLatin1Char('\n'))
                            .mid(0, 8);
    for (QString& line : lines)
        line = line.section(QLatin1Char(' '), 0, 7)
                   .section(QLatin1Char('\t'), 0, 7)
                   .section(QLatin1Char(','), 0, 7);
    return lines.join(QLatin1Char('\n'));
}

/// Files, the clipboard, dialogs, sizes and another scenario.
void useWindow(MainWindow& window, Teller& teller)
{
    window.resize(1440, 900);
    teller.after(QStringLiteral("1440 × 900"));
    window.resize(760, 560);
    teller.after(QStringLiteral("760 × 560"));
    window.resize(1024, 700);
    teller.after(QStringLiteral("1024 × 700"));
    for (const TensorFormat& format : tensorFormats()) {
        window.copyNumbers(format);
        std::printf("= numbers as %s\n%s\n", qPrintable(titleOf(format)),
                    qPrintable(clipboardText()));
    }
    window.openFile(QStringLiteral("missing.safetensors"));
    QTest::qWait(800);
    teller.after(QStringLiteral("open a file that is not there"));
    if (QFile text(QStringLiteral("text.safetensors")); text.open(QIODevice::WriteOnly))
        text.write("no weights but words");
    window.openFile(QStringLiteral("text.safetensors"));
    QTest::qWait(800);
    teller.after(QStringLiteral("open a text as weights"));
    const QString file = QStringLiteral("one.regard");
    window.saveSessionTo(file);
    QTest::qWait(200);
    teller.after(QStringLiteral("save the session"));
    window.newSession();
    teller.after(QStringLiteral("a new session"));
    window.openSession(file);
    QTest::qWait(200);
    teller.after(QStringLiteral("open the session"));
    for (QAction* action : window.findChildren<QAction*>())
        if (action->text() == QLatin1String("&Keys")
            || action->text() == QLatin1String("&About Regard")) {
            action->trigger();
            teller.after(QStringLiteral("menu ") + action->text());
            for (QDialog* dialog : window.findChildren<QDialog*>())
                delete dialog;
        }
    const auto bars = window.timelineBar()->findChildren<QComboBox*>();
    for (QComboBox* box : bars) {
        if (!box->isVisible() || box->count() < 2)
            continue;
        const int before = box->currentIndex();
        box->setCurrentIndex((before + 1) % box->count());
        Q_EMIT box->activated(box->currentIndex());
        teller.after(QStringLiteral("timeline: ") + box->currentText());
        window.timeline().back();
        teller.after(QStringLiteral("a step back"));
        box->setCurrentIndex(before);
        Q_EMIT box->activated(before);
    }
    const std::vector<ScenarioSpec>& all = catalogue();
    const auto now = std::find_if(all.begin(), all.end(), [&](const ScenarioSpec& spec) {
        return spec.id == window.explorer().exploration().scenario;
    });
    const ScenarioSpec& next = now + 1 == all.end() ? all.front() : *(now + 1);
    window.openScenario(QString::fromStdString(next.id));
    teller.after(QStringLiteral("open ") + QString::fromStdString(next.id));
    window.history().stack().undo();
    teller.after(QStringLiteral("undone"));
}

/// Each entry of the menus that acts on the window at once.
void useMenus(MainWindow& window, Teller& teller)
{
    const auto trigger = [&](const QMenu& menu, const auto& self) -> void {
        for (QAction* action : menu.actions()) {
            if (action->menu())
                self(*action->menu(), self);
            else if (action->isEnabled() && !action->isSeparator()
                     && !action->text().endsWith(QChar(0x2026))) {
                action->trigger();
                teller.after(QStringLiteral("menu ") + action->text());
            }
        }
    };
    for (const QAction* action : window.menuBar()->actions())
        if (action->menu() && action->menu()->title().contains(QLatin1String("View")))
            trigger(*action->menu(), trigger);
}

} // namespace

int main(int argc, char** argv)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    QApplication application(argc, argv);
    application.setCursorFlashTime(0);
    if (argc != 2)
        return 2;
    QSettings settings(QStringLiteral("settings.ini"), QSettings::IniFormat);
    settings.setValue(QStringLiteral("window/scenario"), QString::fromLatin1(argv[1]));
    MainWindow window(settings);
    for (TraceView* view : window.views())
        view->setAnimated(false);
    Teller teller(window);
    // Another font breaks lines elsewhere: nothing can be compared then.
    const QFontMetricsF metrics(window.font());
    std::printf("fonts %.1f %.1f\n",
                metrics.horizontalAdvance(QStringLiteral("Thinking Machines 0.123 狗 α")),
                metrics.height());
    window.resize(1024, 700);
    window.show();
    window.start();
    window.activateWindow();
    teller.after(QStringLiteral("open ") + QString::fromLatin1(argv[1]));
    for (int tab = 0; tab < window.stage()->count(); ++tab)
        useView(window, teller, tab);
    usePanels(window, teller);
    stepThrough(window, teller);
    useSettings(window, teller);
    type(window, teller);
    useWindow(window, teller);
    useMenus(window, teller);
    return 0;
}

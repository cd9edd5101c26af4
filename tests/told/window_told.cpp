// SPDX-License-Identifier: GPL-3.0-or-later
// Uses the window as a person does and tells in words what it shows: first all of it, then after
// each step what is new. For transcripts that told.py compares; files are written into the folder
// it is started in.
//   window_told SCENARIO
#include "core/scenarios/catalogue.h"
#include "tests/told/painted.h"
#include "tests/told/shown.h"
#include "tests/told/teller.h"
#include "tests/told/use_view.h"
#include "ui/panels/command_palette.h"
#include "ui/panels/length_window.h"
#include "ui/panels/reasons_table.h"
#include "ui/panels/sentence_bar.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/sweep_table.h"
#include "ui/panels/timeline_bar.h"
#include "ui/panels/training_plot.h"
#include "ui/views/flow/flow_motion_item.h"
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_view.h"
#include "ui/views/view_spec.h"
#include "ui/window/training_desk.h"
#include "ui/words/tensor_text.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDialog>
#include <QDockWidget>
#include <QFile>
#include <QGraphicsItem>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPrinter>
#include <QProcess>
#include <QRegularExpression>
#include <QScrollArea>
#include <QSet>
#include <QSlider>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QTreeView>

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <utility>

using namespace regard;

namespace {

/// All that was changed since is taken back.
void undoTo(MainWindow& window, Teller& teller, int index, const char* told = "as before")
{
    while (window.history().stack().index() > index)
        window.history().stack().undo();
    teller.after(QString::fromLatin1(told));
}

/// Turns to each view that the active pane offers.
void inEachView(MainWindow& window,
                const std::function<void(TraceView& view, const QString& name)>& use)
{
    for (int tab = 0; tab < window.stage()->count(); ++tab)
        if (window.activeStage()->offers(tab)) {
            window.stage()->setCurrentIndex(tab);
            use(*window.views()[static_cast<std::size_t>(tab)], window.stage()->tabText(tab));
        }
}

/// The view of a beam search, where there can be one.
void useBeam(MainWindow& window, Teller& teller)
{
    const std::string scenario = window.explorer().exploration().scenario;
    if (!findSetting(scenarioOf(scenario), "decoding"))
        return;
    const int before = window.history().stack().index();
    window.history().perform(QStringLiteral("beam search"),
                             [&] { window.panes().setSetting("decoding", std::string("beam")); });
    teller.after(QStringLiteral("decoding is beam"));
    for (int tab = 0; tab < window.stage()->count(); ++tab)
        if (QLatin1String(viewSpecs()[static_cast<std::size_t>(tab)].id) == QLatin1String("beam"))
            useView(window, teller, tab);
    undoTo(window, teller, before, "decoding as before");
}

/// The scenario in its own terms, for each of its examples: some have another picture.
void useExamples(MainWindow& window, Teller& teller)
{
    const std::string scenario = window.explorer().exploration().scenario;
    const int before = window.history().stack().index();
    const auto scene = std::find_if(viewSpecs().begin(), viewSpecs().end(), [](const auto& spec) {
        return QLatin1String(spec.id) == QLatin1String("scene");
    });
    const std::vector<InputSpec>& inputs = scenarioOf(scenario).inputs;
    for (std::size_t field = 0; field < inputs.size(); ++field)
        for (const InputExample& example : inputs[field].examples) {
            const QString text = QString::fromStdString(example.text);
            window.openExample(QString::fromStdString(scenario), static_cast<int>(field), text);
            teller.after(QStringLiteral("the example ") + inQuotes(text));
            const auto tab = static_cast<int>(scene - viewSpecs().begin());
            if (!window.activeStage()->offers(tab))
                continue;
            window.stage()->setCurrentIndex(tab);
            teller.after(QStringLiteral("in its own terms"));
        }
    undoTo(window, teller, before, "the text from before");
}

void tellLines(const QString& title, const QStringList& lines)
{
    std::printf("= %s\n", qPrintable(title));
    for (const QString& line : lines)
        std::printf("  %s\n", qPrintable(line));
}

/// Where each part of the window is.
void tellPlaces(const MainWindow& window)
{
    tellLines(QStringLiteral("places"), placesIn(window));
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
        tellTips(*widget, name);
        QTest::mouseMove(widget, at);
        askTip(*widget, at);
        teller.after(QStringLiteral("point at ") + name);
        hideTip();
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

/// What is said of each control and each entry of the menus to who asks.
void askOfAll(const MainWindow& window)
{
    QStringList told;
    const auto tell = [&](const QString& what, const QString& said) {
        if (const QString line = what + QLatin1Char(' ') + inQuotes(said);
            !said.isEmpty() && !told.contains(line))
            told << line;
    };
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        const QString name = widget->accessibleName().isEmpty() && button
            ? button->text()
            : widget->accessibleName();
        if (!name.isEmpty()) // not what Qt's widgets are made of
            tell(classOf(*widget) + QLatin1Char(' ') + inQuotes(name), widget->whatsThis());
    }
    for (const QAction* action : window.findChildren<QAction*>())
        tell(QStringLiteral("action ") + inQuotes(action->text()), action->whatsThis());
    tellLines(QStringLiteral("what is this?"), told);
}

/// The numbers that fly from what a moment computes with to what it gives, at three times of their
/// flight; of each kind of moment the first.
void tellMotion(MainWindow& window)
{
    window.stage()->setCurrentIndex(0);
    auto* flow = qobject_cast<FlowView*>(window.views().front());
    if (!flow)
        return;
    Timeline& timeline = window.timeline();
    timeline.toStart();
    QSet<QString> seen;
    for (int last = -1; timeline.moment() != last && seen.size() < 12; timeline.forward()) {
        last = timeline.moment();
        const Moment& now = window.explorer().trace()->moments[static_cast<std::size_t>(last)];
        const QString name = QString::fromStdString(now.scope + ' ' + now.name);
        FlowMotionItem* motion = nullptr;
        std::vector<const FlowItem*> parts;
        const QList<QGraphicsItem*> items = flow->scene().items();
        for (QGraphicsItem* item : items) {
            if (auto* found = dynamic_cast<FlowMotionItem*>(item))
                motion = found;
            else if (const auto* part = dynamic_cast<const FlowItem*>(item))
                parts.push_back(part);
        }
        std::ranges::sort(parts, {}, [](const FlowItem* part) { return part->box().key; });
        if (!motion || seen.contains(name) || !motion->prepare(parts))
            continue;
        seen.insert(name);
        for (const double progress : {0.15, 0.5, 0.85}) {
            motion->setProgress(progress);
            Painted painted(flow->size());
            QPainter painter(&painted);
            motion->paint(&painter, nullptr, nullptr);
            painter.end();
            tellLines(QStringLiteral("in motion: %1 at %2").arg(name).arg(progress, 0, 'f', 2),
                      painted.lines());
        }
        motion->clear();
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
    for (const int third : {1, 2}) {
        timeline.setStop(timeline.count() * third / 3);
        teller.after(QStringLiteral("after %1 of 3 parts").arg(third));
        // What is there, and what is not yet.
        const int moment = timeline.moment();
        inEachView(window, [&](TraceView& view, const QString& name) {
            timeline.setMoment(moment);
            (void)QTest::qWaitFor([&] { return !window.explorer().isPending(); });
            QCoreApplication::processEvents();
            tellTips(view, name);
        });
        window.stage()->setCurrentIndex(0);
        teller.after(QStringLiteral("Flow again"));
    }
    tellMotion(window);
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

/// Lists that a right click on what stands around the picture opens.
void openMenus(MainWindow& window, Teller& teller)
{
    QList<QPointer<QWidget>> widgets;
    for (QWidget* widget : window.findChildren<QWidget*>())
        if (widget->contextMenuPolicy() == Qt::CustomContextMenu)
            widgets << widget;
    for (const QPointer<QWidget>& widget : std::as_const(widgets)) {
        if (!widget || !widget->isVisible())
            continue;
        const QPoint middle = widget->rect().center();
        QContextMenuEvent asked(QContextMenuEvent::Mouse, middle, widget->mapToGlobal(middle));
        QApplication::sendEvent(widget, &asked);
        teller.after(QStringLiteral("right click on ") + classOf(*widget) + QLatin1Char(' ')
                     + inQuotes(widget->accessibleName()));
        if (QWidget* popup = QApplication::activePopupWidget())
            popup->close();
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
    tellPlaces(window);
    window.resize(1440, 900);
    teller.after(QStringLiteral("1440 × 900"));
    tellPlaces(window);
    window.resize(760, 560);
    teller.after(QStringLiteral("760 × 560"));
    tellPlaces(window);
    inEachView(window, [&](TraceView&, const QString& name) {
        teller.after(QStringLiteral("760 × 560: ") + name);
    });
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

/// Each entry of a menu that acts on the window at once, but for those named.
void useMenu(MainWindow& window, const QMenu& menu, Teller& teller, const QStringList& without = {})
{
    const QList<QAction*> actions = menu.actions();
    for (const QPointer<QAction> action : actions) {
        if (!action || without.contains(action->text()))
            continue;
        if (action->menu()) {
            useMenu(window, *action->menu(), teller, without);
        } else if (action->isEnabled() && !action->isSeparator()
                   && !action->text().endsWith(QChar(0x2026))) {
            const QString name = action->text();
            action->trigger();
            window.activateWindow(); // a dialog may have the keys by now, or not yet
            (void)QTest::qWaitForWindowActive(&window);
            teller.after(QStringLiteral("menu ") + name);
        }
    }
}

QMenu* menuOf(const QMainWindow& window, const QString& title)
{
    for (const QAction* action : window.menuBar()->actions())
        if (action->menu() && action->text() == title)
            return action->menu();
    return nullptr;
}

/// A sentence of forty words in every view, and the wheel over what scrolls.
void readLong(MainWindow& window, Teller& teller)
{
    const std::string scenario = window.explorer().exploration().scenario;
    // What is typed into the others is no sentence.
    static const QStringList read{
        QStringLiteral("worked-example"), QStringLiteral("self-attention"),
        QStringLiteral("dialogue"),       QStringLiteral("translation"),
        QStringLiteral("transformer"),    QStringLiteral("reviews")};
    if (!read.contains(QString::fromStdString(scenario)))
        return;
    const QStringList words =
        QString::fromStdString(scenarioOf(scenario).inputs.front().examples.front().text)
            .split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.isEmpty())
        return;
    const int before = window.history().stack().index();
    QStringList many;
    while (many.size() < 40)
        many << words;
    window.openExample(QString::fromStdString(scenario), 0, many.mid(0, 40).join(QLatin1Char(' ')));
    inEachView(window, [&](TraceView& view, const QString& name) {
        teller.after(QStringLiteral("forty words: ") + name);
        for (const QPoint& by : {QPoint(0, -240), QPoint(-120, 0)}) {
            turnWheel(view, by);
            teller.after(QStringLiteral("the wheel by %1,%2").arg(by.x()).arg(by.y()));
        }
    });
    for (QScrollArea* area : window.sentence()->findChildren<QScrollArea*>()) {
        if (!area->isVisible())
            continue;
        turnWheel(*area->viewport(), area->viewport()->rect().center(), {0, -240});
        teller.after(QStringLiteral("the wheel over words"));
    }
    undoTo(window, teller, before);
}

/// The page that is printed: its first words with their places and heights in points, and its
/// fonts.
void printPage(MainWindow& window)
{
    const QString path = QStringLiteral("page.pdf");
    QPrinter printer;
    printer.setOutputFormat(QPrinter::PdfFormat);
    printer.setOutputFileName(path);
    printer.setPageSize(QPageSize(QPageSize::A4));
    printer.setPageOrientation(QPageLayout::Landscape);
    window.printTo(printer);
    std::printf("= the page\n");
    const auto told = [](const QString& program, const QStringList& arguments) {
        QProcess process;
        process.start(program, arguments);
        process.waitForFinished(30000);
        return QString::fromUtf8(process.readAllStandardOutput());
    };
    static const QRegularExpression word(QStringLiteral(
        "xMin=\"([^\"]*)\" yMin=\"([^\"]*)\" xMax=\"([^\"]*)\" yMax=\"([^\"]*)\">([^<]*)<"));
    auto words = word.globalMatch(
        told(QStringLiteral("pdftotext"), {QStringLiteral("-bbox"), path, QStringLiteral("-")}));
    for (int i = 0; i < 60 && words.hasNext(); ++i) {
        const QRegularExpressionMatch match = words.next();
        const auto number = [&](int part) { return match.captured(part).toDouble(); };
        std::printf("  %s @%.0f,%.0f height %.1f\n", qPrintable(match.captured(5)), number(1),
                    number(2), number(4) - number(2));
    }
    QStringList fonts = told(QStringLiteral("pdffonts"), {path}).split(QLatin1Char('\n')).mid(2);
    for (QString& font : fonts)
        font = font.section(QLatin1Char(' '), 0, 0).section(QLatin1Char('+'), -1);
    fonts.removeDuplicates();
    fonts.sort();
    std::printf("  fonts%s\n", qPrintable(fonts.join(QLatin1Char(' '))));
}

/// A pane beside the first, with another value of a setting: each view of both, a number that is
/// set in one, their difference, a table of all values.
void usePanes(MainWindow& window, Teller& teller)
{
    const int before = window.history().stack().index();
    const Exploration& now = window.explorer().exploration();
    const ScenarioSpec& scenario = scenarioOf(now.scenario);
    const Settings settings = resolveSettings(scenario.settings, now.settings);
    const auto compared =
        std::find_if(scenario.settings.begin(), scenario.settings.end(), [](const auto& spec) {
            return spec.affects != Affects::Training && valuesToCompare(spec).size() > 1;
        });
    if (compared == scenario.settings.end())
        return;
    for (const SettingValue& value : valuesToCompare(*compared))
        if (value != settings.value(compared->name)) {
            window.comparePane(compared->name, value);
            break;
        }
    teller.after(QStringLiteral("beside it another ") + QString::fromStdString(compared->name));
    tellPlaces(window);
    inEachView(window, [&](TraceView&, const QString& name) {
        teller.after(QStringLiteral("beside: ") + name);
    });
    window.panes().activate(0);
    QTest::mouseMove(&window, window.rect().bottomRight()); // beside the dialogs that come
    teller.after(QStringLiteral("the first one is active"));
    printPage(window);
    useMenu(window, *menuOf(window, QStringLiteral("&Compare")), teller,
            {QStringLiteral("&Close this pane"), QStringLiteral("Close the &others")});
    if (window.reasons())
        window.reasons()->close();
    if (const CellRef cell = window.selection().fixed(); cell.tensor >= 0 && cell.column >= 0) {
        window.editNumber(cell, 0.5);
        teller.after(QStringLiteral("0.5 is set"));
        window.compareUnedited();
        teller.after(QStringLiteral("beside it without"));
    }
    window.tabulate(compared->name);
    auto* rows = window.table()->findChild<QTableView*>();
    (void)QTest::qWaitFor([&] { return rows->model()->rowCount() > 0; }, 60000);
    for (int column = 0; column < rows->model()->columnCount(); ++column)
        if (rows->model()->headerData(column, Qt::Horizontal) == QLatin1String("ms"))
            rows->hideColumn(column); // not the same twice
    window.activateWindow();
    (void)QTest::qWaitForWindowActive(&window);
    teller.after(QStringLiteral("a table of all ") + QString::fromStdString(compared->name));
    if (window.table())
        window.table()->close();
    window.closePane(0);
    teller.after(QStringLiteral("the first one closed"));
    undoTo(window, teller, before);
}

/// A weight is set: what each view shows and says of it and of all that changed with it.
void setWeight(MainWindow& window, Teller& teller)
{
    const TracePtr trace = window.explorer().trace();
    if (!trace || trace->attentions.empty())
        return;
    const int before = window.history().stack().index();
    const CellRef cell{trace->attentions.front().weights, 0, 0};
    window.selection().fix(cell);
    window.editNumber(cell, 0.75);
    teller.after(QStringLiteral("a weight is 0.75"));
    inEachView(window, [&](TraceView& view, const QString& name) {
        teller.settle();
        window.timeline().toEnd();
        window.selection().fix(cell);
        teller.after(QStringLiteral("changed: ") + name);
        tellTips(view, name);
        tellSpoken(view, name);
    });
    undoTo(window, teller, before);
}

/// Parts are taken out, each by itself.
void takeOut(MainWindow& window, Teller& teller)
{
    const int before = window.history().stack().index();
    const QMenu* menu = nullptr;
    const QList<QAction*> edits = menuOf(window, QStringLiteral("&Edit"))->actions();
    for (const QAction* action : edits)
        if (action->menu() && action->text() == QLatin1String("&Take out"))
            menu = action->menu();
    if (!menu)
        return;
    Q_EMIT const_cast<QMenu*>(menu)->aboutToShow();
    QStringList names;
    for (const QAction* action : menu->actions())
        if (action->isEnabled() && !action->isSeparator() && !action->menu())
            names << action->text();
    for (const QString& name : std::as_const(names)) {
        Q_EMIT const_cast<QMenu*>(menu)->aboutToShow();
        for (QAction* action : menu->actions())
            if (action->text() == name) {
                action->trigger();
                break;
            }
        teller.after(QStringLiteral("taken out: ") + name);
        undoTo(window, teller, before);
    }
}

/// All that can be done, found by a few letters.
void usePalette(MainWindow& window, Teller& teller)
{
    window.showCommands();
    teller.after(QStringLiteral("the palette"));
    QLineEdit* field = window.commandPalette()->field();
    for (const QString& typed : {QStringLiteral("scene"), QStringLiteral("the"),
                                 QStringLiteral("temperature 0.5"), QStringLiteral("qqq")}) {
        field->clear();
        QTest::keyClicks(field, typed);
        teller.after(QStringLiteral("the palette: ") + inQuotes(typed));
        QTest::keyClick(field, Qt::Key_Down);
        teller.after(QStringLiteral("the palette: the next"));
    }
    QTest::keyClick(field, Qt::Key_Escape);
    teller.after(QStringLiteral("the palette is gone"));
}

/// A short training, its film, what was learnt kept; then the figures on held-out examples.
void train(MainWindow& window, Teller& teller)
{
    const std::string scenario = window.explorer().exploration().scenario;
    if (!scenarioOf(scenario).task)
        return;
    const int before = window.history().stack().index();
    const TrainingPanel& panel = *window.training()->panel();
    for (QDockWidget* dock : window.findChildren<QDockWidget*>())
        if (dock->isAncestorOf(&panel)) {
            dock->show();
            dock->raise();
        }
    teller.after(QStringLiteral("the panel of training"));
    tellPlaces(window);
    constexpr std::array<std::pair<const char*, int>, 4> small{
        {{"epochs", 2}, {"batch", 16}, {"examples", 64}, {"held_out", 12}}};
    for (const auto& [name, value] : small)
        if (auto* box = qobject_cast<QSpinBox*>(panel.settings()->control(name)))
            box->setValue(value);
    teller.after(QStringLiteral("a small training"));
    for (QAbstractButton* button : panel.settings()->findChildren<QAbstractButton*>())
        if (button->accessibleName() == QLatin1String("Settings back to defaults")) {
            button->click();
            teller.after(QStringLiteral("its settings as they were"));
        }
    for (const auto& [name, value] : small)
        if (auto* box = qobject_cast<QSpinBox*>(panel.settings()->control(name)))
            box->setValue(value);
    window.train();
    const Trainer& trainer = window.training()->trainer();
    (void)QTest::qWaitFor([&] { return !trainer.isActive(); }, 240000);
    teller.settle();
    // Which weights were shown on the way, and so where moment and cell went, is not the same
    // twice.
    window.timeline().toEnd();
    window.selection().fix({0, 0, 0});
    teller.after(QStringLiteral("trained"));
    for (QSlider* slider : panel.findChildren<QSlider*>())
        if (slider->isVisible() && slider->isEnabled()) {
            slider->setValue((slider->minimum() + slider->maximum()) / 2);
            teller.after(QStringLiteral("the film's middle"));
        }
    // What is kept then is not the last step.
    QTest::mouseClick(panel.plot(), Qt::LeftButton, {},
                      {panel.plot()->width() * 3 / 4, panel.plot()->height() / 2});
    teller.after(QStringLiteral("a click on the curve"));
    useMenu(window, *menuOf(window, QStringLiteral("&Train")), teller,
            {QStringLiteral("&Start"), QStringLiteral("Play the &film"), QStringLiteral("&Discard"),
             QStringLiteral("&Race against"), QStringLiteral("Training")});
    window.measure(12);
    (void)QTest::qWaitFor([&] { return window.lengths() && window.lengths()->isVisible(); }, 5000);
    teller.after(QStringLiteral("measured"));
    if (window.lengths())
        window.lengths()->close();
    undoTo(window, teller, before);
}

/// Each entry of the menus that acts on the window at once.
void useMenus(MainWindow& window, Teller& teller)
{
    for (const QAction* action : window.menuBar()->actions())
        if (action->menu() && action->menu()->title().contains(QLatin1String("View")))
            useMenu(window, *action->menu(), teller);
}

} // namespace

int main(int argc, char** argv)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    QApplication application(argc, argv);
    application.setCursorFlashTime(0);
    watchTips();
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
        if (window.activeStage()->offers(tab))
            useView(window, teller, tab);
    useBeam(window, teller);
    useExamples(window, teller);
    usePanels(window, teller);
    openMenus(window, teller);
    askOfAll(window);
    stepThrough(window, teller);
    useSettings(window, teller);
    type(window, teller);
    readLong(window, teller);
    usePanes(window, teller);
    setWeight(window, teller);
    takeOut(window, teller);
    usePalette(window, teller);
    printPage(window);
    train(window, teller);
    useWindow(window, teller);
    useMenus(window, teller);
    return 0;
}

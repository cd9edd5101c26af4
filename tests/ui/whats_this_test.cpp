// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that can be used says what it is for, from one table of texts, is named and is reached
// by the Tab key.
#include "core/scenarios/catalogue.h"
#include "tests/ui/opened_window.h"
#include "tests/ui/scenario_rows.h"
#include "ui/panels/command_palette.h"
#include "ui/panels/inspector.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/timeline_bar.h"
#include "ui/panels/training_panel.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/view_spec.h"
#include "ui/window/top_bar.h"
#include "ui/window/training_desk.h"
#include "ui/words/help_text.h"

#include <QAccessible>
#include <QComboBox>
#include <QDirIterator>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QSet>
#include <QSpinBox>
#include <QTabBar>
#include <QWhatsThis>

using namespace regard;

class WhatsThisTest : public OpenedWindow {
    Q_OBJECT

    static QString nameOf(const QWidget& widget)
    {
        return QStringLiteral("%1 “%2” “%3” in %4")
            .arg(QString::fromLatin1(widget.metaObject()->className()), widget.objectName(),
                 widget.accessibleName(),
                 widget.parentWidget()
                     ? QString::fromLatin1(widget.parentWidget()->metaObject()->className())
                     : QString());
    }

    /// A control that Qt makes inside another one stands for that one.
    static const QWidget& whole(const QWidget& part)
    {
        const QWidget* parent = part.parentWidget();
        const bool inner = qobject_cast<const QComboBox*>(parent)
            || qobject_cast<const QAbstractSpinBox*>(parent)
            || qobject_cast<const QAbstractScrollArea*>(parent)
            || qobject_cast<const QLineEdit*>(parent);
        return inner ? whole(*parent) : part;
    }

    /// What "What's This?" says of a widget: its own text, or that of what it stands in.
    static QString saidOf(const QWidget& widget)
    {
        for (const QWidget* at = &widget; at && !at->isWindow(); at = at->parentWidget())
            if (!at->whatsThis().isEmpty())
                return at->whatsThis();
        return widget.isWindow() ? widget.whatsThis() : QString();
    }

    static bool isControl(const QWidget& widget)
    {
        return (widget.focusPolicy() & Qt::TabFocus) && &whole(widget) == &widget
            && !QString::fromLatin1(widget.metaObject()->className())
                    .startsWith(QLatin1String("QComboBoxPrivate"))
            && !widget.inherits("QComboBoxListView") && !widget.inherits("QMenu")
            && !widget.inherits("QWidgetLineControl") && !widget.inherits("QMainWindow");
    }

    /// All windows of the program with all that can be opened in them.
    static void openEverything(MainWindow& window)
    {
        window.messages()->showError(QStringLiteral("Not so"));
        for (QMenu* menu : window.findChildren<QMenu*>())
            Q_EMIT menu->aboutToShow();
        window.showCommands();
        window.commandPalette()->hide();
        for (QDockWidget* dock : window.findChildren<QDockWidget*>())
            dock->show();
        window.showReasons();
        const ScenarioSpec& spec = scenarioOf(window.explorer().exploration().scenario);
        for (const SettingSpec& setting : spec.settings)
            if (setting.affects == Affects::Computation && !setting.choices.empty()) {
                window.tabulate(setting.name);
                window.comparePane(setting.name, valuesToCompare(setting).back());
                break;
            }
        if (spec.task)
            window.measure(2);
    }

    /// A second pane with the first setting that can be compared.
    static void addPane(MainWindow& window)
    {
        const ScenarioSpec& spec = scenarioOf(window.explorer().exploration().scenario);
        const Settings now =
            resolveSettings(spec.settings, window.explorer().exploration().settings);
        for (const SettingSpec& setting : spec.settings)
            if (setting.affects == Affects::Computation && !unmetCondition(setting, now)
                && window.panes().count() == 1)
                for (const SettingValue& value : valuesToCompare(setting))
                    if (value != now.value(setting.name)) {
                        window.comparePane(setting.name, value);
                        break;
                    }
        for (int i = 0; i < window.panes().count(); ++i)
            QTRY_VERIFY(window.panes().at(i).explorer().trace()
                        && !window.panes().at(i).explorer().isPending());
    }

    static void scenarios() { addScenarioRows(); }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void everyTextOfTheTableIsThereOnceAndWhole()
    {
        QSet<QString> names;
        for (const HelpText& line : helpTexts()) {
            const QString name = QString::fromUtf8(line.name);
            QVERIFY2(!names.contains(name), line.name);
            names << name;
            QVERIFY2(!tipOf(line.name).isEmpty(), line.name);
            const QString whole = whatsThisOf(line.name);
            QVERIFY2(whole.startsWith(tipOf(line.name)), line.name);
            QVERIFY2(whole.endsWith(QLatin1Char('.')), qPrintable(whole));
            QVERIFY2(!whole.contains(QLatin1String("..")), qPrintable(whole));
        }
        QVERIFY(tipOf("there is no such line").isEmpty());
        for (const ViewSpec& spec : viewSpecs())
            QVERIFY2(manualOf(spec).startsWith(helpOf(spec)), spec.id);
    }

    void theCodeAsksOnlyForTextsThatAreThereAndForAllOfThem()
    {
        QSet<QString> names;
        for (const HelpText& line : helpTexts())
            names << QString::fromUtf8(line.name);
        static const QRegularExpression quoted(QStringLiteral("\"([a-z-]+(?:/[a-z0-9-]+)?)\""));
        QSet<QString> used;
        QDirIterator files(QStringLiteral(REGARD_SOURCE_DIR "/ui"), {QStringLiteral("*.cpp")},
                           QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.fileName().endsWith(QLatin1String("help_texts.cpp")))
                continue;
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString code = QString::fromUtf8(file.readAll());
            for (auto each = quoted.globalMatch(code); each.hasNext();) {
                const QString name = each.next().captured(1);
                if (names.contains(name))
                    used << name;
            }
            static const QRegularExpression asked(QStringLiteral(
                "(?:giveHelp|helpWhenAsked|tipOf|whatsThisOf)\\([^;\"]*\"([^\"]+)\""));
            for (auto each = asked.globalMatch(code); each.hasNext();) {
                const QString name = each.next().captured(1);
                QVERIFY2(names.contains(name) || name == QLatin1String("view/"),
                         qPrintable(file.fileName() + QLatin1Char(' ') + name));
            }
        }
        for (const ViewSpec& spec : viewSpecs())
            used << QStringLiteral("view/%1").arg(QLatin1String(spec.id));
        QCOMPARE((names - used).values(), QStringList());
    }

    void everyControlAndEveryActionSaysWhatItIsFor_data() { scenarios(); }
    void everyControlAndEveryActionSaysWhatItIsFor()
    {
        QFETCH(QString, scenario);
        const auto window = open(scenario.toLatin1().constData());
        QVERIFY(window);
        openEverything(*window);
        int controls = 0;
        for (const QWidget* widget : window->findChildren<QWidget*>())
            if (isControl(*widget)) {
                QVERIFY2(!saidOf(*widget).isEmpty(), qPrintable(nameOf(*widget)));
                ++controls;
            }
        QVERIFY(controls > 40);
        int actions = 0;
        for (const QAction* action : window->findChildren<QAction*>()) {
            const QString name = action->objectName();
            if (action->isSeparator() || isMenuTitle(*action) || action->text().isEmpty()
                || name.startsWith(QLatin1String("_q_")))
                continue;
            QVERIFY2(!action->whatsThis().isEmpty(), qPrintable(action->text()));
            ++actions;
        }
        QVERIFY(actions > 100);
    }

    void everyControlIsNamed_data() { scenarios(); }
    void everyControlIsNamed()
    {
        QFETCH(QString, scenario);
        const auto window = open(scenario.toLatin1().constData());
        QVERIFY(window);
        openEverything(*window);
        for (QWidget* widget : window->findChildren<QWidget*>()) {
            if (!isControl(*widget))
                continue;
            if (const auto* bar = qobject_cast<QTabBar*>(widget); bar && bar->count() == 0)
                continue; // of panels that stand alone
            QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(spoken && spoken->isValid(), qPrintable(nameOf(*widget)));
            QVERIFY2(!spoken->text(QAccessible::Name).isEmpty(), qPrintable(nameOf(*widget)));
            QVERIFY2(spoken->role() != QAccessible::NoRole, qPrintable(nameOf(*widget)));
        }
    }

    void everyControlInSightIsReachedByTheTabKeyOnce_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<int>("panes");
        for (const ScenarioSpec& scenario : catalogue())
            for (const int panes : {1, 2})
                QTest::addRow("%s, panes: %d", scenario.id.c_str(), panes)
                    << QString::fromStdString(scenario.id) << panes;
    }

    void everyControlInSightIsReachedByTheTabKeyOnce()
    {
        QFETCH(QString, scenario);
        QFETCH(int, panes);
        const auto window = open(scenario.toLatin1().constData());
        QVERIFY(window);
        if (panes > 1)
            addPane(*window);
        QCOMPARE(window->panes().count(), panes);
        for (int view = 0; view < window->stage()->count(); ++view) {
            if (!window->activeStage()->offers(view))
                continue;
            for (PaneStage* stage : window->stages())
                stage->tabs()->setCurrentIndex(view);
            QCoreApplication::processEvents();
            const QString where = titleOf(viewSpecs()[static_cast<std::size_t>(view)]);
            window->sentence()->focusText();
            QWidget* const start = QApplication::focusWidget();
            QVERIFY(start);
            for (const Qt::Key key : {Qt::Key_Tab, Qt::Key_Backtab}) {
                QList<QWidget*> stops;
                do {
                    QTest::keyClick(QApplication::focusWidget(), key,
                                    key == Qt::Key_Tab ? Qt::NoModifier : Qt::ShiftModifier);
                    QWidget* const next = QApplication::focusWidget();
                    QVERIFY(next);
                    if (stops.contains(next))
                        QFAIL(qPrintable(QStringLiteral("%1 again in %2, behind %3")
                                             .arg(nameOf(*next), where, nameOf(*stops.last()))));
                    stops << next;
                } while (stops.last() != start);
                for (QWidget* control : window->findChildren<QWidget*>())
                    if (isControl(*control) && control->isVisible() && control->isEnabled()
                        && control->window() == window.get() && !control->focusProxy()
                        && !control->visibleRegion().isEmpty())
                        QVERIFY2(stops.contains(control),
                                 qPrintable(nameOf(*control) + QStringLiteral(" in ") + where));
                // Pane after pane, with its picture.
                qsizetype behind = key == Qt::Key_Tab ? -1 : stops.size();
                for (const PaneStage* stage : window->stages()) {
                    const QWidget* picture = stage->shownView();
                    while (picture->focusProxy())
                        picture = picture->focusProxy();
                    QVERIFY2(stops.contains(picture),
                             qPrintable(nameOf(*picture) + QStringLiteral(" in ") + where));
                    for (qsizetype i = 0; i < stops.size(); ++i)
                        if (stage->isAncestorOf(stops[i]))
                            QVERIFY(key == Qt::Key_Tab ? i > behind : i < behind);
                    behind = stops.indexOf(picture);
                }
            }
        }
    }

    void theKeySaysItOfTheControlThatHasTheKeyboard()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const auto shown = [] {
            for (const QWidget* widget : QApplication::topLevelWidgets())
                if (widget->isVisible() && widget->inherits("QWhatsThat"))
                    return true;
            return false;
        };
        for (QWidget* control : {static_cast<QWidget*>(window->sentence()->field(0)),
                                 static_cast<QWidget*>(window->timelineBar()->playButton()),
                                 static_cast<QWidget*>(window->topBar()->scenarios()),
                                 static_cast<QWidget*>(window->view<FlowView>())}) {
            control->setFocus();
            QVERIFY2(!shown(), qPrintable(nameOf(*control)));
            QTest::keyClick(control, Qt::Key_F1, Qt::ShiftModifier);
            QTRY_VERIFY2(shown(), qPrintable(nameOf(*control)));
            QWhatsThis::hideText();
            QTRY_VERIFY(!shown());
        }
        // Where nothing has the keyboard a control is pointed at.
        QTest::keyClick(window.get(), Qt::Key_F1, Qt::ShiftModifier);
        QVERIFY(QWhatsThis::inWhatsThisMode());
        QWhatsThis::leaveWhatsThisMode();
    }
};

QTEST_MAIN(WhatsThisTest)
#include "whats_this_test.moc"

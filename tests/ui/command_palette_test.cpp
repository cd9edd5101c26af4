// SPDX-License-Identifier: GPL-3.0-or-later
// The command palette: everything that can be done is in it, found by its words, and done.
#include "core/scenarios/catalogue.h"
#include "tests/ui/opened_window.h"
#include "tests/ui/scenario_rows.h"
#include "ui/panels/command_palette.h"
#include "ui/panels/settings_bar.h"
#include "ui/views/view_spec.h"
#include "ui/window/top_bar.h"
#include "ui/window/training_desk.h"
#include "ui/words/setting_text.h"

#include <QActionGroup>
#include <QApplication>
#include <QMenuBar>

using namespace regard;

class CommandPaletteTest : public OpenedWindow {
    Q_OBJECT

    static CommandPalette& opened(MainWindow& window)
    {
        QTest::keyClick(window.focusWidget() ? window.focusWidget() : &window, Qt::Key_P,
                        Qt::ControlModifier | Qt::ShiftModifier);
        return *window.commandPalette();
    }

    static QString label(const SettingSpec& spec) { return QString::fromStdString(spec.label); }

    /// The command of a path; fails where there is none.
    static Command command(MainWindow& window, const QStringList& place, const QString& text)
    {
        for (const Command& each : window.commands())
            if (each.place == place && each.text == text)
                return each;
        const QString path = Command{place, text, {}, {}, true, false, {}}.path();
        QTest::qFail(qPrintable(path), __FILE__, __LINE__);
        return {place, text, {}, {}, false, false, [] {}};
    }

    /// Lines of all menus, those in them too.
    static void addActions(QList<QAction*>& all, const QList<QAction*>& actions)
    {
        for (QAction* action : actions) {
            if (action->menu())
                addActions(all, action->menu()->actions());
            else if (!action->isSeparator() && !isMenuTitle(*action))
                all << action;
        }
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void everyCommandIsFoundByItsOwnWords_data() { addScenarioRows(); }
    void everyCommandIsFoundByItsOwnWords()
    {
        QFETCH(QString, scenario);
        const auto window = open(scenario.toLatin1().constData());
        QVERIFY(window);
        const std::vector<Command> all = window->commands();
        QVERIFY(all.size() > 100);
        CommandList list;
        std::size_t shown = 0;
        for (const Command& each : all) {
            // Those of other scenarios are asked for there; what they share once.
            const QString words = (each.place + QStringList{each.text}).join(QLatin1Char(' '));
            if (each.place.first() == QLatin1String("Examples")
                && !each.path().contains(
                    QString::fromStdString(scenarioOf(scenario.toStdString()).title)))
                continue;
            list.show(all, words, {});
            QVERIFY2(list.rowCount() > 0, qPrintable(words));
            int row = 0;
            while (row < list.rowCount() && list.at(row).path() != each.path())
                ++row;
            QVERIFY2(row < list.rowCount(), qPrintable(words));
            // Nothing before it has fewer words that were not asked for, but for what is possible
            // before what is not.
            for (int before = 0; before < row; ++before)
                QVERIFY2(list.at(before).path().contains(each.text)
                             || (list.at(before).isEnabled && !each.isEnabled),
                         qPrintable(words + QStringLiteral(" | ") + list.at(before).path()));
            ++shown;
        }
        QVERIFY(shown > 100);
    }

    void everyActionIsInItAndTriggered_data() { addScenarioRows(); }
    void everyActionIsInItAndTriggered()
    {
        QFETCH(QString, scenario);
        const auto window = open(scenario.toLatin1().constData());
        QVERIFY(window);
        const std::vector<Command> all = window->commands();
        QList<QAction*> actions;
        addActions(actions, window->menuBar()->actions());
        QVERIFY(actions.size() > 60);
        QVERIFY(all.size() >= static_cast<std::size_t>(actions.size()));
        // Menus come in their order.
        std::size_t first = 0;
        while (all[first].place.first().startsWith(QLatin1String("Settings")))
            ++first;
        QVERIFY(all.size() >= first + static_cast<std::size_t>(actions.size()));
        for (qsizetype i = 0; i < actions.size(); ++i) {
            const Command& each = all[first + static_cast<std::size_t>(i)];
            QAction* action = actions[i];
            QVERIFY(action->text().remove(QLatin1Char('&')).startsWith(each.text));
            if (!action->shortcut().isEmpty())
                QCOMPARE(each.keys, action->shortcut().toString(QKeySequence::NativeText));
            QVERIFY(!each.isEnabled || action->isEnabled());
            if (!action->isEnabled())
                continue;
            // Once its own effect is cut off, that it is triggered is seen.
            const QSignalBlocker apart(action->actionGroup());
            disconnect(action, &QAction::triggered, nullptr, nullptr);
            disconnect(action, &QAction::toggled, nullptr, nullptr);
            QSignalSpy triggered(action, &QAction::triggered);
            each.run();
            QVERIFY2(triggered.count() == 1, qPrintable(each.path()));
        }
    }

    void everyViewIsInIt()
    {
        const auto window = open("time-series");
        QVERIFY(window);
        for (const ViewSpec& spec : viewSpecs()) {
            const Command view = command(*window, {QStringLiteral("View")}, titleOf(spec));
            const Trace& trace = *window->explorer().trace();
            QCOMPARE(view.isEnabled, !spec.shows || spec.shows(trace));
            if (!view.isEnabled)
                continue;
            QVERIFY2(!view.help.isEmpty(), spec.id);
            view.run();
            const auto index = static_cast<int>(&spec - viewSpecs().data());
            QCOMPARE(window->stage()->currentIndex(), index);
        }
    }

    void aScenariosNameOpensItRatherThanAPaneWithIt()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const std::vector<Command> all = window->commands();
        for (const ScenarioSpec& scenario : catalogue()) {
            CommandList list;
            list.show(all, QString::fromStdString(scenario.title), {});
            QVERIFY(list.rowCount() > 0);
            if (scenario.id != "worked-example") // that is open
                QCOMPARE(list.at(0).path(),
                         QStringLiteral("Scenarios → ") + QString::fromStdString(scenario.title));
        }
    }

    void everyScenarioOpens()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        for (const ScenarioSpec& scenario : catalogue()) {
            const Command opens = command(*window, {QStringLiteral("Scenarios")},
                                          QString::fromStdString(scenario.title));
            QCOMPARE(opens.isChecked, scenario.id == window->explorer().exploration().scenario);
            opens.run();
            QCOMPARE(window->explorer().exploration().scenario, scenario.id);
        }
    }

    void everyExampleOfEveryScenarioIsPutIntoItsField()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const std::vector<Command> all = window->commands();
        std::size_t next = 0;
        while (all[next].place.first() != QLatin1String("Examples"))
            ++next;
        for (const ScenarioSpec& scenario : catalogue())
            for (std::size_t field = 0; field < scenario.inputs.size(); ++field)
                for (const InputExample& example : scenario.inputs[field].examples) {
                    QVERIFY(next < all.size());
                    const Command& each = all[next++];
                    QCOMPARE(each.place.value(1), QString::fromStdString(scenario.title));
                    each.run();
                    const Exploration& now = window->explorer().exploration();
                    QCOMPARE(now.scenario, scenario.id);
                    QCOMPARE(now.texts[field], example.text);
                }
        QCOMPARE(next, all.size());
        // One step each.
        window->history().stack().undo();
        QVERIFY(window->history().stack().canUndo());
    }

    void everySettingTakesEveryValue_data() { addScenarioRows(); }
    void everySettingTakesEveryValue()
    {
        QFETCH(QString, scenario);
        const auto window = open(scenario.toLatin1().constData());
        QVERIFY(window);
        const ScenarioSpec& spec = scenarioOf(scenario.toStdString());
        for (const SettingSpec& setting : spec.settings) {
            const bool ofTraining = setting.affects == Affects::Training;
            const QString place =
                ofTraining ? QStringLiteral("Settings of training") : QStringLiteral("Settings");
            const SettingsBar* bar =
                ofTraining ? window->training()->panel()->settings() : window->topBar()->settings();
            for (const SettingValue& value : valuesToCompare(setting)) {
                const Command each =
                    command(*window, {place, label(setting)}, settingInWords(value));
                QVERIFY2(!each.help.isEmpty(), qPrintable(each.path()));
                if (!each.isEnabled)
                    continue;
                each.run();
                QCOMPARE(bar->shown().value(setting.name), value);
                if (!ofTraining)
                    QCOMPARE(
                        resolveSettings(spec.settings, window->explorer().exploration().settings)
                            .value(setting.name),
                        value);
                QVERIFY(command(*window, each.place, each.text).isChecked);
            }
            const Command there =
                command(*window, {place}, QStringLiteral("%1…").arg(label(setting)));
            QCOMPARE(there.isEnabled, bar->control(setting.name)->isEnabled());
        }
    }

    void aSettingIsGoneToWhereverItStands()
    {
        const auto window = open("self-attention");
        QVERIFY(window);
        SettingsBar* bar = window->topBar()->settings();
        for (const SettingSpec* setting : bar->specs()) {
            const Command there = command(*window, {QStringLiteral("Settings")},
                                          QStringLiteral("%1…").arg(label(*setting)));
            if (!there.isEnabled)
                continue;
            there.run();
            const QWidget* control = bar->control(setting->name);
            QTRY_VERIFY2(control->isVisible(), setting->name.c_str());
            QTRY_VERIFY2(QApplication::focusWidget() == control, setting->name.c_str());
            bar->panel()->hide();
        }
    }

    void aNumberThatIsTypedBecomesTheSetting()
    {
        const auto window = open("self-attention");
        QVERIFY(window);
        CommandPalette& palette = opened(*window);
        QTRY_VERIFY(palette.isVisible());
        palette.field()->setText(QStringLiteral("temperature 0.7"));
        QVERIFY(palette.list().rowCount() > 0);
        QCOMPARE(palette.list().at(0).path(), QStringLiteral("Settings → Temperature → 0.7"));
        QTest::keyClick(palette.field(), Qt::Key_Return);
        QCOMPARE(window->explorer().exploration().settings.number("temperature"), 0.7);
        // What the setting refuses is none of its values.
        palette.field()->setText(QStringLiteral("temperature -3"));
        for (int row = 0; row < palette.list().rowCount(); ++row)
            QVERIFY(palette.list().at(row).text != QLatin1String("-3"));
    }

    void keysChooseDoAndLeave()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        QLineEdit* text = window->sentence()->field(0);
        text->setFocus();
        CommandPalette& palette = opened(*window);
        QTRY_VERIFY(palette.isVisible());
        QTRY_VERIFY(palette.field()->hasFocus());
        QVERIFY(palette.list().rowCount() > 100);
        const auto row = [&] { return palette.view()->currentIndex().row(); };
        QCOMPARE(row(), 0);
        QTest::keyClick(palette.field(), Qt::Key_Down);
        QCOMPARE(row(), 1);
        QTest::keyClick(palette.field(), Qt::Key_Up);
        QTest::keyClick(palette.field(), Qt::Key_Up);
        QCOMPARE(row(), palette.list().rowCount() - 1);
        QTest::keyClick(palette.field(), Qt::Key_PageUp);
        QVERIFY(row() < palette.list().rowCount() - 4);
        // Escape is the palette's, not the selection's.
        window->selection().fix({0, 0, 0});
        QTest::keyClick(palette.field(), Qt::Key_Escape);
        QTRY_VERIFY(!palette.isVisible());
        QVERIFY(window->selection().fixed());
        opened(*window);
        QVERIFY(palette.field()->text().isEmpty());
        QTest::keyClicks(palette.field(), QStringLiteral("view heatmap"));
        QCOMPARE(palette.list().at(0).path(), QStringLiteral("View → Heatmap"));
        QVERIFY(!palette.help().isEmpty());
        QTest::keyClick(palette.field(), Qt::Key_Return);
        QTRY_VERIFY(!palette.isVisible());
        QCOMPARE(window->stage()->currentIndex(), 1);
        // Nothing is found, nothing is done.
        opened(*window);
        palette.field()->setText(QStringLiteral("zzqqx"));
        QCOMPARE(palette.list().rowCount(), 0);
        QVERIFY(!palette.help().isEmpty());
        QTest::keyClick(palette.field(), Qt::Key_Return);
        QVERIFY(palette.isVisible());
    }

    void aClickDoesItAndWhatWasDoneLastStandsFirst()
    {
        {
            const auto window = open("worked-example");
            QVERIFY(window);
            CommandPalette& palette = opened(*window);
            QTRY_VERIFY(palette.isVisible());
            for (const char* view : {"view flow", "view heatmap"}) {
                palette.field()->setText(QString::fromLatin1(view));
                QTest::mouseClick(palette.view()->viewport(), Qt::LeftButton, {},
                                  palette.view()->visualRect(palette.list().index(0)).center());
                QVERIFY(!palette.isVisible());
                opened(*window);
            }
            QCOMPARE(window->stage()->currentIndex(), 1);
            QCOMPARE(palette.list().at(0).path(), QStringLiteral("View → Heatmap"));
            QCOMPARE(palette.list().at(1).path(), QStringLiteral("View → Flow"));
            palette.hide();
            window->close();
        }
        const auto again = open("worked-example");
        QVERIFY(again);
        CommandPalette& palette = opened(*again);
        QCOMPARE(palette.list().at(0).path(), QStringLiteral("View → Heatmap"));
    }

    void whatCannotBeDoneNowIsShownLastAndNotDone()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        CommandPalette& palette = opened(*window);
        palette.field()->setText(QStringLiteral("close this pane"));
        QCOMPARE(palette.list().at(0).path(), QStringLiteral("Compare → Close this pane"));
        QVERIFY(!palette.list().at(0).isEnabled);
        QVERIFY(palette.help().startsWith(QStringLiteral("Not now.")));
        QTest::keyClick(palette.field(), Qt::Key_Return);
        QVERIFY(palette.isVisible());
        palette.field()->clear();
        bool disabled = false;
        for (int row = 0; row < palette.list().rowCount(); ++row) {
            QVERIFY(!disabled || !palette.list().at(row).isEnabled);
            disabled = disabled || !palette.list().at(row).isEnabled;
        }
        QVERIFY(disabled);
    }
};

QTEST_MAIN(CommandPaletteTest)
#include "command_palette_test.moc"

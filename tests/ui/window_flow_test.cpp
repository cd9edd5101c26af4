// SPDX-License-Identifier: GPL-3.0-or-later
// The menu of views says how Flow moves and whether it asks questions: in all panes, those that
// come later too, and the next time.
#include "core/scenarios/catalogue.h"
#include "tests/ui/opened_window.h"
#include "tests/ui/scenario_rows.h"

#include <QMenu>
#include <QMenuBar>

using namespace regard;

namespace {

QAction* actionOf(const QWidget& window, const char* text)
{
    for (QMenu* menu : window.findChildren<QMenu*>())
        for (QAction* action : menu->actions())
            if (action->text() == QLatin1String(text))
                return action;
    return nullptr;
}

} // namespace

class WindowFlowTest : public OpenedWindow {
    Q_OBJECT
private Q_SLOTS:
    void init() { useOwnFiles(); }

    void theMomentsThatAreStopsFollowTheRoom_data() { addScenarioRows(); }
    void theMomentsThatAreStopsFollowTheRoom()
    {
        QFETCH(QString, scenario);
        const auto window = open(scenario.toLatin1().constData());
        QVERIFY(window);
        window->stage()->setCurrentIndex(0);
        const auto* flow = window->view<FlowView>();
        for (const QSize& size : {QSize(1900, 1200), QSize(760, 480), QSize(1280, 800)}) {
            window->resize(size);
            QVERIFY(QTest::qWaitFor([&] {
                return window->timeline().count() == static_cast<int>(flow->stops().size());
            }));
        }
        // As much room as a pane alone has, once the other is closed.
        const SettingSpec& setting = scenarioOf(scenario.toStdString()).settings.front();
        const std::vector<SettingValue> values = valuesToCompare(setting);
        if (values.size() < 2)
            return;
        window->comparePane(setting.name, values.back());
        if (window->stages().size() < 2)
            window->comparePane(setting.name, values.front());
        window->closePane(0);
        QVERIFY(QTest::qWaitFor([&] {
            const auto* left = window->view<FlowView>();
            return !window->explorer().isPending()
                && window->timeline().count() == static_cast<int>(left->stops().size());
        }));
    }

    void motionAndQuestionsHoldInEveryPaneAndAreRemembered()
    {
        {
            const auto window = open("worked-example");
            QVERIFY(window);
            const auto* flow = window->view<FlowView>();
            QCOMPARE(flow->motion(), FlowView::Motion::Normal);
            QVERIFY(flow->hasQuestions());
            QAction* questions = actionOf(*window, "&Questions in Flow");
            QVERIFY(questions);
            QVERIFY(!questions->toolTip().isEmpty());
            questions->trigger();
            QVERIFY(!flow->hasQuestions());
            for (const auto& [text, motion] : {std::pair{"&Off", FlowView::Motion::Off},
                                               {"&Fast", FlowView::Motion::Fast},
                                               {"&Slow", FlowView::Motion::Slow}}) {
                QAction* action = actionOf(*window, text);
                QVERIFY2(action, text);
                action->trigger();
                QVERIFY(action->isChecked());
                QCOMPARE(flow->motion(), motion);
            }
            window->comparePane("temperature", 2.0);
            QCOMPARE(window->stages().size(), 2U);
            for (PaneStage* stage : window->stages()) {
                QCOMPARE(stage->view<FlowView>()->motion(), FlowView::Motion::Slow);
                QVERIFY(!stage->view<FlowView>()->hasQuestions());
            }
        }
        const auto again = open("worked-example");
        QVERIFY(again);
        QCOMPARE(again->view<FlowView>()->motion(), FlowView::Motion::Slow);
        QVERIFY(!again->view<FlowView>()->hasQuestions());
        QVERIFY(actionOf(*again, "&Slow")->isChecked());
        QVERIFY(!actionOf(*again, "&Questions in Flow")->isChecked());
    }
};

QTEST_MAIN(WindowFlowTest)
#include "window_flow_test.moc"

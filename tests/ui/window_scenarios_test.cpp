// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/catalogue.h"
#include "tests/ui/opened_window.h"
#include "ui/panels/inspector.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/scenario_list.h"
#include "ui/panels/scenario_overview.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/tensor_tree.h"
#include "ui/panels/timeline_bar.h"
#include "ui/views/arcs/arcs_view.h"
#include "ui/views/flow/flow_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/window/dialogs.h"
#include "ui/window/render.h"

#include <QAccessible>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QRegularExpression>

#include <algorithm>

using namespace regard;

class WindowScenariosTest : public OpenedWindow {
    Q_OBJECT
    /// In a panel that lies behind another.
    static bool inHiddenTab(const QWidget* control)
    {
        for (; control; control = control->parentWidget())
            if (qobject_cast<const QDockWidget*>(control) && control->visibleRegion().isEmpty())
                return true;
        return false;
    }

    /// One can scroll to it.
    static bool canBeScrolledTo(const QWidget* control)
    {
        for (; control; control = control->parentWidget())
            if (control->inherits("QScrollArea"))
                return true;
        return false;
    }

    /// No control is cut off by the window's edge.
    static void controlsLieInTheWindow(const MainWindow& window)
    {
        for (const QWidget* control : window.findChildren<QWidget*>()) {
            if (!control->isVisible() || control->window() != &window || inHiddenTab(control)
                || control->accessibleName().isEmpty() || canBeScrolledTo(control))
                continue;
            const QRect place(control->mapTo(&window, QPoint()), control->size());
            QVERIFY2(window.rect().contains(place), qPrintable(control->accessibleName()));
        }
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void aClickOnAnyCardOpensItAndMovesNone()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        auto* list = window->findChild<ScenarioList*>();
        QVERIFY(list);
        for (int i = list->count() - 1; i >= 0; --i) {
            list->scrollToItem(list->item(i));
            QCoreApplication::processEvents();
            const QRect before = list->visualItemRect(list->item(i));
            const QSignalSpy opened(list, &ScenarioList::opened);
            QTest::mousePress(list->viewport(), Qt::LeftButton, {}, before.center());
            QCoreApplication::processEvents();
            QCoreApplication::processEvents();
            QCOMPARE(list->visualItemRect(list->item(i)), before);
            QTest::mouseRelease(list->viewport(), Qt::LeftButton, {}, before.center());
            QCOMPARE(opened.count(), 1);
            QCOMPARE(opened.first().first().toString(),
                     QString::fromStdString(catalogue()[static_cast<std::size_t>(i)].id));
            QTRY_COMPARE(window->explorer().exploration().scenario,
                         catalogue()[static_cast<std::size_t>(i)].id);
            QCoreApplication::processEvents();
            QCOMPARE(list->visualItemRect(list->item(i)), before);
        }
    }

    void everyShortcutIsRegisteredOnce()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        QMultiHash<QString, QAction*> actions;
        for (QAction* action : window->findChildren<QAction*>())
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!actions.contains(key.toString()), qPrintable(key.toString()));
                actions.insert(key.toString(), action);
            }
        QVERIFY(actions.contains(QStringLiteral("Ctrl+Y")));
        QVERIFY(actions.contains(QStringLiteral("Ctrl+Shift+Z")));
    }

    void arrowsStepAfterAChoiceInTheTimeline()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        for (QComboBox* box : window->timelineBar()->findChildren<QComboBox*>()) {
            window->timeline().toEnd();
            const int end = window->timeline().moment();
            const int chosen = box->currentIndex();
            box->setFocus();
            QTest::keyClick(box, Qt::Key_Left);
            QVERIFY(window->timeline().moment() < end);
            QTest::keyClick(box, Qt::Key_Home);
            QCOMPARE(window->timeline().stop(), 0);
            QTest::keyClick(box, Qt::Key_End);
            QCOMPARE(window->timeline().moment(), end);
            QCOMPARE(box->currentIndex(), chosen);
        }
    }

    void allViewsShowTheSameLayerAndHead()
    {
        const auto window = open("transformer");
        QVERIFY(window);
        FlowView* flow = window->view<FlowView>();
        HeatmapView* heatmap = window->view<HeatmapView>();
        const Trace& trace = *window->explorer().trace();
        const auto pathOf = [&](const TraceView* view) {
            return trace.tensors[static_cast<std::size_t>(view->shownTensor())].path;
        };
        flow->setLayerHead(1, 2);
        window->stage()->setCurrentWidget(heatmap);
        QCOMPARE(heatmap->tensor(), flow->shownTensor());
        heatmap->showTensor(trace.indexOf("decoder/layer0/self/head1/Q"));
        window->stage()->setCurrentWidget(flow);
        QCOMPARE(pathOf(flow), std::string("decoder/layer0/self/head1/weights"));
        // What belongs to no head stays as it is in both.
        window->stage()->setCurrentWidget(heatmap);
        heatmap->showTensor(trace.indexOf("encoder/X"));
        window->stage()->setCurrentWidget(flow);
        QCOMPARE(pathOf(flow), std::string("decoder/layer0/self/head1/weights"));
        window->stage()->setCurrentWidget(heatmap);
        QCOMPARE(pathOf(heatmap), std::string("encoder/X"));
    }

    void helpListsEveryKeyOfTheWindow()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->history().perform(QStringLiteral("typing"),
                                  [&] { window->explorer().setText(0, QStringLiteral("a")); });
        showShortcuts(window.get());
        QStringList told;
        for (const QDialog* dialog : window->findChildren<QDialog*>())
            for (const QLabel* label : dialog->findChildren<QLabel*>())
                told << label->text();
        for (const QAction* action : window->findChildren<QAction*>())
            if (!action->shortcuts().isEmpty())
                QVERIFY2(told.contains(QKeySequence::listToString(action->shortcuts(),
                                                                  QKeySequence::NativeText)),
                         qPrintable(action->text()));
        // Whatever step they would undo just now.
        QVERIFY(told.contains(QStringLiteral("Undo")));
        QVERIFY(told.contains(QStringLiteral("Redo")));
        // Those that the pictures take themselves, as their code has them.
        for (const char* view : {"flow/flow_view_input.cpp", "heatmap/heatmap_view_input.cpp",
                                 "arcs/arcs_view_input.cpp", "heads/heads_view_input.cpp"}) {
            QFile source(QStringLiteral(REGARD_SOURCE_DIR "/ui/views/") + QLatin1String(view));
            QVERIFY(source.open(QIODevice::ReadOnly));
            static const QRegularExpression key(QStringLiteral("case Qt::Key_(\\w+):"));
            auto keys = key.globalMatch(QString::fromUtf8(source.readAll()));
            QVERIFY(keys.hasNext());
            while (keys.hasNext()) {
                static const QMap<QString, QString> names{
                    {QStringLiteral("Left"), QStringLiteral("Arrow keys")},
                    {QStringLiteral("Right"), QStringLiteral("Arrow keys")},
                    {QStringLiteral("Up"), QStringLiteral("Arrow keys")},
                    {QStringLiteral("Down"), QStringLiteral("Arrow keys")},
                    {QStringLiteral("BracketLeft"), QStringLiteral("[")},
                    {QStringLiteral("BracketRight"), QStringLiteral("]")},
                    {QStringLiteral("PageUp"), QStringLiteral("PgUp")},
                    {QStringLiteral("PageDown"), QStringLiteral("PgDn")},
                    {QStringLiteral("Return"), QStringLiteral("Enter")},
                    {QStringLiteral("Plus"), QStringLiteral("+")},
                    {QStringLiteral("Minus"), QStringLiteral("−")},
                    {QStringLiteral("Escape"), QStringLiteral("Esc")}};
                const QString name = keys.next().captured(1);
                // Nobody edits a cell yet.
                if (name == QLatin1String("F2"))
                    continue;
                const QString shown = names.value(name, name);
                QVERIFY2(std::any_of(told.begin(), told.end(),
                                     [&](const QString& line) { return line.contains(shown); }),
                         qPrintable(name));
            }
        }
    }

    void redoWorksFromEveryFocus()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const auto score = [&] {
            return resolveSettings(scenarioOf("worked-example").settings,
                                   window->explorer().exploration().settings)
                .text("score");
        };
        auto* box = qobject_cast<QComboBox*>(window->findChild<SettingsBar*>()->control("score"));
        QVERIFY(box);
        box->setCurrentIndex(1);
        Q_EMIT box->activated(1);
        const std::string changed = score();
        QVERIFY(changed != "scaled_dot");
        for (QWidget* focus : {static_cast<QWidget*>(window->view<FlowView>()),
                               static_cast<QWidget*>(window->sentence()->field(0))})
            for (const auto& keys : {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z),
                                     QKeySequence(Qt::CTRL | Qt::Key_Y)}) {
                focus->setFocus();
                QTest::keySequence(focus, QKeySequence(Qt::CTRL | Qt::Key_Z));
                QCOMPARE(score(), std::string("scaled_dot"));
                QTest::keySequence(focus, keys);
                QCOMPARE(score(), changed);
            }
    }

    void everyScenarioOpensInEveryViewAndPlaysItsTimeline_data()
    {
        QTest::addColumn<QString>("scenario");
        for (const ScenarioSpec& spec : catalogue())
            QTest::newRow(spec.id.c_str()) << QString::fromStdString(spec.id);
    }

    void everyScenarioOpensInEveryViewAndPlaysItsTimeline()
    {
        QFETCH(QString, scenario);
        const auto window = open(scenario.toUtf8().constData());
        QVERIFY(window);
        QVERIFY2(window->messages()->message().isEmpty(),
                 qPrintable(window->messages()->message()));
        const TracePtr& trace = window->explorer().trace();
        QCOMPARE(trace->scenario, scenario.toStdString());
        QVERIFY(!trace->tensors.empty());
        // Before anything is clicked the inspector says what the scenario shows.
        const ScenarioOverview* overview = window->findChild<Inspector*>()->overview();
        QVERIFY(overview->isVisible());
        QCOMPARE(overview->sentences(), aboutScenario(scenario.toStdString()));
        window->resetLayout();
        QTRY_COMPARE(window->size(), QSize(1024, 700));
        QVERIFY2(window->stage()->width() * 2 >= 1024 - 32,
                 qPrintable(QString::number(window->stage()->width())));
        controlsLieInTheWindow(*window);

        for (TraceView* view : window->views())
            for (const auto choice : {Appearance::Choice::Light, Appearance::Choice::Dark}) {
                window->appearance().choose(choice);
                window->stage()->setCurrentWidget(view);
                // Some moments of all, the first and the last among them; one in the dark.
                const bool light = choice == Appearance::Choice::Light;
                const int last = window->timeline().count() - 1;
                QVERIFY(last > 0);
                for (int part = light ? 0 : 3; part <= 3; ++part) {
                    window->timeline().setStop(last * part / 3);
                    QVERIFY(!window->timelineBar()->description().isEmpty());
                    window->grab();
                }
                auto* flow = light ? qobject_cast<FlowView*>(view) : nullptr;
                for (int page = 0; flow && page < flow->pageCount(); ++page) {
                    flow->setPage(page);
                    window->grab();
                }
            }
        // Every tensor in the inspector, at a cell.
        for (int tensor = 0; tensor < static_cast<int>(trace->tensors.size()); ++tensor) {
            window->selection().fix({tensor, 0, 0});
            QVERIFY(!window->inspector()->title().isEmpty());
            Q_EMIT window->tensors()->opened(tensor);
            QCOMPARE(window->view<HeatmapView>()->tensor(), tensor);
        }
        window->selection().free();

        // Nothing typed: no picture, no error, and back again.
        for (std::size_t i = 0; i < scenarioOf(scenario.toStdString()).inputs.size(); ++i)
            QVERIFY(waitForTrace(*window, [&] {
                QLineEdit* field = window->sentence()->field(static_cast<int>(i));
                field->clear();
                Q_EMIT field->textEdited(QString());
            }));
        QVERIFY2(window->messages()->message().isEmpty(),
                 qPrintable(window->messages()->message()));
        window->grab();
        QVERIFY(waitForTrace(*window, [&] { window->history().stack().undo(); }));
    }

    void arcsAndFlowShowTheSameLayerAndHead()
    {
        const auto window = open("self-attention");
        QVERIFY(window);
        auto* flow = window->view<FlowView>();
        auto* arcs = window->view<ArcsView>();
        QVERIFY(flow->headCount() > 2);
        flow->setLayerHead(1, 2);
        window->stage()->setCurrentWidget(arcs);
        QCOMPARE(arcs->shownTensor(), flow->shownTensor());
        arcs->choose(0, 1);
        window->stage()->setCurrentWidget(flow);
        QCOMPARE(flow->shownTensor(), arcs->shownTensor());
    }

    void everyControlHasAName()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        for (const QWidget* control : window->findChildren<QWidget*>()) {
            const bool focusable = control->focusPolicy() & Qt::TabFocus;
            if (!focusable || !control->isVisible())
                continue;
            QAccessibleInterface* shown =
                QAccessible::queryAccessibleInterface(const_cast<QWidget*>(control));
            QVERIFY(shown);
            const bool hasOwn = !shown->text(QAccessible::Name).isEmpty()
                || control->inherits("QTabBar")
                || control->parentWidget()->inherits("QAbstractScrollArea") // its viewport
                || control->parentWidget()->inherits("QAbstractSpinBox")
                || control->parentWidget()->inherits("QComboBox")
                || control->inherits("QTabWidget");
            QVERIFY2(hasOwn,
                     qPrintable(QStringLiteral("%1 in %2")
                                    .arg(control->metaObject()->className(),
                                         control->parentWidget()->metaObject()->className())));
        }
    }

    void everyViewIsRenderedWithoutAWindow()
    {
        for (const QString& name : renderViews()) {
            RenderRequest request;
            request.view = name;
            request.exploration.scenario = "worked-example";
            request.size = {900, 640};
            const QImage light = renderImage(request);
            request.dark = true;
            const QImage dark = renderImage(request);
            QCOMPARE(light.size(), QSize(900, 640));
            QVERIFY(light != dark);
            for (const char* suffix : {"png", "svg", "pdf"}) {
                const QString path =
                    file(name.toUtf8().constData()) + QLatin1Char('.') + QLatin1String(suffix);
                renderFile(request, path);
                QVERIFY2(QFileInfo(path).size() > 1000, qPrintable(path));
            }
        }
        RenderRequest wrong;
        wrong.view = QStringLiteral("sculpture");
        QVERIFY_EXCEPTION_THROWN(renderImage(wrong), std::invalid_argument);
        wrong.view = QStringLiteral("flow");
        wrong.exploration.scenario = "no-such-scenario";
        QVERIFY_EXCEPTION_THROWN(renderImage(wrong), std::runtime_error);
    }
};

QTEST_MAIN(WindowScenariosTest)
#include "window_scenarios_test.moc"

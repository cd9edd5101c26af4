// SPDX-License-Identifier: GPL-3.0-or-later
// The scene in the window: which view a scenario opens in, and points that are dragged, added and
// taken out with the mouse and the keys, as changes of the text that was typed.
#include "ui/views/scene/curve_picture.h"
#include "ui/views/scene/scene_view.h"
#include "ui/views/scene/table_picture.h"
#include "ui/views/view_spec.h"

#include "core/scenarios/catalogue.h"
#include "ui/panels/sentence_bar.h"
#include "ui/window/main_window.h"

#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace regard;

namespace {

const QString points = QStringLiteral("0 -> 1; 1 -> 3; 2 -> 2; 4 -> 5; 3.5 -> ?");

const QString ranged = QStringLiteral("0 -> 1; 1 -> 3; 0.5 .. 3 -> ?; 4 -> 5");

QString textOf(const MainWindow& window)
{
    return QString::fromStdString(window.pane().explorer().exploration().texts.front());
}

} // namespace

class SceneWindowTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;

    std::unique_ptr<MainWindow> open(const QString& scenario, const QString& text = {})
    {
        m_settings->setValue(QStringLiteral("window/scenario"), scenario);
        auto window = std::make_unique<MainWindow>(*m_settings);
        window->resize(1200, 800);
        window->show();
        wait(*window, [&] { window->start(); });
        if (!text.isEmpty())
            wait(*window, [&] { window->sentence()->textEdited(0, text); });
        QTest::qWait(30);
        return window;
    }

    static void wait(MainWindow& window, const std::function<void()>& change)
    {
        QSignalSpy traced(&window.explorer(), &Explorer::traced);
        change();
        QVERIFY(!traced.isEmpty() || traced.wait(60000));
        QTest::qWait(20);
    }

    static ScenePlot& plotOf(MainWindow& window)
    {
        return *qobject_cast<ScenePlot*>(window.view<SceneView>()->picture());
    }

    static void send(ScenePlot& plot, QEvent::Type type, const QPointF& at,
                     Qt::MouseButtons held = Qt::LeftButton)
    {
        const auto button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
        QMouseEvent event(type, at, plot.plot()->mapToGlobal(at), button,
                          type == QEvent::MouseButtonRelease ? Qt::NoButton : held, Qt::NoModifier);
        QApplication::sendEvent(plot.plot(), &event);
    }

    /// Where a point of a text lies.
    static QPointF pixelOf(const ScenePlot& plot, int typed)
    {
        for (const SceneHandle& handle : plot.handles())
            if (handle.typed == typed)
                return plot.pixelOf(handle);
        return {};
    }

    static const ToldPoints::Range& rangeOf(const MainWindow& window)
    {
        return std::get<CurveScene>(window.pane().explorer().trace()->scene->kind).ranges.front();
    }

    /// Where the end of the range lies that is at a place.
    static QPointF pixelOfEnd(MainWindow& window, double at)
    {
        const ScenePlot& plot = plotOf(window);
        for (const SceneHandle& handle : plot.handles())
            if (handle.otherEnd && std::abs(handle.at.x() - at) < 1e-9)
                return plot.pixelOf(handle);
        return {};
    }

    /// Drags the end at a place by pixels to the right.
    static void dragEnd(MainWindow& window, double at, double way)
    {
        ScenePlot& plot = plotOf(window);
        const QPointF from = pixelOfEnd(window, at);
        QVERIFY(!from.isNull());
        send(plot, QEvent::MouseButtonPress, from);
        for (const double share : {0.3, 0.6, 0.9})
            wait(window, [&] {
                send(plot, QEvent::MouseMove, from + QPointF(std::round(way * share), 0));
            });
        send(plot, QEvent::MouseMove, from + QPointF(std::round(way), 0));
        send(plot, QEvent::MouseButtonRelease, from + QPointF(std::round(way), 0));
        QTRY_VERIFY(!window.explorer().isPending());
        QTest::qWait(20);
    }

private Q_SLOTS:
    void init()
    {
        setResourceDirectory(REGARD_SOURCE_DIR "/resources");
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_folder->filePath(QStringLiteral("settings.ini")),
                                                 QSettings::IniFormat);
    }

    void eachScenarioOpensInTheViewThatItNames_data()
    {
        QTest::addColumn<QString>("id");
        for (const ScenarioSpec& spec : catalogue())
            QTest::newRow(spec.id.c_str()) << QString::fromStdString(spec.id);
    }

    void eachScenarioOpensInTheViewThatItNames()
    {
        QFETCH(QString, id);
        const ScenarioSpec& spec = scenarioOf(id.toStdString());
        const auto window = open(id);
        QCOMPARE(window->pane().view(), QString::fromStdString(spec.startView));
        QCOMPARE(window->activeStage()->shownView(),
                 window->views()[static_cast<std::size_t>(viewSpecOf(window->pane().view())
                                                          - viewSpecs().data())]);
        // Tab, list and menu offer what can be shown.
        const bool has = window->explorer().trace()->scene != nullptr;
        const auto scene = viewSpecOf(QStringLiteral("scene")) - viewSpecs().data();
        QCOMPARE(window->activeStage()->offers(static_cast<int>(scene)), has);
    }

    void aSceneThatIsLeftForAScenarioWithoutOneGivesWayToFlow()
    {
        const auto window = open(QStringLiteral("kernel-regression"));
        wait(*window, [&] { window->openScenario(QStringLiteral("worked-example")); });
        QCOMPARE(window->pane().view(), QStringLiteral("flow"));
        wait(*window, [&] { window->openScenario(QStringLiteral("time-series")); });
        QCOMPARE(window->pane().view(), QStringLiteral("scene"));
        // Whoever looks at something else goes on doing so.
        window->stage()->setCurrentIndex(1);
        wait(*window, [&] { window->openScenario(QStringLiteral("kernel-regression")); });
        QCOMPARE(window->pane().view(), QStringLiteral("heatmap"));
    }

    void theViewOfLastTimeComesBackAndSessionsKeepTheirs()
    {
        for (const int tab : {0, 1, 4}) {
            {
                const auto window = open(QStringLiteral("kernel-regression"));
                window->stage()->setCurrentIndex(tab);
                window->close();
            }
            const auto again = open(QStringLiteral("kernel-regression"));
            QCOMPARE(again->stage()->currentIndex(), tab);
            const QString path = m_folder->filePath(QStringLiteral("mine.regard"));
            again->saveSessionTo(path);
            wait(*again, [&] { again->openScenario(QStringLiteral("worked-example")); });
            wait(*again, [&] { again->openFile(path); });
            QCOMPARE(again->stage()->currentIndex(), tab);
        }
    }

    void aPointIsDraggedInItsTextAndOneStepTakesItBack()
    {
        const auto window = open(QStringLiteral("kernel-regression"), points);
        ScenePlot& plot = plotOf(*window);
        const int steps = window->history().stack().count();
        const QPointF from = pixelOf(plot, 1);
        const QPointF to = from + QPointF(0, 60);
        send(plot, QEvent::MouseButtonPress, from);
        wait(*window, [&] { send(plot, QEvent::MouseMove, from + QPointF(0, 30)); });
        const QString live = textOf(*window);
        QVERIFY(live != points); // while it is dragged
        QCOMPARE(window->history().stack().count(), steps);
        // The picture stays where it is meanwhile.
        QVERIFY(std::abs(pixelOf(plot, 0).y() - plot.pixelOf(plot.handles()[0]).y()) < 1);
        wait(*window, [&] { send(plot, QEvent::MouseMove, to); });
        send(plot, QEvent::MouseButtonRelease, to);
        QTRY_VERIFY(!window->explorer().isPending());
        const auto& scene = std::get<CurveScene>(window->explorer().trace()->scene->kind);
        QCOMPARE(scene.points[1].front(), 1.0);
        QVERIFY(scene.values[1] < 3);
        QCOMPARE(scene.values[0], 1.0);
        QCOMPARE(window->history().stack().count(), steps + 1);
        wait(*window, [&] { window->history().stack().undo(); });
        QCOMPARE(textOf(*window), points);
        wait(*window, [&] { window->history().stack().redo(); });
        QVERIFY(textOf(*window) != points);
    }

    void anEndOfARangeOfQueriesIsDraggedAndOneStepTakesItBack()
    {
        const auto window = open(QStringLiteral("kernel-regression"), ranged);
        const int steps = window->history().stack().count();
        // The upper end further up; then beyond the lower one, of which it becomes the other side;
        // then the lower one, which it is now, beyond the upper one.
        double low = rangeOf(*window).low;
        double high = rangeOf(*window).high;
        dragEnd(*window, high, 60);
        QCOMPARE(rangeOf(*window).low, low);
        QVERIFY(rangeOf(*window).high > high);
        dragEnd(*window, rangeOf(*window).high,
                pixelOfEnd(*window, low).x() - 50 - pixelOfEnd(*window, rangeOf(*window).high).x());
        QVERIFY(rangeOf(*window).low < low);
        QCOMPARE(rangeOf(*window).high, low);
        high = low;
        low = rangeOf(*window).low;
        dragEnd(*window, low, pixelOfEnd(*window, high).x() + 70 - pixelOfEnd(*window, low).x());
        QCOMPARE(rangeOf(*window).low, high);
        QVERIFY(rangeOf(*window).high > high);
        QCOMPARE(window->history().stack().count(), steps + 3);
        QVERIFY(textOf(*window).startsWith(QLatin1String("0 -> 1; 1 -> 3; ")));
        QVERIFY(textOf(*window).endsWith(QLatin1String(" -> ?; 4 -> 5")));
        for (int i = 0; i < 3; ++i)
            wait(*window, [&] { window->history().stack().undo(); });
        QCOMPARE(textOf(*window), ranged);
    }

    void anEndThatIsLetGoOnTheOtherStaysBesideIt()
    {
        const auto window = open(QStringLiteral("kernel-regression"), ranged);
        const int steps = window->history().stack().count();
        // The whole pixel at the other end or the next one before it.
        const double way = pixelOfEnd(*window, 0.5).x() - pixelOfEnd(*window, 3).x();
        dragEnd(*window, 3, std::ceil(way));
        QCOMPARE(rangeOf(*window).low, 0.5);
        QVERIFY(rangeOf(*window).high > 0.5 && rangeOf(*window).high < 3);
        QCOMPARE(window->history().stack().count(), steps + 1);
        wait(*window, [&] { window->history().stack().undo(); });
        QCOMPARE(textOf(*window), ranged);
    }

    void keysChooseAnEndOfARangeMoveItBeyondTheOtherAndTakeItOut()
    {
        const auto window =
            open(QStringLiteral("kernel-regression"), ranged + QLatin1String("; 3.5 -> ?"));
        auto* view = window->view<SceneView>();
        const auto chosen = [&] { return view->accessibleDescription(); };
        QStringList seen;
        for (int i = 0; i < 200 && !chosen().contains(QLatin1String("this end is at 3")); ++i) {
            QTest::keyClick(view, Qt::Key_Up);
            QVERIFY2(!seen.contains(chosen()), qPrintable(chosen())); // each once
            seen << chosen();
        }
        QVERIFY(chosen().contains(QLatin1String("this end is at 3")));
        const auto press = [&](Qt::Key key) {
            const QString before = textOf(*window);
            wait(*window, [&] { QTest::keyClick(view, key, Qt::ControlModifier); });
            QVERIFY(textOf(*window) != before);
            QTRY_VERIFY(!window->explorer().isPending());
        };
        press(Qt::Key_Right);
        QVERIFY(rangeOf(*window).high > 3);
        QCOMPARE(rangeOf(*window).low, 0.5);
        // It goes on in its direction, beyond the other end.
        double at = rangeOf(*window).high;
        for (int i = 0; i < 80 && rangeOf(*window).low == 0.5; ++i) {
            press(Qt::Key_Left);
            const double now =
                rangeOf(*window).low == 0.5 ? rangeOf(*window).high : rangeOf(*window).low;
            QVERIFY2(now < at, qPrintable(textOf(*window)));
            QVERIFY(rangeOf(*window).low < rangeOf(*window).high);
            at = now;
        }
        QVERIFY(rangeOf(*window).low < 0.5);
        QCOMPARE(rangeOf(*window).high, 0.5);
        press(Qt::Key_Left);
        QVERIFY(rangeOf(*window).low < at);
        QCOMPARE(rangeOf(*window).high, 0.5);
        QVERIFY2(
            chosen().contains(
                QStringLiteral("this end is at %1").arg(SceneState::number(rangeOf(*window).low))),
            qPrintable(chosen()));
        wait(*window, [&] { QTest::keyClick(view, Qt::Key_Delete); });
        QVERIFY(!textOf(*window).contains(QLatin1String("..")));
        wait(*window, [&] { window->history().stack().undo(); });
        QVERIFY(textOf(*window).contains(QLatin1String("..")));
    }

    void anEndStaysTheOneThatIsMovedWhateverItsQueriesAreCalled_data()
    {
        QTest::addColumn<QString>("range");
        for (const char* range : {"0 .. 5", "0 .. 50", "-1 .. 1", "1 .. 2", "0.5 .. 3"})
            QTest::newRow(range) << QString::fromLatin1(range);
    }

    void anEndStaysTheOneThatIsMovedWhateverItsQueriesAreCalled()
    {
        QFETCH(QString, range);
        const auto window =
            open(QStringLiteral("kernel-regression"),
                 QStringLiteral("0 -> 1; 1 -> 3; 2 -> ?; %1 -> ?; 4 -> 5").arg(range));
        auto* view = window->view<SceneView>();
        for (const bool low : {true, false}) {
            const ScenePlot& plot = plotOf(*window);
            const double at = low ? rangeOf(*window).low : rangeOf(*window).high;
            for (const SceneHandle& handle : plot.handles())
                if (handle.otherEnd && handle.at.x() == at)
                    window->selection().fix(handle.cell);
            for (const Qt::Key key : {Qt::Key_Left, Qt::Key_Right})
                for (int i = 0; i < 8; ++i) {
                    const ToldPoints::Range before = rangeOf(*window);
                    wait(*window, [&] { QTest::keyClick(view, key, Qt::ControlModifier); });
                    const ToldPoints::Range now = rangeOf(*window);
                    QCOMPARE(low ? now.high : now.low, low ? before.high : before.low);
                    const double way = low ? now.low - before.low : now.high - before.high;
                    QVERIFY2(key == Qt::Key_Left ? way < 0 : way > 0, qPrintable(textOf(*window)));
                }
        }
    }

    void escapeGivesADragUp()
    {
        const auto window = open(QStringLiteral("kernel-regression"), points);
        ScenePlot& plot = plotOf(*window);
        const int steps = window->history().stack().count();
        const QPointF from = pixelOf(plot, 4); // the query
        send(plot, QEvent::MouseButtonPress, from);
        wait(*window, [&] { send(plot, QEvent::MouseMove, from - QPointF(80, 0)); });
        QVERIFY(textOf(*window) != points);
        wait(*window, [&] { QTest::keyClick(window->view<SceneView>(), Qt::Key_Escape); });
        QCOMPARE(textOf(*window), points);
        send(plot, QEvent::MouseButtonRelease, from - QPointF(80, 0));
        QCOMPARE(textOf(*window), points);
        QCOMPARE(window->history().stack().count(), steps);
    }

    void aClickSelectsAndDeleteTakesThePointOut()
    {
        const auto window = open(QStringLiteral("kernel-regression"), points);
        ScenePlot& plot = plotOf(*window);
        const QPointF at = pixelOf(plot, 2);
        send(plot, QEvent::MouseButtonPress, at);
        send(plot, QEvent::MouseButtonRelease, at);
        QCOMPARE(window->selection().fixed().column, Index(2));
        QCOMPARE(textOf(*window), points);
        wait(*window, [&] { QTest::keyClick(window->view<SceneView>(), Qt::Key_Delete); });
        QCOMPARE(textOf(*window), QStringLiteral("0 -> 1; 1 -> 3; 4 -> 5; 3.5 -> ?"));
    }

    void pointsAreAddedByDoubleClickAndByKey()
    {
        const auto window = open(QStringLiteral("kernel-regression"), points);
        ScenePlot& plot = plotOf(*window);
        const QRectF inside(plot.plot()->axisRect(0)->rect());
        wait(*window, [&] {
            send(plot, QEvent::MouseButtonDblClick,
                 inside.topLeft() + QPointF(inside.width() * 0.75, 12));
        });
        const auto values = [&] {
            return std::get<CurveScene>(window->explorer().trace()->scene->kind).values.size();
        };
        QCOMPARE(values(), std::size_t(5));
        QVERIFY(textOf(*window).startsWith(points));
        wait(*window, [&] { QTest::keyClick(window->view<SceneView>(), Qt::Key_Insert); });
        QCOMPARE(values(), std::size_t(6));
        wait(*window, [&] {
            QTest::keyClick(window->view<SceneView>(), Qt::Key_Insert, Qt::ShiftModifier);
        });
        QCOMPARE(window->explorer().trace()->find("context")->value.rows(), Index(2));
    }

    void keysGoFromPointToPointAndMoveThem()
    {
        const auto window = open(QStringLiteral("kernel-regression"), points);
        auto* view = window->view<SceneView>();
        QTest::keyClick(view, Qt::Key_Down);
        QCOMPARE(window->selection().fixed().column, Index(0));
        QTest::keyClick(view, Qt::Key_Down);
        QCOMPARE(window->selection().fixed().column, Index(1));
        QVERIFY(view->accessibleDescription().contains(QLatin1String("point 1: 3")));
        wait(*window, [&] { QTest::keyClick(view, Qt::Key_Up, Qt::ControlModifier); });
        QVERIFY(std::get<CurveScene>(window->explorer().trace()->scene->kind).values[1] > 3);
        QTest::keyClick(view, Qt::Key_Escape);
    }

    void theTableIsTypedInto()
    {
        const auto window = open(QStringLiteral("kernel-regression"));
        auto* table = qobject_cast<TablePicture*>(window->view<SceneView>()->picture())->table();
        const QString before = textOf(*window);
        wait(*window, [&] { table->item(1, 0)->setText(QStringLiteral("70,5")); });
        QCOMPARE(textOf(*window),
                 QString(before).replace(QLatin1String("65,"), QLatin1String("70.5,")));
        QVERIFY(textOf(*window).startsWith(QLatin1String("weight (kg), height (cm)")));
        // What is no number leaves what was there.
        table->item(1, 0)->setText(QStringLiteral("much"));
        QCOMPARE(table->item(1, 0)->text(), QStringLiteral("70.5"));
        wait(*window, [&] { window->history().stack().undo(); });
        QCOMPARE(textOf(*window), before);
        wait(*window, [&] {
            table->setCurrentCell(0, 0);
            QTest::keyClick(table, Qt::Key_Insert);
        });
        QCOMPARE(table->rowCount(), 5);
        wait(*window, [&] {
            table->setCurrentCell(0, 0);
            QTest::keyClick(table, Qt::Key_Delete);
        });
        QCOMPARE(table->rowCount(), 4);
    }

    void pointsOfAHullAndNumbersAreDraggedAddedAndTakenOut_data()
    {
        QTest::addColumn<QString>("problem");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("count");
        QTest::newRow("hull") << QStringLiteral("hull")
                              << QStringLiteral("1, 1; 9, 2; 5, 4; 8, 8; 1, 7") << 5;
        QTest::newRow("sort") << QStringLiteral("sort") << QStringLiteral("37 4 82 15 66") << 5;
    }

    void pointsOfAHullAndNumbersAreDraggedAddedAndTakenOut()
    {
        QFETCH(QString, problem);
        QFETCH(QString, text);
        QFETCH(int, count);
        const auto window = open(QStringLiteral("pointer"));
        if (problem != QLatin1String("sort"))
            wait(*window, [&] { window->panes().setSetting("problem", problem.toStdString()); });
        wait(*window, [&] { window->sentence()->textEdited(0, text); });
        ScenePlot& plot = plotOf(*window);
        const int steps = window->history().stack().count();
        const QPointF from = pixelOf(plot, 2);
        const QPointF to = from + QPointF(25, 40);
        send(plot, QEvent::MouseButtonPress, from);
        wait(*window, [&] { send(plot, QEvent::MouseMove, to); });
        send(plot, QEvent::MouseButtonRelease, to);
        QTRY_VERIFY(!window->explorer().isPending());
        QCOMPARE(window->history().stack().count(), steps + 1);
        const auto pointed = [&] {
            const Scene& scene = *window->explorer().trace()->scene;
            if (const auto* plane = std::get_if<PlaneScene>(&scene.kind))
                return plane->inputs;
            return std::get<OrderScene>(scene.kind).inputs;
        };
        QCOMPARE(pointed().size(), static_cast<std::size_t>(count));
        QVERIFY(pointed()[2].back() < (problem == QLatin1String("hull") ? 4 : 82));
        if (problem == QLatin1String("sort")) { // a bar is taken anywhere
            const QPointF body(pixelOf(plot, 0) + QPointF(0, 25));
            send(plot, QEvent::MouseButtonPress, body);
            wait(*window, [&] { send(plot, QEvent::MouseMove, body - QPointF(0, 20)); });
            QVERIFY(pointed()[0].front() > 37);
            wait(*window, [&] { QTest::keyClick(window->view<SceneView>(), Qt::Key_Escape); });
            send(plot, QEvent::MouseButtonRelease, body);
        }
        const QRectF inside(plot.plot()->axisRect(0)->rect());
        wait(*window,
             [&] { send(plot, QEvent::MouseButtonDblClick, inside.topLeft() + QPointF(9, 9)); });
        QCOMPARE(pointed().size(), static_cast<std::size_t>(count) + 1);
        QTest::keyClick(window->view<SceneView>(), Qt::Key_Down);
        wait(*window, [&] { QTest::keyClick(window->view<SceneView>(), Qt::Key_Delete); });
        QCOMPARE(pointed().size(), static_cast<std::size_t>(count));
        wait(*window, [&] { window->history().stack().undo(); });
        wait(*window, [&] { window->history().stack().undo(); });
        wait(*window, [&] { window->history().stack().undo(); });
        QCOMPARE(textOf(*window), text);
    }

    void panesShowTheirOwnCurves()
    {
        const auto window = open(QStringLiteral("kernel-regression"), points);
        window->comparePane("kernel", std::string("boxcar"));
        QTRY_VERIFY(window->panes().count() == 2 && window->panes().at(1).explorer().trace()
                    && !window->panes().at(1).explorer().isPending());
        QCOMPARE(window->panes().at(1).view(), QStringLiteral("scene"));
        const auto* first = window->stages()[0]->view<SceneView>();
        const auto* second = window->stages()[1]->view<SceneView>();
        QTRY_VERIFY(second->picture());
        QVERIFY(first->caption() != second->caption()); // another error
        window->panes().at(0).selection().fix(
            {window->panes().at(0).explorer().trace()->indexOf("context"), 0, 0});
        QCOMPARE(second->state().fixed.row, Index(0));
    }
};

QTEST_MAIN(SceneWindowTest)
#include "scene_window_test.moc"

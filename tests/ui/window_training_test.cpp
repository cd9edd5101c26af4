// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/opened_window.h"

#include "core/models/weights_file.h"
#include "core/scenarios/catalogue.h"
#include "ui/panels/length_window.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/training_plot.h"
#include "ui/window/training_desk.h"

#include <qcustomplot.h>
#include <QDockWidget>
#include <QDropEvent>
#include <QFile>
#include <QHeaderView>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <QTableWidget>
#include <QToolButton>
#include <QWheelEvent>

using namespace regard;

constexpr int longest = 120000; // ms until a test gives up

class WindowTrainingTest : public OpenedWindow {
    Q_OBJECT

    static TrainingPanel& panel(const MainWindow& window) { return *window.training()->panel(); }
    static Trainer& trainer(const MainWindow& window) { return window.training()->trainer(); }

    static void set(const MainWindow& window, const char* name, int value)
    {
        auto* box = qobject_cast<QSpinBox*>(panel(window).settings()->control(name));
        QVERIFY2(box, name);
        box->setValue(value);
    }

    static void showPanel(const MainWindow& window)
    {
        for (QDockWidget* dock : window.findChildren<QDockWidget*>())
            if (dock->isAncestorOf(&panel(window))) {
                dock->show();
                dock->raise();
            }
    }

    static void makeSmall(const MainWindow& window, int epochs = 2)
    {
        set(window, "epochs", epochs);
        set(window, "batch", 16);
        set(window, "examples", 150);
        set(window, "held_out", 20);
    }

    static void click(QAbstractButton* button)
    {
        QVERIFY(button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }

    static bool waitForEnd(MainWindow& window)
    {
        return QTest::qWaitFor([&] { return !trainer(window).isActive(); }, longest)
            && QTest::qWaitFor(
                   [&] {
                       return !window.training()->panel()->startButton()->isEnabled()
                           ? false
                           : !window.panes().lead().explorer().isPending();
                   },
                   longest);
    }

    static std::size_t shownSteps(MainWindow& window)
    {
        const auto& figures = window.explorer().weights()->figures;
        const auto found = figures.find("steps");
        return found == figures.end() ? 0 : std::stoul(found->second);
    }

    void write(const QString& path, const QByteArray& bytes)
    {
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(bytes);
    }

    /// As a file manager drops a file on the window.
    static void drop(MainWindow& window, const QString& path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton,
                              Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent dropped(QPointF(200, 200), Qt::CopyAction, &data, Qt::LeftButton,
                           Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &dropped);
    }

    static QByteArray pairs(int count)
    {
        QByteArray text;
        for (int i = 0; i < count; ++i)
            text += "word" + QByteArray::number(i % 23) + " of " + QByteArray::number(i) + "\tmot"
                + QByteArray::number(i % 23) + "\n";
        return text;
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void theWheelScrollsThePanelAndChangesNothing()
    {
        const auto window = open("translation");
        QVERIFY(window);
        showPanel(*window);
        auto* box = qobject_cast<QSpinBox*>(panel(*window).settings()->control("epochs"));
        QTRY_VERIFY(box && box->isVisible());
        const auto turn = [&](int expected) {
            const QPointF at = box->rect().center();
            QWheelEvent wheel(at, box->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, {},
                              Qt::NoScrollPhase, false);
            QApplication::sendEvent(box, &wheel);
            QCOMPARE(box->value(), expected);
        };
        const int epochs = box->value();
        turn(epochs);
        QVERIFY(!box->hasFocus());
        box->setFocus();
        QTRY_VERIFY(box->hasFocus());
        turn(epochs - 1);
    }

    void nothingOfThePanelLiesBesideItsScrollBar()
    {
        const auto window = open("translation");
        QVERIFY(window);
        window->resize(1024, 700);
        showPanel(*window);
        makeSmall(*window, 1);
        window->training()->start();
        QVERIFY(waitForEnd(*window));
        const auto* scroll = panel(*window).findChild<QScrollArea*>();
        QTRY_VERIFY(scroll->verticalScrollBar()->isVisible());
        QTRY_COMPARE(scroll->widget()->width(), scroll->viewport()->width());
    }

    void aTrainingIsWatchedPausedScrubbedKeptAndTakenBack()
    {
        const auto window = open("dates");
        const std::shared_ptr<const Weights> shipped = window->explorer().weights();
        window->training()->showAim();
        makeSmall(*window, 30);
        QSignalSpy traced(&window->explorer(), &Explorer::traced);
        QTest::keyClick(window.get(), Qt::Key_T, Qt::ControlModifier);
        QVERIFY(trainer(*window).isActive());
        QVERIFY(panel(*window).isVisible());
        QVERIFY(!panel(*window).startButton()->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(trainer(*window).step() > 5 && traced.count() > 2, longest);
        QVERIFY(window->messages()->notes().contains(QStringLiteral("after step")));
        click(panel(*window).pauseButton());
        QVERIFY(trainer(*window).isPaused());
        QTRY_VERIFY_WITH_TIMEOUT(panel(*window).plot()->points(0) > 0, longest);
        QCOMPARE(window->history().stack().count(), 0);
        // How far it is, of how much.
        const auto* bar = panel(*window).findChild<QProgressBar*>();
        QVERIFY(trainer(*window).step() < trainer(*window).steps());
        QTRY_COMPARE(bar->value(), static_cast<int>(trainer(*window).step()));
        QCOMPARE(bar->minimum(), 0);
        QCOMPARE(bar->maximum(), static_cast<int>(trainer(*window).steps()));
        QTRY_VERIFY(
            panel(*window).film()->accessibleDescription().contains(QStringLiteral("of %1").arg(
                QLocale().toString(static_cast<qulonglong>(trainer(*window).steps())))));

        // The cursor goes back, and all views with it.
        QSlider* film = panel(*window).film();
        film->setValue(0);
        QTRY_VERIFY_WITH_TIMEOUT(!window->explorer().weights()->trained, longest);
        film->setValue(3);
        QTRY_COMPARE_WITH_TIMEOUT(shownSteps(*window), std::size_t(3), longest);
        QVERIFY(window->messages()->notes().contains(QStringLiteral("after step 3")));
        QCOMPARE(window->history().stack().count(), 0);
        QVERIFY(!window->explorer().exploration().weights);

        click(panel(*window).keepButton());
        QCOMPARE(window->history().stack().count(), 1);
        QVERIFY(window->explorer().exploration().weights);
        QTRY_VERIFY_WITH_TIMEOUT(!window->explorer().isPending(), longest);
        QCOMPARE(shownSteps(*window), std::size_t(3));
        window->history().stack().undo();
        QTRY_COMPARE_WITH_TIMEOUT(window->explorer().weights().get(), shipped.get(), longest);
        window->history().stack().redo();
        QTRY_COMPARE_WITH_TIMEOUT(shownSteps(*window), std::size_t(3), longest);

        click(panel(*window).pauseButton());
        QVERIFY(!trainer(*window).isPaused());
        click(panel(*window).stopButton());
        QVERIFY(waitForEnd(*window));
        QVERIFY(panel(*window).status().contains(QStringLiteral("Stopped")));
        click(panel(*window).discardButton());
        QCOMPARE(trainer(*window).count(), 0);
    }

    void aWholeTrainingTellsItsFiguresAndIsSaved()
    {
        const auto window = open("dates");
        window->training()->showAim();
        makeSmall(*window);
        QCOMPARE(panel(*window).processors()->text(), QStringLiteral("all"));
        panel(*window).processors()->setValue(1);
        window->train();
        QCOMPARE(trainer(*window).run(0).request().threads, 1);
        QVERIFY(!panel(*window).processors()->isEnabled());
        QVERIFY(waitForEnd(*window));
        QVERIFY(panel(*window).processors()->isEnabled());
        QCOMPARE(trainer(*window).progress(0).stage, TrainingStage::Done);
        QVERIFY(panel(*window).status().contains(QStringLiteral("held-out")));
        QCOMPARE(panel(*window).plot()->heldOutPoints(0), 2);
        QVERIFY(!panel(*window).plot()->accessibleDescription().isEmpty());
        QTRY_VERIFY(window->explorer().weights()->figures.contains("exact_match"));
        const QString path = file("mine.safetensors");
        window->training()->saveTo(path);
        QTRY_VERIFY(window->messages()->message().contains(path));
        const Weights saved = loadWeights(path.toStdString(), scenarioOf("dates"));
        QVERIFY(saved.trained && saved.figures.contains("exact_match"));
        // What cannot be written is said, and is still there.
        window->training()->saveTo(file("no/such/folder.safetensors"));
        QTRY_VERIFY(window->messages()->message().contains(QStringLiteral("folder.safetensors")));
        QCOMPARE(trainer(*window).count(), 1);
    }

    void theFilmPlaysFromTheFirstWeightsToTheLast()
    {
        const auto window = open("dates");
        window->training()->showAim();
        makeSmall(*window);
        window->train();
        QVERIFY(waitForEnd(*window));
        click(panel(*window).filmButton());
        QTRY_VERIFY_WITH_TIMEOUT(!window->explorer().weights()->trained, longest);
        QTRY_COMPARE_WITH_TIMEOUT(panel(*window).film()->value(), panel(*window).film()->maximum(),
                                  longest);
        QTRY_VERIFY(!panel(*window).filmButton()->isChecked());
    }

    void panesWithOtherWeightsRaceAndEachKeepsItsOwn()
    {
        const auto window = open("dates");
        window->training()->showAim();
        makeSmall(*window);
        window->race("attention", false);
        QCOMPARE(window->panes().count(), 2);
        QCOMPARE(trainer(*window).count(), 2);
        QVERIFY(waitForEnd(*window));
        for (int i = 0; i < 2; ++i) {
            QVERIFY(panel(*window).plot()->points(i) > 0);
            Explorer& explorer = window->panes().at(i).explorer();
            QTRY_VERIFY(!explorer.isPending());
            QCOMPARE(explorer.weights()->settings.flag("attention"), i == 0);
            QVERIFY(explorer.weights()->trained);
        }
        const int steps = window->history().stack().count();
        window->training()->keep();
        QCOMPARE(window->history().stack().count(), steps + 1);
        for (int i = 0; i < 2; ++i) {
            const auto& kept = window->panes().at(i).explorer().exploration().weights;
            QVERIFY(kept);
            QCOMPARE(kept->settings.flag("attention"), i == 0);
        }
        // Typing leaves each its own.
        QVERIFY(waitForTrace(*window,
                             [&] { window->panes().setText(0, QStringLiteral("1 May 2020")); }));
        const auto& second = window->panes().at(1).explorer().exploration().weights;
        QVERIFY(second && !second->settings.flag("attention"));

        window->measure(20);
        QTRY_VERIFY_WITH_TIMEOUT(!window->lengths()->accuracy().isMeasuring(), longest);
        QCOMPARE(window->lengths()->accuracy().curves().size(), std::size_t(2));
        for (const LengthCurve& curve : window->lengths()->accuracy().curves())
            QVERIFY2(!curve.points.empty(), qPrintable(curve.problem));
        QCOMPARE(window->lengths()->table()->columnCount(), 3);
        QVERIFY(window->lengths()->table()->rowCount() > 0);
        QVERIFY(!window->lengths()->accuracy().curves().front().figures.empty());
        // Neither the curves' names nor the figures' hide a number.
        const QCustomPlot& plot = *window->lengths()->plot();
        QVERIFY(!plot.legend->rect().intersects(plot.axisRect()->rect()));
        const QTableWidget& table = *window->lengths()->table();
        QVERIFY(table.verticalHeader()->width() < table.width() / 2);
    }

    void everyScenarioThatLearnsIsMeasured()
    {
        const auto window = open("dates");
        for (const ScenarioSpec& spec : catalogue()) {
            window->openScenario(QString::fromStdString(spec.id));
            window->messages()->clear();
            window->measure(3);
            if (!spec.task) {
                QVERIFY(window->messages()->message().contains(QStringLiteral("learns nothing")));
                continue;
            }
            QTRY_VERIFY_WITH_TIMEOUT(!window->lengths()->accuracy().isMeasuring(), longest);
            for (const LengthCurve& curve : window->lengths()->accuracy().curves())
                QVERIFY2(!curve.figures.empty() || !curve.problem.isEmpty(), spec.id.c_str());
        }
    }

    void otherSettingsShowOtherWeightsUntilTheyAreBack()
    {
        const auto window = open("dates");
        window->training()->showAim();
        makeSmall(*window);
        window->train();
        QVERIFY(waitForEnd(*window));
        QTRY_VERIFY(window->training()->shownIn(window->pane()) != nullptr);
        window->panes().setSetting("cell", std::string("rnn"));
        QVERIFY(!window->training()->shownIn(window->pane()));
        window->panes().setSetting("cell", std::string("gru"));
        QVERIFY(window->training()->shownIn(window->pane()) != nullptr);
        QTRY_VERIFY(!window->explorer().isPending());
        QCOMPARE(window->explorer().weights(), window->training()->shownIn(window->pane()));
    }

    void aDroppedFileOfPairsIsReadToldAndTrained()
    {
        const auto window = open("translation");
        const QString path = file("pairs.tsv");
        write(path, pairs(200));
        drop(*window, path);
        QTRY_VERIFY_WITH_TIMEOUT(
            panel(*window).dataReport().contains(QStringLiteral("to learn from")), longest);
        QVERIFY(panel(*window).isVisible());
        set(*window, "epochs", 1);
        click(panel(*window).startButton());
        QVERIFY(waitForEnd(*window));
        QCOMPARE(trainer(*window).progress(0).stage, TrainingStage::Done);
        QVERIFY(window->explorer().weights()->vocabularies.at("source").contains("word7"));
    }

    void whatIsNoDataIsSaidWithItsNameAndWhatToDo()
    {
        const auto window = open("translation");
        const std::pair<const char*, QByteArray> files[] = {
            {"empty.tsv", ""},
            {"one-sided.tsv", "one side\nanother\n"},
            {"latin.tsv", "caf\xe9\tcoffee\n"},
            {"binary.tsv",
             QByteArray("\x7f"
                        "ELF\0\1\2\t\0",
                        9)},
            {"long.tsv", QByteArray(200'000, 'a') + "\tb\n"},
        };
        for (const auto& [name, bytes] : files) {
            write(file(name), bytes);
            window->messages()->clear();
            drop(*window, file(name));
            // Long lines may be read: then it is told what became of them.
            QTRY_VERIFY2_WITH_TIMEOUT(
                window->messages()->message().contains(QString::fromLatin1(name))
                    || panel(*window).dataReport().contains(QStringLiteral("to learn from")),
                name, longest);
        }
        window->openScenario(QStringLiteral("worked-example"));
        window->openFile(file("one-sided.tsv"));
        QVERIFY(window->messages()->message().contains(QStringLiteral("another scenario")));
        window->train();
        QVERIFY(window->messages()->message().contains(QStringLiteral("learns nothing")));
    }

    void filesAreToldApartByHowTheyBegin()
    {
        const auto window = open("dates");
        const ScenarioSpec& spec = scenarioOf("dates");
        const QString plain = file("without-ending");
        QVERIFY(QFile::copy(QString::fromStdString(
                                shippedWeightsPath(spec, resolveSettings(spec.settings)).string()),
                            plain));
        drop(*window, plain);
        QTRY_VERIFY(window->explorer().exploration().weights);
        QCOMPARE(window->explorer().exploration().weights->scenario, std::string("dates"));
    }

    void closingAsksWhileSomethingWouldBeLost()
    {
        const auto window = open("dates");
        window->training()->showAim();
        makeSmall(*window, 1000);
        window->train();
        QTRY_VERIFY_WITH_TIMEOUT(trainer(*window).step() > 0, longest);
        QVERIFY(!window->close());
        auto* box = window->findChild<QMessageBox*>();
        QVERIFY(box && box->isVisible());
        QTest::keyClick(box, Qt::Key_Escape);
        QVERIFY(trainer(*window).isActive());
        QVERIFY(!window->close());
        QTRY_VERIFY(window->findChild<QMessageBox*>());
        for (QMessageBox* asked : window->findChildren<QMessageBox*>())
            for (QAbstractButton* button : asked->buttons())
                if (asked->isVisible() && button->text() == QStringLiteral("Close"))
                    QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(!window->isVisible());
        QVERIFY(!trainer(*window).isActive());
    }

    void allThatIsInThePanelHasANameAndSaysWhatItDoes()
    {
        const auto window = open("dates");
        window->training()->showAim();
        makeSmall(*window);
        window->train();
        QVERIFY(waitForEnd(*window));
        for (QToolButton* button : panel(*window).findChildren<QToolButton*>()) {
            if (button->text().isEmpty())
                continue;
            QVERIFY2(!button->toolTip().isEmpty() || !button->isVisible(),
                     qPrintable(button->text()));
        }
        QVERIFY(!panel(*window).film()->accessibleName().isEmpty());
        QVERIFY(!panel(*window).film()->accessibleDescription().isEmpty());
    }
};

QTEST_MAIN(WindowTrainingTest)
#include "window_training_test.moc"

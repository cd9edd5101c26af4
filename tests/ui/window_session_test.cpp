// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/opened_window.h"

#include "core/scenarios/catalogue.h"
#include "core/scenarios/session_file.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/timeline_bar.h"
#include "ui/views/view_spec.h"

#include <QComboBox>
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace regard;

class WindowSessionTest : public OpenedWindow {
    Q_OBJECT

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void whatIsSavedComesBackInEveryView()
    {
        const auto window = open("self-attention");
        const QString path = file("mine.regard");
        for (int tab = 0; tab < window->stage()->count(); ++tab) {
            if (!window->activeStage()->offers(tab))
                continue;
            window->stage()->setCurrentIndex(tab);
            window->explorer().setText(0, QStringLiteral("the dog sleeps"));
            QTRY_COMPARE(window->explorer().trace()->input.size(), std::size_t(3));
            const CellRef cell{window->explorer().trace()->indexOf("layer1/head2/weights"), 2, 1};
            window->selection().fix(cell);
            window->saveSessionTo(path);
            QTRY_VERIFY(window->messages()->message().contains(path));
            QCOMPARE(window->sessionPath(), path);
            QVERIFY(!window->isWindowModified());
            QVERIFY(window->windowTitle().contains(QStringLiteral("mine")));

            window->openScenario(QStringLiteral("dialogue"));
            QVERIFY(window->isWindowModified());
            window->stage()->setCurrentIndex((tab + 1) % window->stage()->count());
            QTRY_COMPARE(window->explorer().trace()->scenario, std::string("dialogue"));
            window->openFile(path);
            QTRY_COMPARE(window->explorer().trace()->scenario, std::string("self-attention"));
            QCOMPARE(window->explorer().trace()->input.size(), std::size_t(3));
            QCOMPARE(window->stage()->currentIndex(), tab);
            QTRY_COMPARE(window->selection().fixed(), cell);
            QTRY_VERIFY(!window->isWindowModified());
            QVERIFY(window->recentFiles().contains(path));
        }
    }

    void bookmarksAreStepsOfUndoAndInTheSession()
    {
        const auto window = open("dialogue");
        Timeline& timeline = window->timeline();
        const auto press = [&](int key, Qt::KeyboardModifiers how) {
            QTest::keyClick(window.get(), Qt::Key(key), how);
        };
        window->stage()->setFocus();
        timeline.setStop(3);
        const int third = timeline.moment();
        press(Qt::Key_B, Qt::ControlModifier);
        QVERIFY(timeline.isMarked());
        timeline.setStop(6);
        const int sixth = timeline.moment();
        window->timelineBar()->bookmarkButton()->click();
        QCOMPARE(timeline.marks().size(), std::size_t(2));
        timeline.toEnd();
        press(Qt::Key_PageUp, Qt::AltModifier);
        QCOMPARE(timeline.moment(), sixth);
        press(Qt::Key_PageUp, Qt::AltModifier);
        QCOMPARE(timeline.moment(), third);
        press(Qt::Key_PageDown, Qt::AltModifier);
        QCOMPARE(timeline.moment(), sixth);
        window->history().stack().undo();
        QCOMPARE(timeline.marks().size(), std::size_t(1));
        QCOMPARE(timeline.marks().front().moment, third);
        window->history().stack().redo();
        QCOMPARE(timeline.marks().size(), std::size_t(2));

        const QString path = file("marked.regard");
        window->saveSessionTo(path);
        QTRY_VERIFY(window->messages()->message().contains(path));
        QVERIFY(!window->isWindowModified());
        press(Qt::Key_B, Qt::ControlModifier);
        QCOMPARE(timeline.marks().size(), std::size_t(1));
        QVERIFY(window->isWindowModified());
        window->newSession();
        QVERIFY(timeline.bookmarks().empty());
        QVERIFY(waitForTrace(*window, [&] { window->openFile(path); }));
        QTRY_COMPARE(timeline.marks().size(), std::size_t(2));
        QCOMPARE(timeline.marks()[0].moment, third);
        QCOMPARE(timeline.marks()[1].moment, sixth);
        QTRY_VERIFY(!window->isWindowModified());
    }

    void speedAndStrideAreRemembered()
    {
        {
            const auto window = open("dialogue");
            QComboBox* speed = window->timelineBar()->speed();
            speed->setCurrentIndex(speed->findData(16.0));
            window->timeline().setStride(Timeline::Stride::Gate);
            window->close();
        }
        const auto again = open("dialogue");
        QCOMPARE(again->timelineBar()->speed()->currentData().toDouble(), 16.0);
        QCOMPARE(again->timeline().stride(), Timeline::Stride::Gate);
    }

    void openingASessionIsOneStepThatCanBeUndone()
    {
        const auto window = open("worked-example");
        Workspace session{{PaneState{}}};
        session.panes.front().exploration.scenario = "translation";
        saveSession(session, file("t.regard").toStdString());
        window->openFile(file("t.regard"));
        QTRY_COMPARE(window->explorer().exploration().scenario, std::string("translation"));
        window->history().stack().undo();
        QCOMPARE(window->explorer().exploration().scenario, std::string("worked-example"));
    }

    void aSessionWithItsWeightsNeedsNoOtherFile()
    {
        const auto window = open("dates");
        const ScenarioSpec& spec = scenarioOf("dates");
        const QString weights = file("mine.safetensors");
        QVERIFY(QFile::copy(QString::fromStdString(
                                shippedWeightsPath(spec, resolveSettings(spec.settings)).string()),
                            weights));
        QVERIFY(waitForTrace(*window, [&] { window->openFile(weights); }));
        QVERIFY(window->explorer().exploration().weights);
        const QString path = file("whole.regard");
        window->saveSessionWithWeightsTo(path);
        QTRY_VERIFY(window->messages()->message().contains(path));
        window->saveSessionTo(file("byPath.regard"));
        QTRY_VERIFY(window->messages()->message().contains(file("byPath.regard")));
        QVERIFY(QFile::remove(weights));

        const auto other = open("worked-example");
        other->openFile(file("byPath.regard"));
        QTRY_VERIFY(other->messages()->message().contains(QStringLiteral("mine.safetensors")));
        QCOMPARE(other->explorer().exploration().scenario, std::string("worked-example"));
        other->openFile(path);
        QTRY_COMPARE(other->explorer().trace()->scenario, std::string("dates"));
        QVERIFY(other->explorer().weights()->trained);
        QTRY_VERIFY(!other->isWindowModified());
    }

    void aFileThatIsNoSessionIsRefusedWithItsName()
    {
        const auto window = open("worked-example");
        QFile wrong(file("wrong.regard"));
        QVERIFY(wrong.open(QIODevice::WriteOnly));
        wrong.write("{\"regard\": 1}");
        wrong.close();
        window->openFile(wrong.fileName());
        QTRY_VERIFY(window->messages()->message().contains(QStringLiteral("wrong.regard")));
        QCOMPARE(window->explorer().exploration().scenario, std::string("worked-example"));
    }

    void whatWasOpenIsTakenUpWhenTheProgramEndedUnasked()
    {
        const QString kept = file("kept");
        QString left;
        {
            const auto window = open("worked-example");
            window->keepOpen(kept);
            window->explorer().setText(0, QStringLiteral("Machines Machines Thinking"));
            QTRY_COMPARE_WITH_TIMEOUT(QDir(kept).entryList({"open-*.regard"}).size(), 1, 5000);
            left = QDir(kept).filePath(QDir(kept).entryList({"open-*.regard"}).first());
            // It goes without being closed.
        }
        QVERIFY(QFile::exists(left));
        const auto window = open("worked-example");
        window->keepOpen(kept);
        window->start();
        QTRY_COMPARE(window->explorer().exploration().texts.front(),
                     std::string("Machines Machines Thinking"));
        QTRY_VERIFY(window->messages()->message().contains(QStringLiteral("Undo")));
        QVERIFY(!QFile::exists(left));
        window->history().stack().undo();
        QVERIFY(window->explorer().exploration().texts.front() != "Machines Machines Thinking");
    }

    void aProgramThatIsClosedLeavesNothing()
    {
        const QString kept = file("closed");
        const auto window = open("worked-example");
        window->keepOpen(kept);
        window->explorer().setText(0, QStringLiteral("Thinking"));
        QTRY_COMPARE_WITH_TIMEOUT(QDir(kept).entryList({"open-*.regard"}).size(), 1, 5000);
        window->close();
        QTRY_VERIFY(QDir(kept).entryList({"open-*.regard"}).isEmpty());
    }

    void whatAnotherRunningProgramKeepsIsLeftAlone()
    {
        const QString kept = file("two");
        const auto first = open("worked-example");
        first->keepOpen(kept);
        first->explorer().setText(0, QStringLiteral("Thinking"));
        QTRY_COMPARE_WITH_TIMEOUT(QDir(kept).entryList({"open-*.regard"}).size(), 1, 5000);
        SessionFiles second;
        QCOMPARE(second.keepIn(kept), QString());
    }
};

QTEST_MAIN(WindowSessionTest)
#include "window_session_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/opened_window.h"
#include "ui/panels/inspector.h"
#include "ui/panels/scenario_list.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/tensor_tree.h"
#include "ui/panels/timeline_bar.h"
#include "ui/views/flow/flow_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/window/top_bar.h"
#include "ui/words/tensor_text.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QComboBox>

using namespace regard;

class MainWindowTest : public OpenedWindow {
    Q_OBJECT
private Q_SLOTS:
    void init() { useOwnFiles(); }

    void theFirstStartShowsTheWorkedExampleAtItsLastMoment()
    {
        MainWindow window(*m_settings);
        QSignalSpy traced(&window.explorer(), &Explorer::traced);
        window.start();
        QVERIFY(traced.wait(60000));
        QCOMPARE(chips(window), QStringList({"Thinking", "Machines"}));
        QCOMPARE(window.stage()->currentWidget(), static_cast<QWidget*>(window.view<FlowView>()));
        QCOMPARE(window.timeline().moment(), window.timeline().count() - 1);
    }

    void typingIsComputedAndShownAsChips()
    {
        const auto window = open("self-attention");
        QVERIFY(window);
        QLineEdit* field = window->sentence()->field(0);
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("the cat zyxo"));
        QTRY_COMPARE(chips(*window), QStringList({"the", "cat", "zyxo"}));
        QVERIFY(!window->sentence()->inputChips()->isKnown(2));
    }

    void steppingChangesTheDescription()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const QString last = window->timelineBar()->description();
        window->timelineBar()->backButton()->click();
        const QString before = window->timelineBar()->description();
        QVERIFY(before != last);
        QVERIFY2(before.contains(QStringLiteral("softmax")), qPrintable(before));
    }

    void arrowKeysStepUnlessATextFieldHasTheFocus()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const int last = window->timeline().stop();
        QLineEdit* field = window->sentence()->field(0);
        field->setFocus();
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClick(field, Qt::Key_Left);
        QCOMPARE(window->timeline().stop(), last);
        QTest::keyClick(field, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(window->timeline().stop(), last - 1);
        QTest::keyClick(window.get(), Qt::Key_Left);
        QCOMPARE(window->timeline().stop(), last - 2);
        QTest::keyClick(window.get(), Qt::Key_Home);
        QCOMPARE(window->timeline().stop(), 0);
        QTest::keyClick(window->timelineBar()->playButton(), Qt::Key_Right);
        QCOMPARE(window->timeline().stop(), 1);
    }

    void spacePlaysOnceAScenarioIsChosenFromAList()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const auto press = [&](Qt::Key key) { QTest::keyClick(window->focusWidget(), key); };
        const auto plays = [&] {
            press(Qt::Key_Space);
            const bool playing = window->timeline().isPlaying();
            window->timeline().pause();
            return playing;
        };
        QComboBox* box = window->topBar()->scenarios();
        box->setFocus();
        QVERIFY(waitForTrace(*window, [&] {
            box->showPopup();
            QTest::keyClick(box->view(), Qt::Key_Down);
            QTest::keyClick(box->view(), Qt::Key_Return);
        }));
        QVERIFY(plays());
        QVERIFY(!box->view()->isVisible());
        // Keys on the closed box go on choosing.
        box->setFocus();
        QVERIFY(waitForTrace(*window, [&] { press(Qt::Key_Down); }));
        QCOMPARE(window->focusWidget(), static_cast<QWidget*>(box));
        // The panel is a list too.
        auto* panel = window->findChild<ScenarioList*>();
        panel->setFocus();
        QVERIFY(waitForTrace(*window, [&] {
            QTest::mouseClick(panel->viewport(), Qt::LeftButton, {},
                              panel->visualItemRect(panel->item(0)).center());
        }));
        QCOMPARE(window->explorer().exploration().scenario, std::string("worked-example"));
        QVERIFY(plays());
    }

    void arrowKeysStepInAPictureWithoutAFixedCell()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const int last = window->timeline().moment();
        for (int view = 0; view < window->stage()->count(); ++view) {
            if (!window->activeStage()->offers(view))
                continue;
            window->stage()->setCurrentIndex(view);
            window->stage()->currentWidget()->setFocus();
            QTest::keyClick(window->focusWidget(), Qt::Key_Left);
            QCOMPARE(window->timeline().moment(), last - 1);
            QVERIFY(!window->selection().fixed());
            QTest::keyClick(window->focusWidget(), Qt::Key_Right);
            QCOMPARE(window->timeline().moment(), last);
            // With one they go to the next.
            QTest::keyClick(window->focusWidget(), Qt::Key_Down);
            QTest::keyClick(window->focusWidget(), Qt::Key_Right);
            QVERIFY(window->selection().fixed());
            QCOMPARE(window->timeline().moment(), last);
            QTest::keyClick(window->focusWidget(), Qt::Key_Escape);
        }
    }

    void aSettingArrivesInTheTrace()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        auto* mask = qobject_cast<QComboBox*>(window->topBar()->settings()->control("mask"));
        QVERIFY(waitForTrace(*window, [&] {
            mask->setCurrentIndex(1);
            Q_EMIT mask->activated(1);
        }));
        QCOMPARE(window->explorer().trace()->settings.text("mask"), std::string("causal"));
        QCOMPARE(window->explorer().trace()->find("weights")->value.at(0, 1), Real(0));
    }

    void undoAndRedoCoverTextsSettingsAndScenarios()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        QLineEdit* field = window->sentence()->field(0);
        QTest::keyClick(field, Qt::Key_End);
        QTest::keyClicks(field, QStringLiteral(" Thinking"));
        window->topBar()->settings()->settingChanged("mask", std::string("causal"));
        window->openScenario(QStringLiteral("self-attention"));
        QUndoStack& stack = window->history().stack();
        const QString other =
            field != window->sentence()->field(0) ? QStringLiteral("new field") : QString();
        QVERIFY(!other.isEmpty());

        stack.undo();
        QCOMPARE(window->explorer().exploration().scenario, std::string("worked-example"));
        QCOMPARE(window->sentence()->field(0)->text(),
                 QStringLiteral("Thinking Machines Thinking"));
        stack.undo();
        QVERIFY(!window->explorer().exploration().settings.has("mask"));
        stack.undo(); // the whole word
        stack.undo(); // the space
        QCOMPARE(window->sentence()->field(0)->text(), QStringLiteral("Thinking Machines"));
        QVERIFY(!stack.canUndo());
        while (stack.canRedo())
            stack.redo();
        QCOMPARE(window->explorer().exploration().scenario, std::string("self-attention"));
        QTRY_COMPARE(window->explorer().trace()->scenario, std::string("self-attention"));
    }

    void theUndoKeyReachesTheWindowFromTheTextField()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->activateWindow();
        QLineEdit* field = window->sentence()->field(0);
        field->setFocus();
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClick(field, Qt::Key_X);
        QVERIFY(field->text() != QStringLiteral("Thinking Machines"));
        QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(field->text(), QStringLiteral("Thinking Machines"));
    }

    void chipsAndCellsAreOneSelection()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        SentenceBar* sentence = window->sentence();
        QTest::mouseClick(sentence->inputChips(), Qt::LeftButton, Qt::ControlModifier,
                          sentence->inputChips()->chipRectangle(1).center());
        QCOMPARE(window->selection().fixed().row, Index(1));
        const int weights = window->explorer().trace()->indexOf("weights");
        window->selection().fix({weights, 0, 1});
        QCOMPARE(sentence->inputChips()->marked(), 0);
        QCOMPARE(window->inspector()->title(), QStringLiteral("weights · Thinking → Machines"));
        QTest::keyClick(window.get(), Qt::Key_Escape);
        QVERIFY(!window->selection().fixed());
        QCOMPARE(sentence->inputChips()->marked(), -1);
    }

    void aTokenIsShownInTheTensorThatIsLarge()
    {
        for (const char* id : {"worked-example", "dialogue"}) {
            const auto window = open(id);
            QVERIFY(window);
            const Trace& trace = *window->explorer().trace();
            const auto labelled = [&](const Axis& axis, TokensOf of) {
                return trace.labelOf(axis, of, 1);
            };
            int seen = 0;
            for (int i = 0; i < static_cast<int>(trace.tensors.size()); ++i) {
                const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(i)];
                window->selection().free();
                window->openTensor(i);
                for (const TokensOf of : {TokensOf::Input, TokensOf::Output}) {
                    const Index row = labelled(tensor.rows, of);
                    const Index column = labelled(tensor.columns, of);
                    if (row < 0 && column < 0)
                        continue;
                    if (of == TokensOf::Input)
                        Q_EMIT window->sentence()->inputHovered(1);
                    else
                        Q_EMIT window->sentence()->outputHovered(1);
                    QCOMPARE(window->selection().hovered(),
                             row >= 0 ? (CellRef{i, row, -1}) : (CellRef{i, -1, column}));
                    ++seen;
                }
            }
            QVERIFY(seen > 5);
        }
    }

    void anOutputTokenMarksItsStep()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        SentenceBar* sentence = window->sentence();
        QVERIFY(sentence->outputChips()->count() > 1);
        QCOMPARE(sentence->outputChips()->current(), sentence->outputChips()->count() - 1);
        Q_EMIT sentence->outputClicked(1);
        const CellRef place = window->selection().fixed();
        QCOMPARE(place.row, Index(1));
        QCOMPARE(window->explorer().trace()->tensors[static_cast<std::size_t>(place.tensor)].role,
                 Role::Weights);
        QCOMPARE(sentence->outputChips()->marked(), 1);
        Q_EMIT sentence->inputClicked(2);
        QCOMPARE(window->selection().fixed().column, Index(2));
    }

    void aTensorIsOpenedLarge()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const int keys = window->explorer().trace()->indexOf("K");
        Q_EMIT window->tensors()->opened(keys);
        QCOMPARE(window->stage()->currentWidget(),
                 static_cast<QWidget*>(window->view<HeatmapView>()));
        QCOMPARE(window->view<HeatmapView>()->tensor(), keys);
    }

    void aScenarioBeginsWithItsWeightsWhateverWasLookedAtBefore()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        window->openTensor(window->explorer().trace()->indexOf(Role::Value));
        QVERIFY(
            waitForTrace(*window, [&] { window->openScenario(QStringLiteral("translation")); }));
        const TracePtr& trace = window->explorer().trace();
        QCOMPARE(window->view<HeatmapView>()->tensor(), trace->indexOf(Role::Weights));
    }

    void theNumbersOfWhatIsSelectedGoToTheClipboardInEveryForm()
    {
        const auto window = open("worked-example");
        const Trace& trace = *window->explorer().trace();
        for (const char* path : {"scores", "weights", "V"}) {
            window->selection().fix({trace.indexOf(path), 1, 1});
            for (const TensorFormat& format : tensorFormats()) {
                window->copyNumbers(format);
                QCOMPARE(QGuiApplication::clipboard()->text(),
                         tensorText(*trace.find(path), format));
            }
        }
        // Without a selection that of the tensor shown large.
        window->selection().free();
        window->openTensor(trace.indexOf("K"));
        window->copyNumbers(tensorFormats().front());
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 tensorText(*trace.find("K"), tensorFormats().front()));
    }

    void thePictureOfEveryViewGoesToTheClipboard()
    {
        const auto window = open("self-attention");
        for (TraceView* view : window->views()) {
            window->stage()->setCurrentWidget(view);
            QCoreApplication::processEvents();
            const QImage seen = view->grab().toImage();
            window->copyPicture();
            QCOMPARE(QGuiApplication::clipboard()->image().size(), seen.size());
        }
    }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"

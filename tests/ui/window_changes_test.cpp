// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens that are masked, rows of weights that are dragged, parts that are taken out, and what the
// window says of it.
#include "core/trace/ablations.h"

#include "ui/panels/inspector.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/reasons_table.h"
#include "ui/panels/sentence_bar.h"
#include "ui/panels/token_chips.h"
#include "ui/panels/weight_bars.h"
#include "ui/words/ablation_text.h"

#include "tests/ui/opened_window.h"

#include <QCheckBox>
#include <QMenuBar>

#include <numeric>

using namespace regard;

class WindowChangesTest : public OpenedWindow {
    Q_OBJECT

    static void clickChip(MainWindow& window, int index, Qt::KeyboardModifiers modifiers = {})
    {
        TokenChips* chips = window.sentence()->inputChips();
        QTest::mouseClick(chips, Qt::LeftButton, modifiers, chips->chipRectangle(index).center());
    }

    static QMenu* takeOutMenu(MainWindow& window)
    {
        for (QMenu* menu : window.findChildren<QMenu*>())
            if (menu->title().remove(QLatin1Char('&')) == QStringLiteral("Take out")) {
                Q_EMIT menu->aboutToShow();
                return menu;
            }
        return nullptr;
    }

    /// The entry of a name, in the menu or one of its own.
    static QAction* entry(QMenu* menu, const QString& text, const QString& within = {})
    {
        for (QAction* action : menu->actions())
            if (action->menu() && (within.isEmpty() || action->text() == within)) {
                if (QAction* found = entry(action->menu(), text))
                    return found;
            } else if (action->text() == text && within.isEmpty()) {
                return action;
            }
        return nullptr;
    }

    static double weightOf(const Trace& trace, Index row, Index column)
    {
        const Attention& attention = trace.attentions.back();
        return static_cast<double>(
            trace.tensors[static_cast<std::size_t>(attention.weights)].value.at(row, column));
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void aClickOnAChipMasksItsToken()
    {
        const auto window = open("translation");
        QVERIFY(window);
        const TracePtr before = window->explorer().trace();
        QVERIFY(weightOf(*before, 3, 1) > 0.3); // 狗 looks at dog
        QVERIFY(waitForTrace(*window, [&] { clickChip(*window, 1); }));
        const TracePtr after = window->explorer().trace();
        for (Index row = 0; row < 4; ++row)
            QCOMPARE(weightOf(*after, row, 1), 0.0);
        const TokenChips& chips = *window->sentence()->inputChips();
        QVERIFY(chips.isHidden(1) && !chips.isHidden(0));
        QCOMPARE(chips.said(1), QStringLiteral("dog masked"));
        QVERIFY(chips.accessibleDescription().contains(QStringLiteral("dog masked")));
        const QString said = window->messages()->notes();
        QVERIFY2(said.contains(QStringLiteral("“dog” masked")), qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("“狗” (")), qPrintable(said));
        // It stays at its word.
        QVERIFY(waitForTrace(*window, [&] {
            window->sentence()->field(0)->setText(
                QStringLiteral("now the dog is running across the grass"));
            Q_EMIT window->sentence()->textEdited(0, window->sentence()->field(0)->text());
        }));
        QVERIFY(chips.isHidden(2) && !chips.isHidden(1));
        // Again: it is seen again.
        QVERIFY(waitForTrace(*window, [&] { clickChip(*window, 2); }));
        QVERIFY(!chips.isHidden(2));
        QVERIFY(window->explorer().exploration().edits.empty());
        QVERIFY(waitForTrace(*window, [&] { window->history().stack().undo(); }));
        QVERIFY(chips.isHidden(2));
        QVERIFY(waitForTrace(*window, [&] { window->resetEdits(); }));
        QVERIFY(!chips.isHidden(2));
    }

    void ctrlAndEnterSelectAndTheSpaceBarMasks()
    {
        const auto window = open("self-attention");
        QVERIFY(window);
        clickChip(*window, 1, Qt::ControlModifier);
        QCOMPARE(window->sentence()->inputChips()->marked(), 1);
        QVERIFY(window->explorer().exploration().edits.empty());
        TokenChips* chips = window->sentence()->inputChips();
        chips->setFocus();
        QTRY_VERIFY(chips->hasFocus());
        QTest::keyClick(chips, Qt::Key_Home);
        QTest::keyClick(chips, Qt::Key_Right);
        QVERIFY(waitForTrace(*window, [&] { QTest::keyClick(chips, Qt::Key_Space); }));
        QVERIFY(chips->isHidden(1));
        // The keyboard stays where it was.
        QVERIFY(waitForTrace(*window, [&] { QTest::keyClick(chips, Qt::Key_Space); }));
        QVERIFY(!chips->isHidden(1));
        QTest::keyClick(chips, Qt::Key_Right);
        QTest::keyClick(chips, Qt::Key_Return);
        QCOMPARE(chips->marked(), 2);
    }

    void whereNothingLooksAtTheTokensAClickSelects()
    {
        const auto window = open("entity-network");
        QVERIFY(window);
        clickChip(*window, 1);
        QVERIFY(window->explorer().exploration().edits.empty());
    }

    void everyPartThatCanBeTakenOutStandsInTheMenuAndGoes()
    {
        for (const char* id : {"self-attention", "transformer", "dialogue"}) {
            const auto window = open(id);
            QVERIFY(window);
            const TracePtr before = window->explorer().trace();
            const std::vector<Ablation> all = ablationsOf(*before);
            QVERIFY(all.size() >= 3);
            for (const Ablation& ablation : all) {
                const QString where = ablationText(*before, ablation);
                const QString within = ablation.attention >= 0 && before->attentions.size() > 1
                    ? where.section(QStringLiteral(" › "), 0, 0)
                    : QString();
                QAction* action = entry(takeOutMenu(*window), ablationName(ablation), within);
                QVERIFY2(action && !action->isChecked(), qPrintable(where));
                QVERIFY(!action->toolTip().isEmpty());
                QVERIFY(waitForTrace(*window, [&] { action->trigger(); }));
                QVERIFY(window->explorer().trace()->edits == ablation.edits);
                const QString said = window->messages()->notes();
                QVERIFY2(said.contains(QStringLiteral("without “%1”").arg(where)),
                         qPrintable(said));
                action = entry(takeOutMenu(*window), ablationName(ablation), within);
                QVERIFY2(action && action->isChecked(), qPrintable(where));
                QVERIFY(waitForTrace(*window, [&] { action->trigger(); }));
                QVERIFY(window->explorer().exploration().edits.empty());
            }
        }
    }

    void aMaskStaysAtItsWordWhereTheInputIsReadBackwards()
    {
        const auto window = open("translation");
        QVERIFY(window);
        QVERIFY(waitForTrace(*window, [&] { clickChip(*window, 1); }));
        QAction* backwards = entry(takeOutMenu(*window), QStringLiteral("Order: read backwards"));
        QVERIFY(backwards);
        QVERIFY(waitForTrace(*window, [&] { backwards->trigger(); }));
        const TokenChips& chips = *window->sentence()->inputChips();
        QCOMPARE(chips.texts().front(), QStringLiteral("grass"));
        for (int i = 0; i < chips.count(); ++i)
            QCOMPARE(chips.isHidden(i), chips.texts()[i] == QStringLiteral("dog"));
    }

    void whatIsLeftIsSharedInProportion()
    {
        const std::vector<bool> all(4, true);
        QCOMPARE(withWeight({0.5F, 0.25F, 0.25F, 0}, all, 0, 0.2F, false),
                 (std::vector<Real>{0.2F, 0.4F, 0.4F, 0}));
        // Nothing had anything: evenly, but for what is masked.
        QCOMPARE(withWeight({1, 0, 0, 0}, {true, true, true, false}, 0, 0.5F, false),
                 (std::vector<Real>{0.5F, 0.25F, 0.25F, 0}));
        QCOMPARE(withWeight({1, 0}, {true, false}, 0, 0.5F, false), (std::vector<Real>{1, 0}));
        QCOMPARE(withWeight({1, 0}, {true, false}, 1, 0.5F, false), (std::vector<Real>{1, 0}));
        QCOMPARE(withWeight({0.5F, 0.5F}, {true, true}, 0, 7, false), (std::vector<Real>{1, 0}));
        QCOMPARE(withWeight({0.9F, 0.8F}, {true, true}, 0, 0.1F, true),
                 (std::vector<Real>{0.1F, 0.8F}));
    }

    void aRowIsDraggedAndTheOthersShareWhatIsLeft()
    {
        const auto window = open("translation");
        QVERIFY(window);
        const TracePtr kept = window->explorer().trace();
        const Trace& trace = *kept;
        const int weights = trace.attentions.back().weights;
        window->selection().fix({weights, 3, 1});
        window->inspector()->tabs()->setCurrentIndex(2);
        WeightBars* bars = window->inspector()->bars();
        QCOMPARE(bars->count(), 7);
        QCOMPARE(bars->labels()[1], QStringLiteral("dog"));
        QCOMPARE(static_cast<double>(bars->values()[1]), weightOf(trace, 3, 1));
        const QString was = QString::fromStdString(trace.output[3].text);
        const QRect bar = bars->barRectangle(6);
        const int undoable = window->history().stack().count();
        QTest::mousePress(bars, Qt::LeftButton, {}, bar.center());
        QVERIFY(waitForTrace(*window, [&] {
            QTest::mouseMove(bars, {bar.right(), bar.center().y()});
        }));
        QVERIFY(std::abs(weightOf(*window->explorer().trace(), 3, 6) - 1) < 1e-6);
        QTest::mouseRelease(bars, Qt::LeftButton, {}, {bar.right(), bar.center().y()});
        const TracePtr changed = window->explorer().trace();
        const Trace& after = *changed;
        QVERIFY(std::abs(weightOf(after, 3, 6) - 1) < 1e-6);
        QCOMPARE(weightOf(after, 3, 1), 0.0);
        QVERIFY(QString::fromStdString(after.output[3].text) != was);
        QVERIFY(window->messages()->notes().contains(was));
        // One row, said as such, whatever word it is called by now.
        QVERIFY2(window->messages()->notes().contains(
                     QStringLiteral("decoder/attention/weights, row %1: 7 numbers").arg(was)),
                 qPrintable(window->messages()->notes()));
        QVERIFY(!window->messages()->notes().contains(QStringLiteral("without effect")));
        // The whole drag is one step.
        QCOMPARE(window->history().stack().count(), undoable + 1);
        QVERIFY(waitForTrace(*window, [&] { window->history().stack().undo(); }));
        QVERIFY(window->explorer().exploration().edits.empty());
        QVERIFY(std::abs(static_cast<double>(bars->values()[6]) - weightOf(trace, 3, 6)) < 1e-6);
    }

    void keysSetABarAndEscapeGivesADragUp()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const TracePtr kept = window->explorer().trace();
        const Trace& trace = *kept;
        window->selection().fix({trace.attentions.back().query, 0, -1});
        window->inspector()->tabs()->setCurrentIndex(2);
        WeightBars* bars = window->inspector()->bars();
        QCOMPARE(bars->count(), 2);
        bars->setFocus();
        QTRY_VERIFY(bars->hasFocus());
        QVERIFY(waitForTrace(*window, [&] { QTest::keyClick(bars, Qt::Key_Home); }));
        QCOMPARE(weightOf(*window->explorer().trace(), 0, 0), 0.0);
        QVERIFY(std::abs(weightOf(*window->explorer().trace(), 0, 1) - 1) < 1e-6);
        QVERIFY(waitForTrace(*window, [&] { window->resetEdits(); }));
        const QRect bar = bars->barRectangle(0);
        QVERIFY(waitForTrace(*window, [&] {
            QTest::mousePress(bars, Qt::LeftButton, {}, {bar.left() + 2, bar.center().y()});
        }));
        QVERIFY(waitForTrace(*window, [&] { QTest::keyClick(bars, Qt::Key_Escape); }));
        QVERIFY(window->explorer().exploration().edits.empty());
        QVERIFY(!bars->accessibleDescription().isEmpty());
    }

    void aDragThatIsGivenUpLeavesNothingForTheNextOne()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const CellRef row{window->explorer().trace()->attentions.back().weights, 0, -1};
        const auto asked = [&] { return window->explorer().exploration(); };
        const Exploration first = asked();
        window->dragRow(row, {1, 0});
        window->giveUpDrag();
        QVERIFY(asked() == first);
        window->toggleToken(1);
        const Exploration masked = asked();
        QVERIFY(!(masked == first));
        // Given up again, and then let go of: both start from what is there now.
        window->dragRow(row, {1, 0});
        window->giveUpDrag();
        QVERIFY(asked() == masked);
        window->dragRow(row, {0, 1});
        window->editRow(row, {0, 1});
        QVERIFY(!(asked() == masked));
        window->history().stack().undo();
        QVERIFY(asked() == masked);
        window->history().stack().undo();
        QVERIFY(asked() == first);
        // One without a beginning that is given up changes nothing.
        window->giveUpDrag();
        QVERIFY(asked() == first);
    }

    void aRowOfKeysHasNoBars()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->inspector()->tabs()->setCurrentIndex(2);
        window->selection().fix({window->explorer().trace()->attentions.back().key, 0, -1});
        QCOMPARE(window->inspector()->bars()->count(), 0);
        QVERIFY(!window->inspector()->bars()->isEnabled());
    }

    void theWeightsAreSetBesideWhatMaskingDoes()
    {
        const auto window = open("translation");
        QVERIFY(window);
        const TracePtr kept = window->explorer().trace();
        const Trace& trace = *kept;
        window->selection().fix({trace.attentions.back().weights, 3, 1});
        window->showReasons();
        ReasonsTable* table = window->reasons();
        QSignalSpy filled(table, &ReasonsTable::filled);
        QVERIFY(filled.wait(10'000));
        const QAbstractItemModel& model = *table->view()->model();
        QCOMPARE(model.rowCount(), 7);
        QCOMPARE(model.index(1, 0).data().toString(), QStringLiteral("dog"));
        QCOMPARE(model.index(1, 1).data().toString(), numberText(weightOf(trace, 3, 1), 3));
        QVERIFY(table->caption().contains(QStringLiteral("“狗”")));
        QVERIFY2(table->verdict().contains(QStringLiteral("are both at “dog”")),
                 qPrintable(table->verdict()));
        QVERIFY(table->verdict().contains(QStringLiteral("Correlation with the loss: weight 1")));
        // Masking dog takes most: that is the largest effect.
        table->view()->sortByColumn(3, Qt::DescendingOrder);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("dog"));
        table->view()->sortByColumn(0, Qt::AscendingOrder);
        table->withoutFirst()->setChecked(true);
        QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("0"));
        double sum = 0;
        for (int row = 0; row < 7; ++row)
            sum += model.index(row, 1).data().toString().toDouble();
        QVERIFY(std::abs(sum - 1) < 0.01);
        // Another word: computed anew.
        filled.clear();
        window->selection().fix({trace.attentions.back().weights, 0, 0});
        QVERIFY(filled.wait(10'000));
        QCOMPARE(table->step(), 0);
        QVERIFY(table->caption().contains(QStringLiteral("“这”")));
    }

    void whereNothingIsWrittenItIsSaid()
    {
        const auto window = open("kernel-regression");
        QVERIFY(window);
        window->showReasons();
        QSignalSpy filled(window->reasons(), &ReasonsTable::filled);
        QVERIFY(filled.wait(10'000));
        QVERIFY(!window->reasons()->caption().isEmpty());
        QVERIFY(!window->reasons()->view()->isVisible());
    }
};

QTEST_MAIN(WindowChangesTest)
#include "window_changes_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/selection.h"

#include <QSignalSpy>
#include <QTest>

using namespace regard;

namespace {

TraceTensor matrix(const char* path, Index rows, Index columns)
{
    TraceTensor tensor;
    tensor.path = path;
    tensor.value = Tensor(Shape{rows, columns});
    return tensor;
}

TracePtr traceOf(std::vector<TraceTensor> tensors)
{
    auto trace = std::make_shared<Trace>();
    trace->tensors = std::move(tensors);
    return trace;
}

} // namespace

class SelectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hoverIsShownBeforeWhatIsFixedAndGivesWayToItAgain()
    {
        Selection selection;
        QVERIFY(!selection.shown());
        selection.fix({0, 1, 1});
        selection.hover({0, 2, 0});
        QCOMPARE(selection.shown(), (CellRef{0, 2, 0}));
        QCOMPARE(selection.fixed(), (CellRef{0, 1, 1}));
        selection.hover({});
        QCOMPARE(selection.shown(), (CellRef{0, 1, 1}));
    }

    void freeingLeavesNothingSelected()
    {
        Selection selection;
        selection.fix({0, 1, 1});
        selection.hover({0, 2, 0});
        selection.free();
        QVERIFY(!selection.shown());
        QVERIFY(!selection.fixed());
    }

    void onlyChangesAreTold()
    {
        Selection selection;
        QSignalSpy changed(&selection, &Selection::changed);
        selection.free();
        selection.hover({});
        QCOMPARE(changed.count(), 0);
        selection.fix({0, 1, 1});
        selection.fix({0, 1, 1});
        QCOMPARE(changed.count(), 1);
        selection.free();
        QCOMPARE(changed.count(), 2);
    }

    void aNewTraceIsFollowedByThePathOfTheTensor()
    {
        Selection selection;
        selection.setTrace(traceOf({matrix("scores", 3, 3), matrix("weights", 3, 3)}));
        selection.fix({1, 2, 0});
        selection.hover({0, -1, 1});
        selection.setTrace(
            traceOf({matrix("scores", 4, 4), matrix("scaled", 4, 4), matrix("weights", 4, 4)}));
        QCOMPARE(selection.fixed(), (CellRef{2, 2, 0}));
        QCOMPARE(selection.hovered(), (CellRef{0, -1, 1}));
    }

    void aTensorThatIsGoneIsFreed()
    {
        Selection selection;
        selection.setTrace(traceOf({matrix("scores", 3, 3), matrix("weights", 3, 3)}));
        selection.fix({0, 2, 0});
        selection.setTrace(traceOf({matrix("weights", 3, 3)}));
        QCOMPARE(selection.fixed(), CellRef{});
        selection.setTrace(nullptr);
        QVERIFY(!selection.shown());
    }

    void aRowOrColumnThatIsGoneLeavesTheTensorSelected()
    {
        Selection selection;
        const TracePtr large = traceOf({matrix("weights", 3, 3)});
        const TracePtr small = traceOf({matrix("weights", 2, 2)});
        selection.setTrace(large);
        selection.fix({0, 2, 0});
        selection.setTrace(small);
        QCOMPARE(selection.fixed(), (CellRef{0, -1, -1}));
        selection.setTrace(large);
        selection.fix({0, -1, 2});
        selection.setTrace(small);
        QCOMPARE(selection.fixed(), (CellRef{0, -1, -1}));
    }

    void whatIsFixedFollowsItsLabelWhileATextIsTyped()
    {
        const auto labelled = [](std::vector<std::string> words) {
            const auto count = static_cast<Index>(words.size());
            TraceTensor tensor = matrix("weights", count, count);
            tensor.rows = tensor.columns = makeAxis(std::move(words));
            return traceOf({tensor});
        };
        Selection selection;
        selection.setTrace(labelled({"a", "b", "a", "c"}));
        selection.fix({0, 2, 3});
        selection.hover({0, -1, 1});
        selection.setTrace(labelled({"new", "a", "b", "a", "c"}));
        QCOMPARE(selection.fixed(), (CellRef{0, 3, 4}));
        QCOMPARE(selection.hovered(), (CellRef{0, -1, 2}));
        selection.setTrace(labelled({"new", "a", "b", "and", "c"}));
        QCOMPARE(selection.fixed(), (CellRef{0, 3, 4}));
        // The word is gone: the next one is in its place.
        selection.setTrace(labelled({"new", "a", "b", "c"}));
        QCOMPARE(selection.fixed(), (CellRef{0, 3, 3}));
        selection.setTrace(labelled({"new", "a", "b", "c", "d", "e"}));
        QCOMPARE(selection.fixed(), (CellRef{0, 3, 3}));
    }
};

QTEST_GUILESS_MAIN(SelectionTest)
#include "selection_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shown_heatmap.h"

using namespace regard;

class HeatmapViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hoveringTheCentreOfACellTellsItsRowAndColumn()
    {
        for (const QSize size : {QSize(300, 250), QSize(1024, 700)}) {
            Shown shown(trace({masked(), weights()}), size);
            shown.view.showTensor(1);
            shown.picture();
            QSignalSpy spy(&shown.view, &TraceView::hovered);
            for (Index row = 0; row < 3; ++row)
                for (Index column = 0; column < 4; ++column) {
                    shown.move(shown.centre(row, column));
                    QCOMPARE(lastCell(spy), (CellRef{1, row, column}));
                }
            QCOMPARE(spy.count(), 12);
            shown.move(shown.centre(2, 3) + QPoint(1, 1));
            QCOMPARE(spy.count(), 12);
        }
    }

    void hoveringALabelTellsItsRowOrColumnAlone()
    {
        Shown shown(trace({weights()}));
        QSignalSpy spy(&shown.view, &TraceView::hovered);
        shown.move(
            {static_cast<int>(shown.view.placeRect(1, 0).left()) - 12, shown.centre(1, 0).y()});
        QCOMPARE(lastCell(spy), (CellRef{0, 1, -1}));
        shown.move(
            {shown.centre(0, 2).x(), static_cast<int>(shown.view.placeRect(0, 2).top()) - 10});
        QCOMPARE(lastCell(spy), (CellRef{0, -1, 2}));
    }

    void besideTheMapAndItsLabelsNothingIsHovered()
    {
        for (const QSize size : {QSize(300, 250), QSize(1024, 700)}) {
            Shown shown(trace({weights()}), size);
            QSignalSpy spy(&shown.view, &TraceView::hovered);
            const QRect map = shown.view.placeRect(-1, -1).toRect();
            const QPoint middle = map.center();
            for (const QPoint place :
                 {QPoint(middle.x(), 1), QPoint(middle.x(), 12), // the title
                  QPoint(map.left() - 6, map.top() - 6), QPoint(map.left() - 6, map.bottom() + 6),
                  QPoint(map.right() + 6, map.top() - 6), QPoint(map.right() + 6, middle.y()),
                  QPoint(middle.x(), map.bottom() + 6)}) {
                shown.move(shown.centre(1, 1));
                QCOMPARE(lastCell(spy), (CellRef{0, 1, 1}));
                shown.move(place);
                QCOMPARE(lastCell(spy), CellRef());
            }
        }
    }

    void leavingTellsThatNothingIsHovered()
    {
        Shown shown(trace({weights()}));
        shown.move(shown.centre(1, 1));
        QSignalSpy spy(&shown.view, &TraceView::hovered);
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(shown.plot(), &leave);
        QCOMPARE(lastCell(spy), CellRef());
    }

    void clickingFixesACellAndDraggingDoesNot()
    {
        Shown shown(trace({weights()}));
        QSignalSpy spy(&shown.view, &TraceView::clicked);
        QTest::mouseClick(shown.plot(), Qt::LeftButton, {}, shown.centre(2, 1));
        QCOMPARE(lastCell(spy), (CellRef{0, 2, 1}));
        QTest::mousePress(shown.plot(), Qt::LeftButton, {}, shown.centre(0, 0));
        QTest::mouseRelease(shown.plot(), Qt::LeftButton, {}, shown.centre(1, 3));
        QCOMPARE(spy.count(), 1);
    }

    void theTensorIsKeptByPathThenByRoleThenWeights()
    {
        TraceTensor other = weights();
        other.path = "other/weights";
        Shown shown(trace({masked(), weights()}));
        QCOMPARE(shown.view.tensor(), 1);
        shown.view.showTensor(0);

        QSignalSpy spy(&shown.view, &HeatmapView::tensorShown);
        shown.view.setTrace(trace({other, weights(), masked()}));
        QCOMPARE(shown.view.tensor(), 2);
        QCOMPARE(spy.count(), 1);

        TraceTensor elsewhere = masked();
        elsewhere.path = "layer3/masked";
        shown.view.setTrace(trace({other, elsewhere}));
        QCOMPARE(shown.view.tensor(), 1);
        shown.view.setTrace(trace({large(3), other}));
        QCOMPARE(shown.view.tensor(), 0);
        shown.view.setTrace(nullptr);
        QCOMPARE(shown.view.tensor(), -1);
    }

    void theWheelZoomsAboutThePointerAndFitShowsAll()
    {
        Shown shown(trace({large(40)}));
        const QRectF whole = shown.view.placeRect(-1, -1);
        const QPoint place = shown.centre(10, 30);
        shown.wheel(place, 4);
        QVERIFY(shown.view.placeRect(-1, -1).width() > whole.width() * 1.5);
        QVERIFY(shown.view.placeRect(10, 30).contains(place));
        shown.wheel(place, -20);
        QCOMPARE(shown.view.placeRect(-1, -1), whole);
        shown.wheel(place, 4);
        QTest::mouseDClick(shown.plot(), Qt::LeftButton, {}, place);
        QCOMPARE(shown.view.placeRect(-1, -1), whole);
    }

    void zoomStaysOverATraceOfTheSameExtents()
    {
        Shown shown(trace({large(40)}));
        shown.wheel(shown.centre(10, 30), 4);
        const QRectF zoomed = shown.view.placeRect(-1, -1);
        shown.view.setTrace(trace({large(40)}));
        QCOMPARE(shown.view.placeRect(-1, -1), zoomed);
        shown.view.setTrace(trace({large(41)}));
        QVERIFY(shown.view.rect().contains(shown.view.placeRect(-1, -1).toRect()));
    }

    void arrowsMoveTheFixedCellAndEscapeFreesIt()
    {
        Shown shown(trace({weights()}));
        QSignalSpy spy(&shown.view, &TraceView::clicked);
        const auto press = [&](Qt::Key key) {
            QTest::keyClick(&shown.view, key);
            shown.view.setSelection(lastCell(spy), {});
            return lastCell(spy);
        };
        QTest::keyClick(&shown.view, Qt::Key_Right);
        QVERIFY(spy.isEmpty());
        QCOMPARE(press(Qt::Key_Down), (CellRef{0, 0, 0}));
        QCOMPARE(press(Qt::Key_Right), (CellRef{0, 0, 1}));
        QCOMPARE(press(Qt::Key_Down), (CellRef{0, 1, 1}));
        QCOMPARE(press(Qt::Key_Left), (CellRef{0, 1, 0}));
        QCOMPARE(press(Qt::Key_Left), (CellRef{0, 1, 0}));
        QCOMPARE(press(Qt::Key_Up), (CellRef{0, 0, 0}));
        QCOMPARE(press(Qt::Key_Escape), CellRef());
    }

    void arrowsBringTheWholeOfTheFixedCellIntoTheZoomedPicture()
    {
        Shown shown(trace({large(40)}));
        const QRectF window = shown.view.placeRect(-1, -1).adjusted(-1, -1, 1, 1); // fitted
        QSignalSpy spy(&shown.view, &TraceView::clicked);
        for (int i = 0; i < 6; ++i)
            QTest::keyClick(&shown.view, Qt::Key_Plus);
        QVERIFY(shown.view.placeRect(-1, -1).width() > 3 * window.width());
        shown.view.setSelection({0, 20, 20}, {});
        for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Down, Qt::Key_Left, Qt::Key_Up})
            for (int i = 0; i < 39; ++i) {
                QTest::keyClick(&shown.view, key);
                const CellRef cell = lastCell(spy);
                shown.view.setSelection(cell, {});
                QVERIFY(window.contains(shown.view.placeRect(cell.row, cell.column)));
            }
        QCOMPARE(lastCell(spy), (CellRef{0, 0, 0}));
    }

    void aDoubleClickOnANumberAsksToEditIt()
    {
        Shown shown(trace({weights()}));
        QSignalSpy spy(&shown.view, &HeatmapView::editRequested);
        QTest::mouseDClick(shown.plot(), Qt::LeftButton, {}, shown.centre(2, 3));
        QCOMPARE(lastCell(spy), (CellRef{0, 2, 3}));
        QVERIFY(spy.last().at(1).toRect().contains(shown.centre(2, 3)));
        shown.view.setSelection({0, 1, 1}, {});
        QTest::keyClick(&shown.view, Qt::Key_Return);
        QCOMPARE(lastCell(spy), (CellRef{0, 1, 1}));
    }
};

QTEST_MAIN(HeatmapViewTest)
#include "heatmap_view_test.moc"

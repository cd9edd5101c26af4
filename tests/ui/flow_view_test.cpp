// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shown_flow.h"

#include <QHelpEvent>
#include <QToolTip>
#include <QWheelEvent>

using namespace regard;

class FlowViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hoveringAWeightsCellTellsItsPlace()
    {
        const auto trace = TraceMaker::attention(numbered("word", 6), twoLayers());
        const auto view = viewOf(trace);
        QSignalSpy spy(view.get(), &FlowView::hovered);
        move(*view, map(*view, Role::Weights).rectOf(4, 2).center());
        QCOMPARE(cellOf(spy), (CellRef{trace->indexOf(Role::Weights, "layer0/head0"), 4, 2}));
        move(*view, {2, 2});
        QCOMPARE(cellOf(spy), CellRef{});
    }

    void clickingACellAndATokenTellsThem()
    {
        const auto trace = TraceMaker::attention(numbered("word", 6), twoLayers());
        const auto view = viewOf(trace);
        QSignalSpy spy(view.get(), &FlowView::clicked);
        click(*view, map(*view, Role::Scores).rectOf(1, 5).center());
        QCOMPARE(cellOf(spy), (CellRef{trace->indexOf(Role::Scores, "layer0/head0"), 1, 5}));
        const QRectF tokens = view->scene().item("tokens")->rect();
        click(*view, {tokens.center().x(), tokens.top() + tokens.height() * 2.5 / 6});
        QCOMPARE(cellOf(spy), (CellRef{trace->indexOf("input"), 2, -1}));
    }

    void aTooltipSaysWhatAMapIsAndHowItIsDrawn()
    {
        const auto tip = [](FlowView& view, const QPointF& point) {
            QToolTip::hideText();
            const QPoint pixel = at(view, point);
            QHelpEvent event(QEvent::ToolTip, pixel, view.stage().viewport()->mapToGlobal(pixel));
            QCoreApplication::sendEvent(view.stage().viewport(), &event);
            return QToolTip::text();
        };
        const auto few = viewOf(TraceMaker::attention(numbered("word", 6), twoLayers()));
        const auto header = [](const FlowView& view) {
            return map(view, Role::Weights).rect().center()
                - QPointF(0, map(view, Role::Weights).rect().height() / 2 + 12);
        };
        // Paragraphs break their lines.
        QVERIFY(tip(*few, header(*few)).startsWith(QStringLiteral("<p>The share of attention")));
        QVERIFY(!tip(*few, header(*few)).contains(QStringLiteral("share a pixel")));
        const auto many = viewOf(TraceMaker::attention(numbered("word", 300), twoLayers()));
        QVERIFY2(tip(*many, header(*many)).contains(QStringLiteral("share a pixel")),
                 qPrintable(tip(*many, header(*many))));
        const QString inCells = tip(*many, map(*many, Role::Weights).rect().center());
        QVERIFY2(inCells.startsWith(QStringLiteral("<p>Several numbers")), qPrintable(inCells));
    }

    void doubleClickOpensATensorAndBesideItFits()
    {
        const auto trace = TraceMaker::attention(numbered("word", 6), twoLayers());
        const auto view = viewOf(trace);
        QSignalSpy spy(view.get(), &FlowView::opened);
        QTest::mouseDClick(view->stage().viewport(), Qt::LeftButton, {},
                           at(*view, map(*view, Role::Weights).rect().center()));
        QCOMPARE(spy.last().first().toInt(), trace->indexOf(Role::Weights, "layer0/head0"));
        view->stage().zoomAt({4, 4}, 2);
        QVERIFY(!view->stage().isFitted());
        QTest::mouseDClick(view->stage().viewport(), Qt::LeftButton, {}, at(*view, {4, 4}));
        QVERIFY(view->stage().isFitted());
        QCOMPARE(spy.size(), 1);
    }

    void keysChangeHeadAndLayerWithinTheirBounds()
    {
        const auto view = viewOf(TraceMaker::attention(numbered("word", 4), twoLayers()));
        QSignalSpy spy(view.get(), &FlowView::layerHeadChanged);
        QTest::keyClick(&view->stage(), Qt::Key_BracketRight);
        QTest::keyClick(&view->stage(), Qt::Key_PageDown);
        QCOMPARE(view->head(), 1);
        QCOMPARE(view->layer(), 1);
        QTest::keyClick(&view->stage(), Qt::Key_PageDown);
        QTest::keyClick(&view->stage(), Qt::Key_BracketLeft);
        QTest::keyClick(&view->stage(), Qt::Key_BracketLeft);
        QCOMPARE(view->head(), 0);
        QCOMPARE(view->layer(), 1);
        QCOMPARE(spy.size(), 3);
        view->setLayerHead(99, 99);
        QCOMPARE(view->head(), 3);
        QVERIFY(view->accessibleDescription().contains("head 4 of 4"));
    }

    void clickingAThumbnailShowsItsHeadAndTakesTheFixedCellAlong()
    {
        const auto trace = TraceMaker::attention(numbered("word", 6), twoLayers());
        const auto view = viewOf(trace);
        view->setSelection({trace->indexOf(Role::Weights, "layer0/head0"), 3, 1}, {});
        QSignalSpy spy(view.get(), &FlowView::clicked);
        const QRectF card = view->scene().item("heads")->rect();
        QPointF thumb;
        for (qreal y = card.top(); y < card.bottom(); y += 4) {
            for (qreal x = card.left(); x < card.right(); x += 4) {
                if (view->scene().choiceAt({x, y}).head == 2)
                    thumb = {x, y};
            }
        }
        QVERIFY(!thumb.isNull());
        click(*view, thumb);
        QCOMPARE(view->head(), 2);
        QCOMPARE(map(*view, Role::Weights).box().tensor,
                 trace->indexOf(Role::Weights, "layer0/head2"));
        QCOMPARE(cellOf(spy), (CellRef{trace->indexOf(Role::Weights, "layer0/head2"), 3, 1}));
    }

    void fixingACellOfAnotherHeadShowsThatHead()
    {
        const auto trace = TraceMaker::attention(numbered("word", 6), twoLayers());
        const auto view = viewOf(trace);
        const CellRef other{trace->indexOf(Role::Query, "layer1/head3"), 2, 1};
        view->setSelection({}, other);
        QCOMPARE(view->layer(), 0);
        view->setSelection(other, {});
        QCOMPARE(view->layer(), 1);
        QCOMPARE(view->head(), 3);
        // Another sentence keeps what is shown.
        view->setTrace(TraceMaker::attention(numbered("word", 7), twoLayers()));
        QCOMPARE(view->layer(), 1);
        QCOMPARE(view->head(), 3);
    }

    void arrowKeysMoveTheFixedCell()
    {
        const auto trace = TraceMaker::attention(numbered("word", 4), twoLayers());
        const auto view = viewOf(trace);
        const int weights = trace->indexOf(Role::Weights, "layer0/head0");
        connect(view.get(), &FlowView::clicked, view.get(),
                [&](const CellRef& cell) { view->setSelection(cell, {}); });
        QSignalSpy spy(view.get(), &FlowView::clicked);
        QTest::keyClick(&view->stage(), Qt::Key_Down);
        QCOMPARE(cellOf(spy), (CellRef{weights, 0, -1}));
        QTest::keyClick(&view->stage(), Qt::Key_Down);
        QTest::keyClick(&view->stage(), Qt::Key_Right);
        QCOMPARE(cellOf(spy), (CellRef{weights, 1, 0}));
        QTest::keyClick(&view->stage(), Qt::Key_Up);
        QTest::keyClick(&view->stage(), Qt::Key_Up);
        QCOMPARE(cellOf(spy), (CellRef{weights, 0, 0}));
        QVERIFY(view->accessibleDescription().contains("word0"));
    }

    void theWheelZoomsAboutThePointer()
    {
        const auto view = viewOf(TraceMaker::attention(numbered("word", 8), twoLayers()));
        const QPoint pointer(610, 140);
        const QPointF before = view->stage().mapToScene(pointer);
        QWheelEvent wheel(pointer, view->stage().viewport()->mapToGlobal(pointer), {}, {0, 480},
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(view->stage().viewport(), &wheel);
        QVERIFY(view->stage().zoom() > 1.5);
        const QPointF after = view->stage().mapToScene(pointer);
        QVERIFY((after - before).manhattanLength() < 1.5);
    }

    void resizingKeepsItFittedUnlessZoomedByHand()
    {
        const auto view = viewOf(TraceMaker::attention(numbered("word", 8), twoLayers()));
        view->resize(1200, 700);
        QCOMPARE(view->scene().plan().size, QSizeF(1200, 700));
        view->stage().zoomAt({300, 200}, 3);
        view->resize(800, 500);
        QCOMPARE(view->scene().plan().size, QSizeF(1200, 700));
        QCOMPARE(view->stage().zoom(), 3.0);
        QTest::keyClick(&view->stage(), Qt::Key_0);
        QCOMPARE(view->scene().plan().size, QSizeF(800, 500));
        QCOMPARE(view->stage().zoom(), 1.0);
    }
};

QTEST_MAIN(FlowViewTest)
#include "flow_view_test.moc"

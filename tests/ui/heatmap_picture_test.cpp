// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shown_heatmap.h"

#include <QRegularExpression>
#include <QVBoxLayout>

#include "ui/views/heatmap/heatmap_text.h"

using namespace regard;

class HeatmapPictureTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("QImage"))); }

    void aMapThatIsLaidOutWhileItsTraceComesHasItsCells()
    {
        // Showing the buttons lays out what waits, and that draws at once.
        QWidget host;
        QVBoxLayout layout(&host);
        auto* view = new HeatmapView;
        layout.addWidget(view);
        host.resize(400, 300);
        host.show();
        QTest::qWait(20);
        view->setTrace(nullptr);
        layout.setContentsMargins(40, 40, 40, 40); // waits for events
        view->setTrace(trace({weights()}));
        QTest::qWait(20);
        QVERIFY(view->shownTensor() >= 0);
    }

    void aMapThatWasResizedIsThatOfItsSize()
    {
        // The title's room follows the buttons, which go where it is narrow.
        Shown shown(trace({weights()}));
        for (const int width : {700, 480, 320, 270, 240, 200, 270, 320, 700}) {
            shown.view.resize(width, 300);
            shown.view.clearFocus();
            const QImage resized = shown.picture();
            Shown fresh(trace({weights()}), {width, 300});
            fresh.view.clearFocus();
            QVERIFY2(resized == fresh.picture(), qPrintable(QString::number(width)));
        }
    }

    void cellsHaveTheColoursOfTheirNumbers()
    {
        for (const Theme& theme : {Theme::light(), Theme::dark()}) {
            Shown shown(trace({weights()}));
            shown.view.setTheme(theme);
            const QImage picture = shown.picture();
            const TraceTensor tensor = weights();
            for (Index row = 0; row < 3; ++row)
                for (Index column = 0; column < 4; ++column)
                    QCOMPARE(picture.pixelColor(shown.corner(row, column)),
                             QColor(theme.sequential(
                                 static_cast<double>(tensor.value.at(row, column)))));
        }
    }

    void rowsOfALaterMomentAreDrawnEmpty()
    {
        Shown shown(trace({weights()}));
        shown.view.setMoment(5);
        const QImage picture = shown.picture();
        for (Index column = 0; column < 4; ++column) {
            const QRectF empty = shown.view.placeRect(2, column).marginsRemoved({4, 4, 4, 4});
            QCOMPARE(picture.pixelColor(empty.center().toPoint()), Theme::light().notComputed());
            QCOMPARE(darkPixels(picture, empty), 0);
            QVERIFY(picture.pixelColor(shown.corner(1, column)) != Theme::light().notComputed());
        }
    }

    void rowsOfTheMomentAreOutlined()
    {
        Shown shown(trace({weights()}));
        const QImage before = shown.picture();
        shown.view.setMoment(8);
        const QImage now = shown.picture();
        const QRectF row = shown.view.placeRect(2, -1);
        const QPoint edge(static_cast<int>(row.left()), static_cast<int>(row.center().y()));
        QCOMPARE(now.pixelColor(edge), Theme::light().accent());
        QVERIFY(before.pixelColor(edge) != Theme::light().accent());
    }

    void numbersStandInTheCellsWhenTheyFit()
    {
        Shown shown(trace({weights(), large(90)}));
        QVERIFY(darkPixels(shown.picture(), shown.view.placeRect(0, 0).marginsRemoved({5, 5, 5, 5}))
                > 20);
        shown.view.showTensor(1);
        const QImage picture = shown.picture();
        QCOMPARE(darkPixels(picture, shown.view.placeRect(10, 50).marginsRemoved({1, 1, 1, 1})), 0);
    }

    void minusInfinityIsHatchedAndNamed()
    {
        Shown shown(trace({masked()}));
        const Theme theme = Theme::light();
        const QImage picture = shown.picture();
        const QRect cell = shown.view.placeRect(0, 1).marginsRemoved({4, 4, 4, 4}).toRect();
        int ground = 0;
        int lines = 0;
        for (int y = cell.top(); y < cell.top() + 30; ++y)
            for (int x = cell.left(); x < cell.right(); ++x) {
                ground += picture.pixelColor(x, y) == theme.masked();
                lines += picture.pixelColor(x, y).lightness() > theme.masked().lightness() + 20;
            }
        QVERIFY(ground > 500);
        QVERIFY(lines > 200);
        QVERIFY(darkPixels(picture, cell) > 20); // the sign
    }

    void aThemeRecoloursMapAndGround()
    {
        Shown shown(trace({weights()}));
        QCOMPARE(shown.picture().pixelColor(3, 200), Theme::light().surface());
        shown.view.setTheme(Theme::dark());
        const QImage dark = shown.picture();
        QCOMPARE(dark.pixelColor(3, 200), Theme::dark().surface());
        QCOMPARE(dark.pixelColor(shown.corner(1, 1)), QColor(Theme::dark().sequential(1)));
    }

    void anEmptyTraceShowsAHint()
    {
        for (const TracePtr& nothing : {TracePtr(), trace({})}) {
            Shown shown(nothing);
            const QImage picture = shown.picture();
            int muted = 0;
            for (int x = 100; x < 600; ++x)
                for (int y = 200; y < 280; ++y)
                    muted += picture.pixelColor(x, y) != Theme::light().surface();
            QVERIFY(muted > 100);
            QSignalSpy spy(&shown.view, &TraceView::clicked);
            QTest::mouseClick(shown.plot(), Qt::LeftButton, {}, {300, 200});
            QTest::keyClick(&shown.view, Qt::Key_Right);
            QCOMPARE(spy.count(), 0);
        }
    }

    void theFixedCellIsOutlined()
    {
        Shown shown(trace({weights()}));
        shown.view.setSelection({0, 1, 2}, {});
        const QImage picture = shown.picture();
        const QRectF cell = shown.view.placeRect(1, 2);
        QCOMPARE(
            picture.pixelColor(static_cast<int>(cell.left()), static_cast<int>(cell.center().y())),
            Theme::light().selection());
        QVERIFY(shown.view.accessibleDescription().contains(QStringLiteral("i → 自由")));
        shown.view.setSelection({7, 1, 2}, {});
        QVERIFY(shown.view.accessibleDescription().isEmpty());
    }

    void aSingleRowIsAlsoDrawnAsHeights()
    {
        // A spectrum: a peak at 1/4 of the width, half as high at 3/4.
        TraceTensor tensor;
        tensor.path = "spectrum";
        tensor.role = Role::Hidden;
        Tensor value(Shape{1, 2000});
        for (Index i = 450; i < 550; ++i) {
            value.at(0, i) = 1;
            value.at(0, i + 1000) = 0.5F;
        }
        tensor.value = std::move(value);
        tensor.rowMoments = {1};
        Shown shown(trace({tensor}));
        const QImage picture = shown.picture();
        const QRgb ink = Theme::light().role(Role::Hidden).rgb();
        const auto inked = [&](Index column) {
            const QPoint from = shown.centre(0, column);
            int count = 0;
            for (int y = from.y(); y < picture.height(); ++y)
                count += picture.pixel(from.x(), y) == ink;
            return count;
        };
        QVERIFY(inked(500) > 60);
        QVERIFY(std::abs(inked(500) - 2 * inked(1500)) < 6);
        QVERIFY(inked(1000) <= 1);
        // What is pointed at there is the number above.
        QSignalSpy hovers(&shown.view, &HeatmapView::hovered);
        QPoint below = shown.centre(0, 500);
        while (picture.pixel(below) != ink)
            below.ry() += 1;
        shown.move(below + QPoint(0, 20));
        QVERIFY(!hovers.isEmpty());
        const auto cell = hovers.last().first().value<CellRef>();
        QCOMPARE(cell.row, Index(0));
        QVERIFY(std::abs(cell.column - 500) < 5);
        // Several rows have none.
        Shown map(trace({weights()}));
        const QRgb violet = Theme::light().role(Role::Weights).rgb();
        const QImage other = map.picture();
        int violets = 0;
        for (int y = map.centre(2, 0).y(); y < other.height(); ++y)
            violets += other.pixel(map.centre(2, 0).x(), y) == violet;
        QVERIFY(violets < 5);
    }

    void aSingleColumnIsAlsoDrawnAsLengths()
    {
        // Values of points: as large as their number, the last ones below zero.
        TraceTensor tensor;
        tensor.path = "V";
        tensor.role = Role::Value;
        Tensor value(Shape{40, 1});
        for (Index i = 0; i < 40; ++i)
            value.at(i, 0) = static_cast<Real>(i < 30 ? i : -i);
        tensor.value = std::move(value);
        tensor.rowMoments.append(40, 1);
        Shown shown(trace({tensor}));
        const QImage picture = shown.picture();
        const QRgb ink = Theme::light().role(Role::Value).rgb();
        const auto inked = [&](Index row) {
            const QPoint from = shown.centre(row, 0);
            int count = 0;
            for (int x = from.x(); x < picture.width(); ++x)
                count += picture.pixel(x, from.y()) == ink;
            return count;
        };
        QVERIFY(inked(28) > 60);
        QVERIFY(std::abs(inked(28) - 2 * inked(14)) < 6);
        QVERIFY(inked(35) > inked(28));
        QVERIFY(inked(0) <= 1);
        // The cells are wide enough for their numbers.
        const QFontMetrics metrics(shown.view.font());
        QVERIFY(shown.view.placeRect(0, 0).width()
                > metrics.horizontalAdvance(QStringLiteral("−39.00")));
        // What is pointed at beside the map is the number of that row.
        QSignalSpy hovers(&shown.view, &HeatmapView::hovered);
        QPoint beside = shown.centre(28, 0);
        while (picture.pixel(beside) != ink)
            beside.rx() += 1;
        shown.move(beside + QPoint(5, 0));
        QCOMPARE(lastCell(hovers).row, Index(28));
        QCOMPARE(lastCell(hovers).column, Index(0));
    }

    void sumsAreShownOnDemand()
    {
        Shown shown(trace({weights()}));
        const QRectF before = shown.view.placeRect(-1, -1);
        shown.view.setSumsShown(true);
        const QImage picture = shown.picture();
        const QRectF map = shown.view.placeRect(-1, -1);
        QVERIFY(map.height() < before.height());
        const QRectF row = shown.view.placeRect(1, 3);
        QVERIFY(darkPixels(picture, QRectF(map.right() + 6, row.center().y() - 8, 30, 16)) > 10);
        QVERIFY(darkPixels(picture, QRectF(shown.centre(0, 0).x() - 20, map.bottom() + 4, 40, 16))
                > 10);
    }

    void stretchedColoursReachTheLargestNumber()
    {
        Shown shown(trace({large(4, 0.01F)}));
        shown.view.setStretched(true);
        QCOMPARE(shown.picture().pixelColor(shown.corner(2, 2)),
                 QColor(Theme::light().sequential(1)));
        shown.view.setStretched(false);
        QCOMPARE(shown.picture().pixelColor(shown.corner(2, 2)),
                 QColor(Theme::light().sequential(static_cast<double>(0.01F))));
    }

    void aMapTooFaintToSeeSaysHowItIsSeen()
    {
        const auto saysMore = [](Real diagonal) {
            Shown shown(trace({large(4, diagonal)}));
            const QRectF line(0, shown.view.height() - 24, shown.view.width(), 24);
            const QImage before = shown.picture();
            shown.view.setStretched(true);
            return different(before, shown.picture(), line) > 0;
        };
        QVERIFY(saysMore(0.1F));
        QVERIFY(!saysMore(0.5F));
    }

    void thinnedLabelsStandAtARulerAndAreSaid()
    {
        const auto named = [](Index extent) {
            TraceTensor tensor = large(extent);
            std::vector<std::string> words;
            for (Index i = 0; i < extent; ++i)
                words.push_back("word" + std::to_string(i) + "th");
            tensor.rows = tensor.columns = makeAxis(words);
            return tensor;
        };
        const auto ticks = [](Shown& shown) {
            const QImage picture = shown.picture();
            const QRectF map = shown.view.placeRect(-1, -1);
            int lines = 0;
            for (int y = static_cast<int>(map.top()); y < map.bottom(); ++y) {
                const QColor color =
                    picture.pixelColor(static_cast<int>(std::round(map.left())) - 5, y);
                lines += color == Theme::light().textMuted();
            }
            return lines;
        };
        Shown few(trace({named(8)}));
        QCOMPARE(ticks(few), 0);
        Shown many(trace({named(90)}));
        QVERIFY2(ticks(many) >= 18 && ticks(many) <= 45, qPrintable(QString::number(ticks(many))));
        // Channels are numbers: that some are left out is plain.
        Shown channels(trace({large(90)}));
        QCOMPARE(ticks(channels), 0);
        QCOMPARE(thinnedText(1, 1), QString());
        QCOMPARE(thinnedText(7, 3), QStringLiteral(", 1 label for 7 rows, 3 columns"));
        // A row without a label is named where it is pointed at.
        QSignalSpy spy(&many.view, &TraceView::hovered);
        many.move({static_cast<int>(many.view.placeRect(1, 0).left()) - 20, many.centre(1, 0).y()});
        const QImage before = many.picture();
        many.view.setSelection({}, lastCell(spy));
        QCOMPARE(lastCell(spy), (CellRef{0, 1, -1}));
        const QRectF label(0, many.centre(1, 0).y() - 6, many.view.placeRect(1, 0).left() - 8, 12);
        QVERIFY(different(before, many.picture(), label) > 20);
    }

    void aForcedScaleIsUsed()
    {
        Shown shown(trace({masked()}));
        shown.view.setColorScale(ColorScale{.sequential = false, .limit = 15});
        QCOMPARE(shown.picture().pixelColor(shown.corner(0, 0)),
                 QColor(Theme::light().diverging(0.1)));
        shown.view.setColorScale(std::nullopt);
        QCOMPARE(shown.view.colorScale().limit, 3.0);
    }

    void fiveHundredTokensAreDrawnCellByCell()
    {
        Shown shown(trace({large(512)}), {1200, 900});
        shown.wheel(shown.centre(200, 200), 12);
        const QImage picture = shown.picture();
        const Theme theme = Theme::light();
        const auto at = [&](Index row, Index column) {
            return picture.pixelColor(shown.corner(row, column)); // beside the number
        };
        QCOMPARE(at(200, 200), QColor(theme.sequential(1)));
        QCOMPARE(at(200, 201), QColor(theme.sequential(0)));
        QCOMPARE(at(201, 200), QColor(theme.sequential(0)));
        QCOMPARE(at(201, 201), QColor(theme.sequential(1)));
    }
};

QTEST_MAIN(HeatmapPictureTest)
#include "heatmap_picture_test.moc"

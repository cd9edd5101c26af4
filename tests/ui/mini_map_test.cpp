// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/mini_map.h"

#include <QPainter>
#include <QTest>

#include <limits>

using namespace regard;

namespace {

/// Three rows computed at moments 4, 4 and 6; the last cell of the first row is −∞.
TraceTensor example()
{
    constexpr Real inf = std::numeric_limits<Real>::infinity();
    TraceTensor tensor;
    tensor.path = "masked";
    tensor.role = Role::Masked;
    tensor.value = Tensor({3, 4}, {1, -2, 0, -inf, 2, 2, 2, 2, 1, 1, 1, 1});
    tensor.rowMoments = {4, 4, 6};
    return tensor;
}

QImage draw(const QSize& size, const Theme& theme, int moment, Index first = 0, Index count = -1)
{
    QImage canvas(size, QImage::Format_RGB32);
    canvas.fill(Qt::magenta);
    QPainter painter(&canvas);
    const TraceTensor tensor = example();
    drawMatrix(painter, canvas.rect(), matrixImage(tensor, theme, moment), tensor, theme, moment,
               first, count);
    return canvas;
}

} // namespace

class MiniMapTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theImageHasOnePixelACellOnTheTensorsScale();
    void rowsOfALaterMomentAreEmpty();
    void aTensorWithoutCellsHasNoImage();
    void theRowsOfAMomentAreFound();
    void everyPointOfACellMapsBackToIt();
    void pointsOutsideMapToNothing();
    void cellsAreDrawnWhereTheirPlaceSays();
    void aRowRangeFillsTheWholeRectangle();
    void minusInfinityIsHatched();
    void anOutlineIsSeenOnAnyColour();
};

void MiniMapTest::theImageHasOnePixelACellOnTheTensorsScale()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()}) {
        const QImage image = matrixImage(example(), theme, 9);
        QCOMPARE(image.size(), QSize(4, 3));
        QCOMPARE(image.pixelColor(0, 0), QColor(theme.diverging(0.5)));
        QCOMPARE(image.pixelColor(1, 0), QColor(theme.diverging(-1)));
        QCOMPARE(image.pixelColor(3, 0), theme.masked());
        QCOMPARE(image.pixelColor(3, 2), QColor(theme.diverging(0.5)));
    }
}

void MiniMapTest::rowsOfALaterMomentAreEmpty()
{
    const Theme theme = Theme::light();
    const QImage image = matrixImage(example(), theme, 4);
    for (int column = 0; column < 4; ++column) {
        QVERIFY(image.pixelColor(column, 1) != theme.notComputed());
        QCOMPARE(image.pixelColor(column, 2), theme.notComputed());
    }
}

void MiniMapTest::aTensorWithoutCellsHasNoImage()
{
    TraceTensor tensor;
    tensor.value = Tensor({0, 3});
    QVERIFY(matrixImage(tensor, Theme::light(), 0).isNull());
}

void MiniMapTest::theRowsOfAMomentAreFound()
{
    const TraceTensor tensor = example();
    QCOMPARE(rowsOfMoment(tensor, 4).first, Index{0});
    QCOMPARE(rowsOfMoment(tensor, 4).count, Index{2});
    QCOMPARE(rowsOfMoment(tensor, 5).count, Index{0});
    QCOMPARE(rowsOfMoment(tensor, 6).first, Index{2});
}

void MiniMapTest::everyPointOfACellMapsBackToIt()
{
    const QRectF rect(10.5, 20, 97, 61);
    for (Index row = 0; row < 7; ++row)
        for (Index column = 0; column < 13; ++column) {
            const MatrixPlace place{row, column};
            const QRectF cell =
                placeRect(rect, 7, 13, place).marginsRemoved({0.01, 0.01, 0.01, 0.01});
            for (const QPointF& point : {cell.topLeft(), cell.center(), cell.bottomRight()})
                QCOMPARE(placeAt(rect, 7, 13, point), place);
        }
}

void MiniMapTest::pointsOutsideMapToNothing()
{
    const QRectF rect(0, 0, 10, 10);
    QCOMPARE(placeAt(rect, 2, 2, {-1, 5}), MatrixPlace());
    QCOMPARE(placeAt(rect, 2, 2, {5, 11}), MatrixPlace());
    QCOMPARE(placeAt(rect, 0, 2, {5, 5}), MatrixPlace());
}

void MiniMapTest::cellsAreDrawnWhereTheirPlaceSays()
{
    const Theme theme = Theme::dark();
    const QImage canvas = draw({123, 77}, theme, 5);
    const auto at = [&](Index row, Index column) {
        return canvas.pixelColor(placeRect(canvas.rect(), 3, 4, {row, column}).center().toPoint());
    };
    QCOMPARE(at(0, 0), QColor(theme.diverging(0.5)));
    QCOMPARE(at(0, 1), QColor(theme.diverging(-1)));
    QCOMPARE(at(1, 3), QColor(theme.diverging(1)));
    QCOMPARE(at(2, 0), theme.notComputed());
}

void MiniMapTest::aRowRangeFillsTheWholeRectangle()
{
    const Theme theme = Theme::light();
    const QImage canvas = draw({80, 40}, theme, 9, 1, 1);
    for (const int y : {5, 20, 35})
        QCOMPARE(canvas.pixelColor(10, y), QColor(theme.diverging(1)));
}

void MiniMapTest::minusInfinityIsHatched()
{
    const Theme theme = Theme::light();
    const QImage canvas = draw({160, 120}, theme, 9);
    int flat = 0;
    int lines = 0;
    for (int x = 124; x < 156; ++x)
        for (int y = 4; y < 36; ++y) {
            flat += canvas.pixelColor(x, y) == theme.masked();
            lines += canvas.pixelColor(x, y).lightness() > theme.masked().lightness() + 15;
        }
    QVERIFY(flat > 200);
    QVERIFY(lines > 200);
}

void MiniMapTest::anOutlineIsSeenOnAnyColour()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()})
        for (const QRgb back : {theme.sequential(0), theme.sequential(1), theme.diverging(1)}) {
            QImage canvas(60, 60, QImage::Format_RGB32);
            canvas.fill(back);
            QPainter painter(&canvas);
            outlinePlace(painter, QRectF(0, 0, 60, 60), 3, 3, {1, 1}, theme.selection(), theme);
            painter.end();
            int contrasting = 0;
            for (int x = 14; x < 26; ++x)
                contrasting +=
                    std::abs(canvas.pixelColor(x, 30).lightness() - QColor(back).lightness()) > 60;
            QVERIFY(contrasting >= 2);
            QCOMPARE(canvas.pixelColor(30, 30), QColor(back));
        }
}

QTEST_MAIN(MiniMapTest)
#include "mini_map_test.moc"

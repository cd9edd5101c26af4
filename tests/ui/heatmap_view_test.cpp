// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap_text.h"
#include "ui/views/heatmap_view.h"

#include <QFile>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <limits>

using namespace regard;

namespace {

constexpr Real inf = std::numeric_limits<Real>::infinity();

TraceTensor weights()
{
    TraceTensor tensor;
    tensor.path = "decoder/weights";
    tensor.role = Role::Weights;
    tensor.rows = makeAxis({"yes", "i", "am"});
    tensor.columns = makeAxis({"are", "you", "自由", "tomorrow"});
    tensor.value = Tensor({3, 4}, {0.1F, 0.2F, 0.3F, 0.4F, 0, 1, 0, 0, 0.25F, 0.25F, 0.25F, 0.25F});
    tensor.rowMoments = {2, 5, 8};
    return tensor;
}

TraceTensor masked()
{
    TraceTensor tensor;
    tensor.path = "masked";
    tensor.role = Role::Masked;
    tensor.value = Tensor({2, 2}, {1.5F, -inf, -3, 2});
    tensor.rowMoments = {1, 1};
    return tensor;
}

TraceTensor large(Index extent, Real diagonal = 1)
{
    TraceTensor tensor;
    tensor.path = "large";
    tensor.role = Role::Weights;
    Tensor value(Shape{extent, extent});
    for (Index i = 0; i < extent; ++i)
        value.at(i, i) = diagonal;
    tensor.value = std::move(value);
    tensor.rowMoments.append(static_cast<std::size_t>(extent), 1);
    return tensor;
}

TracePtr trace(std::vector<TraceTensor> tensors)
{
    auto made = std::make_shared<Trace>();
    made->tensors = std::move(tensors);
    return made;
}

/// A view on screen at the last moment, with what it has been asked to draw.
struct Shown {
    explicit Shown(const TracePtr& of, const QSize& size = {700, 480})
    {
        view.resize(size);
        view.setTheme(Theme::light());
        view.setTrace(of);
        view.setMoment(100);
        view.show();
        picture();
    }

    QImage picture()
    {
        QTest::qWait(20); // replots are queued
        return view.grab().toImage().convertToFormat(QImage::Format_RGB32);
    }
    QPoint centre(Index row, Index column) const
    {
        return view.placeRect(row, column).center().toPoint();
    }
    QPoint corner(Index row, Index column) const
    {
        return view.placeRect(row, column).topLeft().toPoint() + QPoint(4, 4);
    }
    /// The child that the pointer meets.
    QWidget* plot() const { return view.childAt(view.rect().center()); }
    void move(const QPoint& point)
    {
        QMouseEvent event(QEvent::MouseMove, plot()->mapFrom(&view, point), view.mapToGlobal(point),
                          Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(plot(), &event);
    }
    void wheel(const QPoint& point, int steps)
    {
        QWheelEvent event(plot()->mapFrom(&view, point), view.mapToGlobal(point), {},
                          {0, 120 * steps}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(plot(), &event);
    }

    HeatmapView view;
};

CellRef lastCell(const QSignalSpy& spy)
{
    return spy.isEmpty() ? CellRef{-9} : spy.last().at(0).value<CellRef>();
}

int different(const QImage& a, const QImage& b, const QRectF& where)
{
    int count = 0;
    const QRect rect = where.toAlignedRect().intersected(a.rect());
    for (int y = rect.top(); y <= rect.bottom(); ++y)
        for (int x = rect.left(); x <= rect.right(); ++x)
            count += a.pixel(x, y) != b.pixel(x, y);
    return count;
}

int darkPixels(const QImage& image, const QRectF& where)
{
    int count = 0;
    const QRect rect = where.toAlignedRect();
    for (int y = rect.top(); y <= rect.bottom(); ++y)
        for (int x = rect.left(); x <= rect.right(); ++x)
            count += image.pixelColor(x, y).lightness() < 100;
    return count;
}

} // namespace

class HeatmapViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hoveringTheCentreOfACellTellsItsRowAndColumn();
    void hoveringALabelTellsItsRowOrColumnAlone();
    void leavingTellsThatNothingIsHovered();
    void clickingFixesACellAndDraggingDoesNot();
    void cellsHaveTheColoursOfTheirNumbers();
    void rowsOfALaterMomentAreDrawnEmpty();
    void rowsOfTheMomentAreOutlined();
    void numbersStandInTheCellsWhenTheyFit();
    void minusInfinityIsHatchedAndNamed();
    void aThemeRecoloursMapAndGround();
    void theTensorIsKeptByPathThenByRoleThenWeights();
    void anEmptyTraceShowsAHint();
    void theWheelZoomsAboutThePointerAndFitShowsAll();
    void zoomStaysOverATraceOfTheSameExtents();
    void arrowsMoveTheFixedCellAndEscapeFreesIt();
    void theFixedCellIsOutlined();
    void aSingleRowIsAlsoDrawnAsHeights();
    void aSingleColumnIsAlsoDrawnAsLengths();
    void sumsAreShownOnDemand();
    void stretchedColoursReachTheLargestNumber();
    void aMapTooFaintToSeeSaysHowItIsSeen();
    void aForcedScaleIsUsed();
    void fiveHundredTokensAreDrawnCellByCell();
    void aDoubleClickOnANumberAsksToEditIt();
    void figuresAreWrittenInEveryFormat();
    void aFigureThatCannotBeWrittenSaysWhy();
    void placesAreNamedInWords();
    void numbersOfOneScaleHaveTheSameDecimals();
};

void HeatmapViewTest::hoveringTheCentreOfACellTellsItsRowAndColumn()
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

void HeatmapViewTest::hoveringALabelTellsItsRowOrColumnAlone()
{
    Shown shown(trace({weights()}));
    QSignalSpy spy(&shown.view, &TraceView::hovered);
    shown.move({static_cast<int>(shown.view.placeRect(1, 0).left()) - 12, shown.centre(1, 0).y()});
    QCOMPARE(lastCell(spy), (CellRef{0, 1, -1}));
    shown.move({shown.centre(0, 2).x(), static_cast<int>(shown.view.placeRect(0, 2).top()) - 10});
    QCOMPARE(lastCell(spy), (CellRef{0, -1, 2}));
}

void HeatmapViewTest::leavingTellsThatNothingIsHovered()
{
    Shown shown(trace({weights()}));
    shown.move(shown.centre(1, 1));
    QSignalSpy spy(&shown.view, &TraceView::hovered);
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(shown.plot(), &leave);
    QCOMPARE(lastCell(spy), CellRef());
}

void HeatmapViewTest::clickingFixesACellAndDraggingDoesNot()
{
    Shown shown(trace({weights()}));
    QSignalSpy spy(&shown.view, &TraceView::clicked);
    QTest::mouseClick(shown.plot(), Qt::LeftButton, {}, shown.centre(2, 1));
    QCOMPARE(lastCell(spy), (CellRef{0, 2, 1}));
    QTest::mousePress(shown.plot(), Qt::LeftButton, {}, shown.centre(0, 0));
    QTest::mouseRelease(shown.plot(), Qt::LeftButton, {}, shown.centre(1, 3));
    QCOMPARE(spy.count(), 1);
}

void HeatmapViewTest::cellsHaveTheColoursOfTheirNumbers()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()}) {
        Shown shown(trace({weights()}));
        shown.view.setTheme(theme);
        const QImage picture = shown.picture();
        const TraceTensor tensor = weights();
        for (Index row = 0; row < 3; ++row)
            for (Index column = 0; column < 4; ++column)
                QCOMPARE(
                    picture.pixelColor(shown.corner(row, column)),
                    QColor(theme.sequential(static_cast<double>(tensor.value.at(row, column)))));
    }
}

void HeatmapViewTest::rowsOfALaterMomentAreDrawnEmpty()
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

void HeatmapViewTest::rowsOfTheMomentAreOutlined()
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

void HeatmapViewTest::numbersStandInTheCellsWhenTheyFit()
{
    Shown shown(trace({weights(), large(90)}));
    QVERIFY(darkPixels(shown.picture(), shown.view.placeRect(0, 0).marginsRemoved({5, 5, 5, 5}))
            > 20);
    shown.view.showTensor(1);
    const QImage picture = shown.picture();
    QCOMPARE(darkPixels(picture, shown.view.placeRect(10, 50).marginsRemoved({1, 1, 1, 1})), 0);
}

void HeatmapViewTest::minusInfinityIsHatchedAndNamed()
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

void HeatmapViewTest::aThemeRecoloursMapAndGround()
{
    Shown shown(trace({weights()}));
    QCOMPARE(shown.picture().pixelColor(3, 200), Theme::light().surface());
    shown.view.setTheme(Theme::dark());
    const QImage dark = shown.picture();
    QCOMPARE(dark.pixelColor(3, 200), Theme::dark().surface());
    QCOMPARE(dark.pixelColor(shown.corner(1, 1)), QColor(Theme::dark().sequential(1)));
}

void HeatmapViewTest::theTensorIsKeptByPathThenByRoleThenWeights()
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

void HeatmapViewTest::anEmptyTraceShowsAHint()
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

void HeatmapViewTest::theWheelZoomsAboutThePointerAndFitShowsAll()
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

void HeatmapViewTest::zoomStaysOverATraceOfTheSameExtents()
{
    Shown shown(trace({large(40)}));
    shown.wheel(shown.centre(10, 30), 4);
    const QRectF zoomed = shown.view.placeRect(-1, -1);
    shown.view.setTrace(trace({large(40)}));
    QCOMPARE(shown.view.placeRect(-1, -1), zoomed);
    shown.view.setTrace(trace({large(41)}));
    QVERIFY(shown.view.rect().contains(shown.view.placeRect(-1, -1).toRect()));
}

void HeatmapViewTest::arrowsMoveTheFixedCellAndEscapeFreesIt()
{
    Shown shown(trace({weights()}));
    QSignalSpy spy(&shown.view, &TraceView::clicked);
    const auto press = [&](Qt::Key key) {
        QTest::keyClick(&shown.view, key);
        shown.view.setSelection(lastCell(spy), {});
        return lastCell(spy);
    };
    QCOMPARE(press(Qt::Key_Right), (CellRef{0, 0, 0}));
    QCOMPARE(press(Qt::Key_Right), (CellRef{0, 0, 1}));
    QCOMPARE(press(Qt::Key_Down), (CellRef{0, 1, 1}));
    QCOMPARE(press(Qt::Key_Left), (CellRef{0, 1, 0}));
    QCOMPARE(press(Qt::Key_Left), (CellRef{0, 1, 0}));
    QCOMPARE(press(Qt::Key_Up), (CellRef{0, 0, 0}));
    QCOMPARE(press(Qt::Key_Escape), CellRef());
}

void HeatmapViewTest::theFixedCellIsOutlined()
{
    Shown shown(trace({weights()}));
    shown.view.setSelection({0, 1, 2}, {});
    const QImage picture = shown.picture();
    const QRectF cell = shown.view.placeRect(1, 2);
    QCOMPARE(picture.pixelColor(static_cast<int>(cell.left()), static_cast<int>(cell.center().y())),
             Theme::light().selection());
    QVERIFY(shown.view.accessibleDescription().contains(QStringLiteral("i → 自由")));
    shown.view.setSelection({7, 1, 2}, {});
    QVERIFY(shown.view.accessibleDescription().isEmpty());
}

void HeatmapViewTest::aSingleColumnIsAlsoDrawnAsLengths()
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

void HeatmapViewTest::aSingleRowIsAlsoDrawnAsHeights()
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

void HeatmapViewTest::sumsAreShownOnDemand()
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

void HeatmapViewTest::stretchedColoursReachTheLargestNumber()
{
    Shown shown(trace({large(4, 0.01F)}));
    shown.view.setStretched(true);
    QCOMPARE(shown.picture().pixelColor(shown.corner(2, 2)), QColor(Theme::light().sequential(1)));
    shown.view.setStretched(false);
    QCOMPARE(shown.picture().pixelColor(shown.corner(2, 2)),
             QColor(Theme::light().sequential(static_cast<double>(0.01F))));
}

void HeatmapViewTest::aMapTooFaintToSeeSaysHowItIsSeen()
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

void HeatmapViewTest::aForcedScaleIsUsed()
{
    Shown shown(trace({masked()}));
    shown.view.setColorScale(ColorScale{.sequential = false, .limit = 15});
    QCOMPARE(shown.picture().pixelColor(shown.corner(0, 0)), QColor(Theme::light().diverging(0.1)));
    shown.view.setColorScale(std::nullopt);
    QCOMPARE(shown.view.colorScale().limit, 3.0);
}

void HeatmapViewTest::fiveHundredTokensAreDrawnCellByCell()
{
    Shown shown(trace({large(512)}), {1200, 900});
    shown.wheel(shown.centre(200, 200), 12);
    const QImage picture = shown.picture();
    const Theme theme = Theme::light();
    const auto at = [&](Index row, Index column) {
        return picture.pixelColor(shown.centre(row, column));
    };
    QCOMPARE(at(200, 200), QColor(theme.sequential(1)));
    QCOMPARE(at(200, 201), QColor(theme.sequential(0)));
    QCOMPARE(at(201, 200), QColor(theme.sequential(0)));
    QCOMPARE(at(201, 201), QColor(theme.sequential(1)));
}

void HeatmapViewTest::aDoubleClickOnANumberAsksToEditIt()
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

void HeatmapViewTest::figuresAreWrittenInEveryFormat()
{
    QTemporaryDir folder;
    Shown shown(trace({weights()}));
    shown.view.setSelection({0, 1, 1}, {});
    const QImage before = shown.picture();
    for (const QString& format :
         {QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf")}) {
        QString error;
        QVERIFY2(shown.view.saveTo(folder.filePath("figure." + format), &error), qPrintable(error));
    }
    const QImage png(folder.filePath(QStringLiteral("figure.png")));
    QCOMPARE(png.size(), QSize(1400, 960));

    QFile svg(folder.filePath(QStringLiteral("figure.svg")));
    QVERIFY(svg.open(QIODevice::ReadOnly));
    const QByteArray drawn = svg.readAll();
    QVERIFY(QSvgRenderer(drawn).isValid());
    QVERIFY(!drawn.contains("<image"));
    QVERIFY(drawn.contains("tomorrow"));
    QVERIFY(drawn.contains(QColor(Theme::light().sequential(1)).name().toUtf8()));

    QFile pdf(folder.filePath(QStringLiteral("figure.pdf")));
    QVERIFY(pdf.open(QIODevice::ReadOnly));
    QVERIFY(pdf.readAll().startsWith("%PDF"));

    // The window shows what it showed before, marks included.
    QCOMPARE(different(before, shown.picture(), shown.view.rect()), 0);
}

void HeatmapViewTest::aFigureThatCannotBeWrittenSaysWhy()
{
    QTemporaryDir folder;
    Shown shown(trace({weights()}));
    QString error;
    QVERIFY(!shown.view.saveTo(folder.filePath(QStringLiteral("figure.bmp")), &error));
    QVERIFY(error.contains(QStringLiteral("figure.bmp")));
    QVERIFY(!shown.view.saveTo(folder.filePath(QStringLiteral("missing/figure.png")), &error));
    QVERIFY(error.contains(QStringLiteral("missing")));
    QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("figure.bmp"))));
    shown.view.setTrace(nullptr);
    QVERIFY(!shown.view.saveTo(folder.filePath(QStringLiteral("figure.png")), &error));
}

void HeatmapViewTest::placesAreNamedInWords()
{
    const TraceTensor tensor = weights();
    QCOMPARE(pathInWords("encoder/layer0/head12/raw_scores"),
             QStringLiteral("encoder › layer 1 › head 13 › raw scores"));
    QCOMPARE(placeInWords(tensor, 0, 3, 9), QStringLiteral("weights[yes → tomorrow] = 0.4"));
    QCOMPARE(placeInWords(tensor, 2, 0, 5),
             QStringLiteral("weights[am → are] is not computed yet"));
    QCOMPARE(placeInWords(tensor, 1, -1, 9), QStringLiteral("row i: sum 1, largest you = 1"));
    QCOMPARE(placeInWords(tensor, -1, 0, 9),
             QStringLiteral("column are: sum 0.35, largest am = 0.25"));
    QCOMPARE(placeInWords(tensor, -1, 0, 2),
             QStringLiteral("column are: sum 0.1, largest yes = 0.1"));
    QCOMPARE(placeInWords(tensor, 3, 0, 9), QString());
    QCOMPARE(placeInWords(masked(), 0, 1, 9), QStringLiteral("masked[0, 1] = −∞ (masked)"));
    QCOMPARE(shapeAndRange(tensor, 9), QStringLiteral("3 × 4, from 0 to 1"));
    QCOMPARE(shapeAndRange(tensor, 2), QStringLiteral("3 × 4, from 0.1 to 0.4"));
    QCOMPARE(shapeAndRange(tensor, 0), QStringLiteral("3 × 4"));
}

void HeatmapViewTest::numbersOfOneScaleHaveTheSameDecimals()
{
    const ColorScale unit{.sequential = true, .limit = 1};
    QCOMPARE(cellText(0.5, unit), QStringLiteral("0.50"));
    QCOMPARE(cellText(0.0004, unit), QStringLiteral("0.00"));
    const ColorScale scores{.sequential = false, .limit = 34};
    QCOMPARE(cellText(-12.34, scores), QStringLiteral("−12.3"));
    QCOMPARE(cellText(-0.01, scores), QStringLiteral("0.0"));
    QCOMPARE(cellText(0.0123, {.sequential = false, .limit = 0.02}), QStringLiteral("0.012"));
    QCOMPARE(cellText(-HUGE_VAL, scores), QStringLiteral("−∞"));
}

QTEST_MAIN(HeatmapViewTest)
#include "heatmap_view_test.moc"

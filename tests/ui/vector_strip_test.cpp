// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/histogram_view.h"
#include "ui/views/shared/vector_strip.h"

#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include <limits>

using namespace regard;

namespace {

constexpr Real inf = std::numeric_limits<Real>::infinity();

std::vector<VectorStrip::Strip> product()
{
    return {{QStringLiteral("q"), Role::Query, {1, -2, 0.5F, 4}, false, 4},
            {QStringLiteral("k"), Role::Key, {2, 1, -1, 0.5F}, false, 4},
            {QStringLiteral("q∘k"), Role::Scores, {2, -2, -0.5F, 2}, true, 0}};
}

QImage picture(QWidget& widget)
{
    return widget.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

void prepare(VectorStrip& strip, const Theme& theme)
{
    strip.setPalette(theme.palette());
    strip.setTheme(theme);
    strip.setStrips(product());
    strip.resize(520, strip.sizeHint().height());
}

} // namespace

class VectorStripTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSameFeatureStandsInTheSameColumn();
    void cellsAreColouredOnTheirStripsScale();
    void longLabelsStandAboveTheirStrips();
    void hoveringTellsTheFeature();
    void theTextNamesAllVectorsOfAFeature();
    void theSumStandsAtTheRight();
    void shorterStripsEndEarlier();
    void manyFeaturesAreStillDrawn();
    void statisticsAreThoseOfTheFiniteNumbers();
    void everyFiniteNumberFallsIntoOneBin();
    void equalAndMissingNumbersHaveStatistics();
    void theHistogramDrawsItsBarsInTheRolesColour();
};

void VectorStripTest::theSameFeatureStandsInTheSameColumn()
{
    VectorStrip strip;
    prepare(strip, Theme::light());
    for (std::size_t i = 0; i < 4; ++i) {
        QCOMPARE(strip.cellRect(0, i).left(), strip.cellRect(2, i).left());
        QVERIFY(strip.cellRect(0, i).bottom() < strip.cellRect(1, i).top());
        QVERIFY(strip.rect().contains(strip.cellRect(2, i).toRect()));
    }
}

void VectorStripTest::cellsAreColouredOnTheirStripsScale()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()}) {
        VectorStrip strip;
        prepare(strip, theme);
        const QImage image = picture(strip);
        const auto at = [&](std::size_t row, std::size_t index) {
            return image.pixelColor(strip.cellRect(row, index).topLeft().toPoint() + QPoint(3, 3));
        };
        QCOMPARE(at(0, 3), QColor(theme.diverging(1)));
        QCOMPARE(at(1, 0), QColor(theme.diverging(0.5)));
        QCOMPARE(at(2, 1), QColor(theme.diverging(-1)));
    }
}

void VectorStripTest::longLabelsStandAboveTheirStrips()
{
    VectorStrip strip;
    auto strips = product();
    strips[0].label = QStringLiteral("q(Where is the ball?)");
    strip.setStrips(strips);
    QFont bold = strip.font();
    bold.setBold(true);
    const double needed = QFontMetricsF(bold).horizontalAdvance(strips[0].label);
    for (const int width : {240, 320, 800}) {
        strip.resize(width, strip.heightForWidth(width));
        QVERIFY(strip.labelRect(0).width() >= needed);
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY(!strip.labelRect(i).intersects(strip.cellRect(i, 0)));
            QVERIFY(strip.rect().contains(strip.cellRect(i, 3).toRect()));
            QVERIFY(i == 0 || !strip.labelRect(i).intersects(strip.cellRect(i - 1, 0)));
        }
    }
    // There is room before the strips again.
    QVERIFY(strip.labelRect(0).right() < strip.cellRect(0, 0).left());
}

void VectorStripTest::hoveringTellsTheFeature()
{
    VectorStrip strip;
    prepare(strip, Theme::light());
    QSignalSpy spy(&strip, &VectorStrip::indexHovered);
    for (int i = 0; i < 4; ++i) {
        const QPointF place = strip.cellRect(1, static_cast<std::size_t>(i)).center();
        QMouseEvent move(QEvent::MouseMove, place, strip.mapToGlobal(place), Qt::NoButton,
                         Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(&strip, &move);
        QCOMPARE(spy.last().at(0).toInt(), i);
    }
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(&strip, &leave);
    QCOMPARE(spy.last().at(0).toInt(), -1);
    QCOMPARE(strip.indexAt({2, 4}), -1);
}

void VectorStripTest::theTextNamesAllVectorsOfAFeature()
{
    VectorStrip strip;
    prepare(strip, Theme::light());
    QCOMPARE(strip.textAt(1), QStringLiteral("term 2: q −2, k 1, q∘k −2"));
    QCOMPARE(strip.textAt(4), QString());
    const QPoint place = strip.cellRect(0, 1).center().toPoint();
    QHelpEvent help(QEvent::ToolTip, place, strip.mapToGlobal(place));
    QApplication::sendEvent(&strip, &help);
    QCOMPARE(QToolTip::text(), strip.textAt(1));
    QToolTip::hideText();
}

void VectorStripTest::theSumStandsAtTheRight()
{
    VectorStrip strip;
    prepare(strip, Theme::light());
    const QImage with = picture(strip);
    auto strips = product();
    strips[2].values[0] = 3;
    strips[2].limit = 0;
    strip.setStrips(strips);
    const QImage changed = picture(strip);
    const int right = static_cast<int>(strip.cellRect(2, 3).right()) + 8;
    int different = 0;
    for (int x = right; x < strip.width(); ++x)
        for (int y = 0; y < strip.height(); ++y)
            different += with.pixel(x, y) != changed.pixel(x, y);
    QVERIFY(different > 10);
}

void VectorStripTest::shorterStripsEndEarlier()
{
    VectorStrip strip;
    strip.setStrips(
        {{QStringLiteral("a"), Role::Query, {1, 2, 3}}, {QStringLiteral("b"), Role::Key, {1}}});
    strip.resize(300, 60);
    QVERIFY(strip.cellRect(1, 1).isNull());
    QCOMPARE(strip.cellRect(1, 0).left(), strip.cellRect(0, 0).left());
    strip.setStrips({});
    picture(strip);
    QCOMPARE(strip.indexAt({100, 10}), -1);
}

void VectorStripTest::manyFeaturesAreStillDrawn()
{
    VectorStrip strip;
    strip.setStrips({{QStringLiteral("q"), Role::Query, std::vector<Real>(512, 1)}});
    strip.resize(200, 24);
    const Theme theme = Theme::light();
    const QImage image = picture(strip);
    const QPoint middle = strip.cellRect(0, 256).center().toPoint();
    QCOMPARE(image.pixelColor(middle), QColor(theme.diverging(1)));
    QVERIFY(strip.cellRect(0, 511).right() <= 200);
}

void VectorStripTest::statisticsAreThoseOfTheFiniteNumbers()
{
    const std::vector<Real> values{2, 4, 4, 4, 5, 5, 7, 9, -inf};
    const Statistics s = statisticsOf(values);
    QCOMPARE(s.count, std::size_t{9});
    QCOMPARE(s.finite, std::size_t{8});
    QCOMPARE(s.minimum, 2.0);
    QCOMPARE(s.maximum, 9.0);
    QCOMPARE(s.mean, 5.0);
    QCOMPARE(s.deviation, 2.0);
}

void VectorStripTest::everyFiniteNumberFallsIntoOneBin()
{
    const std::vector<Real> values{0, 1, 2, 3, 4, 5, 6, 7, 8, 8};
    const Statistics s = statisticsOf(values, 4);
    QCOMPARE(s.bins, (std::vector<std::size_t>{2, 2, 2, 4}));
}

void VectorStripTest::equalAndMissingNumbersHaveStatistics()
{
    QCOMPARE(statisticsOf(std::vector<Real>{3, 3, 3}).bins, (std::vector<std::size_t>{3}));
    QCOMPARE(statisticsOf(std::vector<Real>{-inf}).finite, std::size_t{0});
    QVERIFY(statisticsOf({}).bins.empty());
}

void VectorStripTest::theHistogramDrawsItsBarsInTheRolesColour()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()}) {
        HistogramView view;
        view.setTheme(theme);
        view.resize(300, 140);
        const std::vector<Real> values{0, 0, 0, 0, 1};
        view.setValues(values, Role::Key);
        const QImage image = picture(view);
        QCOMPARE(image.pixelColor(5, 6), theme.role(Role::Key)); // four numbers
        QVERIFY(image.pixelColor(150, 60) != theme.role(Role::Key)); // none
        QVERIFY(image.pixelColor(293, 6) != theme.role(Role::Key)); // one: a quarter as high
        view.clear();
        QVERIFY(picture(view).pixelColor(5, 6) != theme.role(Role::Key));
    }
}

QTEST_MAIN(VectorStripTest)
#include "vector_strip_test.moc"

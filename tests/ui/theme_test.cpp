// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/theme.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFile>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <limits>

using namespace regard;

namespace {

double luminance(const QColor& color)
{
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

/// WCAG 2.1 contrast ratio, 1 to 21.
double contrast(const QColor& a, const QColor& b)
{
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

constexpr Role allRoles[] = {
    Role::Embedding, Role::Position,     Role::Hidden,  Role::Query,
    Role::Key,       Role::Value,        Role::Scores,  Role::Scaled,
    Role::Masked,    Role::Weights,      Role::Context, Role::State,
    Role::Gate,      Role::DecoderState, Role::Logits,  Role::Probabilities};

TraceTensor tensor(Role role, std::initializer_list<Real> values)
{
    TraceTensor made;
    made.role = role;
    made.value = Tensor({1, static_cast<Index>(values.size())}, values);
    made.rowMoments = {0};
    return made;
}

} // namespace

class ThemeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTextColourIsReadableOnTheSurfaceAndTheWindow();
    void rolesOfDifferentMeaningHaveDifferentColours();
    void theSequentialMapOnlyEverGainsContrastWithTheSurface();
    void theDivergingMapIsTheSurfaceAtZeroAndBlueBelowOrangeAbove();
    void textOnAnyCellIsReadable();
    void unitRangeRolesUseTheSequentialScaleOthersAreSymmetricAboutZero();
    void infinityAndNaNAreDrawnAsMasked();
    void aTensorOfZerosStillHasAScale();
    void numbersAreShortAndUseTheRealMinusSign();
    void theStyleSheetNamesNoUnknownColourAndAllItsGlyphsExist();
    void theInterfaceFontPrefersTheSimplifiedChineseFace();
    void theListOfABoxOpensBelowIt();
};

void ThemeTest::everyTextColourIsReadableOnTheSurfaceAndTheWindow()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()}) {
        for (const QColor& back : {theme.surface(), theme.window()}) {
            for (const QColor& front :
                 {theme.text(), theme.textMuted(), theme.warning(), theme.error(), theme.accent()})
                QVERIFY2(contrast(front, back) >= 4.5, qPrintable(front.name() + back.name()));
            for (const Role role : allRoles) {
                const QColor front = theme.role(role);
                QVERIFY2(contrast(front, back) >= 4.5, qPrintable(front.name() + back.name()));
            }
        }
        QVERIFY(contrast(theme.selection(), theme.surface()) >= 7);
        QVERIFY(contrast(theme.hover(), theme.surface()) >= 3);
        QVERIFY(theme.notComputed() != theme.surface());
    }
}

void ThemeTest::rolesOfDifferentMeaningHaveDifferentColours()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()}) {
        const auto hue = [&](Role role) { return theme.role(role).hue(); };
        QVERIFY(hue(Role::Query) > 195 && hue(Role::Query) < 230);
        QVERIFY(hue(Role::Key) > 345 || hue(Role::Key) < 15);
        QVERIFY(hue(Role::Value) > 120 && hue(Role::Value) < 160);
        QVERIFY(hue(Role::Weights) > 250 && hue(Role::Weights) < 285);
        QVERIFY(hue(Role::Scores) > 250 && hue(Role::Scores) < 285);
        QVERIFY(hue(Role::Context) > 165 && hue(Role::Context) < 195);
        QCOMPARE(theme.role(Role::Scaled), theme.role(Role::Scores));
    }
}

void ThemeTest::theSequentialMapOnlyEverGainsContrastWithTheSurface()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()}) {
        QVERIFY(contrast(theme.sequential(0), theme.surface()) < 1.2);
        const QColor end = theme.isDark() ? Qt::black : Qt::white;
        double before = 0;
        for (int i = 0; i <= 100; ++i) {
            const double now = contrast(theme.sequential(i / 100.0), end);
            QVERIFY2(now > before, qPrintable(QString::number(i)));
            before = now;
        }
        QVERIFY(contrast(theme.sequential(1), theme.surface()) > 10);
        QCOMPARE(theme.sequential(-3), theme.sequential(0));
        QCOMPARE(theme.sequential(7), theme.sequential(1));
    }
}

void ThemeTest::theDivergingMapIsTheSurfaceAtZeroAndBlueBelowOrangeAbove()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()}) {
        QVERIFY(contrast(theme.diverging(0), theme.surface()) < 1.2);
        for (const double t : {0.25, 0.5, 0.75, 1.0}) {
            const QColor below(theme.diverging(-t));
            const QColor above(theme.diverging(t));
            QVERIFY(below.blue() > below.red());
            QVERIFY(above.red() > above.blue());
            QVERIFY(contrast(below, theme.surface()) / contrast(above, theme.surface()) < 1.45);
            QVERIFY(contrast(above, theme.surface()) / contrast(below, theme.surface()) < 1.45);
        }
    }
}

void ThemeTest::textOnAnyCellIsReadable()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()})
        for (int i = -100; i <= 100; ++i)
            for (const QRgb back : {theme.sequential(i / 100.0), theme.diverging(i / 100.0)})
                QVERIFY2(contrast(theme.textOn(back), QColor(back)) >= 4.3,
                         qPrintable(QColor(back).name()));
}

void ThemeTest::unitRangeRolesUseTheSequentialScaleOthersAreSymmetricAboutZero()
{
    const Theme theme = Theme::light();
    const ColorScale weights = ColorScale::of(tensor(Role::Weights, {0.1F, 0.4F}));
    QVERIFY(weights.sequential);
    QCOMPARE(weights.color(theme, 0.4), theme.sequential(0.4));

    const ColorScale scores = ColorScale::of(tensor(Role::Scores, {-4, 2, 1}));
    QVERIFY(!scores.sequential);
    QCOMPARE(scores.limit, 4.0);
    QCOMPARE(scores.color(theme, 2), theme.diverging(0.5));
}

void ThemeTest::infinityAndNaNAreDrawnAsMasked()
{
    constexpr Real inf = std::numeric_limits<Real>::infinity();
    const Theme theme = Theme::dark();
    const ColorScale scale = ColorScale::of(tensor(Role::Masked, {-inf, 3, inf}));
    QCOMPARE(scale.limit, 3.0);
    QCOMPARE(QColor(scale.color(theme, -inf)), theme.masked());
    QCOMPARE(QColor(scale.color(theme, std::nan(""))), theme.masked());
}

void ThemeTest::aTensorOfZerosStillHasAScale()
{
    QCOMPARE(ColorScale::of(tensor(Role::Query, {0, 0})).limit, 1.0);
}

void ThemeTest::numbersAreShortAndUseTheRealMinusSign()
{
    QCOMPARE(numberText(0.88), QStringLiteral("0.88"));
    QCOMPARE(numberText(-1.25), QStringLiteral("−1.25"));
    QCOMPARE(numberText(1.2e-5), QStringLiteral("1.2e−5"));
    QCOMPARE(numberText(-std::numeric_limits<double>::infinity()), QStringLiteral("−∞"));
    QCOMPARE(numberText(0), QStringLiteral("0"));
    QCOMPARE(numberText(-0.0), QStringLiteral("0"));
    QCOMPARE(numberText(0.99996), QStringLiteral("1"));
    QCOMPARE(numberText(9.999), QStringLiteral("10"));
    QCOMPARE(numberText(512), QStringLiteral("512"));
    QCOMPARE(numberText(12345), QStringLiteral("12345"));
    QCOMPARE(numberText(3.2e7), QStringLiteral("3.2e7"));
    QCOMPARE(numberText(0.8123456, 7), QStringLiteral("0.8123456"));
    QCOMPARE(numberText(0.0012345), QStringLiteral("0.00123"));
}

void ThemeTest::theStyleSheetNamesNoUnknownColourAndAllItsGlyphsExist()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()}) {
        const QString sheet = theme.styleSheet();
        QVERIFY(!sheet.contains('@'));
        QRegularExpression url(QStringLiteral("url\\(([^)]*)\\)"));
        int found = 0;
        for (auto it = url.globalMatch(sheet); it.hasNext(); ++found)
            QVERIFY(QFile::exists(it.next().captured(1)));
        QVERIFY(found > 0);
        QTest::failOnWarning(QRegularExpression(QStringLiteral("stylesheet")));
        QPushButton button(QStringLiteral("x"));
        button.setStyleSheet(sheet);
        button.ensurePolished();
    }
}

void ThemeTest::theInterfaceFontPrefersTheSimplifiedChineseFace()
{
    const QStringList families = interfaceFont().families();
    const auto simplified = families.indexOf(QStringLiteral("Noto Sans CJK SC"));
    QVERIFY(simplified > 0);
    QVERIFY(simplified < families.indexOf(QStringLiteral("Noto Sans CJK JP")));
    QCOMPARE(interfaceFont(17).pointSize(), 17);
}

void ThemeTest::theListOfABoxOpensBelowIt()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()}) {
        qApp->setStyleSheet(theme.styleSheet());
        QComboBox box;
        for (int i = 0; i < 8; ++i)
            box.addItem(QStringLiteral("choice %1").arg(i));
        box.setCurrentIndex(7);
        box.move(40, 200);
        box.show();
        QVERIFY(QTest::qWaitForWindowExposed(&box));
        box.showPopup();
        const QWidget* list = box.view()->window();
        QTRY_VERIFY(list->isVisible());
        QVERIFY(list->geometry().top() >= box.mapToGlobal(QPoint(0, box.height() - 2)).y());
        box.hidePopup();
    }
    qApp->setStyleSheet(QString());
}

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"

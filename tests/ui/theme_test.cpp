// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/theme.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFile>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <array>
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

using Vector = std::array<double, 3>;

Vector linear(QRgb color)
{
    const auto channel = [](int value) {
        const double c = value / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return {channel(qRed(color)), channel(qGreen(color)), channel(qBlue(color))};
}

Vector times(const std::array<Vector, 3>& matrix, const Vector& v)
{
    Vector product{};
    for (std::size_t i = 0; i < 3; ++i)
        product[i] = matrix[i][0] * v[0] + matrix[i][1] * v[1] + matrix[i][2] * v[2];
    return product;
}

/// Lightness and two opponent colours of a linear colour: OKLab, B. Ottosson, 2020.
Vector oklab(const Vector& color)
{
    Vector cones = times({{{0.4122214708, 0.5363325363, 0.0514459929},
                           {0.2119034982, 0.6806995451, 0.1073969566},
                           {0.0883024619, 0.2817188376, 0.6299787005}}},
                         color);
    for (double& cone : cones)
        cone = std::cbrt(cone);
    return times({{{0.2104542553, 0.7936177850, -0.0040720468},
                   {1.9779984951, -2.4285922050, 0.4505937099},
                   {0.0259040371, 0.7827717662, -0.8086757660}}},
                 cones);
}

double lightness(QRgb color)
{
    return oklab(linear(color))[0];
}
double lightness(const Vector& color)
{
    return oklab(color)[0];
}

double distance(const Vector& a, const Vector& b)
{
    const Vector x = oklab(a);
    const Vector y = oklab(b);
    return std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}
double distance(QRgb a, QRgb b)
{
    return distance(linear(a), linear(b));
}

/// What one kind of cone less makes of linear colours: G. Machado, M. Oliveira and L. Fernandes,
/// IEEE Trans. Visualization and Computer Graphics 15(6), 2009, table 1 at severity 1.
using Dichromacy = std::array<Vector, 3>;
constexpr std::array<Dichromacy, 3> dichromacies{{
    // Protanopia, deuteranopia, tritanopia.
    {{{0.152286, 1.052583, -0.204868},
      {0.114503, 0.786281, 0.099216},
      {-0.003882, -0.048116, 1.051998}}},
    {{{0.367322, 0.860646, -0.227968},
      {0.280085, 0.672501, 0.047413},
      {-0.011820, 0.042940, 0.968881}}},
    {{{1.255528, -0.076749, -0.178779},
      {-0.078411, 0.930809, 0.147602},
      {0.004733, 0.691367, 0.303900}}},
}};

Vector seenBy(const Dichromacy& eye, QRgb color)
{
    Vector seen = times(eye, linear(color));
    for (double& channel : seen)
        channel = std::clamp(channel, 0.0, 1.0);
    return seen;
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
    void onAProjectorTextHasSevenToOneAndLinesAreBolder();
    void rolesOfDifferentMeaningHaveDifferentColours();
    void aSequentialPaletteLosesTheSurfaceInEqualSteps();
    void aDivergingPaletteIsTheSurfaceAtZeroAndGoesEquallyFarBothWays();
    void theDefaultsAreFirstAndPalettesThatAreNotSafeLast();
    void palettesAreSafeForTheColourBlindWhereTheySaySo();
    void aThemeTakesItsColoursOfNumbersFromItsPalettes();
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

void ThemeTest::onAProjectorTextHasSevenToOneAndLinesAreBolder()
{
    for (const Theme& usual : {Theme::light(), Theme::dark()}) {
        const Theme theme = usual.forProjector();
        QVERIFY(theme.isForProjector() && !usual.isForProjector());
        QCOMPARE(theme.isDark(), usual.isDark());
        const QPalette palette = theme.palette();
        for (const QColor& back :
             {theme.surface(), theme.window(), theme.raised(), palette.color(QPalette::Highlight)})
            for (const QColor& front : {theme.text(), theme.textMuted()})
                QVERIFY2(contrast(front, back) >= 7, qPrintable(front.name() + back.name()));
        for (const QColor& back : {theme.surface(), theme.window()}) {
            for (const QColor& front : {theme.warning(), theme.error(), theme.accent()})
                QVERIFY2(contrast(front, back) >= 7, qPrintable(front.name() + back.name()));
            for (const Role role : allRoles) {
                const QColor front = theme.role(role);
                QVERIFY2(contrast(front, back) >= 7, qPrintable(front.name() + back.name()));
            }
            QVERIFY(contrast(theme.border(), back) >= 4.5);
            QVERIFY(contrast(theme.grid(), back) >= 3);
        }
        QVERIFY(contrast(palette.color(QPalette::ToolTipText), palette.color(QPalette::ToolTipBase))
                >= 7);
        for (const double width : {1.0, 1.6, 2.5})
            QVERIFY(theme.line(width) >= 1.5 * usual.line(width));
        QCOMPARE(usual.line(1.6), 1.6);
        QCOMPARE(theme.forProjector(false).text(), usual.text());
    }
}

void ThemeTest::rolesOfDifferentMeaningHaveDifferentColours()
{
    for (const Theme& theme : {Theme::light(), Theme::dark(), Theme::light().forProjector(),
                               Theme::dark().forProjector()}) {
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

void ThemeTest::aSequentialPaletteLosesTheSurfaceInEqualSteps()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()})
        for (const Palette& palette : palettes()) {
            if (palette.scale != Palette::Scale::Sequential)
                continue;
            const auto color = [&](double t) { return palette.color(t, theme.isDark()); };
            QVERIFY2(contrast(color(0), theme.surface()) < 1.2, palette.id);
            QVERIFY2(contrast(color(1), theme.surface()) > 10, palette.id);
            const double all = lightness(color(1)) - lightness(color(0));
            QVERIFY((all > 0) == theme.isDark());
            constexpr int steps = 32;
            for (int i = 1; i <= steps; ++i) {
                const double step =
                    (lightness(color(i / 32.0)) - lightness(color((i - 1) / 32.0))) / all;
                QVERIFY2(step > 0.7 / steps && step < 1.4 / steps,
                         qPrintable(QStringLiteral("%1 %2 %3").arg(palette.id).arg(i).arg(step)));
            }
            QCOMPARE(color(-3), color(0));
            QCOMPARE(color(7), color(1));
            QCOMPARE(color(std::nan("")), color(0));
        }
}

void ThemeTest::aDivergingPaletteIsTheSurfaceAtZeroAndGoesEquallyFarBothWays()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()})
        for (const Palette& palette : palettes()) {
            if (palette.scale != Palette::Scale::Diverging)
                continue;
            const auto color = [&](double t) { return palette.color(t, theme.isDark()); };
            const QColor zero(color(0));
            QVERIFY2(contrast(zero, theme.surface()) < 1.2, palette.id);
            // Neutral, and in the dark no more tinted than the surface.
            const auto [least, most] = std::minmax({zero.red(), zero.green(), zero.blue()});
            QVERIFY2(most - least <= 12, palette.id);
            double before = 1;
            for (int i = 1; i <= 16; ++i) {
                const QColor below(color(-i / 16.0));
                const QColor above(color(i / 16.0));
                const double far = contrast(below, theme.surface());
                const double other = contrast(above, theme.surface());
                QVERIFY2(std::max(far, other) / std::min(far, other) < 1.45, palette.id);
                QVERIFY2(std::min(far, other) > before, palette.id);
                before = std::min(far, other);
            }
            QVERIFY2(distance(color(-1), color(1)) > 0.18, palette.id);
            QCOMPARE(color(std::nan("")), color(0));
        }
    const Palette& first = *Palettes().diverging;
    for (const bool dark : {false, true})
        for (const double t : {0.25, 0.5, 0.75, 1.0}) {
            const QColor below(first.color(-t, dark));
            const QColor above(first.color(t, dark));
            QVERIFY(below.blue() > below.red());
            QVERIFY(above.red() > above.blue());
        }
}

void ThemeTest::theDefaultsAreFirstAndPalettesThatAreNotSafeLast()
{
    QSet<QString> ids;
    for (const Palette::Scale scale : {Palette::Scale::Sequential, Palette::Scale::Diverging}) {
        const Palettes defaults;
        const Palette* first = nullptr;
        bool safe = true;
        for (const Palette& palette : palettes()) {
            if (palette.scale != scale)
                continue;
            first = first ? first : &palette;
            QVERIFY2(safe || !palette.colorBlindSafe, palette.id);
            safe = palette.colorBlindSafe;
            ids.insert(QString::fromLatin1(palette.id));
            QCOMPARE(paletteOf(QString::fromLatin1(palette.id)), &palette);
        }
        QVERIFY(defaults.has(*first));
        QVERIFY(first->colorBlindSafe);
    }
    QCOMPARE(static_cast<std::size_t>(ids.size()), palettes().size());
    QVERIFY(!paletteOf(QStringLiteral("nothing")));
}

void ThemeTest::palettesAreSafeForTheColourBlindWhereTheySaySo()
{
    for (const Palette& palette : palettes())
        for (const bool dark : {false, true}) {
            bool safe = true;
            for (const Dichromacy& eye : dichromacies) {
                const auto seen = [&](double t) { return seenBy(eye, palette.color(t, dark)); };
                if (palette.scale == Palette::Scale::Sequential) {
                    // Larger is still darker on light ground, lighter on dark.
                    for (int i = 1; i <= 16; ++i) {
                        const double step =
                            lightness(seen(i / 16.0)) - lightness(seen((i - 1) / 16.0));
                        safe = safe && (dark ? step : -step) > 0.02;
                    }
                } else {
                    for (const double t : {0.25, 0.5, 0.75, 1.0})
                        safe = safe && distance(seen(-t), seen(t)) > 0.08;
                }
            }
            QVERIFY2(safe == palette.colorBlindSafe, palette.id);
        }
}

void ThemeTest::aThemeTakesItsColoursOfNumbersFromItsPalettes()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()})
        for (const Palette& palette : palettes()) {
            Palettes chosen;
            chosen.choose(palette);
            QVERIFY(chosen.has(palette));
            const Theme painted = theme.withPalettes(chosen);
            QCOMPARE(painted.isDark(), theme.isDark());
            const bool sequential = palette.scale == Palette::Scale::Sequential;
            for (const double t : {-1.0, -0.3, 0.0, 0.6, 1.0}) {
                QCOMPARE(sequential ? painted.sequential(t) : painted.diverging(t),
                         palette.color(t, theme.isDark()));
                QCOMPARE(sequential ? painted.diverging(t) : painted.sequential(t),
                         sequential ? theme.diverging(t) : theme.sequential(t));
            }
        }
}

void ThemeTest::textOnAnyCellIsReadable()
{
    for (const Theme& theme : {Theme::light(), Theme::dark()}) {
        for (const Palette& palette : palettes())
            for (int i = -100; i <= 100; ++i) {
                const QRgb back = palette.color(i / 100.0, theme.isDark());
                QVERIFY2(contrast(theme.textOn(back), QColor(back)) >= 4.5, palette.id);
            }
        // And on what is no palette's.
        for (int i = 0; i < 256; ++i)
            QVERIFY(contrast(theme.textOn(qRgb(i, i, i)), QColor(i, i, i)) >= 4.5);
        QVERIFY(contrast(theme.textOn(theme.masked().rgb()), theme.masked()) >= 4.5);
    }
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

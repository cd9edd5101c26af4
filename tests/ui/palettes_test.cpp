// SPDX-License-Identifier: GPL-3.0-or-later
// The choice of palettes in the window and what it does to every view.
#include "core/scenarios/explore.h"
#include "tests/ui/opened_window.h"
#include "ui/views/view_spec.h"
#include "ui/window/render.h"

#include <QMenu>
#include <QMenuBar>

using namespace regard;

namespace {

QString textOf(const QAction* action)
{
    return action->text().remove(QLatin1Char('&'));
}

/// The entry of a palette in View → Colours.
QAction* entryOf(const MainWindow& window, const Palette& palette)
{
    for (const QAction* top : window.menuBar()->actions())
        if (textOf(top) == QLatin1String("View"))
            for (const QAction* action : top->menu()->actions())
                if (textOf(action) == QLatin1String("Colours"))
                    for (QAction* entry : action->menu()->actions())
                        if (textOf(entry).startsWith(titleOf(palette)))
                            return entry;
    return nullptr;
}

/// Whether a view has colours by number, those of a palette: lines, bars and boxes have those of
/// roles alone, heads and texts show weights alone.
bool coloursNumbers(const QString& view, Palette::Scale scale)
{
    static const QSet<QString> byRole{QStringLiteral("arcs"), QStringLiteral("cell"),
                                      QStringLiteral("beam")};
    static const QSet<QString> ofWeights{QStringLiteral("heads"), QStringLiteral("scene")};
    return !byRole.contains(view)
        && (!ofWeights.contains(view) || scale == Palette::Scale::Sequential);
}

} // namespace

class PalettesTest : public OpenedWindow {
    Q_OBJECT
private Q_SLOTS:
    void init() { useOwnFiles(); }

    void theMenuMarksTheOnesInUseAndThoseThatAreSafe()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        for (const Palette& palette : palettes()) {
            QAction* entry = entryOf(*window, palette);
            QVERIFY2(entry, palette.id);
            QCOMPARE(entry->text().contains(QStringLiteral("colour-blind-safe")),
                     palette.colorBlindSafe);
            QVERIFY(!entry->toolTip().isEmpty() && !entry->icon().isNull());
            entry->trigger();
            QVERIFY(window->appearance().theme().palettes().has(palette));
            for (const Palette& other : palettes())
                QCOMPARE(entryOf(*window, other)->isChecked(),
                         window->appearance().palettes().has(other));
        }
    }

    void paletteAndThemeDoNotTouchEachOtherAndAreRemembered()
    {
        const Palette& magma = *paletteOf(QStringLiteral("magma"));
        const Palette& purple = *paletteOf(QStringLiteral("purple-green"));
        {
            const auto window = open("worked-example");
            QVERIFY(window);
            entryOf(*window, magma)->trigger();
            entryOf(*window, purple)->trigger();
            for (const auto choice : {Appearance::Choice::Dark, Appearance::Choice::Light}) {
                window->appearance().choose(choice);
                QVERIFY(window->appearance().theme().palettes().has(magma));
                QCOMPARE(window->appearance().theme().isDark(), choice == Appearance::Choice::Dark);
            }
            window->close();
        }
        MainWindow again(*m_settings);
        QVERIFY(again.appearance().palettes().has(magma));
        QVERIFY(again.appearance().palettes().has(purple));
        QVERIFY(entryOf(again, magma)->isChecked());
        // Names of another version's file.
        m_settings->setValue(QStringLiteral("window/palettes"),
                             QStringList{QStringLiteral("gone"), QStringLiteral("red-green")});
        MainWindow other(*m_settings);
        Palettes expected;
        expected.choose(*paletteOf(QStringLiteral("red-green")));
        QVERIFY(other.appearance().palettes() == expected);
    }

    /// One after another, as the menu changes them under a picture that is shown.
    void everyViewTakesThemAtOnceOrHasNoneOfTheirColours()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        QVERIFY(waitForTrace(
            *window, [&] { window->explorer().setSetting("decoding", std::string("beam")); }));
        const Trace& trace = *window->explorer().trace();
        window->selection().fix({trace.indexOf(Role::Weights), 0, 0});
        for (std::size_t tab = 0; tab < viewSpecs().size(); ++tab)
            for (const auto scale : {Palette::Scale::Sequential, Palette::Scale::Diverging}) {
                const QLatin1String id(viewSpecs()[tab].id);
                QVERIFY2(window->activeStage()->offers(static_cast<int>(tab)), id.data());
                window->stage()->setCurrentIndex(static_cast<int>(tab));
                TraceView* view = window->views()[tab];
                view->showTensor(trace.indexOf(scale == Palette::Scale::Sequential ? Role::Weights
                                                                                   : Role::Scores));
                const auto pictureWith = [&](const Palette& palette) {
                    entryOf(*window, palette)->trigger();
                    QTest::qWait(20); // a heatmap is painted soon, not at once
                    return view->grab().toImage();
                };
                QList<QImage> ofThemes;
                for (const auto choice : {Appearance::Choice::Dark, Appearance::Choice::Light}) {
                    window->appearance().choose(choice);
                    std::vector<std::pair<const Palette*, QImage>> pictures;
                    for (const Palette& palette : palettes())
                        if (palette.scale == scale)
                            pictures.emplace_back(&palette, pictureWith(palette));
                    QVERIFY(pictures.size() > 1);
                    for (std::size_t i = 0; i < pictures.size(); ++i) {
                        for (std::size_t j = 0; j < i; ++j)
                            QVERIFY2((pictures[i].second != pictures[j].second)
                                         == coloursNumbers(id, scale),
                                     qPrintable(QStringLiteral("%1 %2 %3")
                                                    .arg(id, pictures[i].first->id,
                                                         pictures[j].first->id)));
                        QVERIFY2(pictureWith(*pictures[i].first) == pictures[i].second,
                                 pictures[i].first->id);
                    }
                    ofThemes << pictures.front().second;
                }
                QVERIFY2(ofThemes[0] != ofThemes[1], id.data());
            }
    }

    void renderDrawsWithAnyOfThem()
    {
        RenderRequest request;
        request.exploration.scenario = "dialogue";
        request.exploration.settings.set("decoding", std::string("beam"));
        request.size = {800, 560};
        const auto trace = explore(request.exploration);
        const auto pathOf = [&](Role role) {
            return trace->tensors[static_cast<std::size_t>(trace->indexOf(role))].path;
        };
        for (const QString& name : renderViews())
            for (const auto scale : {Palette::Scale::Sequential, Palette::Scale::Diverging}) {
                request.view = name;
                request.cell = {
                    pathOf(scale == Palette::Scale::Sequential ? Role::Weights : Role::Scores), 0,
                    0};
                request.palettes = {};
                QSet<QByteArray> pictures;
                qsizetype drawn = 0;
                for (const Palette& palette : palettes()) {
                    if (palette.scale != scale)
                        continue;
                    request.palettes.choose(palette);
                    const QImage image = renderImage(request);
                    pictures.insert(QByteArray(reinterpret_cast<const char*>(image.constBits()),
                                               image.sizeInBytes()));
                    ++drawn;
                }
                QVERIFY2(pictures.size() == (coloursNumbers(name, scale) ? drawn : 1),
                         qPrintable(name));
            }
    }
};

QTEST_MAIN(PalettesTest)
#include "palettes_test.moc"

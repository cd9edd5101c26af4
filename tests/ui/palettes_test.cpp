// SPDX-License-Identifier: GPL-3.0-or-later
// The choice of palettes in the window and what it does to every view.
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
    void everyViewTakesThemAtOnce()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const Trace& trace = *window->explorer().trace();
        for (std::size_t tab = 0; tab < viewSpecs().size(); ++tab)
            for (const auto scale : {Palette::Scale::Sequential, Palette::Scale::Diverging}) {
                const QLatin1String id(viewSpecs()[tab].id);
                const bool sequential = scale == Palette::Scale::Sequential;
                // Lines, bars and scenes have no colours by number, heads show weights alone.
                if (id == QLatin1String("arcs") || id == QLatin1String("scene")
                    || id == QLatin1String("cell") || id == QLatin1String("beam")
                    || (id == QLatin1String("heads") && !sequential))
                    continue;
                window->stage()->setCurrentIndex(static_cast<int>(tab));
                TraceView* view = window->views()[tab];
                view->showTensor(trace.indexOf(sequential ? Role::Weights : Role::Scores));
                const auto pictureWith = [&](const Palette& palette) {
                    entryOf(*window, palette)->trigger();
                    QTest::qWait(20); // a heatmap is painted soon, not at once
                    return view->grab().toImage();
                };
                for (const auto choice : {Appearance::Choice::Dark, Appearance::Choice::Light}) {
                    window->appearance().choose(choice);
                    std::vector<std::pair<const Palette*, QImage>> pictures;
                    for (const Palette& palette : palettes())
                        if (palette.scale == scale)
                            pictures.emplace_back(&palette, pictureWith(palette));
                    for (std::size_t i = 0; i < pictures.size(); ++i) {
                        for (std::size_t j = 0; j < i; ++j)
                            QVERIFY2(pictures[i].second != pictures[j].second,
                                     qPrintable(QStringLiteral("%1 %2 %3")
                                                    .arg(id, pictures[i].first->id,
                                                         pictures[j].first->id)));
                        QVERIFY2(pictureWith(*pictures[i].first) == pictures[i].second,
                                 pictures[i].first->id);
                    }
                }
            }
    }

    void renderDrawsWithAnyOfThem()
    {
        for (const QString& name : renderViews()) {
            if (name == QLatin1String("arcs") || name == QLatin1String("scene")
                || name == QLatin1String("cell") || name == QLatin1String("beam"))
                continue;
            QSet<QByteArray> pictures;
            int drawn = 0;
            for (const Palette& palette : palettes()) {
                const bool sequential = palette.scale == Palette::Scale::Sequential;
                if (!sequential && name == QLatin1String("heads"))
                    continue;
                RenderRequest request;
                request.view = name;
                request.exploration.scenario = "worked-example";
                request.cell = {sequential ? "weights" : "scores", 0, 0};
                request.size = {800, 560};
                request.palettes.choose(palette);
                const QImage image = renderImage(request);
                pictures.insert(QByteArray(reinterpret_cast<const char*>(image.constBits()),
                                           image.sizeInBytes()));
                ++drawn;
            }
            // Each differs from all others of its scale; the two defaults select other cells.
            QVERIFY2(pictures.size() == drawn, qPrintable(name));
        }
    }
};

QTEST_MAIN(PalettesTest)
#include "palettes_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever changed last, a view draws what it would have drawn had it been so from the beginning.
#include "tests/ui/explored.h"
#include "ui/views/view_spec.h"

#include "core/scenarios/catalogue.h"

#include <QTest>

using namespace regard;

namespace {

/// All that a view is told.
struct Told {
    TracePtr trace;
    int pixels = 12; ///< of its font
    Theme theme = Theme::light();
    QSize size{820, 560};
    int moment = 0;
    CellRef fixed;
};

void setFont(TraceView& view, int pixels)
{
    QFont font = view.font();
    font.setPixelSize(pixels);
    view.setFont(font);
}

/// Without the frame of the keyboard.
QImage picture(TraceView& view)
{
    QCoreApplication::processEvents();
    if (QWidget* const focused = QApplication::focusWidget())
        focused->clearFocus();
    QCoreApplication::processEvents();
    return view.grab().toImage();
}

/// But for what a curve's edge is rounded to.
bool alike(const QImage& a, const QImage& b)
{
    if (a.size() != b.size())
        return false;
    const auto near = [](int one, int other) { return std::abs(one - other) <= 8; };
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const QRgb one = a.pixel(x, y);
            const QRgb other = b.pixel(x, y);
            if (one != other
                && !(near(qRed(one), qRed(other)) && near(qGreen(one), qGreen(other))
                     && near(qBlue(one), qBlue(other))))
                return false;
        }
    return true;
}

std::unique_ptr<TraceView> freshView(const ViewSpec& spec, const Told& told)
{
    std::unique_ptr<TraceView> view = spec.make();
    view->setAnimated(false);
    setFont(*view, told.pixels);
    view->setTheme(told.theme);
    view->resize(told.size);
    view->show();
    view->setTrace(told.trace);
    // A selection, and then a moment, turn to the page that shows them.
    view->setMoment(static_cast<int>(told.trace->moments.size()) - 1);
    view->setSelection(told.fixed, {});
    view->setMoment(told.moment);
    return view;
}

Settings settingsFor(const ScenarioSpec& scenario, const char* view)
{
    Settings settings;
    const bool decodes =
        std::any_of(scenario.settings.begin(), scenario.settings.end(),
                    [](const SettingSpec& spec) { return spec.name == "decoding"; });
    if (decodes && std::string(view) == "beam")
        settings.set("decoding", std::string("beam"));
    return settings;
}

} // namespace

class RenewedViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void aViewDrawsWhatAFreshOneDraws_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("scenario");
        for (const ViewSpec& spec : viewSpecs())
            for (const ScenarioSpec& scenario : catalogue())
                QTest::addRow("%s of %s", spec.id, scenario.id.c_str())
                    << QString::fromLatin1(spec.id) << QString::fromStdString(scenario.id);
    }

    void aViewDrawsWhatAFreshOneDraws()
    {
        QFETCH(const QString, id);
        QFETCH(const QString, scenario);
        const ViewSpec& spec = *viewSpecOf(id);
        const ScenarioSpec& of = scenarioOf(scenario.toStdString());
        Told told;
        told.trace = traceOf(of.id, {}, settingsFor(of, spec.id));
        if (spec.shows && !spec.shows(*told.trace))
            return;
        const int last = static_cast<int>(told.trace->moments.size()) - 1;
        told.moment = last;
        const auto used = freshView(spec, told);
        picture(*used);
        const auto isAsFresh = [&](const char* what) {
            const auto fresh = freshView(spec, told);
            const bool same = alike(picture(*used), picture(*fresh));
            if (!same && qEnvironmentVariableIsSet("REGARD_PICTURES")) {
                const QString folder = qEnvironmentVariable("REGARD_PICTURES");
                const QString name = folder + QStringLiteral("/%1-%2-%3").arg(id, scenario, what);
                picture(*used).save(name + QStringLiteral("-used.png"));
                picture(*fresh).save(name + QStringLiteral("-fresh.png"));
            }
            return same;
        };
        told.pixels = 17;
        setFont(*used, told.pixels);
        QVERIFY(isAsFresh("type"));
        told.theme = Theme::dark();
        used->setTheme(told.theme);
        QVERIFY(isAsFresh("colours"));
        told.size = {1040, 700};
        used->resize(told.size);
        QVERIFY(isAsFresh("size"));
        told.fixed = {used->shownTensor(), 0, 0};
        used->setSelection(told.fixed, {});
        QVERIFY(isAsFresh("selection"));
        for (const int moment : {last / 2, last / 4, last * 3 / 4, last - 1}) {
            // Flow's page and where Arcs is scrolled to are of the moments before, too; of Flow's
            // see flow_kept_test.
            if ((id == QLatin1String("flow") || id == QLatin1String("arcs")) && moment != last / 2)
                continue;
            told.moment = moment;
            used->setMoment(moment);
            QVERIFY(isAsFresh("moment"));
        }
        told.pixels = 12;
        setFont(*used, told.pixels);
        QVERIFY(isAsFresh("smaller type"));
    }
};

QTEST_MAIN(RenewedViewTest)
#include "renewed_view_test.moc"

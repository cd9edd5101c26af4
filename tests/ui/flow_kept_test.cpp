// SPDX-License-Identifier: GPL-3.0-or-later
// Flow keeps what it has painted while only the place under the pointer changes.
#include "ui/views/flow/flow_view.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <QTest>

using namespace regard;

namespace {

std::unique_ptr<FlowView> viewOf(const TracePtr& trace, const Theme& theme)
{
    auto view = std::make_unique<FlowView>();
    view->setAnimated(false);
    view->setTheme(theme);
    view->resize(1000, 640);
    view->show();
    view->setTrace(trace);
    view->setMoment(static_cast<int>(trace->moments.size()) - 1);
    return view;
}

void paint(FlowView& view)
{
    QCoreApplication::processEvents();
    view.grab();
}

} // namespace

class FlowKeptTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void thePictureIsThatOfAViewThatShowedNothingElse_data()
    {
        QTest::addColumn<QString>("id");
        for (const ScenarioSpec& scenario : catalogue())
            QTest::newRow(scenario.id.c_str()) << QString::fromStdString(scenario.id);
    }

    void thePictureIsThatOfAViewThatShowedNothingElse()
    {
        QFETCH(const QString, id);
        Exploration exploration;
        exploration.scenario = id.toStdString();
        const TracePtr trace = explore(exploration);
        const int last = static_cast<int>(trace->moments.size()) - 1;
        const auto used = viewOf(trace, Theme::light());
        // Everything that can be otherwise was: places, moments, sizes, colours, questions.
        for (int tensor = 0; tensor < static_cast<int>(trace->tensors.size()); tensor += 3) {
            used->setSelection({}, {tensor, 0, 0});
            paint(*used);
        }
        for (const int moment : {0, last / 2, last, last}) { // and comes to rest
            used->setMoment(moment);
            paint(*used);
        }
        used->resize(760, 560);
        paint(*used);
        used->resize(1000, 640);
        used->setQuestions(false);
        paint(*used);
        used->setTheme(Theme::dark());
        used->setQuestions(true);
        const auto isAsFresh = [&](int moment, const CellRef& hovered) {
            const auto fresh = viewOf(trace, Theme::dark());
            fresh->setMoment(moment);
            fresh->setSelection({}, hovered);
            fresh->setPage(used->page());
            QCoreApplication::processEvents();
            return used->grab().toImage() == fresh->grab().toImage();
        };
        for (int tensor = 0; tensor < static_cast<int>(trace->tensors.size()); tensor += 4) {
            const TraceTensor& of = trace->tensors[static_cast<std::size_t>(tensor)];
            const CellRef place{tensor, of.value.rows() - 1, 0};
            used->setSelection({}, place);
            paint(*used);
            QVERIFY2(isAsFresh(last, place), of.path.c_str());
        }
        used->setSelection({}, {});
        for (int moment = last - 1; moment >= 0; moment -= 1 + last / 12) {
            used->setMoment(moment);
            paint(*used);
            QVERIFY2(isAsFresh(moment, {}), qPrintable(QString::number(moment)));
        }
    }
};

QTEST_MAIN(FlowKeptTest)
#include "flow_kept_test.moc"

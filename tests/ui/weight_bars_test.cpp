// SPDX-License-Identifier: GPL-3.0-or-later
// The bars of a row: what they say of each key, which of them the keys go to, what they ask for.
#include "core/scenarios/catalogue.h"
#include "tests/ui/explored.h"
#include "tests/ui/scenario_rows.h"
#include "ui/panels/weight_bars.h"

#include <QApplication>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include <cmath>
#include <numeric>

using namespace regard;

class WeightBarsTest : public QObject {
    Q_OBJECT

    struct Shown {
        TracePtr trace;
        WeightBars bars;

        Shown(const std::string& scenario, const Settings& settings, Index row)
            : trace(traceOf(scenario, {}, settings))
        {
            bars.resize(300, 300);
            const int weights = trace->attentions.empty() ? trace->indexOf(Role::Weights)
                                                          : trace->attentions.back().weights;
            bars.setPlace(trace, weights < 0 ? CellRef() : CellRef{weights, row, 0});
            bars.resize(300, bars.sizeHint().height());
            bars.show();
            bars.activateWindow();
        }

        QString tip(const QPoint& at)
        {
            QHelpEvent help(QEvent::ToolTip, at, bars.mapToGlobal(at));
            QApplication::sendEvent(&bars, &help);
            return QToolTip::text();
        }
    };

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void eachBarSaysWhoseItIsAndWhatBecomesOfTheOthers_data() { addScenarioRows(); }
    void eachBarSaysWhoseItIsAndWhatBecomesOfTheOthers()
    {
        QFETCH(QString, scenario);
        Shown shown(scenario.toStdString(), {}, 0);
        if (shown.trace->attentions.empty()) {
            QCOMPARE(shown.bars.count(), 0);
            return;
        }
        QVERIFY(shown.bars.count() > 0);
        const double sum =
            std::accumulate(shown.bars.values().begin(), shown.bars.values().end(), 0.0);
        const int head = shown.trace->attentions.back().headOf(shown.bars.row().tensor);
        const int masked =
            shown.trace->attentions.back().mapOf(&Attention::masked, std::max(0, head));
        for (int bar = 0; bar < shown.bars.count(); ++bar) {
            const QString& name = shown.bars.labels()[bar];
            const bool isMasked = masked >= 0
                && std::isinf(shown.trace->tensors[static_cast<std::size_t>(masked)].value.at(0,
                                                                                              bar));
            const QString help = isMasked ? name + QStringLiteral(" is masked: it gets no weight")
                : std::abs(sum - 1) > 1e-3
                ? name + QStringLiteral(": drag to give it another weight")
                : name
                    + QStringLiteral(
                        ": drag to give it another weight; the others share what is left");
            QCOMPARE(shown.tip(shown.bars.barRectangle(bar).center()), help);
        }
    }

    void aMaskedKeyIsSaidToGetNone()
    {
        Shown shown("self-attention", with("mask", std::string("causal")), 1);
        QVERIFY(shown.bars.count() > 3);
        for (int bar = 0; bar < shown.bars.count(); ++bar)
            QCOMPARE(shown.tip(shown.bars.barRectangle(bar).center())
                         .endsWith(QLatin1String("is masked: it gets no weight")),
                     bar > 1);
    }

    void withoutARowItSaysWhatToDo()
    {
        Shown shown("worked-example", {}, 0);
        QSignalSpy changed(&shown.bars, &WeightBars::changed);
        shown.bars.setPlace(shown.trace, {});
        QCOMPARE(shown.bars.count(), 0);
        QVERIFY(!shown.bars.isEnabled());
        QTest::keyClick(&shown.bars, Qt::Key_Right);
        QVERIFY(changed.isEmpty());
        // Queries have a row of weights, keys and values have none.
        const Attention& attention = shown.trace->attentions.back();
        shown.bars.setPlace(shown.trace, {attention.query, 1, -1});
        QCOMPARE(shown.bars.count(), 2);
        QCOMPARE(shown.bars.row(), (CellRef{attention.weights, 1, -1}));
        shown.bars.setPlace(shown.trace, {attention.key, 1, -1});
        QCOMPARE(shown.bars.count(), 0);
        shown.bars.setPlace(shown.trace, {attention.value, 1, -1});
        QCOMPARE(shown.bars.count(), 0);
    }
};

QTEST_MAIN(WeightBarsTest)
#include "weight_bars_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What Flow draws around attentions: sums with the ways that lead around, norms part by part, nets
// that widen and narrow; each join from what its end was computed from.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/trace/ablations.h"
#include "core/trace/graph.h"
#include "core/trace/layer_parts.h"
#include "tests/ui/shown_flow.h"

#include <set>

using namespace regard;

namespace {

using Kind = FlowBox::Kind;

TracePtr traceOf(const std::string& scenario, const std::string& setting = {},
                 const SettingValue& value = {}, const std::vector<Edit>& edits = {})
{
    Exploration exploration;
    exploration.scenario = scenario;
    exploration.edits = edits;
    if (!setting.empty())
        exploration.settings.set(setting, value);
    return explore(exploration);
}

/// Transformer layers with their norms behind their parts and before them.
std::vector<TracePtr> layered()
{
    return {traceOf("self-attention"), traceOf("transformer"),
            traceOf("transformer", "norm", std::string("pre"))};
}

template <class Check> void forEveryLayerPage(FlowView& view, const Check& check)
{
    const std::vector<FlowPage> pages = view.scene().state().pages;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        if (pages[i].around < 0)
            continue;
        view.setPage(static_cast<int>(i));
        check(pages[i]);
    }
}

int countOf(const FlowPlan& plan, Kind kind)
{
    return static_cast<int>(std::count_if(plan.boxes.begin(), plan.boxes.end(),
                                          [&](const FlowBox& box) { return box.kind == kind; }));
}

bool isLine(const FlowJoin& join)
{
    return join.fromSide == FlowSide::Bottom && join.toSide == FlowSide::Bottom;
}

const FlowBox& boxAt(const FlowPlan& plan, int index)
{
    return plan.boxes[static_cast<std::size_t>(index)];
}

const std::string& pathOf(const Trace& trace, int tensor)
{
    return trace.tensors[static_cast<std::size_t>(tensor)].path;
}

} // namespace

class FlowLayerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void everyPartOfALayerIsDrawnAndEverySumHasItsWayAround()
    {
        for (const TracePtr& trace : layered()) {
            const auto view = viewOf(trace, {1200, 760});
            int pages = 0;
            forEveryLayerPage(*view, [&](const FlowPage& page) {
                ++pages;
                const FlowPlan& plan = view->scene().plan();
                const Attention& attention =
                    trace->attentions[static_cast<std::size_t>(page.around)];
                for (const int tensor : page.tensors)
                    QVERIFY2(view->scene().item(QString::fromStdString(pathOf(*trace, tensor))),
                             pathOf(*trace, tensor).c_str());
                const std::vector<int> parts = partsAround(*trace, attention);
                QCOMPARE(countOf(plan, Kind::Sum), static_cast<int>(parts.size()));
                QCOMPARE(countOf(plan, Kind::Part), 1);
                // Around the attention from what it reads, around the net from what that reads.
                std::set<std::pair<int, int>> lines;
                for (const FlowJoin& join : plan.joins)
                    if (isLine(join)) {
                        QCOMPARE(boxAt(plan, join.to).kind, Kind::Sum);
                        lines.emplace(boxAt(plan, join.from).tensor, boxAt(plan, join.to).tensor);
                    }
                QCOMPARE(lines.size(), parts.size());
                for (const auto& [from, sum] : lines)
                    QCOMPARE(trace->tensors[static_cast<std::size_t>(sum)].source.operands[0].first,
                             from);
                QCOMPARE(lines.begin()->first, std::min(attention.input, lines.begin()->first));
            });
            QCOMPARE(pages, static_cast<int>(trace->attentions.size()));
        }
    }

    void normsStandWhereTheyAreComputed()
    {
        for (const bool pre : {false, true}) {
            const TracePtr trace =
                traceOf("transformer", "norm", std::string(pre ? "pre" : "post"));
            const auto view = viewOf(trace, {1200, 760});
            forEveryLayerPage(*view, [&](const FlowPage&) {
                const FlowPlan& plan = view->scene().plan();
                qreal part = 0;
                qreal sum = 0;
                qreal norm = 0;
                for (const FlowBox& box : plan.boxes) { // of the upper row
                    if (box.kind == Kind::Part)
                        part = box.rect.center().x();
                    if (box.kind == Kind::Sum && sum == 0)
                        sum = box.rect.center().x();
                    if (box.kind == Kind::Matrix && norm == 0
                        && trace->tensors[static_cast<std::size_t>(box.tensor)].name()
                            == "standardised")
                        norm = box.rect.center().x();
                }
                QVERIFY(part > 0 && part < sum);
                QVERIFY(pre ? norm < part : norm > sum);
            });
        }
    }

    void aNormReadsAsMinusTheMeanOverTheDeviation()
    {
        const TracePtr trace = traceOf("self-attention");
        const auto view = viewOf(trace, {1200, 760});
        forEveryLayerPage(*view, [&](const FlowPage&) {
            for (const FlowBox& box : view->scene().plan().boxes) {
                if (box.kind != Kind::Matrix)
                    continue;
                const std::string_view name =
                    trace->tensors[static_cast<std::size_t>(box.tensor)].name();
                QCOMPARE(box.sign,
                         name == "mean"               ? QStringLiteral("−")
                             : name == "deviation"    ? QStringLiteral("/")
                             : name == "standardised" ? QStringLiteral("=")
                                                      : QString());
                if (name == "mean" || name == "deviation")
                    QCOMPARE(box.title, name == "mean" ? QStringLiteral("μ") : QStringLiteral("σ"));
            }
        });
    }

    void aNetWidensAndNarrows()
    {
        for (const TracePtr& trace : layered()) {
            const auto view = viewOf(trace, {1200, 760});
            forEveryLayerPage(*view, [&](const FlowPage& page) {
                const auto widthOf = [&](int tensor) {
                    return view->scene()
                        .item(QString::fromStdString(pathOf(*trace, tensor)))
                        ->rect()
                        .width();
                };
                for (const int tensor : page.tensors) {
                    const auto wide = trace->tensors[static_cast<std::size_t>(tensor)];
                    if (wide.name() != "expanded")
                        continue;
                    QVERIFY(widthOf(tensor) > 1.15 * widthOf(tensor + 2)); // the net's output
                    QCOMPARE(wide.value.columns(),
                             trace->tensors[static_cast<std::size_t>(tensor) + 1].value.columns());
                }
            });
        }
    }

    void parametersOfALayerStandOnItsWays()
    {
        const TracePtr trace = traceOf("self-attention");
        const auto view = viewOf(trace, {1280, 760});
        QStringList labels;
        forEveryLayerPage(*view, [&](const FlowPage& page) {
            if (page.around > 0)
                return;
            for (const FlowBox& box : view->scene().plan().boxes)
                if (box.kind == Kind::Parameter)
                    labels << box.title;
        });
        QCOMPARE(labels,
                 QStringList({"· W_O", "+ b_O", "⊙ γ", "+ β", "· W_1", "+ b_1", "· W_2", "+ b_2",
                              "⊙ γ", "+ β"}));
    }

    void aWayAroundThatIsTakenOutIsNotDrawn()
    {
        for (const char* norm : {"post", "pre"}) {
            const TracePtr whole = traceOf("transformer", "norm", std::string(norm));
            for (const Ablation& ablation : ablationsOf(*whole)) {
                if (ablation.part != Ablated::Residual || ablation.attention > 0)
                    continue;
                const auto view =
                    viewOf(traceOf("transformer", "norm", std::string(norm), ablation.edits));
                bool seen = false;
                forEveryLayerPage(*view, [&](const FlowPage& page) {
                    if (page.around != ablation.attention)
                        return;
                    seen = true;
                    const FlowPlan& plan = view->scene().plan();
                    QCOMPARE(countOf(plan, Kind::Sum), 0);
                    QVERIFY(std::none_of(plan.joins.begin(), plan.joins.end(), isLine));
                });
                QVERIFY(seen);
            }
        }
    }

    void everyJoinLeadsFromWhatItsEndWasComputedFrom()
    {
        for (const ScenarioSpec& scenario : catalogue()) {
            const TracePtr trace = traceOf(scenario.id);
            const auto view = viewOf(trace, {1100, 700});
            for (int page = 0; page < view->pageCount(); ++page) {
                if (view->scene().state().pages[static_cast<std::size_t>(page)].block >= 0)
                    continue;
                view->setPage(page);
                const FlowPlan& plan = view->scene().plan();
                for (const FlowJoin& join : plan.joins) {
                    const FlowBox& from = boxAt(plan, join.from);
                    const FlowBox& to = boxAt(plan, join.to);
                    if (to.kind == Kind::Part || from.kind == Kind::Part)
                        continue;
                    const std::vector<int> operands =
                        operandsOf(*view->scene().state().trace, to.tensor);
                    QVERIFY2(std::count(operands.begin(), operands.end(), from.tensor),
                             (scenario.id + ": " + pathOf(*trace, from.tensor) + " > "
                              + pathOf(*trace, to.tensor))
                                 .c_str());
                }
            }
        }
    }

    void nothingOverlapsAtAnySize()
    {
        for (const TracePtr& trace : layered())
            for (const QSize size : {QSize(560, 420), QSize(900, 560), QSize(1400, 900)}) {
                const auto view = viewOf(trace, size);
                forEveryLayerPage(*view, [&](const FlowPage& page) {
                    const FlowPlan& plan = view->scene().plan();
                    for (std::size_t i = 0; i < plan.boxes.size(); ++i) {
                        const FlowBox& box = plan.boxes[i];
                        const QString where = page.title() + QLatin1Char(' ') + box.key;
                        QVERIFY2(
                            QRectF(QPointF(), plan.size).adjusted(-1, -1, 1, 1).contains(box.rect),
                            qPrintable(where));
                        for (std::size_t j = 0; j < i; ++j) {
                            const QRectF both =
                                box.rect.intersected(plan.boxes[j].rect.adjusted(1, 1, -1, -1));
                            QVERIFY2(both.isEmpty(),
                                     qPrintable(where + QLatin1Char(' ') + plan.boxes[j].key));
                        }
                    }
                });
            }
    }

    void aClickLeadsFromTheAttentionToItsLayerAndBack()
    {
        const auto view = viewOf(traceOf("self-attention"), {1200, 760});
        const int attention = view->page();
        QCOMPARE(view->scene().state().pages[static_cast<std::size_t>(attention)].block, 0);
        const FlowItem* onward = view->scene().item(QStringLiteral("onward"));
        QVERIFY(onward);
        QVERIFY(!onward->helpAt(onward->rect().center()).isEmpty());
        click(*view, onward->rect().center());
        QCOMPARE(view->scene().state().pages[static_cast<std::size_t>(view->page())].around, 0);
        for (const FlowBox& box : view->scene().plan().boxes)
            if (box.kind == Kind::Part) {
                click(*view, box.rect.center());
                break;
            }
        QCOMPARE(view->page(), attention);
    }
};

QTEST_MAIN(FlowLayerTest)
#include "flow_layer_test.moc"

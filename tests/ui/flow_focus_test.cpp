// SPDX-License-Identifier: GPL-3.0-or-later
// What a cell in focus marks on the way to it: tokens beside the maps, and ribbons between them.
#include "tests/ui/shown_flow.h"
#include "tests/ui/text_recorder.h"
#include "ui/views/flow/flow_ribbons.h"
#include "ui/views/flow/flow_tokens_item.h"

using namespace regard;

class FlowFocusTest : public QObject {
    Q_OBJECT

    /// Rows whose text stands on a pill.
    static QList<int> markedRows(FlowTokensItem& item, const FlowView& view)
    {
        const FlowState& state = view.scene().state();
        const QRectF rect = item.rect();
        const auto rows = static_cast<double>(item.tensor()->value.rows());
        TextRecorder recorder(QSize(2000, 2000));
        QPainter painter(&recorder);
        item.paint(&painter, nullptr, nullptr);
        QList<int> marked;
        for (const DrawnText& text : recorder.texts())
            if (text.ink == state.theme.surface())
                marked << static_cast<int>((text.rect.center().y() - rect.top()) / rect.height()
                                           * rows);
        std::sort(marked.begin(), marked.end());
        // A row that is both is written twice.
        marked.erase(std::unique(marked.begin(), marked.end()), marked.end());
        return marked;
    }

private Q_SLOTS:
    void theTokensOfQueryAndKeyAreMarkedEachWhereItStands()
    {
        const auto trace = TraceMaker::transformer(numbered("word", 5), numbered("out", 4), 1, 1);
        const auto view = viewOf(trace, {1100, 760});
        int apart = 0;
        for (int page = 0; page < view->pageCount(); ++page) {
            view->setPage(page);
            const FlowState& state = view->scene().state();
            if (state.pages[static_cast<std::size_t>(page)].block < 0)
                continue;
            const FlowBlock& block = state.blocks[static_cast<std::size_t>(state.block)];
            const int weights = block.heads.front().lastStage();
            for (const auto& [query, key] : {std::pair<int, int>{3, 1}, {0, 2}, {2, 2}}) {
                view->setSelection({weights, query, key}, {});
                QList<int> both{std::min(query, key), std::max(query, key)};
                if (query == key)
                    both.removeLast();
                int seen = 0;
                for (const FlowBox& box : view->scene().plan().boxes) {
                    if (box.kind != FlowBox::Kind::Tokens)
                        continue;
                    auto* item = dynamic_cast<FlowTokensItem*>(
                        const_cast<FlowItem*>(view->scene().item(box.key)));
                    QVERIFY(item);
                    const Role role = item->tensor()->role;
                    const bool keys = role == Role::Key || role == Role::Value;
                    // Where keys come from elsewhere, they stand beside K and V alone.
                    QCOMPARE(markedRows(*item, *view),
                             keys              ? QList<int>{key}
                                 : block.apart ? QList<int>{query}
                                               : both);
                    ++seen;
                }
                QVERIFY(seen > 0);
            }
            apart += block.apart;
        }
        QCOMPARE(apart, 1);
    }

    void everyRibbonThatLeadsToTheCellInFocusGlows()
    {
        TraceMaker::Attention options = twoLayers();
        const auto trace = TraceMaker::attention(numbered("word", 4), options);
        const auto view = viewOf(trace, {1100, 760});
        const int index = trace->indexOf(Role::Weights, "layer0/head0");
        const TraceTensor& weights = trace->tensors[static_cast<std::size_t>(index)];
        const FlowPlan& plan = view->scene().plan();
        for (const auto& [query, key] : {std::pair<Index, Index>{1, 3}, {0, 2}, {3, 3}}) {
            view->setSelection({index, query, key}, {});
            std::vector<QRectF> wanted;
            for (const FlowJoin& join : plan.joins) {
                const auto itemAt = [&](int box) {
                    return view->scene().item(plan.boxes[static_cast<std::size_t>(box)].key);
                };
                const FlowItem& from = *itemAt(join.from);
                const auto add = [&](Index row) {
                    const double pitch = 1.0 / static_cast<double>(from.tensor()->value.rows());
                    const double first = (static_cast<double>(row) + 0.14) * pitch;
                    const double last = (static_cast<double>(row) + 0.86) * pitch;
                    wanted.push_back(
                        ribbonPath(join, from.rect(), itemAt(join.to)->rect(), first, last)
                            .boundingRect());
                };
                if (join.whole)
                    continue;
                if (join.weighted) { // by what each value contributes
                    for (Index j = 0; j < weights.value.columns(); ++j)
                        if (weights.value.at(query, j) > 0.02F)
                            add(j);
                } else {
                    const bool ofKey = join.key == QLatin1String("x>k")
                        || join.key == QLatin1String("x>v") || join.key == QLatin1String("k>s");
                    add(ofKey ? key : query);
                }
            }
            std::vector<QRectF> drawn;
            for (QGraphicsItem* item : view->scene().items())
                if (auto* glow = dynamic_cast<FlowGlowItem*>(item)) {
                    TextRecorder recorder(QSize(2000, 2000));
                    QPainter painter(&recorder);
                    glow->paint(&painter, nullptr, nullptr);
                    for (const DrawnShape& shape : recorder.shapes())
                        drawn.push_back(shape.path.boundingRect());
                }
            QCOMPARE(drawn.size(), wanted.size());
            for (const QRectF& one : wanted)
                QVERIFY(std::any_of(drawn.begin(), drawn.end(), [&](const QRectF& other) {
                    return (one.topLeft() - other.topLeft()).manhattanLength() < 0.5
                        && (one.bottomRight() - other.bottomRight()).manhattanLength() < 0.5;
                }));
        }
    }
};

QTEST_MAIN(FlowFocusTest)
#include "flow_focus_test.moc"

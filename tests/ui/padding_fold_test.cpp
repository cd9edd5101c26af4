// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/heatmap/padding_fold.h"

#include "tests/ui/flow_traces.h"
#include "ui/views/flow/flow_map_item.h"
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_stage.h"
#include "ui/views/flow/flow_view.h"
#include "ui/views/heatmap/heatmap_view.h"

#include <QSignalSpy>
#include <QTest>

using namespace regard;

namespace {

/// Twenty padding tokens, then three words.
TracePtr padded()
{
    std::vector<std::string> words(20, "<pad>");
    words.insert(words.end(), {"a", "good", "film"});
    return TraceMaker::attention(words, {});
}

} // namespace

class PaddingFoldTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void paddingIsOneRowAndOneColumn()
    {
        const PaddingFold fold(padded());
        QCOMPARE(fold.count(), Index(20));
        const int at = fold.whole()->indexOf(Role::Weights);
        const TraceTensor& whole = fold.whole()->tensors[static_cast<std::size_t>(at)];
        const TraceTensor& drawn = fold.folded()->tensors[static_cast<std::size_t>(at)];
        QCOMPARE(drawn.value.rows(), Index(4));
        QCOMPARE(drawn.value.columns(), Index(4));
        QCOMPARE(drawn.rows->names, (std::vector<std::string>{"20 <pad>", "a", "good", "film"}));
        QVERIFY(*drawn.rows == *drawn.columns);
        // Words keep their weights, padding has the sum of its own: rows still sum to one.
        QCOMPARE(drawn.value.at(2, 3), whole.value.at(21, 22));
        for (Index row = 0; row < 4; ++row) {
            Real sum = 0;
            for (Index column = 0; column < 4; ++column)
                sum += drawn.value.at(row, column);
            QVERIFY(std::abs(sum - 1) < 1e-5F);
        }
        const TraceTensor& values =
            fold.folded()->tensors[static_cast<std::size_t>(fold.whole()->indexOf(Role::Value))];
        QCOMPARE(values.value.columns(), Index(16)); // features are no tokens
    }

    void placesGoThereAndBack()
    {
        const PaddingFold fold(padded());
        const int weights = fold.whole()->indexOf(Role::Weights);
        const int value = fold.whole()->indexOf(Role::Value);
        QCOMPARE(fold.toFolded({weights, 21, 22}), (CellRef{weights, 2, 3}));
        QCOMPARE(fold.toWhole({weights, 2, 3}), (CellRef{weights, 21, 22}));
        QCOMPARE(fold.toFolded({weights, 7, -1}), (CellRef{weights, 0, -1}));
        QCOMPARE(fold.toWhole({weights, 0, -1}), (CellRef{weights, 19, -1}));
        QCOMPARE(fold.toWhole({value, 1, 9}), (CellRef{value, 20, 9}));
        QCOMPARE(fold.toWhole({}), CellRef());
    }

    void whatHasLittlePaddingStaysAsItIs()
    {
        const TracePtr trace = TraceMaker::attention({"<pad>", "<pad>", "a", "film"}, {});
        const PaddingFold fold(trace);
        QCOMPARE(fold.count(), Index(0));
        QCOMPARE(fold.folded().get(), trace.get());
        QCOMPARE(PaddingFold(nullptr).folded().get(), nullptr);
    }

    void aWordThatLooksLikePaddingIsAWord()
    {
        const auto trace = std::make_shared<Trace>();
        trace->tensors.push_back({"x",
                                  Role::Hidden,
                                  makeAxis(std::vector<std::string>(5, "<pad>"), TokensOf::Input),
                                  nullptr,
                                  Tensor({5, 2}),
                                  {}});
        QCOMPARE(PaddingFold(trace).count(), Index(0));
    }

    void aHeatmapBeginsWithTheWordsAndFitsToAll()
    {
        const auto trace = padded();
        const int weights = trace->indexOf(Role::Weights);
        HeatmapView view;
        view.resize(600, 500);
        view.show();
        view.setTrace(trace);
        view.showTensor(weights);
        const auto width = [&](Index column) { return view.placeRect(20, column).width(); };
        const double zoomed = width(20);
        QVERIFY(view.placeRect(20, 19).left() >= 0); // a padding token is in sight
        QVERIFY(zoomed > 50);
        view.fit();
        QVERIFY(width(20) < zoomed / 3);
        // Who looks at all of it goes on doing so, who looks at the words as well.
        view.setTrace(padded());
        QVERIFY(width(20) < zoomed / 3);
        view.showTensor(trace->indexOf(Role::Scores));
        std::vector<std::string> words(19, "<pad>");
        words.insert(words.end(), {"a", "very", "good", "film"});
        view.setTrace(TraceMaker::attention(words, {}));
        QVERIFY(std::abs(width(20) - zoomed * 4 / 5) < 3);
    }

    void theFlowTellsPlacesOfTheWholeTraceAndSaysWhatItFolds()
    {
        const TracePtr trace = padded();
        FlowView view;
        view.setAnimated(false);
        view.resize(900, 600);
        view.show();
        view.setTrace(trace);
        const int weights = trace->indexOf(Role::Weights);
        const auto& map = *dynamic_cast<const FlowMapItem*>(
            view.scene().item(QStringLiteral("stage%1").arg(static_cast<int>(Role::Weights))));
        QSignalSpy clicks(&view, &FlowView::clicked);
        QTest::mouseClick(view.stage().viewport(), Qt::LeftButton, {},
                          view.stage().mapFromScene(map.rectOf(2, 3).center()));
        QCOMPARE(clicks.size(), 1);
        QCOMPARE(clicks[0][0].value<CellRef>(), (CellRef{weights, 21, 22}));
        view.setSelection({weights, 21, 22}, {});
        QCOMPARE(view.scene().state().fixed, (CellRef{weights, 2, 3}));
        QVERIFY(view.scene().item(QStringLiteral("note")));
        QVERIFY(view.scene().state().padding.folds(weights));
        QVERIFY(!view.scene().state().padding.folds(-1));
        view.setTrace(TraceMaker::attention({"a", "good", "film"}, {}));
        QVERIFY(!view.scene().item(QStringLiteral("note")));
    }
};

QTEST_MAIN(PaddingFoldTest)
#include "padding_fold_test.moc"

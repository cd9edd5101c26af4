// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tensor_tree.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace regard;

namespace {

std::shared_ptr<Trace> traceOf(const std::vector<std::string>& paths, Index rows = 2, Real last = 1)
{
    auto trace = std::make_shared<Trace>();
    for (const std::string& path : paths) {
        TraceTensor tensor;
        tensor.path = path;
        tensor.role = Role::Scores;
        Tensor value({rows, 2});
        value.at(rows - 1, 1) = last;
        tensor.value = std::move(value);
        trace->tensors.push_back(std::move(tensor));
    }
    return trace;
}

const std::vector<std::string> twoHeads{"embedding", "layer0/head0/scores", "layer0/head0/weights",
                                        "layer0/head1/scores"};

} // namespace

class TensorTreeTest : public QObject {
    Q_OBJECT

    static QModelIndex at(const TensorTree& tree, const char* path)
    {
        const auto* shown = static_cast<QSortFilterProxyModel*>(tree.view()->model());
        return shown->mapFromSource(tree.model()->indexOf(QString::fromLatin1(path)));
    }

private Q_SLOTS:
    void foldersFollowThePaths()
    {
        TensorTree tree;
        QAbstractItemModelTester tester(tree.model(),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        tree.setTrace(traceOf(twoHeads, 3));
        QCOMPARE(tree.model()->rowCount(), 2);
        const QModelIndex scores = tree.model()->indexOf("layer0/head1/scores");
        QCOMPARE(scores.data().toString(), QStringLiteral("scores"));
        QCOMPARE(scores.parent().data().toString(), QStringLiteral("head1"));
        QCOMPARE(scores.siblingAtColumn(TensorModel::Shape).data().toString(),
                 QStringLiteral("3 × 2"));
        QCOMPARE(scores.siblingAtColumn(TensorModel::Range).data().toString(),
                 QStringLiteral("0 to 1"));
        tree.setTrace(nullptr);
        QCOMPARE(tree.model()->rowCount(), 0);
    }

    void aNewTraceKeepsWhatIsOpenAndChosen()
    {
        TensorTree tree;
        tree.setTrace(traceOf(twoHeads));
        QVERIFY(tree.view()->isExpanded(at(tree, "layer0/head1")));
        tree.view()->collapse(at(tree, "layer0/head0"));
        tree.view()->setCurrentIndex(at(tree, "layer0/head1/scores"));
        QSignalSpy clicks(&tree, &TensorTree::clicked);

        QSignalSpy resets(tree.model(), &QAbstractItemModel::modelReset);
        tree.setTrace(traceOf(twoHeads, 5, 7)); // typing: the same paths
        QCOMPARE(resets.size(), 0);
        QCOMPARE(at(tree, "embedding").siblingAtColumn(TensorModel::Range).data().toString(),
                 QStringLiteral("0 to 7"));

        auto more = twoHeads;
        more.emplace_back("layer1/head0/scores");
        tree.setTrace(traceOf(more)); // another number of layers
        QCOMPARE(resets.size(), 1);
        QVERIFY(!tree.view()->isExpanded(at(tree, "layer0/head0")));
        QVERIFY(tree.view()->isExpanded(at(tree, "layer0/head1")));
        QVERIFY(tree.view()->isExpanded(at(tree, "layer1/head0")));
        QCOMPARE(tree.view()->currentIndex(), at(tree, "layer0/head1/scores"));
        QCOMPARE(clicks.size(), 0);
    }

    void theFilterLeavesWhatMatches()
    {
        TensorTree tree;
        tree.setTrace(traceOf(twoHeads));
        QTest::keyClicks(tree.filter(), QStringLiteral("weights"));
        QVERIFY(at(tree, "layer0/head0/weights").isValid());
        QVERIFY(!at(tree, "layer0/head0/scores").isValid());
        QVERIFY(!at(tree, "embedding").isValid());
        tree.filter()->clear();
        QVERIFY(at(tree, "embedding").isValid());
    }

    void clickSelectsAndDoubleClickOpens()
    {
        TensorTree tree;
        tree.setTrace(traceOf(twoHeads));
        tree.resize(300, 400);
        tree.show();
        QSignalSpy clicks(&tree, &TensorTree::clicked);
        QSignalSpy opens(&tree, &TensorTree::opened);
        const QPoint place = tree.view()->visualRect(at(tree, "layer0/head0/weights")).center();
        QTest::mouseClick(tree.view()->viewport(), Qt::LeftButton, {}, place);
        QVERIFY(!clicks.isEmpty());
        QCOMPARE(clicks.last()[0].value<CellRef>(), (CellRef{2, -1, -1}));
        QVERIFY(opens.isEmpty());
        QTest::mouseDClick(tree.view()->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(opens.size(), 1);
        QCOMPARE(opens[0][0].toInt(), 2);
    }

    void aSelectionMadeElsewhereIsMarkedInSilence()
    {
        TensorTree tree;
        tree.setTrace(traceOf(twoHeads));
        QSignalSpy clicks(&tree, &TensorTree::clicked);
        tree.setSelection({3, 1, 0});
        QCOMPARE(tree.view()->currentIndex(), at(tree, "layer0/head1/scores"));
        tree.setSelection({});
        QVERIFY(!tree.view()->currentIndex().isValid());
        QCOMPARE(clicks.size(), 0);
    }
};

QTEST_MAIN(TensorTreeTest)
#include "tensor_tree_test.moc"

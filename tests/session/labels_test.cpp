// SPDX-License-Identifier: GPL-3.0-or-later
// How a row or a column is called at each moment, of every tensor of every scenario.
#include "ui/words/labels.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace regard;

class LabelsTest : public QObject {
    Q_OBJECT

    /// The moments at which words are written, their neighbours and both ends.
    static std::set<int> momentsOf(const Trace& trace)
    {
        const int last = static_cast<int>(trace.moments.size()) - 1;
        std::set<int> moments{0, last};
        for (int i = 0; i < last; ++i)
            if (trace.moments[static_cast<std::size_t>(i)].step
                != trace.moments[static_cast<std::size_t>(i) + 1].step)
                moments.insert({i, i + 1});
        return moments;
    }

private Q_SLOTS:
    void manyNamesAreToldByHowManyMoreThereAre()
    {
        for (std::size_t count = 1; count < 20; ++count) {
            const QString said =
                namesInWords(count, [](std::size_t i) { return QStringLiteral("w%1").arg(i); });
            const auto named = static_cast<std::size_t>(said.count(QStringLiteral("“w")));
            QVERIFY(named == std::min<std::size_t>(count, 6));
            // Those that are named and those that are not are all.
            QCOMPARE(said.endsWith(QStringLiteral(" and %1 more").arg(count - named)),
                     named < count);
        }
    }

    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void whatIsNotWrittenYetIsCalledByItsStepCountedFromOne_data()
    {
        QTest::addColumn<QString>("scenario");
        for (const ScenarioSpec& spec : catalogue())
            QTest::newRow(spec.id.c_str()) << QString::fromStdString(spec.id);
    }

    void whatIsNotWrittenYetIsCalledByItsStepCountedFromOne()
    {
        QFETCH(QString, scenario);
        Exploration exploration;
        exploration.scenario = scenario.toStdString();
        const auto trace = explore(exploration);
        std::set<QString> steps;
        for (const TraceTensor& tensor : trace->tensors)
            for (const bool rows : {true, false}) {
                const Axis& axis = rows ? tensor.rows : tensor.columns;
                if (!axis)
                    continue;
                for (Index i = 0; i < static_cast<Index>(std::min<std::size_t>(axis->size(), 40));
                     ++i)
                    for (const int moment : momentsOf(*trace)) {
                        const QString said = rows ? rowInWords(*trace, tensor, i, moment)
                                                  : columnInWords(*trace, tensor, i, moment);
                        const Index token = i + axis->first;
                        bool written = true;
                        if (axis->of == TokensOf::Output)
                            for (std::size_t m = static_cast<std::size_t>(moment) + 1;
                                 m < trace->moments.size(); ++m)
                                written = written && trace->moments[m].step != token;
                        const auto where = QStringLiteral("%1, label %2, moment %3: %4")
                                               .arg(QString::fromStdString(tensor.path))
                                               .arg(i)
                                               .arg(moment)
                                               .arg(said)
                                               .toUtf8();
                        if (!written || token < 0) {
                            // The start, which is before the first step, is always there.
                            const QString wanted = token < 0
                                ? QString::fromStdString(axis->names[static_cast<std::size_t>(i)])
                                : QStringLiteral("step %1").arg(token + 1);
                            QVERIFY2(said == wanted, where);
                            steps.insert(said);
                        } else {
                            QVERIFY2(said.startsWith(QString::fromStdString(
                                         axis->names[static_cast<std::size_t>(i)])),
                                     where);
                        }
                    }
            }
        if (trace->steps() > 1)
            QVERIFY(steps.size() > 1);
    }
};

QTEST_GUILESS_MAIN(LabelsTest)
#include "labels_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What the inspector and the tree of tensors say of every tensor of every scenario, compared with
// the trace itself.
#include "ui/panels/inspector.h"
#include "ui/panels/tensor_table.h"
#include "ui/panels/tensor_tree.h"
#include "ui/views/shared/vector_strip.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/trace/explain.h"

#include <QLabel>
#include <QRegularExpression>
#include <QTableView>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace regard;

namespace {

QString labelOf(const std::string* label, Index index, const char* numbered)
{
    return label ? QString::fromStdString(*label)
                 : QStringLiteral("%1 %2").arg(QLatin1String(numbered)).arg(index + 1);
}

/// A place's numbers as the trace has them: of a row, or of a column where there is no row.
std::vector<Real> numbersAt(const Trace& trace, const CellRef& place)
{
    const TraceValue& value = trace.tensors[static_cast<std::size_t>(place.tensor)].value;
    std::vector<Real> numbers;
    if (place.row >= 0)
        for (Index column = 0; column < value.columns(); ++column)
            numbers.push_back(value.at(place.row, column));
    else
        for (Index row = 0; row < value.rows(); ++row)
            numbers.push_back(value.at(row, place.column));
    return numbers;
}

/// The first, the last and some places between.
std::vector<Index> someOf(Index count)
{
    std::set<Index> places;
    for (const Index part : {0, 1, 2, 3})
        places.insert((count - 1) * part / 3);
    return {places.begin(), places.end()};
}

bool same(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b))
        || std::abs(a - b) <= 2e-5 * (1 + std::abs(a) + std::abs(b));
}

} // namespace

class InspectorScenariosTest : public QObject {
    Q_OBJECT

    /// Settings of the worked example that each change how a number comes about.
    static std::vector<Exploration> variants()
    {
        std::vector<Exploration> all;
        const auto add = [&all](const char* name, std::string_view value) {
            Exploration exploration;
            exploration.scenario = "worked-example";
            exploration.settings.set(name, std::string(value));
            all.push_back(exploration);
        };
        const ScenarioSpec& spec = scenarioOf("worked-example");
        for (const SettingSpec& setting : spec.settings)
            for (const std::string& choice : setting.choices)
                add(setting.name.c_str(), choice);
        return all;
    }

    template <class Check> static void forEveryTrace(const Check& check)
    {
        std::vector<Exploration> all = variants();
        for (const ScenarioSpec& scenario : catalogue()) {
            Exploration exploration;
            exploration.scenario = scenario.id;
            all.push_back(exploration);
        }
        for (const Exploration& exploration : all) {
            check(explore(exploration));
            if (QTest::currentTestFailed())
                return;
        }
    }

    /// Calls check(place, where) for some cells of each tensor.
    template <class Check> static void forSomeCells(const Trace& trace, const Check& check)
    {
        for (std::size_t i = 0; i < trace.tensors.size(); ++i) {
            const TraceTensor& tensor = trace.tensors[i];
            for (const Index row : someOf(tensor.value.rows()))
                for (const Index column : someOf(tensor.value.columns())) {
                    const QByteArray where = QStringLiteral("%1: %2, row %3, column %4")
                                                 .arg(QString::fromStdString(trace.scenario),
                                                      QString::fromStdString(tensor.path))
                                                 .arg(row)
                                                 .arg(column)
                                                 .toUtf8();
                    check(CellRef{static_cast<int>(i), row, column}, where.constData());
                    if (QTest::currentTestFailed())
                        return;
                }
        }
    }

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void everyPlaceIsTitledByItsLabelsAndEndsInItsNumber()
    {
        forEveryTrace([](const TracePtr& trace) {
            Inspector inspector;
            inspector.setTrace(trace);
            forSomeCells(*trace, [&](const CellRef& place, const char* where) {
                const TraceTensor& tensor = trace->tensors[static_cast<std::size_t>(place.tensor)];
                const double number = tensor.value.at(place.row, place.column);
                inspector.setPlace(place);
                const std::string* column = tensor.columnLabel(place.column);
                const QString name = QString::fromStdString(std::string(tensor.name()));
                const QString wanted = name + QStringLiteral(" · ")
                    + labelOf(tensor.rowLabel(place.row), place.row, "row")
                    + (column ? QStringLiteral(" → ") : QStringLiteral(", "))
                    + labelOf(column, place.column, "feature");
                QVERIFY2(inspector.title() == wanted, where);
                QVERIFY2(inspector.numbers().endsWith(numberText(number, 4)), where);
                const auto stages = inspector.stages();
                if (!stages.empty()) {
                    // A number, but for what a mask does, which is said in words. Weights over
                    // features are told up to their score.
                    if (stages.back().first == QStringLiteral("score")
                        && tensor.role == Role::Weights)
                        return;
                    bool isNumber = false;
                    const double last = QString(stages.back().second)
                                            .replace(QChar(0x2212), QLatin1Char('-'))
                                            .toDouble(&isNumber);
                    QVERIFY2(!isNumber
                                 || std::abs(last - number) <= 0.01 * std::abs(number) + 1e-30,
                             where);
                }
            });
        });
    }

    void everyStripHasTheNumbersOfTheVectorItNames()
    {
        int strips = 0;
        forEveryTrace([&strips](const TracePtr& trace) {
            Inspector inspector;
            inspector.setTrace(trace);
            forSomeCells(*trace, [&](const CellRef& place, const char* where) {
                inspector.setPlace(place);
                const Explanation explanation = explain(*trace, place);
                const std::vector<Operand>& operands = explanation.operands;
                QVERIFY2(inspector.strips()->isHidden() == operands.empty(), where);
                if (inspector.strips()->isHidden())
                    return;
                const std::vector<VectorStrip::Strip>& shown = inspector.strips()->strips();
                QVERIFY2(shown.size() == operands.size() + (explanation.terms.empty() ? 0 : 1),
                         where);
                for (std::size_t i = 0; i < operands.size(); ++i) {
                    const CellRef& operand = operands[i].place;
                    QVERIFY2(shown[i].limit == shown[0].limit, where);
                    if (operand.tensor < 0) {
                        QVERIFY2(!shown[i].label.isEmpty(), where);
                        continue;
                    }
                    // A row that is not there yet counts as zeros.
                    const std::vector<Real> there = numbersAt(*trace, operand);
                    QVERIFY2(shown[i].values.size() == there.size(), where);
                    for (std::size_t at = 0; at < there.size(); ++at)
                        QVERIFY2(shown[i].values[at] == there[at] || shown[i].values[at] == 0,
                                 where);
                    const TraceTensor& from =
                        trace->tensors[static_cast<std::size_t>(operand.tensor)];
                    const QString of = operand.row >= 0
                        ? QStringLiteral("(%1)").arg(
                            labelOf(from.rowLabel(operand.row), operand.row, "row"))
                        : QStringLiteral("[%1]").arg(operand.column + 1);
                    QVERIFY2(shown[i].label.endsWith(of), where);
                    ++strips;
                }
                if (!explanation.terms.empty())
                    checkProducts(*trace, place, shown, explanation.pair, where);
                for (const std::size_t at : {std::size_t{0}, shown[0].values.size() - 1}) {
                    const QString text = inspector.strips()->textAt(static_cast<int>(at));
                    QVERIFY2(text.startsWith(QStringLiteral("term %1:").arg(at + 1)), where);
                    for (const VectorStrip::Strip& strip : shown)
                        if (at < strip.values.size()) {
                            QVERIFY2(text.contains(strip.label + QLatin1Char(' ')
                                                   + numberText(strip.values[at], 6)),
                                     where);
                        }
                }
            });
        });
        QVERIFY(strips > 1000);
    }

    void theTableHasEveryNumberUnderItsLabels()
    {
        forEveryTrace([](const TracePtr& trace) {
            Inspector inspector;
            inspector.setTrace(trace);
            inspector.tabs()->setCurrentIndex(1);
            const QAbstractItemModel& model = *inspector.table()->view()->model();
            forSomeCells(*trace, [&](const CellRef& place, const char* where) {
                const TraceTensor& tensor = trace->tensors[static_cast<std::size_t>(place.tensor)];
                inspector.setPlace(place);
                QVERIFY2(model.rowCount() == tensor.value.rows(), where);
                QVERIFY2(model.columnCount() == tensor.value.columns(), where);
                const int row = static_cast<int>(place.row);
                const int column = static_cast<int>(place.column);
                const double number = tensor.value.at(place.row, place.column);
                const QModelIndex cell = model.index(row, column);
                const auto heading = [](const std::string* label, int index) {
                    return label ? QString::fromStdString(*label) : QString::number(index + 1);
                };
                const QString below = heading(tensor.columnLabel(column), column);
                const QString beside = heading(tensor.rowLabel(row), row);
                QVERIFY2(cell.data().toString() == numberText(number, 4), where);
                QVERIFY2(model.headerData(row, Qt::Vertical).toString() == beside, where);
                QVERIFY2(model.headerData(column, Qt::Horizontal).toString() == below, where);
                QVERIFY2(
                    cell.data(Qt::ToolTipRole).toString()
                        == QStringLiteral("%1, %2: %3").arg(beside, below, numberText(number, 7)),
                    where);
                QVERIFY2(cell == inspector.table()->view()->currentIndex(), where);
            });
        });
    }

    void theEquationThatIsWrittenHolds()
    {
        static const QString number = QStringLiteral("(−?[\\d.]+(?:e−?\\d+)?)");
        static const QRegularExpression quotient(
            QStringLiteral("(?:^|= )%1 ∕ %1 = %1$").arg(number));
        static const QRegularExpression tempered(
            QStringLiteral("= %1 ∕ \\(%1 · %1\\) = %1$").arg(number));
        static const QRegularExpression more(QStringLiteral("… \\((\\d+) more\\)"));
        const auto value = [](QString text) {
            return text.replace(QStringLiteral("−"), QStringLiteral("-")).toDouble();
        };
        // Of four digits each.
        const auto isNear = [](double a, double b) {
            return std::abs(a - b) <= 3e-3 * std::max(std::abs(a), std::abs(b)) + 1e-12;
        };
        // A negative factor stands in brackets: "2 · −3" is no equation.
        static const QRegularExpression bare(QStringLiteral("· −|− −|\\+ −"));
        int quotients = 0;
        int sums = 0;
        forEveryTrace([&](const TracePtr& trace) {
            Inspector inspector;
            inspector.setTrace(trace);
            forSomeCells(*trace, [&](const CellRef& place, const char* where) {
                inspector.setPlace(place);
                const QString said = inspector.numbers();
                const QByteArray text = QByteArray(where) + ": " + said.toUtf8();
                QVERIFY2(!bare.match(said).hasMatch(), text);
                if (const auto found = quotient.match(said); found.hasMatch()) {
                    QVERIFY2(isNear(value(found.captured(1)) / value(found.captured(2)),
                                    value(found.captured(3))),
                             text);
                    ++quotients;
                }
                if (const auto found = tempered.match(said); found.hasMatch()) {
                    QVERIFY2(isNear(value(found.captured(1)) / value(found.captured(2))
                                        / value(found.captured(3)),
                                    value(found.captured(4))),
                             text);
                    ++quotients;
                }
                if (const auto found = more.match(said); found.hasMatch()) {
                    // Four terms are written out.
                    const Explanation explanation = explain(*trace, place);
                    QVERIFY2(found.captured(1).toULongLong() + 4 == explanation.terms.size(), text);
                    ++sums;
                }
            });
        });
        QVERIFY(quotients > 100);
        QVERIFY(sums > 100);
    }

    void theTreeHasTheShapeAndRangeOfEveryTensor()
    {
        forEveryTrace([](const TracePtr& trace) {
            TensorTree tree;
            tree.setTrace(trace);
            for (const TraceTensor& tensor : trace->tensors) {
                const QModelIndex index =
                    tree.model()->indexOf(QString::fromStdString(tensor.path));
                QVERIFY2(index.isValid(), tensor.path.c_str());
                Real low = INFINITY, high = -INFINITY;
                const Tensor copy = tensor.value.copy();
                for (const Real number : copy.values())
                    if (std::isfinite(number)) {
                        low = std::min(low, number);
                        high = std::max(high, number);
                    }
                const QString range = low > high
                    ? QStringLiteral("none")
                    : QStringLiteral("%1 to %2").arg(numberText(low, 2), numberText(high, 2));
                const QString rows = QString::number(tensor.value.rows());
                const QString columns = QString::number(tensor.value.columns());
                QCOMPARE(index.data().toString(),
                         QString::fromStdString(std::string(tensor.name())));
                QCOMPARE(index.siblingAtColumn(TensorModel::Shape).data().toString(),
                         QStringLiteral("%1 × %2").arg(rows, columns));
                QCOMPARE(index.siblingAtColumn(TensorModel::Range).data().toString(), range);
                const std::string role(roleName(tensor.role));
                QCOMPARE(index.data(Qt::ToolTipRole).toString(),
                         QStringLiteral("%1: %2, %3 rows × %4 columns, %5")
                             .arg(QString::fromStdString(tensor.path), QString::fromStdString(role),
                                  rows, columns, range));
            }
        });
    }

private:
    /// The last strip: products of the two that meet, or squares of their differences.
    static void checkProducts(const Trace& trace, const CellRef& place,
                              const std::vector<VectorStrip::Strip>& shown, std::size_t pair,
                              const char* where)
    {
        const std::size_t last = shown.size() - 1;
        const bool squares = shown[last].label == QStringLiteral("(q − k)²");
        double sum = 0;
        for (std::size_t i = 0; i < shown[last].values.size(); ++i) {
            const double a = shown[pair].values[i];
            const double b = shown[pair + 1].values[i];
            QVERIFY2(same(shown[last].values[i], squares ? (a - b) * (a - b) : a * b), where);
            sum += shown[last].values[i];
        }
        const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(place.tensor)];
        if (tensor.role == Role::Context) {
            QVERIFY2(same(sum, tensor.value.at(place.row, place.column)), where);
        }
    }
};

QTEST_MAIN(InspectorScenariosTest)
#include "inspector_scenarios_test.moc"

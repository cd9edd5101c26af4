// SPDX-License-Identifier: GPL-3.0-or-later
// Large tables whose rows make up missed steps of Adam when they are read: the same numbers as
// moving every row at every step.
#include "core/training/row_tables.h"

#include "core/tape/operations.h"
#include "core/training/train.h"
#include "tests/core/golden.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

namespace regard {
namespace {

/// Pulls rows of a table towards targets of their own: a few at a time, some far more often than
/// others, some never.
class TableTask : public Task {
public:
    static constexpr Index rows = 5000, width = 16;

    explicit TableTask(bool byRows)
    {
        auto layout = std::make_shared<ParameterLayout>();
        m_bias = layout->add("bias", {width}, {Initial::Kind::Uniform, 1});
        m_table = layout->add("table", {rows, width}, {Initial::Kind::Normal, 1}, byRows);
        static_assert(rows * width >= RowTables::smallest);
        m_layout = std::move(layout);
    }

    std::size_t size(Split split) const override { return split == Split::Train ? 600 : 50; }
    std::size_t block() const override { return 4; }
    LossSum loss(Tape& tape, Split, std::span<const std::uint32_t> examples,
                 const Draws& /*draws*/) const override
    {
        std::vector<std::int32_t> ids;
        for (const std::uint32_t example : examples) {
            Random own(example);
            for (int i = 0; i < 5; ++i) // the smaller the oftener
                ids.push_back(static_cast<std::int32_t>(std::pow(own.uniform(), 4)
                                                        * static_cast<double>(rows)));
        }
        const Var read =
            embed(tape, tape.parameter(m_table), ids, {static_cast<Index>(ids.size()), width});
        const Var error = add(tape, read, tape.parameter(m_bias));
        return {sum(tape, times(tape, error, error)), static_cast<double>(examples.size()), 0};
    }
    std::vector<Figure> evaluate(const Weights&, Split, std::size_t, std::stop_token) const override
    {
        return {};
    }

private:
    ParameterId m_bias, m_table;
};

std::vector<Real> trained(const TableTask& task, double clip, int threads = 1,
                          OptimiserKind optimiser = OptimiserKind::Adam)
{
    TrainOptions options;
    options.optimiser.kind = optimiser;
    options.clip = clip;
    options.epochs = 3;
    options.batch = 20;
    options.rate = 0.03;
    options.validate = 20;
    options.threads = threads;
    std::vector<Real> all;
    const auto keep = [&](const Parameters& parameters) {
        all.insert(all.end(), parameters.block().begin(), parameters.block().end());
    };
    keep(train(task, Parameters(task.layout(), 3), options, {}, [&](const TrainReport& report) {
        if (report.epochEnd)
            keep(report.parameters());
    }));
    return all;
}

TEST(RowTables, giveTheBitsOfTheDenseOptimiserAtEveryReport)
{
    for (const OptimiserName& optimiser : optimiserNames()) {
        const std::vector<Real> byRows = trained(TableTask(true), 0, 2, optimiser.kind);
        EXPECT_EQ(byRows, trained(TableTask(false), 0, 2, optimiser.kind)) << optimiser.name;
    }
}

TEST(RowTables, limitTheWholeGradientAsDenseAdamDoes)
{
    const std::vector<Real> byRows = trained(TableTask(true), 0.5);
    const std::vector<Real> dense = trained(TableTask(false), 0.5);
    const std::vector<Real> unlimited = trained(TableTask(true), 0);
    ASSERT_EQ(byRows.size(), dense.size());
    EXPECT_NE(byRows, unlimited);
    for (std::size_t i = 0; i < dense.size(); ++i) // only the order of adding squares differs
        ASSERT_NEAR(byRows[i], dense[i], 1e-6) << i;
}

TEST(RowTables, giveTheSameBitsOnAnyNumberOfThreads)
{
    const TableTask task(true);
    const std::vector<Real> one = trained(task, 0.5, 1);
    EXPECT_EQ(one, trained(task, 0.5, 2));
    EXPECT_EQ(one, trained(task, 0.5, 5));
}

TEST(RowTables, restingRowsFollowPyTorchsAdam)
{
    const Golden golden("adam_rows");
    Tensor table = golden.tensor("start"); // [rows × width]
    const Tensor gradients = golden.tensor("gradients"); // [steps × rows × width], rows of zeros
    const Tensor states = golden.tensor("states");
    const Index rows = table.rows();
    const Index width = table.columns();
    const Index steps = gradients.shape()[0];
    Optimiser adam(static_cast<std::size_t>(rows * width), static_cast<std::size_t>(steps));
    std::vector<std::int32_t> made(static_cast<std::size_t>(rows), 0);
    for (Index step = 0; step < steps; ++step) {
        const Real* gradient = gradients.data() + step * rows * width;
        adam.begin(0.05);
        for (Index row = 0; row < rows; ++row) {
            const std::span<const Real> own(gradient + row * width,
                                            static_cast<std::size_t>(width));
            const bool rests = std::all_of(own.begin(), own.end(), [](Real g) { return g == 0; });
            const bool last = step == steps - 1;
            std::int32_t& age = made[static_cast<std::size_t>(row)];
            if (rests && !last)
                continue;
            const std::int32_t to = adam.steps() - (rests ? 0 : 1);
            adam.rest(table.data(), row * width, width, age, to);
            if (!rests)
                adam.update(table.data(), gradient, row * width, width, 1);
            age = adam.steps();
        }
    }
    for (Index i = 0; i < rows * width; ++i)
        EXPECT_NEAR(table.data()[i], states.data()[i], 1e-5);
}

} // namespace
} // namespace regard

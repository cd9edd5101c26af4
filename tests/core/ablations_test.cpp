// SPDX-License-Identifier: GPL-3.0-or-later
// What can be taken out of each scenario's computation, and what is computed without it.
#include "core/scenarios/catalogue.h"
#include "core/trace/ablations.h"
#include "core/trace/explain.h"
#include "core/trace/place.h"

#include "tests/core/exploring.h"

#include <cmath>
#include <map>
#include <set>

namespace regard {
namespace {

class Ablations : public Exploring {
protected:
    /// What a scenario is asked with: all that changes what it is made of.
    static std::vector<std::pair<std::string, Settings>> cases()
    {
        std::vector<std::pair<std::string, Settings>> all;
        for (const ScenarioSpec& scenario : catalogue())
            all.emplace_back(scenario.id, Settings());
        all.emplace_back("self-attention", with({{"mask", std::string("causal")}}));
        all.emplace_back("transformer", with({{"norm", std::string("pre")}}));
        all.emplace_back("dialogue", with({{"placement", std::string("luong")}}));
        all.emplace_back("dialogue",
                         with({{"placement", std::string("luong")}, {"input_feeding", true}}));
        all.emplace_back("dialogue", with({{"attention", false}}));
        all.emplace_back("dialogue", with({{"normaliser", std::string("sparsemax")}}));
        return all;
    }

    static const TraceTensor& tensorAt(const Trace& trace, int index)
    {
        return trace.tensors[static_cast<std::size_t>(index)];
    }

    template <class Check> static void forEach(const Check& check)
    {
        for (const auto& [id, settings] : cases()) {
            const auto before = traceOf(id, {}, settings);
            for (const Ablation& ablation : ablationsOf(*before)) {
                SCOPED_TRACE(id + ", ablation " + std::to_string(static_cast<int>(ablation.part)));
                const auto after = traceOf(id, {}, settings, ablation.edits);
                check(*before, *after, ablation);
            }
        }
    }

    static bool sameNumbers(const TraceValue& a, const TraceValue& b)
    {
        if (a.rows() != b.rows() || a.columns() != b.columns())
            return false;
        for (std::size_t i = 0; i < a.size(); ++i)
            if (a[i] != b[i] && !(std::isnan(a[i]) && std::isnan(b[i])))
                return false;
        return true;
    }
};

TEST_F(Ablations, TakeOutWhatTheySayAndMeetTheComputation)
{
    std::map<Ablated, int> count;
    forEach([&](const Trace& before, const Trace& after, const Ablation& ablation) {
        ++count[ablation.part];
        EXPECT_EQ(after.edits, ablation.edits);
        const Attention* attention = ablation.attention < 0
            ? nullptr
            : &after.attentions[static_cast<std::size_t>(ablation.attention)];
        const auto each = [&](const auto& check) {
            for (int head = 0; head < attention->headCount(); ++head)
                check(head);
        };
        switch (ablation.part) {
        case Ablated::Scale:
            each([&](int head) {
                EXPECT_TRUE(
                    sameNumbers(tensorAt(after, attention->mapOf(&Attention::scores, head)).value,
                                tensorAt(after, attention->mapOf(&Attention::scaled, head)).value));
            });
            break;
        case Ablated::Mask:
            each([&](int head) {
                for (const Real x :
                     tensorAt(after, attention->mapOf(&Attention::masked, head)).value)
                    EXPECT_TRUE(std::isfinite(x));
            });
            break;
        case Ablated::Choice:
            each([&](int head) {
                const TraceValue& weights =
                    tensorAt(after, attention->mapOf(&Attention::weights, head)).value;
                for (Index row = 0; row < weights.rows(); ++row) {
                    std::set<Real> values;
                    for (Index column = 0; column < weights.columns(); ++column)
                        if (weights.at(row, column) != 0)
                            values.insert(weights.at(row, column));
                    EXPECT_LE(values.size(), 1u);
                }
            });
            break;
        case Ablated::Attention:
        case Ablated::Head:
            each([&](int head) {
                const TraceTensor& context =
                    tensorAt(after, attention->mapOf(&Attention::context, head));
                bool zero = true;
                for (const Real x : context.value)
                    zero = zero && x == 0;
                EXPECT_EQ(zero, ablation.head < 0 || ablation.head == head) << context.path;
                EXPECT_EQ(context.edited, ablation.head < 0 || ablation.head == head);
            });
            break;
        case Ablated::Layer:
            EXPECT_TRUE(sameNumbers(tensorAt(after, attention->input).value,
                                    tensorAt(after, attention->output).value));
            break;
        case Ablated::Residual:
            EXPECT_FALSE(sameNumbers(tensorAt(before, attention->output).value,
                                     tensorAt(after, attention->output).value));
            break;
        case Ablated::Positions:
        case Ablated::Feeding:
            for (const Edit& edit : ablation.edits)
                for (const Real x : after.find(edit.path)->value)
                    EXPECT_EQ(x, 0) << edit.path;
            break;
        case Ablated::Order:
            ASSERT_EQ(after.input.size(), before.input.size());
            for (std::size_t i = 0; i < after.input.size(); ++i)
                EXPECT_EQ(after.input[i].text, before.input[after.input.size() - 1 - i].text);
            break;
        }
    });
    for (int part = 0; part <= static_cast<int>(Ablated::Order); ++part)
        EXPECT_GT(count[static_cast<Ablated>(part)], 0) << part;
    // Two layers of four heads.
    EXPECT_GE(count[Ablated::Head], 8);
}

TEST_F(Ablations, LeaveEveryNumberExplained)
{
    forEach([](const Trace&, const Trace& after, const Ablation&) {
        for (int tensor = 0; tensor < static_cast<int>(after.tensors.size()); ++tensor) {
            const TraceValue& value = tensorAt(after, tensor).value;
            for (const Index row : {Index{0}, value.rows() / 2, value.rows() - 1})
                for (const Index column : {Index{0}, value.columns() - 1}) {
                    const CellRef cell{tensor, row, column};
                    if (row < 0 || column < 0 || row >= value.rows() || column >= value.columns())
                        continue;
                    const Explanation told = explain(after, cell);
                    ASSERT_TRUE(told.recomputed) << tensorAt(after, tensor).path;
                    if (std::isinf(told.recorded)) {
                        EXPECT_EQ(*told.recomputed, told.recorded);
                        continue;
                    }
                    double largest = std::max(1.0, std::abs(told.recorded));
                    for (const Operand& operand : told.operands)
                        for (const double x : operand.values)
                            largest = std::isfinite(x) ? std::max(largest, std::abs(x)) : largest;
                    EXPECT_NEAR(*told.recomputed, told.recorded, 2e-5 * largest)
                        << tensorAt(after, tensor).path << " " << row << ", " << column << " by "
                        << *told.formula->name;
                }
        }
    });
}

TEST_F(Ablations, AHiddenTokenIsSeenByNobody)
{
    std::set<std::string> scenarios;
    for (const auto& [id, settings] : cases()) {
        const auto before = traceOf(id, {}, settings);
        if (before->input.size() < 2)
            continue;
        const Edit edit = hideToken(*before, 1);
        const auto after = traceOf(id, {}, settings, {edit});
        for (int i = 0; i < static_cast<int>(after->tensors.size()); ++i) {
            const TraceTensor& tensor = tensorAt(*after, i);
            const Index column = tensor.role == Role::Weights || tensor.role == Role::Masked
                ? after->labelOf(tensor.columns, TokensOf::Input, 1)
                : -1;
            if (column < 0)
                continue;
            scenarios.insert(id);
            for (Index row = 0; row < tensor.value.rows(); ++row) {
                if (tensor.role == Role::Weights) {
                    EXPECT_EQ(tensor.value.at(row, column), 0) << id << " " << tensor.path;
                    continue;
                }
                EXPECT_EQ(tensor.value.at(row, column), -std::numeric_limits<Real>::infinity());
                const Explanation told = explain(*after, {i, row, column});
                EXPECT_TRUE(told.hidden);
                EXPECT_NE(told.worked.text.find("by hand"), std::string_view::npos);
                EXPECT_FALSE(isHiddenByHand(*after, {i, row, column == 0 ? 1 : 0}));
            }
        }
    }
    for (const char* id : {"self-attention", "dialogue", "translation", "transformer", "dates",
                           "worked-example", "reviews", "pointer", "time-series"})
        EXPECT_TRUE(scenarios.contains(id)) << id;
}

TEST_F(Ablations, AHiddenTokenIsFollowedToItsWord)
{
    const auto before = traceOf("dialogue", "are you free tomorrow?");
    const Edit edit = hideToken(*before, 2);
    EXPECT_EQ(edit.columnLabel, "free");
    const auto longer = traceOf("dialogue", "hello anna, are you free tomorrow?");
    const std::vector<Edit> there = editsIn(*longer, {edit});
    ASSERT_EQ(there.size(), 1u);
    EXPECT_EQ(longer->input[static_cast<std::size_t>(there[0].column)].text, "free");
    EXPECT_TRUE(editsIn(*traceOf("dialogue", "where are you?"), {edit}).empty());
}

TEST_F(Ablations, OfOneScenarioHaveNoPlaceInAnother)
{
    const auto encoder = traceOf("self-attention");
    for (const Ablation& ablation : ablationsOf(*encoder))
        EXPECT_TRUE(editsIn(*traceOf("kernel-regression"), ablation.edits).empty());
}

} // namespace
} // namespace regard

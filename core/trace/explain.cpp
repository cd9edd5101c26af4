// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/explain.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace regard {

namespace {

bool hasText(const Settings& settings, std::string_view name, std::string_view text)
{
    const auto found = settings.values().find(name);
    const auto* value =
        found == settings.values().end() ? nullptr : std::get_if<std::string>(&found->second);
    return value && *value == text;
}

double temperatureOf(const Settings& settings)
{
    const auto found = settings.values().find(std::string_view("temperature"));
    if (found == settings.values().end())
        return 1;
    if (const auto* number = std::get_if<double>(&found->second))
        return *number;
    const auto* integer = std::get_if<std::int64_t>(&found->second);
    return integer ? static_cast<double>(*integer) : 1;
}

/// The tensors of one attention, as far as the trace has them.
class Siblings {
public:
    Siblings(const Trace& trace, const TraceTensor& tensor)
        : m_trace(trace)
        , m_scope(tensor.scope())
    {
    }

    /// The first tensor of a role in this scope, else in the scope of the same name elsewhere
    /// ("encoder/attention" beside "decoder/attention"), else the nearest around it; −1 if
    /// there is none.
    int index(Role role) const
    {
        return find([role](const TraceTensor& tensor) { return tensor.role == role; });
    }
    int index(std::string_view name) const
    {
        return find([name](const TraceTensor& tensor) { return tensor.name() == name; });
    }
    const TraceTensor* tensor(Role role) const
    {
        const int found = index(role);
        return found < 0 ? nullptr : &m_trace.tensors[static_cast<std::size_t>(found)];
    }

private:
    static std::string_view parentOf(std::string_view scope)
    {
        const auto slash = scope.rfind('/');
        return slash == std::string_view::npos ? std::string_view() : scope.substr(0, slash);
    }
    static std::string_view lastOf(std::string_view scope)
    {
        return scope.substr(parentOf(scope).empty() ? 0 : parentOf(scope).size() + 1);
    }

    template <class Wanted> int find(Wanted wanted) const
    {
        const auto where = [&](auto inScope) {
            for (std::size_t i = 0; i < m_trace.tensors.size(); ++i)
                if (wanted(m_trace.tensors[i]) && inScope(m_trace.tensors[i].scope()))
                    return static_cast<int>(i);
            return -1;
        };
        int found = where([&](std::string_view scope) { return scope == m_scope; });
        if (found < 0 && m_trace.layout == Layout::EncoderDecoder)
            found = where([&](std::string_view scope) {
                return !scope.empty() && lastOf(scope) == lastOf(m_scope);
            });
        for (std::string_view around = m_scope; found < 0 && !around.empty();) {
            around = parentOf(around);
            found = where([&](std::string_view scope) { return scope == around; });
        }
        return found;
    }

    const Trace& m_trace;
    std::string_view m_scope;
};

Operand rowOf(const Trace& trace, int tensor, Index row)
{
    const TraceValue& value = trace.tensors[static_cast<std::size_t>(tensor)].value;
    Operand operand{{tensor, row, -1}, {}};
    for (Index column = 0; column < value.columns(); ++column)
        operand.values.push_back(value.at(row, column));
    return operand;
}

Operand columnOf(const Trace& trace, int tensor, Index column)
{
    const TraceValue& value = trace.tensors[static_cast<std::size_t>(tensor)].value;
    Operand operand{{tensor, -1, column}, {}};
    for (Index row = 0; row < value.rows(); ++row)
        operand.values.push_back(value.at(row, column));
    return operand;
}

/// Σ left·right, with each product kept.
double sumOfProducts(Explanation& explanation, const Operand& left, const Operand& right)
{
    double sum = 0;
    for (std::size_t i = 0; i < left.values.size(); ++i) {
        const double product = left.values[i] * right.values[i];
        explanation.terms.push_back(
            {static_cast<Index>(i), left.values[i], right.values[i], product});
        sum += product;
    }
    return sum;
}

class Explainer {
public:
    Explainer(const Trace& trace, const CellRef& cell)
        : m_trace(trace)
        , m_tensor(trace.tensors[static_cast<std::size_t>(cell.tensor)])
        , m_siblings(trace, m_tensor)
    {
        m_result.cell = cell;
        m_result.formula = formulaOf(trace, m_tensor);
    }

    Explanation run()
    {
        if (!m_result.cell.isCell())
            return std::move(m_result);
        m_result.recorded = m_tensor.value.at(m_result.cell.row, m_result.cell.column);
        switch (m_tensor.role) {
        case Role::Scores:
            score();
            break;
        case Role::Scaled:
            score();
            scaled();
            break;
        case Role::Masked:
            score();
            scaled();
            masked();
            break;
        case Role::Weights:
            score();
            scaled();
            masked();
            softmax(m_siblings.index(Role::Masked));
            break;
        case Role::Context:
            context();
            break;
        case Role::Probabilities:
            softmax(m_siblings.index(Role::Logits));
            break;
        default:
            break;
        }
        if (m_result.recomputed && m_tensor.edited) {
            const double computed = *m_result.recomputed;
            m_result.replaced = std::abs(computed - m_result.recorded)
                > 1e-4 * std::max({1.0, std::abs(computed), std::abs(m_result.recorded)});
        }
        return std::move(m_result);
    }

private:
    void stage(Stage::Kind kind, double value) { m_result.stages.push_back({kind, value}); }

    /// A neighbour's number in the same row and column; nothing if it has another shape.
    std::optional<double> same(Role role) const
    {
        const TraceTensor* tensor = m_siblings.tensor(role);
        if (!tensor || tensor->value.rows() <= m_result.cell.row
            || tensor->value.columns() <= m_result.cell.column)
            return std::nullopt;
        return tensor->value.at(m_result.cell.row, m_result.cell.column);
    }

    /// s = q · k, q · W k, or w · tanh(W_q q + W_k k): the last takes a parameter.
    void score()
    {
        const std::optional<double> recorded = same(Role::Scores);
        const bool additive = hasText(m_trace.settings, "score", "additive");
        const bool general = hasText(m_trace.settings, "score", "general");
        const int queries =
            additive ? m_siblings.index("projected_queries") : m_siblings.index(Role::Query);
        const int keys =
            additive || general ? m_siblings.index("projected_keys") : m_siblings.index(Role::Key);
        m_result.recomputed.reset();
        if (queries >= 0 && keys >= 0) {
            const TraceValue& q = m_trace.tensors[static_cast<std::size_t>(queries)].value;
            const TraceValue& k = m_trace.tensors[static_cast<std::size_t>(keys)].value;
            if (m_result.cell.row < q.rows() && m_result.cell.column < k.rows()
                && q.columns() == k.columns()) {
                m_result.operands = {rowOf(m_trace, queries, m_result.cell.row),
                                     rowOf(m_trace, keys, m_result.cell.column)};
                if (!additive)
                    m_result.recomputed =
                        sumOfProducts(m_result, m_result.operands[0], m_result.operands[1]);
            }
        }
        if (recorded)
            stage(Stage::Kind::Score, *recorded);
    }

    /// z = s / (√d · τ)
    void scaled()
    {
        const std::optional<double> raw = same(Role::Scores);
        const TraceTensor* queries = m_siblings.tensor(Role::Query);
        const double temperature = temperatureOf(m_trace.settings);
        double root = 1;
        m_result.recomputed.reset();
        const bool overRoot = hasText(m_trace.settings, "score", "scaled_dot");
        if (overRoot && queries) {
            root = std::sqrt(static_cast<double>(queries->value.columns()));
            stage(Stage::Kind::RootOfWidth, root);
        }
        if (temperature != 1)
            stage(Stage::Kind::Temperature, temperature);
        if (raw && (queries || !overRoot))
            m_result.recomputed = *raw / root / temperature;
        if (const auto recorded = same(Role::Scaled))
            stage(Stage::Kind::Scaled, *recorded);
    }

    /// m = z, or −∞
    void masked()
    {
        m_result.recomputed.reset();
        const std::optional<double> recorded = same(Role::Masked);
        const std::optional<double> before = same(Role::Scaled);
        if (!recorded)
            return;
        m_result.hidden = *recorded == -std::numeric_limits<double>::infinity();
        if (before)
            m_result.recomputed = m_result.hidden ? *recorded : *before;
        stage(Stage::Kind::Masked, *recorded);
    }

    /// a = exp(m − max m) / Σ exp(m − max m) over the row; all zero where all is hidden.
    void softmax(int source)
    {
        m_result.recomputed.reset();
        const CellRef& cell = m_result.cell;
        if (source < 0)
            return;
        const TraceValue& value = m_trace.tensors[static_cast<std::size_t>(source)].value;
        if (cell.row >= value.rows() || value.columns() != m_tensor.value.columns())
            return;
        double maximum = -std::numeric_limits<double>::infinity();
        for (Index column = 0; column < value.columns(); ++column)
            maximum = std::max(maximum, static_cast<double>(value.at(cell.row, column)));
        if (std::isinf(maximum)) {
            m_result.recomputed = 0;
            stage(Stage::Kind::Weight, 0);
            return;
        }
        double normaliser = 0;
        for (Index column = 0; column < value.columns(); ++column)
            normaliser += std::exp(value.at(cell.row, column) - maximum);
        const double exponential = std::exp(value.at(cell.row, cell.column) - maximum);
        m_result.recomputed = exponential / normaliser;
        stage(Stage::Kind::Maximum, maximum);
        stage(Stage::Kind::Exponential, exponential);
        stage(Stage::Kind::Normaliser, normaliser);
        stage(Stage::Kind::Weight, exponential / normaliser);
    }

    /// c = Σ a v
    void context()
    {
        if (m_result.formula != FormulaId::Context)
            return;
        const int weights = m_siblings.index(Role::Weights);
        const int values = m_siblings.index(Role::Value);
        if (weights < 0 || values < 0)
            return;
        const TraceValue& a = m_trace.tensors[static_cast<std::size_t>(weights)].value;
        const TraceValue& v = m_trace.tensors[static_cast<std::size_t>(values)].value;
        if (m_result.cell.row >= a.rows() || a.columns() != v.rows()
            || m_result.cell.column >= v.columns())
            return;
        m_result.operands = {rowOf(m_trace, weights, m_result.cell.row),
                             columnOf(m_trace, values, m_result.cell.column)};
        m_result.recomputed = sumOfProducts(m_result, m_result.operands[0], m_result.operands[1]);
        stage(Stage::Kind::Sum, *m_result.recomputed);
    }

    const Trace& m_trace;
    const TraceTensor& m_tensor;
    Siblings m_siblings;
    Explanation m_result;
};

} // namespace

Explanation explain(const Trace& trace, const CellRef& cell)
{
    if (cell.tensor < 0 || cell.tensor >= static_cast<int>(trace.tensors.size()))
        return {};
    const TraceValue& value = trace.tensors[static_cast<std::size_t>(cell.tensor)].value;
    if (cell.row >= value.rows() || cell.column >= value.columns())
        return {};
    return Explainer(trace, cell).run();
}

} // namespace regard

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

FormulaId gateFormula(std::string_view name)
{
    struct Line {
        std::string_view part;
        FormulaId formula;
    };
    static constexpr std::array lines{
        Line{"reset", FormulaId::ResetGate},    Line{"update", FormulaId::UpdateGate},
        Line{"new", FormulaId::NewGate},        Line{"input", FormulaId::InputGate},
        Line{"forget", FormulaId::ForgetGate},  Line{"cell", FormulaId::CellGate},
        Line{"candidate", FormulaId::CellGate}, Line{"output", FormulaId::OutputGate}};
    for (const Line& line : lines)
        if (name.find(line.part) != std::string_view::npos)
            return line.formula;
    return FormulaId::None;
}

FormulaId stateFormula(const Trace& trace, const TraceTensor& tensor)
{
    if (hasText(trace.settings, "cell", "lstm"))
        return tensor.name().find("cell") != std::string_view::npos ? FormulaId::LstmCell
                                                                    : FormulaId::LstmState;
    return hasText(trace.settings, "cell", "rnn") ? FormulaId::RnnState : FormulaId::GruState;
}

/// The tensors of one attention, as far as the trace has them.
class Siblings {
public:
    Siblings(const Trace& trace, const TraceTensor& tensor)
        : m_trace(trace)
        , m_scope(tensor.scope())
    {
    }

    /// In the tensor's own scope, else in the nearest one around it.
    int index(Role role) const
    {
        std::string_view scope = m_scope;
        for (;;) {
            if (const int found = m_trace.indexOf(role, scope); found >= 0)
                return found;
            if (scope.empty())
                return -1;
            const auto slash = scope.rfind('/');
            scope = slash == std::string_view::npos ? std::string_view() : scope.substr(0, slash);
        }
    }
    const TraceTensor* tensor(Role role) const
    {
        const int found = index(role);
        return found < 0 ? nullptr : &m_trace.tensors[static_cast<std::size_t>(found)];
    }

private:
    const Trace& m_trace;
    std::string_view m_scope;
};

Operand rowOf(const Trace& trace, int tensor, Index row)
{
    const Tensor& value = trace.tensors[static_cast<std::size_t>(tensor)].value;
    Operand operand{{tensor, row, -1}, {}};
    for (Index column = 0; column < value.columns(); ++column)
        operand.values.push_back(value.at(row, column));
    return operand;
}

Operand columnOf(const Trace& trace, int tensor, Index column)
{
    const Tensor& value = trace.tensors[static_cast<std::size_t>(tensor)].value;
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

    /// s = q · k
    void score()
    {
        const int queries = m_siblings.index(Role::Query);
        const int keys = m_siblings.index(Role::Key);
        const std::optional<double> recorded = same(Role::Scores);
        m_result.recomputed.reset();
        if (queries >= 0 && keys >= 0) {
            const Tensor& q = m_trace.tensors[static_cast<std::size_t>(queries)].value;
            const Tensor& k = m_trace.tensors[static_cast<std::size_t>(keys)].value;
            if (m_result.cell.row < q.rows() && m_result.cell.column < k.rows()) {
                m_result.operands = {rowOf(m_trace, queries, m_result.cell.row),
                                     rowOf(m_trace, keys, m_result.cell.column)};
                const bool products = !hasText(m_trace.settings, "score", "general")
                    && !hasText(m_trace.settings, "score", "additive");
                if (products && q.columns() == k.columns())
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
        const Tensor& value = m_trace.tensors[static_cast<std::size_t>(source)].value;
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
        const int weights = m_siblings.index(Role::Weights);
        const int values = m_siblings.index(Role::Value);
        if (weights < 0 || values < 0)
            return;
        const Tensor& a = m_trace.tensors[static_cast<std::size_t>(weights)].value;
        const Tensor& v = m_trace.tensors[static_cast<std::size_t>(values)].value;
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

std::string_view formulaName(FormulaId formula)
{
    switch (formula) {
    case FormulaId::None:
        return "";
    case FormulaId::Embedding:
        return "embedding";
    case FormulaId::Position:
        return "position";
    case FormulaId::Query:
        return "query";
    case FormulaId::Key:
        return "key";
    case FormulaId::Value:
        return "value";
    case FormulaId::DecoderQuery:
        return "decoder_query";
    case FormulaId::EncoderKey:
        return "encoder_key";
    case FormulaId::EncoderValue:
        return "encoder_value";
    case FormulaId::DotScore:
        return "score_dot";
    case FormulaId::GeneralScore:
        return "score_general";
    case FormulaId::AdditiveScore:
        return "score_additive";
    case FormulaId::Scaled:
        return "scaled";
    case FormulaId::Tempered:
        return "tempered";
    case FormulaId::Masked:
        return "masked";
    case FormulaId::Unmasked:
        return "unmasked";
    case FormulaId::Softmax:
        return "softmax";
    case FormulaId::Context:
        return "context";
    case FormulaId::RnnState:
        return "state_rnn";
    case FormulaId::GruState:
        return "state_gru";
    case FormulaId::LstmState:
        return "state_lstm";
    case FormulaId::LstmCell:
        return "cell_lstm";
    case FormulaId::DecoderState:
        return "decoder_state";
    case FormulaId::ResetGate:
        return "gate_reset";
    case FormulaId::UpdateGate:
        return "gate_update";
    case FormulaId::NewGate:
        return "gate_new";
    case FormulaId::InputGate:
        return "gate_input";
    case FormulaId::ForgetGate:
        return "gate_forget";
    case FormulaId::CellGate:
        return "gate_cell";
    case FormulaId::OutputGate:
        return "gate_output";
    case FormulaId::Logits:
        return "logits";
    case FormulaId::Probabilities:
        return "probabilities";
    }
    return "";
}

FormulaId formulaOf(const Trace& trace, const TraceTensor& tensor)
{
    const bool decoding = trace.layout == Layout::EncoderDecoder;
    switch (tensor.role) {
    case Role::Embedding:
        return FormulaId::Embedding;
    case Role::Position:
        return FormulaId::Position;
    case Role::Query:
        return decoding ? FormulaId::DecoderQuery : FormulaId::Query;
    case Role::Key:
        return decoding ? FormulaId::EncoderKey : FormulaId::Key;
    case Role::Value:
        return decoding ? FormulaId::EncoderValue : FormulaId::Value;
    case Role::Scores:
        if (hasText(trace.settings, "score", "general"))
            return FormulaId::GeneralScore;
        return hasText(trace.settings, "score", "additive") ? FormulaId::AdditiveScore
                                                            : FormulaId::DotScore;
    case Role::Scaled:
        return hasText(trace.settings, "score", "scaled_dot") ? FormulaId::Scaled
                                                              : FormulaId::Tempered;
    case Role::Masked:
        return hasText(trace.settings, "mask", "causal") ? FormulaId::Masked : FormulaId::Unmasked;
    case Role::Weights:
        return FormulaId::Softmax;
    case Role::Context:
        return FormulaId::Context;
    case Role::State:
        return stateFormula(trace, tensor);
    case Role::DecoderState:
        return FormulaId::DecoderState;
    case Role::Gate:
        return gateFormula(tensor.name());
    case Role::Logits:
        return FormulaId::Logits;
    case Role::Probabilities:
        return FormulaId::Probabilities;
    case Role::Hidden:
        return FormulaId::None;
    }
    return FormulaId::None;
}

Explanation explain(const Trace& trace, const CellRef& cell)
{
    if (cell.tensor < 0 || cell.tensor >= static_cast<int>(trace.tensors.size()))
        return {};
    const Tensor& value = trace.tensors[static_cast<std::size_t>(cell.tensor)].value;
    if (cell.row >= value.rows() || cell.column >= value.columns())
        return {};
    return Explainer(trace, cell).run();
}

} // namespace regard

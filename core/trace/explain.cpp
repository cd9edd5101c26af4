// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/explain.h"

#include "core/trace/recompute.h"
#include "core/trace/siblings.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace regard {

namespace {

/// The number of a setting; nothing if there is none.
std::optional<double> numberOf(const Settings& settings, std::string_view name)
{
    const auto found = settings.values().find(name);
    if (found == settings.values().end())
        return std::nullopt;
    if (const auto* number = std::get_if<double>(&found->second))
        return *number;
    const auto* integer = std::get_if<std::int64_t>(&found->second);
    return integer ? std::optional<double>(static_cast<double>(*integer)) : std::nullopt;
}

/// What a scenario divides by the root of in place of the width: "64" as a choice.
std::optional<double> divisorOf(const Settings& settings)
{
    if (!settings.has("divisor"))
        return std::nullopt;
    const auto* choice = std::get_if<std::string>(&settings.value("divisor"));
    return choice ? std::optional<double>(std::atof(choice->c_str())) : std::nullopt;
}

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

/// Σ (left − right)², with each square kept.
double sumOfSquares(Explanation& explanation, const Operand& left, const Operand& right)
{
    double sum = 0;
    for (std::size_t i = 0; i < left.values.size(); ++i) {
        const double square =
            (left.values[i] - right.values[i]) * (left.values[i] - right.values[i]);
        explanation.terms.push_back(
            {static_cast<Index>(i), left.values[i], right.values[i], square});
        sum += square;
    }
    return sum;
}

constexpr double hiddenScore = -std::numeric_limits<double>::infinity();

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
            normalise(m_result.formula, m_siblings.index(Role::Masked));
            break;
        case Role::Context:
            context();
            break;
        case Role::Probabilities:
            normalise(FormulaId::Softmax, m_siblings.index(Role::Logits));
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

    /// The score of a query and a key. What takes parameters shows its operands alone.
    void score()
    {
        const std::optional<double> recorded = same(Role::Scores);
        const TraceTensor* scores = m_siblings.tensor(Role::Scores);
        const FormulaId formula = scores ? formulaOf(m_trace, *scores) : FormulaId::None;
        const bool summed = formula == FormulaId::AdditiveScore || formula == FormulaId::ConcatScore
            || formula == FormulaId::SineScore || formula == FormulaId::CosineWaveScore
            || formula == FormulaId::LinearScore;
        const int queries =
            summed ? m_siblings.index("projected_queries") : m_siblings.index(Role::Query);
        const int keys = summed || formula == FormulaId::GeneralScore
            ? m_siblings.index("projected_keys")
            : m_siblings.index(Role::Key);
        m_result.recomputed.reset();
        if (formula != FormulaId::LocationScore && hasRow(queries, m_result.cell.row)
            && hasRow(keys, m_result.cell.column)) {
            const Operand query = rowOf(m_trace, queries, m_result.cell.row);
            const Operand key = rowOf(m_trace, keys, m_result.cell.column);
            if (query.values.size() == key.values.size()) {
                m_result.operands = {query, key};
                if (!summed)
                    compare(formula, query, key);
            }
        }
        if (recorded)
            stage(Stage::Kind::Score, *recorded);
    }

    bool hasRow(int tensor, Index row) const
    {
        return tensor >= 0 && row < m_trace.tensors[static_cast<std::size_t>(tensor)].value.rows();
    }

    /// A score of two vectors of the same width, with its terms and, for a score itself, its
    /// stages.
    void compare(FormulaId formula, const Operand& query, const Operand& key)
    {
        const bool own = m_tensor.role == Role::Scores;
        switch (formula) {
        case FormulaId::CosineScore: {
            const double sum = sumOfProducts(m_result, query, key);
            const double lengths[] = {lengthOf(query.values), lengthOf(key.values)};
            m_result.recomputed =
                lengths[0] > 0 && lengths[1] > 0 ? sum / (lengths[0] * lengths[1]) : 0;
            if (own) {
                stage(Stage::Kind::Sum, sum);
                stage(Stage::Kind::QueryLength, lengths[0]);
                stage(Stage::Kind::KeyLength, lengths[1]);
            }
            break;
        }
        case FormulaId::GaussianScore:
        case FormulaId::BoxcarKernel:
        case FormulaId::EpanechnikovKernel:
        case FormulaId::TriangularKernel:
        case FormulaId::ConstantKernel: {
            const double squared = sumOfSquares(m_result, query, key);
            const std::optional<double> width = kernelWidth();
            if (own)
                stage(Stage::Kind::SquaredDistance, squared);
            if (width && own)
                stage(Stage::Kind::KernelWidth, *width);
            if (width || formula == FormulaId::ConstantKernel)
                m_result.recomputed = kernelValue(formula, squared, width.value_or(1));
            break;
        }
        default:
            m_result.recomputed = sumOfProducts(m_result, query, key);
        }
    }

    /// σ, where the trace has it: a tensor of that name, or the setting if nothing was learnt.
    std::optional<double> kernelWidth() const
    {
        const int tensor = m_siblings.index("sigma");
        if (hasRow(tensor, 0))
            return m_trace.tensors[static_cast<std::size_t>(tensor)].value.at(0, 0);
        const auto learnt = m_trace.settings.values().find(std::string_view("learnt"));
        const bool* isLearnt = learnt == m_trace.settings.values().end()
            ? nullptr
            : std::get_if<bool>(&learnt->second);
        return isLearnt && *isLearnt ? std::nullopt : numberOf(m_trace.settings, "width");
    }

    /// z = s / (√d · τ)
    void scaled()
    {
        const std::optional<double> raw = same(Role::Scores);
        const TraceTensor* queries = m_siblings.tensor(Role::Query);
        const double temperature = numberOf(m_trace.settings, "temperature").value_or(1);
        double root = 1;
        m_result.recomputed.reset();
        const TraceTensor* tensor = m_siblings.tensor(Role::Scaled);
        const bool overRoot = tensor && formulaOf(m_trace, *tensor) == FormulaId::Scaled;
        if (overRoot && queries) {
            const auto width = static_cast<double>(queries->value.columns());
            root = std::sqrt(divisorOf(m_trace.settings).value_or(width));
            stage(Stage::Kind::RootOfWidth, root);
        }
        // The mean of the products is their sum over the width.
        const auto* kind = m_trace.settings.has("score")
            ? std::get_if<std::string>(&m_trace.settings.value("score"))
            : nullptr;
        if (kind && *kind == "mean_product" && queries)
            root = static_cast<double>(queries->value.columns());
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

    /// A weight of its row of masked scores; a row in which all are hidden has none.
    void normalise(FormulaId formula, int source)
    {
        m_result.recomputed.reset();
        const CellRef& cell = m_result.cell;
        if (!hasRow(source, cell.row)
            || m_trace.tensors[static_cast<std::size_t>(source)].value.columns()
                != m_tensor.value.columns())
            return;
        const std::vector<double> all = rowOf(m_trace, source, cell.row).values;
        const double own = all[static_cast<std::size_t>(cell.column)];
        std::vector<double> seen = all;
        std::erase(seen, hiddenScore);
        double weight = 0;
        if (!seen.empty())
            weight = normalised(formula, all, seen, own);
        m_result.recomputed = weight;
        stage(Stage::Kind::Weight, weight);
    }

    double normalised(FormulaId formula, const std::vector<double>& all,
                      const std::vector<double>& seen, double own)
    {
        const auto largest = std::max_element(all.begin(), all.end());
        switch (formula) {
        case FormulaId::Sparsemax: {
            const double threshold = sparsemaxThreshold(seen);
            stage(Stage::Kind::Threshold, threshold);
            return std::max(own - threshold, 0.0);
        }
        case FormulaId::Sigmoid:
            return 1 / (1 + std::exp(-own));
        case FormulaId::Hardmax:
            stage(Stage::Kind::Maximum, *largest);
            return largest - all.begin() == m_result.cell.column ? 1 : 0;
        case FormulaId::Proportional: {
            double total = 0;
            for (const double score : seen)
                total += score;
            stage(Stage::Kind::Normaliser, total);
            return own == hiddenScore || total <= 0 ? 0 : own / total;
        }
        default: {
            double total = 0;
            for (const double score : seen)
                total += std::exp(score - *largest);
            const double exponential = std::exp(own - *largest);
            stage(Stage::Kind::Maximum, *largest);
            stage(Stage::Kind::Exponential, exponential);
            stage(Stage::Kind::Normaliser, total);
            return exponential / total;
        }
        }
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

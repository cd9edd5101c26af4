// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/trace_file.h"

#include "core/io/atomic_file.h"
#include "core/io/npz.h"
#include "core/io/settings_json.h"
#include "core/tensor/stopped.h"
#include "core/trace/decoding.h"

#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace regard {

namespace {

using nlohmann::ordered_json;

std::string dumped(const ordered_json& value)
{
    return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json texts(const std::vector<TraceToken>& tokens)
{
    ordered_json list = ordered_json::array();
    for (const TraceToken& token : tokens)
        list.push_back(token.text);
    return list;
}

ordered_json labels(const Axis& axis)
{
    return axis ? ordered_json(*axis) : ordered_json::array();
}

/// Whose tokens the labels of an axis name, and which is the first; null where they name none.
ordered_json named(const Axis& axis)
{
    if (!axis || axis->of == TokensOf::Nothing)
        return nullptr;
    return {{"tokens", axis->of == TokensOf::Input ? "input" : "output"}, {"first", axis->first}};
}

/// What an axis counts; null for rows without labels.
ordered_json kindOf(const Axis& axis)
{
    return axis ? ordered_json(std::string(axisKindName(axis->kind))) : ordered_json();
}

/// The first label that is padding and how many are; null for none.
ordered_json paddingOf(const Axis& axis)
{
    return axis && axis->padding.count > 0
        ? ordered_json::array({axis->padding.first, axis->padding.count})
        : ordered_json();
}

/// What a row of a tensor was computed from, in the order of its formula: paths (of heads side by
/// side, each), a parameter of the model, or null for what was not there.
ordered_json operands(const Trace& trace, const Source& source, std::int64_t row)
{
    ordered_json list = ordered_json::array();
    for (std::size_t place = 0; place < source.operandCount; ++place) {
        const SourceOperand& operand = source.operandOf(place, row);
        ordered_json& entry = list.emplace_back();
        if (operand.kind == SourceOperand::Kind::Parameter && trace.parameters) {
            entry = {{"parameter", trace.parameters->layout().entry({operand.first}).name}};
        } else if (operand.kind == SourceOperand::Kind::Tensor) {
            const SourceOperand own = source.ofHead(operand);
            ordered_json paths = ordered_json::array();
            for (int head = 0; head < own.count; ++head)
                paths.push_back(trace.tensors[static_cast<std::size_t>(own.first + head)].path);
            entry = {{"tensors", std::move(paths)}};
        }
    }
    return list;
}

ordered_json description(const Trace& trace, const TraceTensor& tensor)
{
    ordered_json about{{"path", tensor.path},
                       {"role", std::string(roleName(tensor.role))},
                       {"order", tensor.rowMoments.empty() ? -1 : tensor.rowMoments.front()},
                       {"rows", labels(tensor.rows)},
                       {"columns", labels(tensor.columns)},
                       {"rows_name", named(tensor.rows)},
                       {"columns_name", named(tensor.columns)},
                       {"rows_kind", kindOf(tensor.rows)},
                       {"columns_kind", tensor.columns ? kindOf(tensor.columns) : "features"},
                       {"rows_padding", paddingOf(tensor.rows)},
                       {"columns_padding", paddingOf(tensor.columns)}};
    if (tensor.source.heads > 1)
        about["head"] = tensor.source.head;
    if (const Formula* formula = tensor.source.formula) {
        about["formula"] = std::string(*formula->name);
        about["operands"] = operands(trace, tensor.source, 0);
        for (const Source::Change& change : tensor.source.changes)
            about["operands_from"][std::to_string(change.firstRow)] =
                operands(trace, tensor.source, change.firstRow);
    }
    return about;
}

/// The attentions of a trace: each stage a list of paths along the axis of heads.
ordered_json attentions(const Trace& trace)
{
    constexpr std::array names{"query",  "key",    "value",   "scores",
                               "scaled", "masked", "weights", "context"};
    static_assert(names.size() == Attention::stages.size());
    ordered_json list = ordered_json::array();
    for (const Attention& attention : trace.attentions) {
        ordered_json& about = list.emplace_back();
        about = {{"scope", attention.scope},
                 {"is_self", attention.isSelf},
                 {"heads", labels(attention.heads)},
                 {"heads_kind", kindOf(attention.heads)}};
        for (std::size_t stage = 0; stage < names.size(); ++stage) {
            ordered_json& paths = about[names[stage]] = ordered_json::array();
            for (int head = 0; head < attention.headCount(); ++head)
                if (const int map = attention.mapOf(Attention::stages[stage], head); map >= 0)
                    paths.push_back(trace.tensors[static_cast<std::size_t>(map)].path);
        }
    }
    return list;
}

/// How the output was chosen; the beam's nodes with their parents' indices.
ordered_json decoding(const Decoding& told)
{
    constexpr std::array fates{"kept", "ended", "pruned"};
    ordered_json about{
        {"probabilities", told.probabilities}, {"forced", told.forced}, {"goes_on", told.goesOn}};
    if (told.beam.empty())
        return about;
    about["written"] = told.written;
    for (const BeamNode& node : told.beam) {
        ordered_json& entry = about["beam"].emplace_back();
        entry = {{"parent", node.parent},
                 {"step", node.step},
                 {"token", node.token},
                 {"probability", node.probability},
                 {"log_probability", node.logProbability},
                 {"fate", fates[static_cast<std::size_t>(node.fate)]}};
        if (node.rank > 0) {
            entry["score"] = node.score;
            entry["rank"] = node.rank;
        }
    }
    return about;
}

/// All but the tensors, as an object.
ordered_json head(const Trace& trace)
{
    ordered_json about{{"scenario", trace.scenario},
                       {"settings", settingsToJson(trace.settings)},
                       {"input_tokens", texts(trace.input)},
                       {"output_tokens", texts(trace.output)},
                       {"attentions", attentions(trace)}};
    if (trace.decoding)
        about["decoding"] = decoding(*trace.decoding);
    return about;
}

void appendNumber(std::string& out, float value)
{
    if (!std::isfinite(value)) {
        out += "null";
        return;
    }
    // The shortest text that reads back as the same float.
    char buffer[32];
    out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

/// [[1,2],[3,4]]
std::string nested(const TraceValue& matrix)
{
    std::string out = "[";
    for (Index row = 0; row < matrix.rows(); ++row) {
        out += row == 0 ? "[" : ",[";
        for (Index column = 0; column < matrix.columns(); ++column) {
            if (column > 0)
                out += ',';
            appendNumber(out, static_cast<float>(matrix.at(row, column)));
        }
        out += ']';
    }
    return out + "]";
}

void saveNpz(const Trace& trace, const std::filesystem::path& file, const std::stop_token& stop)
{
    ordered_json document = head(trace);
    document["tensors"] = ordered_json::array();
    NpzWriter out(file);
    for (const TraceTensor& tensor : trace.tensors) {
        if (stop.stop_requested())
            throw Stopped{};
        document["tensors"].push_back(description(trace, tensor));
        out.addArray(tensor.path, {tensor.value.rows(), tensor.value.columns()},
                     tensor.value.copy().values());
    }
    out.addText("trace.json", dumped(document));
    out.commit();
}

void saveJson(const Trace& trace, const std::filesystem::path& file, const std::stop_token& stop)
{
    AtomicFile out(file);
    std::string text = dumped(head(trace));
    text.back() = ',';
    out.write(text + "\"tensors\":[");
    for (std::size_t i = 0; i < trace.tensors.size(); ++i) {
        if (stop.stop_requested())
            throw Stopped{};
        text = dumped(description(trace, trace.tensors[i]));
        text.back() = ',';
        out.write((i == 0 ? "\n" : ",\n") + text + "\"value\":" + nested(trace.tensors[i].value)
                  + "}");
    }
    out.write("\n]}\n");
    out.commit();
}

} // namespace

void saveTrace(const Trace& trace, const std::filesystem::path& file, const std::stop_token& stop)
{
    const std::string ending = file.extension().string();
    if (ending == ".npz")
        saveNpz(trace, file, stop);
    else if (ending == ".json")
        saveJson(trace, file, stop);
    else
        throw std::invalid_argument("cannot save " + file.string()
                                    + ": a trace is saved as .npz or .json, choose one of them");
}

} // namespace regard

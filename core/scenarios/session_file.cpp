// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/session_file.h"

#include "core/io/atomic_file.h"
#include "core/io/base64.h"
#include "core/io/input_file.h"
#include "core/io/json.h"
#include "core/io/settings_json.h"
#include "core/models/weights_file.h"
#include "core/scenarios/catalogue.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

namespace regard {

namespace {

using nlohmann::json;

constexpr int version = 1;
constexpr JsonLimits limits{std::size_t{160} << 20, 500'000, 16};
/// Of weights that are put in, as bytes: their text is a third longer.
constexpr std::size_t mostBytesPutIn = std::size_t{100} << 20;

/// A member of an object; the fallback where it is not there.
template <class Value> Value member(const json& object, const char* name, Value fallback)
{
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? fallback : found->get<Value>();
}

json placeToJson(const Place& place)
{
    if (place.path.empty())
        return {};
    json object{{"path", place.path}, {"row", place.row}, {"column", place.column}};
    if (!place.rowLabel.empty())
        object["row_label"] = place.rowLabel;
    if (!place.columnLabel.empty())
        object["column_label"] = place.columnLabel;
    return object;
}

Place placeFrom(const json& object)
{
    return object.is_object()
        ? Place{member<std::string>(object, "path", ""), member<Index>(object, "row", -1),
                member<Index>(object, "column", -1), member<std::string>(object, "row_label", ""),
                member<std::string>(object, "column_label", "")}
        : Place{};
}

/// Null for weights of the settings; a path; or {"safetensors": the file's bytes in base 64}.
json weightsToJson(const std::shared_ptr<const Weights>& weights, SessionWeights how)
{
    if (!weights)
        return {};
    if (how == SessionWeights::ByPath && !weights->origin.empty())
        return std::filesystem::absolute(weights->origin).string();
    const std::string bytes = weightsBytes(*weights);
    if (bytes.size() > mostBytesPutIn)
        throw std::runtime_error("the weights take " + std::to_string(bytes.size() >> 20)
                                 + " MB, at most " + std::to_string(mostBytesPutIn >> 20)
                                 + " MB go into a session: save the session without them");
    return {{"safetensors", toBase64(bytes)}};
}

std::shared_ptr<const Weights> weightsFrom(const json& object, const ScenarioSpec& scenario,
                                           const std::filesystem::path& file,
                                           const std::stop_token& stop)
{
    if (object.is_null())
        return nullptr;
    if (object.is_string()) {
        const auto path = object.get<std::string>();
        return path.empty() ? nullptr
                            : shareWeights(loadWeights(file.parent_path() / path, scenario, stop));
    }
    const std::optional<std::string> bytes =
        fromBase64(object.at("safetensors").get_ref<const std::string&>());
    if (!bytes)
        throw std::invalid_argument("the weights in it are damaged");
    return shareWeights(parseWeights(*bytes, file, scenario, stop));
}

json paneToJson(const PaneState& pane, SessionWeights weights)
{
    const Exploration& exploration = pane.exploration;
    json edits = json::array();
    for (const Edit& edit : exploration.edits) {
        json& object = edits.emplace_back();
        object = {{"path", edit.path},          {"row", edit.row},
                  {"column", edit.column},      {"value", edit.value},
                  {"row_label", edit.rowLabel}, {"column_label", edit.columnLabel}};
        if (edit.kind != EditKind::Number)
            object["kind"] = std::string(editKindName(edit.kind));
        if (!edit.from.empty())
            object["from"] = edit.from;
    }
    return {{"scenario", exploration.scenario},
            {"texts", exploration.texts},
            {"target", exploration.target},
            {"prefix", exploration.prefix},
            {"settings", settingsToJson(exploration.settings)},
            {"edits", std::move(edits)},
            {"weights", weightsToJson(exploration.weights, weights)},
            {"view", pane.view},
            {"selection", placeToJson(pane.selection)},
            {"own", pane.own}};
}

EditKind editKindFrom(const std::string& name)
{
    for (int kind = 0; kind <= static_cast<int>(EditKind::ReverseInput); ++kind)
        if (editKindName(static_cast<EditKind>(kind)) == name)
            return static_cast<EditKind>(kind);
    throw std::invalid_argument("it has a change of an unknown kind, '" + name + "'");
}

Edit editFrom(const json& object)
{
    Edit edit;
    edit.kind = editKindFrom(member<std::string>(object, "kind", "number"));
    edit.path = object.at("path").get<std::string>();
    edit.from = member<std::string>(object, "from", "");
    if (edit.kind == EditKind::Number) {
        const auto value = object.at("value").get<double>();
        if (!std::isfinite(value))
            throw std::invalid_argument("an edited number is none");
        edit.value = static_cast<Real>(value);
        edit.row = object.at("row").get<Index>();
    }
    if (edit.kind == EditKind::Number || edit.kind == EditKind::HideToken)
        edit.column = object.at("column").get<Index>();
    edit.rowLabel = member<std::string>(object, "row_label", "");
    edit.columnLabel = member<std::string>(object, "column_label", "");
    return edit;
}

PaneState paneFrom(const json& object, const std::filesystem::path& file,
                   const std::stop_token& stop)
{
    PaneState pane;
    Exploration& exploration = pane.exploration;
    exploration.scenario = object.at("scenario").get<std::string>();
    const ScenarioSpec& scenario = scenarioOf(exploration.scenario);
    exploration.texts = member(object, "texts", std::vector<std::string>());
    if (exploration.texts.size() > scenario.inputs.size())
        throw std::invalid_argument("it has more texts than the scenario takes");
    exploration.target = member<std::string>(object, "target", "");
    exploration.prefix = member(object, "prefix", std::vector<std::string>());
    if (!exploration.target.empty() && !exploration.prefix.empty())
        throw std::invalid_argument("it has both a target and first tokens of the output");
    exploration.settings = settingsFromJson(member(object, "settings", json::object()));
    resolveSettings(scenario.settings, exploration.settings);
    for (const json& edit : member(object, "edits", json::array()))
        exploration.edits.push_back(editFrom(edit));
    exploration.weights = weightsFrom(member(object, "weights", json()), scenario, file, stop);
    pane.view = member<std::string>(object, "view", "");
    pane.selection = placeFrom(member(object, "selection", json()));
    pane.own = member(object, "own", std::vector<std::string>());
    for (const std::string& name : pane.own)
        if (name != ownScenario && name != ownEdits && name != ownInput
            && !findSetting(scenario, name))
            throw std::invalid_argument("the scenario has no setting '" + name + "'");
    return pane;
}

json bookmarkToJson(const MomentPlace& place)
{
    json object{{"scenario", place.scenario}, {"scope", place.scope}, {"name", place.name},
                {"step", place.step},         {"row", place.row},     {"part", place.part},
                {"moment", place.moment}};
    if (!place.rowLabel.empty())
        object["row_label"] = place.rowLabel;
    return object;
}

std::vector<MomentPlace> bookmarksFrom(const json& array)
{
    if (!array.is_array())
        throw std::invalid_argument("its bookmarks are no list");
    if (array.size() > mostBookmarks)
        throw std::invalid_argument("it has more than " + std::to_string(mostBookmarks)
                                    + " bookmarks");
    std::vector<MomentPlace> bookmarks;
    for (const json& object : array)
        bookmarks.push_back({scenarioOf(object.at("scenario").get<std::string>()).id,
                             member<std::string>(object, "scope", ""),
                             object.at("name").get<std::string>(), member<int>(object, "step", -1),
                             member<Index>(object, "row", -1),
                             member<std::string>(object, "row_label", ""),
                             member<int>(object, "part", -1), member<int>(object, "moment", -1)});
    return bookmarks;
}

} // namespace

std::string sessionText(const Workspace& workspace, SessionWeights weights)
{
    json panes = json::array();
    for (const PaneState& pane : workspace.panes)
        panes.push_back(paneToJson(pane, weights));
    json document{{"regard", "session"}, {"version", version}, {"panes", std::move(panes)}};
    for (const MomentPlace& place : workspace.bookmarks)
        document["bookmarks"].push_back(bookmarkToJson(place));
    return document.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Workspace parseSession(const std::string& text, const std::filesystem::path& file,
                       const std::stop_token& stop)
{
    const json document = parseJson(text, file, limits);
    try {
        if (!document.is_object() || member<std::string>(document, "regard", "") != "session")
            throw FileError(file, "it is no session of Regard, choose another file");
        if (member<int>(document, "version", 0) > version)
            throw FileError(file, "a newer Regard wrote it, open it with that one");
        const json& panes = document.at("panes");
        if (!panes.is_array() || panes.empty())
            throw std::invalid_argument("it has no pane");
        if (panes.size() > mostPanes)
            throw std::invalid_argument("it has more than " + std::to_string(mostPanes) + " panes");
        Workspace workspace;
        for (const json& pane : panes)
            workspace.panes.push_back(paneFrom(pane, file, stop));
        workspace.bookmarks = bookmarksFrom(member(document, "bookmarks", json::array()));
        return workspace;
    } catch (const json::exception&) {
        throw FileError(file, "what it says of a session is not complete, save it anew");
    } catch (const std::invalid_argument& problem) {
        throw FileError(file, std::string(problem.what()) + ", save it anew");
    }
}

Workspace loadSession(const std::filesystem::path& file, const std::stop_token& stop)
{
    return parseSession(
        readFile(file, limits.bytes, "a session is smaller, choose another file", stop), file,
        stop);
}

void saveSession(const Workspace& workspace, const std::filesystem::path& file,
                 SessionWeights weights)
{
    saveFile(file, sessionText(workspace, weights));
}

} // namespace regard

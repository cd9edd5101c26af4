// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/session_file.h"

#include "core/io/atomic_file.h"
#include "core/io/input_file.h"
#include "core/io/json.h"
#include "core/io/settings_json.h"
#include "core/models/weights_file.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace regard {

namespace {

using nlohmann::json;

constexpr int version = 1;
constexpr JsonLimits limits{std::size_t{16} << 20, 500'000, 16};

/// A member of an object; the fallback where it is not there.
template <class Value> Value member(const json& object, const char* name, Value fallback)
{
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? fallback : found->get<Value>();
}

json placeToJson(const Place& place)
{
    return place.path.empty()
        ? json()
        : json{{"path", place.path}, {"row", place.row}, {"column", place.column}};
}

Place placeFrom(const json& object)
{
    return object.is_object()
        ? Place{member<std::string>(object, "path", ""), member<Index>(object, "row", -1),
                member<Index>(object, "column", -1)}
        : Place{};
}

json paneToJson(const Session& session)
{
    const Exploration& exploration = session.exploration;
    json edits = json::array();
    for (const Edit& edit : exploration.edits)
        edits.push_back({{"path", edit.path},
                         {"row", edit.row},
                         {"column", edit.column},
                         {"value", edit.value}});
    const bool own = exploration.weights && !exploration.weights->origin.empty();
    return {{"scenario", exploration.scenario},
            {"texts", exploration.texts},
            {"target", exploration.target},
            {"settings", settingsToJson(exploration.settings)},
            {"edits", std::move(edits)},
            {"weights",
             own ? json(std::filesystem::absolute(exploration.weights->origin).string()) : json()},
            {"view", session.view},
            {"selection", placeToJson(session.selection)}};
}

Session paneFrom(const json& pane, const std::filesystem::path& folder, const std::stop_token& stop)
{
    Session session;
    Exploration& exploration = session.exploration;
    exploration.scenario = pane.at("scenario").get<std::string>();
    const ScenarioSpec& scenario = scenarioOf(exploration.scenario);
    exploration.texts = member(pane, "texts", std::vector<std::string>());
    if (exploration.texts.size() > scenario.inputs.size())
        throw std::invalid_argument("it has more texts than the scenario takes");
    exploration.target = member<std::string>(pane, "target", "");
    exploration.settings = settingsFromJson(member(pane, "settings", json::object()));
    resolveSettings(scenario.settings, exploration.settings);
    for (const json& edit : member(pane, "edits", json::array())) {
        const auto value = edit.at("value").get<double>();
        if (!std::isfinite(value))
            throw std::invalid_argument("an edited number is none");
        exploration.edits.push_back({edit.at("path").get<std::string>(),
                                     edit.at("row").get<Index>(), edit.at("column").get<Index>(),
                                     static_cast<Real>(value)});
    }
    if (const auto weights = member<std::string>(pane, "weights", ""); !weights.empty())
        exploration.weights = share(loadWeights(folder / weights, scenario, stop));
    session.view = member<std::string>(pane, "view", "");
    session.selection = placeFrom(member(pane, "selection", json()));
    return session;
}

} // namespace

bool operator==(const Session& a, const Session& b)
{
    return sessionText(a) == sessionText(b);
}

std::string sessionText(const Session& session)
{
    const json document{
        {"regard", "session"}, {"version", version}, {"panes", {paneToJson(session)}}};
    return document.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Session parseSession(const std::string& text, const std::filesystem::path& file,
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
        return paneFrom(panes.front(), file.parent_path(), stop);
    } catch (const json::exception&) {
        throw FileError(file, "what it says of a session is not complete, save it anew");
    } catch (const std::invalid_argument& problem) {
        throw FileError(file, std::string(problem.what()) + ", save it anew");
    }
}

Session loadSession(const std::filesystem::path& file, const std::stop_token& stop)
{
    return parseSession(
        readFile(file, limits.bytes, "a session is smaller, choose another file", stop), file,
        stop);
}

void saveSession(const Session& session, const std::filesystem::path& file)
{
    saveFile(file, sessionText(session));
}

} // namespace regard

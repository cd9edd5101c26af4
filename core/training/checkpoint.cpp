// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/checkpoint.h"

#include "core/io/input_file.h"
#include "core/io/json.h"
#include "core/io/safetensors.h"
#include "core/io/settings_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace regard {

namespace {

using nlohmann::json;

constexpr const char* versionKey = "regard.checkpoint";
constexpr const char* version = "1";
constexpr const char* scenarioKey = "regard.scenario";
constexpr const char* settingsKey = "regard.settings";
constexpr const char* runKey = "regard.run";

/// FNV-1a of 64 bits.
class Digest {
public:
    void add(std::string_view bytes)
    {
        for (const char byte : bytes)
            m_value = (m_value ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
    }
    void add(std::uint64_t number)
    {
        for (int shift = 0; shift < 64; shift += 8)
            m_value = (m_value ^ ((number >> shift) & 0xFF)) * 0x100000001b3;
    }
    std::uint64_t value() const { return m_value; }

private:
    std::uint64_t m_value = 0xcbf29ce484222325;
};

void addData(Digest& digest, const std::filesystem::path& data)
try {
    if (std::filesystem::is_directory(data)) {
        std::vector<std::pair<std::string, std::uint64_t>> files;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(data))
            if (entry.is_regular_file())
                files.emplace_back(entry.path().lexically_relative(data).string(),
                                   entry.file_size());
        std::ranges::sort(files);
        for (const auto& [name, size] : files) {
            digest.add(name);
            digest.add(size);
        }
    } else if (std::filesystem::is_regular_file(data)) { // what was piped in is gone
        InputBytes bytes(data, std::numeric_limits<std::size_t>::max());
        constexpr std::size_t block = std::size_t{1} << 20;
        for (std::string part = bytes.read(block); !part.empty(); part = bytes.read(block))
            digest.add(part);
    }
} catch (const std::filesystem::filesystem_error& error) {
    throw FileError(data, error.code().message() + ", give data that stay while they are read");
}

std::string text(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

const std::string& metadata(const std::map<std::string, std::string>& all, const char* key,
                            const std::filesystem::path& file)
{
    const auto found = all.find(key);
    if (found == all.end())
        throw FileError(file,
                        std::string("it has no ") + key
                            + ", give a checkpoint that an interrupted training has left");
    return found->second;
}

json runOf(const std::map<std::string, std::string>& all, const std::filesystem::path& file)
{
    json run = parseJson(metadata(all, runKey, file), file);
    const auto holds = [&](const char* name, bool (json::*is)() const noexcept) {
        return run.is_object() && run.contains(name) && (run[name].*is)();
    };
    for (const char* name : {"data", "digest", "curve"})
        if (!holds(name, &json::is_string))
            throw FileError(
                file, std::string("its run has no text ") + name + ", train from the beginning");
    for (const char* name : {"loss", "count", "hits"})
        if (!holds(name, &json::is_number) || !std::isfinite(run[name].get<double>()))
            throw FileError(
                file, std::string("its run has no number ") + name + ", train from the beginning");
    if (!holds("step", &json::is_number_unsigned))
        throw FileError(file, "its run has no step, train from the beginning");
    return run;
}

/// Checks names and sizes of the blocks, before their numbers are read.
void checkBlocks(const SafetensorsFile& header, std::size_t size, std::size_t averages,
                 const std::filesystem::path& file)
{
    const char* const names[] = {"parameters", "mean", "square"};
    if (header.tensors.size() != 3)
        throw FileError(file, "it does not hold three blocks of numbers, train from the beginning");
    for (std::size_t i = 0; i < 3; ++i) {
        const NamedTensor& block = header.tensors[i];
        const auto wanted = static_cast<std::int64_t>(i <= averages ? size : 0);
        if (block.name != names[i] || block.dimensions != std::vector<std::int64_t>{wanted})
            throw FileError(file,
                            "its block " + inQuotes(block.name)
                                + " is not of the size that the settings ask for, train from "
                                  "the beginning");
    }
}

Buffer finite(const NamedTensor& block, bool negative, const std::filesystem::path& file)
{
    for (const float value : block.values)
        if (!std::isfinite(value) || (!negative && value < 0))
            throw FileError(file,
                            "its block " + inQuotes(block.name)
                                + " has numbers that no training makes, train from the "
                                  "beginning");
    return {block.values.begin(), block.values.end()};
}

} // namespace

std::uint64_t digestOf(const Task& task, const std::filesystem::path& data)
{
    Digest digest;
    for (const ParameterLayout::Entry& entry : task.layout()->entries()) {
        digest.add(entry.name);
        digest.add(entry.shape.text());
    }
    for (const auto& [use, vocabulary] : task.vocabularies()) {
        digest.add(use);
        for (const std::string& token : vocabulary.tokens()) {
            digest.add(token.size());
            digest.add(token);
        }
    }
    for (const Split split : {Split::Train, Split::HeldOut}) {
        digest.add(task.size(split));
        for (std::size_t i = 0; i < task.size(split); ++i)
            digest.add(task.extent(split, static_cast<std::uint32_t>(i)));
    }
    if (!data.empty())
        addData(digest, data);
    return digest.value();
}

void saveCheckpoint(const RunRequest& request, const RunState& state,
                    const std::filesystem::path& file)
{
    const json run{{"step", state.step},
                   {"loss", state.loss},
                   {"count", state.count},
                   {"hits", state.hits},
                   {"data", request.data.string()},
                   {"digest", std::to_string(request.digest)},
                   {"curve", request.curve}};
    const std::map<std::string, std::string> all{
        {versionKey, version},
        {scenarioKey, request.scenario},
        {settingsKey, text(settingsToJson(request.settings))},
        {runKey, text(run)}};
    const auto view = [](const char* name, std::span<const Real> block) {
        return TensorView{name, {static_cast<std::int64_t>(block.size())}, block};
    };
    const TensorView blocks[] = {view("parameters", state.parameters.block()),
                                 view("mean", state.mean), view("square", state.square)};
    std::uint64_t bytes = largestSafetensorsHeader;
    for (const TensorView& block : blocks)
        bytes += block.values.size_bytes();
    if (bytes > largestSafetensors)
        throw std::runtime_error("cannot save " + file.string()
                                 + ": the run is too large to be read again, choose a smaller "
                                   "model, or lower the setting words");
    writeSafetensors(file, all, blocks);
}

RunRequest readRunRequest(const std::filesystem::path& file, const ScenarioSpec& expected)
{
    const std::map<std::string, std::string> all = readSafetensorsMetadata(file);
    if (metadata(all, versionKey, file) != version)
        throw FileError(file, "its checkpoint is of another version, train from the beginning");
    RunRequest request;
    request.scenario = metadata(all, scenarioKey, file);
    if (request.scenario != expected.id)
        throw FileError(file,
                        "its training is of the scenario " + inQuotes(request.scenario)
                            + ", go on with it there");
    const json settings = parseJson(metadata(all, settingsKey, file), file);
    try {
        request.settings = resolveSettings(expected.settings, settingsFromJson(settings));
    } catch (const std::invalid_argument& error) {
        throw FileError(file, error.what());
    }
    const json run = runOf(all, file);
    request.data = run["data"].get<std::string>();
    request.curve = run["curve"].get<std::string>();
    const std::string digest = run["digest"].get<std::string>();
    const auto [end, problem] =
        std::from_chars(digest.data(), digest.data() + digest.size(), request.digest);
    if (problem != std::errc() || end != digest.data() + digest.size())
        throw FileError(file, "its digest is no number, train from the beginning");
    return request;
}

RunState readRunState(const std::filesystem::path& file, const RunRequest& request,
                      const Task& task)
{
    if (digestOf(task, request.data) != request.digest)
        throw FileError(file,
                        request.data.empty()
                            ? "its examples are not those of this version of the program, train "
                              "from the beginning"
                            : "it was trained on other data than " + request.data.string()
                                + " now holds, give those with --data or train from the beginning");
    const TrainOptions options = trainOptions(request.settings);
    const std::size_t averages = averagesOf(options.optimiser.kind);
    const auto size = static_cast<std::size_t>(task.layout()->blockSize());
    const SafetensorsFile contents = readSafetensors(file, {}, [&](const SafetensorsFile& header) {
        checkBlocks(header, size, averages, file);
    });
    RunState state;
    state.parameters = Parameters(task.layout());
    std::ranges::copy(finite(contents.tensors[0], true, file), state.parameters.block().begin());
    state.mean = finite(contents.tensors[1], true, file);
    state.square = finite(contents.tensors[2], false, file);
    const json run = runOf(contents.metadata, file);
    const std::uint64_t steps = (task.size(Split::Train) + options.batch - 1) / options.batch
        * static_cast<std::uint64_t>(options.epochs);
    if (run["step"].get<std::uint64_t>() > steps)
        throw FileError(file, "its step is behind the last one, train from the beginning");
    state.step = run["step"].get<std::size_t>();
    state.loss = run["loss"].get<double>();
    state.count = run["count"].get<double>();
    state.hits = run["hits"].get<double>();
    return state;
}

} // namespace regard

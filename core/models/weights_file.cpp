// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/weights_file.h"

#include "core/io/half.h"
#include "core/io/input_file.h"
#include "core/io/json.h"
#include "core/io/settings_json.h"
#include "core/tensor/stopped.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace regard {

namespace {

using nlohmann::json;

constexpr std::size_t mostVocabularies = 16;
constexpr const char* scenarioKey = "regard.scenario";
constexpr const char* settingsKey = "regard.settings";
constexpr const char* vocabularyKey = "regard.vocabulary";
constexpr std::string_view figurePrefix = "regard.figure.";

std::string shapeText(const std::vector<std::int64_t>& dimensions)
{
    std::string text;
    for (const std::int64_t extent : dimensions)
        text += (text.empty() ? "" : " × ") + std::to_string(extent);
    return dimensions.empty() ? "scalar" : text;
}

std::string joined(const std::vector<std::string>& tokens)
{
    std::string text;
    for (const std::string& token : tokens)
        text += (text.empty() ? "" : ", ") + token;
    return text;
}

std::vector<std::int64_t> dimensionsOf(const Shape& shape)
{
    std::vector<std::int64_t> dimensions;
    for (int axis = 0; axis < shape.rank(); ++axis)
        dimensions.push_back(shape[axis]);
    return dimensions;
}

class Reader {
public:
    Reader(const std::filesystem::path& file, const ScenarioSpec& expected,
           const std::stop_token& stop)
        : m_source(file)
        , m_expected(expected)
        , m_stop(stop)
    {
    }

    Weights read()
    {
        Weights weights =
            read([&](const auto& accept) { return readSafetensors(m_source, m_stop, accept); });
        weights.origin = m_source.string();
        return weights;
    }
    Weights parse(std::string_view bytes)
    {
        return read([&](const auto& accept) { return parseSafetensors(bytes, m_source, accept); });
    }

private:
    template <class Source> Weights read(const Source& source)
    {
        Weights weights;
        std::shared_ptr<const ParameterLayout> layout;
        // All but the numbers is checked before one of them is read.
        m_file = source([&](const SafetensorsFile& header) {
            m_file = header;
            weights = readHeader();
            layout = layoutFor(weights);
            if (layout)
                checkTensors(*layout);
        });
        if (layout)
            weights.parameters = readParameters(std::move(layout));
        return weights;
    }

    Weights readHeader() const
    {
        Weights weights;
        weights.scenario = metadata(scenarioKey);
        if (weights.scenario != m_expected.id)
            refuse("its weights are of the scenario " + inQuotes(weights.scenario)
                   + ", open it there or give weights of " + inQuotes(m_expected.id));
        weights.settings = readSettings();
        weights.vocabularies = readVocabularies();
        for (const auto& [key, text] : m_file.metadata)
            if (key.starts_with(figurePrefix))
                weights.figures.emplace(key.substr(figurePrefix.size()), text);
        weights.trained = true;
        return weights;
    }

    const std::string& metadata(const char* key) const
    {
        const auto found = m_file.metadata.find(key);
        if (found == m_file.metadata.end())
            refuse(std::string("it has no ") + key
                   + ", give a weights file that this program has saved");
        return found->second;
    }

    Settings readSettings() const
    {
        const json object = parseJson(metadata(settingsKey), m_source);
        try {
            return resolveSettings(m_expected.settings, settingsFromJson(object));
        } catch (const std::invalid_argument& error) {
            refuse(error.what());
        }
    }

    std::map<std::string, Vocabulary> readVocabularies() const
    {
        const json object = parseJson(metadata(vocabularyKey), m_source);
        if (!object.is_object() || object.size() > mostVocabularies)
            refuse("its vocabulary is not a JSON object of a few lists, train the weights anew");
        std::map<std::string, Vocabulary> vocabularies;
        for (const auto& [use, list] : object.items())
            vocabularies.emplace(use, readVocabulary(use, list));
        return vocabularies;
    }

    Vocabulary readVocabulary(const std::string& use, const json& list) const
    {
        const std::string which = "vocabulary " + inQuotes(use);
        const auto found = m_expected.specialTokens.find(use);
        const SpecialTokens special =
            found == m_expected.specialTokens.end() ? SpecialTokens::Text : found->second;
        if (!list.is_array() || !std::all_of(list.begin(), list.end(), [](const json& token) {
                return token.is_string();
            }))
            refuse(which + " is not a list of tokens, train the weights anew");
        if (list.size() > Vocabulary::largest)
            refuse(which + " has more than " + std::to_string(Vocabulary::largest)
                   + " tokens, train with fewer");
        auto tokens = list.get<std::vector<std::string>>();
        const std::vector<std::string>& first = specialTokensOf(special);
        if (special == SpecialTokens::None && !tokens.empty() && tokens.front() == "<pad>")
            refuse(which
                   + " begins with <pad>, but is a list of names alone, train the weights "
                     "anew");
        if (tokens.size() < first.size() || !std::equal(first.begin(), first.end(), tokens.begin()))
            refuse(which + " does not begin with " + joined(first) + ", train the weights anew");
        tokens.erase(tokens.begin(), tokens.begin() + static_cast<Index>(first.size()));
        try {
            return Vocabulary(tokens, special);
        } catch (const std::invalid_argument&) {
            refuse(which + " has an empty token or one twice, train the weights anew");
        }
    }

    std::shared_ptr<const ParameterLayout> layoutFor(const Weights& weights) const
    {
        std::shared_ptr<const ParameterLayout> layout;
        try {
            if (m_expected.parameterLayout)
                layout = m_expected.parameterLayout(weights.settings, weights.vocabularies);
        } catch (const std::exception&) {
            refuse("its settings and vocabularies do not fit the scenario, train the weights anew");
        }
        if (!layout && !m_file.tensors.empty())
            refuse("it has tensors, but the scenario " + inQuotes(m_expected.id)
                   + " has no weights to load");
        return layout;
    }

    std::map<std::string_view, const NamedTensor*> tensorsByName() const
    {
        std::map<std::string_view, const NamedTensor*> given;
        for (const NamedTensor& tensor : m_file.tensors)
            given.emplace(tensor.name, &tensor);
        return given;
    }

    /// All names and shapes: the block is as large as the layout, not as the file.
    void checkTensors(const ParameterLayout& layout) const
    {
        const auto given = tensorsByName();
        for (const ParameterLayout::Entry& entry : layout.entries()) {
            const auto found = given.find(entry.name);
            if (found == given.end())
                refuse("the tensor " + inQuotes(entry.name)
                       + " is missing, give a whole weights file");
            const auto& dimensions = found->second->dimensions;
            if (dimensions != dimensionsOf(entry.shape))
                refuse("the tensor " + inQuotes(entry.name) + " is " + shapeText(dimensions)
                       + " where the settings ask for " + entry.shape.text()
                       + ", give weights trained with these settings");
        }
        for (const NamedTensor& tensor : m_file.tensors)
            if (layout.find(tensor.name).index < 0)
                refuse("the tensor " + inQuotes(tensor.name)
                       + " does not belong to the scenario, give weights that do");
    }

    Parameters readParameters(std::shared_ptr<const ParameterLayout> layout) const
    {
        const auto given = tensorsByName();
        Parameters parameters(std::move(layout));
        for (const ParameterLayout::Entry& entry : parameters.layout().entries()) {
            if (m_stop.stop_requested())
                throw Stopped{};
            const std::vector<float>& values = given.at(entry.name)->values;
            if (!std::all_of(values.begin(), values.end(),
                             [](float value) { return std::isfinite(value); }))
                refuse("the tensor " + inQuotes(entry.name)
                       + " has numbers that are not finite, train the weights anew");
            std::copy(values.begin(), values.end(), parameters.block().begin() + entry.offset);
        }
        return parameters;
    }

    [[noreturn]] void refuse(const std::string& problem) const
    {
        throw FileError(m_source, problem);
    }

    const std::filesystem::path& m_source;
    const ScenarioSpec& m_expected;
    const std::stop_token& m_stop;
    SafetensorsFile m_file;
};

} // namespace

Weights loadWeights(const std::filesystem::path& file, const ScenarioSpec& expected,
                    const std::stop_token& stop)
{
    return Reader(file, expected, stop).read();
}

Weights parseWeights(std::string_view bytes, const std::filesystem::path& source,
                     const ScenarioSpec& expected, const std::stop_token& stop)
{
    return Reader(source, expected, stop).parse(bytes);
}

namespace {

std::string text(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string vocabularyText(const std::map<std::string, Vocabulary>& vocabularies)
{
    json vocabulary = json::object();
    for (const auto& [use, tokens] : vocabularies)
        vocabulary[use] = tokens.tokens();
    return text(vocabulary);
}

} // namespace

void requireLoadable(const std::map<std::string, Vocabulary>& vocabularies,
                     const ParameterLayout& layout)
{
    const auto refuse = [](const std::string& problem) {
        throw std::runtime_error("the weights could not be opened again: " + problem);
    };
    for (const auto& [use, tokens] : vocabularies)
        if (tokens.size() > Vocabulary::largest)
            refuse("the vocabulary " + inQuotes(use) + " has " + std::to_string(tokens.size())
                   + " tokens, at most " + std::to_string(Vocabulary::largest)
                   + " are read; lower the setting words");
    constexpr std::size_t others = std::size_t{1} << 20; // settings, figures, names and shapes
    const std::string words = vocabularyText(vocabularies);
    const std::size_t header = text(words).size() + others;
    if (words.size() > JsonLimits().bytes || header > largestSafetensorsHeader)
        refuse("their vocabulary takes " + std::to_string(words.size() >> 20) + " MB, at most "
               + std::to_string(JsonLimits().bytes >> 20)
               + " MB are read; lower the setting words, or part very long words with spaces");
    const auto numbers = static_cast<std::uint64_t>(layout.count()) * sizeof(float);
    if (numbers > largestSafetensors - header)
        refuse("their numbers take " + std::to_string(numbers >> 20) + " MB, at most "
               + std::to_string(largestSafetensors >> 20)
               + " MB are read; choose a smaller model, or lower the setting words");
}

namespace {

/// What is written of weights, to write(metadata, tensors).
template <class Write> auto written(const Weights& weights, const Write& write)
{
    if (weights.parameters.sharedLayout()) {
        requireLoadable(weights.vocabularies, weights.parameters.layout());
        const auto block = weights.parameters.block();
        if (!std::all_of(block.begin(), block.end(), [](Real x) { return std::isfinite(x); }))
            throw std::runtime_error("the weights have become numbers that are not finite and "
                                     "could not be opened again: train with a lower rate");
    }
    std::map<std::string, std::string> metadata{
        {scenarioKey, weights.scenario},
        {settingsKey, text(settingsToJson(weights.settings))},
        {vocabularyKey, vocabularyText(weights.vocabularies)}};
    for (const auto& [name, value] : weights.figures)
        metadata.emplace(std::string(figurePrefix) + name, value);

    std::vector<TensorView> tensors;
    if (weights.parameters.sharedLayout())
        for (const ParameterLayout::Entry& entry : weights.parameters.layout().entries())
            tensors.push_back(
                {entry.name, dimensionsOf(entry.shape),
                 weights.parameters.block().subspan(static_cast<std::size_t>(entry.offset),
                                                    static_cast<std::size_t>(entry.shape.size()))});
    return write(metadata, std::span<const TensorView>(tensors));
}

} // namespace

void saveWeights(const Weights& weights, const std::filesystem::path& file, Precision precision)
{
    written(weights, [&](const auto& metadata, std::span<const TensorView> tensors) {
        writeSafetensors(file, metadata, tensors, precision);
    });
}

bool roundToHalf(Weights& weights)
{
    const auto rounded = [](Real number) {
        return static_cast<Real>(fromHalf(toHalf(static_cast<float>(number))));
    };
    const std::span<Real> block = weights.parameters.block();
    if (!std::all_of(block.begin(), block.end(),
                     [&](Real number) { return std::isfinite(rounded(number)); }))
        return false;
    std::transform(block.begin(), block.end(), block.begin(), rounded);
    return true;
}

std::string weightsBytes(const Weights& weights)
{
    return written(weights, [](const auto& metadata, std::span<const TensorView> tensors) {
        return safetensorsBytes(metadata, tensors);
    });
}

std::string scenarioOfWeights(const std::filesystem::path& file, const std::stop_token& stop)
{
    const std::map<std::string, std::string> metadata = readSafetensorsMetadata(file, stop);
    const auto found = metadata.find(scenarioKey);
    if (found == metadata.end())
        throw FileError(file,
                        std::string("it has no ") + scenarioKey
                            + ", give a weights file that this program has saved");
    return found->second;
}

} // namespace regard

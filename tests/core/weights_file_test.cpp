// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/weights_file.h"
#include "core/scenarios/catalogue.h"

#include "core/io/half.h"
#include "core/io/input_file.h"
#include "core/io/safetensors.h"
#include "core/tensor/stopped.h"
#include "tests/core/temporary_folder.h"

#include <cmath>
#include <limits>

using namespace regard;

namespace {

std::shared_ptr<const ParameterLayout>
layoutOf(const Settings& settings, const std::map<std::string, Vocabulary>& vocabularies)
{
    auto layout = std::make_shared<ParameterLayout>();
    const Index width = settings.integer("width");
    const auto size = static_cast<Index>(vocabularies.at("text").size());
    const Initial uniform{Initial::Kind::Uniform, 1};
    layout->add("embedding.weight", {size, width}, uniform);
    layout->add("output.weight", {size, width}, uniform);
    layout->add("output.bias", {size}, uniform);
    return layout;
}

ScenarioSpec spec()
{
    ScenarioSpec scenario;
    scenario.id = "small";
    SettingSpec width;
    width.name = "width";
    width.defaultValue = std::int64_t{3};
    width.minimum = 1;
    width.maximum = 64;
    SettingSpec score;
    score.name = "score";
    score.defaultValue = std::string("dot");
    score.choices = {"dot", "additive"};
    scenario.settings = {width, score};
    scenario.parameterLayout = layoutOf;
    scenario.specialTokens = {{"graded", SpecialTokens::Reviews}, {"names", SpecialTokens::None}};
    return scenario;
}

Weights example()
{
    Weights weights;
    weights.scenario = "small";
    weights.settings = resolveSettings(spec().settings);
    weights.settings.set("width", std::int64_t{5});
    weights.vocabularies = {{"text", Vocabulary({"yes", "no", "狗", "\""})}};
    weights.parameters = Parameters(layoutOf(weights.settings, weights.vocabularies), 42);
    weights.figures = {{"exact_match", "0.991"}};
    return weights;
}

class WeightsFile : public testing::Test {
protected:
    WeightsFile() { saveWeights(example(), file); }

    /// The message after a change of what the file holds.
    template <class Change> std::string refusalAfter(Change change)
    {
        SafetensorsFile contents = readSafetensors(file);
        change(contents);
        writeSafetensors(folder / "changed.safetensors", contents);
        return errorOf([&] { loadWeights(folder / "changed.safetensors", spec()); });
    }

    std::string refusalOf(const std::string& key, const std::string& value)
    {
        return refusalAfter([&](SafetensorsFile& contents) { contents.metadata[key] = value; });
    }

    TemporaryFolder folder;
    std::filesystem::path file = folder / "w.safetensors";
};

NamedTensor& tensorOf(SafetensorsFile& contents, const std::string& name)
{
    for (NamedTensor& tensor : contents.tensors)
        if (tensor.name == name)
            return tensor;
    throw std::logic_error("no tensor " + name);
}

} // namespace

TEST_F(WeightsFile, AStopEndsReadingDrawingAndLooking)
{
    std::stop_source source;
    const std::stop_token stop = source.get_token();
    EXPECT_NO_THROW(loadWeights(file, spec(), stop));
    source.request_stop();
    EXPECT_THROW(loadWeights(file, spec(), stop), Stopped);
    EXPECT_THROW(scenarioOfWeights(file, stop), Stopped);
    EXPECT_THROW(Parameters(example().parameters.sharedLayout(), 1, stop), Stopped);
}

TEST_F(WeightsFile, WeightsWhoseReadingWasStoppedAreReadByTheNextWhoAsks)
{
    // In a folder of their own, where nobody has read them before.
    const std::filesystem::path shipped = REGARD_SOURCE_DIR "/resources";
    std::filesystem::create_directory(folder / "weights");
    std::filesystem::copy_file(shipped / "weights/autoencoder.safetensors",
                               folder / "weights/autoencoder.safetensors");
    setResourceDirectory(folder / "");
    const ScenarioSpec& scenario = scenarioOf("autoencoder");
    const Settings settings = resolveSettings(scenario.settings);
    std::stop_source source;
    source.request_stop();
    EXPECT_THROW(weightsFor(scenario, settings, source.get_token()), Stopped);
    EXPECT_TRUE(weightsFor(scenario, settings)->trained);
    setResourceDirectory(shipped);
}

TEST_F(WeightsFile, NoNumberIsReadOfAFileWhoseHeaderIsRefused)
{
    SafetensorsFile contents;
    contents.metadata = {{"regard.scenario", "small"}};
    contents.tensors = {{"w", {3}, {1, 2, 3}}};
    writeSafetensors(file, contents);
    bool shown = false;
    EXPECT_THROW(readSafetensors(file, {},
                                 [&](const SafetensorsFile& header) {
                                     shown = true;
                                     EXPECT_EQ(header.tensors.at(0).dimensions,
                                               (std::vector<std::int64_t>{3}));
                                     EXPECT_TRUE(header.tensors.at(0).values.empty());
                                     throw FileError(file, "refused");
                                 }),
                 FileError);
    EXPECT_TRUE(shown);
}

TEST_F(WeightsFile, WhatIsSavedIsLoaded)
{
    const Weights saved = example();
    const Weights loaded = loadWeights(file, spec());
    EXPECT_EQ(loaded.scenario, saved.scenario);
    EXPECT_EQ(loaded.settings, saved.settings);
    EXPECT_EQ(loaded.vocabularies, saved.vocabularies);
    EXPECT_EQ(loaded.figures, saved.figures);
    EXPECT_TRUE(loaded.trained);
    EXPECT_EQ(loaded.origin, file.string());
    ASSERT_EQ(loaded.parameters.block().size(), saved.parameters.block().size());
    EXPECT_TRUE(std::equal(loaded.parameters.block().begin(), loaded.parameters.block().end(),
                           saved.parameters.block().begin()));
    EXPECT_EQ(scenarioOfWeights(file), "small");
}

TEST_F(WeightsFile, NamesShapesAndMetadataAreThoseOfTheDocument)
{
    SafetensorsFile contents = readSafetensors(file);
    EXPECT_EQ(contents.metadata.at("regard.scenario"), "small");
    EXPECT_EQ(contents.metadata.at("regard.settings"), R"({"score":"dot","width":5})");
    EXPECT_EQ(contents.metadata.at("regard.vocabulary"),
              R"({"text":["<pad>","<unk>","<bos>","<eos>","yes","no","狗","\""]})");
    EXPECT_EQ(contents.metadata.at("regard.figure.exact_match"), "0.991");
    ASSERT_EQ(contents.tensors.size(), 3u);
    EXPECT_EQ(tensorOf(contents, "output.weight").dimensions, (std::vector<std::int64_t>{8, 5}));
    EXPECT_EQ(tensorOf(contents, "output.bias").dimensions, (std::vector<std::int64_t>{8}));
}

TEST_F(WeightsFile, AScenarioWithoutParametersNeedsNone)
{
    Weights weights;
    weights.scenario = "small";
    weights.settings = resolveSettings(spec().settings);
    saveWeights(weights, folder / "none.safetensors");
    ScenarioSpec scenario = spec();
    scenario.parameterLayout = nullptr;
    EXPECT_EQ(loadWeights(folder / "none.safetensors", scenario).settings, weights.settings);
    EXPECT_TRUE(has(errorOf([&] { loadWeights(file, scenario); }), "no weights to load"));
}

TEST_F(WeightsFile, SettingsThatTheFileDoesNotHaveGetTheirDefaults)
{
    SafetensorsFile contents = readSafetensors(file);
    contents.metadata["regard.settings"] = R"({"width":5})";
    writeSafetensors(file, contents);
    EXPECT_EQ(loadWeights(file, spec()).settings.text("score"), "dot");
}

TEST_F(WeightsFile, WeightsOfAnotherScenarioAreRefused)
{
    const std::string message = refusalOf("regard.scenario", "dialogue");
    EXPECT_TRUE(has(message, "changed.safetensors"));
    EXPECT_TRUE(has(message, "of the scenario \"dialogue\", open it there"));
}

TEST_F(WeightsFile, AFileOfAnotherProgramIsRefused)
{
    for (const char* key : {"regard.scenario", "regard.settings", "regard.vocabulary"})
        EXPECT_TRUE(has(refusalAfter([&](SafetensorsFile& c) { c.metadata.erase(key); }),
                        std::string("it has no ") + key));
}

TEST_F(WeightsFile, AFileCutShortIsRefused)
{
    const std::string bytes = contentOf(file);
    writeContent(file, bytes.substr(0, bytes.size() - 4));
    EXPECT_TRUE(has(errorOf([&] { loadWeights(file, spec()); }), "cut short"));
}

TEST_F(WeightsFile, SettingsThatTheScenarioDoesNotAllowAreRefused)
{
    EXPECT_TRUE(has(refusalOf("regard.settings", R"({"width":65})"), "from 1 to 64"));
    EXPECT_TRUE(has(refusalOf("regard.settings", R"({"width":"5"})"), "from 1 to 64"));
    EXPECT_TRUE(has(refusalOf("regard.settings", R"({"hats":1})"), "no setting \"hats\""));
    EXPECT_TRUE(has(refusalOf("regard.settings", R"({"score":"x"})"), "dot, additive"));
    EXPECT_TRUE(has(refusalOf("regard.settings", "[]"), "JSON object"));
    EXPECT_TRUE(has(refusalOf("regard.settings", "{"), "JSON line 1"));
}

TEST_F(WeightsFile, VocabulariesThatCannotBeAreRefused)
{
    const auto refusal = [&](const std::string& value) {
        return refusalOf("regard.vocabulary", value);
    };
    const std::string special = R"("<pad>","<unk>","<bos>","<eos>")";
    EXPECT_TRUE(has(refusal("[]"), "not a JSON object"));
    EXPECT_TRUE(has(refusal(R"({"text":{}})"), "not a list of tokens"));
    EXPECT_TRUE(has(refusal(R"({"text":[1]})"), "not a list of tokens"));
    EXPECT_TRUE(has(refusal(R"({"text":["yes"]})"), "does not begin with"));
    EXPECT_TRUE(has(refusal("{\"text\":[" + special + R"(,"a","a"]})"), "twice"));
    EXPECT_TRUE(has(refusal("{\"text\":[" + special + R"(,""]})"), "empty"));
    EXPECT_TRUE(has(refusal("{\"source\":[" + special + "]}"), "do not fit the scenario"));
    EXPECT_TRUE(has(refusal("{\"text\":[" + special + "]}"), "8 × 5 where the settings ask for"));
    std::string many = "{\"text\":[" + special;
    for (int i = 0; i < 199'997; ++i)
        many += ",\"" + std::to_string(i) + '"';
    EXPECT_TRUE(has(refusal(many + "]}"), "more than 200000"));
}

TEST_F(WeightsFile, SixteenBitsKeepWhatTheyWereRoundedTo)
{
    Weights weights = example();
    const std::vector<Real> exact(weights.parameters.block().begin(),
                                  weights.parameters.block().end());
    ASSERT_TRUE(roundToHalf(weights));
    const auto rounded = weights.parameters.block();
    for (std::size_t i = 0; i < exact.size(); ++i) // 11 bits: half a step is 2^-11 of the number
        EXPECT_NEAR(rounded[i], exact[i], std::abs(exact[i]) * 0x1p-11 + 0x1p-25) << i;
    saveWeights(weights, folder / "half.safetensors", Precision::Half);
    const Weights loaded = loadWeights(folder / "half.safetensors", spec());
    EXPECT_TRUE(std::ranges::equal(loaded.parameters.block(), rounded));
    EXPECT_EQ(loaded.vocabularies, weights.vocabularies);
    EXPECT_EQ(loaded.figures, weights.figures);
    EXPECT_LT(std::filesystem::file_size(folder / "half.safetensors"),
              std::filesystem::file_size(file));
    // What 16 bits cannot hold is left as it is.
    weights.parameters.block()[1] = Real(70000);
    weights.parameters.block()[0] = Real(1.0001);
    EXPECT_FALSE(roundToHalf(weights));
    EXPECT_EQ(weights.parameters.block()[0], Real(1.0001));
}

TEST(Half, IsTheNearestAndOfTwoTheEvenOne)
{
    const std::pair<float, int> table[] = {{0.0F, 0},
                                           {1.0F, 0x3C00},
                                           {-2.0F, 0xC000},
                                           {65504.0F, 0x7BFF},
                                           {65520.0F, 0x7C00},
                                           {0x1p-24F, 1},
                                           {0x1p-25F, 0},
                                           {0x1.8p-24F, 2},
                                           {0x1.002p0F, 0x3C00},
                                           {0x1.006p0F, 0x3C02},
                                           {0x1.0021p0F, 0x3C01}};
    for (const auto& [number, bits] : table)
        EXPECT_EQ(toHalf(number), bits) << number;
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits)
        if (const float number = fromHalf(static_cast<std::uint16_t>(bits)); !std::isnan(number))
            EXPECT_EQ(toHalf(number), bits);
}

TEST_F(WeightsFile, EachVocabularyBeginsAsTheScenarioSays)
{
    Weights weights = example();
    weights.vocabularies["graded"] = Vocabulary({"a"}, SpecialTokens::Reviews);
    weights.vocabularies["names"] = Vocabulary({"a"}, SpecialTokens::None);
    saveWeights(weights, file);
    const Weights loaded = loadWeights(file, spec());
    EXPECT_EQ(loaded.vocabularies, weights.vocabularies);
    EXPECT_EQ(loaded.vocabularies.at("graded").idOf("b"), 2);
    EXPECT_EQ(readSafetensors(file).metadata.at("regard.vocabulary"),
              R"({"graded":["<pad>","<start>","<unk>","<unused>","a"],"names":["a"],)"
              R"("text":["<pad>","<unk>","<bos>","<eos>","yes","no","狗","\""]})");
    weights.vocabularies["graded"] = Vocabulary({"a"});
    saveWeights(weights, file);
    EXPECT_TRUE(has(errorOf([&] { loadWeights(file, spec()); }),
                    "does not begin with <pad>, <start>, <unk>, <unused>"));
    weights.vocabularies.erase("graded");
    weights.vocabularies["names"] = Vocabulary({"a"});
    saveWeights(weights, file);
    EXPECT_TRUE(has(errorOf([&] { loadWeights(file, spec()); }), "list of names alone"));
}

TEST_F(WeightsFile, TensorsMustBeExactlyThoseOfTheScenario)
{
    EXPECT_TRUE(has(refusalAfter([](SafetensorsFile& c) { tensorOf(c, "output.bias").name = "b"; }),
                    "\"output.bias\" is missing"));
    EXPECT_TRUE(has(refusalAfter([](SafetensorsFile& c) {
                        c.tensors.push_back({"b", {1}, {1}});
                    }),
                    "\"b\" does not belong"));
    EXPECT_TRUE(has(refusalAfter([](SafetensorsFile& c) {
                        tensorOf(c, "output.weight").dimensions = {5, 8};
                    }),
                    "5 × 8 where the settings ask for 8 × 5"));
    EXPECT_TRUE(has(refusalAfter([](SafetensorsFile& c) {
                        tensorOf(c, "output.bias").dimensions = {8, 1};
                    }),
                    "8 × 1 where the settings ask for 8,"));
    EXPECT_TRUE(has(refusalOf("regard.settings", R"({"width":64})"), "ask for 8 × 64"));
}

TEST_F(WeightsFile, WhatCouldNotBeOpenedAgainIsNotWritten)
{
    const auto refusal = [&](const Weights& weights) {
        return errorOf([&] { saveWeights(weights, file); });
    };
    const auto with = [](Vocabulary vocabulary) {
        Weights weights = example();
        weights.settings.set("width", std::int64_t{1});
        weights.vocabularies = {{"text", std::move(vocabulary)}};
        weights.parameters = Parameters(layoutOf(weights.settings, weights.vocabularies));
        return weights;
    };
    std::vector<std::string> words;
    for (std::size_t i = 0; i + 4 < Vocabulary::largest; ++i)
        words.push_back("w" + std::to_string(i));
    saveWeights(with(Vocabulary(words)), file);
    EXPECT_EQ(loadWeights(file, spec()).vocabularies.at("text").size(), Vocabulary::largest);
    words.emplace_back("one too many");
    EXPECT_TRUE(has(refusal(with(Vocabulary(words))),
                    "200001 tokens, at most 200000 are read; lower the setting words"));

    words.clear();
    for (int i = 0; i < 70; ++i)
        words.push_back(std::to_string(i) + std::string(1'000'000, 'x'));
    EXPECT_TRUE(
        has(refusal(with(Vocabulary(words))), "their vocabulary takes 66 MB, at most 64 MB"));
    words.resize(60);
    saveWeights(with(Vocabulary(words)), file);
    EXPECT_EQ(loadWeights(file, spec()).vocabularies.at("text").size(), 64U);

    Weights infinite = example();
    infinite.parameters.block()[7] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(has(refusal(infinite), "train with a lower rate"));
    EXPECT_EQ(loadWeights(file, spec()).vocabularies.at("text").size(), 64U); // as it was

    // As large as the file may be, without taking the memory.
    ParameterLayout large;
    large.add("output.weight", {Index{1} << 20, 2048}, {});
    EXPECT_TRUE(has(errorOf([&] { requireLoadable({}, large); }), "their numbers take 8192 MB"));
}

TEST_F(WeightsFile, NumbersThatAreNotFiniteAreRefused)
{
    for (const float value :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()})
        EXPECT_TRUE(has(
            refusalAfter([&](SafetensorsFile& c) { tensorOf(c, "output.bias").values[3] = value; }),
            "\"output.bias\" has numbers that are not finite"));
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Self-attention with the numbers of "The Illustrated Transformer" (Alammar 2018):
// q₁·k₁ = 112, q₁·k₂ = 96, ÷8 → 14, 12, softmax → 0.88, 0.12.
#include "core/scenarios/worked_example/scenario.h"

#include "core/attention/attend.h"
#include "core/attention/projected.h"
#include "core/attention/token_input.h"
#include "core/models/common_settings.h"
#include "core/models/scenario_run.h"
#include "core/models/typed_text.h"
#include "core/nn/layers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace regard {

namespace {

constexpr Index embeddingWidth = 512;
constexpr Index projectedWidth = 64;

/// The layout of embedding and projections; also the computation.
struct WorkedExample {
    explicit WorkedExample(const std::string& scoreName, Index vocabulary)
    {
        auto fresh = std::make_shared<ParameterLayout>();
        embedding = Embedding(*fresh, "embedding.", vocabulary, embeddingWidth);
        query = Linear(*fresh, "W_Q.", embeddingWidth, projectedWidth, false);
        key = Linear(*fresh, "W_K.", embeddingWidth, projectedWidth, false);
        value = Linear(*fresh, "W_V.", embeddingWidth, projectedWidth, false);
        score = Score(*fresh, "score.", scoreFunctionOf(scoreName),
                      {projectedWidth, projectedWidth, projectedWidth});
        layout = std::move(fresh);
    }

    Embedding embedding;
    Linear query, key, value;
    Score score;
    std::shared_ptr<const ParameterLayout> layout;
};

Vocabulary vocabularyOfTheExample()
{
    return Vocabulary({"thinking", "machines"});
}

using Row = std::vector<double>;

double dot(const Row& a, const Row& b)
{
    double total = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        total += a[i] * b[i];
    return total;
}

/// A multiple of 1/4 in [low, high].
double quarter(Random& random, double low, double high)
{
    return std::round(random.uniform(low, high) * 4) / 4;
}

/// Moves numbers of `k` in places [first, last), in quarters, until q·k = wanted. Places where
/// |q| is 1/4 give the finest step, so the sum is met exactly.
void settle(const Row& q, Row& k, std::size_t first, std::size_t last, double wanted,
            Random& random)
{
    for (double missing = wanted - dot(q, k); missing != 0; missing = wanted - dot(q, k)) {
        const std::size_t place = first + random.below(last - first);
        const double move = (missing > 0) == (q[place] > 0) ? 0.25 : -0.25;
        if (q[place] != 0 && std::abs(move * q[place]) <= std::abs(missing)
            && std::abs(k[place] + move) <= 3)
            k[place] += move;
    }
}

/// Two vectors of multiples of 1/4, at right angles and each of squared length 128: in every
/// pair of places the first has (u, w) and the second (−w, u).
std::array<Row, 2> makeEmbeddings(Random& random)
{
    std::array<Row, 2> rows{Row(embeddingWidth), Row(embeddingWidth)};
    double missing = 128;
    for (double& value : rows[0]) {
        value = quarter(random, -0.8, 0.8);
        missing -= value * value;
    }
    while (missing != 0) {
        double& value = rows[0][random.below(rows[0].size())];
        const double moved = value + (random.chance(0.5) ? 0.25 : -0.25);
        const double change = moved * moved - value * value;
        if (std::abs(moved) <= 1 && std::abs(missing - change) < std::abs(missing)) {
            value = moved;
            missing -= change;
        }
    }
    for (std::size_t i = 0; i < rows[0].size(); i += 2) {
        rows[1][i] = -rows[0][i + 1];
        rows[1][i + 1] = rows[0][i];
    }
    return rows;
}

/// W with W·x₁ = y₁ and W·x₂ = y₂ for the two embeddings: (y₁x₁ᵀ + y₂x₂ᵀ)/128. All numbers are
/// multiples of 2⁻¹¹, so every product and sum is exact in float in any order.
void writeProjection(View weight, const std::array<Row, 2>& x, const std::array<Row, 2>& y)
{
    for (Index out = 0; out < projectedWidth; ++out)
        for (Index in = 0; in < embeddingWidth; ++in) {
            const auto o = static_cast<std::size_t>(out);
            const auto i = static_cast<std::size_t>(in);
            weight.at(out, in) = static_cast<Real>((y[0][o] * x[0][i] + y[1][o] * x[1][i]) / 128);
        }
}

/// Places 0–31 are shared; 32–47 belong to the first query alone and 48–63 to the second,
/// so that the four products can be set one by one.
void drawQueriesAndKeys(Random& random, std::array<Row, 2>& q, std::array<Row, 2>& k)
{
    for (std::size_t i = 0; i < projectedWidth; ++i) {
        const double sign = random.chance(0.5) ? 1 : -1;
        for (std::size_t token = 0; token < 2; ++token) {
            const bool own = i < 32 || (token == 0) == (i < 48);
            q[token][i] = own ? sign * (i % 8 == 0 ? 0.25 : quarter(random, 0.75, 2.25)) : 0;
            k[token][i] = sign * quarter(random, 0.75, 2.25);
        }
    }
    // q₁·k₁ and q₁·k₂ as published; the second word mirrors the first.
    settle(q[0], k[0], 32, 48, 112, random);
    settle(q[0], k[1], 32, 48, 96, random);
    settle(q[1], k[0], 48, 64, 96, random);
    settle(q[1], k[1], 48, 64, 112, random);
}

Weights buildWeights(const Settings& settings)
{
    Weights weights;
    weights.scenario = "worked-example";
    weights.settings = settings;
    weights.vocabularies["text"] = vocabularyOfTheExample();
    const WorkedExample model(settings.text("score"),
                              static_cast<Index>(vocabularyOfTheExample().size()));
    weights.parameters = Parameters(model.layout);

    Random random(2017);
    const std::array<Row, 2> x = makeEmbeddings(random);
    std::array<Row, 2> q{Row(projectedWidth), Row(projectedWidth)};
    std::array<Row, 2> k = q;
    std::array<Row, 2> v = q;
    drawQueriesAndKeys(random, q, k);
    for (Row& row : v)
        for (double& value : row)
            value = quarter(random, -2, 2);

    const auto parameter = [&](const char* name) {
        return weights.parameters[model.layout->find(name)];
    };
    const View table = parameter("embedding.weight");
    for (Index token = 0; token < 2; ++token)
        for (Index i = 0; i < embeddingWidth; ++i)
            table.at(4 + token, i) =
                static_cast<Real>(x[static_cast<std::size_t>(token)][static_cast<std::size_t>(i)]);
    writeProjection(parameter("W_Q.weight"), x, q);
    writeProjection(parameter("W_K.weight"), x, k);
    writeProjection(parameter("W_V.weight"), x, v);
    return weights;
}

void computeExample(ScenarioRun& run)
{
    const Vocabulary& vocabulary = run.weights.vocabularies.at("text");
    const WorkedExample model(run.settings.text("score"), static_cast<Index>(vocabulary.size()));
    const std::string& typed = run.asked.texts.front();
    const TypedText text = readTypedText(typed, Tokenization::Words, vocabulary, 64,
                                         "the worked example is made for two words", run.notes);
    noteWhatIsLost(typed, Tokenization::Words, text.tokens, "", run.notes);
    if (std::any_of(text.tokens.begin(), text.tokens.end(),
                    [](const TraceToken& token) { return !token.known; }))
        run.notes.emplace_back("The worked example has vectors for “Thinking” and “Machines” "
                               "only; other words are unknown and get a zero vector. Open "
                               "“Self-attention” to type any sentence.");
    run.input = text.tokens;
    if (!text.ids.empty()) {
        Tape& tape = run.tape;
        const Probe& probe = run.probe;
        const Var x = probe.name(model.embedding(tape, text.ids, 1), "X", Role::Embedding,
                                 embeddedFrom(tape, model.embedding, text.ids), text.labels);
        const Var q = probe.name(model.query(tape, x), "Q", Role::Query,
                                 {queryFormula, {x, model.query.weight(tape)}}, text.labels);
        const Memory memory = remember(
            tape, probe, model.score, model.key(tape, x), {keyFormula, {x, model.key.weight(tape)}},
            model.value(tape, x), {valueFormula, {x, model.value.weight(tape)}}, text.labels);
        attend(tape, probe, model.score, q, memory, attendOptions(run.settings), text.labels);
    }
}

} // namespace

ScenarioSpec workedExample()
{
    ScenarioSpec spec;
    spec.id = "worked-example";
    spec.title = "Worked example";
    spec.summary = "Two words, one head, round numbers: follow every product from X to z by hand. "
                   "The scores 112 and 96 are those of The Illustrated Transformer.";
    spec.layout = Layout::SelfAttention;
    spec.maximumTokens = 64;
    spec.inputs = {{"Sentence", "Thinking Machines", {"Thinking Machines", "Machines Thinking"}}};
    spec.settings = {
        scoreSetting("scaled_dot", Affects::Computation, {"scaled_dot", "dot", "cosine"}),
        normaliserSetting(), temperatureSetting()};
    append(spec.settings, maskSettings());
    spec.builtWeights = buildWeights;
    spec.parameterLayout = [](const Settings& settings, const auto& vocabularies) {
        return WorkedExample(settings.text("score"),
                             static_cast<Index>(vocabularies.at("text").size()))
            .layout;
    };
    spec.compute = computeExample;
    return spec;
}

} // namespace regard

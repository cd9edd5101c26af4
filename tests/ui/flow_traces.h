// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/trace_parts.h"

#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace regard {

/// Computes small traces with random projections, for tests of views.
class TraceMaker : TraceParts {
public:
    struct Attention {
        int layers = 1;
        int heads = 1;
        Index features = 64;
        Index headFeatures = 16;
        bool headScopes = true; ///< "layer0/head0"; false: everything at top level
        bool positions = true;
        bool causal = false;
        bool output = true;
        int vocabulary = 0; ///< probabilities over so many words; 0: none
        unsigned seed = 7;
    };

    static std::shared_ptr<const Trace> attention(const std::vector<std::string>& words,
                                                  const Attention& options)
    {
        TraceMaker maker(words, options.seed);
        maker.m_trace->layout = Layout::SelfAttention;
        maker.m_trace->settings.set("score", std::string("scaled_dot"));
        maker.m_trace->settings.set("normaliser", std::string("softmax"));
        const Index n = static_cast<Index>(words.size());
        Tensor x = maker.random(n, options.features, 0.8);
        maker.name("embedding", Role::Embedding, x);
        if (options.positions) {
            Tensor positions({n, options.features});
            for (Index row = 0; row < n; ++row) {
                for (Index i = 0; i < options.features; ++i) {
                    const double angle = static_cast<double>(row)
                        / std::pow(1e4,
                                   static_cast<double>(i - i % 2)
                                       / static_cast<double>(options.features));
                    positions.at(row, i) =
                        static_cast<Real>(i % 2 ? std::cos(angle) : std::sin(angle));
                }
            }
            maker.name("position", Role::Position, positions);
            for (Index i = 0; i < x.shape().size(); ++i)
                x.data()[i] += positions.data()[i];
            maker.name("input", Role::Hidden, x);
            maker.from(2, {operand(0), operand(1)});
        }
        for (int layer = 0; layer < options.layers; ++layer)
            x = maker.layer(x, layer, options);
        if (options.vocabulary > 0) {
            std::vector<std::string> vocabulary;
            for (int i = 0; i < options.vocabulary; ++i)
                vocabulary.push_back(i < static_cast<int>(words.size())
                                         ? words[static_cast<std::size_t>(i)]
                                         : "word" + std::to_string(i));
            const Tensor logits =
                product(x, maker.random(options.features, options.vocabulary, 0.25));
            maker.name("logits", Role::Logits, logits, makeAxis(vocabulary));
            maker.name("probabilities", Role::Probabilities, softmax(logits), makeAxis(vocabulary));
        }
        return maker.m_trace;
    }

    /// A recurrent encoder and decoder; with attention or with the last state as context.
    static std::shared_ptr<const Trace> recurrent(const std::vector<std::string>& input,
                                                  const std::vector<std::string>& output,
                                                  bool withAttention, Index features = 32,
                                                  bool pointing = false)
    {
        TraceMaker maker(input, 11);
        Trace& trace = *maker.m_trace;
        trace.layout = Layout::EncoderDecoder;
        const Index n = static_cast<Index>(input.size());
        const Index steps = static_cast<Index>(output.size());
        for (const std::string& word : output)
            trace.output.push_back({word, true, 0, 0});
        maker.name("encoder/embedding", Role::Embedding, maker.random(n, features, 1));
        Tensor states = maker.random(n, features, 0.5);
        maker.name("encoder/states", Role::State, states);
        std::vector<std::string> read{"<start>"};
        read.insert(read.end(), output.begin(), output.end());
        read.resize(output.size());
        const Axis readAxis = makeAxis(read, TokensOf::Output, -1);
        const Axis stepAxis = makeAxis(output, TokensOf::Output);
        Tensor queries = maker.random(steps, features, 0.6);
        for (Index t = 0; t < steps; ++t) {
            // A step looks at the token it translates.
            const Index aligned = std::min(n - 1, t * n / std::max<Index>(1, steps));
            for (Index i = 0; i < features; ++i)
                queries.at(t, i) += states.at(aligned, i) * 1.8F;
        }
        Tensor scores = product(queries, transposed(states));
        for (Real& value : scores.values())
            value /= std::sqrt(static_cast<Real>(features)) * 0.6F;
        const Tensor weights = softmax(scores);
        const Tensor context = product(weights, states);
        std::vector<std::string> vocabulary = output;
        for (int i = 0; i < 20; ++i)
            vocabulary.push_back("word" + std::to_string(i));
        Tensor logits = maker.random(steps, static_cast<Index>(vocabulary.size()), 1);
        for (Index t = 0; t < steps; ++t)
            logits.at(t, t) += 3.5F;
        const Axis words = makeAxis(vocabulary);
        for (Index t = 0; t < steps; ++t) {
            const int step = static_cast<int>(t);
            maker.stack("decoder/embedding", Role::Embedding, queries, t, step, readAxis);
            if (withAttention) {
                maker.stack("decoder/attention/scores", Role::Scores, scores, t, step, stepAxis,
                            maker.m_rows);
                maker.stack("decoder/attention/weights", Role::Weights, weights, t, step, stepAxis,
                            maker.m_rows);
                if (!pointing)
                    maker.stack("decoder/attention/context", Role::Context, context, t, step,
                                stepAxis);
            }
            maker.stack("decoder/states", Role::DecoderState, queries, t, step, stepAxis);
            if (!pointing)
                maker.stack("decoder/probabilities", Role::Probabilities, softmax(logits), t, step,
                            stepAxis, words);
        }
        Recurrence& told = trace.recurrence;
        told.states = told.start = maker.indexOf("encoder/states");
        told.decoderStates = maker.indexOf("decoder/states");
        told.weights = maker.indexOf("decoder/attention/weights");
        told.context = maker.indexOf("decoder/attention/context");
        return maker.m_trace;
    }

    /// An encoder and a decoder of attention layers: self, causal and cross attention.
    static std::shared_ptr<const Trace> transformer(const std::vector<std::string>& input,
                                                    const std::vector<std::string>& output,
                                                    int layers, int heads)
    {
        TraceMaker maker(input, 5);
        maker.m_trace->layout = Layout::EncoderDecoder;
        for (const std::string& word : output)
            maker.m_trace->output.push_back({word, true, 0, 0});
        std::vector<std::string> read{"<bos>"};
        read.insert(read.end(), output.begin(), output.end() - 1);
        const Axis source = maker.m_rows;
        const Axis written = makeAxis(output, TokensOf::Output);
        const Axis readAxis = makeAxis(read, TokensOf::Output, -1);
        const auto vectors = [&](const std::string& path, Role role, const Axis& rows,
                                 std::initializer_list<SourceOperand> operands = {}) {
            maker.place(path, role, maker.random(Index(rows->size()), 32, 1), rows);
            maker.from(maker.indexOf(path), operands);
            return path;
        };
        const auto of = [&](const std::string& path) { return operand(maker.indexOf(path)); };
        const auto inputs = [&](const std::string& part, const Axis& rows) {
            vectors(part + "/embedding", Role::Embedding, rows);
            vectors(part + "/position", Role::Position, rows);
            return vectors(part + "/X", Role::Hidden, rows,
                           {of(part + "/embedding"), of(part + "/position")});
        };
        /// An attention of x to what is seen, what is made of it, and behind the last of a layer
        /// its output.
        const auto attends = [&](const std::string& scope, const Axis& rows, const Axis& keys,
                                 const std::string& x, const std::string& seen,
                                 const std::string& gives) {
            const int context = maker.heads(scope, heads, rows, keys, x, seen).context;
            std::string last =
                vectors(scope + "/attended", Role::Hidden, rows, {of(x), operand(context, heads)});
            if (!gives.empty())
                last = vectors(gives, Role::Hidden, rows, {of(last)});
            maker.m_trace->attentions.back().output = maker.indexOf(last);
            return last;
        };
        const auto layer = [](const char* part, int index) {
            return std::string(part) + "/layer" + std::to_string(index);
        };
        std::string x = inputs("encoder", source);
        for (int i = 0; i < layers; ++i)
            x = attends(layer("encoder", i), source, source, x, x, layer("encoder", i) + "/output");
        const std::string memory = x;
        x = inputs("decoder", readAxis);
        for (int i = 0; i < layers; ++i) {
            x = attends(layer("decoder", i) + "/self", written, readAxis, x, x, {});
            x = attends(layer("decoder", i) + "/cross", written, source, x, memory,
                        layer("decoder", i) + "/output");
        }
        const Axis words = makeAxis(output);
        const Tensor logits = maker.random(Index(output.size()), Index(output.size()), 1);
        maker.place("decoder/logits", Role::Logits, logits, written, words);
        maker.place("decoder/probabilities", Role::Probabilities, softmax(logits), written, words);
        return maker.m_trace;
    }

    /// Queries and keys as they are given, of different numbers: no layer before them.
    static std::shared_ptr<const Trace> kernel(const std::vector<std::string>& points,
                                               const std::vector<std::string>& queries)
    {
        TraceMaker maker(points, 3);
        maker.m_trace->layout = Layout::General;
        maker.m_trace->settings.set("kernel", std::string("gaussian"));
        maker.place("sigma", Role::Hidden, maker.random(1, 1, 1), nullptr); // of no token
        maker.heads("", 1, makeAxis(queries), maker.m_rows, {}, {}, 2);
        return maker.m_trace;
    }

    /// The weights of each step are the answer: neither values nor a context.
    static std::shared_ptr<const Trace> pointer(const std::vector<std::string>& words)
    {
        return recurrent(words, words, true, 32, true);
    }

    /// Layers of single vectors, one of which weighs its own features.
    static std::shared_ptr<const Trace> layers(const std::vector<Index>& widths)
    {
        TraceMaker maker({"all"}, 9);
        maker.m_trace->layout = Layout::General;
        for (std::size_t i = 0; i < widths.size(); ++i)
            maker.place("layer" + std::to_string(i) + "/dense", Role::Hidden,
                        maker.random(1, widths[i], 1), maker.m_rows);
        maker.place("layer1/attention/weights", Role::Weights,
                    softmax(maker.random(1, widths[1], 1)), maker.m_rows);
        return maker.m_trace;
    }

    /// Sentences, gates without a recurrent cell, slots of a memory, and a question to them.
    static std::shared_ptr<const Trace> memory(Index sentences, Index slotCount)
    {
        TraceMaker maker({"where", "is", "it"}, 13);
        maker.m_trace->layout = Layout::General;
        const auto axis = [](const char* word, Index count) {
            std::vector<std::string> labels;
            for (Index i = 0; i < count; ++i)
                labels.push_back(word + std::to_string(i));
            return makeAxis(labels);
        };
        const Axis story = axis("sentence", sentences);
        const Axis slot = axis("slot", slotCount);
        const Axis question = makeAxis({"where is it"});
        maker.place("story/encoded", Role::Embedding, maker.random(sentences, 24, 1), story);
        maker.place("memory/gate", Role::Gate, maker.random(sentences, slotCount, 1), story, slot);
        maker.place("memory/candidate", Role::Hidden, maker.random(slotCount, 24, 1), slot);
        maker.place("memory/states", Role::State, maker.random(slotCount, 24, 1), slot);
        maker.place("question/encoded", Role::Embedding, maker.random(1, 24, 1), question);
        maker.heads("answer", 1, question, slot, "question/encoded", "memory/states");
        maker.place("answer/logits", Role::Logits, maker.random(1, 9, 1), question,
                    axis("place", 9));
        maker.place("answer/probabilities", Role::Probabilities, softmax(maker.random(1, 9, 1)),
                    question, axis("place", 9));
        return maker.m_trace;
    }

    /// Sentences one after another, each in a folder of its own, then what each leaves behind.
    static std::shared_ptr<const Trace> stories(int sentences)
    {
        TraceMaker maker({"where"}, 17);
        maker.m_trace->layout = Layout::General;
        const auto folder = [](int i) { return "sentence" + std::to_string(i + 1); };
        for (int i = 0; i < sentences; ++i)
            maker.place(folder(i) + "/words", Role::Embedding, maker.random(1, 8, 1), nullptr);
        maker.place("gates", Role::Gate, maker.random(2, 8, 1), nullptr);
        for (int i = 0; i < sentences; ++i)
            maker.place(folder(i) + "/memory", Role::State, maker.random(2, 8, 1), nullptr);
        return maker.m_trace;
    }

private:
    using TraceParts::TraceParts;

    Tensor layer(const Tensor& x, int index, const Attention& options)
    {
        const Index n = x.rows();
        const std::string layer = options.headScopes ? "layer" + std::to_string(index) + "/" : "";
        const char* names[] = {"Q", "K", "V", "scores", "scaled", "masked", "weights", "context"};
        const Role roles[] = {Role::Query,  Role::Key,    Role::Value,   Role::Scores,
                              Role::Scaled, Role::Masked, Role::Weights, Role::Context};
        const int first = static_cast<int>(m_trace->moments.size());
        for (int i = 0; i < 8; ++i) {
            if (i != 5 || options.causal)
                m_trace->moments.push_back({layer, names[i], roles[i], -1, {}});
        }
        const int input = index > 0 && options.output
            ? indexOf("layer" + std::to_string(index - 1) + "/output")
            : std::max(indexOf("input"), indexOf("embedding"));
        Tensor sum({n, options.features});
        std::array<std::vector<std::pair<std::string, Tensor>>, 8> all; // by moment and head
        for (int head = 0; head < options.heads; ++head) {
            const std::string scope =
                options.headScopes ? layer + "head" + std::to_string(head) + "/" : "";
            const double spread = 1 / std::sqrt(static_cast<double>(options.features)) * 1.6;
            const Tensor q = product(x, random(options.features, options.headFeatures, spread));
            const Tensor k = product(x, random(options.features, options.headFeatures, spread));
            const Tensor v = product(x, random(options.features, options.headFeatures, spread));
            const Tensor scores = product(q, transposed(k));
            Tensor scaled = scores;
            for (Real& value : scaled.values())
                value /= std::sqrt(static_cast<Real>(options.headFeatures));
            Tensor masked = scaled;
            for (Index i = 0; options.causal && i < n; ++i)
                for (Index j = i + 1; j < n; ++j)
                    masked.at(i, j) = -INFINITY;
            const Tensor weights = softmax(masked);
            const Tensor context = product(weights, v);
            const Tensor* values[] = {&q, &k, &v, &scores, &scaled, &masked, &weights, &context};
            for (std::size_t i = 0; i < 8; ++i)
                all[i].emplace_back(scope + names[i], *values[i]);
            const Tensor out =
                product(context, random(options.headFeatures, options.features, 0.3));
            for (Index i = 0; i < out.shape().size(); ++i)
                sum.data()[i] += out.data()[i];
        }
        const int firstTensor = static_cast<int>(m_trace->tensors.size());
        int moment = first;
        for (std::size_t i = 0; i < 8; ++i) {
            if (i == 5 && !options.causal)
                continue;
            for (const auto& [path, value] : all[i])
                add(path, roles[i], value, i >= 3 && i <= 6 ? m_rows : nullptr, moment);
            ++moment;
        }
        for (Index i = 0; i < sum.shape().size(); ++i)
            sum.data()[i] = std::tanh(sum.data()[i] + x.data()[i]);
        auto& told = attends(layer.substr(0, layer.find('/')), options.heads, firstTensor,
                             options.causal, input, input);
        if (options.output) {
            name(layer + "output", Role::Hidden, sum);
            told.output = indexOf(layer + "output");
            from(told.output, {operand(input), operand(told.context, options.heads)});
        }
        return sum;
    }
};

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// What a scenario says of the picture in its own terms: what its axes count, what things are called
// and which tensors of the trace are drawn, by their paths. How it is drawn is the view's.
namespace regard {

/// What an axis of a picture counts, for people.
struct SceneAxis {
    std::string name; ///< "temperature"
    std::string unit{}; ///< "°C"; "": none, or not known
};

/// A text that is typed as points or numbers, so that a picture can change it.
struct TypedPoints {
    enum class Notation {
        Numbers, ///< "0.7 0.1 0.4"
        Points, ///< "0.1, 0.9; 0.3, 0.2"
        Values, ///< "0 -> 1; 1 -> 3; 2 -> ?"
    };
    Notation notation{};
    int field = 0; ///< which of the scenario's texts it is
    std::size_t dimensions = 1; ///< numbers of a point, without its value
    std::string text; ///< as it was read
    std::size_t begin = 0; ///< where the points begin in it, behind a heading
};

/// A change of one point of a text.
struct PointEdit {
    enum class Kind { Move, Add, Remove };
    Kind kind{};
    int point = -1; ///< in the order of the text, all that it has counted from 0; not of Add
    /// The coordinates, and of a point that has one behind them its value; not of Remove.
    std::vector<double> numbers{};
    bool asks = false; ///< a query in place of a point, which has no value
    bool range = false; ///< a range of queries: the numbers are its two ends
};

/// Points with values, and what attention tells from them at some queries.
struct ToldPoints {
    TypedPoints typed;
    std::vector<SceneAxis> features; ///< of a point, one at least
    SceneAxis value;
    std::vector<std::vector<double>> points; ///< their coordinates, as typed
    std::vector<double> values; ///< of the points
    std::vector<std::vector<double>> queries;
    std::vector<int> typedPoints; ///< where each point stands in the text
    std::vector<int> typedQueries; ///< the same of queries; −1 for one that a range stands for
    /// A range of queries between two numbers.
    struct Range {
        int typed = -1; ///< where it stands in the text
        double low = 0, high = 0;
        int first = 0, last = 0; ///< of its queries
    };
    std::vector<Range> ranges;
    /// Root mean square error at each point, told from all the others; negative with fewer than
    /// two points.
    double error = -1;
    std::string weights; ///< [queries × points]
    std::string told; ///< [queries × 1]
};

/// Points of one number, and what would be told everywhere.
struct CurveScene : ToldPoints {
    /// With the kernel and width of the trace; no number where no point has a say.
    std::vector<double> curveAt, curve;
};

/// Points of several numbers: a table, a row each.
struct TableScene : ToldPoints { };

/// Channels over time, what is forecast of each, and at each step the weights of the steps before.
struct SeriesScene {
    SceneAxis time;
    std::size_t first = 0; ///< the number of the first step, less one
    std::vector<std::string> times; ///< of the steps, as the table has them; none: not told
    std::vector<SceneAxis> channels;
    std::vector<std::uint8_t> measured; ///< by step and channel; empty: all numbers were typed
    std::string series; ///< what was typed, [steps × channels]
    /// Row i forecasts step i + 1 from step i: while it is computed, and in the channels' units.
    std::string forecast, inUnits;
    std::string weights; ///< [steps × steps]; "" without attention
};

/// Inputs that a decoder answers by pointing at.
struct PointedInputs {
    TypedPoints typed;
    std::vector<std::vector<double>> inputs; ///< their coordinates, as typed
    std::vector<int> order; ///< what was pointed at, an input for each step
    std::vector<int> right; ///< what would be right; none where nothing is
    std::string weights; ///< [steps × inputs]
};

/// Points on a plane and the polygon around them.
struct PlaneScene : PointedInputs {
    SceneAxis x, y;
};

/// Numbers and their order.
struct OrderScene : PointedInputs {
    SceneAxis value;
};

/// A spectrum that is rebuilt, over its channels.
struct SpectrumScene {
    SceneAxis channel, height;
    double first = 0; ///< the channel of the first column; the others follow one by one
    struct Peak {
        std::string name; ///< what has it, as typed
        double position = 0; ///< on the axis of channels
        bool isLargest = false; ///< of what has it
    };
    std::vector<Peak> peaks;
    std::string spectrum, noisy, reconstruction; ///< [1 × channels]; noisy "": no noise
    std::vector<double> error; ///< reconstruction less spectrum; none without a spectrum
    double squaredError = 0; ///< the mean of its squares
    struct Weights {
        SceneAxis features;
        std::string path; ///< [1 × features]
    };
    std::vector<Weights> weights; ///< of each attention, over the features that it weighs
};

/// A text that was read and one that was written for it: Trace::input and Trace::output.
struct AlignedScene {
    std::string attention; ///< the scope of the one from the second to the first; "": there is none
    std::string read; ///< the vectors of the first one's tokens, [tokens × features]
    std::string written; ///< of each word to be written next, probabilities, [steps × vocabulary]
};

/// A text whose words add up to a verdict between two classes:
///   logit of the second − logit of the first = Σ_j shares[j] + bias + changed
struct VerdictScene {
    std::string weights; ///< [places × places]; its columns are what the shares are of
    std::string logits, probabilities; ///< [1 × 2]
    /// Of each place the mean, over the places that count, of the weights on it: ā_j = Σ_i α_ij /
    /// n.
    std::vector<double> attended;
    /// What its value says by itself: (w₂ − w₁)·v_j, of which ā_j times is its share.
    std::vector<double> said;
    std::vector<double> shares;
    double bias = 0; ///< b₂ − b₁
    /// What the shares do not account for, since numbers behind the weights were set by hand; 0
    /// where there are none.
    double changed = 0;
};

/// A story that a memory of slots reads sentence by sentence, and a question on how it ends.
struct StoryScene {
    std::vector<std::vector<int>> sentences; ///< the tokens of Trace::input of each
    std::vector<TraceToken> question; ///< its words
    std::string gates; ///< [sentences × slots]
    std::string weights; ///< of the question on the slots, [1 × slots]
    std::string probabilities; ///< of each word to be the answer, [1 × vocabulary]
    std::string right; ///< the answer by the rules of the corpus; "" where they do not say
};

/// The scene of a trace. A further kind is a further alternative.
struct Scene {
    std::variant<CurveScene, TableScene, SeriesScene, PlaneScene, OrderScene, SpectrumScene,
                 AlignedScene, VerdictScene, StoryScene>
        kind;
};

/// The text that a scene's points were typed in; null where it has none.
const TypedPoints* typedPointsOf(const Scene& scene);

} // namespace regard

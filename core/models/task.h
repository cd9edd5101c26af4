// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/tape.h"
#include "core/text/vocabulary.h"
#include "core/trace/settings.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace regard {

struct Weights;

enum class Split { Train, HeldOut };

/// One measured figure: "exact_match" 0.991.
struct Figure {
    std::string name; ///< snake_case
    std::string label; ///< for people
    double value = 0;
};

/// One of the figures of a training run that says how well a model does.
struct MainFigure {
    std::string name; ///< as Figure::name
    std::string label; ///< "exact match", for people
};

/// Figures of the examples that have something in common, such as their length.
struct FigureGroup {
    std::string name; ///< "6-10"
    std::string label; ///< for people: "6 to 10 tokens"
    std::size_t examples = 0;
    std::vector<Figure> figures;
};

/// Adds the figure part / whole, unless `whole` is 0.
void addShare(std::vector<Figure>& figures, std::string name, std::string label, double part,
              double whole);

/// A vocabulary of at most `most` tokens, the most frequent ones of a person's data; what it leaves
/// out is noted.
Vocabulary mostFrequent(const std::unordered_map<std::string, std::size_t>& counts,
                        std::size_t most, std::vector<std::string>& notes);

/// The loss of a block of examples, of which the gradient is taken: a sum, to be divided by the
/// count over the whole batch.
struct LossSum {
    Var sum;
    double count = 0; ///< terms in the sum: target tokens, examples …
    double hits = 0; ///< of them those that are right, where Task::metric() names their share
};

/// What the loss of training examples is drawn with. {}: as when evaluating, nothing is drawn.
struct Draws {
    Random* random = nullptr; ///< null: nothing is drawn
    Real dropout = 0; ///< share of numbers that are set to zero
    /// Probability that a decoder is fed the right token and not the one it would have written
    /// itself (scheduled sampling, Bengio et al. 2015).
    Real teacherForcing = 1;
};

/// What a task is made for.
struct TaskRequest {
    Settings settings; ///< complete
    std::filesystem::path data; ///< a person's examples; empty: the generated corpus
    /// All of `data` is held out, none is for training.
    bool onlyEvaluate = false;
    /// Vocabularies of weights that exist already; empty: made from the training examples.
    std::map<std::string, Vocabulary> vocabularies;
    std::stop_token stop = {}; ///< of reading and making examples: a task's maker throws Stopped
};

/// A model with the data it learns from. Immutable: blocks of a batch are computed on
/// several threads at once.
class Task {
public:
    virtual ~Task() = default;

    const std::shared_ptr<const ParameterLayout>& layout() const { return m_layout; }
    /// By use, as in Weights; empty where there are no words.
    const std::map<std::string, Vocabulary>& vocabularies() const { return m_vocabularies; }
    virtual std::size_t size(Split split) const = 0;
    /// How much there is to compute of an example, for finding those that take most memory.
    virtual std::size_t extent(Split, std::uint32_t /*example*/) const { return 1; }
    /// What was read of a person's data and what was done to make examples of them, in sentences
    /// for people.
    virtual std::vector<std::string> notes() const { return m_notes; }
    /// Settings that the data asks for in place of the request's, such as the longest text.
    const Settings& fitted() const { return m_fitted; }
    /// Puts those numbers into drawn parameters that are not learnt but measured on the training
    /// data, such as means. Nothing by default.
    virtual void placeConstants(Parameters&) const { }
    /// Examples computed on one tape. A batch is cut into blocks of this size whatever the
    /// number of threads, so that training gives the same bits on any number.
    virtual std::size_t block() const { return 32; }
    /// What LossSum::hits / LossSum::count is, in snake_case: "accuracy"; empty: not counted.
    virtual std::string metric() const { return {}; }
    /// The summed loss over some examples.
    virtual LossSum loss(Tape& tape, Split split, std::span<const std::uint32_t> examples,
                         const Draws& draws) const = 0;
    /// The scenario's own figures on a split, measured by running the model as it is used
    /// (decoding greedily, reading weights), at most `limit` examples of it (0: all).
    virtual std::vector<Figure> evaluate(const Weights& weights, Split split, std::size_t limit,
                                         std::stop_token stop) const = 0;
    /// By what evaluateBy() can group the examples of a split: "length", "kind".
    virtual std::vector<std::string> groupings(Split) const { return {}; }
    /// Figures by group, as evaluate() measures them; one of groupings().
    /// Throws std::invalid_argument for another name.
    virtual std::vector<FigureGroup> evaluateBy(std::string_view grouping, const Weights& weights,
                                                Split split, std::size_t limit,
                                                std::stop_token stop) const;

protected:
    Task() = default;
    explicit Task(const TaskRequest& request) : m_vocabularies(request.vocabularies) { }

    /// For evaluate(): tells of the first `limit` examples of a split (0: all) `together` at a
    /// time, in order, with a tape on which nothing but the weights is bound. Throws Stopped.
    /// Returns how many examples there were.
    using Tell = std::function<void(Tape& tape, std::span<const std::uint32_t> examples)>;
    std::size_t inGroups(const Weights& weights, Split split, std::size_t limit,
                         std::size_t together, const std::stop_token& stop, const Tell& tell) const;

    std::shared_ptr<const ParameterLayout> m_layout;
    std::map<std::string, Vocabulary> m_vocabularies;
    std::vector<std::string> m_notes;
    Settings m_fitted;
};

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tape/parameters.h"
#include "core/tensor/arena.h"
#include "core/tensor/product.h"
#include "core/tensor/stopped.h"

#include <cstdint>
#include <initializer_list>
#include <stop_token>
#include <type_traits>
#include <vector>

namespace regard {

/// A value on a tape. Valid until the tape is reset.
struct Var {
    std::int32_t index = -1;
    explicit operator bool() const { return index >= 0; }
};

/// Who keeps tables that are read by rows: asked before some of their rows are read.
class RowKeeper {
public:
    virtual ~RowKeeper() = default;
    /// Several tapes may ask at once, for the same rows too.
    virtual void prepare(ParameterId table, std::span<const std::int32_t> ids) = 0;
};

/// Reverse-mode automatic differentiation. Operations append nodes in the order of
/// computation; backward() walks them in reverse. Values, gradients and what an operation
/// keeps for its backward pass live in the tape's arena, so a tape that is reset and
/// used for the same work again allocates nothing. Not shared between threads.
class Tape {
public:
    Tape() = default;
    Tape(const Tape&) = delete;
    Tape& operator=(const Tape&) = delete;

    /// Forgets every node and binding; keeps the memory.
    void reset();
    /// A reset before more work of the same kind and up to twice the size, which then allocates
    /// nothing.
    void settle();

    /// From here to the next reset every operation, forward and backward, first looks whether a
    /// stop is asked for, and throws Stopped.
    void stopBy(std::stop_token stop) { m_stop = std::move(stop); }

    /// For operations that take long: the same look in the middle of one.
    void throwIfStopped() const
    {
        if (m_stop.stop_requested())
            throw Stopped{};
    }

    /// The parameters that parameter() reads. With `gradients` (a block of
    /// layout().blockSize() numbers, to which backward() adds) they are differentiated;
    /// without it nothing that depends on them alone keeps anything for a backward pass.
    /// Both must outlive the computation.
    void bind(const Parameters& parameters, Real* gradients = nullptr);
    /// The parameters, differentiated: what backward() finds of them stays on the tape, for
    /// addTo() and rowTerms(). `keeper` is asked before rows of a table are read.
    void bindForTraining(const Parameters& parameters, RowKeeper* keeper);
    Var parameter(ParameterId id);

    /// The gradient of some rows of a table: row i is added to row ids[i].
    struct RowTerm {
        std::int32_t parameter;
        std::span<const std::int32_t> ids;
        const Real* rows;
    };
    std::span<const RowTerm> rowTerms() const { return m_rowTerms; }
    /// Adds the gradient of rows [first, end) of a parameter (seen as a matrix) to `sum`, which
    /// starts at row `first`. After backward().
    void addTo(Real* sum, ParameterId id, Index first, Index end) const;

    /// A copy of numbers that are not differentiated.
    Var constant(ConstView value);
    /// A copy of numbers whose gradient is asked for.
    Var input(ConstView value);
    /// Numbers in this tape's arena (from allocate()) that are not differentiated.
    Var adopt(View value);
    /// Numbers of x from `first` on under another shape: the same memory, as is their gradient.
    Var part(Var x, Index first, const Shape& shape);

    ConstView value(Var v) const { return node(v).value; }
    /// By value: nodes move as the tape grows.
    Shape shape(Var v) const { return node(v).value.shape; }
    /// Whether the numbers lie in memory(); those of a parameter do not.
    bool owns(Var v) const;
    /// Which parameter a value is; −1 for one that was computed.
    ParameterId parameterOf(Var v) const { return {node(v).parameter}; }
    /// The value whose numbers it is a part of, all of them or some; Var{} if they are its own.
    Var wholeOf(Var v) const { return node(v).origin; }
    bool needsGradient(Var v) const { return node(v).needsGradient; }
    /// The gradient of a node, zero when first asked for. Backward functions add to it.
    View gradient(Var v);
    /// For backward functions that have a whole gradient in the arena: adds it, or makes it the
    /// node's own where it is the first, without a copy.
    void addGradient(Var v, View gradient);
    /// True if something has been added to the node's gradient.
    bool hasGradient(Var v) const
    {
        const Var origin = node(v).origin;
        return origin ? hasGradient(origin) : node(v).gradient != nullptr;
    }

    /// Of a frozen parameter that is not differentiated: Parameters::panelsOf(). Else null.
    const Real* panelsOf(Var weight) const
    {
        const Node& asked = node(weight);
        return asked.parameter >= 0 && !asked.needsGradient
            ? m_parameters->panelsOf({asked.parameter})
            : nullptr;
    }

    /// Uninitialised numbers in the arena.
    View allocate(const Shape& shape) { return m_arena->tensor(shape); }
    Arena& arena() { return *m_arena; }
    /// Keeps all values of this tape alive. While somebody holds it, a reset goes on in other
    /// memory.
    std::shared_ptr<const void> memory() const { return m_arena; }

    /// Appends an operation. `backward(Tape&, ConstView gradient)` is called with the
    /// gradient of the result if the loss depends on it and one of the inputs needs a
    /// gradient; it must be trivially copyable (capture Vars, views and numbers).
    template <class Backward>
    Var record(View value, std::initializer_list<Var> inputs, const Backward& backward);

    /// For backward functions: the gradient of columns [column, column + inputs.columns) of
    /// `weight` is slopesᵀ · inputs. Of a parameter both are kept, and one product at the end
    /// of backward() takes all of them together; they must live as long as the tape.
    void addProduct(Var weight, MatrixRef slopes, MatrixRef inputs, Index column = 0);
    /// The gradient of rows `ids` of a table is `rows`, row by row; both live as long as the tape.
    void addRows(Var table, std::span<const std::int32_t> ids, const Real* rows);
    /// For operations that read rows of a table.
    void prepareRows(Var table, std::span<const std::int32_t> ids)
    {
        if (m_keeper && node(table).parameter >= 0)
            m_keeper->prepare({node(table).parameter}, ids);
    }

    /// Fills the gradients of everything the scalar `loss` depends on, times `scale`.
    void backward(Var loss, Real scale = 1);

    /// True if an operation over these inputs has to keep what its backward pass needs.
    bool anyNeedsGradient(std::initializer_list<Var> inputs) const;

private:
    using BackwardCall = void (*)(Tape&, const void* closure, ConstView gradient);
    struct Node {
        View value;
        Real* gradient = nullptr;
        BackwardCall call = nullptr;
        const void* closure = nullptr;
        std::int32_t parameter = -1;
        Var origin; ///< whose numbers a part shares
        bool needsGradient = false;
    };
    /// slopesᵀ · inputs, in the order in which backward() came by.
    struct ProductTerm {
        std::int32_t parameter = -1;
        std::int32_t order = 0;
        Index column = 0;
        MatrixRef slopes;
        MatrixRef inputs;
    };

    const Node& node(Var v) const { return m_nodes[static_cast<std::size_t>(v.index)]; }
    Node& node(Var v) { return m_nodes[static_cast<std::size_t>(v.index)]; }
    /// A new node, to be filled in its place; others may move.
    Node& append()
    {
        throwIfStopped();
        return m_nodes.emplace_back();
    }
    Var last() const { return {static_cast<std::int32_t>(m_nodes.size()) - 1}; }
    /// Makes one product of all that have the same target.
    void joinProducts();
    MatrixRef joined(std::span<const ProductTerm> terms, MatrixRef ProductTerm::*part);

    std::shared_ptr<Arena> m_arena = std::make_shared<Arena>();
    std::vector<Node> m_nodes;
    const Parameters* m_parameters = nullptr;
    Real* m_parameterGradients = nullptr; ///< where backward() leaves them, if asked for
    bool m_differentiated = false; ///< the parameters
    RowKeeper* m_keeper = nullptr;
    std::stop_token m_stop;
    std::vector<Var> m_parameterVars; ///< by parameter, so that each is one node
    std::vector<ProductTerm> m_products;
    std::vector<RowTerm> m_rowTerms;
};

template <class Backward>
Var Tape::record(View value, std::initializer_list<Var> inputs, const Backward& backward)
{
    static_assert(
        std::is_trivially_copyable_v<Backward> && std::is_trivially_destructible_v<Backward>);
    const bool needsGradient = anyNeedsGradient(inputs);
    Node& added = append();
    added.value = value;
    added.needsGradient = needsGradient;
    if (added.needsGradient) {
        added.closure = new (m_arena->allocate(sizeof(Backward))) Backward(backward);
        added.call = [](Tape& tape, const void* closure, ConstView gradient) {
            (*static_cast<const Backward*>(closure))(tape, gradient);
        };
    }
    return last();
}

} // namespace regard

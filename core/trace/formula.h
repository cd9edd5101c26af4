// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <type_traits>
#include <utility>

namespace regard {

class CellWork;

/// Something that has to be given: without it a value does not compile.
template <class T> class Required {
public:
    // The constraint leaves copies and moves to their own constructors.
    // NOLINTBEGIN(bugprone-forwarding-reference-overload)
    template <class From>
    requires(!std::is_same_v<std::remove_cvref_t<From>, Required>) constexpr Required(
        From&& given) // implicit: members are written as what they hold
        : m_value(std::forward<From>(given))
    {
    }
    // NOLINTEND(bugprone-forwarding-reference-overload)
    constexpr const T& operator*() const { return m_value; }

private:
    T m_value;
};

/// Computes one cell again from its operands, in double precision, and tells how on the way.
using CellRule = double (*)(CellWork&);

/// An equation by which tensors come about. It stands beside the operation that computes it, or in
/// the line of the table (score, kernel, normaliser, mask, positions, cell) that does, and a tensor
/// of a trace points to it: explanations, moments, drawings and what a screen reader says all read
/// this one value. Texts for people are translated in the context "Formula".
// What is Required has no default to be left at.
struct Formula { // NOLINT(cppcoreguidelines-pro-type-member-init)
    /// Stable: the file of its drawing in resources/formulae, and its name in trace files.
    Required<std::string_view> name;
    /// The right-hand side in a line, with {0}, {1} … for the names of its operands:
    /// "softmax({0})".
    Required<std::string_view> line;
    /// The whole equation as a screen reader says it.
    Required<std::string_view> spoken;
    /// The symbols of its drawing in the order in which one reads them, one word each: "*q" for a
    /// bold q, "W_q", "W^Q", "h̃". The first is what it gives, an expression where that has no
    /// letter.
    Required<std::string_view> symbols;
    Required<CellRule> cell;
};

} // namespace regard

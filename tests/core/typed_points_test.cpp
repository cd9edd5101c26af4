// SPDX-License-Identifier: GPL-3.0-or-later
// A point of a text changed by a picture: the rest stays as it was typed, and what is written reads
// as what was meant.
#include "core/scenarios/typed_points.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

using Kind = PointEdit::Kind;
using Notation = TypedPoints::Notation;

struct Case {
    const char* text;
    Notation notation;
    std::size_t dimensions;
    PointEdit edit;
    const char* expected;
    std::size_t begin = 0;
};

class TypedPointsTest : public testing::TestWithParam<Case> { };

TEST_P(TypedPointsTest, changesOnePointAndLeavesTheRest)
{
    const Case& given = GetParam();
    const TypedPoints typed{given.notation, 0, given.dimensions, given.text, given.begin};
    EXPECT_EQ(editedPoints(typed, given.edit), given.expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, TypedPointsTest,
    testing::Values(
        // numbers
        Case{"0.7  0.1, 0.4", Notation::Numbers, 1, {Kind::Move, 1, {0.25}}, "0.7  0.25, 0.4"},
        Case{"3 1 2", Notation::Numbers, 1, {Kind::Remove, 0}, "1 2"},
        Case{"3 1 2", Notation::Numbers, 1, {Kind::Remove, 2}, "3 1"},
        Case{"3", Notation::Numbers, 1, {Kind::Remove, 0}, ""},
        Case{"", Notation::Numbers, 1, {Kind::Add, -1, {5}}, "5"},
        Case{"[3, 1, 2]", Notation::Numbers, 1, {Kind::Move, 0, {-4.5}}, "[-4.5, 1, 2]"},
        Case{"0,7 0,1", Notation::Numbers, 1, {Kind::Move, 0, {0.5}}, "0.5 0.1"},
        // points
        Case{"0.1, 0.9; 0.3, 0.2",
             Notation::Points,
             2,
             {Kind::Move, 1, {0.4, 0.5}},
             "0.1, 0.9; 0.4, 0.5"},
        Case{"(0.1, 0.9), (0.3, 0.2)", Notation::Points, 2, {Kind::Remove, 0}, "(0.3, 0.2)"},
        Case{"(0.1, 0.9), (0.3, 0.2)", Notation::Points, 2, {Kind::Remove, 1}, "(0.1, 0.9)"},
        Case{"0.1 0.9 0.3 0.2",
             Notation::Points,
             2,
             {Kind::Move, 0, {0.2, 0.8}},
             "0.2, 0.8 0.3 0.2"},
        Case{"0.1 0.9 0.3 0.2",
             Notation::Points,
             2,
             {Kind::Add, -1, {0.5, 0.5}},
             "0.1, 0.9; 0.3, 0.2; 0.5, 0.5"},
        Case{"0.1, 0.9\n0.3, 0.2\n",
             Notation::Points,
             2,
             {Kind::Add, -1, {1, 2}},
             "0.1, 0.9\n0.3, 0.2\n1, 2"},
        Case{"0,1 0,9; 0,3 0,2",
             Notation::Points,
             2,
             {Kind::Move, 0, {0.2, 0.8}},
             "0.2, 0.8; 0.3, 0.2"},
        // values
        Case{"0 -> 1; 1 → 3; 2 -> ?",
             Notation::Values,
             1,
             {Kind::Move, 1, {1.5, 2}},
             "0 -> 1; 1.5 -> 2; 2 -> ?"},
        Case{"0 -> 1; 1 -> 3; 2 -> ?",
             Notation::Values,
             1,
             {Kind::Move, 2, {2.5}, true},
             "0 -> 1; 1 -> 3; 2.5 -> ?"},
        Case{"0 -> 1; 2 -> ?",
             Notation::Values,
             1,
             {Kind::Add, -1, {7}, true},
             "0 -> 1; 2 -> ?; 7 -> ?"},
        Case{"0 -> 1; 1 -> 2; 0 .. 4 -> ?",
             Notation::Values,
             1,
             {Kind::Remove, 0},
             "1 -> 2; 0 .. 4 -> ?"},
        Case{"0 -> 1; 0 .. 4 -> ?; 5 -> 2",
             Notation::Values,
             1,
             {Kind::Move, 1, {-0.5, 4}, true, true},
             "0 -> 1; -0.5 .. 4 -> ?; 5 -> 2"},
        Case{"0 -> 1; 0 .. 4 -> ?", Notation::Values, 1, {Kind::Remove, 1}, "0 -> 1"},
        Case{"x -> y; 0 -> 1; 2 -> ?",
             Notation::Values,
             1,
             {Kind::Move, 0, {1e6, 1e-7}},
             "x -> y; 1e+06 -> 1e-07; 2 -> ?",
             7},
        Case{"50, 160 -> 50; 63, 170 -> ?",
             Notation::Values,
             2,
             {Kind::Move, 0, {51, 161, 20}},
             "51, 161 -> 20; 63, 170 -> ?"},
        // what is not there
        Case{"3 1 2", Notation::Numbers, 1, {Kind::Move, 7, {1}}, "3 1 2"}));

} // namespace
} // namespace regard

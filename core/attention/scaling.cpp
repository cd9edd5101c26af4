// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attention/score.h"
#include "core/trace/cell_work.h"

#include <cmath>

namespace regard {

namespace {

using Kind = Stage::Kind;

/// What the score is divided by, told as a stage and put into the line.
struct Divisor {
    Kind kind;
    double value;
};

double divided(CellWork& work, std::initializer_list<Divisor> divisors)
{
    const double score = work.follow(0);
    work.stage(Kind::Score, score);
    double result = score;
    for (const Divisor& divisor : divisors) {
        work.stage(divisor.kind, divisor.value);
        result /= divisor.value;
    }
    const WorkedLine::Number own{score, Role::Scores};
    const Divisor* each = divisors.begin();
    if (divisors.size() == 0)
        work.worked("{}", {own});
    else if (divisors.size() == 1)
        work.worked("{} ∕ {}", {own, {each[0].value, {}}});
    else
        work.worked("{} ∕ ({} · {})", {own, {each[0].value, {}}, {each[1].value, {}}});
    work.stage(Kind::Scaled, work.recorded());
    return result;
}

// z = s
constexpr Formula plain{
    .name = "unscaled",
    .line = "{0}",
    .spoken = "scaled i j = score i j: nothing divides it",
    .symbols = "z s i j",
    .cell = [](CellWork& work) { return divided(work, {}); },
};
// z = s / τ
constexpr Formula tempered{
    .name = "tempered",
    .line = "{0} / temperature",
    .spoken = "scaled i j = score i j divided by the temperature τ",
    .symbols = "z s τ i j",
    .cell =
        [](CellWork& work) {
            return divided(work, {{Kind::Temperature, work.number(1)}});
        },
};
// z = s / √d
constexpr Formula overRoot{
    .name = "scaled",
    .line = "{0} / √d",
    .spoken = "scaled i j = score i j divided by √d",
    .symbols = "z s d i j",
    .cell =
        [](CellWork& work) {
            return divided(work, {{Kind::RootOfWidth, std::sqrt(work.number(0))}});
        },
};
// z = s / (√d · τ)
constexpr Formula overRootTempered{
    .name = "scaled_tempered",
    .line = "{0} / (√d · temperature)",
    .spoken = "scaled i j = score i j divided by √d and by the temperature τ",
    .symbols = "z s d τ i j",
    .cell =
        [](CellWork& work) {
            return divided(work,
                           {{Kind::RootOfWidth, std::sqrt(work.number(0))},
                            {Kind::Temperature, work.number(1)}});
        },
};
// z = s / d
constexpr Formula averaged{
    .name = "averaged",
    .line = "{0} / d",
    .spoken = "scaled i j = score i j divided by d, the number of features",
    .symbols = "z s d i j",
    .cell =
        [](CellWork& work) {
            return divided(work, {{Kind::Width, work.number(0)}});
        },
};
// z = s / (d · τ)
constexpr Formula averagedTempered{
    .name = "averaged_tempered",
    .line = "{0} / (d · temperature)",
    .spoken = "scaled i j = score i j divided by d, the number of features, and by the "
              "temperature τ",
    .symbols = "z s d τ i j",
    .cell =
        [](CellWork& work) {
            return divided(work,
                           {{Kind::Width, work.number(0)}, {Kind::Temperature, work.number(1)}});
        },
};

} // namespace

const Scaling unscaled{[](Index) { return Real(1); }, plain, tempered};
const Scaling overRootOfWidth{[](Index d) { return 1 / std::sqrt(static_cast<Real>(d)); }, overRoot,
                              overRootTempered};
const Scaling overWidth{[](Index d) { return 1 / static_cast<Real>(d); }, averaged,
                        averagedTempered};

} // namespace regard

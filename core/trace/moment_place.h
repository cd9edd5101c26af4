// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <string>

namespace regard {

/// A moment that means the same in another trace: the same operation of the same step, or in the
/// row of the same word.
struct MomentPlace {
    std::string scenario;
    std::string scope; ///< of the operation: "encoder"
    std::string name; ///< "states"
    int step = -1; ///< of decoding; −1 outside
    Index row = -1; ///< the one row that it computes; −1: several
    std::string rowLabel{}; ///< "" where rows are numbered, and while decoding
    int part = -1; ///< of a recurrent step (partsOf()); −1: all of it
    int moment = -1; ///< where it was
    friend bool operator==(const MomentPlace&, const MomentPlace&) = default;
};

/// What a moment of a trace means. Without that moment: nothing has a name.
MomentPlace momentPlaceOf(const Trace& trace, int moment, int part = -1);

/// The moment of a trace that means the same: of several the one in the row that is called alike,
/// then the nearest. −1 if there is none of this operation and step.
int nearestMoment(const Trace& trace, const MomentPlace& place);

/// The same, but only for its own scenario and where the word is that the place names.
int momentAt(const Trace& trace, const MomentPlace& place);

/// The moment of a trace that means the same as one of another: the same operation of the same
/// step and word; else the next thing that a recurrent step does there; else the last of the same
/// output word; else the end. −1 without moments.
int sameMoment(const Trace& trace, const Trace& other, int moment);

/// The part of a moment of a trace that is as far as a part of one of another.
int samePart(const Trace& trace, int moment, const Trace& other, int otherMoment, int otherPart);

} // namespace regard

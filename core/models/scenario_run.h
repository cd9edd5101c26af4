// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/exploration.h"
#include "core/tensor/stopped.h"
#include "core/trace/probe.h"

#include <algorithm>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace regard {

/// One computation of a scenario. explore() owns the tape and the recorder, and makes a trace of
/// what is left here; a scenario reads what was asked, computes on the tape and names every step.
class ScenarioRun {
public:
    ScenarioRun(const Exploration& exploration, const Settings& complete, const Weights& with,
                Tape& on, const Probe& namedBy, std::stop_token stop)
        : asked(exploration)
        , settings(complete)
        , weights(with)
        , tape(on)
        , probe(namedBy)
        , m_stop(std::move(stop))
    {
    }

    const Exploration& asked; ///< with a text for each input
    const Settings& settings; ///< complete
    const Weights& weights;
    Tape& tape; ///< the weights are bound to it
    const Probe probe;

    std::vector<TraceToken> input; ///< what was typed, as it was read
    std::vector<TraceToken> output; ///< what came out
    std::shared_ptr<const Scene> scene; ///< what the picture in its own terms shows
    std::shared_ptr<const Decoding> decoding; ///< how the output was chosen
    std::vector<std::string> notes; ///< what a person should know of the reading and the result

    /// Whether the tokens of the input are to be read in the reverse order, by hand. Who reads them
    /// so says it.
    bool asksForReverse() const
    {
        return std::any_of(asked.edits.begin(), asked.edits.end(),
                           [](const Edit& edit) { return edit.kind == EditKind::ReverseInput; });
    }
    bool isReversed = false;

    /// compute(tape, probe) on a tape and a recorder that are dropped afterwards, under the same
    /// edits: to find out what the computation proper has to go through.
    template <class Compute> auto tryOut(const Compute& compute) const
    {
        Tape own;
        own.bind(weights.parameters);
        Recorder recorder(own, asked.edits, m_stop);
        return compute(own, Probe(recorder));
    }

    /// Throws Stopped where nobody waits for the result any more.
    void checkStop() const
    {
        if (m_stop.stop_requested())
            throw Stopped{};
    }

private:
    std::stop_token m_stop;
};

} // namespace regard

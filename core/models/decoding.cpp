// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/decoding.h"

#include "core/models/sequence_task.h"

#include <algorithm>

namespace regard {

bool isGiven(const DecodingRequest& request)
{
    return !request.goesOn || (!request.forced.empty() && request.forced.back() == Vocabulary::end);
}

std::int32_t writtenToken(const DecodingRequest& request, std::span<const Real> probabilities,
                          std::size_t step)
{
    if (step < request.forced.size())
        return request.forced[step];
    return request.goesOn ? chooseToken(probabilities, request.choice, step) : Vocabulary::end;
}

void searchFirst(ScenarioRun& run, DecodingRequest& request, NextTokens& next)
{
    Decoding told;
    told.probabilities = "decoder/probabilities";
    told.forced = static_cast<int>(
        std::min(request.forced.size(), static_cast<std::size_t>(request.longest)));
    told.goesOn = request.goesOn;
    if (request.choice.by == TokenChoice::By::Beam && !isGiven(request)) {
        BeamSearch found = searchBeam(next, request.forced, request.choice,
                                      static_cast<std::size_t>(request.longest),
                                      vocabularyOf(run.weights.vocabularies, "target"));
        told.beam = std::move(found.nodes);
        if (!found.ended.empty()) {
            const std::size_t asked = static_cast<std::size_t>(request.choice.branch) - 1;
            const std::size_t branch = std::min(asked, found.ended.size() - 1);
            if (branch != asked)
                run.notes.push_back("The beam search found " + std::to_string(found.ended.size())
                                    + (found.ended.size() == 1 ? " text" : " texts")
                                    + ", there is no branch " + std::to_string(asked + 1)
                                    + ": the last is written.");
            told.written = found.ended[branch];
            request.forced = std::move(found.tokens[branch]);
        }
    }
    run.decoding = std::make_shared<const Decoding>(std::move(told));
}

void leaveOutput(ScenarioRun& run, std::span<const std::int32_t> written)
{
    const Vocabulary& vocabulary = vocabularyOf(run.weights.vocabularies, "target");
    for (const std::int32_t id : written) {
        TraceToken& token = run.output.emplace_back();
        token.text = vocabulary.tokenOf(id);
        token.given = static_cast<int>(run.output.size()) <= run.decoding->forced;
    }
}

void noteUnended(ScenarioRun& run, const DecodingRequest& request)
{
    static const std::string end = Vocabulary().tokenOf(Vocabulary::end);
    if (request.goesOn && !run.output.empty() && run.output.back().text != end)
        run.notes.push_back("It ends after " + std::to_string(run.output.size())
                            + " tokens, the most that are written, without " + end + ".");
}

} // namespace regard

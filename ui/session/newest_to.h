// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/latest_job.h"

#include <QMetaObject>

#include <utility>

namespace regard {

/// For a LatestJob's `deliver`: hands the outcome of the newest request to `then(outcome)` on the
/// owner's thread. What arrives for an owner that is gone is dropped by Qt. `job(owner)` gives the
/// job whose generation counts.
template <class Result, class Owner, class Job, class Then>
typename LatestJob<Result>::Deliver newestTo(Owner* owner, Job job, Then then)
{
    return [owner, job, then](Outcome<Result> outcome) {
        QMetaObject::invokeMethod(
            owner,
            [owner, job, then, outcome = std::move(outcome)]() mutable {
                if (outcome.generation == job(*owner).generation())
                    then(std::move(outcome));
            },
            Qt::QueuedConnection);
    };
}

} // namespace regard

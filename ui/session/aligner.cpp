// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/aligner.h"

#include "ui/session/newest_to.h"

namespace regard {

Aligner::Aligner(QObject* parent)
    : QObject(parent)
    , m_job(newestTo<std::optional<SentenceAlignment>>(
          this, [](Aligner & aligner) -> auto& { return aligner.m_job; },
          [this](const Outcome<std::optional<SentenceAlignment>>& outcome) {
              if (!outcome.result)
                  return;
              m_found = *outcome.result;
              Q_EMIT told();
          }))
{
}

void Aligner::request(const TracePtr& trace, const std::string& text)
{
    if (trace == m_trace)
        return;
    m_trace = trace;
    m_found = {};
    m_job.request([trace, text](const std::stop_token& stop) {
        return sentenceAlignment(*trace, text, stop);
    });
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/occluder.h"

#include "ui/session/newest_to.h"

#include <QPointer>

#include <utility>

namespace regard {

Occluder::Occluder(QObject* parent)
    : QObject(parent)
    , m_job(newestTo<Occlusion>(
          this, [](Occluder & occluder) -> auto& { return occluder.m_job; },
          [this](Outcome<Occlusion> outcome) {
              if (outcome.result) {
                  m_result = std::move(*outcome.result);
                  Q_EMIT told();
              } else if (!outcome.error.empty()) {
                  Q_EMIT failed(QString::fromStdString(outcome.error));
              }
          }))
{
}

void Occluder::request(const Exploration& exploration, int step)
{
    const int number = ++m_request;
    m_job.request([this, number, exploration, step](const std::stop_token& stop) {
        // The job is stopped and joined before this object goes.
        return occlude(exploration, step, stop, [this, number](double done) {
            QMetaObject::invokeMethod(
                this,
                [this, number, done] {
                    if (number == m_request)
                        Q_EMIT progressed(done);
                },
                Qt::QueuedConnection);
        });
    });
}

void Occluder::cancel()
{
    ++m_request;
    m_job.cancel();
}

} // namespace regard

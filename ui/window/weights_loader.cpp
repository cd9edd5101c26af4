// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/weights_loader.h"

#include "core/models/weights_file.h"
#include "core/scenarios/catalogue.h"
#include "ui/session/newest_to.h"

#include <filesystem>

namespace regard {

WeightsLoader::WeightsLoader(QObject* parent)
    : QObject(parent)
    , m_job(newestTo<WeightsPtr>(
          this, [](WeightsLoader & loader) -> auto& { return loader.m_job; },
          [this](const Outcome<WeightsPtr>& outcome) { arrive(outcome); }))
{
}

void WeightsLoader::load(const QString& path)
{
    m_path = path;
    m_job.request([file = std::filesystem::path(path.toStdU16String())](std::stop_token stop) {
        return shareWeights(loadWeights(file, scenarioOf(scenarioOfWeights(file, stop)), stop));
    });
}

void WeightsLoader::arrive(const Outcome<WeightsPtr>& outcome)
{
    if (outcome.result)
        Q_EMIT loaded(*outcome.result, m_path);
    else if (!outcome.error.empty())
        Q_EMIT failed(QString::fromStdString(outcome.error));
}

} // namespace regard

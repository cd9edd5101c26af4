// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/length_accuracy.h"

#include "core/scenarios/catalogue.h"
#include "ui/session/newest_to.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace regard {

namespace {

double figureOf(const FigureGroup& group, std::string_view name)
{
    for (const Figure& figure : group.figures)
        if (figure.name == name)
            return figure.value;
    throw std::runtime_error("Nothing is known of how many are right.");
}

LengthCurve measure(const LengthSubject& subject, const std::filesystem::path& data,
                    std::size_t limit, const std::stop_token& stop)
{
    const Exploration& exploration = subject.exploration;
    const ScenarioSpec& scenario = scenarioOf(exploration.scenario);
    const Settings asked = resolveSettings(scenario.settings, exploration.settings);
    const std::shared_ptr<const Weights> weights =
        exploration.weights ? exploration.weights : weightsFor(scenario, asked, stop);
    LengthCurve curve{subject.name, {}, {}, {}};
    if (!weights->trained) {
        curve.problem = LengthAccuracy::tr("untrained: train it first");
        return curve;
    }
    Settings settings = weights->settings;
    for (const SettingSpec& spec : scenario.settings)
        if (spec.affects == Affects::Computation)
            settings.set(spec.name, asked.value(spec.name));
    const std::unique_ptr<Task> task =
        scenario.task({settings, data, true, weights->vocabularies, stop});
    if (task->size(Split::HeldOut) == 0)
        throw std::runtime_error("No example is held out: there is nothing to measure.");
    curve.figures = task->evaluate(*weights, Split::HeldOut, limit, stop);
    const std::vector<std::string> known = task->groupings(Split::HeldOut);
    if (std::find(known.begin(), known.end(), "length") == known.end())
        return curve;
    for (const FigureGroup& group :
         task->evaluateBy("length", *weights, Split::HeldOut, limit, stop))
        curve.points.push_back({group.name, group.examples, figureOf(group, "exact_match"),
                                figureOf(group, "exact_match_low"),
                                figureOf(group, "exact_match_high")});
    return curve;
}

} // namespace

LengthAccuracy::LengthAccuracy(QObject* parent)
    : QObject(parent)
    , m_job(newestTo<LengthCurve>(
          this, [](LengthAccuracy & accuracy) -> auto& { return accuracy.m_job; },
          [this](Outcome<LengthCurve> outcome) {
              LengthCurve curve{
                  m_subjects[m_curves.size()].name, {}, {}, QString::fromStdString(outcome.error)};
              if (outcome.result)
                  curve = std::move(*outcome.result);
              m_curves.push_back(std::move(curve));
              Q_EMIT arrived();
              next();
          }))
{
}

void LengthAccuracy::request(std::vector<LengthSubject> subjects, const std::filesystem::path& data,
                             std::size_t limit)
{
    m_subjects = std::move(subjects);
    m_data = data;
    m_limit = limit;
    m_curves.clear();
    m_measuring = true;
    next();
}

void LengthAccuracy::next()
{
    if (m_curves.size() >= m_subjects.size()) {
        m_measuring = false;
        Q_EMIT ended();
        return;
    }
    m_job.request([subject = m_subjects[m_curves.size()], data = m_data, limit = m_limit](
                      const std::stop_token& stop) { return measure(subject, data, limit, stop); });
}

void LengthAccuracy::cancel()
{
    m_job.cancel();
    if (std::exchange(m_measuring, false))
        Q_EMIT ended();
}

} // namespace regard

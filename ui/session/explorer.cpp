// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/explorer.h"

#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/trace/attention_statistics.h"
#include "core/trace/place.h"

#include "ui/session/newest_to.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace regard {

namespace {

std::vector<std::string> firstExamples(const ScenarioSpec& scenario)
{
    std::vector<std::string> texts;
    for (const InputSpec& input : scenario.inputs)
        texts.push_back(input.examples.empty() ? std::string() : input.examples.front().text);
    return texts;
}

Settings without(const Settings& settings, std::string_view name)
{
    Settings rest;
    for (const auto& [key, value] : settings.values())
        if (key != name)
            rest.set(key, value);
    return rest;
}

std::optional<double> entropyOf(const Trace& trace)
{
    if (trace.attentions.empty())
        return {};
    const Attention& last = trace.attentions.back();
    double sum = 0;
    int heads = 0;
    for (int head = 0; head < last.headCount(); ++head) {
        const int weights = trace.inHead(last.weights, head);
        if (weights < 0)
            continue;
        const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(weights)];
        const std::optional<double> mean = meanOfRows(rowStatistics(tensor.value).entropy, {}, 0);
        if (!mean)
            continue;
        sum += *mean;
        ++heads;
    }
    return heads > 0 ? std::optional(sum / heads) : std::nullopt;
}

} // namespace

Explored exploreWithWeights(const Exploration& exploration, std::stop_token stop)
{
    Exploration complete = exploration;
    if (!complete.weights) {
        const ScenarioSpec& scenario = scenarioOf(exploration.scenario);
        complete.weights =
            weightsFor(scenario, resolveSettings(scenario.settings, exploration.settings), stop);
    }
    Explored explored;
    explored.weights = complete.weights;
    if (!complete.edits.empty()) {
        Exploration plain = complete;
        plain.edits.clear();
        explored.before = regard::explore(plain, stop);
        // Words stand elsewhere where they are read backwards.
        std::copy_if(complete.edits.begin(), complete.edits.end(), std::back_inserter(plain.edits),
                     [](const Edit& edit) { return edit.kind == EditKind::ReverseInput; });
        const TracePtr placed =
            plain.edits.empty() ? explored.before : regard::explore(plain, stop);
        complete.edits = editsIn(*placed, complete.edits);
    }
    explored.trace = regard::explore(complete, std::move(stop));
    explored.entropy = entropyOf(*explored.trace);
    return explored;
}

Explorer::Explorer(QObject* parent) : Explorer(exploreWithWeights, parent) { }

Explorer::Explorer(Compute compute, QObject* parent)
    : QObject(parent)
    , m_compute(std::move(compute))
    , m_job(newestTo<Explored>(
          this, [](Explorer & explorer) -> auto& { return explorer.m_job; },
          [this](const Outcome<Explored>& outcome) { arrive(outcome); }))
{
    m_busyDelay.setSingleShot(true);
    setBusyDelay(std::chrono::milliseconds(200));
    connect(&m_busyDelay, &QTimer::timeout, this, [this] {
        m_busy = true;
        Q_EMIT busyChanged(true);
    });
}

Explorer::~Explorer() = default;

void Explorer::explore(const Exploration& exploration)
{
    m_exploration = exploration;
    if (m_exploration.texts.empty())
        if (const ScenarioSpec* scenario = findScenario(exploration.scenario))
            m_exploration.texts = firstExamples(*scenario);
    request();
}

void Explorer::openScenario(const QString& id)
{
    const ScenarioSpec* scenario = findScenario(id.toStdString());
    if (!scenario) {
        Q_EMIT failed(tr("There is no scenario “%1”. Choose one from the list.").arg(id));
        return;
    }
    Exploration exploration;
    exploration.scenario = scenario->id;
    explore(exploration);
}

void Explorer::setText(int index, const QString& text)
{
    const std::size_t at = static_cast<std::size_t>(index);
    std::string utf8 = text.toStdString();
    auto& texts = m_exploration.texts;
    if (at < texts.size() && texts[at] == utf8)
        return;
    if (at >= texts.size())
        texts.resize(at + 1);
    texts[at] = std::move(utf8);
    request();
}

void Explorer::setPrefix(std::vector<std::string> prefix)
{
    if (prefix == m_exploration.prefix && m_exploration.target.empty())
        return;
    m_exploration.prefix = std::move(prefix);
    m_exploration.target.clear();
    request();
}

void Explorer::setTarget(const QString& text)
{
    std::string utf8 = text.toStdString();
    if (utf8 == m_exploration.target && m_exploration.prefix.empty())
        return;
    m_exploration.target = std::move(utf8);
    m_exploration.prefix.clear();
    request();
}

void Explorer::setSetting(const std::string& name, const SettingValue& value)
{
    const ScenarioSpec* scenario = findScenario(m_exploration.scenario);
    const SettingSpec* setting = scenario ? findSetting(*scenario, name) : nullptr;
    Settings settings = without(m_exploration.settings, name);
    if (!setting || setting->defaultValue != value)
        settings.set(name, value);
    if (settings == m_exploration.settings)
        return;
    m_exploration.settings = std::move(settings);
    if (setting && setting->affects == Affects::Weights)
        m_exploration.weights = nullptr;
    request();
}

void Explorer::setEdits(std::vector<Edit> edits)
{
    if (edits == m_exploration.edits)
        return;
    m_exploration.edits = std::move(edits);
    request();
}

void Explorer::cancel()
{
    m_job.cancel();
    setPending(false);
}

void Explorer::computeLent()
{
    if (m_pending)
        m_weightsWait = true;
    else if (!m_exploration.scenario.empty())
        compute();
}

void Explorer::request()
{
    compute();
    Q_EMIT explorationChanged();
}

void Explorer::compute()
{
    setPending(true);
    Exploration asked = m_exploration;
    if (m_lend)
        if (auto lent = m_lend(asked))
            asked.weights = std::move(lent);
    m_job.request([compute = m_compute, exploration = std::move(asked)](std::stop_token stop) {
        return compute(exploration, std::move(stop));
    });
}

void Explorer::arrive(const Outcome<Explored>& outcome)
{
    const bool again = m_weightsWait;
    setPending(false);
    if (outcome.result) {
        m_trace = outcome.result->trace;
        m_weights = outcome.result->weights;
        m_entropy = outcome.result->entropy;
        m_before = outcome.result->before;
        Q_EMIT traced(m_trace);
    } else if (!outcome.error.empty()) {
        Q_EMIT failed(QString::fromStdString(outcome.error));
    }
    if (again && !m_pending)
        compute();
}

void Explorer::setPending(bool pending)
{
    m_weightsWait = false;
    if (pending && !m_pending)
        m_busyDelay.start();
    m_pending = pending;
    if (pending)
        return;
    m_busyDelay.stop();
    if (std::exchange(m_busy, false))
        Q_EMIT busyChanged(false);
}

} // namespace regard

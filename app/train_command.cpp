// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"
#include "app/progress.h"
#include "app/training_curve.h"

#include "core/io/atomic_file.h"
#include "core/models/weights_file.h"
#include "core/trace/probe.h"
#include "core/training/checkpoint.h"
#include "core/training/run.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>

namespace regard {

namespace {

/// A whole number of an option, put into the settings under a name.
void takeNumber(const QCommandLineParser& parser, const QString& option,
                const ScenarioSpec& scenario, Settings& settings)
{
    if (!parser.isSet(option))
        return;
    for (const SettingSpec& spec : scenario.settings)
        if (spec.name == option.toStdString())
            try {
                settings.set(spec.name, parseSetting(spec, parser.value(option).toStdString()));
            } catch (const std::invalid_argument& error) {
                throw UsageError("--" + spec.name + ": " + error.what());
            }
}

int threadsFrom(const QCommandLineParser& parser)
{
    if (!parser.isSet(QStringLiteral("threads")))
        return 0;
    bool ok = false;
    const int threads = parser.value(QStringLiteral("threads")).toInt(&ok);
    if (!ok || threads < 1 || threads > 1024)
        throw UsageError("--threads '" + parser.value(QStringLiteral("threads")).toStdString()
                         + "': use a number from 1 to 1024");
    return threads;
}

/// Measures weights and prints the figures. False, with none put in, after a stop.
bool measureAndPrint(const Task& task, Weights& weights, const std::stop_token& stop)
try {
    for (const Figure& figure : measureHeldOut(task, weights, stop))
        std::printf("%-28s %s\n", figure.name.c_str(), weights.figures[figure.name].c_str());
    return true;
} catch (const Stopped&) {
    return false;
}

/// What is trained: of the options, or of the checkpoint that is gone on from.
RunRequest requestFrom(const QCommandLineParser& parser, const ScenarioSpec& scenario)
{
    Settings given = settingsFrom(parser, scenario);
    takeNumber(parser, QStringLiteral("epochs"), scenario, given);
    takeNumber(parser, QStringLiteral("seed"), scenario, given);
    const bool resumes = parser.isSet(QStringLiteral("resume"));
    RunRequest request;
    if (resumes) {
        request = readRunRequest(parser.value(QStringLiteral("resume")).toStdString(), scenario);
        for (const auto& [name, value] : given.values())
            if (request.settings.value(name) != value)
                throw UsageError("a run that goes on keeps its settings: leave out " + name
                                 + ", which is " + settingText(request.settings.value(name))
                                 + ", or train from the beginning");
    } else {
        request.scenario = scenario.id;
        request.settings = resolveSettings(scenario.settings, given);
    }
    if (parser.isSet(QStringLiteral("data")))
        request.data =
            std::filesystem::absolute(parser.value(QStringLiteral("data")).toStdString());
    return request;
}

/// A word of a command line, in single quotes where a shell would read it otherwise.
std::string shellWord(const std::string& word)
{
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+=,:@%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos)
        return word;
    std::string quoted = "'";
    for (const char letter : word)
        quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    return quoted + "'";
}

/// Saves a file, or where that fails one of its name among the temporary files or at home, so that
/// what was learnt is not lost for want of room; `problem` then says so. Returns where it is.
/// Throws what saving the file itself threw where no place takes it.
std::filesystem::path saveSomewhere(const std::filesystem::path& wanted, std::string& problem,
                                    const std::function<void(const std::filesystem::path&)>& save)
try {
    save(wanted);
    return wanted;
} catch (const std::runtime_error& error) {
    std::error_code none;
    const char* const home = std::getenv("HOME");
    for (const std::filesystem::path& folder :
         {std::filesystem::temp_directory_path(none), std::filesystem::path(home ? home : "")})
        for (int i = 1; i < 100 && !folder.empty(); ++i) {
            const std::filesystem::path other =
                folder / ("saved-" + std::to_string(i) + "-" + wanted.filename().string());
            if (std::filesystem::exists(std::filesystem::symlink_status(other, none)))
                continue;
            try {
                save(other);
            } catch (const std::runtime_error&) {
                break;
            }
            problem += (problem.empty() ? "" : "; ") + std::string(error.what()) + "; it is in "
                + other.string() + " instead";
            return other;
        }
    throw;
}

/// A run of `regard train` and what it leaves.
class TrainingRun {
public:
    TrainingRun(const QCommandLineParser& parser, std::stop_token stop)
        : m_scenario(scenarioFrom(parser))
        , m_stop(std::move(stop))
        , m_precision(parser.isSet(QStringLiteral("half")) ? Precision::Half : Precision::Single)
        , m_out(required(parser, QStringLiteral("out")))
        , m_curve(parser.value(QStringLiteral("curve")).toStdString())
        , m_checkpoint(parser.value(QStringLiteral("checkpoint")).toStdString())
        , m_resume(parser.value(QStringLiteral("resume")).toStdString())
    {
        if (!m_scenario.task)
            throw std::runtime_error(m_scenario.id + " learns nothing: its weights are built");
        m_request = requestFrom(parser, m_scenario);
        m_options = trainOptions(m_request.settings);
        m_options.threads = threadsFrom(parser);
        m_options.validate = 5000;
        for (const std::string& file : {m_out, m_curve, m_checkpoint})
            if (!file.empty())
                requireWritable(file);
        makeTask();
        m_perEpoch = (m_task->size(Split::Train) + m_options.batch - 1) / m_options.batch;
    }

    void toItsEnd()
    {
        RunState start = begin();
        const FinishesFirst finishes;
        RunState last;
        try {
            Progress progress;
            last = train(*m_task, std::move(start), m_options, m_stop,
                         [&](const TrainReport& report) { take(report, progress); });
        } catch (const Diverged& diverged) {
            saveLastGood(diverged);
        }
        if (last.step == 0)
            throw std::runtime_error(m_options.epochs == 0
                                         ? "no epoch was trained: nothing was written, give "
                                           "--epochs 1 or more"
                                         : "stopped before its first step: nothing was written");
        // Stopped within a step, or while its last epoch was measured.
        if (last.step < m_perEpoch * static_cast<std::size_t>(m_options.epochs) || last.count > 0)
            leave(std::move(last));
        m_weights.parameters = last.parameters; // a stop while they are measured leaves these
        round(); // what is measured is what is saved
        if (!measureAndPrint(*m_task, m_weights, m_stop))
            leave(std::move(last));
        save(last.step);
        if (!m_problem.empty())
            throw std::runtime_error(m_problem);
    }

private:
    void makeTask()
    {
        m_task = m_scenario.task({m_request.settings, m_request.data, false, {}, m_stop});
        for (const std::string& note : m_task->notes())
            printError("note: " + note);
        requireTrainable(*m_task, m_options, m_request.data);
    }

    RunState begin()
    {
        m_weights = drawWeights(m_scenario, m_request.settings, *m_task);
        RunState start;
        if (m_resume.empty()) {
            start.parameters = std::move(m_weights.parameters);
            m_request.digest = digestOf(*m_task, m_request.data);
            m_request.curve = curveHeader(m_task->metric());
        } else {
            m_weights.parameters = {};
            start = readRunState(m_resume, m_request, *m_task);
        }
        return start;
    }

    void take(const TrainReport& report, Progress& progress)
    {
        m_request.curve += curveRow(report, !m_task->metric().empty());
        progress.show(static_cast<double>(report.step) / static_cast<double>(report.steps),
                      reportText(report, m_options.epochs), report.epochEnd);
        if (!report.epochEnd || m_checkpoint.empty())
            return;
        try {
            saveCheckpoint(m_request, report.state(), m_checkpoint);
        } catch (const std::runtime_error& error) { // the next one may find room
            printError(std::string("note: ") + error.what() + "; training goes on");
        }
    }

    /// Saves the weights after so many steps, and the curve.
    void save(std::size_t step)
    {
        round();
        markTrained(m_weights, step, m_perEpoch, m_options.epochs);
        m_out = saveSomewhere(m_out, m_problem, [&](const std::filesystem::path& file) {
                    saveWeights(m_weights, file, m_precision);
                }).string();
        if (!m_curve.empty())
            saveSomewhere(m_curve, m_problem, [&](const std::filesystem::path& file) {
                saveFile(file, m_request.curve);
            });
    }

    /// To as many bits as are written.
    void round()
    {
        if (m_precision == Precision::Single || roundToHalf(m_weights))
            return;
        m_precision = Precision::Single;
        printError("note: the weights have numbers beyond 65504, the largest of 16 bits, and are "
                   "written with 32");
    }

    /// "step 12 of 160 (epoch 2 of 20)".
    std::string placeOf(std::size_t step) const
    {
        return "step " + std::to_string(step) + " of "
            + std::to_string(m_perEpoch * static_cast<std::size_t>(m_options.epochs)) + " (epoch "
            + std::to_string((std::max<std::size_t>(step, 1) - 1) / m_perEpoch + 1) + " of "
            + std::to_string(m_options.epochs) + ")";
    }

    /// What could not be saved where it was wanted, before something else that is to say.
    std::string said() const { return m_problem.empty() ? "" : m_problem + "; "; }

    /// Saves what a stopped run has learnt and where it stands.
    [[noreturn]] void leave(RunState state)
    {
        const std::string out = m_out;
        m_weights.parameters = state.parameters;
        save(state.step);
        const std::filesystem::path checkpoint = saveSomewhere(
            m_checkpoint.empty() ? out + ".checkpoint" : m_checkpoint, m_problem,
            [&](const std::filesystem::path& file) { saveCheckpoint(m_request, state, file); });
        throw std::runtime_error(
            said() + "stopped: " + m_out + " has the weights after " + placeOf(state.step)
            + ", not measured on held-out examples; go on with: regard train " + m_scenario.id
            + " --resume " + shellWord(checkpoint.string()) + " --out " + shellWord(out)
            + (m_curve.empty() ? "" : " --curve " + shellWord(m_curve)));
    }

    /// Saves the last weights that were numbers.
    [[noreturn]] void saveLastGood(const Diverged& diverged)
    {
        const std::string problem =
            "the loss is no number after step " + std::to_string(diverged.step()) + ": ";
        if (!diverged.lastGood())
            throw std::runtime_error(problem
                                     + "nothing was written, train with a lower --set rate");
        m_weights.parameters = *diverged.lastGood();
        save(diverged.goodStep());
        throw std::runtime_error(said() + problem + m_out + " has the weights after "
                                 + placeOf(diverged.goodStep())
                                 + ", not measured on held-out examples; train with a lower --set "
                                   "rate");
    }

    const ScenarioSpec& m_scenario;
    std::stop_token m_stop;
    Precision m_precision;
    std::string m_out, m_curve, m_checkpoint, m_resume; ///< files; empty: none
    RunRequest m_request;
    TrainOptions m_options;
    std::unique_ptr<Task> m_task;
    std::size_t m_perEpoch = 0; ///< steps
    Weights m_weights;
    std::string m_problem; ///< what could not be saved where it was wanted
};

} // namespace

void addTrainOptions(QCommandLineParser& parser)
{
    parser.addOptions({
        {QStringLiteral("set"), QStringLiteral("a setting, see regard catalogue"),
         QStringLiteral("name=value")},
        {QStringLiteral("data"),
         QStringLiteral("your own examples in place of the generated ones: tab-separated lines; "
                        "time-series: a CSV; reviews: also the aclImdb folder or imdb.npz; "
                        "entity-network: also stories numbered as bAbI's"),
         QStringLiteral("FILE")},
        {QStringLiteral("epochs"), QStringLiteral("passes over the examples"), QStringLiteral("N")},
        {QStringLiteral("seed"), QStringLiteral("of weights, order and dropout"),
         QStringLiteral("N")},
        {QStringLiteral("threads"), QStringLiteral("processors to use; the result is the same"),
         QStringLiteral("N")},
        {QStringLiteral("out"), QStringLiteral("weights to write"),
         QStringLiteral("FILE.safetensors")},
        {QStringLiteral("half"),
         QStringLiteral(
             "write numbers of 16 bits, rounded: half the file. The figures are those of "
             "the rounded weights")},
        {QStringLiteral("curve"), QStringLiteral("losses to write"), QStringLiteral("FILE.csv")},
        {QStringLiteral("checkpoint"),
         QStringLiteral("where the run stands, to write after each epoch and when it is stopped; "
                        "without this a stopped run leaves it beside the weights, as "
                        "FILE.safetensors.checkpoint"),
         QStringLiteral("FILE")},
        {QStringLiteral("resume"),
         QStringLiteral("go on from such a file, with its settings and data, to the same weights "
                        "as without a break"),
         QStringLiteral("FILE")},
    });
}

void runTrain(const QCommandLineParser& parser, std::stop_token stop)
{
    TrainingRun(parser, std::move(stop)).toItsEnd();
}

} // namespace regard

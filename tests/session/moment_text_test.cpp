// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/session/composed_trace.h"

#include "core/models/scenario.h"
#include "core/scenarios/explore.h"

#include <QTest>

using namespace regard;

namespace {

QString describe(const TracePtr& trace, int moment)
{
    Timeline timeline;
    timeline.setTrace(trace);
    timeline.setMoment(moment);
    return timeline.description();
}

QString lastOf(const TracePtr& trace)
{
    return describe(trace, static_cast<int>(trace->moments.size()) - 1);
}

TracePtr traceOf(const char* scenario,
                 std::initializer_list<std::pair<const char*, SettingValue>> settings = {},
                 const char* target = "")
{
    Exploration exploration;
    exploration.scenario = scenario;
    exploration.target = target;
    for (const auto& [name, value] : settings)
        exploration.settings.set(name, value);
    return explore(exploration);
}

/// What is said when a row of a tensor comes about.
QString sayingOf(const TracePtr& trace, const char* path, std::size_t row = 0)
{
    const TraceTensor* tensor = trace->find(path);
    return tensor ? describe(trace, tensor->rowMoments[row]) : QString();
}

} // namespace

class MomentTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void theDescriptionGivesTheEquationTheLayerAndTheHeads()
    {
        const TracePtr trace = traceOf("self-attention");
        QCOMPARE(sayingOf(trace, "layer0/head0/scores"),
                 QStringLiteral("scores = q·kᵀ · layer 1, 4 heads"));
        QCOMPARE(sayingOf(trace, "layer0/head0/Q"),
                 QStringLiteral("Q = X·W_Q + b_Q · layer 1, 4 heads"));
        // A later layer reads what the one before gave.
        QCOMPARE(sayingOf(trace, "layer1/head0/Q"),
                 QStringLiteral("Q = output·W_Q + b_Q · layer 2, 4 heads"));
    }

    void theDescriptionGivesTheStepCountedFromOneAndItsToken()
    {
        const TracePtr trace = traceOf("dialogue", {}, "yes i am free");
        // The token is known when the step has ended.
        const QString scores = sayingOf(trace, "decoder/attention/scores", 2);
        QVERIFY2(scores.startsWith(QStringLiteral("step 3 · scores")), qPrintable(scores));
        const QString end = sayingOf(trace, "decoder/probabilities", 2);
        QCOMPARE(end, QStringLiteral("step 3 “am” · probabilities = softmax(logits) · decoder"));
    }

    void aStepIsNamedByTheTokenItWritesWhateverItsRowsAreCalled()
    {
        Composer trace;
        trace.write("yes").layout(Layout::EncoderDecoder);
        trace.add("embedding", Role::Embedding, 0, "", 1, "<bos>");
        trace.add("logits", Role::Logits, 1, "", 1, "<eos>");
        QVERIFY(describe(trace, 0).startsWith(QStringLiteral("step 1 “yes” · embedding")));
        QVERIFY(describe(trace, 1).startsWith(QStringLiteral("step 2 · logits")));
    }

    void theDescriptionOfScoresFollowsTheScoreFunction()
    {
        const auto scores = [](const char* function) {
            return sayingOf(traceOf("translation", {{"score", std::string(function)}}),
                            "decoder/attention/scores");
        };
        QVERIFY(scores("dot").contains(QStringLiteral("scores = q·kᵀ · ")));
        QVERIFY(scores("general").contains(QStringLiteral("scores = q·W·kᵀ · ")));
        QVERIFY(scores("additive").contains(QStringLiteral("scores = vᵀ tanh(W_q q + W_k k) · ")));
    }

    void theDescriptionOfScaledScoresNamesTheDivisorsInUse()
    {
        const auto scaled = [](const char* function, double temperature) {
            return sayingOf(
                traceOf("worked-example",
                        {{"score", std::string(function)}, {"temperature", temperature}}),
                "scaled");
        };
        QCOMPARE(scaled("scaled_dot", 1), QStringLiteral("scaled = scores / √d"));
        QCOMPARE(scaled("scaled_dot", 2), QStringLiteral("scaled = scores / (√d · temperature)"));
        QCOMPARE(scaled("dot", 2), QStringLiteral("scaled = scores / temperature"));
        QCOMPARE(scaled("dot", 1), QStringLiteral("scaled = scores"));
        const auto averaged = [](double temperature) {
            return sayingOf(
                traceOf("self-attention",
                        {{"score", std::string("mean_product")}, {"temperature", temperature}}),
                "layer0/head0/scaled");
        };
        QVERIFY(averaged(1).startsWith(QStringLiteral("scaled = scores / d · ")));
        QVERIFY(averaged(2).startsWith(QStringLiteral("scaled = scores / (d · temperature) · ")));
        for (const double temperature : {0.1, 0.5, 0.999, 1.001, 10.0}) {
            QCOMPARE(scaled("scaled_dot", temperature),
                     QStringLiteral("scaled = scores / (√d · temperature)"));
            QCOMPARE(scaled("dot", temperature), QStringLiteral("scaled = scores / temperature"));
        }
    }

    void aStageThatChangedNothingGivesWayToWhatItWasMadeOf()
    {
        QCOMPARE(sayingOf(traceOf("worked-example", {{"score", std::string("dot")}}), "weights"),
                 QStringLiteral("weights = softmax(scores)"));
        QCOMPARE(sayingOf(traceOf("worked-example"), "weights"),
                 QStringLiteral("weights = softmax(scaled)"));
        QCOMPARE(sayingOf(traceOf("worked-example", {{"mask", std::string("causal")}}), "weights"),
                 QStringLiteral("weights = softmax(masked)"));
    }

    void theOperandsAreThoseOfTheComputationItself()
    {
        const TracePtr trace = traceOf("transformer");
        QCOMPARE(sayingOf(trace, "decoder/layer0/cross/head0/context").section(" · ", 1, 2),
                 QStringLiteral("context = weights · V"));
    }

    void whatHasNoEquationIsNamedAlone()
    {
        Composer trace;
        trace.add("residual", Role::Hidden, -1, "layer0");
        QCOMPARE(lastOf(trace), QStringLiteral("residual · layer 1"));
    }

    void everyRoleHasADescription()
    {
        for (int role = 0; role <= static_cast<int>(Role::Probabilities); ++role) {
            Composer trace;
            trace.add("name", static_cast<Role>(role));
            QVERIFY(lastOf(trace).startsWith(QLatin1String("name")));
        }
    }
};

QTEST_GUILESS_MAIN(MomentTextTest)
#include "moment_text_test.moc"

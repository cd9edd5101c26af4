// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/session/composed_trace.h"

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

} // namespace

class MomentTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDescriptionGivesTheEquationTheLayerAndTheHeads()
    {
        Composer trace;
        trace.set("score", std::string("scaled_dot")).add("scores", Role::Scores, -1, "layer0", 4);
        QCOMPARE(lastOf(trace), QStringLiteral("scores = q·kᵀ · layer 1, 4 heads"));
        Composer nested;
        nested.add("Q", Role::Query, -1, "encoder/layer12");
        QCOMPARE(lastOf(nested), QStringLiteral("Q = X·W_Q · encoder, layer 13"));
    }

    void theDescriptionGivesTheStepCountedFromOneAndItsToken()
    {
        Composer trace;
        trace.layout(Layout::EncoderDecoder)
            .write("yes")
            .write("i")
            .write("free")
            .add("masked", Role::Masked, 2, "", 1, "free")
            .add("weights", Role::Weights, 2, "", 1, "free");
        // The token is known when the step has ended.
        QVERIFY2(describe(trace, 0).startsWith(QStringLiteral("step 3 · masked")),
                 qPrintable(describe(trace, 0)));
        QCOMPARE(lastOf(trace), QStringLiteral("step 3 “free” · weights = softmax(masked)"));
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
            Composer trace;
            trace.set("score", std::string(function)).add("scores", Role::Scores);
            return lastOf(trace);
        };
        QCOMPARE(scores("dot"), QStringLiteral("scores = q·kᵀ"));
        QCOMPARE(scores("general"), QStringLiteral("scores = q·W·kᵀ"));
        QCOMPARE(scores("additive"), QStringLiteral("scores = vᵀ tanh(W_q q + W_k k)"));
    }

    void theDescriptionOfScaledScoresNamesTheDivisorsInUse()
    {
        const auto scaled = [](const char* function, double temperature) {
            Composer trace;
            trace.set("score", std::string(function)).set("temperature", temperature);
            trace.add("scores", Role::Scores).add("scaled", Role::Scaled);
            return lastOf(trace);
        };
        QCOMPARE(scaled("scaled_dot", 1), QStringLiteral("scaled = scores / √d"));
        QCOMPARE(scaled("scaled_dot", 2), QStringLiteral("scaled = scores / (√d · temperature)"));
        QCOMPARE(scaled("dot", 2), QStringLiteral("scaled = scores / temperature"));
        QCOMPARE(scaled("dot", 1), QStringLiteral("scaled = scores"));
        for (const double temperature : {0.1, 0.5, 0.999, 1.001, 10.0}) {
            QCOMPARE(scaled("scaled_dot", temperature),
                     QStringLiteral("scaled = scores / (√d · temperature)"));
            QCOMPARE(scaled("dot", temperature), QStringLiteral("scaled = scores / temperature"));
        }
    }

    void theDescriptionNamesTheOperandsOfItsOwnScope()
    {
        Composer trace;
        trace.add("V", Role::Value, -1, "layer0")
            .add("scores", Role::Scores, -1, "layer0")
            .add("masked", Role::Masked, -1, "layer1")
            .add("weights", Role::Weights, -1, "layer0")
            .add("context", Role::Context, -1, "layer0");
        QCOMPARE(describe(trace, 3), QStringLiteral("weights = softmax(scores) · layer 1"));
        QCOMPARE(describe(trace, 4), QStringLiteral("context = weights · V · layer 1"));
    }

    void theDescriptionOfGatesAndStatesFollowsTheCell()
    {
        Composer gru;
        gru.set("cell", std::string("gru")).layout(Layout::EncoderDecoder);
        gru.add("update", Role::Gate, -1, "encoder").add("states", Role::State, -1, "encoder");
        QCOMPARE(describe(gru, 0), QStringLiteral("update = σ(W x + U h + b) · encoder"));
        QCOMPARE(describe(gru, 1), QStringLiteral("states = (1 − z) ⊙ n + z ⊙ h · encoder"));
        Composer lstm;
        lstm.set("cell", std::string("lstm")).add("states", Role::State);
        QCOMPARE(lastOf(lstm), QStringLiteral("states = o ⊙ tanh(c)"));
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

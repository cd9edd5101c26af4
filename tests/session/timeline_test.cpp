// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/timeline.h"

#include <QSignalSpy>
#include <QTest>

using namespace regard;

namespace {

/// A trace of moments alone, one tensor [1 × 1] for each name.
class Composer {
public:
    Composer& add(const char* name, Role role, int step = -1, const char* scope = "", int heads = 1,
                  const char* row = nullptr)
    {
        const Piece first{static_cast<int>(m_trace->tensors.size()), 0, 1};
        const Moment moment{scope, name, role, step, {first, static_cast<std::size_t>(heads)}};
        for (int head = 0; head < heads; ++head) {
            TraceTensor tensor;
            tensor.path = std::string(scope) + (heads > 1 ? "/head" + std::to_string(head) : "");
            tensor.path += tensor.path.empty() ? name : std::string("/") + name;
            tensor.role = role;
            tensor.value = Tensor(Shape{1, 1});
            if (row)
                tensor.rows = makeAxis({row});
            m_trace->tensors.push_back(std::move(tensor));
        }
        m_trace->moments.push_back(moment);
        return *this;
    }
    Composer& set(const char* name, SettingValue value)
    {
        m_trace->settings.set(name, std::move(value));
        return *this;
    }
    Composer& write(const char* token)
    {
        m_trace->output.push_back({token});
        return *this;
    }
    Composer& layout(Layout layout)
    {
        m_trace->layout = layout;
        return *this;
    }
    operator TracePtr() const { return m_trace; }

private:
    std::shared_ptr<Trace> m_trace = std::make_shared<Trace>();
};

/// Two moments of an encoder, then three in each step.
TracePtr decoding(int steps)
{
    Composer composer;
    composer.layout(Layout::EncoderDecoder);
    composer.add("embedding", Role::Embedding).add("states", Role::State);
    for (int step = 0; step < steps; ++step)
        composer.add("scores", Role::Scores, step)
            .add("weights", Role::Weights, step)
            .add("context", Role::Context, step);
    return composer;
}

TracePtr plain(std::initializer_list<const char*> names)
{
    Composer composer;
    for (const char* name : names)
        composer.add(name, Role::Hidden);
    return composer;
}

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

class TimelineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutATraceThereIsNoMoment()
    {
        Timeline timeline;
        QCOMPARE(timeline.moment(), -1);
        QCOMPARE(timeline.count(), 0);
        QVERIFY(timeline.description().isEmpty());
        timeline.forward();
        timeline.back();
        timeline.toStart();
        timeline.toEnd();
        timeline.setStride(Timeline::Stride::Token);
        timeline.forward();
        timeline.back();
        timeline.play();
        QCOMPARE(timeline.moment(), -1);
        QVERIFY(!timeline.isPlaying());
    }

    void aFirstTraceIsShownAtItsEnd()
    {
        Timeline timeline;
        QSignalSpy range(&timeline, &Timeline::rangeChanged);
        QSignalSpy moment(&timeline, &Timeline::momentChanged);
        timeline.setTrace(plain({"a", "b", "c"}));
        QCOMPARE(timeline.moment(), 2);
        QCOMPARE(range.value(0).value(0).toInt(), 3);
        QCOMPARE(moment.value(0).value(0).toInt(), 2);
    }

    void theEndStaysTheEndInANewTrace()
    {
        Timeline timeline;
        timeline.setTrace(decoding(2));
        timeline.setTrace(decoding(4));
        QCOMPARE(timeline.moment(), timeline.count() - 1);
        timeline.setTrace(decoding(1));
        QCOMPARE(timeline.moment(), timeline.count() - 1);
        timeline.setTrace(nullptr);
        QCOMPARE(timeline.moment(), -1);
        timeline.setTrace(decoding(3));
        QCOMPARE(timeline.moment(), timeline.count() - 1);
    }

    void aMomentInTheMiddleStaysAtTheSameOperationAndStep()
    {
        Timeline timeline;
        timeline.setTrace(decoding(3));
        timeline.setMoment(6); // step 1, weights
        Composer longer;
        longer.add("embedding", Role::Embedding)
            .add("position", Role::Position)
            .add("states", Role::State);
        for (int step = 0; step < 2; ++step)
            longer.add("scores", Role::Scores, step).add("weights", Role::Weights, step);
        timeline.setTrace(longer);
        QCOMPARE(timeline.moment(), 6);
        timeline.setMoment(3); // step 0, scores
        timeline.setTrace(decoding(3));
        QCOMPARE(timeline.moment(), 2);
    }

    void aScopeOfAnotherNameIsAnotherOperation()
    {
        Timeline timeline;
        Composer two;
        two.add("scores", Role::Scores, -1, "layer0").add("scores", Role::Scores, -1, "layer1");
        two.add("logits", Role::Logits);
        timeline.setTrace(two);
        timeline.setMoment(1);
        Composer shifted;
        shifted.add("scores", Role::Scores, -1, "layer0").add("x", Role::Hidden);
        shifted.add("scores", Role::Scores, -1, "layer1").add("logits", Role::Logits);
        timeline.setTrace(shifted);
        QCOMPARE(timeline.moment(), 2);
    }

    void ofSeveralEqualOperationsTheNearestIsKept()
    {
        Timeline timeline;
        timeline.setTrace(plain({"a", "x", "b", "x", "c", "x", "d"}));
        timeline.setMoment(3);
        timeline.setTrace(plain({"a", "x", "b", "x", "c", "x", "d"}));
        QCOMPARE(timeline.moment(), 3);
    }

    void aMomentThatIsGoneBecomesTheNearestIndex()
    {
        Timeline timeline;
        timeline.setTrace(plain({"a", "b", "c", "d", "e"}));
        timeline.setMoment(3);
        timeline.setTrace(plain({"a", "b", "x", "y", "z"}));
        QCOMPARE(timeline.moment(), 3);
        timeline.setTrace(plain({"p", "q"}));
        QCOMPARE(timeline.moment(), 1);
    }

    void aNewTraceIsToldEvenAtTheSameMoment()
    {
        Timeline timeline;
        timeline.setTrace(plain({"a", "b"}));
        QSignalSpy range(&timeline, &Timeline::rangeChanged);
        QSignalSpy moment(&timeline, &Timeline::momentChanged);
        timeline.setTrace(plain({"a", "c"}));
        QCOMPARE(moment.count(), 1);
        QCOMPARE(range.count(), 0);
    }

    void theMomentIsClampedAndToldOnceForEachChange()
    {
        Timeline timeline;
        timeline.setTrace(plain({"a", "b", "c"}));
        QSignalSpy moment(&timeline, &Timeline::momentChanged);
        timeline.setMoment(99);
        QCOMPARE(moment.count(), 0);
        timeline.setMoment(-5);
        QCOMPARE(timeline.moment(), 0);
        timeline.back();
        QCOMPARE(moment.count(), 1);
    }

    void operationsAreSteppedOneByOne()
    {
        Timeline timeline;
        timeline.setTrace(decoding(1));
        timeline.toStart();
        for (int expected = 1; expected < timeline.count(); ++expected) {
            timeline.forward();
            QCOMPARE(timeline.moment(), expected);
        }
        timeline.forward();
        QCOMPARE(timeline.moment(), timeline.count() - 1);
        timeline.back();
        QCOMPARE(timeline.moment(), timeline.count() - 2);
    }

    void tokensAreSteppedToTheLastMomentOfTheNextStep()
    {
        Timeline timeline;
        timeline.setTrace(decoding(3)); // 0 1 | 2 3 4 | 5 6 7 | 8 9 10
        QVERIFY(timeline.hasTokenSteps());
        timeline.setStride(Timeline::Stride::Token);
        timeline.toStart();
        for (const int expected : {4, 7, 10, 10}) {
            timeline.forward();
            QCOMPARE(timeline.moment(), expected);
        }
        for (const int expected : {7, 4, 1, 0, 0}) {
            timeline.back();
            QCOMPARE(timeline.moment(), expected);
        }
        timeline.setMoment(3);
        timeline.forward();
        QCOMPARE(timeline.moment(), 7);
        timeline.setMoment(9);
        timeline.forward();
        QCOMPARE(timeline.moment(), 10);
        timeline.setMoment(6);
        timeline.back();
        QCOMPARE(timeline.moment(), 4);
    }

    void withoutDecodingTokensAreSteppedLikeOperations()
    {
        Timeline timeline;
        timeline.setTrace(plain({"a", "b", "c"}));
        QVERIFY(!timeline.hasTokenSteps());
        timeline.setStride(Timeline::Stride::Token);
        timeline.toStart();
        timeline.forward();
        QCOMPARE(timeline.moment(), 1);
        timeline.back();
        QCOMPARE(timeline.moment(), 0);
    }

    void playingFromTheEndStartsOverVisitsEveryMomentAndStops()
    {
        Timeline timeline;
        timeline.setTrace(plain({"a", "b", "c"}));
        timeline.setSpeed(1000);
        QSignalSpy moment(&timeline, &Timeline::momentChanged);
        QSignalSpy playing(&timeline, &Timeline::playingChanged);
        timeline.play();
        timeline.play();
        QVERIFY(timeline.isPlaying());
        QTRY_VERIFY(!timeline.isPlaying());
        QList<int> visited;
        for (const auto& arguments : moment)
            visited += arguments[0].toInt();
        QCOMPARE(visited, (QList<int>{0, 1, 2}));
        QCOMPARE(playing.count(), 2);
    }

    void playingGoesOnFromTheMiddleAndThroughANewTrace()
    {
        Timeline timeline;
        timeline.setTrace(plain({"a", "b", "c"}));
        timeline.setMoment(1);
        timeline.setSpeed(0); // as slow as it gets
        timeline.play();
        QCOMPARE(timeline.moment(), 1);
        timeline.setTrace(plain({"a", "b", "c", "d"}));
        QVERIFY(timeline.isPlaying());
        timeline.setTrace(nullptr);
        QVERIFY(!timeline.isPlaying());
    }

    void pausingStaysAtTheMoment()
    {
        Timeline timeline;
        timeline.setTrace(plain({"a", "b", "c"}));
        timeline.setMoment(1);
        timeline.play();
        QSignalSpy playing(&timeline, &Timeline::playingChanged);
        timeline.pause();
        timeline.pause();
        QCOMPARE(playing.count(), 1);
        QCOMPARE(timeline.moment(), 1);
    }

    void aStrideIsToldWhenItChanges()
    {
        Timeline timeline;
        QSignalSpy stride(&timeline, &Timeline::strideChanged);
        timeline.setStride(Timeline::Stride::Operation);
        timeline.setStride(Timeline::Stride::Token);
        QCOMPARE(stride.count(), 1);
        QCOMPARE(timeline.stride(), Timeline::Stride::Token);
    }

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
            .add("masked", Role::Masked, 2, "", 1, "free")
            .add("weights", Role::Weights, 2, "", 1, "free");
        QCOMPARE(lastOf(trace), QStringLiteral("step 3 “free” · weights = softmax(masked)"));
    }

    void aStepIsNamedByTheTokenItWritesWhateverItsRowsAreCalled()
    {
        Composer trace;
        trace.write("yes").layout(Layout::EncoderDecoder);
        trace.add("embedding", Role::Embedding, 0, "", 1, "<bos>");
        trace.add("logits", Role::Logits, 1, "", 1, "<eos>");
        QVERIFY(describe(trace, 0).startsWith(QStringLiteral("step 1 “yes” · embedding")));
        QVERIFY(describe(trace, 1).startsWith(QStringLiteral("step 2 “<eos>” · logits")));
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

QTEST_GUILESS_MAIN(TimelineTest)
#include "timeline_test.moc"

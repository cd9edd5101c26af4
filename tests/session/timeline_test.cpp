// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/session/composed_trace.h"
#include "ui/session/timeline.h"

#include <QSignalSpy>
#include <QTest>

using namespace regard;

namespace {

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

    void itGoesFromStopToStop()
    {
        Timeline timeline;
        timeline.setTrace(plain({"a", "b", "c", "d", "e", "f"}));
        QSignalSpy range(&timeline, &Timeline::rangeChanged);
        timeline.setStops({1, 3});
        QCOMPARE(range.count(), 1);
        QCOMPARE(timeline.count(), 3); // the end is one too
        QCOMPARE(timeline.stop(), 2);
        timeline.back();
        QCOMPARE(timeline.moment(), 3);
        timeline.back();
        QCOMPARE(timeline.moment(), 1);
        timeline.back();
        QCOMPARE(timeline.moment(), 1);
        timeline.forward();
        QCOMPARE(timeline.moment(), 3);
        timeline.toStart();
        QCOMPARE(timeline.moment(), 1);
        timeline.setStop(7);
        QCOMPARE(timeline.moment(), 5);
        QVERIFY(timeline.isAtEnd());
        // A moment between stops goes to its neighbours.
        timeline.setMoment(2);
        QCOMPARE(timeline.stop(), 0);
        timeline.forward();
        QCOMPARE(timeline.moment(), 3);
        timeline.setMoment(2);
        timeline.back();
        QCOMPARE(timeline.moment(), 1);
        timeline.setMoment(0);
        QCOMPARE(timeline.stop(), 0);
        timeline.forward();
        QCOMPARE(timeline.moment(), 1);
        // What the trace has not is no stop, and none means every moment.
        timeline.setStops({-1, 4, 99});
        QCOMPARE(timeline.count(), 2);
        timeline.setStops({});
        QCOMPARE(timeline.count(), 6);
    }

    void byTokenItReadsTokenByTokenAndThenWrites()
    {
        // Two tokens with an embedding and a state each, then two steps of two operations.
        auto trace = std::make_shared<Trace>();
        TraceTensor embedding;
        embedding.path = "embedding";
        embedding.value = Tensor(Shape{2, 1});
        TraceTensor states = embedding;
        states.path = "states";
        trace->tensors = {embedding, states};
        for (Index row = 0; row < 2; ++row)
            for (int tensor = 0; tensor < 2; ++tensor)
                trace->moments.push_back({"", "read", Role::State, -1, {{tensor, row, 1}, 1}});
        for (int step = 0; step < 2; ++step)
            for (int part = 0; part < 2; ++part)
                trace->moments.push_back({"", "write", Role::DecoderState, step, {}});
        Timeline timeline;
        timeline.setTrace(trace);
        timeline.setStride(Timeline::Stride::Token);
        timeline.toStart();
        std::vector<int> seen{timeline.moment()};
        for (int i = 0; i < 4; ++i) {
            timeline.forward();
            seen.push_back(timeline.moment());
        }
        QCOMPARE(seen, (std::vector<int>{0, 3, 5, 7, 7}));
        seen.clear();
        for (int i = 0; i < 4; ++i) {
            timeline.back();
            seen.push_back(timeline.moment());
        }
        QCOMPARE(seen, (std::vector<int>{5, 3, 1, 0}));
    }

    void ofSeveralEqualOperationsTheNearestIsKept()
    {
        Timeline timeline;
        timeline.setTrace(plain({"a", "x", "b", "x", "c", "x", "d"}));
        timeline.setMoment(3);
        timeline.setTrace(plain({"a", "x", "b", "x", "c", "x", "d"}));
        QCOMPARE(timeline.moment(), 3);
    }

    void aMomentThatIsGoneBecomesTheEnd()
    {
        Timeline timeline;
        timeline.setTrace(plain({"a", "b", "c", "d", "e"}));
        timeline.setMoment(2);
        timeline.setTrace(plain({"a", "b", "x", "y", "z"}));
        QCOMPARE(timeline.moment(), 4); // its index means nothing
    }

    void aMomentOfAWordThatIsGoneBecomesTheLastOfThatWord()
    {
        const auto written = [](const char* name, int words) {
            Composer composer;
            composer.add("encoded", Role::Hidden);
            for (int word = 0; word < words; ++word)
                for (const char* part : {"query", name, "state"})
                    composer.add(part, Role::Hidden, word);
            return TracePtr(composer);
        };
        Timeline timeline;
        timeline.setTrace(written("scores", 4));
        timeline.setMoment(8); // scores of the third word
        timeline.setTrace(written("context", 4));
        QCOMPARE(timeline.moment(), 9); // the third word's state
        timeline.setMoment(8);
        timeline.setTrace(written("scores", 2));
        QCOMPARE(timeline.moment(), 6); // the last word there is
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
};

QTEST_GUILESS_MAIN(TimelineTest)
#include "timeline_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/session/composed_trace.h"
#include "ui/session/timeline.h"

#include "core/models/scenario.h"
#include "core/models/workspace.h"
#include "core/scenarios/explore.h"
#include "core/trace/recurrent_step.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

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

    void byGateEveryPartOfARecurrentStepIsAStep_data()
    {
        QTest::addColumn<QString>("cell");
        for (const char* cell : {"rnn", "gru", "lstm"})
            QTest::newRow(cell) << QString::fromLatin1(cell);
    }

    void byGateEveryPartOfARecurrentStepIsAStep()
    {
        QFETCH(QString, cell);
        setResourceDirectory(REGARD_SOURCE_DIR "/resources");
        Exploration exploration;
        exploration.scenario = "dialogue";
        exploration.settings.set("cell", cell.toStdString());
        const TracePtr trace = explore(exploration);
        Timeline timeline;
        timeline.setTrace(trace);
        QVERIFY(timeline.hasGates());
        timeline.setStops({3, 9});
        timeline.setStride(Timeline::Stride::Gate);
        timeline.toStart();
        QVERIFY(timeline.isAtStart());
        std::vector<std::pair<int, int>> forward{{timeline.moment(), timeline.part()}};
        QStringList said{timeline.description()};
        while (!timeline.isAtEnd()) {
            timeline.forward();
            forward.emplace_back(timeline.moment(), timeline.part());
            said << timeline.description();
        }
        std::vector<std::pair<int, int>> expected;
        const int last = static_cast<int>(trace->moments.size()) - 1;
        for (int moment = 0; moment <= last; ++moment) {
            const int parts = partCount(*trace, moment);
            if (parts > 1 || moment == 3 || moment == 9 || moment == last)
                for (int part = 0; part < parts; ++part)
                    expected.emplace_back(moment, part);
        }
        QVERIFY(forward == expected);
        // Each says what it does.
        for (int i = 1; i < said.size(); ++i)
            QVERIFY2(said[i] != said[i - 1], qPrintable(said[i]));
        std::vector<std::pair<int, int>> back{{timeline.moment(), timeline.part()}};
        while (!timeline.isAtStart()) {
            timeline.back();
            back.emplace_back(timeline.moment(), timeline.part());
        }
        std::reverse(back.begin(), back.end());
        QVERIFY(back == expected);
        // Other strides know whole moments alone.
        timeline.toStart();
        QCOMPARE(timeline.part(), 0);
        timeline.setStride(Timeline::Stride::Operation);
        QCOMPARE(timeline.part(), timeline.partCount() - 1);
    }

    void aBookmarkKeepsItsMeaningWhileTheTextChanges()
    {
        setResourceDirectory(REGARD_SOURCE_DIR "/resources");
        const auto traceOf = [](const char* text) -> TracePtr {
            Exploration exploration;
            exploration.scenario = "dialogue";
            exploration.texts = {text};
            return explore(exploration);
        };
        const TracePtr trace = traceOf("are you free tomorrow?");
        const int free = trace->find("encoder/states")->rowMoments[2];
        Timeline timeline;
        timeline.setTrace(trace);
        QSignalSpy changed(&timeline, &Timeline::bookmarksChanged);
        timeline.setMoment(free, 1);
        timeline.toggleBookmark();
        QCOMPARE(changed.count(), 1);
        QVERIFY(timeline.isMarked());
        timeline.setMoment(free);
        QVERIFY(!timeline.isMarked());
        timeline.toggleBookmark();
        timeline.toEnd();
        QVERIFY(!timeline.isMarked());
        QCOMPARE(timeline.marks().size(), std::size_t(2));
        // Back and forth.
        timeline.toPreviousBookmark();
        QCOMPARE(timeline.moment(), free);
        QCOMPARE(timeline.part(), timeline.partCount() - 1);
        timeline.toPreviousBookmark();
        QCOMPARE(timeline.part(), 1);
        timeline.toPreviousBookmark();
        QCOMPARE(timeline.part(), 1);
        timeline.toNextBookmark();
        QCOMPARE(timeline.part(), timeline.partCount() - 1);
        timeline.toNextBookmark();
        QCOMPARE(timeline.moment(), free);
        // The word has moved, is gone, and is there again.
        const TracePtr longer = traceOf("hello , are you free tomorrow?");
        timeline.setTrace(longer);
        QCOMPARE(timeline.marks().size(), std::size_t(2));
        const TraceTensor& states = *longer->find("encoder/states");
        Index row = 0;
        while (*states.rowLabel(row) != "free")
            ++row;
        QCOMPARE(timeline.marks().front().moment, states.rowMoments[static_cast<std::size_t>(row)]);
        timeline.setTrace(traceOf("what is your name?"));
        QVERIFY(timeline.marks().empty());
        QCOMPARE(timeline.bookmarks().size(), std::size_t(2));
        timeline.setTrace(trace);
        QCOMPARE(timeline.marks().front().moment, free);
        // The same key takes it away.
        timeline.setMoment(timeline.marks().front().moment, timeline.marks().front().part);
        timeline.toggleBookmark();
        QCOMPARE(timeline.marks().size(), std::size_t(1));
        QCOMPARE(timeline.bookmarks().size(), std::size_t(1));
    }

    void noMoreBookmarksThanASessionTakes()
    {
        Timeline timeline;
        Composer composer;
        for (std::size_t i = 0; i < mostBookmarks + 5; ++i)
            composer.add(("a" + std::to_string(i)).c_str(), Role::Hidden);
        timeline.toggleBookmark();
        QVERIFY(timeline.bookmarks().empty());
        timeline.setTrace(composer);
        for (int moment = 0; moment < timeline.count(); ++moment) {
            timeline.setMoment(moment);
            timeline.toggleBookmark();
        }
        QCOMPARE(timeline.bookmarks().size(), mostBookmarks);
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

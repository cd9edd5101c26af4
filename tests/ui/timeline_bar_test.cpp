// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/timeline_bar.h"

#include "core/models/scenario.h"
#include "core/scenarios/explore.h"

#include <QLabel>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace regard;

namespace {

/// Six moments; with steps, the last four are two decoding steps of two.
std::shared_ptr<Trace> traceOf(bool decoding)
{
    auto trace = std::make_shared<Trace>();
    TraceTensor tensor;
    tensor.path = "scores";
    tensor.role = Role::Scores;
    tensor.value = Tensor({6, 1});
    tensor.rowMoments = {0, 1, 2, 3, 4, 5};
    trace->tensors.push_back(std::move(tensor));
    for (int i = 0; i < 6; ++i)
        trace->moments.push_back(
            {"", "scores", Role::Scores, decoding && i >= 2 ? (i - 2) / 2 : -1, {{0, i, 1}, 1}});
    return trace;
}

} // namespace

class TimelineBarTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void steppingMovesTheSliderAndTheDescription()
    {
        Timeline timeline;
        TimelineBar bar(timeline);
        timeline.setTrace(traceOf(false));
        QCOMPARE(bar.slider()->value(), 5);
        QVERIFY(!bar.forwardButton()->isEnabled());
        bar.backButton()->click();
        QCOMPARE(timeline.moment(), 4);
        QCOMPARE(bar.slider()->value(), 4);
        QVERIFY(bar.forwardButton()->isEnabled());
        QCOMPARE(bar.description(), timeline.description());
        QVERIFY(bar.description().contains(QStringLiteral("scores")));
    }

    void everyStopHasItsNumberCountedFromOne()
    {
        Timeline timeline;
        TimelineBar bar(timeline);
        timeline.setTrace(traceOf(true));
        QLabel* position = nullptr;
        for (QLabel* label : bar.findChildren<QLabel*>())
            if (label->accessibleName() == QStringLiteral("Position"))
                position = label;
        QVERIFY(position);
        for (const std::vector<int>& stops : {std::vector<int>{}, {1, 3, 5}, {0, 2, 4}}) {
            timeline.setStops(stops);
            QCOMPARE(bar.slider()->minimum(), 0);
            QCOMPARE(bar.slider()->maximum(), timeline.count() - 1);
            for (int stop = 0; stop < timeline.count(); ++stop) {
                timeline.setStop(stop);
                QCOMPARE(position->text(),
                         QStringLiteral("step %1 of %2").arg(stop + 1).arg(timeline.count()));
                QCOMPARE(bar.slider()->value(), stop);
            }
        }
        timeline.setTrace(nullptr);
        QCOMPARE(position->text(), QString());
        QCOMPARE(bar.slider()->maximum(), 0);
    }

    void theSliderScrubs()
    {
        Timeline timeline;
        TimelineBar bar(timeline);
        timeline.setTrace(traceOf(false));
        bar.slider()->setValue(2);
        QCOMPARE(timeline.moment(), 2);
    }

    void playAndPauseAreOneButton()
    {
        Timeline timeline;
        TimelineBar bar(timeline);
        timeline.setTrace(traceOf(false));
        bar.playButton()->click();
        QVERIFY(timeline.isPlaying());
        QVERIFY(bar.playButton()->toolTip().contains(QStringLiteral("Pause")));
        bar.playButton()->click();
        QVERIFY(!timeline.isPlaying());
    }

    void theStrideByTokenIsOfferedToDecodersAlone()
    {
        Timeline timeline;
        TimelineBar bar(timeline);
        timeline.setTrace(traceOf(false));
        QVERIFY(bar.stride()->isHidden());
        timeline.setTrace(traceOf(true));
        QVERIFY(!bar.stride()->isHidden());
        bar.stride()->setCurrentIndex(1);
        Q_EMIT bar.stride()->activated(1);
        QCOMPARE(timeline.stride(), Timeline::Stride::Token);
        timeline.toEnd();
        timeline.back();
        QCOMPARE(timeline.moment(), 3); // the last moment of the first decoding step
    }

    void theStrideByGateIsOfferedToRecurrentComputationsAlone()
    {
        setResourceDirectory(REGARD_SOURCE_DIR "/resources");
        Timeline timeline;
        TimelineBar bar(timeline);
        const auto gate = static_cast<int>(Timeline::Stride::Gate);
        timeline.setTrace(traceOf(true));
        QCOMPARE(bar.stride()->findData(gate), -1);
        Exploration exploration;
        exploration.scenario = "dialogue";
        timeline.setTrace(explore(exploration));
        const int index = bar.stride()->findData(gate);
        QVERIFY(index > 0);
        bar.stride()->setCurrentIndex(index);
        Q_EMIT bar.stride()->activated(index);
        QCOMPARE(timeline.stride(), Timeline::Stride::Gate);
        QCOMPARE(bar.stride()->currentIndex(), index);
        timeline.toStart();
        QVERIFY(!bar.backButton()->isEnabled());
        while (timeline.partCount() < 2)
            bar.forwardButton()->click(); // what is given
        QCOMPARE(timeline.part(), 0);
        QSet<QString> said;
        while (timeline.part() < 4) {
            said << bar.description();
            bar.forwardButton()->click();
        }
        said << bar.description();
        QCOMPARE(said.size(), 5); // what is read, r, z, n and the state
        timeline.setTrace(traceOf(false));
        QCOMPARE(bar.stride()->findData(gate), -1);
        QVERIFY(bar.stride()->isHidden());
    }

    void aClickOnABookmarkGoesThere()
    {
        Timeline timeline;
        TimelineBar bar(timeline);
        bar.resize(900, 60);
        bar.show();
        QSignalSpy asked(&bar, &TimelineBar::bookmarkAsked);
        connect(&bar, &TimelineBar::bookmarkAsked, &timeline, &Timeline::toggleBookmark);
        timeline.setTrace(traceOf(false));
        const QString empty = bar.bookmarkButton()->toolTip();
        timeline.setMoment(1);
        bar.bookmarkButton()->click();
        QCOMPARE(asked.count(), 1);
        QVERIFY(bar.bookmarkButton()->isChecked());
        QVERIFY(bar.bookmarkButton()->toolTip() != empty);
        QCOMPARE(bar.bookmarkButton()->accessibleName(), bar.bookmarkButton()->toolTip());
        timeline.setMoment(4);
        QVERIFY(!bar.bookmarkButton()->isChecked());
        bar.bookmarkButton()->click();
        timeline.toEnd();
        QCOMPARE(bar.slider()->marks().size(), std::size_t(2));
        QVERIFY(bar.slider()->accessibleDescription().contains(bar.slider()->marks()[0].text));
        for (const std::size_t mark : {0, 1}) {
            QTest::mouseClick(bar.slider(), Qt::LeftButton, {},
                              bar.slider()->markRect(mark).center().toPoint());
            QCOMPARE(timeline.moment(), mark == 0 ? 1 : 4);
            QVERIFY(bar.slider()->marks()[mark].isCurrent);
        }
        QVERIFY(bar.slider()->markRect(0).right() < bar.slider()->markRect(1).left());
        bar.bookmarkButton()->click();
        QCOMPARE(bar.slider()->marks().size(), std::size_t(1));
    }
};

QTEST_MAIN(TimelineBarTest)
#include "timeline_bar_test.moc"

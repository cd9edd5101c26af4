// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/timeline_bar.h"

#include <QLabel>
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
};

QTEST_MAIN(TimelineBarTest)
#include "timeline_bar_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/explorer.h"

#include "core/scenarios/catalogue.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <stdexcept>

using namespace regard;
using namespace std::chrono_literals;

namespace {

/// A computation whose trace holds what it was asked for as notes, and which goes on for as
/// long as the test wants.
class Engine {
public:
    Explorer::Compute compute()
    {
        return [this](const Exploration& exploration, std::stop_token stop) {
            ++started;
            while (held && !stop.stop_requested())
                std::this_thread::yield();
            if (stop.stop_requested()) {
                ++stopped;
                throw Stopped{};
            }
            if (!exploration.texts.empty() && exploration.texts[0] == "wrong")
                throw std::invalid_argument("This text is wrong. Type another.");
            auto trace = std::make_shared<Trace>();
            trace->scenario = exploration.scenario;
            trace->settings = exploration.settings;
            trace->notes = exploration.texts;
            return Explored{trace, exploration.weights};
        };
    }

    std::atomic<bool> held = false;
    std::atomic<int> started = 0;
    std::atomic<int> stopped = 0;
};

std::shared_ptr<const Weights> someWeights()
{
    return std::make_shared<Weights>();
}

QString textOf(const Explorer& explorer)
{
    return explorer.trace() && !explorer.trace()->notes.empty()
        ? QString::fromStdString(explorer.trace()->notes[0])
        : QString();
}

} // namespace

class ExplorerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_engine.held = false;
        m_engine.started = 0;
        m_engine.stopped = 0;
    }

    void aRequestIsAnsweredWithItsTraceAndWeights()
    {
        Explorer explorer(m_engine.compute());
        QVERIFY(!explorer.trace());
        QSignalSpy traced(&explorer, &Explorer::traced);
        Exploration exploration;
        exploration.scenario = "any";
        exploration.texts = {"are you free"};
        exploration.weights = someWeights();
        explorer.explore(exploration);
        QCOMPARE(traced.count(), 0); // never before the caller returns
        QTRY_COMPARE(traced.count(), 1);
        QCOMPARE(traced[0][0].value<TracePtr>(), explorer.trace());
        QCOMPARE(textOf(explorer), QStringLiteral("are you free"));
        QCOMPARE(explorer.weights(), exploration.weights);
    }

    void anEmptyTextIsComputedLikeAnyOther()
    {
        Explorer explorer(m_engine.compute());
        explorer.setText(0, QStringLiteral("x"));
        QTRY_COMPARE(textOf(explorer), QStringLiteral("x"));
        QSignalSpy traced(&explorer, &Explorer::traced);
        explorer.setText(0, QString());
        QTRY_COMPARE(traced.count(), 1);
        QCOMPARE(explorer.trace()->notes, std::vector<std::string>{""});
    }

    void onlyTheNewestOfManyKeystrokesArrives()
    {
        Explorer explorer(m_engine.compute());
        QSignalSpy traced(&explorer, &Explorer::traced);
        for (int i = 0; i < 500; ++i)
            explorer.setText(0, QString::number(i));
        QTRY_COMPARE(textOf(explorer), QStringLiteral("499"));
        QCOMPARE(traced.count(), 1);
    }

    void aResultThatWaitsInTheQueueIsDroppedWhenANewRequestIsMade()
    {
        std::atomic<int> finished = 0;
        const Explorer::Compute compute = m_engine.compute();
        Explorer explorer([&](const Exploration& exploration, std::stop_token stop) {
            Explored explored = compute(exploration, stop);
            ++finished;
            return explored;
        });
        QSignalSpy traced(&explorer, &Explorer::traced);
        explorer.setText(0, QStringLiteral("old"));
        while (finished == 0)
            std::this_thread::yield(); // this thread's queue is not looked at
        std::this_thread::sleep_for(20ms);
        explorer.setText(0, QStringLiteral("new"));
        QTRY_COMPARE(traced.count(), 1);
        QCOMPARE(textOf(explorer), QStringLiteral("new"));
    }

    void typingStopsWhatIsComputed()
    {
        Explorer explorer(m_engine.compute());
        m_engine.held = true;
        explorer.setText(0, QStringLiteral("slow"));
        QTRY_COMPARE(m_engine.started, 1);
        explorer.setText(0, QStringLiteral("next"));
        QTRY_COMPARE(m_engine.started, 2); // the first was not released, so it was stopped
        m_engine.held = false;
        QTRY_COMPARE(textOf(explorer), QStringLiteral("next"));
    }

    void aFailureIsToldInWordsAndKeepsTheLastTrace()
    {
        Explorer explorer(m_engine.compute());
        explorer.setText(0, QStringLiteral("right"));
        QTRY_COMPARE(textOf(explorer), QStringLiteral("right"));
        QSignalSpy failed(&explorer, &Explorer::failed);
        QSignalSpy traced(&explorer, &Explorer::traced);
        explorer.setText(0, QStringLiteral("wrong"));
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed[0][0].toString(), QStringLiteral("This text is wrong. Type another."));
        QCOMPARE(textOf(explorer), QStringLiteral("right"));
        QCOMPARE(traced.count(), 0);
        explorer.setText(0, QStringLiteral("right again"));
        QTRY_COMPARE(textOf(explorer), QStringLiteral("right again"));
    }

    void workThatLastsIsBusyUntilItIsAnswered()
    {
        Explorer explorer(m_engine.compute());
        QSignalSpy busy(&explorer, &Explorer::busyChanged);
        m_engine.held = true;
        explorer.setText(0, QStringLiteral("slow"));
        QVERIFY(!explorer.isBusy());
        QTRY_VERIFY(explorer.isBusy());
        QCOMPARE(busy.count(), 1);
        m_engine.held = false;
        QTRY_VERIFY(!explorer.isBusy());
        QCOMPARE(busy.count(), 2);
        QTRY_COMPARE(textOf(explorer), QStringLiteral("slow"));
    }

    void workShorterThanTheDelayIsNeverBusy()
    {
        Explorer explorer(m_engine.compute());
        explorer.setBusyDelay(1h);
        QSignalSpy busy(&explorer, &Explorer::busyChanged);
        explorer.setText(0, QStringLiteral("quick"));
        QTRY_COMPARE(textOf(explorer), QStringLiteral("quick"));
        explorer.setText(0, QStringLiteral("wrong"));
        QSignalSpy failed(&explorer, &Explorer::failed);
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(busy.count(), 0);
    }

    void whatIsAnsweredDoesNotBecomeBusyLater()
    {
        Explorer explorer(m_engine.compute());
        explorer.setBusyDelay(20ms);
        explorer.setText(0, QStringLiteral("quick"));
        QTRY_COMPARE(textOf(explorer), QStringLiteral("quick"));
        QTest::qWait(100);
        QVERIFY(!explorer.isBusy());
    }

    void theDelayRunsOnWhileOneRequestReplacesAnother()
    {
        Explorer explorer(m_engine.compute());
        m_engine.held = true;
        explorer.setText(0, QString());
        for (int i = 0; !explorer.isBusy(); ++i) {
            QVERIFY2(i < 500, "typing must not put it off for ever");
            explorer.setText(0, QString::number(i));
            QTest::qWait(20);
        }
    }

    void cancellingEndsTheWorkAndKeepsRequestAndTrace()
    {
        Explorer explorer(m_engine.compute());
        explorer.setText(0, QStringLiteral("first"));
        QTRY_COMPARE(textOf(explorer), QStringLiteral("first"));
        QSignalSpy traced(&explorer, &Explorer::traced);
        explorer.setBusyDelay(0ms);
        m_engine.held = true;
        explorer.setText(0, QStringLiteral("second"));
        QTRY_VERIFY(explorer.isBusy());
        QTRY_COMPARE(m_engine.started, 2);
        explorer.cancel();
        QVERIFY(!explorer.isBusy());
        QTRY_COMPARE(m_engine.stopped, 1); // not released, so it was stopped
        m_engine.held = false;
        explorer.setEdits({Edit{"scores", 0, 0, 1}});
        QTRY_COMPARE(textOf(explorer), QStringLiteral("second"));
        QCOMPARE(traced.count(), 1);
    }

    void whatDoesNotChangeTheRequestIsNotComputed()
    {
        Explorer explorer(m_engine.compute());
        explorer.setText(0, QStringLiteral("same"));
        QTRY_COMPARE(textOf(explorer), QStringLiteral("same"));
        QSignalSpy changed(&explorer, &Explorer::explorationChanged);
        explorer.setText(0, QStringLiteral("same"));
        explorer.setEdits({});
        QCOMPARE(changed.count(), 0);
        explorer.setText(0, QStringLiteral("other"));
        QCOMPARE(changed.count(), 1); // before its trace is there
    }

    void weightsLentFasterThanATraceStillGiveTraces()
    {
        Explorer explorer(m_engine.compute());
        std::shared_ptr<const Weights> last = someWeights();
        explorer.setLender([&](const Exploration&) { return last; });
        QSignalSpy traced(&explorer, &Explorer::traced);
        m_engine.held = true;
        explorer.setText(0, QStringLiteral("computed"));
        QTRY_COMPARE(m_engine.started, 1);
        for (int i = 0; i < 30; ++i) {
            last = someWeights();
            explorer.computeLent();
        }
        QCOMPARE(m_engine.started, 1); // not superseded
        QSignalSpy arrived(&explorer, &Explorer::traced);
        m_engine.held = false;
        QVERIFY(arrived.wait());
        QTRY_COMPARE(explorer.weights(), last);
        QCOMPARE(m_engine.started, 2); // the first and the last snapshot
        QCOMPARE(traced.count(), 2);
    }

    void typingWhileWeightsWaitComputesBothOnce()
    {
        Explorer explorer(m_engine.compute());
        std::shared_ptr<const Weights> newest = someWeights();
        explorer.setLender([&](const Exploration&) { return newest; });
        m_engine.held = true;
        explorer.setText(0, QStringLiteral("computed"));
        QTRY_COMPARE(m_engine.started, 1);
        newest = someWeights();
        explorer.computeLent();
        explorer.setText(0, QStringLiteral("typed"));
        QTRY_COMPARE(m_engine.started, 2);
        m_engine.held = false;
        QTRY_COMPARE(textOf(explorer), QStringLiteral("typed"));
        QCOMPARE(explorer.weights(), newest);
        QTest::qWait(50);
        QCOMPARE(m_engine.started, 2);
    }

    void aListenersRequestTakesTheWaitingWeightsAlong()
    {
        Explorer explorer(m_engine.compute());
        std::shared_ptr<const Weights> newest = someWeights();
        explorer.setLender([&](const Exploration&) { return newest; });
        m_engine.held = true;
        explorer.setText(0, QStringLiteral("computed"));
        newest = someWeights();
        explorer.computeLent();
        connect(&explorer, &Explorer::traced, this,
                [&] { explorer.setText(0, QStringLiteral("by a listener")); });
        QSignalSpy changed(&explorer, &Explorer::explorationChanged);
        m_engine.held = false;
        QTRY_COMPARE(textOf(explorer), QStringLiteral("by a listener"));
        QCOMPARE(explorer.weights(), newest);
        QCOMPARE(changed.count(), 1);
    }

    void destructionWhileComputingStopsTheComputation()
    {
        {
            Explorer explorer(m_engine.compute());
            m_engine.held = true; // never released: only the stop ends it
            explorer.setText(0, QStringLiteral("slow"));
            QTRY_COMPARE(m_engine.started, 1);
        }
        QCOMPARE(m_engine.started, 1);
    }

    void aScenarioOpensWithItsFirstExamplesAndNothingElse()
    {
        Explorer explorer(m_engine.compute());
        QVERIFY(!catalogue().empty());
        for (const ScenarioSpec& scenario : catalogue()) {
            Exploration before;
            before.scenario = "other";
            before.texts = {"left over"};
            before.target = "left over";
            before.settings.set("score", std::string("dot"));
            before.weights = someWeights();
            before.edits = {Edit{"scores", 0, 0, 1}};
            explorer.explore(before);

            explorer.openScenario(QString::fromStdString(scenario.id));
            const Exploration& opened = explorer.exploration();
            QCOMPARE(opened.scenario, scenario.id);
            QCOMPARE(opened.texts.size(), scenario.inputs.size());
            for (std::size_t i = 0; i < opened.texts.size(); ++i)
                QCOMPARE(opened.texts[i], scenario.inputs[i].examples.at(0).text);
            QVERIFY(opened.target.empty());
            QVERIFY(opened.settings.values().empty());
            QVERIFY(opened.edits.empty());
            QVERIFY(!opened.weights);
        }
    }

    void anUnknownScenarioIsToldAndChangesNothing()
    {
        Explorer explorer(m_engine.compute());
        explorer.setText(0, QStringLiteral("kept"));
        QSignalSpy failed(&explorer, &Explorer::failed);
        explorer.openScenario(QStringLiteral("no-such-scenario"));
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed[0][0].toString().contains(QLatin1String("no-such-scenario")));
        QCOMPARE(explorer.exploration().texts[0], std::string("kept"));
    }

    void onlySettingsThatDifferFromTheDefaultsAreKept()
    {
        Explorer explorer(m_engine.compute());
        for (const ScenarioSpec& scenario : catalogue()) {
            explorer.openScenario(QString::fromStdString(scenario.id));
            for (const SettingSpec& setting : scenario.settings) {
                const auto other = differentFrom(setting);
                if (!other)
                    continue;
                Exploration own = explorer.exploration();
                own.weights = someWeights();
                explorer.explore(own);
                explorer.setSetting(setting.name, *other);
                QVERIFY(explorer.exploration().settings.has(setting.name));
                QCOMPARE(!explorer.exploration().weights, setting.affects == Affects::Weights);
                explorer.setSetting(setting.name, setting.defaultValue);
                QVERIFY(explorer.exploration().settings.values().empty());
            }
        }
    }

    void everyScenarioIsComputedByTheEngineWithTheWeightsThatAreTold()
    {
        Explorer explorer;
        QSignalSpy traced(&explorer, &Explorer::traced);
        QSignalSpy failed(&explorer, &Explorer::failed);
        for (const ScenarioSpec& scenario : catalogue()) {
            traced.clear();
            explorer.openScenario(QString::fromStdString(scenario.id));
            QTRY_VERIFY_WITH_TIMEOUT(traced.count() + failed.count() > 0, 60000);
            QVERIFY2(failed.isEmpty(), qPrintable(failed.value(0).value(0).toString()));
            QCOMPARE(explorer.trace()->scenario, scenario.id);
            QVERIFY(!explorer.trace()->tensors.empty());
            QVERIFY(explorer.weights());
            QCOMPARE(explorer.weights()->scenario, scenario.id);
        }
    }

private:
    static std::optional<SettingValue> differentFrom(const SettingSpec& setting)
    {
        if (const bool* flag = std::get_if<bool>(&setting.defaultValue))
            return !*flag;
        for (const std::string& choice : setting.choices)
            if (SettingValue(choice) != setting.defaultValue)
                return choice;
        return std::nullopt;
    }

    Engine m_engine;
};

QTEST_GUILESS_MAIN(ExplorerTest)
#include "explorer_test.moc"

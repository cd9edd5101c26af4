// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/panes.h"

#include "core/scenarios/catalogue.h"

#include <QSignalSpy>
#include <QTest>

using namespace regard;

class PanesTest : public QObject {
    Q_OBJECT

    static SettingValue words(const char* text) { return std::string(text); }

    /// What a pane computes with, defaults included.
    static SettingValue valueOf(const Pane& pane, const char* name)
    {
        const Exploration& exploration = pane.explorer().exploration();
        return resolveSettings(scenarioOf(exploration.scenario).settings, exploration.settings)
            .value(name);
    }

    static bool settle(Panes& panes)
    {
        return QTest::qWaitFor(
            [&] {
                for (int i = 0; i < panes.count(); ++i) {
                    const Explorer& explorer = panes.at(i).explorer();
                    if (!explorer.trace()
                        || explorer.trace()->scenario != explorer.exploration().scenario)
                        return false;
                    const Trace& trace = *explorer.trace();
                    for (const auto& [name, value] : explorer.exploration().settings.values())
                        if (trace.settings.value(name) != value)
                            return false;
                }
                return true;
            },
            20000);
    }

    static void open(Panes& panes, const char* scenario, const char* text)
    {
        Exploration exploration;
        exploration.scenario = scenario;
        exploration.texts = {text};
        QSignalSpy traced(&panes.lead().explorer(), &Explorer::traced);
        panes.lead().explorer().explore(exploration);
        QVERIFY(traced.wait(20000));
    }

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void aPaneComputesTheSameButForItsOwnSetting()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        panes.add("score", words("dot"));
        QCOMPARE(panes.count(), 2);
        QCOMPARE(panes.activeIndex(), 0);
        QVERIFY(valueOf(panes.at(1), "score") == words("dot"));
        QVERIFY(valueOf(panes.lead(), "score") == words("scaled_dot"));
        QCOMPARE(panes.difference(0), QStringLiteral("Score: scaled dot"));
        QCOMPARE(panes.difference(1), QStringLiteral("Score: dot"));
        // The text and every other setting are everybody's.
        panes.setText(0, QStringLiteral("Machines Thinking Machines"));
        panes.setSetting("temperature", 2.0);
        QVERIFY(panes.at(1).explorer().exploration().texts
                == std::vector<std::string>{"Machines Thinking Machines"});
        QVERIFY(valueOf(panes.at(1), "temperature") == SettingValue(2.0));
        panes.setSetting("score", words("cosine"));
        QVERIFY(valueOf(panes.at(1), "score") == words("dot"));
        QVERIFY(valueOf(panes.lead(), "score") == words("cosine"));
        QVERIFY(settle(panes));
        QCOMPARE(panes.at(1).explorer().trace()->input.size(), std::size_t{3});
    }

    void whatIsSetInAnotherPaneIsItsOwn()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        panes.add("score", words("dot"));
        panes.activate(1);
        panes.setSetting("temperature", 0.5);
        QVERIFY(valueOf(panes.lead(), "temperature") == SettingValue(1.0));
        panes.activate(0);
        panes.setSetting("temperature", 3.0);
        QVERIFY(valueOf(panes.at(1), "temperature") == SettingValue(0.5));
        QCOMPARE(panes.difference(1), QStringLiteral("Score: dot · Temperature: 0.5"));
    }

    void aSettingSetBackToItsDefaultStaysItsOwn()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        panes.setSetting("score", words("cosine"));
        panes.add("score", words("scaled_dot")); // the default
        QVERIFY(valueOf(panes.at(1), "score") == words("scaled_dot"));
        panes.setSetting("score", words("dot"));
        QVERIFY(valueOf(panes.at(1), "score") == words("scaled_dot"));
    }

    void weightsAreTheFirstOnesUnlessASettingAsksForOthers()
    {
        Exploration leader;
        leader.scenario = "dialogue";
        leader.texts = {"are you free tomorrow?"};
        leader.weights = std::make_shared<const Weights>();
        const ScenarioSpec& spec = scenarioOf("dialogue");
        Exploration other = leader;
        other.settings.set("temperature", 2.0);
        QVERIFY(followed(leader, other, {"temperature"}, spec).weights == leader.weights);
        other.settings.set("score", std::string("dot"));
        QVERIFY(!followed(leader, other, {"score"}, spec).weights);
        // Weights that a pane has for just its settings stay with it.
        Weights trained;
        trained.scenario = spec.id;
        trained.settings = resolveSettings(spec.settings, other.settings);
        other.weights = std::make_shared<const Weights>(trained);
        QVERIFY(followed(leader, other, {"score"}, spec).weights == other.weights);
        QVERIFY(followed(leader, other, {}, spec).weights == leader.weights);
        trained.settings.set("cell", std::string("rnn"));
        other.weights = std::make_shared<const Weights>(trained);
        QVERIFY(!followed(leader, other, {"score"}, spec).weights);
        // Not its own: the leader's.
        QVERIFY(followed(leader, other, {}, spec) == leader);
    }

    void whatIsSelectedInOneIsSelectedInAllByItsWords()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        panes.add("score", words("cosine"));
        QVERIFY(settle(panes));
        const Trace& first = *panes.lead().explorer().trace();
        const Trace& second = *panes.at(1).explorer().trace();
        const int weights = first.indexOf("weights");
        panes.lead().selection().fix({weights, 1, 0});
        QVERIFY((panes.at(1).selection().fixed() == CellRef{second.indexOf("weights"), 1, 0}));
        panes.at(1).selection().hover({second.indexOf("weights"), 0, 1});
        QVERIFY((panes.lead().selection().hovered() == CellRef{weights, 0, 1}));
        QVERIFY((panes.lead().selection().fixed() == CellRef{weights, 1, 0}));
        panes.at(1).selection().free();
        QVERIFY(!panes.lead().selection().fixed());
        // Who comes later finds what is selected.
        panes.lead().selection().fix({weights, 1, 1});
        panes.add("score", words("dot"));
        QTRY_COMPARE(panes.at(2).selection().fixed().column, Index(1));
    }

    void whatOnePaneLosesTheOthersKeep()
    {
        // With attention off there are no weights: typing goes on, the selection stays.
        Panes panes;
        open(panes, "dialogue", "are you free tomorrow?");
        panes.add("attention", false);
        QVERIFY(settle(panes));
        const auto weights = [&] {
            return panes.lead().explorer().trace()->indexOf("decoder/attention/weights");
        };
        panes.lead().selection().fix({weights(), 0, 1});
        for (const char* text : {"are you free on friday?", "are you free?"}) {
            panes.setText(0, QString::fromLatin1(text));
            QTRY_VERIFY(panes.lead().explorer().trace()->input.size()
                        == panes.at(1).explorer().trace()->input.size());
            QTest::qWait(50);
            QCOMPARE(panes.lead().selection().fixed().tensor, weights());
            QCOMPARE(panes.lead().selection().fixed().column, Index(1));
        }
    }

    void theSettingsGoBackAndTheChangedNumbersStay()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        panes.add("score", words("cosine"));
        QVERIFY(settle(panes));
        panes.activate(1);
        panes.edit({panes.active().explorer().trace()->indexOf("scores"), 0, 0}, Real(1));
        panes.resetSettings();
        QCOMPARE(panes.at(1).explorer().exploration().edits.size(), std::size_t{1});
        QVERIFY(panes.lead().explorer().exploration().edits.empty());
        QVERIFY(valueOf(panes.at(1), "score") == words("scaled_dot"));
    }

    void allShowTheFirstOnesMomentByItsMeaning()
    {
        Panes panes;
        open(panes, "dialogue", "are you free tomorrow?");
        panes.add("attention", false);
        QVERIFY(settle(panes));
        Timeline& lead = panes.lead().timeline();
        const Trace& first = *panes.lead().explorer().trace();
        const Trace& second = *panes.at(1).explorer().trace();
        int compared = 0;
        for (int moment = 0; moment < static_cast<int>(first.moments.size()); ++moment) {
            lead.setMoment(moment);
            const Moment& shown = first.moments[static_cast<std::size_t>(moment)];
            const Moment& there =
                second.moments[static_cast<std::size_t>(panes.at(1).timeline().moment())];
            if (shown.step < 0 || shown.step >= second.steps())
                continue;
            // Not every operation is there without attention; its word is.
            QCOMPARE(there.step, shown.step);
            compared += there.name == shown.name;
        }
        QVERIFY(compared > 5);
        lead.toEnd();
        QVERIFY(panes.at(1).timeline().isAtEnd());
    }

    void cellsBesideEachOtherAreAtTheSameWordAndAsFarInTheirStep()
    {
        Panes panes;
        open(panes, "dialogue", "are you free tomorrow?");
        panes.add("cell", words("lstm"));
        panes.add("cell", words("rnn"));
        QVERIFY(settle(panes));
        Timeline& lead = panes.lead().timeline();
        lead.setStride(Timeline::Stride::Gate);
        lead.toStart();
        for (int step = 0; step < 20; ++step) {
            const auto& meant =
                panes.lead().explorer().trace()->moments[static_cast<std::size_t>(lead.moment())];
            for (int i = 1; i < panes.count(); ++i) {
                const Timeline& other = panes.at(i).timeline();
                const auto& there = panes.at(i)
                                        .explorer()
                                        .trace()
                                        ->moments[static_cast<std::size_t>(other.moment())];
                QCOMPARE(there.scope, meant.scope);
                QCOMPARE(there.pieces.front().firstRow, meant.pieces.front().firstRow);
                QCOMPARE(other.part() + 1 == other.partCount(),
                         lead.part() + 1 == lead.partCount());
            }
            lead.forward();
        }
    }

    void aMomentIsSetBackWhenATraceArrivesLate()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        panes.lead().timeline().setMoment(3);
        panes.add("normaliser", words("sparsemax"));
        QVERIFY(settle(panes));
        QTRY_COMPARE(panes.at(1).timeline().moment(), 3);
    }

    void withTheFirstOneTheSecondTakesTheLead()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        panes.add("score", words("dot"));
        panes.add("score", words("cosine"));
        Pane* lead = &panes.lead();
        panes.remove(0);
        QCOMPARE(panes.count(), 2);
        QVERIFY(&panes.lead() == lead);
        QVERIFY(valueOf(panes.lead(), "score") == words("dot"));
        QVERIFY(panes.lead().own().empty());
        QVERIFY(valueOf(panes.at(1), "score") == words("cosine"));
        panes.remove(1);
        panes.remove(0); // the only one stays
        QCOMPARE(panes.count(), 1);
    }

    void theActivePaneStaysActiveOrGivesItOn()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        panes.add("score", words("dot"));
        panes.add("score", words("cosine"));
        panes.activate(2);
        panes.remove(1);
        QCOMPARE(panes.activeIndex(), 1);
        QVERIFY(valueOf(panes.active(), "score") == words("cosine"));
        panes.remove(1);
        QCOMPARE(panes.activeIndex(), 0);
    }

    void aWorkspaceComesBack()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        panes.add("score", words("dot"));
        panes.add("normaliser", words("sigmoid"));
        QVERIFY(settle(panes));
        panes.at(1).setView(QStringLiteral("arcs"));
        const Workspace before = panes.workspace();
        QVERIFY(before.panes[1].own == std::vector<std::string>{"score"});
        Panes others;
        others.use(before);
        QVERIFY(settle(others));
        QVERIFY(others.workspace() == before);
        // A smaller one too, and what is its own is kept.
        Workspace two = before;
        two.panes.pop_back();
        others.compute(two);
        QCOMPARE(others.count(), 2);
        others.setSetting("score", words("cosine"));
        QVERIFY(valueOf(others.at(1), "score") == words("dot"));
        others.compute(before);
        QCOMPARE(others.count(), 3);
        QVERIFY(valueOf(others.lead(), "score") == words("scaled_dot"));
    }

    void thereAreNotMoreThanSix()
    {
        Panes panes;
        open(panes, "self-attention", "The dog sleeps");
        for (const SettingValue& score : valuesToCompare(scenarioOf("self-attention").settings[0]))
            panes.add("score", score);
        QCOMPARE(panes.count(), static_cast<int>(mostPanes));
        QVERIFY(panes.isFull());
        panes.addScenario(QStringLiteral("transformer"));
        QCOMPARE(panes.count(), static_cast<int>(mostPanes));
    }

    void anotherScenarioReadsTheSameText()
    {
        Panes panes;
        open(panes, "self-attention", "The dog sleeps");
        panes.addScenario(QStringLiteral("transformer"));
        QVERIFY(panes.at(1).explorer().exploration().texts
                == std::vector<std::string>{"The dog sleeps"});
        panes.setText(0, QStringLiteral("the cat"));
        QVERIFY(panes.at(1).explorer().exploration().texts == std::vector<std::string>{"the cat"});
        QCOMPARE(panes.difference(0), QStringLiteral("Self-attention"));
        QCOMPARE(panes.difference(1), QStringLiteral("Transformer"));
        // A tensor that only one has is selected there alone.
        QVERIFY(settle(panes));
        const Trace& trace = *panes.lead().explorer().trace();
        panes.lead().selection().fix({trace.indexOf("layer0/head0/weights"), 0, 0});
        QVERIFY(!panes.at(1).selection().fixed());
        panes.activate(1);
        panes.setSetting("temperature", 2.0);
        QVERIFY(valueOf(panes.lead(), "temperature") == SettingValue(1.0));
    }

    void allGoIntoAnotherScenarioWithTheFirst()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        panes.add("score", words("cosine"));
        panes.add("mask", words("causal"));
        panes.openScenario(QStringLiteral("dialogue"));
        for (int i = 0; i < panes.count(); ++i)
            QCOMPARE(panes.at(i).explorer().exploration().scenario, std::string("dialogue"));
        QVERIFY(valueOf(panes.at(1), "score") == words("cosine"));
        // Dialogue has no mask: nothing is its own there, and comes back with the scenario.
        QCOMPARE(panes.difference(2), QStringLiteral("Score: additive"));
        QVERIFY(settle(panes));
        panes.openScenario(QStringLiteral("worked-example"));
        QVERIFY(valueOf(panes.at(1), "score") == words("cosine"));
    }

    void aScenarioOpenedInAnotherPaneIsItsOwn()
    {
        Panes panes;
        open(panes, "self-attention", "The dog sleeps");
        panes.add("temperature", 2.0);
        panes.activate(1);
        panes.openScenario(QStringLiteral("transformer"));
        QCOMPARE(panes.lead().explorer().exploration().scenario, std::string("self-attention"));
        QCOMPARE(panes.at(1).explorer().exploration().scenario, std::string("transformer"));
        panes.activate(0);
        panes.openScenario(QStringLiteral("dialogue"));
        QCOMPARE(panes.at(1).explorer().exploration().scenario, std::string("transformer"));
    }

    void settingsGoBackToTheFirstOnes()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        panes.add("score", words("cosine"));
        panes.setSetting("temperature", 2.0);
        panes.activate(1);
        panes.resetSettings();
        QVERIFY(panes.at(1).explorer().exploration() == panes.lead().explorer().exploration());
        panes.activate(0);
        panes.resetSettings();
        QVERIFY(valueOf(panes.at(1), "temperature") == SettingValue(1.0));
    }

    void anEditStaysAtItsWordsWhileThePersonTypes()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        const Trace& first = *panes.lead().explorer().trace();
        panes.edit({first.indexOf("scores"), 1, 0}, Real(7));
        QTRY_VERIFY(panes.lead().explorer().before());
        const auto number = [&](Index row, Index column) {
            return panes.lead().explorer().trace()->find("scores")->value.at(row, column);
        };
        QCOMPARE(number(1, 0), Real(7));
        // "Machines" and "Thinking" stand elsewhere now.
        panes.setText(0, QStringLiteral("about Machines Thinking"));
        QTRY_COMPARE(panes.lead().explorer().trace()->input.size(), std::size_t{3});
        QCOMPARE(number(1, 2), Real(7));
        QCOMPARE(panes.lead().explorer().trace()->edits.size(), std::size_t{1});
        // Without the word there is nothing to set; it comes back with it.
        panes.setText(0, QStringLiteral("Machines"));
        QTRY_COMPARE(panes.lead().explorer().trace()->input.size(), std::size_t{1});
        QVERIFY(panes.lead().explorer().trace()->edits.empty());
        panes.setText(0, QStringLiteral("Thinking Machines"));
        QTRY_COMPARE(panes.lead().explorer().trace()->input.size(), std::size_t{2});
        QCOMPARE(number(1, 0), Real(7));
        // What was there before is what an unedited computation has.
        Exploration plain = panes.lead().explorer().exploration();
        plain.edits.clear();
        const Explored alone = exploreWithWeights(plain, {});
        QVERIFY(!alone.before);
        QCOMPARE(panes.lead().explorer().before()->find("scores")->value.at(1, 0),
                 alone.trace->find("scores")->value.at(1, 0));
    }

    void aSecondEditOfANumberTakesThePlaceOfTheFirst()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        const int scores = panes.lead().explorer().trace()->indexOf("scores");
        panes.edit({scores, 0, 0}, Real(1));
        QTRY_VERIFY(panes.lead().explorer().before());
        panes.edit({scores, 0, 1}, Real(2));
        panes.edit({scores, 0, 0}, Real(3));
        QCOMPARE(panes.lead().explorer().exploration().edits.size(), std::size_t{2});
        panes.resetEdits();
        QVERIFY(panes.lead().explorer().exploration().edits.empty());
        QTRY_VERIFY(!panes.lead().explorer().before());
    }

    void aPaneShowsWhatWasBeforeTheEdits()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        panes.edit({panes.lead().explorer().trace()->indexOf("scores"), 0, 0}, Real(1));
        panes.addUnedited();
        QVERIFY(settle(panes));
        QVERIFY(panes.at(1).explorer().exploration().edits.empty());
        QCOMPARE(panes.difference(0), QStringLiteral("one change by hand"));
        QCOMPARE(panes.difference(1), QStringLiteral("unchanged"));
        // A further change is the first one's alone; a setting is everybody's.
        panes.edit({panes.lead().explorer().trace()->indexOf("scores"), 1, 1}, Real(1));
        QCOMPARE(panes.difference(0), QStringLiteral("2 changes by hand"));
        panes.setSetting("temperature", 2.0);
        QVERIFY(panes.at(1).explorer().exploration().edits.empty());
        QVERIFY(valueOf(panes.at(1), "temperature") == SettingValue(2.0));
        // One that is made in another pane is that one's.
        panes.activate(1);
        QTRY_VERIFY(panes.at(1).explorer().trace());
        panes.edit({panes.at(1).explorer().trace()->indexOf("scores"), 1, 0}, Real(5));
        QCOMPARE(panes.lead().explorer().exploration().edits.size(), std::size_t{2});
        QCOMPARE(panes.at(1).explorer().exploration().edits.size(), std::size_t{1});
    }

    void aChangeIsFoundAgainAfterAnotherChangedTheWord()
    {
        Panes panes;
        open(panes, "translation", "the dog is running across the grass");
        const int weights = panes.lead().explorer().trace()->attentions.back().weights;
        const std::string word = panes.lead().explorer().trace()->output[3].text;
        const std::vector<Real> other{1, 0, 0, 0, 0, 0, 0};
        panes.editRow({weights, 3, -1}, other);
        QTRY_VERIFY(panes.lead().explorer().before());
        QVERIFY(panes.lead().explorer().trace()->output[3].text != word);
        // Of the same row, by what stands there now.
        panes.edit({weights, 3, 1}, Real(0.25));
        QCOMPARE(panes.lead().explorer().exploration().edits.size(), std::size_t{7});
        QTRY_COMPARE(
            panes.lead().explorer().trace()->find("decoder/attention/weights")->value.at(3, 1),
            Real(0.25));
        QCOMPARE(panes.lead().explorer().trace()->edits.size(), std::size_t{7});
    }

    void aPaneCanHaveATextOfItsOwn()
    {
        Panes panes;
        open(panes, "worked-example", "Thinking Machines");
        QVERIFY(!panes.hasOwnInput());
        panes.setOwnInput(true); // the first has everybody's
        QVERIFY(!panes.hasOwnInput());
        panes.add("score", words("dot"));
        panes.activate(1);
        panes.setOwnInput(true);
        QVERIFY(panes.hasOwnInput());
        panes.setText(0, QStringLiteral("Machines"));
        using Texts = std::vector<std::string>;
        QVERIFY(panes.at(1).explorer().exploration().texts == Texts{"Machines"});
        QVERIFY(panes.lead().explorer().exploration().texts == Texts{"Thinking Machines"});
        QVERIFY(panes.difference(1).contains(QStringLiteral("“Machines”")));
        // What is typed in the first leaves it alone; settings are still everybody's.
        panes.activate(0);
        panes.setText(0, QStringLiteral("Thinking"));
        panes.setSetting("temperature", 2.0);
        QVERIFY(panes.at(1).explorer().exploration().texts == Texts{"Machines"});
        QVERIFY(valueOf(panes.at(1), "temperature") == SettingValue(2.0));
        panes.activate(1);
        panes.resetSettings();
        QVERIFY(panes.hasOwnInput());
        panes.setOwnInput(false);
        QVERIFY(panes.at(1).explorer().exploration().texts == Texts{"Thinking"});
    }

    void everySettingHasValuesThatCanBeSet()
    {
        for (const ScenarioSpec& scenario : catalogue())
            for (const SettingSpec& spec : scenario.settings) {
                const std::vector<SettingValue> values = valuesToCompare(spec);
                const QByteArray which = (scenario.id + " " + spec.name).c_str();
                QVERIFY2(!values.empty(), which);
                for (const SettingValue& value : values)
                    QVERIFY2(parseSetting(spec, settingText(value)) == value, which);
            }
    }
};

QTEST_MAIN(PanesTest)
#include "panes_test.moc"

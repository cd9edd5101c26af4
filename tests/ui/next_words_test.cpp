// SPDX-License-Identifier: GPL-3.0-or-later
// The words that can be written at a step, and what follows when one is chosen.
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/trace/decoding.h"

#include "ui/panels/message_bar.h"
#include "ui/panels/next_words.h"
#include "ui/panels/word_list.h"
#include "ui/session/panes.h"

#include "tests/ui/opened_window.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>

using namespace regard;

class NextWordsTest : public OpenedWindow {
    Q_OBJECT

    static TracePtr traceOf(const std::string& scenario, const Settings& settings = {})
    {
        Exploration asked;
        asked.scenario = scenario;
        asked.settings = settings;
        return explore(asked);
    }
    static std::vector<std::string> writers()
    {
        std::vector<std::string> ids;
        for (const ScenarioSpec& spec : catalogue())
            if (findSetting(spec, "decoding"))
                ids.push_back(spec.id);
        return ids;
    }
    static QString text(const NextWords& panel, int row, int column)
    {
        return panel.view()->model()->index(row, column).data().toString();
    }
    static const TraceTensor& probabilities(const TracePtr& trace)
    {
        return *trace->find(trace->decoding->probabilities);
    }
    static void clickRow(NextWords& panel, int row)
    {
        QTableView* view = panel.view();
        const QModelIndex index = view->model()->index(row, WordList::Word);
        view->scrollTo(index);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void theWholeVocabularyIsThereWithItsProbabilities()
    {
        for (const std::string& id : writers()) {
            const TracePtr trace = traceOf(id);
            NextWords panel;
            panel.resize(300, 600);
            panel.show();
            panel.setTrace(trace, {});
            const TraceTensor& p = probabilities(trace);
            for (int step = 0; step < static_cast<int>(trace->output.size()); ++step) {
                panel.setPlace(static_cast<int>(trace->moments.size()) - 1, step);
                QCOMPARE(panel.step(), step);
                QCOMPARE(panel.view()->model()->rowCount(), static_cast<int>(p.value.columns()));
                double before = 2, sum = 0;
                for (int row = 0; row < panel.view()->model()->rowCount(); ++row) {
                    const std::string word = text(panel, row, WordList::Word).toStdString();
                    const auto& names = p.columns->names;
                    const auto at = std::find(names.begin(), names.end(), word) - names.begin();
                    const auto value = static_cast<double>(p.value.at(step, at));
                    QVERIFY(value <= before);
                    QCOMPARE(text(panel, row, WordList::Probability), numberText(value, 3));
                    QCOMPARE(text(panel, row, WordList::Rank), QString::number(row + 1));
                    before = value;
                    sum += value;
                }
                QVERIFY(std::abs(sum - 1) < 1e-4);
                const QString word =
                    QString::fromStdString(trace->output[static_cast<std::size_t>(step)].text);
                QCOMPARE(panel.caption(),
                         QStringLiteral("Word %1 of %2: “%3”")
                             .arg(step + 1)
                             .arg(trace->output.size())
                             .arg(word));
                // What is written is selected.
                QCOMPARE(text(panel, panel.view()->currentIndex().row(), WordList::Word), word);
            }
            double logarithm = 0;
            for (std::size_t step = 0; step < trace->output.size(); ++step) {
                const auto& names = p.columns->names;
                const auto at =
                    std::find(names.begin(), names.end(), trace->output[step].text) - names.begin();
                logarithm +=
                    std::log(static_cast<double>(p.value.at(static_cast<Index>(step), at)));
            }
            QCOMPARE(panel.total(),
                     QStringLiteral("All %1 tokens together have P = %2, ln P = %3.")
                         .arg(QString::number(trace->output.size()),
                              numberText(std::exp(logarithm), 3), numberText(logarithm, 3)));
        }
    }

    void aClickLetsTheOutputBeginSo()
    {
        for (const std::string& id : writers()) {
            const TracePtr trace = traceOf(id);
            NextWords panel;
            panel.resize(300, 600);
            panel.show();
            QVERIFY(QTest::qWaitForWindowExposed(&panel));
            panel.setTrace(trace, {});
            panel.setPlace(static_cast<int>(trace->moments.size()) - 1, 1);
            panel.settle();
            std::vector<std::string> asked;
            connect(&panel, &NextWords::prefixAsked, &panel,
                    [&](const auto& prefix) { asked = prefix; });
            const std::string word = text(panel, 2, WordList::Word).toStdString();
            clickRow(panel, 2);
            QCOMPARE(asked, (std::vector<std::string>{trace->output[0].text, word}));
            // Then the next word is looked at.
            panel.setTrace(trace, {});
            panel.setPlace(static_cast<int>(trace->moments.size()) - 2, 1);
            panel.settle();
            QCOMPARE(panel.step(), std::min(2, static_cast<int>(trace->output.size()) - 1));
        }
    }

    void searchLeavesWordsAndEnterTakesTheFirst()
    {
        const TracePtr trace = traceOf("dialogue");
        NextWords panel;
        panel.show();
        panel.setTrace(trace, {});
        panel.setPlace(static_cast<int>(trace->moments.size()) - 1, 0);
        QTest::keyClicks(panel.search(), QStringLiteral("NO"));
        QVERIFY(panel.view()->model()->rowCount() > 0);
        for (int row = 0; row < panel.view()->model()->rowCount(); ++row)
            QVERIFY(text(panel, row, WordList::Word).contains(QStringLiteral("no")));
        std::vector<std::string> asked;
        connect(&panel, &NextWords::prefixAsked, &panel,
                [&](const auto& prefix) { asked = prefix; });
        const std::string first = text(panel, 0, WordList::Word).toStdString();
        QTest::keyClick(panel.search(), Qt::Key_Return);
        QCOMPARE(asked, std::vector<std::string>{first});
        panel.search()->setText(QStringLiteral("no such word"));
        QCOMPARE(panel.view()->model()->rowCount(), 0);
        QTest::keyClick(panel.search(), Qt::Key_Return); // nothing to take
        QCOMPARE(asked, std::vector<std::string>{first});
    }

    void whatIsNotComputedYetIsNotShown()
    {
        for (const std::string& id : writers()) {
            const TracePtr trace = traceOf(id);
            NextWords panel;
            panel.show();
            panel.setTrace(trace, {});
            const TraceTensor& p = probabilities(trace);
            for (int moment = 0; moment < static_cast<int>(trace->moments.size()); ++moment) {
                panel.setPlace(moment, -1);
                const int step = trace->moments[static_cast<std::size_t>(moment)].step;
                const bool there =
                    step >= 0 && p.rowMoments[static_cast<std::size_t>(step)] <= moment;
                QCOMPARE(panel.step(), there ? step : -1);
                QCOMPARE(panel.view()->model()->rowCount() > 0, there);
            }
        }
    }

    void arrowsTurnToOtherWords()
    {
        const TracePtr trace = traceOf("translation");
        NextWords panel;
        panel.show();
        panel.setTrace(trace, {});
        panel.setPlace(static_cast<int>(trace->moments.size()) - 1, 0);
        panel.settle();
        QVERIFY(!panel.previous()->isEnabled());
        panel.next()->click();
        QCOMPARE(panel.step(), 1);
        panel.previous()->click();
        QCOMPARE(panel.step(), 0);
        panel.setPlace(static_cast<int>(trace->moments.size()) - 1,
                       static_cast<int>(trace->output.size()) - 1);
        QVERIFY(!panel.next()->isEnabled());
    }

    void whatIsDrawnFromStandsBesideTheProbabilities()
    {
        Settings settings;
        settings.set("decoding", std::string("sampling"));
        settings.set("top_k", std::int64_t(3));
        settings.set("sampling_temperature", 2.0);
        const TracePtr trace = traceOf("dialogue", settings);
        NextWords panel;
        panel.show();
        panel.setTrace(trace, {});
        panel.setPlace(static_cast<int>(trace->moments.size()) - 1, 0);
        QCOMPARE(panel.view()->model()->columnCount(), static_cast<int>(WordList::Columns));
        const TraceTensor& p = probabilities(trace);
        double sum = 0;
        std::vector<double> roots;
        for (int row = 0; row < 3; ++row) {
            const auto& names = p.columns->names;
            const auto at = std::find(names.begin(), names.end(),
                                      text(panel, row, WordList::Word).toStdString());
            roots.push_back(std::sqrt(static_cast<double>(p.value.at(0, at - names.begin()))));
            sum += roots.back();
        }
        for (int row = 0; row < 3; ++row)
            QCOMPARE(text(panel, row, WordList::Drawn),
                     numberText(roots[static_cast<std::size_t>(row)] / sum, 3));
        QCOMPARE(text(panel, 3, WordList::Drawn), numberText(0, 3));
    }

    void layersAndHeadsAreTold()
    {
        for (const ScenarioSpec& spec : catalogue()) {
            if (!findSetting(spec, "decoding"))
                continue;
            const TracePtr trace = traceOf(spec.id);
            NextWords panel;
            panel.show();
            QSignalSpy filled(&panel, &NextWords::lensFilled);
            panel.setTrace(trace, {});
            panel.setPlace(static_cast<int>(trace->moments.size()) - 1, 1);
            if (!spec.lens) {
                QVERIFY(!panel.lens()->isVisible());
                continue;
            }
            QVERIFY(filled.wait(10000));
            QVERIFY(panel.lens()->isVisible());
            const LayerLens told = spec.lens(*trace, 1, 4);
            QCOMPARE(panel.lens()->topLevelItemCount(), static_cast<int>(told.layers.size()));
            int heads = 0;
            for (int layer = 0; layer < panel.lens()->topLevelItemCount(); ++layer) {
                QTreeWidgetItem* item = panel.lens()->topLevelItem(layer);
                const LensLayer& one = told.layers[static_cast<std::size_t>(layer)];
                QCOMPARE(item->text(0), QStringLiteral("Layer %1").arg(layer + 1));
                QVERIFY(item->text(1).startsWith(
                    QString::fromStdString(one.likeliest.front().token)
                    + QStringLiteral(" %1 %").arg(std::round(one.likeliest.front().value * 1000)
                                                  / 10)));
                for (int head = 0; head < item->childCount(); ++head, ++heads) {
                    const LensHead& expected = told.heads[static_cast<std::size_t>(heads)];
                    QVERIFY(item->child(head)->text(1).startsWith(
                        QString::fromStdString(expected.promoted.front().token)));
                    const bool self = expected.path.find("/self/") != std::string::npos;
                    QCOMPARE(item->child(head)->text(0).startsWith(QStringLiteral("itself")), self);
                }
            }
            QCOMPARE(heads, static_cast<int>(told.heads.size()));
        }
    }

    void withoutADecoderItSaysWhoWrites()
    {
        NextWords panel;
        panel.show();
        panel.setTrace(traceOf("worked-example"), {});
        QVERIFY(panel.caption().contains(QStringLiteral("Dialogue")));
        QVERIFY(!panel.view()->isVisible());
    }

    void inTheWindowAWordIsWrittenAndUndone()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        NextWords& panel = *window->nextWords();
        QVERIFY(panel.parentWidget());
        const QString before = window->explorer().trace()->output.front().text.c_str();
        window->selection().fix(
            {window->explorer().trace()->indexOf("decoder/probabilities"), 0, -1});
        QCOMPARE(panel.step(), 0);
        const std::string word = text(panel, 1, WordList::Word).toStdString();
        QVERIFY(waitForTrace(
            *window, [&] { Q_EMIT panel.view()->clicked(panel.view()->model()->index(1, 0)); }));
        QCOMPARE(window->explorer().trace()->output.front().text, word);
        QCOMPARE(window->explorer().trace()->decoding->forced, 1);
        QVERIFY(panel.caption().startsWith(QStringLiteral("Word 2 of")));
        QVERIFY(panel.total().contains(QStringLiteral("The first is by hand.")));
        // A second one, and back.
        QVERIFY(waitForTrace(
            *window, [&] { Q_EMIT panel.view()->clicked(panel.view()->model()->index(3, 0)); }));
        QCOMPARE(window->explorer().trace()->decoding->forced, 2);
        QVERIFY(waitForTrace(*window, [&] { panel.backButton()->click(); }));
        QCOMPARE(window->explorer().exploration().prefix, std::vector<std::string>{word});
        QVERIFY(waitForTrace(*window, [&] { panel.freeButton()->click(); }));
        QCOMPARE(QString::fromStdString(window->explorer().trace()->output.front().text), before);
        QVERIFY(!panel.freeButton()->isEnabled());
        QVERIFY(waitForTrace(*window, [&] { window->history().stack().undo(); }));
        QCOMPARE(window->explorer().exploration().prefix, std::vector<std::string>{word});
    }

    void aTypedTextIsWrittenWithItsProbability()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        NextWords& panel = *window->nextWords();
        QVERIFY(waitForTrace(*window, [&] {
            panel.target()->setText(QStringLiteral("no i am not free"));
            QTest::keyClick(panel.target(), Qt::Key_Return);
        }));
        const TracePtr trace = window->explorer().trace();
        QCOMPARE(trace->output.size(), std::size_t(6));
        QCOMPARE(trace->output.front().text, std::string("no"));
        QVERIFY(panel.total().contains(QStringLiteral("The text was given.")));
        QVERIFY(!panel.backButton()->isEnabled());
        QVERIFY(waitForTrace(*window, [&] { panel.freeButton()->click(); }));
        QVERIFY(window->explorer().exploration().target.empty());
        QCOMPARE(panel.target()->text(), QString());
    }

    void panesBesideFollowWhatIsWritten()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        window->comparePane("decoding", std::string("beam"));
        window->writePrefix({"no"});
        QTRY_COMPARE(window->panes().at(1).explorer().exploration().prefix,
                     std::vector<std::string>{"no"});
        const Workspace kept = window->workspace();
        QCOMPARE(kept.panes.front().exploration.prefix, std::vector<std::string>{"no"});
    }
};

QTEST_MAIN(NextWordsTest)
#include "next_words_test.moc"

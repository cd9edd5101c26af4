// SPDX-License-Identifier: GPL-3.0-or-later
// Several computations beside each other in the window.
#include "core/scenarios/catalogue.h"

#include "ui/panels/inspector.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/sweep_table.h"
#include "ui/views/cell/cell_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/view_spec.h"
#include "ui/window/difference_stage.h"
#include "ui/window/top_bar.h"

#include "ui/words/output_text.h"
#include "ui/words/setting_text.h"

#include "tests/ui/opened_window.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>

using namespace regard;

class WindowPanesTest : public OpenedWindow {
    Q_OBJECT

    static SettingValue words(const char* text) { return std::string(text); }

    static bool settled(MainWindow& window)
    {
        return QTest::qWaitFor(
            [&] {
                for (int i = 0; i < window.panes().count(); ++i) {
                    const Explorer& explorer = window.panes().at(i).explorer();
                    if (!explorer.trace() || explorer.isBusy())
                        return false;
                    const Exploration& asked = explorer.exploration();
                    for (const auto& [name, value] : asked.settings.values())
                        if (explorer.trace()->settings.value(name) != value)
                            return false;
                }
                return true;
            },
            30000);
    }

    /// The menu of the bar, filled as if it were opened.
    static QMenu* menuOf(MainWindow& window, const QString& title)
    {
        for (QAction* action : window.menuBar()->actions())
            if (action->text().remove(QLatin1Char('&')) == title) {
                Q_EMIT action->menu()->aboutToShow();
                return action->menu();
            }
        return nullptr;
    }
    static QAction* actionOf(QMenu* menu, const QString& text)
    {
        for (QAction* action : menu->actions())
            if (action->text().remove(QLatin1Char('&')) == text)
                return action;
        return nullptr;
    }

    static QString title(const MainWindow& window, int pane)
    {
        return window.stages()[static_cast<std::size_t>(pane)]->title();
    }
    static QString figures(const MainWindow& window, int pane)
    {
        return window.stages()[static_cast<std::size_t>(pane)]->figures();
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void theMenuOffersEveryValueOfEverySettingButTheOneThatIsSet()
    {
        for (const ScenarioSpec& scenario : catalogue()) {
            const auto window = open(scenario.id.c_str());
            QVERIFY(window);
            QMenu* compare = menuOf(*window, QStringLiteral("Compare"));
            const Settings now = resolveSettings(scenario.settings);
            for (const SettingSpec& spec : scenario.settings) {
                QAction* line = actionOf(compare, QString::fromStdString(spec.label));
                if (spec.affects == Affects::Training) {
                    QVERIFY2(!line, spec.name.c_str());
                    continue;
                }
                QVERIFY2(line, spec.name.c_str());
                QVERIFY(line->menu()->isEnabled() == (unmetCondition(spec, now) == nullptr));
                int off = 0;
                for (const QAction* value : line->menu()->actions())
                    off += !value->isSeparator() && !value->isEnabled();
                QCOMPARE(off, 1);
            }
        }
    }

    void aChosenValueOpensASecondPaneAndUndoTakesItBack()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        QVERIFY(!window->stages().front()->isCompared());
        QMenu* score =
            actionOf(menuOf(*window, QStringLiteral("Compare")), QStringLiteral("Score"))->menu();
        actionOf(score, QStringLiteral("cosine"))->trigger();
        QCOMPARE(window->panes().count(), 2);
        QVERIFY(settled(*window));
        QCOMPARE(title(*window, 0), QStringLiteral("Score: scaled dot"));
        QCOMPARE(title(*window, 1), QStringLiteral("Score: cosine"));
        QVERIFY(window->stages()[1]->isCompared());
        // Side by side, nothing over anything else.
        QCoreApplication::processEvents();
        QVERIFY(!window->stages()[0]->geometry().intersects(window->stages()[1]->geometry()));
        window->history().stack().undo();
        QCOMPARE(window->panes().count(), 1);
        QVERIFY(!window->stages().front()->isCompared());
        window->history().stack().redo();
        QCOMPARE(window->panes().count(), 2);
        QVERIFY(settled(*window));
        QCOMPARE(title(*window, 1), QStringLiteral("Score: cosine"));
    }

    void aResetIsThatOfTheFirstPaneWhicheverIsActive()
    {
        const auto window = open("self-attention");
        QVERIFY(window);
        const Exploration fresh = window->panes().lead().explorer().exploration();
        window->panes().setText(0, QStringLiteral("the cat sat"));
        window->panes().setSetting("temperature", 2.0);
        window->comparePane("score", std::string("dot"));
        QCOMPARE(window->panes().count(), 2);
        window->panes().activate(1);
        const Exploration beside = window->panes().at(1).explorer().exploration();
        const int undoable = window->history().stack().index();
        for (const QAction* action : window->menuBar()->actions())
            if (action->text() == QLatin1String("&Edit"))
                actionOf(action->menu(), QStringLiteral("Reset text and settings"))->trigger();
        QCOMPARE(window->panes().count(), 2);
        QVERIFY(window->panes().at(0).explorer().exploration() == fresh);
        QCOMPARE(window->panes().at(1).explorer().exploration().settings.text("score"),
                 std::string("dot"));
        QCOMPARE(window->panes().at(1).explorer().exploration().texts, fresh.texts);
        QCOMPARE(window->history().stack().index(), undoable + 1);
        window->history().stack().undo();
        QCOMPARE(window->panes().at(0).explorer().exploration().texts.front(),
                 std::string("the cat sat"));
        QVERIFY(window->panes().at(1).explorer().exploration() == beside);
    }

    void theSettingsOwnMenuComparesToo()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        Q_EMIT window->topBar()
            ->settings()
            ->control("normaliser")
            ->customContextMenuRequested(QPoint(2, 2));
        QMenu* menu = nullptr;
        QTRY_VERIFY((menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())));
        QMenu* values = menu->actions().front()->menu();
        QCOMPARE(menu->actions().front()->text(), QStringLiteral("Compare with"));
        actionOf(values, QStringLiteral("sparsemax"))->trigger();
        menu->close();
        QVERIFY(settled(*window));
        QCOMPARE(title(*window, 1), QStringLiteral("Normaliser: sparsemax"));
    }

    void allCellsSideBySideAreLookedAtThroughTheMicroscope()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        QTest::keyClick(window.get(), Qt::Key_6, Qt::ControlModifier);
        QCOMPARE(window->pane().view(), QStringLiteral("cell"));
        window->compareAll("cell");
        QCOMPARE(window->panes().count(), 3);
        QVERIFY(settled(*window));
        const auto viewOf = [&](int pane) {
            return window->stages()[static_cast<std::size_t>(pane)]->view<CellView>();
        };
        QSet<QString> cells;
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(window->stages()[static_cast<std::size_t>(i)]->shownView(), viewOf(i));
            cells << QString::fromUtf8(viewOf(i)->state().shown()->cell->name.data());
        }
        QCOMPARE(cells.size(), 3);
        // The same word and the same unit in all of them.
        const CellRef cell{window->explorer().trace()->indexOf("encoder/states"), 2, 9};
        window->selection().fix(cell);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(viewOf(i)->state().row, Index(2));
            QCOMPARE(viewOf(i)->state().unit(), Index(9));
        }
        // And by gate as far.
        window->selection().free();
        window->timeline().setStride(Timeline::Stride::Gate);
        window->timeline().toStart();
        for (int step = 0; step < 12; ++step) {
            for (int i = 1; i < 3; ++i)
                QCOMPARE(viewOf(i)->state().row, viewOf(0)->state().row);
            window->timeline().forward();
        }
    }

    void allValuesStandSideBySide()
    {
        const auto window = open("self-attention");
        QVERIFY(window);
        window->compareAll("score");
        QCOMPARE(window->panes().count(), static_cast<int>(mostPanes));
        QVERIFY(settled(*window));
        QSet<QString> titles;
        for (int i = 0; i < window->panes().count(); ++i)
            titles << title(*window, i);
        QCOMPARE(titles.size(), static_cast<int>(mostPanes));
        // Their weights are what is compared, and no name is cut.
        for (const PaneStage* stage : window->stages())
            QVERIFY(stage->shownView()->isOfOneTensor());
        // In the smallest window too each has a place of its own.
        window->resize(window->minimumSize());
        QCoreApplication::processEvents();
        for (std::size_t i = 0; i < window->stages().size(); ++i) {
            QVERIFY(window->stages()[i]->width() > 100 && window->stages()[i]->height() > 100);
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY(
                    !window->stages()[i]->geometry().intersects(window->stages()[j]->geometry()));
        }
        // One is closed by its button, the others by the menu.
        window->stages()[2]->closeButton()->click();
        QCOMPARE(window->panes().count(), static_cast<int>(mostPanes) - 1);
        window->closeOtherPanes();
        QCOMPARE(window->panes().count(), 1);
    }

    void onlyTheActivePanesTitleIsMarked()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->comparePane("temperature", 2.0);
        window->comparePane("temperature", 3.0);
        QVERIFY(settled(*window));
        const auto marks = [&] {
            QList<bool> marked;
            for (const PaneStage* stage : window->stages()) {
                bool found = false;
                for (const QLabel* label : stage->findChildren<QLabel*>())
                    if (label->text() == stage->title()) {
                        found = true;
                        marked << label->font().underline();
                        const QColor ink = label->palette().color(QPalette::WindowText);
                        const Theme& theme = window->appearance().theme();
                        if (ink != (marked.last() ? theme.accent() : theme.text()))
                            return QList<bool>();
                    }
                if (!found)
                    return QList<bool>();
            }
            return marked;
        };
        for (const int active : {0, 2, 1, 0}) {
            window->grid()->activate(window->stages()[static_cast<std::size_t>(active)]);
            QList<bool> wanted{false, false, false};
            wanted[active] = true;
            QCOMPARE(marks(), wanted);
        }
        window->closeOtherPanes();
        QTRY_COMPARE(window->stages().size(), std::size_t{1});
        for (const QLabel* label : window->stages()[0]->findChildren<QLabel*>())
            QVERIFY(!label->isVisible() || !label->font().underline());
    }

    void thePanelsSpeakOfThePaneThatIsClicked()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->comparePane("score", words("cosine"));
        QVERIFY(settled(*window));
        auto* score = qobject_cast<QComboBox*>(window->topBar()->settings()->control("score"));
        QCOMPARE(score->currentText(), QStringLiteral("scaled dot"));
        QTest::mouseClick(window->stages()[1]->shownView(), Qt::LeftButton, {}, QPoint(3, 3));
        window->panes().activate(1);
        QCOMPARE(score->currentText(), QStringLiteral("cosine"));
        QVERIFY(&window->pane() == &window->panes().at(1));
        // A setting is that pane's own now.
        auto* normaliser =
            qobject_cast<QComboBox*>(window->topBar()->settings()->control("normaliser"));
        normaliser->setCurrentIndex(normaliser->findText(QStringLiteral("sigmoid")));
        Q_EMIT normaliser->activated(normaliser->currentIndex());
        QVERIFY(settled(*window));
        QVERIFY(window->panes().at(1).explorer().trace()->settings.value("normaliser")
                == words("sigmoid"));
        QVERIFY(window->panes().lead().explorer().trace()->settings.value("normaliser")
                == words("softmax"));
        QCOMPARE(title(*window, 1), QStringLiteral("Score: cosine · Normaliser: sigmoid"));
        // The inspector tells of this pane's score.
        const Trace& trace = *window->pane().explorer().trace();
        window->pane().selection().fix({trace.indexOf("scores"), 0, 0});
        QTRY_VERIFY(window->inspector()->findChild<QWidget*>());
        QCOMPARE(window->selection().fixed().tensor, trace.indexOf("scores"));
    }

    void whatIsTypedIsComputedInAll()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->comparePane("score", words("dot"));
        QVERIFY(settled(*window));
        window->sentence()->focusText();
        QTest::keyClicks(window->focusWidget(), QStringLiteral("Machines"));
        for (int i = 0; i < 2; ++i)
            QTRY_COMPARE(window->panes().at(i).explorer().trace()->input.size(), std::size_t{1});
    }

    void eachSaysWhatCameOfIt()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        window->comparePane("attention", false);
        QVERIFY(settled(*window));
        for (int i = 0; i < 2; ++i) {
            const Explorer& explorer = window->panes().at(i).explorer();
            const double exact =
                QString::fromStdString(explorer.weights()->figures.at("exact_match")).toDouble();
            QTRY_VERIFY2(figures(*window, i)
                             .contains(QStringLiteral("exact match %1").arg(numberText(exact, 3))),
                         qPrintable(figures(*window, i)));
        }
        // Without attention nothing is weighed.
        QVERIFY(figures(*window, 0).contains(QStringLiteral("entropy")));
        QVERIFY(!figures(*window, 1).contains(QStringLiteral("entropy")));
        // Two outputs that are not the same are marked.
        const QString& lead = figures(*window, 0);
        QVERIFY(lead.startsWith(QStringLiteral("→ ")));
        const auto output = [](const Trace& trace) {
            std::string text;
            for (const TraceToken& token : trace.output)
                text += token.text + " ";
            return text;
        };
        const bool same = output(*window->panes().at(0).explorer().trace())
            == output(*window->panes().at(1).explorer().trace());
        QVERIFY(figures(*window, 1).startsWith(same ? QStringLiteral("→ ") : QStringLiteral("≠ ")));
        // What was measured holds for what was set then alone.
        window->panes().activate(0);
        window->panes().setSetting("temperature", 2.0);
        QVERIFY(settled(*window));
        QTRY_VERIFY(!figures(*window, 0).contains(QStringLiteral("exact match")));
        QTRY_VERIFY(!figures(*window, 1).contains(QStringLiteral("exact match")));
    }

    void theSelectedRowsEntropyIsThatOfItsWeights()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->comparePane("score", words("dot"));
        QVERIFY(settled(*window));
        const Trace& trace = *window->panes().lead().explorer().trace();
        const int weights = trace.indexOf("weights");
        window->panes().lead().selection().fix({weights, 1, -1});
        double bits = 0;
        for (Index k = 0; k < 2; ++k) {
            const auto a = static_cast<double>(
                trace.tensors[static_cast<std::size_t>(weights)].value.at(1, k));
            bits -= a * std::log2(a);
        }
        QVERIFY2(figures(*window, 0)
                     .contains(QStringLiteral("row's entropy %1 bits").arg(numberText(bits, 3))),
                 qPrintable(figures(*window, 0)));
    }

    void oneColourScaleForAllOrEachItsOwn()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->comparePane("score", words("dot"));
        QVERIFY(settled(*window));
        const auto colour = [&](int pane) {
            PaneStage* stage = window->stages()[static_cast<std::size_t>(pane)];
            const Trace& trace = *stage->pane().explorer().trace();
            stage->openTensor(trace.indexOf("scores"));
            return stage->view<HeatmapView>()->colorScale().limit;
        };
        window->panes().at(1).explorer().setEdits({{"scores", 0, 0, Real(1000)}});
        QTRY_VERIFY(window->panes()
                        .at(1)
                        .explorer()
                        .trace()
                        ->tensors[static_cast<std::size_t>(
                            window->panes().at(1).explorer().trace()->indexOf("scores"))]
                        .edited);
        colour(0);
        QTRY_COMPARE(colour(1), 1000.0);
        QCOMPARE(colour(0), 1000.0);
        QAction* one = actionOf(menuOf(*window, QStringLiteral("Compare")),
                                QStringLiteral("One colour scale"));
        QVERIFY(one->isEnabled() && one->isChecked());
        one->trigger();
        QCOMPARE(colour(1), 1000.0);
        QVERIFY(colour(0) < 200);
    }

    void theDifferenceOfTwoPanesIsThatOfTheirNumbers()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        QAction* difference = actionOf(menuOf(*window, QStringLiteral("Compare")),
                                       QStringLiteral("Difference of two panes"));
        QVERIFY(!difference->isEnabled());
        window->comparePane("score", words("cosine"));
        QVERIFY(settled(*window));
        difference->trigger();
        DifferenceStage* stage = window->grid()->difference();
        QVERIFY(stage);
        QTRY_VERIFY(stage->map()->shownTensor() == 0);
        const Trace& first = *window->panes().at(0).explorer().trace();
        const Trace& second = *window->panes().at(1).explorer().trace();
        const auto number = [](const Trace& trace, const char* path, Index row, Index column) {
            return static_cast<double>(trace.find(path)->value.at(row, column));
        };
        // The largest stands first, with its sign.
        double largest = 0;
        for (Index i = 0; i < 2; ++i)
            for (Index j = 0; j < 2; ++j) {
                const double d = number(second, "weights", i, j) - number(first, "weights", i, j);
                largest = std::abs(d) > std::abs(largest) ? d : largest;
            }
        QTRY_VERIFY2(stage->words().contains(numberText(std::abs(largest), 3)),
                     qPrintable(stage->words()));
        // The other way round the signs are others.
        const QString before = stage->words().section(QStringLiteral(" · "), 0, 0);
        stage->first()->setCurrentIndex(1);
        stage->second()->setCurrentIndex(0);
        QTRY_VERIFY(stage->words().section(QStringLiteral(" · "), 0, 0) != before);
        // What is selected is what is compared.
        window->panes().lead().selection().fix({first.indexOf("scores"), 0, 1});
        const double score = number(first, "scores", 0, 0) - number(second, "scores", 0, 0);
        QTRY_VERIFY2(stage->words().contains(QStringLiteral("+") + numberText(score, 3)),
                     qPrintable(stage->words()));
        // A click in it selects in all.
        Q_EMIT stage->map()->clicked({0, 1, 0});
        for (int i = 0; i < 2; ++i)
            QCOMPARE(window->panes().at(i).selection().fixed().row, Index(1));
        // The same twice.
        stage->first()->setCurrentIndex(0);
        QTRY_COMPARE(stage->words(), QStringLiteral("No number differs."));
        difference->trigger();
        QVERIFY(!window->grid()->difference());
        difference->trigger();
        window->closePane(1);
        QVERIFY(!window->grid()->difference());
    }

    void aTableHasEveryValueWithWhatCameOfIt()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        QMenu* score =
            actionOf(menuOf(*window, QStringLiteral("Compare")), QStringLiteral("Score"))->menu();
        actionOf(score, QStringLiteral("All in a table"))->trigger();
        SweepTable* table = window->table();
        QVERIFY(table && table->isVisible());
        const QAbstractItemModel& model = *table->view()->model();
        const SettingSpec& spec = table->setting();
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), static_cast<int>(spec.choices.size()), 60000);
        const auto text = [&](int row, int column) {
            return model.index(row, column).data().toString();
        };
        // Each line as it would be computed alone.
        for (int row = 0; row < model.rowCount(); ++row) {
            const auto name = std::find_if(
                spec.choices.begin(), spec.choices.end(),
                [&](const std::string& choice) { return settingInWords(choice) == text(row, 0); });
            QVERIFY(name != spec.choices.end());
            Exploration alone;
            alone.scenario = "dialogue";
            alone.texts = window->explorer().exploration().texts;
            alone.settings.set("score", *name);
            const Explored explored = exploreWithWeights(alone, {});
            QCOMPARE(text(row, 2), outputInWords(*explored.trace));
            QCOMPARE(text(row, 4), numberText(*explored.entropy, 3));
            QCOMPARE(text(row, 3).contains(QStringLiteral("untrained")),
                     !explored.weights->trained);
            if (explored.weights->trained)
                QVERIFY(text(row, 3).contains(
                    numberText(std::stod(explored.weights->figures.at("exact_match")), 3)));
            const TraceTensor& weights = *explored.trace->find("decoder/attention/weights");
            const QString bars = model.index(row, 1).data(Qt::ToolTipRole).toString();
            const QStringList lines = bars.split(QLatin1Char('\n'));
            QCOMPARE(lines.size(), static_cast<int>(weights.value.columns()));
            for (Index key = 0; key < weights.value.columns(); ++key)
                QVERIFY2(lines[static_cast<int>(key)].endsWith(
                             numberText(static_cast<double>(weights.value.at(0, key)), 3)),
                         qPrintable(bars));
        }
        // A click on a heading sorts by numbers.
        table->view()->sortByColumn(4, Qt::AscendingOrder);
        for (int row = 1; row < model.rowCount(); ++row)
            QVERIFY(text(row - 1, 4).replace(QStringLiteral("−"), QStringLiteral("-")).toDouble()
                    <= text(row, 4).toDouble());
        // The selected row's weights are the bars.
        const Trace& trace = *window->explorer().trace();
        window->selection().fix({trace.indexOf("decoder/attention/weights"), 2, -1});
        const QString key = trace.find("decoder/attention/weights")->rowLabel(2)->c_str();
        bool found = false;
        for (int row = 0; row < model.rowCount(); ++row)
            if (text(row, 0) == QStringLiteral("additive"))
                found = model.index(row, 1).data(Qt::ToolTipRole).toString().startsWith(key);
        QVERIFY(found);
        // What is chosen opens a pane.
        const QString chosen = text(1, 0);
        Q_EMIT table->view()->activated(model.index(1, 0));
        QCOMPARE(window->panes().count(), 2);
        QVERIFY(title(*window, 1).contains(chosen));
        // Typing computes all lines anew; a scenario without the setting closes it.
        window->panes().setText(0, QStringLiteral("where is bob?"));
        QTRY_COMPARE_WITH_TIMEOUT(
            model.index(0, 1).data(Qt::ToolTipRole).toString().count(QLatin1Char('\n')), 3, 60000);
        window->closeOtherPanes();
        window->openScenario(QStringLiteral("reviews"));
        QTRY_VERIFY(!table->isVisible());
    }

    void allPanesGoIntoOnePicture()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->comparePane("score", words("cosine"));
        QVERIFY(settled(*window));
        const QSize size = window->grid()->size();
        for (const char* name : {"all.png", "all.svg", "all.pdf"}) {
            QString problem;
            QVERIFY2(window->grid()->saveTo(file(name), &problem, 1), qPrintable(problem));
        }
        QCOMPARE(QImage(file("all.png")).size(), size);
        QFile svg(file("all.svg"));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        const QByteArray text = svg.readAll();
        QVERIFY2(text.contains("Score: scaled dot") && text.contains("Score: cosine"), text);
        // What is there to be clicked is there again, and not in the picture.
        QVERIFY(window->stages()[0]->closeButton()->isVisible());
        QVERIFY(!window->grid()->saveTo(file("all.gif")));
    }

    void thePaneThatIsLookedAtCanBeClosed()
    {
        // Whichever of three has the keys: the others stay, and one of them is spoken of.
        for (int closed = 0; closed < 3; ++closed) {
            const auto window = open("worked-example");
            QVERIFY(window);
            window->comparePane("temperature", 2.0);
            window->comparePane("temperature", 3.0);
            QVERIFY(settled(*window));
            window->stages()[static_cast<std::size_t>(closed)]->shownView()->setFocus();
            QCOMPARE(window->panes().activeIndex(), closed);
            QTest::keyClick(window.get(), Qt::Key_W, Qt::ControlModifier);
            QCOMPARE(window->panes().count(), 2);
            QCOMPARE(window->stages().size(), std::size_t{2});
            for (int i = 0; i < 2; ++i)
                QVERIFY(&window->stages()[static_cast<std::size_t>(i)]->pane()
                        == &window->panes().at(i));
            QVERIFY(settled(*window));
            // Those that stay are still spoken of when they get the keys.
            for (const int looked : {0, 1, 0, 1}) {
                window->stages()[static_cast<std::size_t>(looked)]->shownView()->setFocus();
                QCOMPARE(window->panes().activeIndex(), looked);
            }
            QTest::keyClick(window.get(), Qt::Key_W, Qt::ControlModifier);
            QCOMPARE(window->panes().count(), 1);
            QVERIFY(&window->activeStage()->pane() == &window->panes().lead());
        }
    }

    void aPaneThatIsClosedHearsNothingOfWhatWasAskedForIt()
    {
        const auto window = open("translation");
        QVERIFY(window);
        const auto scene =
            static_cast<int>(viewSpecOf(QStringLiteral("scene")) - viewSpecs().data());
        window->stage()->setCurrentIndex(scene);
        for (int i = 0; i < 12; ++i) {
            window->comparePane("temperature", 2.0);
            QVERIFY(settled(*window));
            window->stages()[1]->tabs()->setCurrentIndex(scene);
            window->explorer().setText(0, QStringLiteral("the dog sees a cat %1").arg(i));
            QVERIFY(settled(*window)); // its alignment is asked for then
            window->closePane(1);
            QTest::qWait(30);
            QCOMPARE(window->panes().count(), 1);
        }
    }

    void allShowTheTensorThatIsOpenedInOne()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->openTensor(window->explorer().trace()->indexOf("scores"));
        window->comparePane("score", words("cosine"));
        QVERIFY(settled(*window));
        const auto shown = [&](int pane) {
            const PaneStage& stage = *window->stages()[static_cast<std::size_t>(pane)];
            const int tensor = stage.view<HeatmapView>()->shownTensor();
            return QString::fromStdString(
                stage.pane().explorer().trace()->tensors[static_cast<std::size_t>(tensor)].path);
        };
        // The new one comes with the tensor that was looked at.
        QTRY_COMPARE(shown(1), QStringLiteral("scores"));
        window->openTensor(window->explorer().trace()->indexOf("weights"));
        QCOMPARE(shown(1), QStringLiteral("weights"));
        window->panes().activate(1);
        window->openTensor(window->explorer().trace()->indexOf("context"));
        QCOMPARE(shown(0), QStringLiteral("context"));
    }

    void stretchedWeightsReachTheLargestOfAllPanes()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->comparePane("temperature", 4.0);
        QVERIFY(settled(*window));
        double largest = 0;
        for (PaneStage* stage : window->stages()) {
            const Trace& trace = *stage->pane().explorer().trace();
            stage->openTensor(trace.indexOf("weights"));
            largest =
                std::max(largest, static_cast<double>(trace.find("weights")->value.extent().high));
            QCOMPARE(stage->view<HeatmapView>()->colorScale().limit, 1.0);
        }
        window->stages()[1]->view<HeatmapView>()->setStretched(true);
        for (PaneStage* stage : window->stages()) {
            QVERIFY(stage->view<HeatmapView>()->isStretched());
            QCOMPARE(stage->view<HeatmapView>()->colorScale().limit, largest);
        }
        window->stages()[0]->view<HeatmapView>()->setStretched(false);
        for (PaneStage* stage : window->stages())
            QCOMPARE(stage->view<HeatmapView>()->colorScale().limit, 1.0);
    }

    void aSessionKeepsThePanes()
    {
        const QString path = file("two.regard");
        {
            const auto window = open("worked-example");
            QVERIFY(window);
            window->comparePane("score", words("dot"));
            QVERIFY(settled(*window));
            window->stages()[1]->viewBox()->setCurrentIndex(2);
            Q_EMIT window->stages()[1]->viewBox()->activated(2);
            window->saveSessionTo(path);
            QTRY_COMPARE(window->sessionPath(), path);
        }
        const auto window = open("self-attention");
        QVERIFY(window);
        window->openSession(path);
        QTRY_COMPARE(window->panes().count(), 2);
        QVERIFY(settled(*window));
        QCOMPARE(title(*window, 1), QStringLiteral("Score: dot"));
        QCOMPARE(window->panes().at(1).view(), QStringLiteral("arcs"));
        // It follows as before.
        window->panes().setSetting("temperature", 2.0);
        QVERIFY(settled(*window));
        QVERIFY(window->panes().at(1).explorer().trace()->settings.value("temperature")
                == SettingValue(2.0));
    }
};

QTEST_MAIN(WindowPanesTest)
#include "window_panes_test.moc"

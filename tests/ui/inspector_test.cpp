// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/elided_label.h"
#include "ui/panels/formula_view.h"
#include "ui/panels/inspector.h"
#include "ui/panels/operand_trail.h"
#include "ui/panels/tensor_table.h"
#include "ui/views/shared/histogram_view.h"
#include "ui/views/shared/vector_strip.h"

#include "core/scenarios/explore.h"

#include <QBuffer>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSvgGenerator>
#include <QSvgRenderer>
#include <QTest>
#include <QToolButton>

using namespace regard;

class InspectorTest : public QObject {
    Q_OBJECT
    TracePtr m_trace;

    CellRef at(const char* path, Index row, Index column) const
    {
        return {m_trace->indexOf(path), row, column};
    }

    static std::string nameOf(const Inspector& inspector)
    {
        const Formula* formula = inspector.formula()->formula();
        return formula ? std::string(*formula->name) : std::string();
    }

    static QString stage(const Inspector& inspector, const QString& caption)
    {
        for (const auto& [name, value] : inspector.stages())
            if (name == caption)
                return value;
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        Exploration exploration;
        exploration.scenario = "worked-example";
        m_trace = explore(exploration);
    }

    void aWeightIsFollowedFromTheProductsToTheShare()
    {
        Inspector inspector;
        inspector.setTrace(m_trace);
        inspector.setPlace(at("weights", 0, 0));
        QCOMPARE(inspector.title(), QStringLiteral("weights · Thinking → Thinking"));
        QCOMPARE(nameOf(inspector), "softmax");
        QCOMPARE(stage(inspector, QStringLiteral("score")), QStringLiteral("112"));
        QCOMPARE(stage(inspector, QStringLiteral("÷ √64")), QStringLiteral("8"));
        QCOMPARE(stage(inspector, QStringLiteral("scaled score")), QStringLiteral("14"));
        QCOMPARE(stage(inspector, QStringLiteral("weight")), QStringLiteral("0.8808"));
        QVERIFY2(inspector.numbers().endsWith(QStringLiteral("0.8808")),
                 qPrintable(inspector.numbers()));
    }

    void aNewTraceIsReadFromBeginningToEnd()
    {
        Exploration exploration;
        exploration.scenario = "worked-example";
        exploration.texts = {"Machines Thinking Machines"};
        const TracePtr other = explore(exploration);
        Inspector inspector;
        inspector.setTrace(m_trace);
        for (int tensor = 0; tensor < static_cast<int>(m_trace->tensors.size()); ++tensor)
            for (const CellRef& place : {CellRef{tensor, 1, 0}, CellRef{tensor, -1, -1}}) {
                inspector.setTrace(m_trace);
                inspector.setPlace(place);
                inspector.setTrace(other);
                Inspector fresh;
                fresh.setTrace(other);
                fresh.setPlace(place);
                const auto histogramOf = [](const Inspector& of) {
                    return of.findChild<HistogramView*>()->accessibleDescription();
                };
                QCOMPARE(histogramOf(inspector), histogramOf(fresh));
                QCOMPARE(inspector.title(), fresh.title());
                QCOMPARE(inspector.numbers(), fresh.numbers());
                QVERIFY(inspector.stages() == fresh.stages());
            }
    }

    void theStripsAreQueryKeyAndTheirProducts()
    {
        Inspector inspector;
        inspector.setTrace(m_trace);
        inspector.setPlace(at("scores", 0, 1));
        const auto& strips = inspector.strips()->strips();
        QCOMPARE(strips.size(), std::size_t(3));
        QCOMPARE(strips[0].label, QStringLiteral("q(Thinking)"));
        QCOMPARE(strips[1].label, QStringLiteral("k(Machines)"));
        double sum = 0;
        for (const Real product : strips[2].values)
            sum += product;
        QCOMPARE(qRound(sum), 96);
        QVERIFY(strips[2].sum);
    }

    void fromAnyNumberOneWalksToWhatItCameFromAndBack()
    {
        Inspector inspector;
        inspector.setTrace(m_trace);
        inspector.show();
        QSignalSpy clicks(&inspector, &Inspector::clicked);
        connect(&inspector, &Inspector::clicked, &inspector, &Inspector::setPlace);
        inspector.setPlace(at("weights", 1, 0));
        QVERIFY(!inspector.trail()->backButton()->isVisible());
        QStringList walked;
        while (!inspector.trail()->links().empty()) {
            walked << inspector.trail()->links().front()->text();
            inspector.trail()->links().front()->click();
        }
        QCOMPARE(walked, (QStringList{"masked", "scaled", "scores", "Q", "X"}));
        QCOMPARE(clicks[0][0].value<CellRef>(), at("masked", 1, 0));
        QCOMPARE(clicks[3][0].value<CellRef>(), at("Q", 1, -1));
        for (const CellRef& place : {at("Q", 1, -1), at("scores", 1, 0), at("scaled", 1, 0),
                                     at("masked", 1, 0), at("weights", 1, 0)}) {
            QVERIFY(inspector.trail()->backButton()->isVisible());
            inspector.trail()->backButton()->click();
            QCOMPARE(clicks.last()[0].value<CellRef>(), place);
        }
        QVERIFY(!inspector.trail()->backButton()->isVisible());
        // A place that was chosen elsewhere starts anew.
        inspector.trail()->links().front()->click();
        inspector.setPlace(at("K", 0, 0));
        QVERIFY(!inspector.trail()->backButton()->isVisible());
    }

    void numbersOfOneLineAreRoundedAlike()
    {
        Exploration exploration;
        exploration.scenario = "self-attention";
        const auto trace = explore(exploration);
        const int index = trace->indexOf(Role::Weights);
        const TraceValue& weights = trace->tensors[static_cast<std::size_t>(index)].value;
        Inspector inspector;
        inspector.setTrace(trace);
        for (Index row = 0; row < weights.rows(); ++row) {
            Index largest = 0;
            for (Index column = 1; column < weights.columns(); ++column)
                if (weights.at(row, column) > weights.at(row, largest))
                    largest = column;
            inspector.setPlace({index, row, largest});
            // The largest score less itself: two numbers that are the same are written the same.
            static const QRegularExpression line(
                QStringLiteral("exp\\((?:<[^>]*>)?([^<)]+?)(?:</span>)? − \\(?([^)]+)\\)"));
            int found = 0;
            for (const QLabel* label : inspector.findChildren<QLabel*>())
                if (const auto match = line.match(label->text()); match.hasMatch()) {
                    QCOMPARE(match.captured(1), match.captured(2));
                    ++found;
                }
            QVERIFY(found > 0);
        }
    }

    void aRowLeadsToWhatThisRowCameFrom()
    {
        Exploration exploration;
        exploration.scenario = "entity-network";
        exploration.texts = {"Anna took the ball. Bob walked off.", "Where is the ball?"};
        const auto trace = explore(exploration);
        Inspector inspector;
        inspector.setTrace(trace);
        connect(&inspector, &Inspector::clicked, &inspector, &Inspector::setPlace);
        const int sentences = trace->indexOf("sentences");
        for (int row = 0; row < 2; ++row) {
            inspector.setPlace({sentences, row, 0});
            QVERIFY(!inspector.trail()->links().empty());
            const QSignalSpy clicks(&inspector, &Inspector::clicked);
            inspector.trail()->links().front()->click();
            const CellRef led = clicks.last()[0].value<CellRef>();
            QCOMPARE(trace->tensors[static_cast<std::size_t>(led.tensor)].path,
                     "sentence" + std::to_string(row + 1) + "/masked_words");
        }
    }

    void aNumberOfAStripLeadsToItsPlace()
    {
        Inspector inspector;
        inspector.resize(400, 700);
        inspector.setTrace(m_trace);
        inspector.show();
        QSignalSpy clicks(&inspector, &Inspector::clicked);
        const auto click = [&](std::size_t strip, std::size_t index) {
            QTest::mouseClick(inspector.strips(), Qt::LeftButton, {},
                              inspector.strips()->cellRect(strip, index).center().toPoint());
            return clicks.last()[0].value<CellRef>();
        };
        inspector.setPlace(at("scores", 0, 1));
        QTest::qWait(1);
        QCOMPARE(click(1, 2), at("K", 1, 2));
        inspector.setPlace(at("context", 1, 3));
        QTest::qWait(1);
        QCOMPARE(click(0, 1), at("weights", 1, 1));
        QCOMPARE(click(1, 1), at("V", 1, 3));
        const auto before = clicks.size();
        QTest::mouseClick(inspector.strips(), Qt::LeftButton, {},
                          inspector.strips()->cellRect(2, 0).center().toPoint());
        QCOMPARE(clicks.size(), before); // products lie nowhere
    }

    void aHiddenKeyIsSaidInWords()
    {
        Exploration exploration;
        exploration.scenario = "worked-example";
        exploration.settings.set("mask", std::string("causal"));
        const TracePtr trace = explore(exploration);
        Inspector inspector;
        inspector.setTrace(trace);
        inspector.setPlace({trace->indexOf("weights"), 0, 1});
        QCOMPARE(stage(inspector, QStringLiteral("mask")), QStringLiteral("hidden: −∞"));
        QCOMPARE(stage(inspector, QStringLiteral("weight")), QStringLiteral("0"));
        inspector.setPlace({trace->indexOf("masked"), 0, 1});
        QVERIFY2(inspector.numbers().contains(QStringLiteral("hidden by the mask")),
                 qPrintable(inspector.numbers()));
    }

    void theLastStageIsTheOneInBoldLetters()
    {
        Inspector inspector;
        inspector.setTrace(m_trace);
        inspector.show();
        inspector.setPlace({m_trace->indexOf(Role::Weights), 0, 1});
        const auto stages = inspector.stages();
        QVERIFY(stages.size() > 1);
        QStringList bold;
        for (const QLabel* label : inspector.findChildren<QLabel*>())
            for (const auto& [name, value] : stages)
                if (label->isVisible() && label->text() == value && label->font().bold())
                    bold << value;
        QCOMPARE(bold, QStringList{stages.back().second});
    }

    void withNothingSelectedTheMomentIsExplained()
    {
        Inspector inspector;
        inspector.setTrace(m_trace);
        int moment = 0;
        while (m_trace->moments[static_cast<std::size_t>(moment)].role != Role::Scores)
            ++moment;
        inspector.setMoment(moment, QStringLiteral("scores = q·kᵀ"));
        QCOMPARE(nameOf(inspector), "score_dot");
        QVERIFY(inspector.stages().empty());
        QVERIFY(!inspector.strips()->isVisibleTo(&inspector));
        inspector.setPlace(at("weights", 0, 0));
        inspector.setPlace({});
        QVERIFY(inspector.stages().empty());
    }

    void aLongMomentIsReadWholeAndMovesNothing()
    {
        Inspector inspector;
        inspector.resize(290, 500);
        inspector.setTrace(m_trace);
        inspector.setMoment(0, QStringLiteral("short"));
        inspector.show();
        inspector.grab();
        const QRect before = inspector.tabs()->geometry();
        auto* line = inspector.findChild<ElidedLabel*>();
        const QString moment =
            QStringLiteral("step 8 “<eos>” · probabilities = softmax(logits) · decoder");
        for (const QString& text : {moment, QString(), moment}) {
            inspector.setMoment(0, text);
            inspector.grab();
            QCOMPARE(inspector.tabs()->geometry(), before);
            QCOMPARE(line->shownLines().join(QLatin1Char(' ')), text);
            QVERIFY(line->toolTip().isEmpty());
        }
        // What is too long for two lines is whole in the tooltip.
        inspector.setMoment(0, moment + moment);
        inspector.grab();
        QCOMPARE(line->shownLines().size(), 2);
        QVERIFY(line->shownLines().last().endsWith(QChar(0x2026)));
        QVERIFY(line->toolTip().contains(QStringLiteral("decoderstep")));
    }

    void aTraceWithoutTheTensorShowsNothingOfIt()
    {
        Inspector inspector;
        inspector.setTrace(m_trace);
        inspector.setPlace(at("weights", 0, 0));
        inspector.setTrace(std::make_shared<Trace>());
        QVERIFY(inspector.stages().empty());
        inspector.setTrace(nullptr);
    }

    void theTableHasTheNumbersWithTheirLabels()
    {
        Inspector inspector;
        inspector.setTrace(m_trace);
        inspector.setPlace(at("scores", 0, 0));
        inspector.tabs()->setCurrentIndex(1);
        const QAbstractItemModel& model = *inspector.table()->view()->model();
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.headerData(1, Qt::Horizontal).toString(), QStringLiteral("Machines"));
        QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("96"));
        QVERIFY(model.index(0, 1)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("Thinking")));
    }

    void theTableFollowsTheMomentWhereNothingIsSelected()
    {
        Inspector inspector;
        inspector.setTrace(m_trace);
        inspector.tabs()->setCurrentIndex(1);
        const QAbstractItemModel& model = *inspector.table()->view()->model();
        const auto showMoment = [&](const char* name) {
            const TraceTensor& tensor = *m_trace->find(name);
            inspector.setMoment(tensor.rowMoments.front(), QString());
            QCOMPARE(inspector.table()->path(), QString::fromLatin1(name));
            QCOMPARE(model.columnCount(), static_cast<int>(tensor.value.columns()));
        };
        showMoment("Q");
        showMoment("weights");
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("0.8808"));
        // A selection goes before, and its end gives the moment back.
        inspector.setPlace(at("scores", 0, 0));
        QCOMPARE(inspector.table()->path(), QStringLiteral("scores"));
        inspector.setPlace({});
        QCOMPARE(inspector.table()->path(), QStringLiteral("weights"));
    }

    void headingsOfTheTableAreReadable()
    {
        const QString sentence = QStringLiteral("mary went back to the kitchen to fetch the milk");
        const auto traceOf = [](const std::string& word, const std::string& longest) {
            auto trace = std::make_shared<Trace>();
            trace->tensors.push_back({"weights",
                                      Role::Weights,
                                      makeAxis({longest}),
                                      makeAxis({"a", word, longest}),
                                      Tensor({1, 3}, {-5.5281e-10F, 0, 1}),
                                      {}});
            return trace;
        };
        TensorTable table;
        table.resize(300, 300);
        table.setPlace(traceOf("unmistakeably", sentence.toStdString()), {0, -1, -1});
        table.show();
        const QHeaderView& header = *table.view()->horizontalHeader();
        const auto needed = [&](int column) {
            return table.view()->sizeHintForIndex(table.view()->model()->index(0, column)).width();
        };
        QVERIFY(header.sectionSize(0) >= needed(0));
        QVERIFY(header.sectionSize(1) >= header.sectionSizeHint(1));
        // A limit; beyond it the whole is told by pointing at it.
        QVERIFY(header.sectionSize(2) < header.sectionSizeHint(2));
        QVERIFY(header.sectionSize(2) < 250);
        QCOMPARE(table.view()->model()->headerData(2, Qt::Horizontal, Qt::ToolTipRole).toString(),
                 sentence);
        QVERIFY(table.view()->verticalHeader()->width() < 250);
        // Another word in the same place.
        const int before = header.sectionSize(1);
        table.setPlace(traceOf("extraordinarily", "the end"), {0, -1, -1});
        QVERIFY(header.sectionSize(1) != before);
        QVERIFY(header.sectionSize(1) >= header.sectionSizeHint(1));
        // Larger type, as for an audience.
        QFont font = table.font();
        font.setPointSize(font.pointSize() * 2);
        table.setFont(font);
        QVERIFY(header.sectionSize(0) >= needed(0));
    }

    void aHeadingWithoutRoomEndsInDots()
    {
        auto trace = std::make_shared<Trace>();
        trace->tensors.push_back({"weights",
                                  Role::Weights,
                                  makeAxis({"a considerably long row"}),
                                  makeAxis({"short", "a considerably long heading"}),
                                  Tensor({1, 2}),
                                  {}});
        TensorTable table;
        table.setStyleSheet(Theme::light().styleSheet());
        table.resize(500, 300);
        table.setPlace(trace, {0, -1, -1});
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        for (QHeaderView* header :
             {table.view()->horizontalHeader(), table.view()->verticalHeader()}) {
            QBuffer drawn;
            drawn.open(QIODevice::WriteOnly);
            {
                QSvgGenerator file;
                file.setOutputDevice(&drawn);
                QPainter painter(&file);
                header->render(&painter);
            }
            QVERIFY2(drawn.data().contains("…<"), drawn.data().constData());
            QCOMPARE(drawn.data().contains(">short<"), header->orientation() == Qt::Horizontal);
        }
    }

    void theCellOfTheTableIsSeenWhole()
    {
        auto trace = std::make_shared<Trace>();
        trace->tensors.push_back({"short", Role::Value, {}, {}, Tensor({1, 2}), {}});
        trace->tensors.push_back({"long", Role::Value, {}, {}, Tensor({40, 12}), {}});
        TensorTable table;
        table.resize(300, 300);
        table.setPlace(trace, {0, 0, 0});
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        table.setPlace(trace, {1, 20, 4});
        QTest::qWait(20);
        const QRect cell = table.view()->visualRect(table.view()->currentIndex());
        QVERIFY(!cell.isEmpty());
        QVERIFY(table.view()->viewport()->rect().contains(cell));
    }

    void theTableIsCopiedForASpreadsheet()
    {
        Inspector inspector;
        inspector.setTrace(m_trace);
        inspector.setPlace(at("scores", -1, -1));
        inspector.tabs()->setCurrentIndex(1);
        inspector.table()->copy();
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("\tThinking\tMachines\nThinking\t112\t96\nMachines\t96\t112"));
    }

    void aCellOfTheTableSelectsItsPlace()
    {
        Inspector inspector;
        inspector.setTrace(m_trace);
        inspector.setPlace(at("scores", -1, -1));
        inspector.tabs()->setCurrentIndex(1);
        inspector.resize(400, 500);
        inspector.show();
        QSignalSpy clicks(&inspector, &Inspector::clicked);
        const QModelIndex index = inspector.table()->view()->model()->index(1, 0);
        QTest::mouseClick(inspector.table()->view()->viewport(), Qt::LeftButton, {},
                          inspector.table()->view()->visualRect(index).center());
        QCOMPARE(clicks.size(), 1);
        QCOMPARE(clicks[0][0].value<CellRef>(), at("scores", 1, 0));
    }

    void formulaeAreDrawnInTheColoursOfTheTheme()
    {
        for (const Theme& theme : {Theme::light(), Theme::dark()}) {
            FormulaView view;
            view.setTheme(theme);
            const Trace& trace = *m_trace;
            view.setFormula(
                trace.tensors[static_cast<std::size_t>(trace.indexOf("scores"))].source.formula);
            view.resize(view.sizeHint());
            const QImage image = view.grab().toImage();
            QSet<QRgb> colours;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    colours.insert(image.pixel(x, y));
            for (const Role role : {Role::Query, Role::Key, Role::Scores})
                QVERIFY(colours.contains(theme.role(role).rgb()));
        }
    }
};

QTEST_MAIN(InspectorTest)
#include "inspector_test.moc"

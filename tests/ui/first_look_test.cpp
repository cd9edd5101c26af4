// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees first, at small sizes and with texts of every length: nothing hidden behind
// another, nothing cut that had room.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "tests/ui/shown_flow.h"
#include "tests/ui/text_recorder.h"
#include "ui/views/flow/flow_text.h"
#include "ui/views/scene/scene_view.h"
#include "ui/views/scene/series_picture.h"
#include "ui/views/scene/spectrum_picture.h"
#include "ui/views/scene/story_picture.h"

#include <qcustomplot.h>
#include <QTableWidget>

#include <cmath>

using namespace regard;

namespace {

TracePtr traceOf(const std::string& scenario, const std::vector<std::string>& texts = {})
{
    Exploration exploration;
    exploration.scenario = scenario;
    exploration.texts = texts;
    return explore(exploration);
}

/// A scene at its end.
std::unique_ptr<SceneView> sceneOf(const TracePtr& trace, const QSize& size)
{
    auto view = std::make_unique<SceneView>();
    view->setAnimated(false);
    view->resize(size);
    view->setTrace(trace);
    view->setMoment(static_cast<int>(trace->moments.size()) - 1);
    view->show();
    view->grab();
    return view;
}

template <class Picture> const Picture& pictureOf(const SceneView& view)
{
    return *qobject_cast<const Picture*>(view.picture());
}

std::string repeated(const std::string& part, int count)
{
    std::string all;
    for (int i = 0; i < count; ++i)
        all += part;
    return all;
}

/// Rows of a series whose values begin high.
std::string fallingSeries(int rows)
{
    std::string text;
    for (int i = 0; i < rows; ++i)
        text += repeated(std::to_string(60 - i % 30) + ' ', 6) + ';';
    return text;
}

QRectF rectOf(const QCPItemText& text)
{
    return QRectF(text.topLeft->pixelPosition(), text.bottomRight->pixelPosition()).normalized();
}

std::vector<const QCPItemText*> textsOf(const QCustomPlot& plot)
{
    std::vector<const QCPItemText*> found;
    for (int i = 0; i < plot.itemCount(); ++i)
        if (const auto* text = qobject_cast<const QCPItemText*>(plot.item(i)))
            found.push_back(text);
    return found;
}

const QList<QSize> flowSizes{{300, 400}, {500, 460}, {640, 520}, {1100, 800}};

QStringList drawnBy(FlowView& view)
{
    TextRecorder recorder(QSize(2400, 2000));
    QPainter painter(&recorder);
    view.stage().render(&painter);
    painter.end();
    QStringList all;
    for (const DrawnText& text : recorder.texts())
        all << text.text;
    return all;
}

} // namespace

class FirstLookTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void theStepThatASeriesLooksBackAtIsShadedOnScreen()
    {
        const TracePtr trace = traceOf("time-series");
        for (const bool dark : {false, true}) {
            const auto view = sceneOf(trace, {760, 520});
            const Theme theme = dark ? Theme::dark() : Theme::light();
            view->setTheme(theme);
            QTest::qWait(20);
            const auto& picture = pictureOf<SeriesPicture>(*view);
            const TraceTensor& weights = *trace->find("attention/weights");
            Index most = 0;
            Index least = 0;
            for (Index column = 0; column < picture.step(); ++column) {
                const auto weight = [&](Index at) { return weights.value.at(picture.step(), at); };
                most = weight(column) > weight(most) ? column : most;
                least = weight(column) < weight(least) ? column : least;
            }
            QVERIFY(weights.value.at(picture.step(), most) > Real(0.5));
            const QImage drawn = view->grab().toImage();
            for (const SeriesPicture::Strip& strip : picture.strips()) {
                const auto colorAbove = [&](Index column) {
                    const double x = strip.rect->axis(QCPAxis::atBottom)
                                         ->coordToPixel(static_cast<double>(column) + 1.3);
                    const QPoint place(static_cast<int>(x), strip.rect->bottom() - 2);
                    return drawn.pixelColor(picture.plot()->mapTo(view.get(), place));
                };
                const auto far = [&](const QColor& color) {
                    return std::abs(color.red() - theme.surface().red())
                        + std::abs(color.green() - theme.surface().green())
                        + std::abs(color.blue() - theme.surface().blue());
                };
                QVERIFY2(far(colorAbove(most)) > 90, qPrintable(colorAbove(most).name()));
                QVERIFY2(far(colorAbove(least)) < 50, qPrintable(colorAbove(least).name()));
            }
        }
    }

    void noLineOfASeriesRunsThroughItsName()
    {
        for (const QSize size : {QSize(480, 420), QSize(760, 520), QSize(1100, 800)})
            for (const int rows : {2, 30, 190}) {
                const auto view = sceneOf(traceOf("time-series", {fallingSeries(rows)}), size);
                const auto& picture = pictureOf<SeriesPicture>(*view);
                const auto names = textsOf(*picture.plot());
                QCOMPARE(names.size(), picture.strips().size());
                for (std::size_t i = 0; i < names.size(); ++i) {
                    const SeriesPicture::Strip& strip = picture.strips()[i];
                    const QRectF name = rectOf(*names[i]);
                    for (const QCPGraph* graph : {strip.truth, strip.forecast})
                        for (const QCPGraphData& point : *graph->data())
                            if (std::isfinite(point.value))
                                QVERIFY2(
                                    !name.contains(graph->coordsToPixels(point.key, point.value)),
                                    qPrintable(names[i]->text()));
                }
            }
    }

    void forecastsHaveDotsWhereOneCanTellThemApart()
    {
        for (const auto& [rows, dots] : {std::pair(20, true), std::pair(190, false)}) {
            const auto view = sceneOf(traceOf("time-series", {fallingSeries(rows)}), {480, 420});
            for (const SeriesPicture::Strip& strip : pictureOf<SeriesPicture>(*view).strips())
                QCOMPARE(!strip.forecast->scatterStyle().isNone(), dots);
        }
    }

    void namesOfPeaksNeverLieOnEachOther()
    {
        std::string many = "benzene 0.5, methanol 0.4, water 0.3";
        for (int i = 0; i < 25; ++i)
            many += ", " + std::to_string(450 + 100 * i) + " 0.3 12";
        const std::string crowd = "500 0.3 12, 505 0.4 12, 510 0.5 12, 515 0.3 12, 520 0.3 12, "
                                  "525 0.3 12, 530 0.3 12";
        for (const std::string& text :
             {std::string("benzene 0.5, methanol 0.4, water 0.3"), many, crowd})
            for (const QSize size : {QSize(480, 420), QSize(1100, 800)}) {
                const auto view = sceneOf(traceOf("autoencoder", {text}), size);
                const auto names = textsOf(*pictureOf<SpectrumPicture>(*view).plot());
                QVERIFY(names.size() >= 3);
                for (std::size_t i = 0; i < names.size(); ++i)
                    for (std::size_t j = 0; j < i; ++j)
                        QVERIFY2(!rectOf(*names[i])
                                      .adjusted(2, 2, -2, -2)
                                      .intersects(rectOf(*names[j]).adjusted(2, 2, -2, -2)),
                                 qPrintable(names[i]->text() + " on " + names[j]->text()));
            }
    }

    void theSentenceOfTheMomentIsSeenWhateverSizeAStoryHadBefore()
    {
        const TracePtr trace = traceOf(
            "entity-network",
            {repeated("Anna went to the kitchen. Bob took the ball. ", 18), "Where is the ball?"});
        const auto view = sceneOf(trace, {160, 120});
        for (const QSize size : {QSize(500, 460), QSize(900, 700), QSize(480, 420)}) {
            view->resize(size);
            view->grab();
            const WordBlock& story = pictureOf<StoryPicture>(*view).blocks().front();
            const auto now = std::find_if(story.words.begin(), story.words.end(),
                                          [](const PictureWord& word) { return word.isNow; });
            QVERIFY(now != story.words.end());
            QVERIFY(story.mostScroll() > 0);
            QVERIFY(story.room.adjusted(-1, -1, 1, 1).contains(story.placed(*now)));
        }
    }

    void whatIsEqualIsDrawnAtOneHeight()
    {
        for (const char* text : {"0.96 -> 2.84; 0.5 -> ?", "0.1 -> 1000.3; 0.9 -> 1000.3; 0.5 -> ?",
                                 "1 -> 0; 2 -> ?"}) {
            const auto view = sceneOf(traceOf("kernel-regression", {text}), {600, 460});
            const auto* plot = view->findChild<QCustomPlot*>();
            const QCPRange range = plot->axisRect(0)->axis(QCPAxis::atLeft)->range();
            QVERIFY2(range.size() >= 1, text);
        }
    }

    void allSlotsAreInSightBesideAnyStory()
    {
        const std::vector<InputExample>& stories = scenarioOf("entity-network").inputs[0].examples;
        std::string longer;
        for (int i = 0; i < 30; ++i)
            longer += i % 2 ? "Bob went to the garden. " : "Anna took the ball. ";
        for (std::size_t i = 0; i <= stories.size(); ++i) {
            const TracePtr trace =
                traceOf("entity-network", {i < stories.size() ? stories[i].text : longer});
            SceneView view;
            view.setTrace(trace);
            view.setMoment(static_cast<int>(trace->moments.size()) - 1);
            view.show();
            for (const QSize size :
                 {QSize(500, 420), QSize(500, 460), QSize(560, 520), QSize(900, 700)}) {
                view.resize(size);
                view.grab();
                const WordBlock& boxes = pictureOf<StoryPicture>(view).blocks()[1];
                QVERIFY(boxes.words.size() == 12 && boxes.mostScroll() < 1);
                for (const PictureWord& box : boxes.words)
                    QVERIFY(boxes.room.adjusted(-1, -1, 1, 1).contains(boxes.placed(box)));
            }
        }
    }

    void titlesAreAsLargeWithTheirMarksAsWithoutThem()
    {
        for (const ScenarioSpec& spec : catalogue()) {
            const TracePtr trace = traceOf(spec.id);
            for (const QSize& size : flowSizes) {
                const auto view = viewOf(trace, size);
                const auto titles = [&](bool marks) {
                    view->setQuestions(marks);
                    QList<QPair<QString, qreal>> all;
                    TextRecorder recorder(QSize(2400, 2000));
                    QPainter painter(&recorder);
                    view->stage().render(&painter);
                    painter.end();
                    for (const DrawnText& text : recorder.texts())
                        if (text.text != QLatin1String("?") && text.level)
                            all << qMakePair(text.text, text.rect.height());
                    std::sort(all.begin(), all.end());
                    return all;
                };
                const auto without = titles(false);
                const auto with = titles(true);
                // A shape may stand closer to make room for its mark.
                const auto close = [](QList<QPair<QString, qreal>> all) {
                    for (auto& [text, height] : all)
                        text.remove(QLatin1Char(' '));
                    std::sort(all.begin(), all.end());
                    return all;
                };
                QCOMPARE(close(with), close(without));
            }
        }
    }

    void queriesKeysAndValuesAreNamedInOneWay()
    {
        for (const ScenarioSpec& spec : catalogue())
            for (const std::string& text : spec.id == "transformer"
                     ? std::vector<std::string>{"the", "the dog"}
                     : std::vector<std::string>{spec.inputs.front().examples.front().text})
                for (const QSize& size : flowSizes) {
                    const auto view = viewOf(traceOf(spec.id, {text}), size);
                    int equations = 0;
                    int lanes = 0;
                    for (const FlowBox& box : view->scene().plan().boxes)
                        if (!box.name.isEmpty()) {
                            ++lanes;
                            const QFont font = flowFont(view->scene().plan().type.title, true);
                            equations += box.title != box.name;
                            QVERIFY2(box.title == box.name
                                         || mathWidth(font, box.title) <= box.room,
                                     qPrintable(box.title));
                        }
                    if (spec.id == "self-attention" || spec.id == "worked-example")
                        QVERIFY2(lanes == 3 && (equations == 0 || equations == 3), spec.id.c_str());
                }
    }

    void barsOfATableAreAsLongAsTheirWeightsAlsoInLargeType()
    {
        const TracePtr trace = traceOf("kernel-regression");
        for (const int points : {9, 16}) {
            QFont font;
            font.setPointSize(points);
            SceneView view;
            view.setFont(font);
            view.resize(points * 55, 460);
            view.setTrace(trace);
            view.setMoment(static_cast<int>(trace->moments.size()) - 1);
            view.show();
            QTest::qWait(20);
            auto* table = view.findChild<QTableWidget*>();
            QVERIFY(table);
            const int column = table->columnCount() - 1;
            const QImage drawn = table->viewport()->grab().toImage();
            const TraceTensor& weights = *trace->find("weights");
            for (int row = 0; row < static_cast<int>(weights.value.columns()); ++row) {
                const QRect cell = table->visualItemRect(table->item(row, column));
                int length = 0;
                for (int x = cell.left(); x <= cell.right(); ++x)
                    length += drawn.pixelColor(x, cell.bottom() - 4)
                        == Theme::light().role(Role::Weights);
                const double share = static_cast<double>(weights.value.at(0, row));
                QVERIFY2(std::abs(length - share * (cell.width() - 7)) < 3,
                         qPrintable(QString::number(length)));
            }
        }
    }

    void inALowPaneNoRowLiesOnAnother()
    {
        for (const char* scenario : {"dialogue", "translation", "dates", "pointer"})
            for (const QSize size : {QSize(446, 180), QSize(700, 200), QSize(300, 240)}) {
                const auto view = viewOf(traceOf(scenario), size);
                std::vector<const FlowBox*> rows;
                for (const FlowBox& box : view->scene().plan().boxes)
                    if (box.kind == FlowBox::Kind::Strips || box.kind == FlowBox::Kind::Vector
                        || box.kind == FlowBox::Kind::Chips)
                        rows.push_back(&box);
                QVERIFY(rows.size() >= 4);
                for (std::size_t i = 0; i < rows.size(); ++i)
                    for (std::size_t j = 0; j < i; ++j)
                        QVERIFY2(
                            !rows[i]->rect.intersects(rows[j]->rect),
                            qPrintable(scenario + (": " + rows[i]->key) + " on " + rows[j]->key));
            }
    }

    void theWayOfTheFirstStateCrossesNoCaption()
    {
        int found = 0;
        for (const char* scenario : {"translation", "dates"})
            for (const QSize& size : flowSizes) {
                const auto view = viewOf(traceOf(scenario), size);
                const FlowPlan& plan = view->scene().plan();
                qreal captions = 0;
                qreal strips = size.width();
                for (const FlowBox& box : plan.boxes)
                    if (box.kind == FlowBox::Kind::Caption)
                        captions =
                            std::max<qreal>(captions, at(*view, box.rect.topRight()).x() + 6);
                    else if (box.kind == FlowBox::Kind::Strips)
                        strips = std::min<qreal>(strips, at(*view, box.rect.topLeft()).x());
                TextRecorder recorder(QSize(2400, 2000));
                QPainter painter(&recorder);
                const QRect seen = view->stage().viewport()->rect();
                view->stage().render(&painter, seen, seen);
                painter.end();
                for (const DrawnWay& way : recorder.ways()) {
                    const QRectF bounds = way.path.boundingRect();
                    if (way.pen.style() != Qt::CustomDashLine || bounds.left() > strips)
                        continue;
                    ++found;
                    QVERIFY2(bounds.left() >= captions, scenario);
                }
            }
        QVERIFY(found > 0);
    }

    void everyRowOfTheWeightsIsAsHighAsItsWordWhereThereIsRoom()
    {
        for (const char* scenario : {"dialogue", "translation", "dates"})
            for (const std::string& text :
                 {std::string("2 5"), repeated("are you free tomorrow ", 8)})
                for (const QSize& size : flowSizes) {
                    const TracePtr trace = traceOf(scenario, {text});
                    const auto view = viewOf(trace, size);
                    const FlowPlan& plan = view->scene().plan();
                    const int at = plan.indexOf(QStringLiteral("alignment"));
                    QVERIFY(at >= 0);
                    const FlowBox& map = plan.boxes[static_cast<std::size_t>(at)];
                    const qreal rows = static_cast<qreal>(
                        trace->tensors[static_cast<std::size_t>(map.tensor)].value.rows());
                    QVERIFY2(map.rect.height() >= rows * plan.type.lineHeight() - 0.5
                                 || map.rect.bottom() > plan.size.height() - 30,
                             scenario);
                }
    }

    void ofAWordThatIsNotKnownTheWordIsCutLast()
    {
        for (const char* scenario : {"worked-example", "self-attention", "dialogue", "translation"})
            for (const int count : {2, 20, 60})
                for (const QSize& size : flowSizes) {
                    const auto view = viewOf(traceOf(scenario, {repeated("zyxy ", count)}), size);
                    for (const QString& text : drawnBy(*view)) {
                        const bool cut = text.contains(QStringLiteral("…"));
                        QVERIFY2(!cut || !text.contains(QLatin1String("(")), qPrintable(text));
                        QVERIFY2(!cut || !text.contains(QLatin1String("n)")), qPrintable(text));
                    }
                }
    }

    void aVectorIsJoinedToAllThatItIsMadeOf()
    {
        int around = 0;
        for (const QSize& size : flowSizes) {
            const TracePtr trace = traceOf("autoencoder");
            const auto view = viewOf(trace, size);
            view->setPage(view->pageCount() - 1);
            const FlowPlan& plan = view->scene().plan();
            const auto boxOf = [&](int tensor) {
                for (std::size_t i = 0; i < plan.boxes.size(); ++i)
                    if (plan.boxes[i].kind == FlowBox::Kind::Matrix
                        && plan.boxes[i].tensor == tensor)
                        return static_cast<int>(i);
                return -1;
            };
            for (const FlowBox& box : plan.boxes) {
                if (box.kind != FlowBox::Kind::Matrix)
                    continue;
                const TraceTensor& tensor = trace->tensors[static_cast<std::size_t>(box.tensor)];
                const int to = boxOf(box.tensor);
                for (const SourceOperand& operand : tensor.source.used()) {
                    const int from =
                        operand.kind == SourceOperand::Kind::Tensor ? boxOf(operand.first) : -1;
                    if (from < 0)
                        continue;
                    const auto join = std::find_if(
                        plan.joins.begin(), plan.joins.end(),
                        [&](const FlowJoin& way) { return way.from == from && way.to == to; });
                    QVERIFY2(join != plan.joins.end(), qPrintable(box.key));
                    if (join->toSide != FlowSide::Right)
                        continue;
                    ++around;
                    for (const FlowBox& other : plan.boxes)
                        if (other.rect.top() > plan.boxes[static_cast<std::size_t>(from)].rect.top()
                            && other.rect.bottom() < box.rect.bottom())
                            QVERIFY2(other.rect.right() < join->riseX, qPrintable(other.key));
                    QVERIFY(join->riseX < plan.size.width() - 2);
                }
            }
        }
        QVERIFY(around > 0);
    }
};

QTEST_MAIN(FirstLookTest)
#include "first_look_test.moc"

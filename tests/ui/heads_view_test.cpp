// SPDX-License-Identifier: GPL-3.0-or-later
// All heads of a trace: what stands under each map, what is merged, and what pointer and keys do.
#include "tests/ui/text_recorder.h"
#include "ui/views/heads/heads_text.h"
#include "ui/views/heads/heads_view.h"
#include "ui/views/shared/mini_map.h"
#include "ui/words/labels.h"
#include "ui/words/scope_text.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace regard;

namespace {

TracePtr traceOf(const std::string& scenario)
{
    Exploration exploration;
    exploration.scenario = scenario;
    return explore(exploration);
}

void show(HeadsView& view, const TracePtr& trace, const QSize& size = {1024, 700})
{
    view.resize(size);
    view.show();
    view.setTrace(trace);
    QCoreApplication::processEvents();
}

QStringList textsOf(HeadsView& view)
{
    TextRecorder recorder(view.size());
    QPainter painter(&recorder);
    view.render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
    painter.end();
    QStringList texts;
    for (const DrawnText& text : recorder.texts())
        texts << text.text;
    return texts;
}

/// As the equations have them, number by number, over the rows that are there.
struct Worked {
    double entropy = 0;
    double distance = 0;
    int rows = 0;
};
Worked workedOut(const TraceTensor& weights, int moment)
{
    Worked sum;
    for (Index i = 0; i < weights.value.rows(); ++i) {
        if (!isComputed(weights, i, moment))
            continue;
        double total = 0;
        double entropy = 0;
        double distance = 0;
        for (Index j = 0; j < weights.value.columns(); ++j) {
            const auto a = static_cast<double>(weights.value.at(i, j));
            total += a;
            entropy -= a > 0 ? a * std::log2(a) : 0;
            distance += a * std::abs(static_cast<double>(i - j));
        }
        if (total == 0)
            continue;
        sum.entropy += entropy;
        sum.distance += distance;
        ++sum.rows;
    }
    if (sum.rows > 0) {
        sum.entropy /= sum.rows;
        sum.distance /= sum.rows;
    }
    return sum;
}

const TraceTensor& tensorAt(const Trace& trace, int index)
{
    return trace.tensors[static_cast<std::size_t>(index)];
}

void addScenarios()
{
    QTest::addColumn<QString>("scenario");
    for (const ScenarioSpec& spec : catalogue())
        QTest::newRow(spec.id.c_str()) << QString::fromStdString(spec.id);
}

/// `layers` layers of `heads` heads over `tokens` tokens, each looking at one key.
TracePtr largeTrace(int layers, int heads, Index tokens)
{
    auto trace = std::make_shared<Trace>();
    for (int layer = 0; layer < layers; ++layer) {
        Attention attention;
        attention.scope = "layer" + std::to_string(layer);
        attention.heads = makeHeads(heads);
        attention.isSelf = true;
        attention.weights = static_cast<int>(trace->tensors.size());
        trace->moments.push_back({attention.scope, "weights", Role::Weights, -1, {}});
        for (int head = 0; head < heads; ++head) {
            TraceTensor tensor;
            tensor.path = attention.scope + "/head" + std::to_string(head) + "/weights";
            tensor.role = Role::Weights;
            Tensor value(Shape{tokens, tokens});
            for (Index i = 0; i < tokens; ++i)
                value.at(i, 3) = 1;
            tensor.value = std::move(value);
            tensor.rowMoments = RowMoments(static_cast<std::size_t>(tokens), layer);
            trace->tensors.push_back(std::move(tensor));
        }
        trace->attentions.push_back(attention);
    }
    return trace;
}

CellRef lastCell(const QSignalSpy& spy)
{
    return spy.isEmpty() ? CellRef{-9} : spy.last().at(0).value<CellRef>();
}

QWidget* gridOf(HeadsView& view)
{
    return view.findChildren<HeadsCanvas*>().front();
}

void click(HeadsView& view, const QRectF& where, Qt::KeyboardModifiers modifiers = {})
{
    QWidget* under = view.childAt(where.center().toPoint());
    QTest::mouseClick(under, Qt::LeftButton, modifiers,
                      under->mapFrom(&view, where.center().toPoint()));
}

void expectNumbers(const TraceTensor& merged, const Tensor& wanted)
{
    QCOMPARE(merged.value.shape(), wanted.shape());
    for (Index i = 0; i < wanted.rows(); ++i)
        for (Index j = 0; j < wanted.columns(); ++j)
            QVERIFY(std::abs(merged.value.at(i, j) - wanted.at(i, j)) < Real(1e-6));
}

} // namespace

class HeadsViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headsOfALayerStandInRowsOfOneLength()
    {
        // At every width four heads stand as 4, 2 + 2 or one below another, never as 3 + 1.
        HeadsView view;
        show(view, largeTrace(2, 4, 6));
        QSet<int> lengths;
        for (int width = 360; width <= 1400; width += 20) {
            view.resize(width, 500);
            QCoreApplication::processEvents();
            int first = 0;
            for (int head = 0; head < 4; ++head)
                first += view.pictureRect(head).top() == view.pictureRect(0).top();
            QVERIFY2(4 % first == 0, qPrintable(QString::number(width)));
            lengths << first;
        }
        QVERIFY(lengths.contains(2) && lengths.contains(4));
    }

    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void everyHeadStandsThereWithItsStatistics_data() { addScenarios(); }

    void everyHeadStandsThereWithItsStatistics()
    {
        QFETCH(QString, scenario);
        const TracePtr trace = traceOf(scenario.toStdString());
        HeadsView view;
        // All of it, without scrolling.
        show(view, trace, {1600, 2200});
        std::size_t heads = 0;
        for (const Attention& attention : trace->attentions)
            heads += static_cast<std::size_t>(attention.headCount());
        QCOMPARE(view.state().maps.size(), heads);
        if (heads == 0) {
            QVERIFY(!nothingText(view.state()).isEmpty());
            QVERIFY(view.stops().empty());
            QCOMPARE(view.shownTensor(), -1);
            return;
        }
        const std::vector<int> stops = view.stops();
        for (const int moment : {stops[stops.size() / 2], stops.back()}) {
            view.setMoment(moment);
            const QStringList texts = textsOf(view);
            for (std::size_t i = 0; i < heads; ++i) {
                const HeadsMap& map = view.state().maps[i];
                const Worked worked = workedOut(tensorAt(*trace, map.tensor), moment);
                const auto entropy = view.state().entropy(static_cast<int>(i));
                QCOMPARE(entropy.has_value(), worked.rows > 0);
                const bool isSelf = view.state().attention(map).isSelf;
                const auto distance = view.state().distance(static_cast<int>(i));
                QCOMPARE(distance.has_value(), worked.rows > 0 && isSelf);
                QVERIFY(texts.contains(headInWords(view.state(), map)));
                if (entropy) {
                    QVERIFY(std::abs(*entropy - worked.entropy) < 1e-3);
                    QVERIFY(
                        texts.contains(QStringLiteral("entropy %1 bits").arg(*entropy, 0, 'f', 2)));
                }
                if (distance) {
                    QVERIFY(std::abs(*distance - worked.distance) < 1e-3 * (1 + worked.distance));
                    QVERIFY(
                        texts.contains(QStringLiteral("distance %1").arg(*distance, 0, 'f', 1)));
                }
                const QRectF picture = view.pictureRect(static_cast<int>(i));
                QVERIFY(QRectF(view.rect()).contains(picture));
                QVERIFY(picture.width() > 20 && picture.height() > 10);
            }
        }
    }

    void aRowIsEmptyBeforeItsMoment_data() { addScenarios(); }

    void aRowIsEmptyBeforeItsMoment()
    {
        QFETCH(QString, scenario);
        const TracePtr trace = traceOf(scenario.toStdString());
        HeadsView view;
        show(view, trace, {1600, 2200});
        const std::vector<int> stops = view.stops();
        for (std::size_t s = 0; s < stops.size(); s += 1 + stops.size() / 8) {
            view.setMoment(stops[s]);
            const QImage image = view.grab().toImage();
            for (std::size_t i = 0; i < view.state().maps.size(); ++i) {
                const TraceTensor& tensor = tensorAt(*trace, view.state().maps[i].tensor);
                const QRectF rect = view.pictureRect(static_cast<int>(i));
                const Index rows = tensor.value.rows();
                for (Index row = 0; row < rows; ++row) {
                    const QRectF cell = placeRect(rect, rows, tensor.value.columns(), {row, 0});
                    // Off the outline of the row above.
                    if (cell.height() < 9 || cell.width() < 9)
                        break;
                    const bool blank =
                        image.pixelColor(cell.center().toPoint()) == Theme::light().notComputed();
                    QCOMPARE(blank, !isComputed(tensor, row, stops[s]));
                }
            }
        }
    }

    void mapsAreSortedByWhatStandsUnderThem()
    {
        HeadsView view;
        show(view, traceOf("transformer"));
        const auto keysOf = [&](auto key) {
            std::vector<double> keys;
            for (const int map : view.state().ordered())
                keys.push_back((view.state().*key)(map).value_or(HUGE_VAL));
            return keys;
        };
        view.setOrder(HeadsOrder::ByEntropy);
        const std::vector<double> entropies = keysOf(&HeadsState::entropy);
        QVERIFY(std::is_sorted(entropies.begin(), entropies.end()));
        view.setOrder(HeadsOrder::ByDistance);
        const std::vector<double> distances = keysOf(&HeadsState::distance);
        QVERIFY(std::is_sorted(distances.begin(), distances.end()));
        QCOMPARE(distances.back(), HUGE_VAL); // to other tokens: no distance, at the end
        // The first one in the sequence stands first in the picture and says where it is from.
        const int first = view.state().ordered().front();
        for (std::size_t i = 0; i < view.state().maps.size(); ++i)
            QVERIFY(view.pictureRect(static_cast<int>(i)).top()
                    >= view.pictureRect(first).top() - 0.5);
        const QStringList texts = textsOf(view);
        const QStringList names =
            namesOver(view.state(), view.state().maps[static_cast<std::size_t>(first)]);
        QCOMPARE(names.size(), 2);
        for (const QString& name : names)
            QVERIFY(texts.contains(name));
        view.setOrder(HeadsOrder::AsComputed);
        for (std::size_t i = 0; i < view.state().maps.size(); ++i)
            QCOMPARE(view.state().ordered()[i], static_cast<int>(i));
    }

    void theMergedMapIsOfTheTickedHeads()
    {
        const TracePtr trace = traceOf("self-attention");
        HeadsView view;
        show(view, trace);
        const auto& maps = view.state().maps;
        const auto check = [&] {
            std::vector<const TraceValue*> all;
            std::vector<std::vector<const TraceValue*>> layers(trace->attentions.size());
            for (const HeadsMap& map : maps)
                if (view.state().isChosen(map)) {
                    all.push_back(&tensorAt(*trace, map.tensor).value);
                    layers[static_cast<std::size_t>(map.attention)].push_back(all.back());
                }
            std::erase_if(layers, [](const auto& layer) { return layer.empty(); });
            view.setMerge(HeadsMerge::Mean);
            expectNumbers(*view.state().numbers.merged, meanOfHeads(all));
            QVERIFY(textsOf(view).contains(QStringLiteral("Mean of %1 heads").arg(all.size())));
            view.setMerge(HeadsMerge::Maximum);
            expectNumbers(*view.state().numbers.merged, maximumOfHeads(all));
            QVERIFY(textsOf(view).contains(QStringLiteral("Largest of %1 heads").arg(all.size())));
            view.setMerge(HeadsMerge::Rollout);
            expectNumbers(*view.state().numbers.merged, rollout(layers));
            QVERIFY(textsOf(view).contains(QStringLiteral("Rollout of %1 heads through %2 layers")
                                               .arg(all.size())
                                               .arg(layers.size())));
        };
        QVERIFY(maps.size() > 4);
        check();
        // On the tick, with Ctrl, and by the key.
        click(view, view.checkRect(1));
        QVERIFY(!view.state().isChosen(maps[1]));
        QSignalSpy spy(&view, &TraceView::clicked);
        click(view, view.pictureRect(2), Qt::ControlModifier);
        QVERIFY(!view.state().isChosen(maps[2]));
        QVERIFY(spy.isEmpty());
        view.showTensor(maps[3].tensor);
        QTest::keyClick(&view, Qt::Key_M);
        QVERIFY(!view.state().isChosen(maps[3]));
        check();
        // What is ticked stays over another trace.
        Exploration exploration;
        exploration.scenario = "self-attention";
        exploration.texts = {"thinking machines"};
        const TracePtr other = explore(exploration);
        view.setTrace(other);
        QVERIFY(!view.state().isChosen(view.state().maps[1]));
        QCOMPARE(view.state().numbers.merged->value.rows(), Index(2));
        // None left: words.
        for (std::size_t i = 0; i < maps.size(); ++i)
            view.setChosen(static_cast<int>(i), false);
        QVERIFY(!view.state().numbers.merged);
        QVERIFY(view.mergedRect().isEmpty());
        view.setMerge(HeadsMerge::None);
        QVERIFY(view.checkRect(0).isEmpty());
    }

    void onlyHeadsOfTheSameTokensMerge()
    {
        const TracePtr trace = traceOf("transformer");
        HeadsView view;
        show(view, trace);
        view.setMerge(HeadsMerge::Mean);
        for (const Attention& attention : trace->attentions) {
            view.setSelection({attention.weights, -1, -1}, {});
            const TraceTensor& shown = tensorAt(*trace, attention.weights);
            std::vector<const TraceValue*> all;
            for (const Attention& other : trace->attentions) {
                const TraceTensor& tensor = tensorAt(*trace, other.weights);
                if (*tensor.rows == *shown.rows && *tensor.columns == *shown.columns)
                    for (int head = 0; head < other.headCount(); ++head)
                        all.push_back(&tensorAt(*trace, other.weights + head).value);
            }
            QVERIFY(all.size() < view.state().maps.size());
            expectNumbers(*view.state().numbers.merged, meanOfHeads(all));
            QCOMPARE(view.state().elsewhere(),
                     static_cast<int>(view.state().maps.size() - all.size()));
            view.setMerge(HeadsMerge::Rollout);
            QCOMPARE(view.state().numbers.merged.has_value(), attention.isSelf);
            view.setMerge(HeadsMerge::Mean);
        }
    }

    void pointerAndKeysSelectAndOpen()
    {
        const TracePtr trace = traceOf("self-attention");
        HeadsView view;
        show(view, trace);
        const auto& maps = view.state().maps;
        QSignalSpy clicked(&view, &TraceView::clicked);
        QSignalSpy opened(&view, &TraceView::opened);
        QSignalSpy hovered(&view, &TraceView::hovered);
        for (std::size_t i = 0; i < maps.size(); ++i) {
            const QRectF rect = view.pictureRect(static_cast<int>(i));
            click(view, rect);
            QCOMPARE(lastCell(clicked), (CellRef{maps[i].tensor, -1, -1}));
            const Index n = tensorAt(*trace, maps[i].tensor).value.rows();
            const QPointF at = placeRect(rect, n, n, {1, 2}).center();
            QMouseEvent move(QEvent::MouseMove, gridOf(view)->mapFrom(&view, at),
                             view.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
            QApplication::sendEvent(gridOf(view), &move);
            QCOMPARE(lastCell(hovered), (CellRef{maps[i].tensor, 1, 2}));
            QTest::mouseDClick(gridOf(view), Qt::LeftButton, {},
                               gridOf(view)->mapFrom(&view, rect.center().toPoint()));
            QCOMPARE(opened.last().at(0).toInt(), maps[i].tensor);
        }
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(gridOf(view), &leave);
        QCOMPARE(lastCell(hovered), CellRef());

        const auto press = [&](Qt::Key key) {
            QTest::keyClick(&view, key);
            view.setSelection(lastCell(clicked), {});
            return lastCell(clicked);
        };
        view.setSelection({}, {});
        clicked.clear();
        QTest::keyClick(&view, Qt::Key_Right); // the window's
        QVERIFY(clicked.isEmpty());
        QCOMPARE(press(Qt::Key_Down).tensor, maps[0].tensor);
        QCOMPARE(press(Qt::Key_Right).tensor, maps[1].tensor);
        const int below = press(Qt::Key_Down).tensor;
        QCOMPARE(below, trace->indexOf("layer1/head1/weights"));
        QCOMPARE(view.shownTensor(), below);
        QCOMPARE(press(Qt::Key_Down).tensor, below);
        QCOMPARE(press(Qt::Key_Up).tensor, maps[1].tensor);
        QCOMPARE(press(Qt::Key_Left).tensor, maps[0].tensor);
        QCOMPARE(press(Qt::Key_Left).tensor, maps[0].tensor);
        // A fixed cell stays the same cell in the next map.
        view.setSelection({maps[0].tensor, 2, 1}, {});
        QCOMPARE(press(Qt::Key_Right), (CellRef{maps[1].tensor, 2, 1}));
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(opened.last().at(0).toInt(), maps[1].tensor);
        QVERIFY(view.accessibleDescription().contains(QStringLiteral("entropy")));
        QCOMPARE(press(Qt::Key_Escape), CellRef());
    }

    void theSelectionIsMarkedOnItsMap()
    {
        const TracePtr trace = traceOf("self-attention");
        HeadsView view;
        show(view, trace);
        view.setMerge(HeadsMerge::None);
        const auto marked = [&](int map, const QColor& color) {
            const QImage image = view.grab().toImage();
            const QPointF edge = view.pictureRect(map).topLeft() + QPointF(-3, 30);
            return image.pixelColor(edge.toPoint()) == color;
        };
        const Theme theme = Theme::light();
        // Any stage of the head stands for it.
        for (const int tensor : {trace->attentions[1].weights + 2, trace->attentions[1].scores + 2,
                                 trace->attentions[1].query + 2}) {
            view.setSelection({tensor, -1, -1}, {});
            for (int map = 0; map < static_cast<int>(view.state().maps.size()); ++map)
                QCOMPARE(marked(map, theme.selection()),
                         view.state().maps[static_cast<std::size_t>(map)].tensor
                             == trace->attentions[1].weights + 2);
            QCOMPARE(view.shownTensor(), trace->attentions[1].weights + 2);
            view.setSelection({}, {});
        }
        // The same cell is outlined on every map.
        const QImage before = view.grab().toImage();
        view.setSelection({}, {trace->attentions[0].weights, 1, 1});
        const QImage after = view.grab().toImage();
        for (int map = 0; map < static_cast<int>(view.state().maps.size()); ++map)
            QVERIFY(before.copy(view.pictureRect(map).toRect())
                    != after.copy(view.pictureRect(map).toRect()));
    }

    void wordsThatAreNotWrittenYetStandNowhere()
    {
        for (const char* scenario : {"dialogue", "translation", "pointer", "transformer"}) {
            const TracePtr trace = traceOf(scenario);
            HeadsView view;
            show(view, trace);
            // Of several attentions one whose rows and columns are both words that are written.
            const bool isMerged = view.state().canMerge();
            for (const Attention& attention : trace->attentions)
                if (isMerged && attention.isSelf)
                    view.setSelection({attention.weights, -1, -1}, {});
            QSet<QString> said;
            for (const TraceToken& token : trace->input)
                said.insert(QString::fromStdString(token.text));
            for (std::size_t step = 0; step < trace->output.size(); ++step) {
                const QString word = QString::fromStdString(trace->output[step].text);
                if (said.contains(word))
                    continue;
                said.insert(word);
                const int end = trace->endOfStep(static_cast<int>(step));
                view.setMoment(end - 1);
                QVERIFY2(!textsOf(view).contains(word), qPrintable(word));
                view.setMoment(end);
                QVERIFY2(textsOf(view).contains(word), qPrintable(word));
            }
        }
    }

    void thinLinesStayWhereManyCellsShareAPixel()
    {
        const TracePtr trace = largeTrace(1, 1, 512);
        const Theme theme = Theme::light();
        const ColorScale scale{.sequential = true, .limit = 1};
        const QImage image = weightsImage(trace->tensors.front(), scale, theme, 0, 100);
        QCOMPARE(image.size(), QSize(100, 100));
        for (int y = 0; y < 100; ++y)
            for (int x = 0; x < 100; ++x)
                QCOMPARE(image.pixel(x, y), theme.sequential(x == 0 ? 1 : 0));
        QCOMPARE(weightsImage(trace->tensors.front(), scale, theme, -1, 100).pixel(0, 0),
                 theme.notComputed().rgb());
    }

    void aLargeTraceIsComputedBeside()
    {
        HeadsView view;
        show(view, largeTrace(2, 4, 512));
        view.setMerge(HeadsMerge::Rollout);
        // What was asked for before may come first.
        QTRY_VERIFY_WITH_TIMEOUT(view.state().numbers.request == view.state().request(), 60000);
        QVERIFY(view.state().numbers.merged.has_value());
        // Â = ½ of the token itself and ½ of token 4, twice: ¾ of token 4.
        QCOMPARE(view.state().numbers.merged->value.at(100, 3), Real(0.75));
        QCOMPARE(view.state().numbers.merged->value.at(100, 100), Real(0.25));
        QCOMPARE(view.state().entropy(0), std::optional(0.0));
        // A file does not wait for it.
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("heads.svg"));
        view.setTrace(largeTrace(2, 4, 500));
        QVERIFY(view.saveTo(file));
        QCOMPARE(view.state().numbers.merged->value.rows(), Index(500));
    }

    void filesHoldAllMaps()
    {
        const TracePtr trace = traceOf("transformer");
        HeadsView view;
        // Most of them are scrolled out of sight.
        show(view, trace, {700, 300});
        const QTemporaryDir folder;
        for (const char* ending : {"svg", "pdf", "png"}) {
            const QString path = folder.filePath(QStringLiteral("heads.") + QLatin1String(ending));
            QString error;
            QVERIFY2(view.saveTo(path, &error), qPrintable(error));
            QVERIFY(QFileInfo(path).size() > 1000);
        }
        QFile svg(folder.filePath(QStringLiteral("heads.svg")));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(svg.readAll());
        for (const HeadsMap& map : view.state().maps)
            QVERIFY(text.contains(attentionText(view.state().attention(map))));
        QVERIFY(text.contains(QStringLiteral("Mean of 8 heads")));
        QCOMPARE(text.count(QStringLiteral("entropy")),
                 static_cast<qsizetype>(view.state().maps.size()));
        // Without a trace there is nothing to save.
        HeadsView empty;
        QString error;
        QVERIFY(!empty.saveTo(folder.filePath(QStringLiteral("none.png")), &error));
        QVERIFY(!error.isEmpty());
    }
};

QTEST_MAIN(HeadsViewTest)
#include "heads_view_test.moc"

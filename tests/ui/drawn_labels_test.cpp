// SPDX-License-Identifier: GPL-3.0-or-later
// The words and numbers that a heatmap draws, of every small tensor of every scenario and at every
// stop, compared with the trace; and the words above Flow's alignment.
#include "tests/ui/text_recorder.h"
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_view.h"
#include "ui/views/heatmap/heatmap_text.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/shared/mini_map.h"
#include "ui/words/labels.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <qcustomplot.h>
#include <QTest>

#include <algorithm>

using namespace regard;

namespace {

const QSize size(1000, 820);

/// As it is on the screen.
void record(HeatmapView& view, TextRecorder& recorder)
{
    QCPPainter painter(&recorder);
    view.findChild<QCustomPlot*>()->toPainter(&painter, view.width(), view.height());
    painter.end();
}

std::vector<DrawnText> textsOf(HeatmapView& view)
{
    TextRecorder recorder(view.size());
    record(view, recorder);
    return recorder.texts();
}

/// What was drawn at a place, pieces of one line put together.
QString drawnIn(const std::vector<DrawnText>& texts, const QRectF& place)
{
    QString found;
    for (const DrawnText& text : texts)
        if (text.level && place.contains(text.rect.center()))
            found += text.text;
    return found;
}

/// A label may be cut where it is long, and left out where labels are thinned.
bool isLabel(const QString& drawn, const QString& label)
{
    const qsizetype cut = drawn.indexOf(QChar(0x2026));
    return drawn == label
        || (cut > 0 && label.startsWith(drawn.left(cut)) && label.endsWith(drawn.mid(cut + 1)));
}

/// What is written at a moment, worked out from the trace alone.
QString expectedLabel(const Trace& trace, const Axis& axis, Index i, int moment)
{
    if (!axis)
        return QString::number(i + 1);
    const Index token = i + axis->first;
    QString label = QString::fromStdString(axis->names[static_cast<std::size_t>(i)]);
    if (axis->of == TokensOf::Output && token >= 0)
        for (int later = moment + 1; later < static_cast<int>(trace.moments.size()); ++later)
            if (trace.moments[static_cast<std::size_t>(later)].step == token)
                return {};
    if (axis->of == TokensOf::Input && token >= 0 && token < static_cast<Index>(trace.input.size())
        && !trace.input[static_cast<std::size_t>(token)].known)
        label += QStringLiteral(" (unknown)");
    return label;
}

/// An example, and a text with a word that no vocabulary has where there is one.
Exploration explorationOf(const std::string& scenario)
{
    Exploration exploration;
    exploration.scenario = scenario;
    if (scenario == "dialogue" || scenario == "self-attention" || scenario == "transformer")
        exploration.texts = {"are you xylo tomorrow ?"};
    return exploration;
}

} // namespace

class DrawnLabelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void noWordOfAMapRunsOutOfIt()
    {
        for (const ScenarioSpec& spec : catalogue()) {
            const TracePtr trace = explore(explorationOf(spec.id));
            HeatmapView view;
            view.setTrace(trace);
            view.setMoment(static_cast<int>(trace->moments.size()) - 1);
            view.show();
            for (const int width : {190, 240, 300, 360, 420, 520, 700, 1100})
                for (const int height : {200, 320, 600}) {
                    view.resize(width, height);
                    for (const Attention& attention : trace->attentions)
                        for (const int tensor : {attention.weights, attention.query}) {
                            if (tensor < 0)
                                continue;
                            view.showTensor(tensor);
                            const QRectF room(-1, -1, width + 2, height + 2);
                            for (const DrawnText& text : textsOf(view))
                                QVERIFY2(room.contains(text.rect),
                                         qPrintable(QStringLiteral("%1 %2 × %3: “%4” to %5, %6")
                                                        .arg(QString::fromStdString(spec.id))
                                                        .arg(width)
                                                        .arg(height)
                                                        .arg(text.text)
                                                        .arg(text.rect.right())
                                                        .arg(text.rect.bottom())));
                        }
                }
        }
    }

    void theWordOfTheRowUnderThePointerIsMarked()
    {
        for (const char* scenario : {"dialogue", "self-attention", "worked-example"}) {
            const TracePtr trace = explore(explorationOf(scenario));
            HeatmapView view;
            view.resize(size);
            view.show();
            view.setTrace(trace);
            const int index = trace->indexOf(Role::Weights);
            const TraceTensor& tensor = trace->tensors[static_cast<std::size_t>(index)];
            view.showTensor(index);
            view.setMoment(static_cast<int>(trace->moments.size()) - 1);
            for (Index row = 0; row < tensor.value.rows(); ++row) {
                view.setSelection({}, {index, row, -1});
                const std::vector<DrawnText> texts = textsOf(view);
                for (Index other = 0; other < tensor.value.rows(); ++other) {
                    const QRectF whole = view.placeRect(other, -1);
                    const QString drawn =
                        drawnIn(texts, {0, whole.top(), whole.left() - 2, whole.height()});
                    const QString label = rowText(*trace, tensor, other);
                    // Once for all, and once more for the one that is pointed at.
                    QCOMPARE(drawn, other == row ? label + label : label);
                }
            }
        }
    }

    void everyRowAndColumnHasItsOwnWordsAndNumbers_data()
    {
        QTest::addColumn<QString>("scenario");
        for (const ScenarioSpec& spec : catalogue())
            QTest::newRow(spec.id.c_str()) << QString::fromStdString(spec.id);
    }

    void everyRowAndColumnHasItsOwnWordsAndNumbers()
    {
        QFETCH(QString, scenario);
        const TracePtr trace = explore(explorationOf(scenario.toStdString()));
        HeatmapView view;
        view.resize(size);
        view.show();
        view.setTrace(trace);
        int labels = 0;
        int numbers = 0;
        int tensors = 0;
        for (std::size_t t = 0; t < trace->tensors.size(); ++t) {
            const TraceTensor& tensor = trace->tensors[t];
            const Index rows = tensor.value.rows();
            const Index columns = tensor.value.columns();
            if (rows > 40 || columns > 40 || rows == 1 || columns == 1 || ++tensors > 60)
                continue;
            view.showTensor(static_cast<int>(t));
            std::vector<int> stops = view.stops();
            // Of the stops the first and some more, and the end.
            const std::size_t every = std::max<std::size_t>(1, stops.size() / 4);
            for (std::size_t s = 0; s < stops.size(); s += every) {
                const int moment = s + every < stops.size()
                    ? stops[s]
                    : static_cast<int>(trace->moments.size()) - 1;
                view.setMoment(moment);
                const std::vector<DrawnText> texts = textsOf(view);
                for (Index row = 0; row < rows; ++row) {
                    const QRectF whole = view.placeRect(row, -1);
                    const QString expected = expectedLabel(*trace, tensor.rows, row, moment);
                    const QRectF beside(0, whole.top(), whole.left() - 2, whole.height());
                    const QString drawn = drawnIn(texts, beside);
                    const QByteArray where = QStringLiteral("%1, row %2, moment %3: “%4” for “%5”")
                                                 .arg(QString::fromStdString(tensor.path))
                                                 .arg(row)
                                                 .arg(moment)
                                                 .arg(drawn, expected)
                                                 .toUtf8();
                    if (!drawn.isEmpty() && beside.height() > 12) {
                        QVERIFY2(isLabel(drawn, expected), where);
                        ++labels;
                    }
                    if (whole.height() > 20)
                        QVERIFY2(drawn.isEmpty() == expected.isEmpty(), where);
                    for (Index column = 0; column < columns; ++column) {
                        const QString number =
                            drawnIn(texts, view.placeRect(row, column).adjusted(1, 1, -1, -1));
                        if (number.isEmpty())
                            continue;
                        QVERIFY2(tensor.rowMoments[static_cast<std::size_t>(row)] <= moment, where);
                        QCOMPARE(number,
                                 cellText(static_cast<double>(tensor.value.at(row, column)),
                                          view.colorScale()));
                        ++numbers;
                    }
                }
                // Slanted ones start above their column.
                for (Index column = 0; column < columns; ++column) {
                    const QRectF whole = view.placeRect(-1, column);
                    const QString expected = expectedLabel(*trace, tensor.columns, column, moment);
                    for (const DrawnText& text : texts) {
                        const bool above =
                            text.start.y() < whole.top() && text.start.y() > whole.top() - 16;
                        const bool own = text.level
                            ? std::abs(text.rect.center().x() - whole.center().x()) < 1.5
                            : std::abs(text.start.x() - whole.center().x()) < 9;
                        if (!above || !own || whole.width() < 19)
                            continue;
                        QVERIFY2(isLabel(text.text, expected),
                                 qPrintable(QStringLiteral("%1, column %2: “%3” for “%4”")
                                                .arg(QString::fromStdString(tensor.path))
                                                .arg(column)
                                                .arg(text.text, expected)));
                        ++labels;
                    }
                }
            }
        }
        QVERIFY(labels > 0 || tensors == 0);
    }

    void aVectorsBarsAreAsLongAsItsNumbers()
    {
        for (const bool column : {false, true}) {
            const std::vector<Real> numbers{0.5F, -1, 0.25F, 2, -0.75F, 1.5F, 0.1F, -2};
            const auto count = static_cast<Index>(numbers.size());
            TraceTensor vector;
            vector.path = "vector";
            vector.role = Role::Hidden;
            Tensor values(column ? Shape{count, 1} : Shape{1, count});
            std::copy(numbers.begin(), numbers.end(), values.data());
            vector.value = std::move(values);
            if (column)
                vector.rowMoments = {0, 0, 0, 0, 0, 0, 0, 0};
            else
                vector.rowMoments = {0};
            auto trace = std::make_shared<Trace>();
            trace->tensors.push_back(std::move(vector));
            trace->moments.push_back({"", "vector", Role::Hidden, -1, {{0, 0, 1}, 1}});
            HeatmapView view;
            view.resize(size);
            view.show();
            view.setTrace(trace);
            view.showTensor(0);
            view.setMoment(0);
            view.grab(); // arranges it
            TextRecorder recorder(view.size());
            record(view, recorder);
            // Each over or beside its number, in the colour of the role.
            std::vector<double> lengths;
            for (Index i = 0; i < count; ++i) {
                const QRectF place = column ? view.placeRect(i, 0) : view.placeRect(0, i);
                for (const DrawnShape& drawn : recorder.shapes()) {
                    const QRectF bar = drawn.path.boundingRect();
                    const bool beside = column ? std::abs(bar.center().y() - place.center().y()) < 2
                            && bar.left() > place.right()
                                               : std::abs(bar.center().x() - place.center().x()) < 2
                            && bar.top() > place.bottom();
                    if (beside && drawn.brush.color() == Theme::light().role(Role::Hidden))
                        lengths.push_back(column ? bar.width() : bar.height());
                }
                QCOMPARE(static_cast<Index>(lengths.size()), i + 1);
            }
            const double unit = lengths[3] / 2;
            QVERIFY(unit > 20);
            for (std::size_t i = 0; i < numbers.size(); ++i)
                QVERIFY2(std::abs(lengths[i] - unit * std::abs(static_cast<double>(numbers[i])))
                             < 1,
                         qPrintable(QStringLiteral("%1: %2").arg(i).arg(lengths[i])));
        }
    }

    void theMarkAtTheScaleIsHigherTheLargerTheNumber()
    {
        Exploration exploration;
        exploration.scenario = "worked-example";
        exploration.texts = {"Thinking fast Machines"};
        const TracePtr trace = explore(exploration);
        HeatmapView view;
        view.resize(size);
        view.show();
        view.setTrace(trace);
        for (const char* path : {"Q", "scores", "scaled", "weights", "context"}) {
            const int index = trace->indexOf(path);
            const TraceTensor& tensor = trace->tensors[static_cast<std::size_t>(index)];
            view.showTensor(index);
            view.grab(); // arranges it
            std::vector<std::pair<double, double>> marks; // number and height
            for (Index row = 0; row < tensor.value.rows(); ++row)
                for (Index column = 0; column < std::min<Index>(8, tensor.value.columns());
                     ++column) {
                    view.setSelection({index, row, column}, {});
                    TextRecorder recorder(view.size());
                    record(view, recorder);
                    double height = -1;
                    for (const DrawnWay& way : recorder.ways())
                        if (const QRectF mark = way.path.boundingRect();
                            mark.left() > view.placeRect(-1, tensor.value.columns() - 1).right()
                            && std::abs(mark.height() - 4) < 1.5)
                            height = view.height() - mark.center().y();
                    QVERIFY2(height > 0, path);
                    marks.emplace_back(static_cast<double>(tensor.value.at(row, column)), height);
                }
            const auto [least, most] = std::minmax_element(marks.begin(), marks.end());
            QVERIFY2(most->second > least->second, path);
            const double unit = (most->second - least->second) / (most->first - least->first);
            for (const auto& [number, height] : marks)
                QVERIFY2(std::abs(height - least->second - unit * (number - least->first)) < 1.5,
                         path);
        }
    }

    void theAlignmentInFlowNamesItsColumnsAndMarksWhatNoVocabularyHas_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("text");
        for (const char* text :
             {"are you free tomorrow ?", "are you xylo tomorrow ?", "xylo you free tomorrow qwrt"})
            QTest::newRow(text) << "dialogue" << text;
        QTest::newRow("translation") << "translation"
                                     << "the xylo is running";
    }

    void theAlignmentInFlowNamesItsColumnsAndMarksWhatNoVocabularyHas()
    {
        QFETCH(QString, scenario);
        QFETCH(QString, text);
        Exploration exploration;
        exploration.scenario = scenario.toStdString();
        exploration.texts = {text.toStdString()};
        const TracePtr trace = explore(exploration);
        FlowView view;
        view.setAnimated(false);
        view.resize(1400, 900);
        view.show();
        view.setTrace(trace);
        const FlowItem* words = view.scene().item(QStringLiteral("alignment columns"));
        QVERIFY(words);
        TextRecorder recorder(size);
        {
            QPainter painter(&recorder);
            const_cast<FlowItem*>(words)->paint(&painter, nullptr, nullptr);
        }
        const TraceTensor& tensor = *words->tensor();
        const Index count = tensor.value.columns();
        QCOMPARE(count, static_cast<Index>(trace->input.size()));
        const QRectF place = words->rect();
        std::vector<bool> named(trace->input.size());
        for (const DrawnText& drawn : recorder.texts()) {
            // Slanted upwards from the middle of its column.
            const double at = (drawn.start.x() - place.left()) / place.width();
            if (drawn.start.y() < place.bottom() - 8)
                continue; // a further piece of a word
            const auto column = static_cast<std::size_t>(at * static_cast<double>(count));
            QVERIFY(column < trace->input.size());
            const TraceToken& token = trace->input[column];
            const QString word = QString::fromStdString(token.text);
            const QString begun = drawn.text.section(QChar(0x2026), 0, 0);
            QVERIFY2(begun.startsWith(word) || word.startsWith(begun), qPrintable(drawn.text));
            QVERIFY2((drawn.ink == Theme::light().warning()) == !token.known,
                     qPrintable(drawn.text));
            named[column] = true;
        }
        QVERIFY(std::count(named.begin(), named.end(), true) * 2 > count);
    }
};

QTEST_MAIN(DrawnLabelsTest)
#include "drawn_labels_test.moc"

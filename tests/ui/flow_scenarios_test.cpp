// SPDX-License-Identifier: GPL-3.0-or-later
// What Flow says about the scenarios' own computations: directions, placements, words at the
// weights, stages that change nothing, words that the model does not know.
#include "tests/ui/text_recorder.h"
#include "ui/panels/token_places.h"
#include "ui/views/flow/flow_callout.h"
#include "ui/views/flow/flow_map_item.h"
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_stage.h"
#include "ui/views/flow/flow_view.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace regard;

namespace {

TracePtr traceOf(const char* scenario,
                 std::initializer_list<std::pair<const char*, SettingValue>> settings = {},
                 const std::string& text = {})
{
    Exploration exploration;
    exploration.scenario = scenario;
    if (!text.empty())
        exploration.texts = {text};
    for (const auto& [name, value] : settings)
        exploration.settings.set(name, value);
    return explore(exploration);
}

std::unique_ptr<FlowView> viewOf(const TracePtr& trace)
{
    auto view = std::make_unique<FlowView>();
    view->setAnimated(false);
    view->resize(1200, 800);
    view->show();
    view->setTrace(trace);
    view->setMoment(static_cast<int>(trace->moments.size()) - 1);
    return view;
}

std::vector<DrawnText> textsOf(FlowView& view)
{
    TextRecorder recorder(view.stage().viewport()->size());
    QPainter painter(&recorder);
    view.stage().render(&painter, view.stage().viewport()->rect(), view.stage().viewport()->rect());
    painter.end();
    return recorder.texts();
}

/// Everything that is written, one after the other: lowered letters are texts of their own.
QString allOf(FlowView& view)
{
    QString all;
    for (const DrawnText& text : textsOf(view))
        all += text.text;
    return all;
}

/// What stands at a place of the scene.
QString textIn(FlowView& view, const QRectF& scene)
{
    const QRectF place =
        QRectF(view.stage().mapFromScene(scene).boundingRect()).adjusted(-2, -2, 2, 2);
    QStringList found;
    for (const DrawnText& text : textsOf(view))
        if (place.contains(text.level ? text.rect.center() : text.start))
            found << text.text;
    return found.join(QLatin1Char('|'));
}

/// Pixels between two strips that are not the ground, in the left and in the right third of the
/// way: the point of an arrow is broader than its line.
std::pair<int, int> inkBetween(const FlowView& view, const QImage& picture,
                               const FlowStripsItem& strips, Index row, qreal part)
{
    const QRectF from = strips.stripRect(row);
    const QRectF to = strips.stripRect(row + 1);
    const qreal middle = from.top() + from.height() * part;
    const QRectF way(from.right() + 1, middle - 8, to.left() - from.right() - 2, 16);
    const auto count = [&](qreal left, qreal right) {
        int ink = 0;
        for (qreal x = left; x < right; ++x)
            for (qreal y = way.top(); y < way.bottom(); ++y) {
                const QPoint at = const_cast<FlowView&>(view).stage().mapFromScene(QPointF(x, y));
                ink += picture.pixelColor(at) != Theme::light().surface();
            }
        return ink;
    };
    const qreal third = way.width() / 3;
    return {count(way.left(), way.left() + third), count(way.right() - third, way.right())};
}

QImage pictureOf(FlowView& view)
{
    return view.stage().viewport()->grab().toImage();
}

} // namespace

class FlowScenariosTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void arrowsPointTheWayThatAnEncoderReads()
    {
        for (const bool both : {false, true}) {
            const auto view = viewOf(traceOf("dialogue", {{"bidirectional", both}}));
            const auto* strips =
                dynamic_cast<const FlowStripsItem*>(view->scene().item(QStringLiteral("encoder")));
            QVERIFY(strips);
            const QImage picture = pictureOf(*view);
            for (Index row = 0; row + 1 < strips->count(); ++row) {
                const auto [left, right] =
                    inkBetween(*view, picture, *strips, row, both ? 0.25 : 0.5);
                QVERIFY2(right > left, qPrintable(QString::number(row)));
                if (!both)
                    continue;
                const auto [lowerLeft, lowerRight] = inkBetween(*view, picture, *strips, row, 0.75);
                QVERIFY2(lowerLeft > lowerRight, qPrintable(QString::number(row)));
            }
        }
    }

    void theDecodersFirstStateIsSaid()
    {
        const auto one = viewOf(traceOf("dialogue"));
        QVERIFY2(allOf(*one).contains(QStringLiteral("s0 = hT")), qPrintable(allOf(*one)));
        const auto both = viewOf(traceOf("dialogue", {{"bidirectional", true}}));
        QVERIFY2(allOf(*both).contains(QStringLiteral("s0 = tanh(W ←h1 + b)")),
                 qPrintable(allOf(*both)));
    }

    void attentionBeforeAndBehindTheStateAreDrawnAsTheyAre()
    {
        const auto before = viewOf(traceOf("dialogue"));
        QVERIFY(!before->scene().item(QStringLiteral("attentional")));
        QVERIFY2(allOf(*before).contains(QStringLiteral("q = si−1")), qPrintable(allOf(*before)));
        for (const bool fed : {false, true}) {
            const auto behind = viewOf(
                traceOf("dialogue", {{"placement", std::string("luong")}, {"input_feeding", fed}}));
            const FlowItem* h = behind->scene().item(QStringLiteral("attentional"));
            const FlowItem* s = behind->scene().item(QStringLiteral("decoder"));
            const FlowItem* word = behind->scene().item(QStringLiteral("output"));
            QVERIFY(h && s && word);
            QVERIFY(word->rect().bottom() <= h->rect().top());
            QVERIFY(h->rect().bottom() <= s->rect().top());
            QVERIFY2(allOf(*behind).contains(QStringLiteral("q = si")), qPrintable(allOf(*behind)));
            QVERIFY(!allOf(*behind).contains(QStringLiteral("si−1")));
            QCOMPARE(behind->scene().state().recurrence.fed >= 0, fed);
        }
    }

    void theWeightsOfAllStepsHaveWordsAtRowsAndColumns_data()
    {
        QTest::addColumn<QString>("scenario");
        for (const char* scenario : {"dialogue", "translation", "dates", "pointer"})
            QTest::newRow(scenario) << QString::fromLatin1(scenario);
    }

    void theWeightsOfAllStepsHaveWordsAtRowsAndColumns()
    {
        QFETCH(QString, scenario);
        const TracePtr trace = traceOf(qPrintable(scenario));
        const auto view = viewOf(trace);
        const FlowItem* map = view->scene().item(QStringLiteral("alignment"));
        const FlowItem* rows = view->scene().item(QStringLiteral("alignment rows"));
        const FlowItem* columns = view->scene().item(QStringLiteral("alignment columns"));
        QVERIFY(map && rows && columns);
        const TraceTensor& weights = *trace->find("decoder/attention/weights");
        const auto check = [&](bool ofRows) {
            const Axis& axis = ofRows ? weights.rows : weights.columns;
            const auto count = static_cast<Index>(axis->size());
            int found = 0;
            for (Index i = 0; i < count; ++i) {
                QRectF place = ofRows ? rows->rect() : columns->rect();
                const qreal step =
                    (ofRows ? place.height() : place.width()) / static_cast<qreal>(count);
                if (ofRows)
                    place = QRectF(place.left(), place.top() + step * static_cast<qreal>(i),
                                   place.width(), step);
                else // a slanted word starts on the edge of the map
                    place = QRectF(place.left() + step * static_cast<qreal>(i), place.bottom() - 14,
                                   step, 16);
                const QString text = textIn(*view, place.adjusted(2.5, 2.5, -2.5, -2.5));
                if (text.isEmpty())
                    continue;
                const QString label = QString::fromStdString((*axis)[static_cast<std::size_t>(i)]);
                const QString start = text.section(QChar(0x2026), 0, 0);
                QVERIFY2(label.startsWith(start),
                         qPrintable(text + QStringLiteral(" for ") + label));
                ++found;
            }
            QVERIFY2(found * 3 >= count, qPrintable(QString::number(found)));
        };
        check(true);
        check(false);
    }

    void stagesThatChangeNothingFoldAway()
    {
        const auto has = [](FlowView& view, const char* name) {
            for (const FlowBox& box : view.scene().plan().boxes)
                if (const TraceTensor* tensor = view.scene().state().tensor(box.tensor))
                    if (box.kind == FlowBox::Kind::Matrix && tensor->name() == name)
                        return true;
            return false;
        };
        struct Wanted {
            const char* score;
            const char* mask;
            double temperature;
            bool scaled, masked;
        };
        for (const Wanted& wanted :
             {Wanted{"scaled_dot", "none", 1, true, false}, Wanted{"dot", "none", 1, false, false},
              Wanted{"dot", "none", 2, true, false}, Wanted{"dot", "causal", 1, false, true},
              Wanted{"scaled_dot", "causal", 1, true, true},
              Wanted{"scaled_dot", "window", 1, true, true}}) {
            for (const char* scenario : {"worked-example", "self-attention"}) {
                const auto view = viewOf(traceOf(scenario,
                                                 {{"score", std::string(wanted.score)},
                                                  {"mask", std::string(wanted.mask)},
                                                  {"temperature", wanted.temperature},
                                                  {"window", std::int64_t(1)}},
                                                 "the animal did not cross the street"));
                const QByteArray where =
                    QByteArray(scenario) + " " + wanted.score + " " + wanted.mask;
                QVERIFY2(has(*view, "scores") && has(*view, "weights"), where);
                QVERIFY2(has(*view, "scaled") == wanted.scaled, where);
                QVERIFY2(has(*view, "masked") == wanted.masked, where);
            }
        }
    }

    void atRestTheCardsTellOfTheWordThatLooksFarthest()
    {
        for (const char* place : {"tired", "wide"}) {
            const auto view = viewOf(traceOf(
                "self-attention", {},
                std::string("The animal didn't cross the street because it was too ") + place));
            view->setLayerHead(1, 0);
            const QString all = allOf(*view);
            QVERIFY2(all.contains(QStringLiteral("“it” attends to")), qPrintable(all));
            QVERIFY2(all.contains(QStringLiteral("Output at “it”")), qPrintable(all));
        }
        // A word that looks at nothing but itself looks nowhere.
        auto trace = std::make_shared<Trace>();
        TraceTensor& weights = trace->tensors.emplace_back();
        weights.role = Role::Weights;
        weights.value = Tensor({3, 3}, {1, 0, 0, 0.6F, 0.4F, 0, 0.3F, 0.3F, 0.4F});
        FlowState state;
        state.trace = trace;
        QCOMPARE(state.attentionRow(0), Index{1});
    }

    void theCardOfHeadsSaysWhichLayerAndHeadItIs()
    {
        const auto view = viewOf(traceOf("self-attention"));
        for (const int layer : {0, 1})
            for (const int head : {0, 1, 2, 3}) {
                view->setLayerHead(layer, head);
                const QString all = allOf(*view);
                QVERIFY2(all.contains(QStringLiteral("Layer %1 of 2").arg(layer + 1)),
                         qPrintable(all));
                QVERIFY2(all.contains(QStringLiteral("Head %1 of 4").arg(head + 1)),
                         qPrintable(all));
            }
    }

    void theNumberUnderThePointerIsTheCellsOwn()
    {
        for (const ScenarioSpec& spec : catalogue()) {
            const TracePtr trace = traceOf(spec.id.c_str());
            for (std::size_t t = 0; t < trace->tensors.size(); ++t) {
                const TraceValue& value = trace->tensors[t].value;
                for (Index part = 0; part < 4; ++part) {
                    const CellRef cell{static_cast<int>(t), (value.rows() - 1) * part / 3,
                                       (value.columns() - 1) * (3 - part) / 3};
                    const auto number = static_cast<double>(value.at(cell.row, cell.column));
                    const QString text = cellText(*trace, cell, everyMoment);
                    QVERIFY2(text.endsWith(QLatin1Char(' ') + numberText(number)),
                             qPrintable(text));
                }
            }
        }
    }

    void onlyHiddenKeysAreHatched()
    {
        const TracePtr trace = traceOf(
            "self-attention", {{"mask", std::string("window")}, {"window", std::int64_t(3)}},
            "the animal did not cross the street");
        const auto view = viewOf(trace);
        const QImage picture = pictureOf(*view);
        int hidden = 0;
        for (const FlowBox& box : view->scene().plan().boxes) {
            const auto* map = dynamic_cast<const FlowMapItem*>(view->scene().item(box.key));
            const TraceTensor* tensor = view->scene().state().tensor(box.tensor);
            if (!map || !tensor || tensor->role != Role::Masked)
                continue;
            for (Index row = 0; row < tensor->value.rows(); ++row)
                for (Index column = 0; column < tensor->value.columns(); ++column) {
                    const QRectF cell = map->rectOf(row, column).adjusted(3, 3, -3, -3);
                    std::set<QRgb> colours;
                    for (qreal x = cell.left(); x <= cell.right(); ++x)
                        for (qreal y = cell.top(); y <= cell.bottom(); ++y)
                            colours.insert(picture.pixel(view->stage().mapFromScene({x, y})));
                    const bool isHidden = std::isinf(tensor->value.at(row, column));
                    QVERIFY2((colours.size() > 1) == isHidden,
                             qPrintable(QStringLiteral("%1, %2").arg(row).arg(column)));
                    hidden += isHidden;
                }
        }
        QVERIFY(hidden > 0);
    }

    void anUnknownWordSaysSoAlsoUnderThePointer()
    {
        const TracePtr trace = traceOf("self-attention", {}, "the zyxy did not cross");
        const auto view = viewOf(trace);
        QVERIFY2(allOf(*view).contains(QStringLiteral("unknown")), qPrintable(allOf(*view)));
        // Below its word, and as it ends where that does.
        const std::vector<DrawnText> texts = textsOf(*view);
        const auto drawn = [&](const char* word) {
            return std::find_if(texts.begin(), texts.end(), [&](const DrawnText& text) {
                return text.text == QLatin1String(word);
            });
        };
        QVERIFY(drawn("zyxy") != texts.end() && drawn("unknown") != texts.end());
        QVERIFY(std::abs(drawn("unknown")->rect.right() - drawn("zyxy")->rect.right()) < 2);
        QVERIFY(drawn("unknown")->rect.center().y() > drawn("zyxy")->rect.center().y());
        const int x = trace->indexOf("X");
        view->setSelection({}, {x, 1, -1});
        QVERIFY2(allOf(*view).contains(QStringLiteral("unknown")), qPrintable(allOf(*view)));
        for (const char* scenario : {"dialogue", "translation"}) {
            const TracePtr other = traceOf(scenario, {}, "the zyxy is running");
            const auto chips = viewOf(other);
            QVERIFY2(allOf(*chips).contains(QStringLiteral("(unknown)")), scenario);
            chips->setSelection({other->indexOf("encoder/states"), 1, -1}, {});
            QVERIFY2(allOf(*chips).contains(QStringLiteral("(unknown)")), scenario);
        }
    }

    void aRowIsTheWordThatItIsCalled()
    {
        for (const ScenarioSpec& spec : catalogue()) {
            const TracePtr trace = traceOf(spec.id.c_str());
            for (std::size_t t = 0; t < trace->tensors.size(); ++t) {
                const TraceTensor& tensor = trace->tensors[t];
                if (!tensor.rows || tensor.rows->of == TokensOf::Nothing || trace->steps() == 0)
                    continue;
                for (Index row = 0; row < tensor.value.rows(); ++row) {
                    const TokenPlace place = tokensOf(*trace, {static_cast<int>(t), row, -1});
                    const int token = std::max(place.input, place.output);
                    if (token < 0)
                        continue;
                    const auto& tokens =
                        tensor.rows->of == TokensOf::Input ? trace->input : trace->output;
                    QCOMPARE(tokens[static_cast<std::size_t>(token)].text, *tensor.rowLabel(row));
                }
            }
            // And a word's chip leads to a place that is called like it.
            for (int token = 0; token < static_cast<int>(trace->output.size()); ++token) {
                const CellRef place = placeOfOutput(*trace, {}, token);
                QVERIFY2(place, spec.id.c_str());
                QCOMPARE(tokensOf(*trace, place).output, token);
            }
        }
    }
};

QTEST_MAIN(FlowScenariosTest)
#include "flow_scenarios_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What scenes draw, read off what is drawn and compared with the trace.
#include "tests/ui/explored.h"
#include "ui/views/scene/curve_picture.h"
#include "ui/views/scene/order_picture.h"
#include "ui/views/scene/plane_picture.h"
#include "ui/views/scene/scene_view.h"
#include "ui/views/scene/series_picture.h"
#include "ui/views/scene/spectrum_picture.h"
#include "ui/views/scene/table_picture.h"
#include "ui/views/view_spec.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <QMouseEvent>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <filesystem>
#include <limits>

using namespace regard;

namespace {

/// A view of a trace at its end.
struct Shown {
    explicit Shown(const TracePtr& of, const TracePtr& before = {}) : trace(of)
    {
        view.resize(760, 520);
        view.setBefore(before);
        view.setTrace(of);
        view.setMoment(last());
        view.show();
        view.grab();
    }
    int last() const { return static_cast<int>(trace->moments.size()) - 1; }
    template <class Picture> const Picture& as() const
    {
        return *qobject_cast<const Picture*>(view.picture());
    }

    TracePtr trace;
    SceneView view;
};

const CurveScene& curveOf(const TracePtr& trace)
{
    return std::get<CurveScene>(trace->scene->kind);
}

const std::string four = "0 -> 1; 1 -> 3; 2 -> 2; 4 -> 5; 3.5 -> ?; 1.5 -> ?";

bool isNear(double a, double b)
{
    return std::abs(a - b) <= 1e-5 * std::max(1.0, std::abs(b));
}

} // namespace

class SceneViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void theScenariosThatOpenWithASceneHaveOne_data()
    {
        QTest::addColumn<QString>("id");
        for (const ScenarioSpec& spec : catalogue())
            QTest::newRow(spec.id.c_str()) << QString::fromStdString(spec.id);
    }

    void theScenariosThatOpenWithASceneHaveOne()
    {
        QFETCH(QString, id);
        const ScenarioSpec& spec = scenarioOf(id.toStdString());
        QVERIFY2(viewSpecOf(QString::fromStdString(spec.startView)), spec.startView.c_str());
        const bool opens = spec.startView == "scene";
        for (const std::vector<std::string>& texts :
             {std::vector<std::string>(), std::vector<std::string>(spec.inputs.size())}) {
            const TracePtr trace = traceOf(spec.id, texts);
            if (opens)
                QVERIFY(trace->scene);
            Shown shown(trace);
            QVERIFY(!shown.view.caption().isEmpty());
            QCOMPARE(shown.view.picture() != nullptr, trace->scene != nullptr);
            QVERIFY(shown.view.accessibleDescription().startsWith(shown.view.caption()));
            QVERIFY(!shown.view.caption().contains(QLatin1String("nan"), Qt::CaseInsensitive));
        }
    }

    void theCurveIsWhatTheEngineTellsAtItsPlaces_data()
    {
        QTest::addColumn<QString>("kernel");
        const ScenarioSpec& spec = scenarioOf("kernel-regression");
        for (const std::string& kernel : findSetting(spec, "kernel")->choices)
            QTest::newRow(kernel.c_str()) << QString::fromStdString(kernel);
    }

    void theCurveIsWhatTheEngineTellsAtItsPlaces()
    {
        QFETCH(QString, kernel);
        const Settings settings = with("kernel", kernel.toStdString());
        Shown shown(traceOf("kernel-regression", {four}, settings));
        const CurveScene& scene = curveOf(shown.trace);
        const QCPGraph* curve = shown.as<CurvePicture>().curve();
        QVERIFY(curve);
        QCOMPARE(curve->dataCount(), static_cast<int>(scene.curve.size()));
        std::string asked = "0 -> 1; 1 -> 3; 2 -> 2; 4 -> 5";
        for (const double x : scene.curveAt)
            asked += "; " + QString::number(x, 'g', 17).toStdString() + " -> ?";
        const TracePtr told = traceOf("kernel-regression", {asked}, settings);
        const TraceTensor& context = *told->find("context");
        for (int i = 0; i < curve->dataCount(); ++i) {
            const double drawn = curve->data()->at(i)->value;
            const auto right = static_cast<double>(context.value.at(i, 0));
            // Where no point has a say nothing is drawn; the engine tells 0 there.
            if (std::isnan(drawn))
                QCOMPARE(right, 0.0);
            else
                QVERIFY2(isNear(drawn, right), qPrintable(QString::number(i)));
        }
    }

    void theBarsAreTheWeightsOfTheQueryThatIsShown()
    {
        Shown shown(traceOf("kernel-regression", {four}));
        const TraceTensor& weights = *shown.trace->find("weights");
        for (Index query = 0; query < 2; ++query) {
            shown.view.setSelection({shown.trace->indexOf("context"), query, 0}, {});
            const auto& picture = shown.as<CurvePicture>();
            QCOMPARE(picture.query(), static_cast<int>(query));
            QCOMPARE(picture.bars()->dataCount(), 4);
            for (int i = 0; i < 4; ++i)
                QCOMPARE(picture.bars()->data()->at(i)->value,
                         static_cast<double>(weights.value.at(query, i)));
        }
    }

    void theErrorIsThatOfEachPointToldFromTheOthers()
    {
        const std::vector<std::pair<double, double>> points{{0, 1}, {1, 3}, {2, 2}, {4, 5}};
        double sum = 0;
        for (const auto& left : points) {
            std::string text;
            for (const auto& point : points)
                if (point != left)
                    text +=
                        std::to_string(point.first) + " -> " + std::to_string(point.second) + "; ";
            const TracePtr told =
                traceOf("kernel-regression", {text + std::to_string(left.first) + " -> ?"});
            const double miss =
                static_cast<double>(told->find("context")->value.at(0, 0)) - left.second;
            sum += miss * miss;
        }
        Shown shown(traceOf("kernel-regression", {four}));
        const double error = curveOf(shown.trace).error;
        QVERIFY(isNear(error, std::sqrt(sum / 4)));
        QVERIFY(shown.view.caption().contains(SceneState::number(error)));
    }

    void whatIsNotComputedYetIsNotDrawn()
    {
        Shown curve(traceOf("kernel-regression", {four}));
        curve.view.setMoment(curve.trace->find("weights")->rowMoments.front());
        QVERIFY(!curve.as<CurvePicture>().curve());
        QVERIFY(curve.as<CurvePicture>().bars());
        curve.view.setMoment(0);
        QVERIFY(!curve.as<CurvePicture>().bars());
        for (const SceneHandle& handle : curve.as<CurvePicture>().handles())
            QVERIFY(!curve.as<CurvePicture>().words(handle).contains(QLatin1String("weight")));

        Shown series(traceOf("time-series"));
        const RowMoments& moments = series.trace->find("forecast")->rowMoments;
        series.view.setMoment(moments[9]);
        for (const SeriesPicture::Strip& strip : series.as<SeriesPicture>().strips())
            QCOMPARE(strip.forecast->dataCount(), 10);
        QCOMPARE(series.as<SeriesPicture>().step(), 9);
    }

    void changedNumbersAreMarked()
    {
        const TracePtr before = traceOf("kernel-regression", {four});
        const TracePtr after = traceOf("kernel-regression", {four}, {}, {{"weights", 0, 1, 0.5F}});
        QVERIFY(after->edits.size() == 1);
        Shown shown(after, before);
        std::vector<bool> changed;
        for (const SceneHandle& handle : shown.as<CurvePicture>().handles())
            changed.push_back(handle.changed);
        // The point whose weight was set, and the query that is told otherwise.
        QCOMPARE(changed, (std::vector<bool>{false, true, false, false, true, false}));
    }

    void theTableHasTheNamesOfItsHeading()
    {
        Shown shown(traceOf("kernel-regression"));
        const QTableWidget* table = shown.as<TablePicture>().table();
        QStringList titles;
        for (int i = 0; i < table->columnCount(); ++i)
            titles << table->horizontalHeaderItem(i)->text();
        QCOMPARE(titles, (QStringList{"weight (kg)", "height (cm)", "age (years)", "weight"}));
        QCOMPARE(table->rowCount(), 4);
        const TraceTensor& weights = *shown.trace->find("weights");
        for (int row = 0; row < 3; ++row)
            QCOMPARE(table->item(row, 3)->text(),
                     SceneState::number(static_cast<double>(weights.value.at(0, row))));
        QVERIFY(table->item(3, 2)->text().contains(
            SceneState::number(static_cast<double>(shown.trace->find("context")->value.at(0, 0)))));
    }

    void aHeadingThatNamesAnotherNumberOfNumbersIsRefused()
    {
        QVERIFY_EXCEPTION_THROWN(
            traceOf("kernel-regression", {"weight -> age; 50, 160 -> 50; 63, 170 -> ?"}),
            std::invalid_argument);
    }

    void oddPointsAreDrawnOrToldInWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("one") << QStringLiteral("3 -> 2; 3 -> ?");
        QTest::newRow("same place") << QStringLiteral("3 -> 2; 3 -> 2; 5 -> ?");
        QTest::newRow("huge") << QStringLiteral("-1e9 -> 1e9; 1e9 -> -1e9; 0 -> ?");
        QTest::newRow("tiny") << QStringLiteral("1e-9 -> 1; 2e-9 -> 1; 0 -> ?");
        QString many;
        for (int i = 0; i < 300; ++i)
            many += QStringLiteral("%1 -> %2; ").arg(i).arg(i % 7);
        QTest::newRow("300") << many + QStringLiteral("5 -> ?");
    }

    void oddPointsAreDrawnOrToldInWords()
    {
        QFETCH(QString, text);
        Shown shown(traceOf("kernel-regression", {text.toStdString()}));
        for (const SceneHandle& handle : shown.as<CurvePicture>().handles()) {
            QVERIFY(std::isfinite(handle.at.x()) && std::isfinite(handle.at.y()));
            QVERIFY(!shown.as<CurvePicture>().words(handle).isEmpty());
        }
        for (QCPAxis* axis : shown.as<CurvePicture>().plot()->axisRect(0)->axes())
            QVERIFY(std::isfinite(axis->range().lower) && axis->range().size() > 0);
    }

    void theLinesOfASeriesAreItsNumbers_data()
    {
        QTest::addColumn<QString>("model");
        for (const std::string& model : findSetting(scenarioOf("time-series"), "model")->choices)
            QTest::newRow(model.c_str()) << QString::fromStdString(model);
    }

    void theLinesOfASeriesAreItsNumbers()
    {
        QFETCH(QString, model);
        Shown shown(traceOf("time-series", {}, with("model", model.toStdString())));
        const auto& picture = shown.as<SeriesPicture>();
        const TraceTensor& series = *shown.trace->find("series");
        const TraceTensor& told = *shown.trace->find("forecast_in_units");
        QCOMPARE(picture.strips().size(), static_cast<std::size_t>(series.value.columns()));
        for (Index channel = 0; channel < series.value.columns(); ++channel) {
            const SeriesPicture::Strip& strip = picture.strips()[static_cast<std::size_t>(channel)];
            QCOMPARE(strip.truth->dataCount(), static_cast<int>(series.value.rows()));
            QCOMPARE(strip.forecast->dataCount(), static_cast<int>(told.value.rows()));
            for (Index row = 0; row < told.value.rows(); ++row) {
                // What is forecast of a step stands at that step.
                QCOMPARE(strip.forecast->data()->at(static_cast<int>(row))->key,
                         static_cast<double>(row) + 2);
                QCOMPARE(strip.forecast->data()->at(static_cast<int>(row))->value,
                         static_cast<double>(told.value.at(row, channel)));
            }
            QCOMPARE(strip.shade != nullptr, model != QLatin1String("recurrent"));
        }
    }

    void earlierStepsAreShadedByTheWeightsOfTheStepUnderThePointer()
    {
        Shown shown(traceOf("time-series"));
        const int tensor = shown.trace->indexOf("attention/weights");
        const TraceTensor& weights = shown.trace->tensors[static_cast<std::size_t>(tensor)];
        for (const int step : {20, 11}) {
            shown.view.setSelection({}, {tensor, step, -1});
            const auto& picture = shown.as<SeriesPicture>();
            QCOMPARE(picture.step(), step);
            const QCPColorMapData& cells = *picture.strips().front().shade->data();
            QCOMPARE(cells.keySize(), static_cast<int>(weights.value.columns()));
            for (int column = 0; column < cells.keySize(); ++column)
                QCOMPARE(const_cast<QCPColorMapData&>(cells).cell(column, 0),
                         static_cast<double>(weights.value.at(step, column)));
            QVERIFY(shown.view.caption().contains(QStringLiteral("hour %1").arg(step + 1)));
        }
    }

    void aTableOfOnesOwnKeepsItsNamesAndItsGaps()
    {
        std::string text = "a;b;c;d;e;f\n";
        for (int row = 0; row < 12; ++row) {
            for (int column = 0; column < 6; ++column)
                text += (column ? ";" : "")
                    + (row == 5 && column == 2 ? std::string()
                                               : std::to_string(row * 0.5 + column));
            text += "\n";
        }
        Shown shown(traceOf("time-series", {text}));
        const auto& scene = std::get<SeriesScene>(shown.trace->scene->kind);
        QCOMPARE(scene.channels[2].name, std::string("c"));
        QCOMPARE(scene.channels[2].unit, std::string());
        QCOMPARE(scene.time.name, std::string("step"));
        QVERIFY(std::isnan(shown.as<SeriesPicture>().strips()[2].truth->data()->at(5)->value));
        shown.view.setSelection({shown.trace->indexOf("attention/weights"), 5, -1}, {});
        QVERIFY(shown.view.accessibleDescription().contains(QLatin1String("missing")));
    }

    void aTableWithTimesNamesItsSteps()
    {
        std::string text = "when;a;b;c;d;e;f\n";
        for (int row = 0; row < 30; ++row) {
            text += "2026-11-" + std::to_string(row + 1 + 100).substr(1) + " 06:00";
            for (int column = 0; column < 6; ++column)
                text += ";" + std::to_string(row * 0.5 + column * (row % 3));
            text += "\n";
        }
        Shown shown(traceOf("time-series", {text}));
        const auto& scene = std::get<SeriesScene>(shown.trace->scene->kind);
        QCOMPARE(scene.time.name, std::string("when"));
        QCOMPARE(scene.times.size(), std::size_t(30));
        QCOMPARE(scene.times[4], std::string("2026-11-05 06:00"));
        const QCPAxis& axis =
            *shown.as<SeriesPicture>().strips().back().rect->axis(QCPAxis::atBottom);
        QCOMPARE(axis.label(), QStringLiteral("when"));
        const QMap<double, QString> ticks = axis.ticker().dynamicCast<QCPAxisTickerText>()->ticks();
        QVERIFY(ticks.size() > 1);
        double before = -1e9;
        for (auto tick = ticks.begin(); tick != ticks.end(); ++tick) {
            QCOMPARE(tick.value(),
                     QString::fromStdString(scene.times[static_cast<std::size_t>(tick.key()) - 1]));
            // They stand beside each other.
            const double at = axis.coordToPixel(tick.key());
            QVERIFY(at - before
                    > QFontMetricsF(axis.tickLabelFont()).horizontalAdvance(tick.value()));
            before = at;
        }
        shown.view.setSelection({shown.trace->indexOf("attention/weights"), 5, -1}, {});
        QVERIFY(shown.view.accessibleDescription().contains(QLatin1String("2026-11-06 06:00")));
        // A series that is typed afterwards has numbers again.
        shown.view.setTrace(traceOf("time-series"));
        QVERIFY(!axis.ticker().dynamicCast<QCPAxisTickerText>());
    }

    void aHullIsDrawnAsItIsWritten()
    {
        const std::string cloud = "0.1, 0.9; 0.3, 0.2; 0.5, 0.6; 0.9, 0.8; 0.7, 0.1";
        Shown shown(traceOf("pointer", {cloud}, with("problem", std::string("hull"))));
        const auto& scene = std::get<PlaneScene>(shown.trace->scene->kind);
        QCOMPARE(scene.right, (std::vector<int>{0, 1, 4, 3}));
        const TraceTensor& weights = *shown.trace->find("decoder/attention/weights");
        for (int step = 0; step < static_cast<int>(scene.order.size()); ++step) {
            shown.view.setMoment(shown.trace->endOfStep(step));
            const auto& picture = shown.as<PlanePicture>();
            const QCPCurveDataContainer& corners = *picture.polygon()->data();
            QCOMPARE(corners.size(), step + 1);
            for (int i = 0; i <= step; ++i) {
                const auto& at =
                    scene
                        .inputs[static_cast<std::size_t>(scene.order[static_cast<std::size_t>(i)])];
                QCOMPARE(corners.at(i)->key, at[0]);
                QCOMPARE(corners.at(i)->value, at[1]);
            }
            for (int i = 0; i < 5; ++i) {
                const auto weight = static_cast<double>(weights.value.at(step, i));
                const double arrow = picture.arrows()[static_cast<std::size_t>(i)];
                QCOMPARE(arrow, weight < 0.005 ? 0.0 : 1 + 5 * weight);
            }
            // The weights of a step are there before what they choose is written.
            shown.view.setMoment(weights.rowMoments[static_cast<std::size_t>(step)] - 1);
            QVERIFY(shown.as<PlanePicture>().polygon()->data()->size() <= step);
        }
    }

    void aWrongAnswerIsMarkedAndTheRightOneSaid()
    {
        for (const char* problem : {"sort", "hull"})
            for (const bool isWrong : {false, true}) {
                const std::string text = problem == std::string("sort")
                    ? "5 3 8 1"
                    : "0, 0; 4, 0; 4, 4; 0, 4; 2, 2; 1, 2";
                // The first thing that is pointed at is the one in the middle.
                const std::vector<Edit> edits{
                    {"decoder/attention/weights", 0, problem == std::string("sort") ? 2 : 4, 2}};
                Shown shown(traceOf("pointer", {text}, with("problem", std::string(problem)),
                                    isWrong ? edits : std::vector<Edit>()));
                QCOMPARE(std::any_of(shown.trace->output.begin(), shown.trace->output.end(),
                                     [](const TraceToken& token) { return token.wrong; }),
                         isWrong);
                QCOMPARE(shown.view.caption().contains(QStringLiteral("✗")), isWrong);
                if (isWrong)
                    QVERIFY(shown.view.caption().contains(problem == std::string("sort")
                                                              ? QStringLiteral("4, 2, 1, 3")
                                                              : QStringLiteral("1, 2, 3, 4")));
                if (const auto* plane = qobject_cast<PlanePicture*>(shown.view.picture()))
                    QCOMPARE(plane->rightPolygon() != nullptr, isWrong);
                // Not before all of it is written.
                shown.view.setMoment(shown.last() - 1);
                QVERIFY(!shown.view.caption().contains(QStringLiteral("✗")));
            }
    }

    void numbersToSortAreBarsThatMoveIntoPlace()
    {
        Shown shown(traceOf("pointer", {"37 4 82 15 66"}));
        const auto& scene = std::get<OrderScene>(shown.trace->scene->kind);
        QCOMPARE(scene.right, (std::vector<int>{1, 3, 0, 4, 2}));
        const auto& picture = shown.as<OrderPicture>();
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(picture.typed()->data()->at(i)->key, i + 1.0);
            QCOMPARE(picture.typed()->data()->at(i)->value,
                     scene.inputs[static_cast<std::size_t>(i)].front());
        }
        const TraceTensor& weights = *shown.trace->find("decoder/attention/weights");
        shown.view.setAnimated(false);
        for (int step = 0; step < 5; ++step) {
            shown.view.setMoment(shown.trace->endOfStep(step));
            QCOMPARE(picture.written().size(), static_cast<std::size_t>(step) + 1);
            const int input = scene.order[static_cast<std::size_t>(step)];
            QCOMPARE(picture.written().back()->data()->at(0)->key, step + 1.0);
            QCOMPARE(picture.written().back()->data()->at(0)->value,
                     scene.inputs[static_cast<std::size_t>(input)].front());
            for (int i = 0; i < 5; ++i)
                QCOMPARE(picture.weights()->data()->at(i)->value,
                         static_cast<double>(weights.value.at(step, i)));
        }
        // On its way: from where it was typed to its place.
        shown.view.setMoment(shown.trace->endOfStep(0));
        shown.view.setAnimated(true);
        shown.view.setMoment(shown.trace->endOfStep(1));
        QCOMPARE(picture.written().back()->data()->at(0)->key, scene.order[1] + 1.0);
        QTRY_COMPARE(picture.written().back()->data()->at(0)->key, 2.0);
    }

    void aSpectrumIsDrawnWithItsErrorItsWeightsAndItsNames_data()
    {
        QTest::addColumn<QString>("placement");
        QTest::addColumn<bool>("noise");
        for (const std::string& placement :
             findSetting(scenarioOf("autoencoder"), "placement")->choices)
            for (const bool noise : {false, true})
                QTest::addRow("%s %d", placement.c_str(), noise)
                    << QString::fromStdString(placement) << noise;
    }

    void aSpectrumIsDrawnWithItsErrorItsWeightsAndItsNames()
    {
        QFETCH(QString, placement);
        QFETCH(bool, noise);
        Settings settings = with("placement", placement.toStdString());
        settings.set("noise", noise);
        Shown shown(traceOf("autoencoder", {"benzene 0.5, water 0.3, 2100 0.8 12"}, settings));
        const SpectrumPicture::Curves& curves = shown.as<SpectrumPicture>().curves();
        QCOMPARE(curves.names, (QStringList{"benzene 0.5", "water 0.3", "2100 0.8 12"}));
        QCOMPARE(curves.noisy != nullptr, noise);
        const TraceTensor& spectrum = *shown.trace->find("spectrum");
        const TraceTensor& rebuilt = *shown.trace->find("reconstruction");
        double squares = 0;
        for (int i = 0; i < static_cast<int>(spectrum.value.columns()); ++i) {
            QCOMPARE(curves.spectrum->data()->at(i)->key, 400.0 + i);
            const auto in = static_cast<double>(spectrum.value.at(0, i));
            const auto out = static_cast<double>(rebuilt.value.at(0, i));
            QCOMPARE(curves.spectrum->data()->at(i)->value, in);
            QCOMPARE(curves.rebuilt->data()->at(i)->value, out);
            QCOMPARE(curves.error->data()->at(i)->value, out - in);
            squares += (out - in) * (out - in);
        }
        QVERIFY(shown.view.caption().contains(
            SceneState::number(squares / static_cast<double>(spectrum.value.columns()))));
        std::vector<std::string> paths;
        for (const TraceTensor& tensor : shown.trace->tensors)
            if (tensor.role == Role::Weights)
                paths.push_back(tensor.path);
        QCOMPARE(curves.weights.size(), paths.size());
        for (std::size_t which = 0; which < paths.size(); ++which) {
            const TraceTensor& weights = *shown.trace->find(paths[which]);
            for (int i = 0; i < static_cast<int>(weights.value.columns()); ++i)
                QCOMPARE(curves.weights[which]->data()->at(i)->value,
                         static_cast<double>(weights.value.at(0, i)));
        }
        shown.view.setMoment(0);
        QVERIFY(!shown.as<SpectrumPicture>().curves().rebuilt);
        QVERIFY(!shown.as<SpectrumPicture>().curves().error);
    }

    void whatWasRebuiltWithoutAChangeIsDottedBesideIt()
    {
        const TracePtr before = traceOf("autoencoder");
        const TracePtr after = traceOf("autoencoder", {}, {}, {{"code", 0, 3, 9}});
        Shown shown(after, before);
        const SpectrumPicture::Curves& curves = shown.as<SpectrumPicture>().curves();
        QVERIFY(curves.before);
        QCOMPARE(curves.before->data()->at(100)->value,
                 static_cast<double>(before->find("reconstruction")->value.at(0, 100)));
        QVERIFY(shown.view.caption().contains(QLatin1String("without your changes")));
    }

    void theChannelUnderThePointerIsToldWithItsNumbers()
    {
        Shown shown(traceOf("autoencoder"));
        QSignalSpy hovered(&shown.view, &TraceView::hovered);
        const auto& picture = shown.as<SpectrumPicture>();
        const QPointF at(picture.plot()->axisRect(0)->rect().center());
        QMouseEvent event(QEvent::MouseMove, at, picture.plot()->mapToGlobal(at), Qt::NoButton,
                          Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(picture.plot(), &event);
        QCOMPARE(hovered.size(), 1);
        const auto cell = hovered.last().at(0).value<CellRef>();
        QCOMPARE(cell.tensor, shown.trace->indexOf("reconstruction"));
        shown.view.setSelection(cell, {});
        const QString words = shown.view.accessibleDescription();
        QVERIFY(words.contains(QStringLiteral("%1 cm⁻¹").arg(400 + cell.column)));
        QVERIFY(words.contains(SceneState::number(
            static_cast<double>(shown.trace->find("reconstruction")->value.at(0, cell.column)))));
    }

    void numbersThatAreNoneAreNotDrawn_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("path");
        QTest::newRow("curve") << "kernel-regression"
                               << "weights";
        QTest::newRow("series") << "time-series"
                                << "input";
        QTest::newRow("order") << "pointer"
                               << "encoder/attention/K";
        QTest::newRow("spectrum") << "autoencoder"
                                  << "code";
    }

    void numbersThatAreNoneAreNotDrawn()
    {
        QFETCH(QString, id);
        QFETCH(QString, path);
        std::vector<std::string> texts;
        if (id == QLatin1String("kernel-regression"))
            texts = {four};
        const Real none = std::numeric_limits<Real>::quiet_NaN();
        const TracePtr trace =
            traceOf(id.toStdString(), texts, {}, {{path.toStdString(), 0, 0, none}});
        QCOMPARE(trace->edits.size(), std::size_t(1));
        Shown shown(trace, traceOf(id.toStdString(), texts));
        const auto* plot = qobject_cast<ScenePlot*>(shown.view.picture());
        for (const QCPAxisRect* rect : plot->plot()->axisRects())
            for (const QCPAxis* axis : rect->axes())
                QVERIFY(std::isfinite(axis->range().lower) && std::isfinite(axis->range().upper));
        for (const SceneHandle& handle : plot->handles())
            QVERIFY(std::isfinite(handle.at.x()) && std::isfinite(handle.at.y()));
        QVERIFY(!shown.view.accessibleDescription().contains(QLatin1String("nan")));
        QVERIFY(shown.view.caption().contains(QLatin1String("not a number")));
    }

    void picturesAreWrittenInEveryFormat_data()
    {
        QTest::addColumn<QString>("id");
        for (const ScenarioSpec& spec : catalogue())
            if (spec.startView == "scene")
                QTest::newRow(spec.id.c_str()) << QString::fromStdString(spec.id);
    }

    void picturesAreWrittenInEveryFormat()
    {
        QFETCH(QString, id);
        const QTemporaryDir folder;
        Shown shown(traceOf(id.toStdString()));
        for (const char* ending : {"png", "svg", "pdf"}) {
            const QString path =
                folder.filePath(QStringLiteral("scene.%1").arg(QLatin1String(ending)));
            QString problem;
            QVERIFY2(shown.view.saveTo(path, &problem), qPrintable(problem));
            QVERIFY(std::filesystem::file_size(path.toStdString()) > 2000);
        }
    }
};

QTEST_MAIN(SceneViewTest)
#include "scene_view_test.moc"

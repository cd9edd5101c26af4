// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/scene_words.h"

#include <QCoreApplication>
#include <QStringList>

namespace regard {

namespace {

QString told(const char* text)
{
    return QCoreApplication::translate("SceneView", text);
}

} // namespace

QString axisText(const SceneAxis& axis)
{
    const QString name = QString::fromStdString(axis.name);
    return axis.unit.empty() ? name
                             : told(QT_TRANSLATE_NOOP("SceneView", "%1 (%2)"))
                                   .arg(name, QString::fromStdString(axis.unit));
}

QString coordinatesText(const std::vector<double>& numbers)
{
    QStringList parts;
    for (const double number : numbers)
        parts << SceneState::number(number);
    return parts.join(QStringLiteral(", "));
}

QString pointText(const SceneState& state, const ToldPoints& scene, int point, int query)
{
    const auto at = static_cast<std::size_t>(point);
    QString text =
        told(QT_TRANSLATE_NOOP("SceneView", "point %1: %2"))
            .arg(coordinatesText(scene.points[at]), SceneState::number(scene.values[at]));
    const TraceTensor* weights = state.tensor(scene.weights);
    if (query >= 0 && state.isComputed(weights, query))
        text += told(QT_TRANSLATE_NOOP("SceneView", ", weight %1"))
                    .arg(SceneState::number(static_cast<double>(weights->value.at(query, point))));
    return text;
}

QString queryText(const SceneState& state, const ToldPoints& scene, int query)
{
    const QString name = told(QT_TRANSLATE_NOOP("SceneView", "query %1"))
                             .arg(coordinatesText(scene.queries[static_cast<std::size_t>(query)]));
    const TraceTensor* values = state.tensor(scene.told);
    if (!state.isComputed(values, query))
        return told(QT_TRANSLATE_NOOP("SceneView", "%1: not computed yet")).arg(name);
    return told(QT_TRANSLATE_NOOP("SceneView", "%1: told %2"))
        .arg(name, SceneState::number(static_cast<double>(values->value.at(query, 0))));
}

QString errorText(const ToldPoints& scene)
{
    if (scene.error < 0)
        return {};
    return QLatin1Char(' ')
        + told(QT_TRANSLATE_NOOP(
                   "SceneView", "Error at each point told from the others: %1 (root mean square)."))
              .arg(SceneState::number(scene.error));
}

int queryOf(const SceneState& state, const ToldPoints& scene, const CellRef& cell)
{
    if (!cell || cell.row < 0 || cell.row >= static_cast<Index>(scene.queries.size()))
        return -1;
    const TraceTensor& tensor = state.trace->tensors[static_cast<std::size_t>(cell.tensor)];
    const TraceTensor* weights = state.tensor(scene.weights);
    // Whatever has the queries for its rows.
    return weights && tensor.rows == weights->rows ? static_cast<int>(cell.row) : -1;
}

} // namespace regard

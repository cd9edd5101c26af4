// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/scene.h"
#include "ui/views/scene/scene_state.h"

namespace regard {

/// "temperature (°C)": an axis with its unit.
QString axisText(const SceneAxis& axis);
/// "point 0.5: 1.2, weight 0.31" of a point of a scene; its weight for a query, −1 for none.
QString pointText(const SceneState& state, const ToldPoints& scene, int point, int query);
/// "query 2: told 1.7".
QString queryText(const SceneState& state, const ToldPoints& scene, int query);
/// " Error at each point …", to end a caption; "" where it is not known.
QString errorText(const ToldPoints& scene);
/// The query that a place of the trace is about; −1 for none.
int queryOf(const SceneState& state, const ToldPoints& scene, const CellRef& cell);
/// "3, 0.5": coordinates.
QString coordinatesText(const std::vector<double>& numbers);

} // namespace regard

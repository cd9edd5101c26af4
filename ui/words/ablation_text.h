// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/ablations.h"

#include <QString>

namespace regard {

/// "Head 2", "Positions": what an ablation takes out.
QString ablationName(const Ablation& ablation);
/// "Layer 1 › Head 2": the same with where.
QString ablationText(const Trace& trace, const Ablation& ablation);

/// What is computed without it.
QString ablationHelp(Ablated part);

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_structure.h"

#include <QString>

namespace regard {

/// What the stage shows at a time: an attention layer, or a run of other tensors.
struct FlowPage {
    int block = -1; ///< index among the layers; −1: the tensors below
    std::vector<int> tensors;
    QString group; ///< "Decoder"; "" for none
    QString label; ///< "Layer 1 · cross"
    QString brief; ///< "1 · cross"
    int around = -1; ///< the tensors are what this layer does around its attention
    /// "Decoder · Layer 1 · cross"
    QString title() const;
};

/// All of a trace in the order of computation, `blocks` being its attention layers: each a
/// page, and between them pages of the tensors that no layer shows.
std::vector<FlowPage> flowPages(const Trace& trace, const std::vector<FlowBlock>& blocks);

/// More than layers in a row: the pages need names to choose them by.
bool needsNavigator(const std::vector<FlowPage>& pages);

/// The page that goes on in a new trace: of the same title and, where there are several, the
/// same of them; else the last of its group; −1 for none.
int samePage(const std::vector<FlowPage>& before, int page, const std::vector<FlowPage>& now);

/// The page that shows a tensor, −1 if none does.
int flowPageOf(const std::vector<FlowPage>& pages, const std::vector<FlowBlock>& blocks,
               const Trace& trace, int tensor);

} // namespace regard

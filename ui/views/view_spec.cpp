// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/view_spec.h"

#include "ui/views/arcs/arcs_view.h"
#include "ui/views/beam/beam_view.h"
#include "ui/views/cell/cell_view.h"
#include "ui/views/flow/flow_view.h"
#include "ui/views/heads/heads_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/scene/scene_view.h"
#include "ui/words/help_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace regard {

namespace {

template <class View> std::unique_ptr<TraceView> make()
{
    return std::make_unique<View>();
}

constexpr std::array table{
    ViewSpec{"flow", QT_TRANSLATE_NOOP("ViewSpec", "Flow"),
             QT_TRANSLATE_NOOP("ViewSpec", "The data's way through attention"), make<FlowView>},
    ViewSpec{"heatmap", QT_TRANSLATE_NOOP("ViewSpec", "Heatmap"),
             QT_TRANSLATE_NOOP("ViewSpec", "One tensor large"), make<HeatmapView>},
    ViewSpec{"arcs", QT_TRANSLATE_NOOP("ViewSpec", "Arcs"),
             QT_TRANSLATE_NOOP("ViewSpec", "Which word looks at which, as lines between them"),
             make<ArcsView>},
    ViewSpec{"heads", QT_TRANSLATE_NOOP("ViewSpec", "Heads"),
             QT_TRANSLATE_NOOP("ViewSpec", "All heads of all layers, and merged"), make<HeadsView>},
    ViewSpec{"scene", QT_TRANSLATE_NOOP("ViewSpec", "Scene"),
             QT_TRANSLATE_NOOP("ViewSpec", "The scenario in its own terms"), make<SceneView>,
             SceneView::shows},
    ViewSpec{
        "cell", QT_TRANSLATE_NOOP("ViewSpec", "Cell"),
        QT_TRANSLATE_NOOP("ViewSpec", "One step of a recurrent cell: gates that multiply and add"),
        make<CellView>, CellView::shows},
    ViewSpec{"beam", QT_TRANSLATE_NOOP("ViewSpec", "Beam"),
             QT_TRANSLATE_NOOP("ViewSpec", "The tree of a beam search"), make<BeamView>,
             BeamView::shows},
};

} // namespace

std::span<const ViewSpec> viewSpecs()
{
    return table;
}

const ViewSpec* viewSpecOf(const QString& id)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const ViewSpec& spec) {
        return id == QLatin1String(spec.id);
    });
    return found == table.end() ? nullptr : &*found;
}

QString titleOf(const ViewSpec& spec)
{
    return QCoreApplication::translate("ViewSpec", spec.title);
}

QString helpOf(const ViewSpec& spec)
{
    return QCoreApplication::translate("ViewSpec", spec.help);
}

QString manualOf(const ViewSpec& spec)
{
    const QString whole = whatsThisOf(QByteArray("view/").append(spec.id).constData());
    return whole.isEmpty() ? asSentence(helpOf(spec)) : whole;
}

} // namespace regard

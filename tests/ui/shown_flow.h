// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A flow view on screen, for tests that point, type and look.
#include "tests/ui/flow_traces.h"
#include "ui/views/flow/flow_map_item.h"
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_stage.h"
#include "ui/views/flow/flow_view.h"

#include <QSignalSpy>
#include <QTest>

namespace regard {

inline std::vector<std::string> numbered(const char* word, int count)
{
    std::vector<std::string> words;
    for (int i = 0; i < count; ++i)
        words.push_back(std::string(word) + std::to_string(i));
    return words;
}

inline TraceMaker::Attention twoLayers()
{
    TraceMaker::Attention options;
    options.layers = 2;
    options.heads = 4;
    return options;
}

inline const FlowMapItem& map(const FlowView& view, Role role)
{
    const QString key = QStringLiteral("stage%1").arg(static_cast<int>(role));
    return *dynamic_cast<const FlowMapItem*>(view.scene().item(key));
}

/// A shown view without animation.
inline std::unique_ptr<FlowView> viewOf(const TracePtr& trace, const QSize& size = {900, 600})
{
    auto view = std::make_unique<FlowView>();
    view->setAnimated(false);
    view->resize(size);
    view->show();
    view->setTrace(trace);
    return view;
}

inline QPoint at(FlowView& view, const QPointF& point)
{
    return view.stage().mapFromScene(point);
}

inline void move(FlowView& view, const QPointF& point)
{
    QTest::mouseMove(view.stage().viewport(), at(view, point));
}

inline void click(FlowView& view, const QPointF& point)
{
    QTest::mouseClick(view.stage().viewport(), Qt::LeftButton, {}, at(view, point));
}

inline QColor colorAt(FlowView& view, const QPointF& point)
{
    return view.grab().toImage().pixelColor(at(view, point));
}

inline CellRef cellOf(const QSignalSpy& spy)
{
    return spy.isEmpty() ? CellRef{} : spy.last().first().value<CellRef>();
}

} // namespace regard

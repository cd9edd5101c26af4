// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_stage.h"
#include "ui/views/flow/flow_view.h"
#include "ui/views/shared/cell_picture.h"
#include "ui/views/shared/picture_file.h"

#include <qcustomplot.h>

#include <utility>

namespace regard {

bool FlowView::takePicture(const TakePicture& take, QString* /*error*/, double density)
{
    // A vector file is looked at enlarged.
    constexpr double vectorDensity = 4;
    FlowState& state = m_scene->state();
    const bool questions = std::exchange(state.questions, false);
    const QString asked = std::exchange(state.asked, QString());
    m_scene->stopMotion();
    const QRect all(QPoint(), m_stage->viewport()->size());
    const auto paint = [&](QCPPainter& painter) {
        painter.setRenderHint(QPainter::Antialiasing);
        state.density = paintsVectorFile(painter) ? vectorDensity : density;
        m_scene->refresh(false);
        m_stage->render(&painter, all, all, Qt::IgnoreAspectRatio);
    };
    const bool written = take({all.size(), density, {}}, paint);
    state.density = devicePixelRatioF();
    state.questions = questions;
    state.asked = asked;
    m_scene->refresh(false);
    return written;
}

} // namespace regard

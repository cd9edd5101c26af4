// SPDX-License-Identifier: GPL-3.0-or-later
// How Flow moves and explains itself, for all panes, as a person chose it.
#include "ui/views/flow/flow_view.h"
#include "ui/views/shared/give_help.h"
#include "ui/window/main_window.h"
#include "ui/window/pane_grid.h"

#include <QActionGroup>
#include <QMenu>
#include <QSettings>

namespace regard {

namespace {

struct MotionChoice {
    FlowView::Motion motion;
    const char* id; ///< as it is remembered
    const char* title; ///< translated in the context "Motion"
};

constexpr MotionChoice motionChoices[]{
    {FlowView::Motion::Off, "off", QT_TRANSLATE_NOOP("Motion", "&Off")},
    {FlowView::Motion::Slow, "slow", QT_TRANSLATE_NOOP("Motion", "&Slow")},
    {FlowView::Motion::Normal, "normal", QT_TRANSLATE_NOOP("Motion", "&Normal")},
    {FlowView::Motion::Fast, "fast", QT_TRANSLATE_NOOP("Motion", "&Fast")},
};

} // namespace

void MainWindow::buildFlowMenu(QMenu* view)
{
    const QString motionKey = QStringLiteral("window/motion");
    const QString questionsKey = QStringLiteral("window/questions");
    const auto everyFlow = [this](const auto& tell) {
        for (PaneStage* stage : stages())
            if (auto* flow = stage->view<FlowView>())
                tell(*flow);
    };

    QMenu* motions = view->addMenu(tr("&Motion in Flow"));
    motions->setToolTipsVisible(true);
    giveHelp(motions->menuAction(), "view/motion");
    auto* group = new QActionGroup(this);
    const QString wanted = m_settings.value(motionKey, QStringLiteral("normal")).toString();
    for (const MotionChoice& choice : motionChoices) {
        QAction* action = motions->addAction(QCoreApplication::translate("Motion", choice.title));
        giveHelp(action, "view/motion-one");
        action->setCheckable(true);
        action->setData(static_cast<int>(choice.motion));
        group->addAction(action);
        action->setChecked(wanted == QLatin1String(choice.id));
        connect(action, &QAction::triggered, this, [this, &choice, motionKey, everyFlow] {
            m_settings.setValue(motionKey, QString::fromLatin1(choice.id));
            everyFlow([&](FlowView& flow) { flow.setMotion(choice.motion); });
        });
    }

    QAction* questions = addMenuAction(view, "view/questions", tr("&Questions in Flow"), {}, [] {});
    questions->setCheckable(true);
    questions->setChecked(m_settings.value(questionsKey, true).toBool());
    connect(questions, &QAction::toggled, this, [this, questionsKey, everyFlow](bool shown) {
        m_settings.setValue(questionsKey, shown);
        everyFlow([shown](FlowView& flow) { flow.setQuestions(shown); });
    });

    const auto prepare = [group, questions](PaneStage* stage) {
        auto* flow = stage->view<FlowView>();
        if (!flow)
            return;
        if (const QAction* chosen = group->checkedAction())
            flow->setMotion(static_cast<FlowView::Motion>(chosen->data().toInt()));
        flow->setQuestions(questions->isChecked());
    };
    for (PaneStage* stage : stages())
        prepare(stage);
    connect(m_grid, &PaneGrid::added, this, prepare);
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
// What a person changes by hand: numbers, tokens that are masked, parts that are taken out.
#include "core/scenarios/typed_points.h"
#include "core/trace/ablations.h"

#include "ui/panels/number_field.h"
#include "ui/panels/reasons_table.h"
#include "ui/panels/token_places.h"
#include "ui/views/shared/give_help.h"
#include "ui/window/main_window.h"
#include "ui/words/ablation_text.h"
#include "ui/words/scope_text.h"

#include <QMenu>

#include <algorithm>
#include <map>
#include <utility>

namespace regard {

void MainWindow::editNumber(const CellRef& cell, double value)
{
    m_history.perform(tr("changing a number"),
                      [&] { m_panes.edit(cell, static_cast<Real>(value)); });
}

void MainWindow::resetEdits()
{
    m_history.perform(tr("taking changes back"), [this] { m_panes.resetEdits(); });
}

void MainWindow::compareUnedited()
{
    m_history.perform(tr("comparing with before"), [this] { m_panes.addUnedited(); });
}

void MainWindow::askForNumber(PaneStage* stage, const CellRef& cell, const QRect& place)
{
    const TracePtr& trace = stage->pane().explorer().trace();
    TraceView* view = stage->largeView();
    if (!trace || !view || cell.tensor >= static_cast<int>(trace->tensors.size()))
        return;
    m_grid->activate(stage);
    const TraceValue& value = trace->tensors[static_cast<std::size_t>(cell.tensor)].value;
    auto* field = new NumberField(static_cast<double>(value.at(cell.row, cell.column)), view);
    field->showOver(place);
    connect(field, &NumberField::entered, this, [this, trace, stage, cell](double number) {
        // What came meanwhile may have other numbers there.
        if (stage->pane().explorer().trace() == trace)
            editNumber(cell, number);
    });
}

void MainWindow::writePrefix(const std::vector<std::string>& prefix)
{
    m_history.perform(prefix.empty()
                          ? tr("taking words back")
                          : tr("writing “%1”").arg(QString::fromStdString(prefix.back())),
                      [&] { m_panes.setPrefix(prefix); });
}

void MainWindow::writeTarget(const QString& text)
{
    m_history.perform(text.isEmpty() ? tr("taking a text back") : tr("writing “%1”").arg(text),
                      [&] { m_panes.setTarget(text); });
}

void MainWindow::writeBranch(int rank)
{
    m_history.perform(tr("branch %1").arg(rank),
                      [&] { m_panes.setSetting("branch", std::int64_t(rank)); });
}

void MainWindow::toggleToken(int token)
{
    const TracePtr& trace = pane().explorer().trace();
    if (!trace || token < 0 || token >= static_cast<int>(trace->input.size()))
        return;
    const QString word = QString::fromStdString(trace->input[static_cast<std::size_t>(token)].text);
    m_history.perform(tr("masking “%1”").arg(word), [&] { m_panes.toggleToken(token); });
}

void MainWindow::dragRow(const CellRef& row, const std::vector<Real>& values)
{
    if (!m_beforeDrag)
        m_beforeDrag = workspace();
    m_panes.editRow(row, values);
}

void MainWindow::editRow(const CellRef& row, const std::vector<Real>& values)
{
    const std::optional<Workspace> before = std::exchange(m_beforeDrag, std::nullopt);
    if (values.empty() && before)
        m_panes.compute(*before);
    else if (!values.empty())
        m_history.performFrom(before ? *before : workspace(), tr("dragging a weight"),
                              [&] { m_panes.editRow(row, values); });
}

void MainWindow::dragPoint(const TypedPoints& typed, const PointEdit& edit)
{
    const std::vector<std::string>& texts = pane().explorer().exploration().texts;
    const auto field = static_cast<std::size_t>(typed.field);
    // What was typed meanwhile is not lost.
    if (!m_beforeDrag && (field >= texts.size() || texts[field] != typed.text))
        return;
    if (!m_beforeDrag)
        m_beforeDrag = workspace();
    m_panes.setText(typed.field, QString::fromStdString(editedPoints(typed, edit)));
}

void MainWindow::changePoint(const TypedPoints& typed, const PointEdit& edit)
{
    const std::optional<Workspace> before = std::exchange(m_beforeDrag, std::nullopt);
    const std::vector<std::string>& texts = pane().explorer().exploration().texts;
    const auto field = static_cast<std::size_t>(typed.field);
    if (!before && (field >= texts.size() || texts[field] != typed.text))
        return;
    m_history.performFrom(before ? *before : workspace(), tr("changing a point"), [&] {
        m_panes.setText(typed.field, QString::fromStdString(editedPoints(typed, edit)));
    });
}

void MainWindow::giveUpDrag()
{
    if (const std::optional<Workspace> before = std::exchange(m_beforeDrag, std::nullopt))
        m_panes.compute(*before);
}

void MainWindow::toggleAblation(const Ablation& ablation)
{
    m_history.perform(tr("taking out a part"), [&] { m_panes.toggle(ablation.edits); });
}

int MainWindow::wordInQuestion() const
{
    const TracePtr& trace = pane().explorer().trace();
    if (!trace)
        return 0;
    const int selected = tokensOf(*trace, pane().selection().fixed()).output;
    if (selected >= 0)
        return selected;
    const int moment = pane().timeline().moment();
    const bool known = moment >= 0 && moment < static_cast<int>(trace->moments.size());
    return std::max(0, known ? trace->moments[static_cast<std::size_t>(moment)].step : 0);
}

void MainWindow::showReasons()
{
    if (!m_reasons) {
        m_reasons = new ReasonsTable(this);
        m_reasons->setWindowFlag(Qt::Tool);
        m_reasons->resize(620, 460);
        m_reasons->setTheme(m_appearance.theme());
    }
    m_reasons->show();
    computeReasons();
    m_reasons->raise();
    m_reasons->view()->setFocus();
}

void MainWindow::computeReasons()
{
    if (m_reasons && m_reasons->isVisible())
        m_reasons->compute(pane().explorer().exploration(), wordInQuestion());
}

void MainWindow::fillAblationMenu(QMenu* menu)
{
    emptyMenu(menu);
    const Explorer& explorer = pane().explorer();
    const TracePtr trace = explorer.before() ? explorer.before() : explorer.trace();
    const std::vector<Ablation> all = trace ? ablationsOf(*trace) : std::vector<Ablation>();
    // One menu for each attention, where there are several.
    std::map<int, QMenu*> parts;
    for (const Ablation& ablation : all) {
        QMenu* place = menu;
        if (ablation.attention >= 0 && trace->attentions.size() > 1) {
            QMenu*& part = parts[ablation.attention];
            if (!part) {
                part = menu->addMenu(
                    attentionText(trace->attentions[static_cast<std::size_t>(ablation.attention)]));
                helpWhenAsked(part->menuAction(), "edit/take-out");
                part->setToolTipsVisible(true);
            }
            place = part;
        }
        QAction* action = place->addAction(ablationName(ablation), this,
                                           [this, ablation] { toggleAblation(ablation); });
        helpAs(action, ablationHelp(ablation.part));
        action->setCheckable(true);
        action->setChecked(m_panes.has(ablation.edits));
    }
    if (all.empty())
        addMenuTitle(menu, tr("Nothing here can be taken out"));
}

} // namespace regard

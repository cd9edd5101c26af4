// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/difference_stage.h"

#include "core/scenarios/catalogue.h"

#include "ui/panels/elided_label.h"
#include "ui/session/newest_to.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/shared/give_help.h"
#include "ui/views/shared/wrap_layout.h"
#include "ui/words/labels.h"

#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace regard {

namespace {

/// "+0.81", "−0.2".
QString signedText(double value)
{
    const QString text = numberText(value, 3);
    return value > 0 ? QStringLiteral("+") + text : text;
}

} // namespace

DifferenceStage::DifferenceStage(Panes& panes, QWidget* parent)
    : QWidget(parent)
    , m_panes(panes)
    , m_head(new QWidget)
    , m_first(new QComboBox)
    , m_second(new QComboBox)
    , m_minus(new QLabel(tr("minus")))
    , m_map(new HeatmapView)
    , m_words(new ElidedLabel)
    , m_job(newestTo<std::optional<Difference>>(
          this, [](DifferenceStage & stage) -> auto& { return stage.m_job; },
          [this](const Outcome<std::optional<Difference>>& outcome) {
              if (outcome.result)
                  show(*outcome.result);
          }))
{
    setAccessibleName(tr("Difference"));
    const auto box = [this](QComboBox* made, const char* name) {
        giveHelp(made, name);
        made->setAccessibleName(made->toolTip());
        made->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        connect(made, &QComboBox::currentIndexChanged, this, &DifferenceStage::compute);
    };
    box(m_second, "difference/from");
    box(m_first, "difference/minus");
    helpWhenAsked(m_map, "view/heatmap");
    auto* head = new WrapLayout(6, 2, m_head);
    head->setContentsMargins(6, 2, 2, 2);
    head->addWidget(m_second);
    head->addWidget(m_minus);
    head->addWidget(m_first);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    m_head->setSizePolicy(policy);
    m_words->setIndent(6);
    m_words->setLines(2);
    m_words->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_map, 1);
    layout->addWidget(m_words);

    connect(&m_panes, &Panes::differencesChanged, this, &DifferenceStage::listPanes);
    connect(&m_panes, &Panes::taken, this, &DifferenceStage::compute);
    connect(&m_panes, &Panes::selectionChanged, this, &DifferenceStage::showSelection);
    // What is pointed at here is pointed at in the panes.
    const auto share = [this](const CellRef& cell, void (Selection::*where)(const CellRef&)) {
        const TracePtr& trace = m_panes.lead().explorer().trace();
        if (!m_trace || !trace || m_sharing)
            return;
        (m_panes.lead().selection().*where)(cellAt(*trace, placeOf(*m_trace, cell)));
    };
    connect(m_map, &TraceView::hovered, this,
            [share](const CellRef& cell) { share(cell, &Selection::hover); });
    connect(m_map, &TraceView::clicked, this,
            [share](const CellRef& cell) { share(cell, &Selection::fix); });
    listPanes();
}

void DifferenceStage::listPanes()
{
    for (QComboBox* box : {m_first, m_second}) {
        const QSignalBlocker blocker(box);
        const int before = box->currentIndex();
        box->clear();
        for (int i = 0; i < m_panes.count(); ++i)
            box->addItem(m_panes.difference(i));
        const int wanted = before >= 0 ? before : box == m_second ? 1 : 0;
        box->setCurrentIndex(std::min(wanted, m_panes.count() - 1));
    }
    compute();
}

QString DifferenceStage::pathNow() const
{
    const TracePtr& trace = m_panes.lead().explorer().trace();
    if (!trace)
        return {};
    const int fixed = m_panes.lead().selection().fixed().tensor;
    if (fixed >= 0)
        return QString::fromStdString(trace->tensors[static_cast<std::size_t>(fixed)].path);
    const std::string& start = scenarioOf(trace->scenario).startTensor;
    if (!start.empty())
        return QString::fromStdString(start);
    const int weights = trace->indexOf(Role::Weights);
    return weights < 0
        ? QString()
        : QString::fromStdString(trace->tensors[static_cast<std::size_t>(weights)].path);
}

void DifferenceStage::compute()
{
    const int first = m_first->currentIndex();
    const int second = m_second->currentIndex();
    if (first < 0 || second < 0 || first >= m_panes.count() || second >= m_panes.count())
        return;
    const TracePtr a = m_panes.at(second).explorer().trace();
    const TracePtr b = m_panes.at(first).explorer().trace();
    if (!a || !b)
        return;
    m_job.request([a, b, path = pathNow().toStdString()](std::stop_token) {
        return differenceOf(*a, *b, path);
    });
}

void DifferenceStage::show(const std::optional<Difference>& difference)
{
    m_trace = difference ? difference->trace : nullptr;
    m_map->setTrace(m_trace);
    m_map->setVisible(bool(m_trace));
    m_words->setAlignment(m_trace ? Qt::AlignLeft | Qt::AlignTop : Qt::AlignCenter);
    static_cast<QVBoxLayout*>(layout())->setStretchFactor(m_words, m_trace ? 0 : 1);
    if (m_trace) {
        m_map->showTensor(0);
        m_map->setMoment(everyMoment);
    }
    QStringList parts;
    if (!difference) {
        parts << tr("“%1” has no rows and columns that both panes share.").arg(pathNow());
    } else if (difference->largest.empty()) {
        parts << tr("No number differs.");
    } else {
        const TraceTensor& tensor = m_trace->tensors.front();
        for (const Difference::Cell& cell : difference->largest)
            parts << tr("%1 → %2: %3")
                         .arg(rowText(*m_trace, tensor, cell.row),
                              columnText(*m_trace, tensor, cell.column), signedText(cell.value));
    }
    if (difference) {
        const Index rows = m_trace->tensors.front().value.rows();
        if (rows < std::max(difference->rowsOfFirst, difference->rowsOfSecond))
            parts << tr("behind row %1 the outputs are others").arg(rows);
    }
    m_words->setText(parts.join(QStringLiteral(" · ")));
    m_words->setHelp(parts.join(QLatin1Char('\n')));
    showSelection();
    Q_EMIT shown();
}

void DifferenceStage::showSelection()
{
    const TracePtr& lead = m_panes.lead().explorer().trace();
    if (!lead)
        return;
    const Selection& selection = m_panes.lead().selection();
    // Another tensor: its difference comes, and is marked then.
    if (!m_trace || pathNow().toStdString() != m_trace->tensors.front().path) {
        compute();
        if (!m_trace)
            return;
    }
    const bool before = std::exchange(m_sharing, true);
    m_map->setSelection(cellAt(*m_trace, placeOf(*lead, selection.fixed())),
                        cellAt(*m_trace, placeOf(*lead, selection.hovered())));
    m_sharing = before;
}

QString DifferenceStage::words() const
{
    return m_words->text();
}

void DifferenceStage::setTheme(const Theme& theme)
{
    m_map->setTheme(theme);
}

void DifferenceStage::setForPicture(bool forPicture)
{
    for (QComboBox* box : {m_first, m_second})
        box->setFrame(!forPicture);
    layout()->activate();
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/operand_trail.h"

#include "ui/views/shared/give_help.h"
#include "ui/views/shared/wrap_layout.h"
#include "ui/words/to_text.h"

#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace regard {

namespace {

/// Where in an operand one looks first: what meets in the terms, else the same cell or row.
CellRef placeIn(const Trace& trace, const Explanation& explanation, int tensor)
{
    for (const Operand& operand : explanation.operands)
        if (operand.place.tensor == tensor)
            return operand.place;
    const TraceTensor& own = trace.tensors[static_cast<std::size_t>(explanation.cell.tensor)];
    const TraceTensor& other = trace.tensors[static_cast<std::size_t>(tensor)];
    CellRef place{tensor, -1, -1};
    if (own.value.rows() == other.value.rows())
        place.row = explanation.cell.row;
    if (place.row >= 0 && own.value.columns() == other.value.columns())
        place.column = explanation.cell.column;
    return place;
}

} // namespace

OperandTrail::OperandTrail(QWidget* parent) : QWidget(parent), m_back(new QToolButton)
{
    m_back->setArrowType(Qt::LeftArrow);
    m_back->setAutoRaise(true);
    m_back->setAccessibleName(tr("Back"));
    giveHelp(m_back, "inspector/back");
    auto* layout = new WrapLayout(4, 2, this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_back);
    layout->addWidget(new QLabel(tr("Computed from")));
    connect(m_back, &QToolButton::clicked, this, &OperandTrail::goBack);
}

void OperandTrail::addLink(const QString& name, Role role, const CellRef& place)
{
    // What is read in two places of the formula is one way to go.
    if (std::any_of(m_links.begin(), m_links.end(),
                    [&](const QToolButton* link) { return link->text() == name; }))
        return;
    auto* link = new QToolButton;
    link->setText(name);
    link->setAutoRaise(true);
    helpWhenAsked(link, "inspector/operand");
    link->setToolTip(tr("Go to %1").arg(name));
    link->setAccessibleName(tr("Computed from %1").arg(name));
    link->setStyleSheet(QStringLiteral("QToolButton { color: %1; text-decoration: underline; "
                                       "padding: 1px 3px; }")
                            .arg(m_theme.role(role).name()));
    link->setCursor(Qt::PointingHandCursor);
    connect(link, &QToolButton::clicked, this, [this, place] { walkTo(place); });
    layout()->addWidget(link);
    m_links.push_back(link);
    m_parts.push_back(link);
}

void OperandTrail::addParameter(const SourceOperand& operand)
{
    const auto& entry = m_trace->parameters->layout().entry({operand.first});
    const QString whole = QString::fromStdString(entry.name);
    auto* label = new QLabel(tr("%1 (%2 × %3)")
                                 .arg(whole.section(QLatin1Char('.'), -2))
                                 .arg(entry.shape.rows())
                                 .arg(entry.shape.columns()));
    label->setToolTip(tr("Weights of the model: %1").arg(whole));
    label->setMinimumWidth(1); // never wider than the panel
    QPalette muted = label->palette();
    muted.setColor(QPalette::WindowText, m_theme.textMuted());
    label->setPalette(muted);
    layout()->addWidget(label);
    m_parts.push_back(label);
}

void OperandTrail::setTheme(const Theme& theme)
{
    m_theme = theme;
    refresh();
}

void OperandTrail::setPlace(const std::shared_ptr<const Trace>& trace,
                            const Explanation& explanation)
{
    // Another computation, or a place that no link led to.
    if (trace != m_trace
        || (m_expected != explanation.cell && m_explanation.cell != explanation.cell))
        m_trail.clear();
    m_expected = {};
    m_trace = trace;
    m_explanation = explanation;
    refresh();
}

void OperandTrail::walkTo(const CellRef& place)
{
    m_trail.push_back(m_explanation.cell);
    m_expected = place;
    Q_EMIT chosen(place);
}

void OperandTrail::goBack()
{
    if (m_trail.empty())
        return;
    m_expected = m_trail.back();
    m_trail.pop_back();
    Q_EMIT chosen(CellRef(m_expected));
}

void OperandTrail::refresh()
{
    for (QWidget* part : m_parts) {
        layout()->removeWidget(part);
        part->hide();
        part->deleteLater();
    }
    m_parts.clear();
    m_links.clear();
    if (m_trace && m_explanation.cell) {
        const Source& source =
            m_trace->tensors[static_cast<std::size_t>(m_explanation.cell.tensor)].source;
        for (std::size_t place = 0; place < source.operandCount; ++place) {
            const SourceOperand& operand =
                source.operandOf(place, std::max<Index>(m_explanation.cell.row, 0));
            if (operand.kind == SourceOperand::Kind::Parameter && m_trace->parameters)
                addParameter(operand);
            if (operand.kind != SourceOperand::Kind::Tensor)
                continue;
            const SourceOperand own = source.ofHead(operand);
            for (int head = 0; head < own.count; ++head) {
                const int tensor = own.first + head;
                const TraceTensor& other = m_trace->tensors[static_cast<std::size_t>(tensor)];
                const QString name = toText(other.name());
                addLink(own.count > 1 ? tr("%1, head %2").arg(name).arg(head + 1) : name,
                        other.role, placeIn(*m_trace, m_explanation, tensor));
            }
        }
    }
    m_back->setVisible(!m_trail.empty());
    setVisible(!m_parts.empty() || !m_trail.empty());
    updateGeometry();
}

} // namespace regard

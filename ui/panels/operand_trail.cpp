// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/operand_trail.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace regard {

namespace {

QString toText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

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

OperandTrail::OperandTrail(QWidget* parent)
    : QWidget(parent)
    , m_links(new QLabel)
    , m_back(new QToolButton)
{
    m_links->setTextFormat(Qt::RichText);
    m_links->setWordWrap(true);
    m_links->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    m_links->setAccessibleName(tr("What it was computed from"));
    m_back->setArrowType(Qt::LeftArrow);
    m_back->setAutoRaise(true);
    m_back->setAccessibleName(tr("Back"));
    m_back->setToolTip(tr("Back to the number that this one is part of"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_back, 0, Qt::AlignTop);
    layout->addWidget(m_links, 1);
    connect(m_back, &QToolButton::clicked, this, &OperandTrail::goBack);
    connect(m_links, &QLabel::linkActivated, this, [this](const QString& link) {
        const auto at = static_cast<std::size_t>(link.toULongLong());
        if (at < m_targets.size())
            walkTo(CellRef(m_targets[at]));
    });
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
    if (trace != m_trace || (m_expected != explanation.cell && m_explanation.cell != explanation.cell))
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
    m_targets.clear();
    QStringList parts;
    if (m_trace && m_explanation.cell) {
        const Source& source =
            m_trace->tensors[static_cast<std::size_t>(m_explanation.cell.tensor)].source;
        for (const SourceOperand& operand : source.used()) {
            if (operand.kind == SourceOperand::Kind::None)
                continue;
            if (operand.kind == SourceOperand::Kind::Parameter) {
                if (!m_trace->parameters)
                    continue;
                const auto& entry = m_trace->parameters->layout().entry({operand.first});
                parts << QStringLiteral("<span style=\"color:%1\">%2 (%3 × %4)</span>")
                             .arg(m_theme.textMuted().name(),
                                  QString::fromStdString(entry.name).toHtmlEscaped())
                             .arg(entry.shape.rows())
                             .arg(entry.shape.columns());
                continue;
            }
            // Of heads that this tensor has too, its own; else each of them.
            const bool own = operand.count == source.heads;
            for (int head = own ? source.head : 0; head < (own ? source.head + 1 : operand.count);
                 ++head) {
                const int tensor = operand.first + head;
                const TraceTensor& other = m_trace->tensors[static_cast<std::size_t>(tensor)];
                QString name = toText(other.name());
                if (operand.count > 1 && !own)
                    name = tr("%1, head %2").arg(name).arg(head + 1);
                parts << QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>")
                             .arg(m_targets.size())
                             .arg(m_theme.role(other.role).name(), name.toHtmlEscaped());
                m_targets.push_back(placeIn(*m_trace, m_explanation, tensor));
            }
        }
    }
    m_links->setText(parts.isEmpty()
                         ? QString()
                         : tr("Computed from %1").arg(parts.join(QStringLiteral(" · "))));
    m_back->setVisible(!m_trail.empty());
    setVisible(!parts.isEmpty() || !m_trail.empty());
}

} // namespace regard

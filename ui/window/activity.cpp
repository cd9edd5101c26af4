// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/activity.h"

#include "ui/panels/drawings.h"
#include "ui/views/shared/give_help.h"
#include "ui/words/output_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include <algorithm>

namespace regard {

Activity::Activity(QWidget* parent)
    : QWidget(parent)
    , m_text(new QLabel)
    , m_bar(new QProgressBar)
    , m_cancel(new QToolButton)
{
    m_bar->setRange(0, 0);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(70, 8);
    m_bar->setAccessibleName(tr("Computing"));
    m_cancel->setText(tr("Cancel"));
    giveHelp(m_cancel, "pane/cancel");
    connect(m_cancel, &QToolButton::clicked, this, &Activity::cancelled);
    giveHelp(m_text, "pane/time");
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 0, 6, 8);
    layout->setSpacing(8);
    layout->addWidget(m_text);
    layout->addWidget(m_bar);
    layout->addWidget(m_cancel);
    setBusy(false);
}

void Activity::setBusy(bool busy)
{
    m_bar->setVisible(busy);
    m_cancel->setVisible(busy);
    m_text->setText(busy ? tr("Computing …") : m_duration);
    adjustSize();
}

void Activity::setCost(double seconds, std::size_t bytes)
{
    m_duration = tr("computed in %1 ms").arg(numberText(seconds * 1000, 2));
    if (const QString memory = memoryText(bytes); !memory.isEmpty())
        m_duration = tr("%1, keeps %2").arg(m_duration, memory);
    m_text->setText(m_duration);
}

void Activity::setBrief(bool brief)
{
    if (brief != m_text->isHidden())
        m_text->setVisible(!brief);
}

int Activity::wholeWidth() const
{
    const QMargins margins = layout()->contentsMargins();
    // So that a figure more or less changes nothing.
    const int usual = m_text->fontMetrics().horizontalAdvance(
        tr("computed in %1 ms").arg(QStringLiteral("0.000")));
    return std::max(usual, m_text->sizeHint().width()) + margins.left() + margins.right();
}

void Activity::setTheme(const Theme& theme)
{
    QPalette colors = m_text->palette();
    colors.setColor(QPalette::WindowText, theme.textMuted());
    m_text->setPalette(colors);
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/message_bar.h"

#include "ui/panels/drawings.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>

#include <chrono>

namespace regard {

namespace {
constexpr std::chrono::milliseconds typingPause{600};
}

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent)
    , m_sign(new QLabel)
    , m_text(new QLabel)
    , m_close(new QToolButton)
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(tr("Close this message"));
    connect(m_close, &QToolButton::clicked, this, &MessageBar::clear);
    m_soon.setSingleShot(true);
    m_soon.setInterval(typingPause);
    connect(&m_soon, &QTimer::timeout, this, [this] { showError(m_waiting); });
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 6, 12, 6);
    layout->setSpacing(10);
    layout->addWidget(m_sign);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_close);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    hide();
}

void MessageBar::showErrorSoon(const QString& message)
{
    if (!isHidden()) {
        showError(message);
        return;
    }
    m_waiting = message;
    m_soon.start();
}

void MessageBar::clear()
{
    m_soon.stop();
    hide();
}

void MessageBar::show(Kind kind, const QString& message)
{
    m_soon.stop();
    m_kind = kind;
    // The engine's messages begin in the middle of a line of the terminal.
    m_text->setText(message.left(1).toUpper() + message.mid(1));
    setAccessibleName(kind == Kind::Error ? tr("Error") : tr("Notice"));
    setAccessibleDescription(message);
    draw();
    QWidget::show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::setTheme(const Theme& theme)
{
    m_theme = theme;
    draw();
}

void MessageBar::draw()
{
    m_sign->setPixmap(
        themedIcon(m_kind == Kind::Error ? QStringLiteral("error") : QStringLiteral("info"),
                   m_theme)
            .pixmap(QSize(20, 20)));
    m_close->setIcon(themedIcon(QStringLiteral("close"), m_theme));
    update();
}

void MessageBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor mark = m_kind == Kind::Error ? m_theme.error() : m_theme.warning();
    const QRectF box = QRectF(rect()).adjusted(8.5, 1.5, -8.5, -1.5);
    painter.setPen(QPen(mark, 1));
    painter.setBrush(m_theme.surface());
    painter.drawRoundedRect(box, 7, 7);
    painter.fillRect(QRectF(box.left() + 3, box.top() + 6, 3, box.height() - 12), mark);
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/message_bar.h"

#include "ui/panels/drawings.h"
#include "ui/panels/elided_label.h"
#include "ui/views/shared/give_help.h"

#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <chrono>

namespace regard {

namespace {
constexpr std::chrono::milliseconds typingPause{600};
}

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent)
    , m_sign(new QLabel)
    , m_text(new ElidedLabel)
    , m_close(new QToolButton)
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* copy = new QAction(tr("Copy"), m_text);
    connect(copy, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(m_text->text()); });
    helpWhenAsked(copy, "copy");
    m_text->addAction(copy);
    m_text->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_close->setObjectName(QStringLiteral("compact"));
    giveHelp(m_close, "message/close");
    m_close->setAccessibleName(m_close->toolTip());
    connect(m_close, &QToolButton::clicked, this, &MessageBar::clear);
    m_soon.setSingleShot(true);
    m_soon.setInterval(typingPause);
    connect(&m_soon, &QTimer::timeout, this, [this] { showError(m_waiting); });
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 0, 14, 0);
    layout->setSpacing(8);
    layout->addWidget(m_sign);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_close);
    keepHeight();
    showText();
}

void MessageBar::showErrorSoon(const QString& message)
{
    if (!m_message.isEmpty()) {
        showError(message);
        return;
    }
    m_waiting = message;
    m_soon.start();
}

void MessageBar::clear()
{
    m_soon.stop();
    m_message.clear();
    showText();
}

void MessageBar::show(Kind kind, const QString& message)
{
    m_soon.stop();
    m_kind = kind;
    // The engine's messages begin in the middle of a line of the terminal.
    m_message = message.left(1).toUpper() + message.mid(1);
    showText();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::setNotes(const QStringList& notes)
{
    m_notes = notes.join(QStringLiteral("  ·  "));
    showText();
}

void MessageBar::setHint(const QString& hint)
{
    if (hint == m_hint)
        return;
    m_hint = hint;
    showText();
}

void MessageBar::setTheme(const Theme& theme)
{
    m_theme = theme;
    draw();
}

void MessageBar::showText()
{
    const bool message = !m_message.isEmpty();
    const bool hint = !message && m_notes.isEmpty();
    m_text->setText(message ? m_message : hint ? m_hint : m_notes);
    m_sign->setVisible(!hint);
    m_close->setVisible(message);
    setAccessibleName(message && m_kind == Kind::Error ? tr("Error")
                          : hint                       ? tr("Hint")
                                                       : tr("Notice"));
    setAccessibleDescription(m_text->text());
    draw();
}

void MessageBar::keepHeight()
{
    setFixedHeight(fontMetrics().height() + 7);
}

void MessageBar::draw()
{
    const bool message = !m_message.isEmpty();
    const QString sign =
        message && m_kind == Kind::Error ? QStringLiteral("error") : QStringLiteral("info");
    m_sign->setPixmap(themedIcon(sign, m_theme).pixmap(QSize(16, 16)));
    m_close->setIcon(themedIcon(QStringLiteral("close"), m_theme));
    m_close->setIconSize({14, 14});
    QPalette colors = m_text->palette();
    colors.setColor(QPalette::WindowText,
                    message                 ? m_theme.text()
                        : m_notes.isEmpty() ? m_theme.textMuted()
                                            : m_theme.warning());
    m_text->setPalette(colors);
    update();
}

void MessageBar::paintEvent(QPaintEvent*)
{
    if (m_message.isEmpty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor mark = m_kind == Kind::Error ? m_theme.error() : m_theme.warning();
    const QRectF box = QRectF(rect()).adjusted(8.5, 0.5, -8.5, -0.5);
    painter.setPen(QPen(mark, 1));
    painter.setBrush(m_theme.surface());
    painter.drawRoundedRect(box, 7, 7);
    painter.fillRect(QRectF(box.left() + 3, box.top() + 5, 3, box.height() - 10), mark);
}

void MessageBar::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && !m_text->toolTip().isEmpty())
        QToolTip::showText(event->globalPosition().toPoint(), m_text->toolTip(), this);
}

void MessageBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        keepHeight();
}

} // namespace regard

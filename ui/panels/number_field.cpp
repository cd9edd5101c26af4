// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/number_field.h"

#include "ui/views/shared/give_help.h"

#include <QKeyEvent>
#include <QLocale>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>

namespace regard {

NumberField::NumberField(double value, QWidget* parent) : QLineEdit(parent)
{
    setText(std::isfinite(value) ? QLocale::c().toString(value, 'g', 6) : QString());
    setAlignment(Qt::AlignHCenter);
    setMaxLength(32);
    setAccessibleName(tr("Another number"));
    giveHelp(this, "number");
    selectAll();
}

void NumberField::showOver(const QRect& place)
{
    const int width =
        std::max(place.width(), fontMetrics().horizontalAdvance(QLatin1Char('0')) * 12);
    const int height = std::max(place.height(), sizeHint().height());
    QRect rect(0, 0, std::min(width, parentWidget()->width()),
               std::min(height, 2 * sizeHint().height()));
    rect.moveCenter(place.center());
    rect.moveLeft(std::clamp(rect.left(), 0, std::max(0, parentWidget()->width() - rect.width())));
    rect.moveTop(std::clamp(rect.top(), 0, std::max(0, parentWidget()->height() - rect.height())));
    setGeometry(rect);
    show();
    raise();
    setFocus(Qt::PopupFocusReason);
}

std::optional<double> NumberField::number() const
{
    QString typed = text().trimmed();
    typed.replace(QStringLiteral("−"), QStringLiteral("-"))
        .replace(QLatin1Char(','), QLatin1Char('.'));
    bool good = false;
    const double value = QLocale::c().toDouble(typed, &good);
    // In the engine's precision too.
    return good && std::abs(value) <= static_cast<double>(std::numeric_limits<float>::max())
        ? std::optional(value)
        : std::nullopt;
}

void NumberField::take()
{
    const std::optional<double> value = number();
    if (!value) {
        QToolTip::showText(mapToGlobal(QPoint(0, height())),
                           tr("That is no number: write one as 0.5 or −2"), this);
        selectAll();
        return;
    }
    leave();
    Q_EMIT entered(*value);
}

void NumberField::leave()
{
    // Keys go on in the picture.
    parentWidget()->setFocus(Qt::OtherFocusReason);
    hide();
    deleteLater();
}

bool NumberField::event(QEvent* event)
{
    // Keys are this field's, not the window's: Escape and undo too.
    if (event->type() == QEvent::ShortcutOverride)
        event->accept();
    return QLineEdit::event(event);
}

void NumberField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return take();
    if (event->key() == Qt::Key_Escape)
        return leave();
    QLineEdit::keyPressEvent(event);
    // Arrows and space are not the timeline's here.
    event->accept();
}

void NumberField::focusOutEvent(QFocusEvent* event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason) {
        hide();
        deleteLater();
    }
}

} // namespace regard

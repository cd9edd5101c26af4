// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/theme.h"

#include <QLabel>
#include <QTimer>
#include <QToolButton>
#include <QWidget>

namespace regard {

class ElidedLabel;

/// One line for what is to be said in words. Its place is kept, so that nothing moves when it
/// speaks: a message with a button that closes it, otherwise what limits the picture, otherwise,
/// quietly, a hint. A text that is too long for the line is whole in its tooltip, a click shows
/// that too.
class MessageBar : public QWidget {
    Q_OBJECT
public:
    enum class Kind { Error, Notice };

    explicit MessageBar(QWidget* parent = nullptr);

    void show(Kind kind, const QString& message);
    /// The message that is shown; "" if none is.
    QString message() const { return m_message; }
    /// What limits the picture, as long as there is no message; "" for nothing.
    void setNotes(const QStringList& notes);
    QString notes() const { return m_notes; }
    /// What to do next, as long as there is nothing else to say.
    void setHint(const QString& hint);
    QString hint() const { return m_hint; }
    QToolButton* closeButton() const { return m_close; }
    void setTheme(const Theme& theme);

public Q_SLOTS:
    void showError(const QString& message) { show(Kind::Error, message); }
    /// After a moment, unless it is cleared before: half of a number is no mistake while a
    /// person types. At once where a message is shown already.
    void showErrorSoon(const QString& message);
    void clear();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// Writes the message, the notes if there is none, or else the hint.
    void showText();
    void keepHeight();
    void draw();

    QLabel* m_sign;
    ElidedLabel* m_text;
    QToolButton* m_close;
    Kind m_kind = Kind::Notice;
    QString m_message;
    QString m_notes;
    QString m_hint;
    QTimer m_soon;
    QString m_waiting;
    Theme m_theme = Theme::light();
};

} // namespace regard

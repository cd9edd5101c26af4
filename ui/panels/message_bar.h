// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/theme.h"

#include <QLabel>
#include <QTimer>
#include <QToolButton>
#include <QWidget>

namespace regard {

/// One message in the window with a button that closes it. It stops nothing.
class MessageBar : public QWidget {
    Q_OBJECT
public:
    enum class Kind { Error, Notice };

    explicit MessageBar(QWidget* parent = nullptr);

    void show(Kind kind, const QString& message);
    /// The message that is shown; "" if none is.
    QString message() const { return isHidden() ? QString() : m_text->text(); }
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

private:
    void draw();

    QLabel* m_sign;
    QLabel* m_text;
    QToolButton* m_close;
    Kind m_kind = Kind::Notice;
    QTimer m_soon;
    QString m_waiting;
    Theme m_theme = Theme::light();
};

} // namespace regard

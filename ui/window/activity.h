// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/theme.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace regard {

/// How long the newest computation took, and while a long one runs that it runs, with a
/// button that stops it.
class Activity : public QWidget {
    Q_OBJECT
public:
    explicit Activity(QWidget* parent = nullptr);

    void setBusy(bool busy);
    /// What the newest computation took, and what of memory it keeps.
    void setCost(double seconds, std::size_t bytes);
    /// Without words, where what stands beside needs their room.
    void setBrief(bool brief);
    /// With words.
    int wholeWidth() const;
    void setTheme(const Theme& theme);
    QToolButton* cancelButton() const { return m_cancel; }

Q_SIGNALS:
    void cancelled();

private:
    QLabel* m_text;
    QProgressBar* m_bar;
    QToolButton* m_cancel;
    QString m_duration;
};

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/main_window.h"

#include <QHash>
#include <QStringList>

namespace regard {

/// Prints the steps of a person, and after each what the window shows that it did not show before.
class Teller {
public:
    explicit Teller(MainWindow& window) : m_window(window) { }

    void after(const QString& step);
    /// Waits until all that was asked for is shown.
    void settle() const { (void)settled(); }

private:
    /// What is shown when nothing is computing any more, no pause in typing is waited for and two
    /// looks show the same.
    QStringList settled() const;
    bool isComputing() const;
    bool isPausing() const;

    MainWindow& m_window;
    QStringList m_shown;
    QHash<QString, QString> m_steps; ///< what was shown after each
};

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/shared/theme.h"

#include <QObject>

namespace regard {

/// Theme, colours of numbers and type size of the whole application.
class Appearance : public QObject {
    Q_OBJECT
public:
    enum class Choice { System, Light, Dark };

    explicit Appearance(QObject* parent = nullptr);

    Choice choice() const { return m_choice; }
    const Palettes& palettes() const { return m_palettes; }
    bool isLarge() const { return m_large; }
    /// The theme in use: of a choice "System" the desktop's.
    Theme theme() const;

    void choose(Choice choice);
    void setPalettes(const Palettes& palettes);
    /// Large type for an audience.
    void setLarge(bool large);
    bool isForProjector() const { return m_projector; }
    /// Strong contrast, bold lines and larger type.
    void setForProjector(bool projector);
    /// The desktop may have another palette now.
    void systemChanged();

    static QString nameOf(Choice choice); ///< "system", "light", "dark"
    static Choice choiceOf(const QString& name); ///< System for any other name
    /// By their ids: of each scale the last one named, the default where none is.
    static QStringList namesOf(const Palettes& palettes);
    static Palettes palettesOf(const QStringList& names);

Q_SIGNALS:
    void changed(const regard::Theme& theme);

private:
    void apply();

    Choice m_choice = Choice::System;
    Palettes m_palettes;
    bool m_large = false;
    bool m_projector = false;
    bool m_systemDark = false;
    int m_pointSize;
    bool m_applying = false;
};

} // namespace regard

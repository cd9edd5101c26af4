// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/explain.h"
#include "ui/views/shared/theme.h"

#include <QSvgRenderer>
#include <QWidget>

namespace regard {

/// Draws one formula in the roles' colours, as large as the font asks for and smaller
/// where the width ends.
class FormulaView : public QWidget {
    Q_OBJECT
public:
    explicit FormulaView(QWidget* parent = nullptr);

    /// Null: none.
    void setFormula(const Formula* formula);
    const Formula* formula() const { return m_formula; }
    void setTheme(const Theme& theme);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void reload();
    /// Size of the drawing at full scale.
    QSizeF drawingSize() const;

    const Formula* m_formula = nullptr;
    Theme m_theme = Theme::light();
    QSvgRenderer m_drawing;
};

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/formula_view.h"

#include "ui/panels/drawings.h"
#include "ui/words/formula_words.h"
#include "ui/words/to_text.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace regard {

namespace {

/// Units of the drawings in the height of one em.
constexpr double unitsPerEm = 1000;
/// Formulae are this much larger than the text around them.
constexpr double emphasis = 1.3;

} // namespace

FormulaView::FormulaView(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void FormulaView::setFormula(const Formula* formula)
{
    if (formula == m_formula)
        return;
    m_formula = formula;
    reload();
}

void FormulaView::setTheme(const Theme& theme)
{
    m_theme = theme;
    reload();
}

void FormulaView::reload()
{
    const std::string_view name = m_formula ? *m_formula->name : std::string_view();
    m_drawing.load(themedFormula(toText(name), m_theme));
    setAccessibleName(tr("Formula"));
    setAccessibleDescription(spokenText(m_formula));
    setToolTip(spokenText(m_formula));
    updateGeometry();
    update();
}

QSizeF FormulaView::drawingSize() const
{
    if (!m_formula || !m_drawing.isValid())
        return {};
    const double em = fontMetrics().ascent() * emphasis;
    return m_drawing.viewBoxF().size() * (em / unitsPerEm);
}

QSize FormulaView::sizeHint() const
{
    const QSizeF size = drawingSize();
    return size.isEmpty() ? QSize(0, 0) : QSize(qCeil(size.width()), qCeil(size.height()) + 12);
}

QSize FormulaView::minimumSizeHint() const
{
    return {0, sizeHint().height()};
}

void FormulaView::paintEvent(QPaintEvent*)
{
    const QSizeF full = drawingSize();
    if (full.isEmpty())
        return;
    const double scale =
        std::min({1.0, width() / full.width(), std::max(1.0, height() - 4.0) / full.height()});
    const QSizeF size = full * scale;
    QPainter painter(this);
    m_drawing.render(&painter, QRectF({0, (height() - size.height()) / 2}, size));
}

void FormulaView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace regard

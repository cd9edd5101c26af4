// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/explain.h"
#include "ui/views/shared/theme.h"

#include <QWidget>

#include <memory>
#include <vector>

class QToolButton;

namespace regard {

/// What a number was computed from, as links: one goes from any number to its operands, and back
/// the same way. A parameter of the model is named with its extents.
class OperandTrail : public QWidget {
    Q_OBJECT
public:
    explicit OperandTrail(QWidget* parent = nullptr);

    /// The place that is explained. One that was not reached by a link starts a new trail.
    void setPlace(const std::shared_ptr<const Trace>& trace, const Explanation& explanation);
    void setTheme(const Theme& theme);
    /// Goes where a link or a number leads; Back leads from there to here.
    void walkTo(const CellRef& place);

    /// One for each tensor it was computed from, in the formula's order.
    const std::vector<QToolButton*>& links() const { return m_links; }
    QToolButton* backButton() const { return m_back; }

Q_SIGNALS:
    void chosen(const regard::CellRef& place);

private:
    void goBack();
    void refresh();
    void addLink(const QString& name, Role role, const CellRef& place);
    void addParameter(const SourceOperand& operand);

    std::shared_ptr<const Trace> m_trace;
    Explanation m_explanation;
    std::vector<CellRef> m_trail; ///< places that were left by a link
    CellRef m_expected; ///< where a link just led
    Theme m_theme = Theme::light();
    QToolButton* m_back = nullptr;
    std::vector<QToolButton*> m_links;
    std::vector<QWidget*> m_parts; ///< links and parameters, in order
};

} // namespace regard

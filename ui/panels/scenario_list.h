// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"
#include "ui/views/shared/quiet_view.h"
#include "ui/views/shared/theme.h"

#include <QListWidget>

namespace regard {

/// The catalogue as cards: title and summary, or where that is too much the titles alone with
/// the open one's summary. A click or Return opens one.
class ScenarioList : public QuietView<QListWidget> {
    Q_OBJECT
public:
    explicit ScenarioList(QWidget* parent = nullptr);

    void setScenarios(const std::vector<ScenarioSpec>& scenarios);
    /// Marks the open one.
    void setCurrent(const QString& id);
    void setTheme(const Theme& theme);

    QSize sizeHint() const override { return {220, 220}; }
    QSize minimumSizeHint() const override { return {150, 90}; }
    /// At which all titles are seen.
    int titlesHeight() const;

Q_SIGNALS:
    void opened(const QString& id);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();

    class Cards;
    Cards* m_cards;
};

} // namespace regard

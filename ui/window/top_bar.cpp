// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/top_bar.h"

#include "ui/panels/drawings.h"
#include "ui/panels/settings_bar.h"
#include "ui/views/shared/give_help.h"

#include <QHBoxLayout>

namespace regard {

/// Knows whether what is chosen is chosen in the opened list.
class TopBar::ScenarioBox : public QComboBox {
public:
    bool wasOpened() const { return m_opened; }
    void showPopup() override
    {
        m_opened = true;
        QComboBox::showPopup();
    }

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        m_opened = false;
        QComboBox::keyPressEvent(event);
    }
    void wheelEvent(QWheelEvent* event) override
    {
        m_opened = false;
        QComboBox::wheelEvent(event);
    }

private:
    bool m_opened = false;
};

TopBar::TopBar(QWidget* parent)
    : QWidget(parent)
    , m_scenarios(new ScenarioBox)
    , m_settings(new SettingsBar)
    , m_theme(new QToolButton)
    , m_presenter(new QToolButton)
{
    m_scenarios->setAccessibleName(tr("Scenario"));
    giveHelp(m_scenarios, "top/scenario");
    giveHelp(m_theme, "top/theme");
    giveHelp(m_presenter, "view/presenter");
    m_scenarios->setMaxVisibleItems(20);
    m_scenarios->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    QFont bold = m_scenarios->font();
    bold.setWeight(QFont::DemiBold);
    m_scenarios->setFont(bold);
    connect(m_scenarios, &QComboBox::activated, this, [this] {
        Q_EMIT scenarioChosen(m_scenarios->currentData().toString());
        if (m_scenarios->wasOpened())
            Q_EMIT scenarioListLeft();
    });
    m_theme->setAccessibleName(tr("Theme"));
    m_presenter->setAccessibleName(tr("Presenter mode"));
    m_theme->setIconSize({20, 20});
    m_presenter->setIconSize({20, 20});

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 0);
    layout->setSpacing(6);
    layout->addWidget(m_scenarios, 0, Qt::AlignTop);
    layout->addSpacing(12);
    layout->addWidget(m_settings, 1);
    layout->addWidget(m_theme, 0, Qt::AlignTop);
    layout->addWidget(m_presenter, 0, Qt::AlignTop);
}

QComboBox* TopBar::scenarios() const
{
    return m_scenarios;
}

void TopBar::setScenarios(const std::vector<ScenarioSpec>& scenarios)
{
    m_scenarios->clear();
    for (const ScenarioSpec& scenario : scenarios) {
        m_scenarios->addItem(QString::fromStdString(scenario.title),
                             QString::fromStdString(scenario.id));
        m_scenarios->setItemData(m_scenarios->count() - 1, QString::fromStdString(scenario.summary),
                                 Qt::ToolTipRole);
    }
}

void TopBar::setCurrent(const QString& id)
{
    m_scenarios->setCurrentIndex(m_scenarios->findData(id));
}

void TopBar::setTheme(const Theme& theme)
{
    m_settings->setTheme(theme);
    // The icon is what a click leads to.
    m_theme->setIcon(
        themedIcon(theme.isDark() ? QStringLiteral("light") : QStringLiteral("dark"), theme));
    m_theme->setToolTip(theme.isDark()
                            ? tr("To the light theme. “View › Theme” has the desktop's.")
                            : tr("To the dark theme. “View › Theme” has the desktop's."));
    m_presenter->setIcon(themedIcon(QStringLiteral("presenter"), theme));
}

} // namespace regard

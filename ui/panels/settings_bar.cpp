// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/settings_bar.h"

#include "ui/panels/drawings.h"
#include "ui/views/shared/give_help.h"
#include "ui/views/shared/wrap_layout.h"
#include "ui/words/setting_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScreen>

#include <algorithm>
#include <utility>

namespace regard {

namespace {

constexpr int horizontalGap = 16;
constexpr int verticalGap = 6;

} // namespace

SettingsBar::SettingsBar(QWidget* parent, Of of)
    : QWidget(parent)
    , m_of(of)
    , m_flow(new WrapLayout(horizontalGap, verticalGap))
    , m_more(new QToolButton)
    , m_reset(new QToolButton)
    , m_panel(new QFrame(this, Qt::Popup))
    , m_rest(new QVBoxLayout(m_panel))
{
    setLayout(m_flow);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Settings"));
    m_more->setText(tr("More"));
    m_more->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_more->setAccessibleName(tr("More settings"));
    connect(m_more, &QToolButton::clicked, this, &SettingsBar::openPanel);
    m_reset->setText(tr("Defaults"));
    m_reset->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    giveHelp(m_reset, "settings/reset");
    helpWhenAsked(m_more, "settings/more");
    m_reset->setAccessibleName(tr("Settings back to defaults"));
    connect(m_reset, &QToolButton::clicked, this, &SettingsBar::resetAsked);
    m_flow->addWidget(m_more);
    m_flow->addWidget(m_reset);
    m_more->hide();
    m_panel->setFrameShape(QFrame::StyledPanel);
    m_panel->setAccessibleName(tr("More settings"));
    m_rest->setSpacing(verticalGap + 4);
    setVisible(false);
}

void SettingsBar::setSpecs(const std::vector<SettingSpec>& specs)
{
    m_panel->hide();
    for (const Line& line : m_lines)
        delete line.group;
    m_lines.clear();
    m_shown = {};
    m_labels.clear();
    for (const SettingSpec& spec : specs)
        m_labels[spec.name] = QString::fromStdString(spec.label);
    m_inBar = -1;
    for (const SettingSpec& spec : specs) {
        if ((spec.affects == Affects::Training) != (m_of == Of::Training))
            continue;
        auto* group = new QWidget(this);
        auto* layout = new QHBoxLayout(group);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(6);
        Line line{spec, group, nullptr, {}};
        if (!std::holds_alternative<bool>(spec.defaultValue))
            layout->addWidget(new QLabel(QString::fromStdString(spec.label)));
        if (std::holds_alternative<bool>(spec.defaultValue))
            addFlag(line, layout);
        else if (std::holds_alternative<std::int64_t>(spec.defaultValue))
            addInteger(line, layout);
        else if (std::holds_alternative<double>(spec.defaultValue))
            addNumber(line, layout);
        else
            addChoice(line, layout);
        QList<QWidget*> parts = group->findChildren<QWidget*>();
        parts << group;
        for (QWidget* part : std::as_const(parts)) {
            part->setContextMenuPolicy(Qt::CustomContextMenu);
            connect(part, &QWidget::customContextMenuRequested, this,
                    [this, part, name = spec.name](const QPoint& at) {
                        Q_EMIT menuAsked(name, part->mapToGlobal(at));
                    });
        }
        line.control->setAccessibleName(QString::fromStdString(spec.label));
        line.control->setAccessibleDescription(QString::fromStdString(spec.help));
        m_lines.push_back(std::move(line));
    }
    setVisible(!m_lines.empty());
    setTheme(m_theme);
    distribute();
}

void SettingsBar::setChangeable(std::optional<std::vector<std::string>> names)
{
    m_changeable = std::move(names);
    updateStates();
}

void SettingsBar::setMaximumLines(int lines)
{
    if (lines == m_maximumLines)
        return;
    m_maximumLines = lines;
    distribute();
}

int SettingsBar::fitting(int width) const
{
    const int count = static_cast<int>(m_lines.size());
    const int buttons =
        m_more->sizeHint().width() + m_reset->sizeHint().width() + 2 * horizontalGap;
    int x = 0;
    int line = 1;
    int fit = 0; // with room for the buttons behind
    for (int i = 0; i < count; ++i) {
        const int group =
            std::min(m_lines[static_cast<std::size_t>(i)].group->sizeHint().width(), width);
        if (x > 0 && x + group > width) {
            ++line;
            x = 0;
        }
        if (line > m_maximumLines)
            return std::max(fit, 1);
        x += group + horizontalGap;
        // On the last line the buttons follow.
        if (line < m_maximumLines || x + buttons - horizontalGap <= width)
            fit = i + 1;
    }
    const int reset = m_reset->sizeHint().width();
    return line < m_maximumLines || x + reset <= width ? count : std::max(fit, 1);
}

void SettingsBar::distribute()
{
    const int count = static_cast<int>(m_lines.size());
    const int inBar = width() > 0 ? std::min(fitting(width()), count) : count;
    if (inBar == m_inBar)
        return;
    m_inBar = inBar;
    // All out, then back in their order.
    while (QLayoutItem* item = m_flow->takeAt(0))
        delete item;
    while (QLayoutItem* item = m_rest->takeAt(0))
        delete item;
    for (int i = 0; i < count; ++i) {
        QWidget* group = m_lines[static_cast<std::size_t>(i)].group;
        if (i < inBar)
            m_flow->addWidget(group);
        else
            m_rest->addWidget(group, 0, Qt::AlignLeft);
        group->show();
    }
    m_flow->addWidget(m_more);
    m_flow->addWidget(m_reset);
    m_more->setVisible(inBar < count);
    if (inBar == count)
        m_panel->hide();
    updateStates();
    updateGeometry();
}

void SettingsBar::openPanel()
{
    m_panel->adjustSize();
    const QPoint below = m_more->mapToGlobal(QPoint(0, m_more->height() + 2));
    const QRect screen = m_more->screen()->availableGeometry();
    const QPoint last = screen.bottomRight() - QPoint(m_panel->width(), m_panel->height());
    m_panel->move(std::clamp(below.x(), screen.left(), std::max(screen.left(), last.x())),
                  std::clamp(below.y(), screen.top(), std::max(screen.top(), last.y())));
    m_panel->show();
    const auto first = static_cast<std::size_t>(m_inBar);
    if (first < m_lines.size())
        m_lines[first].control->setFocus(Qt::PopupFocusReason);
}

void SettingsBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    distribute();
}

void SettingsBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        m_inBar = -1;
        distribute();
    }
}

QSize SettingsBar::sizeHint() const
{
    QSize size = m_flow->sizeHint();
    // As wide as all controls would like to be, so that there is room to come back to.
    int all = 0;
    for (const Line& line : m_lines)
        all += line.group->sizeHint().width() + horizontalGap;
    size.setWidth(all + m_reset->sizeHint().width());
    return size;
}

QSize SettingsBar::minimumSizeHint() const
{
    QSize size = m_more->sizeHint();
    for (const Line& line : m_lines)
        size = size.expandedTo(line.group->minimumSizeHint());
    return size;
}

int SettingsBar::heightForWidth(int width) const
{
    const int count = static_cast<int>(m_lines.size());
    const int fit = std::min(fitting(width), count);
    int height = 0;
    int lines = 1;
    int x = 0;
    const auto put = [&](const QSize& size) {
        if (x > 0 && x + size.width() > width) {
            ++lines;
            x = 0;
        }
        x += size.width() + horizontalGap;
        height = std::max(height, size.height());
    };
    for (int i = 0; i < fit; ++i)
        put(m_lines[static_cast<std::size_t>(i)].group->sizeHint());
    if (fit < count)
        put(m_more->sizeHint());
    put(m_reset->sizeHint());
    return lines * height + (lines - 1) * verticalGap;
}

void SettingsBar::change(const std::string& name, const SettingValue& value)
{
    if (m_shown.has(name) && m_shown.value(name) == value)
        return;
    m_shown.set(name, value);
    updateStates();
    Q_EMIT settingChanged(name, value);
}

void SettingsBar::setSettings(const Settings& settings)
{
    // Those too that another bar shows: some here may take part only with them.
    for (const auto& [name, value] : settings.values())
        m_shown.set(name, value);
    for (const Line& line : m_lines)
        if (settings.has(line.spec.name))
            line.show(settings.value(line.spec.name));
    updateStates();
}

QString SettingsBar::withoutEffect(const Condition& unmet) const
{
    QStringList values;
    for (const std::string& value : unmet.values)
        values << (value == "true"        ? settingInWords(true)
                       : value == "false" ? settingInWords(false)
                                          : settingInWords(value));
    return tr("Now without effect: it takes part only with %1: %2.")
        .arg(label(unmet.setting), values.join(tr(" or ")));
}

void SettingsBar::updateStates()
{
    const auto differs = [this](const Line& line) {
        return m_shown.has(line.spec.name)
            && m_shown.value(line.spec.name) != line.spec.defaultValue;
    };
    m_reset->setEnabled(std::any_of(m_lines.begin(), m_lines.end(), differs));
    for (const Line& line : m_lines) {
        const Condition* unmet = unmetCondition(line.spec, m_shown);
        const bool changeable = !m_changeable
            || std::find(m_changeable->begin(), m_changeable->end(), line.spec.name)
                != m_changeable->end();
        line.group->setEnabled(unmet == nullptr && changeable);
        const QString help = unmet == nullptr
            ? QString::fromStdString(line.spec.help)
            : tr("%1 %2").arg(QString::fromStdString(line.spec.help), withoutEffect(*unmet));
        for (QWidget* part : line.group->findChildren<QWidget*>())
            helpAs(part, help);
        helpAs(line.group, help);
    }
    QStringList hidden;
    bool changed = false;
    for (std::size_t i = static_cast<std::size_t>(std::max(0, m_inBar)); i < m_lines.size(); ++i) {
        hidden << QString::fromStdString(m_lines[i].spec.label);
        changed = changed || differs(m_lines[i]);
    }
    m_more->setText(changed ? tr("More •") : tr("More"));
    m_more->setToolTip(
        changed ? tr("%1. Not all are at their defaults.").arg(hidden.join(QStringLiteral(", ")))
                : hidden.join(QStringLiteral(", ")));
}

void SettingsBar::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_reset->setIcon(themedIcon(QStringLiteral("reset"), theme));
}

QString SettingsBar::label(const std::string& name) const
{
    const auto known = m_labels.find(name);
    return known != m_labels.end() ? known->second : QString::fromStdString(name);
}

std::vector<const SettingSpec*> SettingsBar::specs() const
{
    std::vector<const SettingSpec*> all;
    for (const Line& line : m_lines)
        all.push_back(&line.spec);
    return all;
}

void SettingsBar::choose(const std::string& name, const SettingValue& value)
{
    for (const Line& line : m_lines)
        if (line.spec.name == name)
            line.show(value);
    change(name, value);
}

void SettingsBar::focusControl(const std::string& name)
{
    QWidget* wanted = control(name);
    if (!wanted)
        return;
    if (m_panel->isAncestorOf(wanted))
        openPanel();
    wanted->setFocus(Qt::ShortcutFocusReason);
}

QWidget* SettingsBar::control(const std::string& name) const
{
    for (const Line& line : m_lines)
        if (line.spec.name == name)
            return line.control;
    return nullptr;
}

} // namespace regard

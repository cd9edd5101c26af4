// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/settings_bar.h"

#include "ui/panels/drawings.h"
#include "ui/panels/flow_layout.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

constexpr int sliderSteps = 1000;

/// A slider's place for a number: on a logarithmic scale where the range spans decades.
class SliderScale {
public:
    explicit SliderScale(const SettingSpec& spec)
        : m_low(spec.minimum)
        , m_high(spec.maximum)
        , m_logarithmic(spec.minimum > 0 && spec.maximum / spec.minimum >= 20)
    {
    }
    int place(double value) const
    {
        const double part = m_logarithmic ? std::log(value / m_low) / std::log(m_high / m_low)
                                          : (value - m_low) / (m_high - m_low);
        return static_cast<int>(std::lround(std::clamp(part, 0.0, 1.0) * sliderSteps));
    }
    /// Rounded to two digits, so that a slider gives numbers that one can say.
    double value(int place) const
    {
        const double part = static_cast<double>(place) / sliderSteps;
        const double exact = m_logarithmic ? m_low * std::pow(m_high / m_low, part)
                                           : m_low + part * (m_high - m_low);
        if (place <= 0 || place >= sliderSteps || exact == 0)
            return exact;
        const double unit = std::pow(10, std::floor(std::log10(std::abs(exact))) - 1);
        return std::clamp(std::round(exact / unit) * unit, m_low, m_high);
    }

private:
    double m_low;
    double m_high;
    bool m_logarithmic;
};

/// "scaled_dot" is written "scaled dot".
QString choiceText(const std::string& choice)
{
    return QString::fromStdString(choice).replace(QLatin1Char('_'), QLatin1Char(' '));
}

} // namespace

SettingsBar::SettingsBar(QWidget* parent) : QWidget(parent), m_flow(new FlowLayout(16, 6))
{
    setLayout(m_flow);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Settings"));
}

void SettingsBar::setSpecs(const std::vector<SettingSpec>& specs)
{
    m_lines.clear();
    m_shown = {};
    while (QLayoutItem* item = m_flow->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_reset = nullptr;
    for (const SettingSpec& spec : specs) {
        if (spec.affects == Affects::Training)
            continue;
        auto* group = new QWidget;
        auto* layout = new QHBoxLayout(group);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(6);
        Line line{spec, nullptr, {}};
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
        line.control->setAccessibleName(QString::fromStdString(spec.label));
        line.control->setAccessibleDescription(QString::fromStdString(spec.help));
        for (QWidget* part : group->findChildren<QWidget*>())
            part->setToolTip(QString::fromStdString(spec.help));
        group->setToolTip(QString::fromStdString(spec.help));
        m_flow->addWidget(group);
        m_lines.push_back(std::move(line));
    }
    if (!m_lines.empty()) {
        m_reset = new QToolButton;
        m_reset->setText(tr("Defaults"));
        m_reset->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        m_reset->setToolTip(tr("Put all settings of this scenario back to their defaults"));
        m_reset->setAccessibleName(tr("Settings back to defaults"));
        connect(m_reset, &QToolButton::clicked, this, &SettingsBar::resetAsked);
        m_flow->addWidget(m_reset);
    }
    setVisible(!m_lines.empty());
    setTheme(m_theme);
    updateGeometry();
}

void SettingsBar::addChoice(Line& line, QLayout* layout)
{
    auto* box = new QComboBox;
    for (const std::string& choice : line.spec.choices)
        box->addItem(choiceText(choice), QString::fromStdString(choice));
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(box, &QComboBox::activated, this, [this, box, name = line.spec.name] {
        change(name, box->currentData().toString().toStdString());
    });
    line.control = box;
    line.show = [box](const SettingValue& value) {
        box->setCurrentIndex(box->findData(QString::fromStdString(std::get<std::string>(value))));
    };
    layout->addWidget(box);
}

void SettingsBar::addFlag(Line& line, QLayout* layout)
{
    auto* box = new QCheckBox(QString::fromStdString(line.spec.label));
    connect(box, &QCheckBox::toggled, this,
            [this, name = line.spec.name](bool on) { change(name, on); });
    line.control = box;
    line.show = [box](const SettingValue& value) { box->setChecked(std::get<bool>(value)); };
    layout->addWidget(box);
}

void SettingsBar::addInteger(Line& line, QLayout* layout)
{
    auto* box = new QSpinBox;
    box->setRange(static_cast<int>(line.spec.minimum), static_cast<int>(line.spec.maximum));
    box->setKeyboardTracking(false);
    connect(box, &QSpinBox::valueChanged, this,
            [this, name = line.spec.name](int value) { change(name, std::int64_t{value}); });
    line.control = box;
    line.show = [box](const SettingValue& value) {
        box->setValue(static_cast<int>(std::get<std::int64_t>(value)));
    };
    layout->addWidget(box);
}

void SettingsBar::addNumber(Line& line, QLayout* layout)
{
    const SliderScale scale(line.spec);
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setRange(0, sliderSteps);
    slider->setPageStep(sliderSteps / 10);
    slider->setFixedWidth(96);
    slider->setAccessibleName(QString::fromStdString(line.spec.label));
    auto* box = new QDoubleSpinBox;
    box->setRange(line.spec.minimum, line.spec.maximum);
    box->setDecimals(line.spec.minimum > 0 && line.spec.minimum < 0.01 ? 4 : 2);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setKeyboardTracking(false);
    const auto setBoth = [slider, box, scale](double value) {
        const QSignalBlocker first(slider);
        const QSignalBlocker second(box);
        slider->setValue(scale.place(value));
        box->setValue(value);
    };
    connect(slider, &QSlider::valueChanged, this,
            [this, setBoth, scale, name = line.spec.name](int place) {
                setBoth(scale.value(place));
                change(name, scale.value(place));
            });
    connect(box, &QDoubleSpinBox::valueChanged, this,
            [this, setBoth, name = line.spec.name](double value) {
                setBoth(value);
                change(name, value);
            });
    line.control = box;
    line.show = [slider, setBoth](const SettingValue& value) {
        if (!slider->isSliderDown())
            setBoth(std::get<double>(value));
    };
    layout->addWidget(slider);
    layout->addWidget(box);
}

void SettingsBar::change(const std::string& name, const SettingValue& value)
{
    if (m_shown.has(name) && m_shown.value(name) == value)
        return;
    m_shown.set(name, value);
    updateReset();
    Q_EMIT settingChanged(name, value);
}

void SettingsBar::setSettings(const Settings& settings)
{
    for (const Line& line : m_lines) {
        if (!settings.has(line.spec.name))
            continue;
        const SettingValue& value = settings.value(line.spec.name);
        m_shown.set(line.spec.name, value);
        line.show(value);
    }
    updateReset();
}

void SettingsBar::updateReset()
{
    if (!m_reset)
        return;
    m_reset->setEnabled(std::any_of(m_lines.begin(), m_lines.end(), [this](const Line& line) {
        return m_shown.has(line.spec.name)
            && m_shown.value(line.spec.name) != line.spec.defaultValue;
    }));
}

void SettingsBar::setTheme(const Theme& theme)
{
    m_theme = theme;
    if (m_reset)
        m_reset->setIcon(themedIcon(QStringLiteral("reset"), theme));
}

QWidget* SettingsBar::control(const std::string& name) const
{
    for (const Line& line : m_lines)
        if (line.spec.name == name)
            return line.control;
    return nullptr;
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
// The controls of the settings bar, one for each type of setting.
#include "ui/panels/settings_bar.h"
#include "ui/panels/slider_scale.h"
#include "ui/words/setting_text.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QStyledItemDelegate>

#include <algorithm>

namespace regard {

namespace {

constexpr int untrainedRole = Qt::UserRole + 1;

/// Writes in the opened list which choices have no trained weights.
class ChoiceDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.data(untrainedRole).toBool())
            option->text = SettingsBar::tr("%1 (untrained)").arg(option->text);
    }
};

/// Its opened list is as wide as the longest line in it, which says more than the closed box.
class ChoiceBox : public QComboBox {
public:
    ChoiceBox()
    {
        setItemDelegate(new ChoiceDelegate(this));
        setMaxVisibleItems(mostVisible);
    }

    void showPopup() override
    {
        const int bar = count() > mostVisible ? view()->verticalScrollBar()->sizeHint().width() : 0;
        view()->setMinimumWidth(view()->sizeHintForColumn(0) + bar + 2 * listMargin);
        QComboBox::showPopup();
    }

private:
    static constexpr int mostVisible = 20;
    static constexpr int listMargin = 6; ///< outline and padding of the list
};

} // namespace

// NOLINTNEXTLINE(readability-make-member-function-const): it changes what the control shows
void SettingsBar::setUntrained(const std::string& name, const std::vector<std::string>& choices)
{
    auto* box = qobject_cast<QComboBox*>(control(name));
    for (int i = 0; box && i < box->count(); ++i) {
        const std::string choice = box->itemData(i).toString().toStdString();
        const bool untrained = std::find(choices.begin(), choices.end(), choice) != choices.end();
        box->setItemData(i,
                         untrained ? tr("No trained weights are shipped for this choice: "
                                        "“regard train” makes some")
                                   : QString(),
                         Qt::ToolTipRole);
        box->setItemData(i, untrained, untrainedRole);
    }
}

void SettingsBar::addChoice(Line& line, QLayout* layout)
{
    auto* box = new ChoiceBox;
    for (const std::string& choice : line.spec.choices)
        box->addItem(settingInWords(choice), QString::fromStdString(choice));
    // As wide as its longest choice in any font; what is said behind one is for the opened list.
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
    slider->setRange(0, SliderScale::steps);
    slider->setPageStep(SliderScale::steps / 10);
    slider->setFixedWidth(84);
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

} // namespace regard

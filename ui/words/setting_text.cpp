// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/setting_text.h"

#include <QCoreApplication>

namespace regard {

namespace {

struct SettingWords {
    Q_DECLARE_TR_FUNCTIONS(SettingWords)
};

} // namespace

QString settingInWords(const SettingValue& value)
{
    if (const bool* flag = std::get_if<bool>(&value))
        return *flag ? SettingWords::tr("on") : SettingWords::tr("off");
    return QString::fromStdString(settingText(value)).replace(QLatin1Char('_'), QLatin1Char(' '));
}

} // namespace regard

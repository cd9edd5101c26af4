// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/help_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>

namespace regard {

namespace {

const HelpText* lineOf(const char* name)
{
    const std::span<const HelpText> all = helpTexts();
    const auto found = std::find_if(all.begin(), all.end(), [&](const HelpText& line) {
        return std::strcmp(line.name, name) == 0;
    });
    return found == all.end() ? nullptr : &*found;
}

} // namespace

QString tipOf(const char* name)
{
    const HelpText* line = lineOf(name);
    return line ? QCoreApplication::translate("HelpText", line->tip) : QString();
}

QString whatsThisOf(const char* name)
{
    const HelpText* line = lineOf(name);
    if (!line)
        return {};
    const QString tip = asSentence(tipOf(name));
    return line->more
        ? QStringLiteral("%1 %2").arg(tip, QCoreApplication::translate("HelpText", line->more))
        : tip;
}

QString asSentence(const QString& text)
{
    const bool ended = text.isEmpty() || text.endsWith(QLatin1Char('.'))
        || text.endsWith(QLatin1Char('?')) || text.endsWith(QChar(0x2026));
    return ended ? text : text + QLatin1Char('.');
}

} // namespace regard

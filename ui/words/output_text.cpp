// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/output_text.h"

#include <QStringList>

#include <algorithm>

namespace regard {

QString outputInWords(const Trace& trace)
{
    QStringList words;
    for (const TraceToken& token : trace.output)
        words << QString::fromStdString(token.text);
    const bool characters = std::all_of(words.begin(), words.end(), [](const QString& word) {
        return word.size() == 1 || word.startsWith(QLatin1Char('<'));
    });
    return words.join(characters ? QString() : QStringLiteral(" "));
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/output_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace regard {

QString outputInWords(const Trace& trace)
{
    QStringList words;
    for (const TraceToken& token : trace.output)
        words << QString::fromStdString(token.text);
    // Pieces of words: a mark begins a word, core/text/word_pieces.h.
    const QChar mark(0x2581);
    if (std::any_of(words.begin(), words.end(),
                    [&](const QString& word) { return word.startsWith(mark); })) {
        QString text;
        for (const QString& word : words)
            text += word.startsWith(QLatin1Char('<')) ? QLatin1Char(' ') + word : word;
        return text.replace(mark, QLatin1Char(' ')).trimmed();
    }
    const bool characters = std::all_of(words.begin(), words.end(), [](const QString& word) {
        return word.size() == 1 || word.startsWith(QLatin1Char('<'));
    });
    return words.join(characters ? QString() : QStringLiteral(" "));
}

QString memoryText(std::size_t bytes)
{
    constexpr std::size_t worthAWord = std::size_t{8} << 20;
    return bytes < worthAWord
        ? QString()
        : QCoreApplication::translate("MemoryText", "%1 MB").arg((bytes + (1 << 19)) >> 20);
}

} // namespace regard

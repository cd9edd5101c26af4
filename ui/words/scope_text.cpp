// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/scope_text.h"

#include "ui/words/to_text.h"

#include <QCoreApplication>

namespace regard {

namespace {

struct ScopeText {
    Q_DECLARE_TR_FUNCTIONS(ScopeText)
};

ScopePart partOf(QString folder)
{
    qsizetype digits = folder.size();
    while (digits > 0 && folder[digits - 1].isDigit())
        --digits;
    ScopePart part{folder.left(digits), folder.mid(digits), {}};
    if (digits == 0) // a number alone
        std::swap(part.word, part.number);
    part.word.replace(QLatin1Char('_'), QLatin1Char(' '));
    const bool numbered = !part.number.isEmpty();
    const auto counted = [&](const char* word) {
        if (!numbered || part.word != QLatin1String(word))
            return false;
        part.number = QString::number(part.number.toInt() + 1);
        return true;
    };
    part.text = counted("layer")                ? ScopeText::tr("layer %1").arg(part.number)
        : counted("head")                       ? ScopeText::tr("head %1").arg(part.number)
        : numbered                              ? part.word + QLatin1Char(' ') + part.number
        : part.word == QLatin1String("encoder") ? ScopeText::tr("encoder")
        : part.word == QLatin1String("decoder") ? ScopeText::tr("decoder")
                                                : part.word;
    return part;
}

} // namespace

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

std::vector<ScopePart> scopeFolders(std::string_view scope)
{
    std::vector<ScopePart> folders;
    for (const QString& folder : toText(scope).split(QLatin1Char('/'), Qt::SkipEmptyParts))
        folders.push_back(partOf(folder));
    return folders;
}

QStringList scopeParts(std::string_view scope)
{
    QStringList parts;
    for (const ScopePart& folder : scopeFolders(scope))
        parts << folder.text;
    return parts;
}

QString scopeText(std::string_view scope)
{
    return capitalised(scopeParts(scope).join(QStringLiteral(" · ")));
}

QString pathText(std::string_view path)
{
    return scopeParts(path).join(QStringLiteral(" › "));
}

QString attentionText(const Attention& attention)
{
    return attention.scope.empty() ? ScopeText::tr("Attention") : scopeText(attention.scope);
}

QString headText(int head)
{
    return ScopeText::tr("Head %1").arg(head + 1);
}

} // namespace regard

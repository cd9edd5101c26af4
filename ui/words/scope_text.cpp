// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/scope_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace regard {

namespace {

struct ScopeText {
    Q_DECLARE_TR_FUNCTIONS(ScopeText)
};

} // namespace

QString scopeText(std::string_view scope)
{
    QStringList parts;
    const QString text = QString::fromUtf8(scope.data(), static_cast<int>(scope.size()));
    for (const QString& part : text.split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
        qsizetype digits = part.size();
        while (digits > 0 && part[digits - 1].isDigit())
            --digits;
        const QString word = part.left(digits);
        const QString number = part.mid(digits);
        // Layers count from zero, people from one: "layer0", but "encoder1".
        parts << (word.isEmpty() || number.isEmpty() ? part
                      : word == QLatin1String("layer")
                      ? ScopeText::tr("layer %1").arg(number.toInt() + 1)
                      : word + QLatin1Char(' ') + number);
    }
    QString joined = parts.join(QStringLiteral(" · "));
    joined.replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!joined.isEmpty())
        joined[0] = joined[0].toUpper();
    return joined;
}

} // namespace regard

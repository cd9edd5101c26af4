// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/glossary.h"

#include "ui/panels/glossary_meanings.h"
#include "ui/words/formula_words.h"
#include "ui/words/to_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace regard {

namespace {

/// Whether a word is in a list with spaces between; any is in an empty one.
bool isListed(const char* list, std::string_view word)
{
    const QStringList words = QString::fromUtf8(list).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return words.isEmpty() || words.contains(toText(word));
}

const std::vector<Meaning>& meanings()
{
    static const std::vector<Meaning> all = [] {
        std::vector<Meaning> joined;
        for (const std::span<const Meaning> part :
             {attentionMeanings(), modelMeanings(), signMeanings()})
            joined.insert(joined.end(), part.begin(), part.end());
        return joined;
    }();
    return all;
}

/// The line of a symbol in a formula of a scenario: the first that names the formula, else the
/// first that holds in any; none if nobody wrote it.
std::optional<std::size_t> lineOf(const QString& symbol, const Formula* formula,
                                  std::string_view scenario)
{
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < meanings().size(); ++i) {
        const Meaning& line = meanings()[i];
        const bool anyFormula = *line.formulas == '\0';
        if ((anyFormula && found) || !isListed(line.symbols, symbol.toStdString())
            || !isListed(line.scenarios, scenario)
            || !isListed(line.formulas, formula ? *formula->name : std::string_view()))
            continue;
        found = i;
        if (!anyFormula)
            break;
    }
    return found;
}

/// Whether an entry shows the letter already: "q" beside "*q" says nothing new.
bool hasLetter(const GlossaryEntry& entry, const QString& symbol)
{
    const auto plain = [](QString text) { return text.remove(QLatin1Char('*')); };
    return std::any_of(entry.symbols.begin(), entry.symbols.end(),
                       [&](const QString& known) { return plain(known) == plain(symbol); });
}

void addName(GlossaryEntry& entry, std::string_view name)
{
    if (const QString text = toText(name); !entry.names.contains(text))
        entry.names += text;
}

/// A path without its numbers, which is the same for all heads and layers, and its formula, which a
/// person may have taken out of one of them.
QString kindOf(const TraceTensor& tensor)
{
    static const QRegularExpression number(QStringLiteral("\\d+(?=/)"));
    QString kind = QString::fromStdString(tensor.path).remove(number);
    if (tensor.source.formula)
        kind += QLatin1Char(' ') + toText(*tensor.source.formula->name);
    return kind;
}

/// Bold after "*", lowered after "_", raised after "^", letters in italics and words upright.
QString symbolHtml(const QString& symbol)
{
    if (symbol == QLatin1String("[;]"))
        return QStringLiteral("[&nbsp;;&nbsp;]");
    if (symbol == QLatin1String("‖‖"))
        return QStringLiteral("‖&nbsp;‖");
    static const QRegularExpression word(QStringLiteral("^[a-z]{2,}$"));
    if (word.match(symbol).hasMatch())
        return symbol;
    static const QRegularExpression part(QStringLiteral("(\\*?)(\\p{L}\\p{M}*′?)(?:([_^])(.))?"));
    QString html;
    qsizetype done = 0;
    for (auto parts = part.globalMatch(symbol); parts.hasNext();) {
        const QRegularExpressionMatch match = parts.next();
        const QString tag = match.captured(1).isEmpty() ? QStringLiteral("i") : QStringLiteral("b");
        html += symbol.mid(done, match.capturedStart() - done)
            + QStringLiteral("<%1>%2</%1>").arg(tag, match.captured(2));
        if (!match.captured(4).isEmpty())
            html += QStringLiteral("<%1>%2</%1>")
                        .arg(match.captured(3) == QLatin1String("_") ? QStringLiteral("sub")
                                                                     : QStringLiteral("sup"),
                             match.captured(4));
        done = match.capturedEnd();
    }
    return html + symbol.mid(done);
}

} // namespace

QString meaningOf(const QString& symbol, const Formula* formula, std::string_view scenario)
{
    const auto line = lineOf(symbol, formula, scenario);
    return line ? QCoreApplication::translate("Glossary", meanings()[*line].text) : QString();
}

std::size_t glossaryLines()
{
    return meanings().size();
}

QString glossaryLine(std::size_t line)
{
    const Meaning& meaning = meanings()[line];
    return QString::fromUtf8(meaning.symbols) + QStringLiteral(": ")
        + QCoreApplication::translate("Glossary", meaning.text);
}

std::vector<GlossaryEntry> glossaryOf(const Trace& trace)
{
    std::vector<GlossaryEntry> entries;
    QSet<QString> kinds;
    for (const TraceTensor& tensor : trace.tensors) {
        const QString kind = kindOf(tensor);
        if (kinds.contains(kind))
            continue;
        kinds.insert(kind);
        const Formula* formula = tensor.source.formula;
        const QStringList symbols = symbolsOf(formula);
        for (const QString& symbol : symbols) {
            const auto number = lineOf(symbol, formula, trace.scenario);
            if (!number)
                continue;
            auto entry = std::find_if(entries.begin(), entries.end(),
                                      [&](const GlossaryEntry& e) { return e.line == *number; });
            if (entry == entries.end()) {
                const Meaning& line = meanings()[*number];
                entry = entries.insert(entry,
                                       {{},
                                        {},
                                        line.role,
                                        QCoreApplication::translate("Glossary", line.text),
                                        *number});
            }
            if (!hasLetter(*entry, symbol))
                entry->symbols += symbol;
            if (symbol == symbols.first())
                addName(*entry, tensor.name());
        }
    }
    std::stable_partition(entries.begin(), entries.end(),
                          [](const GlossaryEntry& e) { return !meanings()[e.line].counts; });
    return entries;
}

QString symbolsHtml(const GlossaryEntry& entry, const Theme& theme)
{
    QStringList parts;
    for (const QString& symbol : entry.symbols)
        parts += symbolHtml(symbol);
    const QString html = parts.join(QStringLiteral(", "));
    return entry.role ? QStringLiteral("<span style=\"color:%1\">%2</span>")
                            .arg(theme.role(*entry.role).name(), html)
                      : html;
}

} // namespace regard

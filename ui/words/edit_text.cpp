// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/edit_text.h"

#include "ui/words/ablation_text.h"
#include "ui/words/labels.h"
#include "ui/words/output_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

namespace regard {

namespace {

constexpr std::size_t mostNamed = 2;

struct EditText {
    Q_DECLARE_TR_FUNCTIONS(EditText)
};

QString number(double value)
{
    QString text = QString::number(value, 'g', 3);
    return text.replace(QLatin1Char('-'), QStringLiteral("−"));
}

/// " (91 %)": how likely the word that was written at a step was; nothing where that is not told.
QString likelihood(const Trace& trace, std::size_t step)
{
    const int found = trace.indexOf(Role::Probabilities);
    if (found < 0)
        return {};
    const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(found)];
    const auto row = static_cast<Index>(step);
    if (row >= tensor.value.rows() || !tensor.columns)
        return {};
    const auto& words = tensor.columns->names;
    const auto word = std::find(words.begin(), words.end(), trace.output[step].text);
    if (word == words.end())
        return {};
    const auto p =
        static_cast<double>(tensor.value.at(row, static_cast<Index>(word - words.begin())));
    return QStringLiteral(" (%1 %)").arg(std::round(p * 1000) / 10);
}

bool contains(const std::vector<Edit>& all, const Edit& edit)
{
    return std::find(all.begin(), all.end(), edit) != all.end();
}

/// Whether an edit sets a number in the row of another one.
auto ofRow(const Edit& edit)
{
    return [&edit](const Edit& other) {
        return other.kind == EditKind::Number && other.path == edit.path && other.row == edit.row;
    };
}

/// Each change in words: what is taken out, which words are masked, which numbers are set.
QStringList changes(const Trace& before, const Trace& after)
{
    QStringList parts;
    for (const Ablation& ablation : ablationsOf(before))
        if (std::all_of(ablation.edits.begin(), ablation.edits.end(),
                        [&](const Edit& edit) { return contains(after.edits, edit); }))
            parts << EditText::tr("without “%1”").arg(ablationText(before, ablation));
    std::set<std::pair<std::string, Index>> rows; // that are said as a whole
    for (const Edit& edit : after.edits) {
        if (edit.kind == EditKind::HideToken)
            parts << EditText::tr("“%1” masked").arg(QString::fromStdString(edit.columnLabel));
        const TraceTensor* tensor =
            edit.kind == EditKind::Number ? before.find(edit.path) : nullptr;
        const auto row = std::pair(edit.path, edit.row);
        if (const auto count = std::count_if(after.edits.begin(), after.edits.end(), ofRow(edit));
            tensor && count > 2 && edit.row < tensor->value.rows()) {
            if (rows.insert(row).second)
                parts << EditText::tr("%1, row %2: %n numbers", "", static_cast<int>(count))
                             .arg(QString::fromStdString(edit.path),
                                  rowText(before, *tensor, edit.row));
            continue;
        }
        if (tensor && edit.row < tensor->value.rows() && edit.column < tensor->value.columns())
            parts << EditText::tr("%1, %2 → %3: %4 instead of %5")
                         .arg(QString::fromStdString(edit.path), rowText(before, *tensor, edit.row),
                              columnText(before, *tensor, edit.column),
                              number(static_cast<double>(edit.value)),
                              number(static_cast<double>(tensor->value.at(edit.row, edit.column))));
    }
    return parts;
}

} // namespace

QString editsInWords(const Trace& before, const Trace& after, std::size_t asked)
{
    const QStringList all = changes(before, after);
    QStringList parts = all.mid(0, static_cast<qsizetype>(mostNamed));
    if (all.size() > parts.size())
        parts << EditText::tr("and %n more", "", static_cast<int>(all.size() - parts.size()));
    if (const std::size_t missed = asked - std::min(asked, after.edits.size()); missed == 1)
        parts << EditText::tr("one change without effect: what it changes is not there");
    else if (missed > 1)
        parts
            << EditText::tr("%1 changes without effect: what they change is not there").arg(missed);
    return parts.join(QStringLiteral("; "));
}

QString changeInWords(const Trace& before, const Trace& after)
{
    const std::size_t count = std::min(before.output.size(), after.output.size());
    for (std::size_t i = 0; i < count; ++i)
        if (before.output[i].text != after.output[i].text)
            return EditText::tr("“%1”%2 → “%3”%4")
                .arg(QString::fromStdString(before.output[i].text), likelihood(before, i),
                     QString::fromStdString(after.output[i].text), likelihood(after, i));
    if (before.output.size() != after.output.size())
        return EditText::tr("“%1” → “%2”").arg(outputInWords(before), outputInWords(after));
    if (!after.output.empty())
        return EditText::tr("the output stays “%1”").arg(outputInWords(after));
    if (after.tensors.empty())
        return {};
    const TraceTensor& last = after.tensors.back();
    const TraceTensor* was = before.find(last.path);
    if (!was || was->value.size() != last.value.size())
        return {};
    double most = 0;
    double largest = 0;
    for (std::size_t i = 0; i < last.value.size(); ++i) {
        const double change = std::abs(static_cast<double>(last.value[i] - was->value[i]));
        most = std::isfinite(change) ? std::max(most, change) : most;
        const double size = std::abs(static_cast<double>(was->value[i]));
        largest = std::isfinite(size) ? std::max(largest, size) : largest;
    }
    const QString name = QString::fromStdString(last.path);
    // What is left of the digits of numbers that are nearly alike says nothing.
    constexpr double share = 1e-4;
    if (most < share * largest)
        return EditText::tr("%1: no number changes by as much as %2")
            .arg(name, number(std::pow(10, std::ceil(std::log10(share * largest)))));
    return EditText::tr("%1: the largest change is %2").arg(name, number(most));
}

} // namespace regard

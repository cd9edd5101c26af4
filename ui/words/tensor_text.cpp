// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/tensor_text.h"

#include <QCoreApplication>

#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

namespace regard {

namespace {

/// The shortest text that reads back as the same float.
QString exact(Real number)
{
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, static_cast<float>(number)).ptr;
    return QString::fromLatin1(buffer, static_cast<qsizetype>(end - buffer));
}

/// Rows of numbers, each with what stands between them and at its ends.
QString joined(const Tensor& numbers, const QString& between, const QString& rowStart,
               const QString& rowEnd, const std::function<QString(Real)>& write,
               const QStringList& labels = {})
{
    QString text;
    for (Index row = 0; row < numbers.rows(); ++row) {
        QStringList cells;
        if (!labels.isEmpty())
            cells << labels[row];
        for (Index column = 0; column < numbers.columns(); ++column)
            cells << write(numbers.at(row, column));
        text += rowStart + cells.join(between) + rowEnd;
    }
    return text;
}

QString plain(Real number)
{
    return std::isnan(number) ? QStringLiteral("nan")
        : std::isinf(number)  ? QStringLiteral("%1inf").arg(number < 0 ? "-" : "")
                              : exact(number);
}

QString tabs(const Tensor& numbers, const QStringList& rows, const QStringList& columns)
{
    const QString tab = QStringLiteral("\t");
    const QString end = QStringLiteral("\n");
    return tab + columns.join(tab) + end + joined(numbers, tab, {}, end, plain, rows);
}

/// RFC 4180: in quotation marks where there is a comma, a quotation mark or a new line.
QString quoted(QString text)
{
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"'))
        && !text.contains(QLatin1Char('\n')))
        return text;
    return QStringLiteral("\"%1\"").arg(text.replace(QStringLiteral("\""), QStringLiteral("\"\"")));
}

QStringList quoted(QStringList texts)
{
    for (QString& text : texts)
        text = quoted(text);
    return texts;
}

QString commas(const Tensor& numbers, const QStringList& rows, const QStringList& columns)
{
    const QString comma = QStringLiteral(",");
    const QString end = QStringLiteral("\n");
    return comma + quoted(columns).join(comma) + end
        + joined(numbers, comma, {}, end, plain, quoted(rows));
}

QString numpy(const Tensor& numbers, const QStringList&, const QStringList&)
{
    const auto write = [](Real number) {
        return std::isfinite(number) ? exact(number) : QStringLiteral("np.") + plain(number);
    };
    QString body = joined(numbers, QStringLiteral(", "), QStringLiteral("    ["),
                          QStringLiteral("],\n"), [&](Real number) {
                              return number < 0 && std::isinf(number) ? QStringLiteral("-np.inf")
                                                                      : write(number);
                          });
    return QStringLiteral("np.array([\n%1], dtype=np.float32)\n").arg(body);
}

QString latex(const Tensor& numbers, const QStringList&, const QStringList&)
{
    const auto write = [](Real number) {
        if (std::isinf(number))
            return QStringLiteral("%1\\infty").arg(number < 0 ? "-" : "");
        if (std::isnan(number))
            return QStringLiteral("\\text{nan}");
        QString text = exact(number);
        const qsizetype e = text.indexOf(QLatin1Char('e'));
        return e < 0 ? text
                     : QStringLiteral("%1 \\cdot 10^{%2}")
                           .arg(text.left(e), QString::number(text.mid(e + 1).toInt()));
    };
    return QStringLiteral("\\begin{bmatrix}\n%1\\end{bmatrix}\n")
        .arg(joined(numbers, QStringLiteral(" & "), QStringLiteral("  "), QStringLiteral(" \\\\\n"),
                    write));
}

constexpr std::array table{
    TensorFormat{QT_TRANSLATE_NOOP("TensorFormat", "Text"), tabs},
    TensorFormat{QT_TRANSLATE_NOOP("TensorFormat", "CSV"), commas},
    TensorFormat{QT_TRANSLATE_NOOP("TensorFormat", "NumPy"), numpy},
    TensorFormat{QT_TRANSLATE_NOOP("TensorFormat", "LaTeX"), latex},
};

/// The labels of some places of an axis; numbers from 1 where it has none.
QStringList labelsOf(const std::vector<Index>& places,
                     const std::function<const std::string*(Index)>& label)
{
    QStringList texts;
    for (const Index place : places) {
        const std::string* text = label(place);
        texts << (text ? QString::fromStdString(*text) : QString::number(place + 1));
    }
    return texts;
}

/// Those that are picked of an axis, or all.
std::vector<Index> placesOf(Index count, const PickedPlaces& picked, bool columns)
{
    if (picked.areSeveral() && picked.columns == columns)
        return picked.places;
    std::vector<Index> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), Index(0));
    return all;
}

} // namespace

std::span<const TensorFormat> tensorFormats()
{
    return table;
}

QString titleOf(const TensorFormat& format)
{
    return QCoreApplication::translate("TensorFormat", format.title);
}

QString tensorText(const TraceTensor& tensor, const TensorFormat& format,
                   const PickedPlaces& picked)
{
    const std::vector<Index> rows = placesOf(tensor.value.rows(), picked, false);
    const std::vector<Index> columns = placesOf(tensor.value.columns(), picked, true);
    Tensor numbers({static_cast<Index>(rows.size()), static_cast<Index>(columns.size())});
    for (std::size_t r = 0; r < rows.size(); ++r)
        for (std::size_t c = 0; c < columns.size(); ++c)
            numbers.at(static_cast<Index>(r), static_cast<Index>(c)) =
                tensor.value.at(rows[r], columns[c]);
    return format.write(numbers, labelsOf(rows, [&](Index i) { return tensor.rowLabel(i); }),
                        labelsOf(columns, [&](Index i) { return tensor.columnLabel(i); }));
}

} // namespace regard

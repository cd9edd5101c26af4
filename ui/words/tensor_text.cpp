// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/tensor_text.h"

#include <QCoreApplication>

#include <array>
#include <charconv>
#include <cmath>
#include <functional>

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

/// The labels of an axis; numbers from 1 where it has none.
QStringList labelsOf(Index count, const std::function<const std::string*(Index)>& label)
{
    QStringList texts;
    for (Index i = 0; i < count; ++i) {
        const std::string* text = label(i);
        texts << (text ? QString::fromStdString(*text) : QString::number(i + 1));
    }
    return texts;
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

QString tensorText(const TraceTensor& tensor, const TensorFormat& format)
{
    const Tensor numbers = tensor.value.copy();
    return format.write(
        numbers, labelsOf(numbers.rows(), [&](Index i) { return tensor.rowLabel(i); }),
        labelsOf(numbers.columns(), [&](Index i) { return tensor.columnLabel(i); }));
}

} // namespace regard

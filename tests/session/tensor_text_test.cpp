// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/tensor_text.h"

#include <QTest>

#include <cmath>

using namespace regard;

namespace {

TraceTensor example()
{
    TraceTensor tensor;
    tensor.path = "weights";
    tensor.rows = makeAxis({"a, \"b\"", "狗"});
    tensor.value = Tensor({2, 3}, {0.1F, -2, 1e-12F, -INFINITY, NAN, 3});
    return tensor;
}

QString written(const char* title)
{
    for (const TensorFormat& format : tensorFormats())
        if (titleOf(format) == QLatin1String(title))
            return tensorText(example(), format);
    return {};
}

} // namespace

class TensorTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textHasTabsAndItsLabels()
    {
        QCOMPARE(written("Text"),
                 QStringLiteral("\t1\t2\t3\na, \"b\"\t0.1\t-2\t1e-12\n"
                                "狗\t-inf\tnan\t3\n"));
    }

    void csvQuotesWhatHasACommaOrAQuotationMark()
    {
        QCOMPARE(written("CSV"),
                 QStringLiteral(",1,2,3\n\"a, \"\"b\"\"\",0.1,-2,1e-12\n"
                                "狗,-inf,nan,3\n"));
    }

    void numpyReadsItBack()
    {
        QCOMPARE(written("NumPy"),
                 QStringLiteral("np.array([\n    [0.1, -2, 1e-12],\n    [-np.inf, np.nan, 3],\n"
                                "], dtype=np.float32)\n"));
    }

    void latexIsAMatrix()
    {
        QCOMPARE(written("LaTeX"),
                 QStringLiteral("\\begin{bmatrix}\n  0.1 & -2 & 1 \\cdot 10^{-12} \\\\\n"
                                "  -\\infty & \\text{nan} & 3 \\\\\n\\end{bmatrix}\n"));
    }

    void everyFormHasEveryNumber()
    {
        TraceTensor tensor;
        tensor.value = Tensor({3, 2}, {11, 12, 21, 22, 31, 32});
        for (const TensorFormat& format : tensorFormats())
            for (const int number : {11, 12, 21, 22, 31, 32})
                QVERIFY2(tensorText(tensor, format).contains(QString::number(number)),
                         format.title);
    }
};

QTEST_GUILESS_MAIN(TensorTextTest)
#include "tensor_text_test.moc"

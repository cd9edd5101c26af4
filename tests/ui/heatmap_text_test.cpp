// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shown_heatmap.h"
#include "ui/views/heatmap/heatmap_text.h"
#include "ui/words/scope_text.h"

#include <QFile>
#include <QSvgRenderer>
#include <QTemporaryDir>

using namespace regard;

class HeatmapTextTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void figuresAreWrittenInEveryFormat()
    {
        QTemporaryDir folder;
        Shown shown(trace({weights()}));
        shown.view.setSelection({0, 1, 1}, {});
        const QImage before = shown.picture();
        for (const QString& format :
             {QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf")}) {
            QString error;
            QVERIFY2(shown.view.saveTo(folder.filePath("figure." + format), &error),
                     qPrintable(error));
        }
        const QImage png(folder.filePath(QStringLiteral("figure.png")));
        QCOMPARE(png.size(), QSize(1400, 960));

        QFile svg(folder.filePath(QStringLiteral("figure.svg")));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        const QByteArray drawn = svg.readAll();
        QVERIFY(QSvgRenderer(drawn).isValid());
        QVERIFY(!drawn.contains("<image"));
        QVERIFY(drawn.contains("tomorrow"));
        QVERIFY(drawn.contains(QColor(Theme::light().sequential(1)).name().toUtf8()));

        QFile pdf(folder.filePath(QStringLiteral("figure.pdf")));
        QVERIFY(pdf.open(QIODevice::ReadOnly));
        QVERIFY(pdf.readAll().startsWith("%PDF"));

        // The window shows what it showed before, marks included.
        QCOMPARE(different(before, shown.picture(), shown.view.rect()), 0);
    }

    void aFigureThatCannotBeWrittenSaysWhy()
    {
        QTemporaryDir folder;
        Shown shown(trace({weights()}));
        QString error;
        QVERIFY(!shown.view.saveTo(folder.filePath(QStringLiteral("figure.bmp")), &error));
        QVERIFY(error.contains(QStringLiteral("figure.bmp")));
        QVERIFY(!shown.view.saveTo(folder.filePath(QStringLiteral("missing/figure.png")), &error));
        QVERIFY(error.contains(QStringLiteral("missing")));
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("figure.bmp"))));
        shown.view.setTrace(nullptr);
        QVERIFY(!shown.view.saveTo(folder.filePath(QStringLiteral("figure.png")), &error));
    }

    void placesAreNamedInWords()
    {
        const Trace trace; // whose decoder writes nothing
        const TraceTensor tensor = weights();
        QCOMPARE(pathText("encoder/layer0/head12/raw_scores"),
                 QStringLiteral("encoder › layer 1 › head 13 › raw scores"));
        QCOMPARE(placeInWords(trace, tensor, 0, 3, 9),
                 QStringLiteral("weights[yes → tomorrow] = 0.4"));
        QCOMPARE(placeInWords(trace, tensor, 2, 0, 5),
                 QStringLiteral("weights[am → are] is not computed yet"));
        QCOMPARE(placeInWords(trace, tensor, 1, -1, 9),
                 QStringLiteral("row i: sum 1, largest you = 1"));
        QCOMPARE(placeInWords(trace, tensor, -1, 0, 9),
                 QStringLiteral("column are: sum 0.35, largest am = 0.25"));
        QCOMPARE(placeInWords(trace, tensor, -1, 0, 2),
                 QStringLiteral("column are: sum 0.1, largest yes = 0.1"));
        QCOMPARE(placeInWords(trace, tensor, 3, 0, 9), QString());
        QCOMPARE(placeInWords(trace, masked(), 0, 1, 9),
                 QStringLiteral("masked[1, 2] = −∞ (masked)"));
        QCOMPARE(shapeAndRange(tensor, 9), QStringLiteral("3 × 4, from 0 to 1"));
        QCOMPARE(shapeAndRange(tensor, 2), QStringLiteral("3 × 4, from 0.1 to 0.4"));
        QCOMPARE(shapeAndRange(tensor, 0), QStringLiteral("3 × 4"));
    }

    void numbersOfOneScaleHaveTheSameDecimals()
    {
        const ColorScale unit{.sequential = true, .limit = 1};
        QCOMPARE(cellText(0.5, unit), QStringLiteral("0.50"));
        QCOMPARE(cellText(0.0004, unit), QStringLiteral("0.00"));
        const ColorScale scores{.sequential = false, .limit = 34};
        QCOMPARE(cellText(-12.34, scores), QStringLiteral("−12.3"));
        QCOMPARE(cellText(-0.01, scores), QStringLiteral("0.0"));
        QCOMPARE(cellText(0.0123, {.sequential = false, .limit = 0.02}), QStringLiteral("0.012"));
        QCOMPARE(cellText(-HUGE_VAL, scores), QStringLiteral("−∞"));
    }
};

QTEST_MAIN(HeatmapTextTest)
#include "heatmap_text_test.moc"

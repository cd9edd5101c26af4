// SPDX-License-Identifier: GPL-3.0-or-later
// On screens with more pixels to the inch: cells have sharp edges on whole pixels, none is blurred
// or lost. Each factor is a program of its own, as Qt reads it when it starts.
#include "tests/ui/shown_heatmap.h"

#include <QApplication>
#include <QImage>
#include <QProcess>

using namespace regard;

namespace {

/// Weights of 1 and 0 by turns.
TraceTensor chequered(Index extent)
{
    TraceTensor tensor;
    tensor.path = "weights";
    tensor.role = Role::Weights;
    Tensor value(Shape{extent, extent});
    for (Index i = 0; i < extent; ++i)
        for (Index j = 0; j < extent; ++j)
            value.at(i, j) = static_cast<Real>((i + j) % 2);
    tensor.value = std::move(value);
    tensor.rowMoments.append(static_cast<std::size_t>(extent), 1);
    return tensor;
}

} // namespace

class HighDensityTest : public QObject {
    Q_OBJECT

    static double factor() { return qEnvironmentVariable("QT_SCALE_FACTOR").toDouble(); }

private Q_SLOTS:
    void everyFactor_data()
    {
        QTest::addColumn<QString>("scale");
        for (const char* scale : {"1", "1.25", "1.5", "2", "3"})
            QTest::newRow(scale) << QString::fromLatin1(scale);
    }

    void everyFactor()
    {
        if (factor() != 0)
            return;
        QFETCH(QString, scale);
        QProcess program;
        QProcessEnvironment surroundings = QProcessEnvironment::systemEnvironment();
        surroundings.insert(QStringLiteral("QT_SCALE_FACTOR"), scale);
        program.setProcessEnvironment(surroundings);
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(QCoreApplication::applicationFilePath(), QStringList());
        QVERIFY(program.waitForFinished(60000));
        QVERIFY2(program.exitCode() == 0, program.readAll().constData());
    }

    void cellsOfAMapAreSharp_data()
    {
        QTest::addColumn<int>("extent");
        QTest::addColumn<QSize>("size");
        for (const int extent : {2, 7, 40, 90})
            for (const QSize size : {QSize(640, 480), QSize(517, 431)})
                QTest::addRow("%d in %d", extent, size.width()) << extent << size;
    }

    void cellsOfAMapAreSharp()
    {
        if (factor() == 0)
            return;
        QFETCH(int, extent);
        QFETCH(QSize, size);
        Shown shown(trace({chequered(extent)}), size);
        const QImage picture = shown.picture();
        const double ratio = picture.devicePixelRatio();
        QCOMPARE(ratio, factor());
        const QRectF map =
            QRectF(shown.view.placeRect(0, 0).topLeft() * ratio,
                   shown.view.placeRect(extent - 1, extent - 1).bottomRight() * ratio);
        const double cell = map.width() / extent;
        const QRgb one = Theme::light().sequential(1);
        const QRgb none = Theme::light().sequential(0);
        // Along the upper edges of the cells, where no number stands.
        int before = -1;
        for (int row = 0; row < extent; row += std::max(1, extent / 7)) {
            const int y = static_cast<int>(map.top() + (row + 0.12) * map.height() / extent + 1);
            int turns = 0;
            int blurred = 0;
            before = -1;
            for (int x = static_cast<int>(std::ceil(map.left())) + 1; x < map.right() - 1; ++x) {
                const QRgb color = picture.pixel(x, y);
                const int is = color == one ? 1 : color == none ? 0 : -1;
                if (is < 0) {
                    ++blurred;
                    continue;
                }
                turns += before >= 0 && is != before;
                before = is;
            }
            // Lines between cells are drawn where cells are large, a pixel or two of the screen.
            const int lines = cell >= 8 ? extent * static_cast<int>(std::ceil(ratio)) : 0;
            QVERIFY2(
                blurred <= lines,
                qPrintable(
                    QStringLiteral("%1 pixels of row %2 at %3").arg(blurred).arg(row).arg(ratio)));
            QCOMPARE(turns, extent - 1);
        }
    }
};

QTEST_MAIN(HighDensityTest)
#include "high_density_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures that are saved show on every pixel what the screen shows, in every format.
#include "tests/ui/shown_flow.h"
#include "tests/ui/shown_heatmap.h"

#include <QPainter>
#include <QProcess>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QXmlStreamReader>

using namespace regard;

namespace {

/// A saved picture, drawn at `size`: as a reader of its format draws it.
QImage read(const QString& path, const QSize& size)
{
    if (path.endsWith(QLatin1String(".png")))
        return QImage(path);
    if (path.endsWith(QLatin1String(".svg"))) {
        QSvgRenderer renderer(path);
        QImage image(size, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        renderer.render(&painter);
        return image;
    }
    QProcess program;
    program.start(QStringLiteral("pdftoppm"),
                  {QStringLiteral("-png"), QStringLiteral("-scale-to-x"),
                   QString::number(size.width()), QStringLiteral("-scale-to-y"),
                   QString::number(size.height()), QStringLiteral("-singlefile"), path,
                   path + QStringLiteral(".page")});
    program.waitForFinished();
    return QImage(path + QStringLiteral(".page.png"));
}

bool alike(const QColor& a, const QColor& b)
{
    constexpr int rounding = 3; // of a channel, on the way through a format
    return std::abs(a.red() - b.red()) <= rounding && std::abs(a.green() - b.green()) <= rounding
        && std::abs(a.blue() - b.blue()) <= rounding;
}

/// Signed numbers, so that both ends of the diverging map are there.
TraceTensor signedNumbers(Index extent)
{
    TraceTensor tensor;
    tensor.path = "scores";
    tensor.role = Role::Scores;
    Tensor value(Shape{extent, extent});
    for (Index i = 0; i < extent; ++i)
        for (Index j = 0; j < extent; ++j)
            value.at(i, j) = static_cast<Real>((i * 7 + j * 3) % 11 - 5);
    tensor.value = std::move(value);
    tensor.rowMoments.append(static_cast<std::size_t>(extent), 1);
    return tensor;
}

} // namespace

class ExportPixelsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

private Q_SLOTS:
    void pdfCanBeRead()
    {
        QVERIFY2(!QStandardPaths::findExecutable(QStringLiteral("pdftoppm")).isEmpty(),
                 "install poppler-utils");
    }

    void aSavedHeatmapIsWholeAndTheSameInEveryFormat_data()
    {
        QTest::addColumn<int>("extent");
        for (const int extent : {4, 12, 90}) // 90² is too many for a rectangle each
            QTest::addRow("%d", extent) << extent;
    }

    void aSavedHeatmapIsWholeAndTheSameInEveryFormat()
    {
        QFETCH(int, extent);
        for (const Theme& theme : {Theme::light(), Theme::dark()}) {
            const TraceTensor tensor = signedNumbers(extent);
            Shown shown(trace({tensor}), {720, 560});
            shown.view.setTheme(theme);
            const QImage screen = shown.picture();
            const QString plain = m_folder.filePath(QStringLiteral("map.png"));
            QVERIFY(shown.view.saveTo(plain, nullptr, 1));
            const QImage saved = read(plain, {});
            // Each number's colour covers its share of the cells: nothing is cropped.
            const QRectF cell = shown.view.placeRect(0, 0);
            for (int number = -5; number <= 5; ++number) {
                int cells = 0;
                QColor colour;
                for (Index row = 0; row < extent; ++row)
                    for (Index column = 0; column < extent; ++column)
                        if (tensor.value.at(row, column) == static_cast<Real>(number)) {
                            ++cells;
                            colour = screen.pixelColor(shown.corner(row, column));
                        }
                int pixels = 0;
                for (int y = 0; y < saved.height(); ++y)
                    for (int x = 0; x < saved.width(); ++x)
                        pixels += alike(saved.pixelColor(x, y), colour);
                QVERIFY2(pixels >= 0.4 * cells * cell.width() * cell.height(),
                         qPrintable(QStringLiteral("%1: %2").arg(number).arg(pixels)));
            }
            // Where the picture is even, every other format has the same colour.
            for (const auto& [format, density] :
                 {std::pair("png", 2.0), std::pair("svg", 1.0), std::pair("pdf", 1.0)}) {
                const QString path =
                    m_folder.filePath(QStringLiteral("other.") + QString::fromLatin1(format));
                QVERIFY(shown.view.saveTo(path, nullptr, density));
                QImage other = read(path, saved.size() * density);
                QCOMPARE(other.size(), saved.size() * density);
                int compared = 0;
                int different = 0;
                for (int y = 2; y < saved.height() - 2; y += 3)
                    for (int x = 2; x < saved.width() - 2; x += 3) {
                        const QColor colour = saved.pixelColor(x, y);
                        bool even = colour.alpha() == 255;
                        for (int dy = -2; dy <= 2 && even; ++dy)
                            for (int dx = -2; dx <= 2 && even; ++dx)
                                even = saved.pixelColor(x + dx, y + dy) == colour;
                        if (!even)
                            continue;
                        ++compared;
                        different +=
                            !alike(other.pixelColor(
                                       QPointF((x + 0.5) * density, (y + 0.5) * density).toPoint()),
                                   colour);
                    }
                QVERIFY(compared > 2000);
                QVERIFY2(different * 50 <= compared,
                         qPrintable(QStringLiteral("%1: %2 of %3")
                                        .arg(QString::fromLatin1(format))
                                        .arg(different)
                                        .arg(compared)));
            }
        }
    }

    void aSavedFlowHasTheScreensColoursInEveryMap_data()
    {
        QTest::addColumn<QString>("format");
        for (const char* format : {"png", "svg", "pdf"})
            QTest::newRow(format) << QString::fromLatin1(format);
    }

    void aSavedFlowHasTheScreensColoursInEveryMap()
    {
        QFETCH(QString, format);
        for (const Theme& theme : {Theme::light(), Theme::dark()}) {
            const auto shownTrace = TraceMaker::attention(numbered("word", 5), twoLayers());
            const auto view = viewOf(shownTrace, {1100, 700});
            view->setTheme(theme);
            view->setMoment(static_cast<int>(shownTrace->moments.size()) - 1);
            QTest::qWait(20);
            const QImage screen = view->stage().viewport()->grab().toImage();
            const QString path = m_folder.filePath(QStringLiteral("flow.") + format);
            QVERIFY(view->saveTo(path, nullptr, 1));
            const QImage saved = read(path, screen.size());
            QCOMPARE(saved.size(), screen.size());
            int compared = 0;
            for (const Role role : {Role::Scores, Role::Weights}) {
                const FlowMapItem& item = map(*view, role);
                for (Index row = 0; row < 5; ++row)
                    for (Index column = 0; column < 5; ++column) {
                        const QRectF cell = item.rectOf(row, column);
                        const QPoint place = view->stage().mapFromScene(
                            cell.topLeft() + QPointF(cell.width(), cell.height()) / 4);
                        QVERIFY2(alike(saved.pixelColor(place), screen.pixelColor(place)),
                                 qPrintable(saved.pixelColor(place).name() + ' '
                                            + screen.pixelColor(place).name()));
                        ++compared;
                    }
            }
            QCOMPARE(compared, 50);
        }
    }

    void charactersThatXmlForbidsAreReplacedInASavedPicture()
    {
        for (const char* word : {"a\x01z", "\x1b[31m", "\uFFFE", "\uFFFF", "<b>&"}) {
            const auto shownTrace = TraceMaker::attention({word, "word"}, twoLayers());
            const auto view = viewOf(shownTrace, {900, 600});
            const QString path = m_folder.filePath(QStringLiteral("marks.svg"));
            QVERIFY(view->saveTo(path, nullptr, 1));
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QXmlStreamReader reader(&file);
            while (!reader.atEnd())
                reader.readNext();
            QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        }
    }
};

QTEST_MAIN(ExportPixelsTest)
#include "export_pixels_test.moc"

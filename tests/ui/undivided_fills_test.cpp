// SPDX-License-Identifier: GPL-3.0-or-later
// What is painted is painted by the thread that paints: none of it waits for a pool.
#include <QImage>
#include <QPainter>
#include <QPainterPath>
#include <QSemaphore>
#include <QTest>
#include <QThreadPool>

namespace {

/// A curve of many runs of pixels, a quarter of them half covered.
QImage curve()
{
    QImage image(800, 800, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QColor(20, 60, 200, 120), 9));
    QPainterPath way(QPointF(10, 10));
    way.cubicTo({400, 10}, {400, 790}, {790, 790});
    painter.drawPath(way);
    return image;
}

} // namespace

class UndividedFillsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void paintingGoesOnWhileThePoolIsBusy()
    {
        const QImage free = curve();
        QThreadPool* pool = QThreadPool::globalInstance();
        pool->setMaxThreadCount(1);
        QSemaphore let;
        QSemaphore isRunning;
        pool->start([&] {
            isRunning.release();
            let.tryAcquire(1, 10'000); // who waits for the pool waits as long as this
        });
        isRunning.acquire();
        const QImage busy = curve();
        const QImage scaled =
            busy.scaled(1600, 1600, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        QCOMPARE(pool->activeThreadCount(), 1); // it has not ended, so nobody waited for it
        let.release();
        pool->waitForDone();
        QCOMPARE(busy, free);
        QVERIFY(!scaled.isNull());
    }
};

QTEST_MAIN(UndividedFillsTest)
#include "undivided_fills_test.moc"

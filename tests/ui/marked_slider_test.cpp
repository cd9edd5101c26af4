// SPDX-License-Identifier: GPL-3.0-or-later
// Marks above a slider: where they stand, which of them is meant, what is said of them.
#include "ui/panels/marked_slider.h"

#include <QApplication>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include <cmath>
#include <tuple>

using namespace regard;

class MarkedSliderTest : public QObject {
    Q_OBJECT

    static QString tip(MarkedSlider& slider, const QPoint& at)
    {
        QHelpEvent help(QEvent::ToolTip, at, slider.mapToGlobal(at));
        QApplication::sendEvent(&slider, &help);
        return QToolTip::text();
    }

private Q_SLOTS:
    void marksStandWhereTheirValuesAre()
    {
        MarkedSlider slider;
        slider.resize(400, 30);
        slider.setRange(0, 100);
        slider.setMarks({{0, QStringLiteral("first")},
                         {50, QStringLiteral("middle")},
                         {75.5, QStringLiteral("between two")},
                         {100, QStringLiteral("last")}});
        const auto x = [&](std::size_t mark) { return slider.markRect(mark).center().x(); };
        QVERIFY(x(0) > 0);
        QVERIFY(x(3) < 400);
        QVERIFY(std::abs(x(1) - (x(0) + x(3)) / 2) < 0.01);
        QVERIFY(std::abs((x(2) - x(0)) / (x(3) - x(0)) - 0.755) < 1e-6);
        QCOMPARE(slider.accessibleDescription(),
                 QStringLiteral("4 bookmark(s): first; middle; between two; last"));
        slider.setMarks({});
        QCOMPARE(slider.accessibleDescription(), QString());
    }

    void ofMarksThatOverlapTheNearerOneIsMeant()
    {
        MarkedSlider slider;
        slider.resize(400, 30);
        slider.setRange(0, 100);
        slider.setTickInterval(1);
        slider.setMarks({{52, QStringLiteral("right")}, {50, QStringLiteral("left")}});
        slider.show();
        QSignalSpy clicked(&slider, &MarkedSlider::markClicked);
        const QPointF right = slider.markRect(0).center();
        const QPointF left = slider.markRect(1).center();
        QVERIFY(slider.markRect(0).intersects(slider.markRect(1)));
        for (const auto& [at, mark, text] : {std::tuple{right, 0, "right"}, {left, 1, "left"}}) {
            QTest::mouseClick(&slider, Qt::LeftButton, {}, at.toPoint());
            QCOMPARE(clicked.takeLast().at(0).toInt(), mark);
            QCOMPARE(tip(slider, at.toPoint()), QString::fromLatin1(text));
        }
        // Beside them the slider is itself.
        QTest::mouseClick(&slider, Qt::RightButton, {}, right.toPoint());
        QTest::mouseClick(&slider, Qt::LeftButton, {}, {20, 25});
        QVERIFY(clicked.isEmpty());
    }
};

QTEST_MAIN(MarkedSliderTest)
#include "marked_slider_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What a histogram says of each bar, counted anew from the numbers.
#include "ui/views/shared/histogram_view.h"
#include "ui/views/shared/mini_map.h"

#include <QHelpEvent>
#include <QRegularExpression>
#include <QTest>
#include <QToolTip>

#include <cmath>
#include <set>

using namespace regard;

namespace {

struct Bar {
    QString low;
    QString high;
    std::size_t count = 0;
};

QString tipAt(HistogramView& view, const QPoint& place)
{
    QToolTip::hideText();
    QHelpEvent help(QEvent::ToolTip, place, view.mapToGlobal(place));
    QApplication::sendEvent(&view, &help);
    return QToolTip::text();
}

/// What the bars say from left to right.
std::vector<Bar> barsOf(HistogramView& view)
{
    static const QRegularExpression form(QStringLiteral("^from (\\S+) to (\\S+): (\\d+)$"));
    std::vector<Bar> bars;
    QString before;
    for (int x = 0; x < view.width(); ++x) {
        const QString tip = tipAt(view, {x, 6});
        if (tip.isEmpty() || tip == before)
            continue;
        before = tip;
        const auto match = form.match(tip);
        bars.push_back({match.captured(1), match.captured(2), match.captured(3).toULongLong()});
    }
    QToolTip::hideText();
    return bars;
}

} // namespace

class HistogramViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyBarSaysItsRangeAndItsCount_data()
    {
        QTest::addColumn<QList<float>>("numbers");
        QList<float> rising;
        for (int i = 0; i < 960; ++i)
            rising << static_cast<float>(i) * 0.01F;
        QTest::newRow("rising") << rising;
        QList<float> signs;
        for (int i = 0; i < 500; ++i)
            signs << std::sin(static_cast<float>(i)) * 3 - 1;
        QTest::newRow("both signs") << signs;
        QTest::newRow("hidden ones") << QList<float>{-INFINITY, 0, 1, 2, -INFINITY, 48};
        QTest::newRow("all below zero") << QList<float>{-8, -6, -6, -3, -2};
    }

    void everyBarSaysItsRangeAndItsCount()
    {
        QFETCH(QList<float>, numbers);
        HistogramView view;
        view.resize(500, view.sizeHint().height());
        view.show();
        const std::vector<Real> values(numbers.begin(), numbers.end());
        view.setValues(values, Role::Scores);
        std::vector<double> finite;
        for (const float number : numbers)
            if (std::isfinite(number))
                finite.push_back(static_cast<double>(number));
        const auto [least, most] = std::minmax_element(finite.begin(), finite.end());
        const std::vector<Bar> bars = barsOf(view);
        QCOMPARE(bars.size(), std::size_t{24});
        const double step = (*most - *least) / 24;
        std::size_t all = 0;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            const double low = *least + step * static_cast<double>(i);
            QCOMPARE(bars[i].low, numberText(low));
            QCOMPARE(bars[i].high, numberText(low + step));
            // A number on an edge may be on either side, by rounding.
            const double slack = step * 1e-4;
            const auto within = [&](double less) {
                return std::count_if(finite.begin(), finite.end(), [&](double value) {
                    return value >= low + less && value <= low + step - less;
                });
            };
            QVERIFY(static_cast<std::ptrdiff_t>(bars[i].count) >= within(slack));
            QVERIFY(static_cast<std::ptrdiff_t>(bars[i].count) <= within(-slack));
            all += bars[i].count;
        }
        QCOMPARE(all, finite.size());
    }

    void theLineBelowSaysHowManyAndTheirMeanAndSpread()
    {
        HistogramView view;
        const std::vector<Real> values{1, 2, 3, 6, -INFINITY};
        view.setValues(values, Role::Scores);
        QCOMPARE(view.accessibleDescription(),
                 QStringLiteral("5 numbers · mean 3 · std %1 · 1 not finite")
                     .arg(numberText(std::sqrt(3.5))));
    }
};

QTEST_MAIN(HistogramViewTest)
#include "histogram_view_test.moc"

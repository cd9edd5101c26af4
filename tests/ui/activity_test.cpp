// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/activity.h"

#include <QLabel>
#include <QTest>
#include <QToolButton>

using namespace regard;

class ActivityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void muchMemoryIsSaid()
    {
        Activity activity;
        const auto* text = activity.findChild<QLabel*>();
        activity.setCost(0.002, 7 << 20);
        QCOMPARE(text->text(), QStringLiteral("computed in 2 ms"));
        activity.setCost(0.002, 34 << 20);
        QCOMPARE(text->text(), QStringLiteral("computed in 2 ms, keeps 34 MB"));
    }

    void theTimeIsInThousandthsOfASecond()
    {
        Activity activity;
        activity.show();
        const auto* text = activity.findChild<QLabel*>();
        for (const auto& [seconds, said] :
             {std::pair(0.0021, "2.1"), {0.034, "34"}, {0.5, "500"}, {1.2, "1200"}}) {
            activity.setCost(seconds, 0);
            QCOMPARE(text->text(), QStringLiteral("computed in %1 ms").arg(QLatin1String(said)));
            activity.setBusy(true);
            QCOMPARE(text->text(), QStringLiteral("Computing …"));
            QVERIFY(!activity.cancelButton()->isHidden());
            activity.setBusy(false);
            QCOMPARE(text->text(), QStringLiteral("computed in %1 ms").arg(QLatin1String(said)));
            QVERIFY(activity.cancelButton()->isHidden());
        }
    }
};

QTEST_MAIN(ActivityTest)
#include "activity_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/pane.h"

#include <QSignalSpy>
#include <QTest>

using namespace regard;

class PaneTest : public QObject {
    Q_OBJECT

    static PaneState example()
    {
        PaneState state;
        state.exploration.scenario = "worked-example";
        state.exploration.texts = {"Machines Thinking"};
        state.exploration.settings.set("score", std::string("dot"));
        state.view = "arcs";
        state.selection = {"weights", 1, 0, "Thinking", "Machines"};
        return state;
    }

private Q_SLOTS:
    void whatItIsToldComesBackBeforeItsTraceIsThereAndAfter()
    {
        Pane pane;
        QSignalSpy settled(&pane, &Pane::settled);
        QSignalSpy views(&pane, &Pane::viewChanged);
        pane.use(example());
        QVERIFY(pane.state() == example());
        QCOMPARE(views.count(), 1);
        QVERIFY(settled.wait());
        QVERIFY(pane.state() == example());
        QCOMPARE(settled.count(), 1);
        QCOMPARE(pane.timeline().moment(), pane.timeline().count() - 1);
    }

    void aTraceArrivesBeforeWhatIsSelectedInItIsTold()
    {
        Pane pane;
        QStringList told;
        connect(&pane, &Pane::arrived, this, [&] { told << QStringLiteral("arrived"); });
        connect(&pane.selection(), &Selection::changed, this,
                [&] { told << QStringLiteral("selected"); });
        connect(&pane, &Pane::taken, this, [&] { told << QStringLiteral("taken"); });
        connect(&pane, &Pane::settled, this, [&] { told << QStringLiteral("settled"); });
        pane.use(example());
        QTRY_VERIFY(told.contains(QStringLiteral("settled")));
        QCOMPARE(told.join(QLatin1Char(' ')), QStringLiteral("arrived selected taken settled"));
    }

    void aSelectionGoesToTheSameWordsOfAnotherScore()
    {
        Pane pane;
        QSignalSpy taken(&pane, &Pane::taken);
        pane.use(example());
        QVERIFY(taken.wait());
        PaneState other = pane.state();
        other.exploration.texts = {"Thinking about Machines Thinking"};
        Pane second;
        QSignalSpy settled(&second, &Pane::settled);
        second.use(other);
        QVERIFY(settled.wait());
        QCOMPARE(second.selection().fixed().row, Index(0));
        QCOMPARE(second.selection().fixed().column, Index(2));
    }

    void whatCannotBeComputedSettlesToo()
    {
        Pane pane;
        QSignalSpy settled(&pane, &Pane::settled);
        PaneState wrong = example();
        wrong.exploration.scenario = "nowhere";
        pane.use(wrong);
        QTRY_COMPARE(settled.count(), 1);
        QVERIFY(!pane.selection().fixed());
    }
};

QTEST_MAIN(PaneTest)
#include "pane_test.moc"

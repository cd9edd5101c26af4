// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/scenario_list.h"

#include <QScrollBar>
#include <QtTest>

using namespace regard;

/// Twelve cards, of which the ninth is open.
class ScenarioListTest : public QObject {
    Q_OBJECT
private:
    static void fill(ScenarioList& list)
    {
        std::vector<ScenarioSpec> scenarios(12);
        for (std::size_t i = 0; i < scenarios.size(); ++i) {
            scenarios[i].id = "scenario-" + std::to_string(i);
            scenarios[i].title = "Scenario " + std::to_string(i);
            scenarios[i].summary = "What it shows, in a sentence that fills a line or two.";
        }
        list.setScenarios(scenarios);
        list.setCurrent(QStringLiteral("scenario-8"));
    }
    /// Shown in a size and in a font of so many pixels, and laid out.
    static void show(ScenarioList& list, int height, int pixels)
    {
        QFont font = list.font();
        font.setPixelSize(pixels);
        list.setFont(font);
        list.resize(220, height);
        list.show();
        QTest::qWait(0);
        QCoreApplication::processEvents();
    }
    static QRect openCard(const ScenarioList& list)
    {
        return list.visualItemRect(list.currentItem());
    }

private Q_SLOTS:
    void whatIsSeenFollowsFromTheSizeAndNotFromEarlierOnes()
    {
        ScenarioList once;
        fill(once);
        show(once, 230, 14);
        ScenarioList often;
        fill(often);
        for (const auto& [height, pixels] : {std::pair{230, 14}, {120, 14}, {230, 30}, {230, 14}}) {
            show(often, height, pixels);
            QVERIFY2(often.viewport()->rect().contains(openCard(often)),
                     qPrintable(QString::number(height)));
        }
        QCOMPARE(often.verticalScrollBar()->value(), once.verticalScrollBar()->value());
        QCOMPARE(openCard(often), openCard(once));
    }

    void aClickMovesNoCard()
    {
        ScenarioList list;
        fill(list);
        show(list, 230, 14);
        const int before = list.verticalScrollBar()->value();
        QVERIFY(before > 0);
        QListWidgetItem* card = list.item(7);
        const QRect place = list.visualItemRect(card);
        QVERIFY(list.viewport()->rect().contains(place));
        QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, place.center());
        list.setCurrent(QStringLiteral("scenario-7"));
        QTest::qWait(0);
        QCoreApplication::processEvents();
        QCOMPARE(list.verticalScrollBar()->value(), before);
        QCOMPARE(list.visualItemRect(card).topLeft(), place.topLeft());
    }
};

QTEST_MAIN(ScenarioListTest)
#include "scenario_list_test.moc"

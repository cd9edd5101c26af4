// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/fuzzy_match.h"

#include <QTest>

using namespace regard;

class FuzzyMatchTest : public QObject {
    Q_OBJECT

    static int score(const char* typed, const char* text, int mainFrom = 0)
    {
        const auto match = fuzzyMatch(QString::fromUtf8(typed), QString::fromUtf8(text), mainFrom);
        return match ? match->score : -100000;
    }

private Q_SLOTS:
    void lettersInTheirOrderMatchAndOthersDoNot_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("matches");
        QTest::newRow("nothing") << QString() << true;
        QTest::newRow("beginning") << QStringLiteral("take") << true;
        QTest::newRow("word starts") << QStringLiteral("etp") << true;
        QTest::newRow("capitals") << QStringLiteral("POSITIONS") << true;
        QTest::newRow("words in another order") << QStringLiteral("positions edit") << true;
        QTest::newRow("too many spaces") << QStringLiteral("  take   out ") << true;
        QTest::newRow("wrong order") << QStringLiteral("soptiion") << false;
        QTest::newRow("a letter more") << QStringLiteral("positionsx") << false;
        QTest::newRow("one word is not there") << QStringLiteral("take zebra") << false;
    }

    void lettersInTheirOrderMatchAndOthersDoNot()
    {
        QFETCH(QString, typed);
        QFETCH(bool, matches);
        const QString text = QStringLiteral("Edit → Take out → Positions");
        const auto match = fuzzyMatch(typed, text, 18);
        QCOMPARE(match.has_value(), matches);
        if (!match)
            return;
        for (std::size_t i = 1; i < match->places.size(); ++i)
            QVERIFY(match->places[i - 1] < match->places[i]);
        QString letters;
        for (const int place : match->places)
            letters += text[place].toLower();
        QString wanted = typed.toLower().remove(QLatin1Char(' '));
        std::sort(letters.begin(), letters.end());
        std::sort(wanted.begin(), wanted.end());
        QCOMPARE(letters, wanted);
    }

    void whatIsNearerStandsHigher()
    {
        // A whole word, the beginnings of words, one piece, scattered letters.
        QVERIFY(score("heat", "Heatmap") > score("heat", "The data"));
        QVERIFY(score("eso", "Edit → Something other") > score("eso", "Theses on"));
        QVERIFY(score("dot", "Score → dot") > score("dot", "Score → scaled dot"));
        QVERIFY(score("dot", "Score → dot") > score("dot", "Add to it"));
        // What the command is called before where it stands.
        QVERIFY(score("edit", "Go → Edit", 5) > score("edit", "Edit → Go", 7));
        // Of equals the shorter one.
        QVERIFY(score("save", "Save") > score("save", "Save as"));
    }

    void chineseIsFoundToo()
    {
        QVERIFY(fuzzyMatch(QStringLiteral("小狗"), QStringLiteral("Examples → 这个小狗")));
        QVERIFY(!fuzzyMatch(QStringLiteral("狗小"), QStringLiteral("Examples → 这个小狗")));
    }
};

QTEST_GUILESS_MAIN(FuzzyMatchTest)
#include "fuzzy_match_test.moc"

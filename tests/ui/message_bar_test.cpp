// SPDX-License-Identifier: GPL-3.0-or-later
// What the line of messages says, and as what, whatever was said before.
#include "ui/panels/message_bar.h"

#include <QTest>
#include <QToolButton>

using namespace regard;

class MessageBarTest : public QObject {
    Q_OBJECT

    /// Name, text and whether there is something to close.
    static void compare(const MessageBar& bar, const QString& name, const QString& text)
    {
        QCOMPARE(bar.accessibleName(), name);
        QCOMPARE(bar.accessibleDescription(), text);
        QCOMPARE(bar.closeButton()->isHidden(), bar.message().isEmpty());
    }

private Q_SLOTS:
    void everyTextIsToldAsWhatItIsWhateverWasShownBefore()
    {
        for (const bool limited : {false, true}) {
            MessageBar bar;
            bar.setHint(QStringLiteral("Point at any number."));
            if (limited)
                bar.setNotes({QStringLiteral("First."), QStringLiteral("Second.")});
            const auto compareQuiet = [&] {
                if (limited)
                    compare(bar, QStringLiteral("Notice"), QStringLiteral("First.  ·  Second."));
                else
                    compare(bar, QStringLiteral("Hint"), QStringLiteral("Point at any number."));
            };
            compareQuiet();
            for (const MessageBar::Kind kind :
                 {MessageBar::Kind::Error, MessageBar::Kind::Notice, MessageBar::Kind::Error}) {
                bar.show(kind, QStringLiteral("something happened"));
                compare(bar,
                        kind == MessageBar::Kind::Error ? QStringLiteral("Error")
                                                        : QStringLiteral("Notice"),
                        QStringLiteral("Something happened"));
                bar.clear();
                compareQuiet();
            }
        }
    }

    void aMistakeWhileTypingIsToldAtOnceWhereOneIsShown()
    {
        MessageBar bar;
        bar.showErrorSoon(QStringLiteral("first"));
        QVERIFY(bar.message().isEmpty());
        bar.clear();
        QTest::qWait(700);
        QVERIFY(bar.message().isEmpty()); // it was mended in time
        bar.showErrorSoon(QStringLiteral("second"));
        QTRY_COMPARE(bar.message(), QStringLiteral("Second"));
        bar.showErrorSoon(QStringLiteral("third"));
        QCOMPARE(bar.message(), QStringLiteral("Third"));
    }
};

QTEST_MAIN(MessageBarTest)
#include "message_bar_test.moc"

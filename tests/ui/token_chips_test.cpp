// SPDX-License-Identifier: GPL-3.0-or-later
// What the tip of each chip says, known and unknown, right and wrong, written and not yet.
#include "tests/ui/trace_of_words.h"
#include "ui/panels/sentence_bar.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

using namespace regard;

class TokenChipsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatStandsForTheRestIsNoToken()
    {
        // Behind the last drawn token a chip tells of how many more there are: it answers nothing.
        const QStringList words(700, QStringLiteral("a"));
        const auto trace = traceOf(words, {});
        SentenceBar bar;
        bar.resize(900, bar.sizeHint().height());
        bar.show();
        bar.setTrace(trace);
        TokenChips& chips = *bar.inputChips();
        const int drawn = static_cast<int>(chips.texts().size()) - 1;
        QVERIFY(chips.texts().last().contains(QString::number(700 - drawn)));
        QSignalSpy clicked(&chips, &TokenChips::clicked);
        QSignalSpy hovered(&chips, &TokenChips::hovered);
        const auto use = [&](int index) {
            const QPoint place = chips.chipRectangle(index).center();
            QMouseEvent move(QEvent::MouseMove, place, chips.mapToGlobal(place), Qt::NoButton,
                             Qt::NoButton, Qt::NoModifier);
            QApplication::sendEvent(&chips, &move);
            QTest::mouseClick(&chips, Qt::LeftButton, {}, place);
        };
        use(drawn - 1);
        QCOMPARE(clicked.takeFirst().first().toInt(), drawn - 1);
        QCOMPARE(hovered.takeLast().first().toInt(), drawn - 1);
        use(drawn);
        QVERIFY(clicked.isEmpty());
        for (const QList<QVariant>& told : hovered)
            QVERIFY(told.first().toInt() < drawn);
    }

    void everyChipTellsItsNumberAndItsWord()
    {
        auto trace = traceOf({"are", "zyxo", "free"}, {"yes", "i", "am", "not"});
        trace->input[1].known = false;
        trace->output[2].wrong = true;
        trace->output[1].given = trace->output[2].given = true;
        for (int step = 0; step < 4; ++step)
            trace->moments.push_back({"", "states", Role::DecoderState, step, {}});
        SentenceBar bar;
        bar.resize(900, bar.sizeHint().height());
        bar.show();
        bar.setTrace(trace);
        const auto tip = [](TokenChips& chips, int index) {
            QToolTip::hideText();
            const QPoint place = chips.chipRectangle(index).center();
            QHelpEvent help(QEvent::ToolTip, place, chips.mapToGlobal(place));
            QApplication::sendEvent(&chips, &help);
            return QToolTip::text();
        };
        for (int moment = 0; moment < 4; ++moment) {
            bar.setMoment(*trace, moment);
            for (const bool output : {false, true}) {
                TokenChips& chips = output ? *bar.outputChips() : *bar.inputChips();
                const std::vector<TraceToken>& tokens = output ? trace->output : trace->input;
                for (int i = 0; i < static_cast<int>(tokens.size()); ++i) {
                    const TraceToken& token = tokens[static_cast<std::size_t>(i)];
                    const QString number = QStringLiteral("Token %1: ").arg(i + 1);
                    const QString word = QString::fromStdString(token.text);
                    const QString said = tip(chips, i);
                    if (output && i > moment)
                        QCOMPARE(said, number + QStringLiteral("not written yet"));
                    else if (!token.known)
                        QVERIFY2(said.contains(word) && said.contains(QStringLiteral("vocabulary")),
                                 qPrintable(said));
                    else
                        QCOMPARE(said,
                                 number + word
                                     + (token.wrong       ? QStringLiteral(", which is wrong")
                                            : token.given ? QStringLiteral(", written by hand")
                                                          : QString()));
                    if (output && i <= moment)
                        QCOMPARE(chips.said(i).contains(QStringLiteral("by hand")),
                                 token.given && !token.wrong);
                }
            }
        }
        QToolTip::hideText();
    }
};

QTEST_MAIN(TokenChipsTest)
#include "token_chips_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/trace_of_words.h"
#include "ui/panels/sentence_bar.h"

#include <QHelpEvent>
#include <QInputMethodEvent>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace regard;

namespace {

ScenarioSpec scenario()
{
    ScenarioSpec spec;
    spec.id = "two-texts";
    spec.inputs = {{"Sentence", "Type a sentence", {"are you free", "Thinking Machines"}},
                   {"Question", "", {}}};
    return spec;
}

} // namespace

class SentenceBarTest : public QObject {
    Q_OBJECT
    ScenarioSpec m_spec = scenario();

    /// Pixels of a colour within a chip's outline.
    static int pixelsOf(const TokenChips& chips, const QRect& chip, const QColor& color)
    {
        const QImage image =
            const_cast<TokenChips&>(chips).grab(chip.adjusted(4, 4, -4, -4)).toImage();
        int count = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor there = image.pixelColor(x, y);
                count += std::abs(there.red() - color.red())
                        + std::abs(there.green() - color.green())
                        + std::abs(there.blue() - color.blue())
                    < 150;
            }
        return count;
    }

    /// Whether anything is drawn between a chip's outline and the mark of the current one.
    static bool hasLetters(const TokenChips& chips, const QRect& chip)
    {
        const QImage image =
            const_cast<TokenChips&>(chips).grab(chip.adjusted(4, 4, -4, -6)).toImage();
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.pixel(x, y) != image.pixel(0, 0))
                    return true;
        return false;
    }

private Q_SLOTS:
    void everyKeystrokeIsTold()
    {
        SentenceBar bar;
        bar.setScenario(m_spec);
        QSignalSpy edits(&bar, &SentenceBar::textEdited);
        QTest::keyClicks(bar.field(1), QStringLiteral("who"));
        QCOMPARE(edits.size(), 3);
        QCOMPARE(edits[2][0].toInt(), 1);
        QCOMPARE(edits[2][1].toString(), QStringLiteral("who"));
    }

    void whatAnInputMethodCommitsIsToldWhole()
    {
        SentenceBar bar;
        bar.setScenario(m_spec);
        connect(&bar, &SentenceBar::textEdited, &bar, [&bar](int index, const QString& text) {
            std::vector<std::string> texts{"", ""};
            texts[static_cast<std::size_t>(index)] = text.toStdString();
            bar.setTexts(texts); // as the window does while a person types
        });
        QSignalSpy edits(&bar, &SentenceBar::textEdited);
        const auto compose = [&bar](const QString& preedit, const QString& commit) {
            QInputMethodEvent event(preedit, {});
            event.setCommitString(commit);
            QCoreApplication::sendEvent(bar.field(0), &event);
        };
        compose(QStringLiteral("ni"), {});
        compose(QStringLiteral("ni hao"), {});
        QCOMPARE(edits.size(), 0); // not chosen yet
        compose({}, QStringLiteral("你好"));
        QCOMPARE(bar.field(0)->text(), QStringLiteral("你好"));
        // The next word is begun while the last is committed.
        compose(QStringLiteral("shi"), QStringLiteral("世"));
        compose({}, QStringLiteral("界"));
        QCOMPARE(bar.field(0)->text(), QStringLiteral("你好世界"));
        QCOMPARE(edits.last()[1].toString(), QStringLiteral("你好世界"));
    }

    void textsThatAreThereAlreadyKeepTheCursor()
    {
        SentenceBar bar;
        bar.setScenario(m_spec);
        bar.setTexts({"are you free", ""});
        QCOMPARE(bar.field(0)->text(), QStringLiteral("are you free"));
        bar.field(0)->setCursorPosition(3);
        bar.setTexts({"are you free", ""});
        QCOMPARE(bar.field(0)->cursorPosition(), 3);
    }

    void anExampleIsChosenFromTheMenu()
    {
        SentenceBar bar;
        bar.setScenario(m_spec);
        QSignalSpy edits(&bar, &SentenceBar::textEdited);
        const auto menus = bar.findChildren<QMenu*>();
        QCOMPARE(menus.size(), 2);
        QCOMPARE(menus[0]->actions().size(), 2);
        menus[0]->actions()[1]->trigger();
        QCOMPARE(edits.size(), 1);
        QCOMPARE(edits[0][1].toString(), QStringLiteral("Thinking Machines"));
    }

    void aLongExampleIsShownByItsBeginningAndPutInWhole()
    {
        const std::string text(500, 'm');
        ScenarioSpec spec = scenario();
        spec.inputs[0].examples = {text};
        SentenceBar bar;
        bar.setScenario(spec);
        QSignalSpy edits(&bar, &SentenceBar::textEdited);
        QMenu* menu = bar.findChildren<QMenu*>()[0];
        QVERIFY2(menu->sizeHint().width() < 1024, qPrintable(menu->actions()[0]->text()));
        menu->actions()[0]->trigger();
        QCOMPARE(edits[0][1].toString(), QString::fromStdString(text));
    }

    void chipsShowInputAndOutputOfTheTrace()
    {
        SentenceBar bar;
        bar.setTrace(traceOf({"are", "you", "free"}, {"yes", "i"}));
        QCOMPARE(bar.inputChips()->texts(), QStringList({"are", "you", "free"}));
        QCOMPARE(bar.outputChips()->texts(), QStringList({"yes", "i"}));
        bar.setTrace(traceOf({"are"}));
        QVERIFY(bar.outputChips()->parentWidget()->parentWidget()->isHidden());
    }

    void anUnknownWordIsMarked()
    {
        auto trace = traceOf({"are", "zyxo"});
        trace->input[1].known = false;
        SentenceBar bar;
        bar.setTrace(trace);
        QVERIFY(bar.inputChips()->isKnown(0));
        QVERIFY(!bar.inputChips()->isKnown(1));
        // The dashed outline: other pixels than those of the same chip known.
        const QRect place = bar.inputChips()->chipRectangle(1);
        const QImage unknown = bar.inputChips()->grab(place).toImage();
        trace = traceOf({"are", "zyxo"});
        bar.setTrace(trace);
        QVERIFY(unknown != bar.inputChips()->grab(place).toImage());
    }

    void anUnknownWordSaysSoInWordsWhateverItsOutline()
    {
        for (const Theme& theme : {Theme::light(), Theme::dark()}) {
            auto trace = traceOf({"are", "zyxo"});
            trace->input[1].known = false;
            SentenceBar bar;
            bar.setTheme(theme);
            bar.setTrace(trace);
            const TokenChips& chips = *bar.inputChips();
            QCOMPARE(chips.said(0), QStringLiteral("are"));
            QCOMPARE(chips.said(1), QStringLiteral("zyxo unknown"));
            QCOMPARE(chips.accessibleDescription(), QStringLiteral("are zyxo unknown"));
            const QRect known = chips.chipRectangle(0);
            const QRect unknown = chips.chipRectangle(1);
            // A word in a chip: letters of its colour within the outline.
            const int letters = pixelsOf(chips, unknown, theme.warning());
            QVERIFY(letters > 20);
            QCOMPARE(pixelsOf(chips, known, theme.warning()), 0);
            bar.setMarks(1, -1, -1, -1);
            QCOMPARE(pixelsOf(chips, unknown, theme.warning()), letters);
            bar.setMarks(-1, 1, -1, -1);
            QCOMPARE(pixelsOf(chips, unknown, theme.warning()), letters);
        }
    }

    void aWrongTokenSaysSoInWordsWhateverItsOutline()
    {
        for (const Theme& theme : {Theme::light(), Theme::dark()}) {
            auto trace = traceOf({"3", "1"}, {"3", "1"});
            trace->output[0].wrong = true;
            SentenceBar bar;
            bar.setTheme(theme);
            bar.setTrace(trace);
            const TokenChips& chips = *bar.outputChips();
            QCOMPARE(chips.said(0), QStringLiteral("3 wrong"));
            QCOMPARE(chips.said(1), QStringLiteral("1"));
            const QRect wrong = chips.chipRectangle(0);
            const int letters = pixelsOf(chips, wrong, theme.error());
            QVERIFY(letters > 15);
            for (const auto& [fixed, hovered] : {std::pair{0, -1}, {-1, 0}}) {
                bar.setMarks(-1, -1, fixed, hovered);
                QCOMPARE(pixelsOf(chips, wrong, theme.error()), letters);
            }
        }
    }

    void aChipAtTheEdgeIsNarrowerAndNotCut()
    {
        QStringList words;
        for (int i = 0; i < 30; ++i)
            words << QStringLiteral("elephants");
        SentenceBar bar;
        bar.setTrace(traceOf(words));
        bar.resize(500, 100);
        bar.show();
        bar.inputChips()->setFocusPolicy(Qt::NoFocus); // no frame
        bar.inputChips()->clearFocus();
        const TokenChips& chips = *bar.inputChips();
        auto* area = qobject_cast<QScrollArea*>(chips.parentWidget()->parentWidget());
        QVERIFY(area);
        for (const int at : {0, 40, 55, 130, 700}) {
            area->horizontalScrollBar()->setValue(at);
            QTest::qWait(10);
            // Right at both edges there is no ink of a letter: an outline or nothing.
            const QImage image =
                bar.grab(QRect(area->mapTo(&bar, QPoint()), chips.parentWidget()->size()))
                    .toImage();
            const QColor text = Theme::light().text();
            for (const int x : {0, 1, image.width() - 2, image.width() - 1})
                for (int y = 0; y < image.height(); ++y) {
                    const QColor there = image.pixelColor(x, y);
                    QVERIFY(std::abs(there.lightness() - text.lightness()) > 60);
                }
        }
    }

    void whatIsNotWrittenYetIsAnEmptyPlace()
    {
        auto trace = traceOf({"are"}, {"yes", "i", "am"});
        // The encoder, then two operations for each word.
        for (const int step : {-1, 0, 0, 1, 1, 2, 2})
            trace->moments.push_back({"", "states", Role::DecoderState, step, {}});
        const int written[] = {0, 0, 1, 1, 2, 2, 3};
        for (const Theme& theme : {Theme::light(), Theme::dark()}) {
            SentenceBar bar;
            bar.setTheme(theme);
            bar.setTrace(trace);
            const TokenChips& chips = *bar.outputChips();
            QList<QRect> places;
            for (int i = 0; i < 3; ++i)
                places << chips.chipRectangle(i);
            for (int moment = 0; moment < 7; ++moment) {
                bar.setMoment(*trace, moment);
                QStringList said;
                for (int i = 0; i < 3; ++i) {
                    const bool there = i < written[moment];
                    QCOMPARE(chips.chipRectangle(i), places[i]);
                    QCOMPARE(chips.said(i), there ? chips.texts()[i] : QString());
                    QCOMPARE(hasLetters(chips, places[i]), there);
                    if (there)
                        said << chips.texts()[i];
                }
                QCOMPARE(chips.accessibleDescription(), said.join(QLatin1Char(' ')));
            }
        }
    }

    void aVerdictIsThereOnceAllIsComputed()
    {
        auto trace = traceOf({"good", "film"}, {"positive"});
        for (int i = 0; i < 3; ++i)
            trace->moments.push_back({"", "weights", Role::Weights, -1, {}});
        SentenceBar bar;
        bar.setTrace(trace);
        bar.setMoment(*trace, 1);
        QCOMPARE(bar.outputChips()->said(0), QString());
        bar.setMoment(*trace, 2);
        QCOMPARE(bar.outputChips()->said(0), QStringLiteral("positive"));
    }

    void aTextWithoutRoomBeginsWhereItBeginsAndIsWholeInItsTip()
    {
        SentenceBar bar;
        bar.setScenario(m_spec);
        bar.resize(500, 100);
        bar.show();
        const QString text = QStringLiteral("one two three ").repeated(20).trimmed();
        bar.setTexts({text.toStdString(), "short"});
        bar.focusText();
        QCOMPARE(bar.field(0)->selectedText(), text);
        QCOMPARE(bar.field(0)->cursorPosition(), 0);
        const auto tip = [&](int index) {
            const QPoint middle = bar.field(index)->rect().center();
            QHelpEvent asked(QEvent::ToolTip, middle, bar.field(index)->mapToGlobal(middle));
            QCoreApplication::sendEvent(bar.field(index), &asked);
            return bar.field(index)->toolTip();
        };
        QVERIFY(tip(0).contains(text));
        QVERIFY(!tip(1).contains(QStringLiteral("short")));
    }

    void textsStandBesideEachOtherWhereThereIsRoom()
    {
        SentenceBar bar;
        bar.setScenario(m_spec);
        bar.show();
        for (const auto& [width, beside] : {std::pair{1600, true}, {400, false}, {1600, true}}) {
            bar.resize(width, 100);
            QTRY_COMPARE(bar.field(0)->y() == bar.field(1)->y(), beside);
            QVERIFY(bar.field(0)->width() > 60 && bar.field(1)->width() > 60);
        }
    }

    void aClickOnAChipTellsItsToken()
    {
        SentenceBar bar;
        bar.setTrace(traceOf({"are", "you", "free"}, {"yes", "i"}));
        QSignalSpy inputs(&bar, &SentenceBar::inputClicked);
        QSignalSpy outputs(&bar, &SentenceBar::outputClicked);
        QTest::mouseClick(bar.inputChips(), Qt::LeftButton, {},
                          bar.inputChips()->chipRectangle(2).center());
        QTest::mouseClick(bar.outputChips(), Qt::LeftButton, {},
                          bar.outputChips()->chipRectangle(1).center());
        QCOMPARE(inputs.size(), 1);
        QCOMPARE(inputs[0][0].toInt(), 2);
        QCOMPARE(outputs[0][0].toInt(), 1);
    }

    void theKeyboardReachesEveryChip()
    {
        SentenceBar bar;
        bar.setTrace(traceOf({"are", "you", "free"}));
        bar.show();
        bar.inputChips()->setFocus();
        QTRY_VERIFY(bar.inputChips()->hasFocus());
        QSignalSpy clicks(&bar, &SentenceBar::inputClicked);
        QTest::keyClick(bar.inputChips(), Qt::Key_End);
        QTest::keyClick(bar.inputChips(), Qt::Key_Left);
        QTest::keyClick(bar.inputChips(), Qt::Key_Return);
        QCOMPARE(clicks.size(), 1);
        QCOMPARE(clicks[0][0].toInt(), 1);
    }

    void tenThousandWordsMakeFewChipsAndSayHowManyMore()
    {
        QStringList words;
        for (int i = 0; i < 10000; ++i)
            words << QStringLiteral("word%1").arg(i);
        SentenceBar bar;
        bar.setScenario(m_spec);
        bar.resize(800, bar.sizeHint().height());
        bar.setTexts({words.join(QLatin1Char(' ')).toStdString(), ""});
        QCOMPARE(bar.field(0)->text().size(), words.join(QLatin1Char(' ')).size());
        bar.setTrace(traceOf(words));
        const QStringList shown = bar.inputChips()->texts();
        QCOMPARE(shown.size(), TokenChips::limit + 1);
        const QString& more = shown.last();
        QVERIFY2(more.contains(QLocale().toString(10000 - TokenChips::limit)), qPrintable(more));
        QCOMPARE(bar.inputChips()->count(), 10000);
        // The bar asks for no more width than before.
        QVERIFY(bar.minimumSizeHint().width() < 800);
    }

    void chipsThatOverflowMoveNothing()
    {
        SentenceBar bar;
        bar.setScenario(m_spec);
        bar.resize(500, 100);
        bar.show();
        bar.setTrace(traceOf({"are"}));
        QCoreApplication::processEvents();
        const int before = bar.sizeHint().height();
        QStringList words;
        for (int i = 0; i < 50; ++i)
            words << QStringLiteral("free");
        bar.setTrace(traceOf(words, words));
        QCoreApplication::processEvents();
        QCOMPARE(bar.sizeHint().height(), before);
    }

    void aVerdictStandsWithItsProbability()
    {
        auto trace = traceOf({"superb"}, {"positive"});
        TraceTensor grades;
        grades.path = "probabilities";
        grades.role = Role::Probabilities;
        grades.columns = makeAxis({"negative", "positive"});
        grades.value = Tensor({1, 2}, {0.03F, 0.97F});
        trace->tensors.push_back(grades);
        SentenceBar bar;
        bar.setTrace(trace);
        QCOMPARE(bar.outputChips()->texts(), QStringList(QStringLiteral("positive 97 %")));
    }

    void undoIsLeftToTheWindow()
    {
        SentenceBar bar;
        bar.setScenario(m_spec);
        QKeyEvent undo(QEvent::ShortcutOverride, Qt::Key_Z, Qt::ControlModifier);
        undo.ignore();
        QCoreApplication::sendEvent(bar.field(0), &undo);
        QVERIFY(!undo.isAccepted());
    }
};

QTEST_MAIN(SentenceBarTest)
#include "sentence_bar_test.moc"

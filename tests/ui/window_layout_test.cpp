// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/catalogue.h"
#include "tests/ui/opened_window.h"
#include "ui/panels/elided_label.h"
#include "ui/panels/inspector.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/scenario_list.h"
#include "ui/panels/settings_bar.h"
#include "ui/window/top_bar.h"

#include <QDockWidget>
#include <QLabel>
#include <QScreen>
#include <QScrollBar>
#include <QTabBar>

using namespace regard;

class WindowLayoutTest : public OpenedWindow {
    Q_OBJECT
private Q_SLOTS:
    void init() { useOwnFiles(); }

    void layoutThemeAndScenarioAreRemembered()
    {
        {
            const auto window = open("worked-example");
            QVERIFY(window);
            QVERIFY(waitForTrace(*window,
                                 [&] { window->openScenario(QStringLiteral("self-attention")); }));
            window->appearance().choose(Appearance::Choice::Dark);
            window->stage()->setCurrentIndex(1);
            window->findChild<QDockWidget*>(QStringLiteral("inspector"))->hide();
            window->resize(1200, 760);
            window->close();
        }
        MainWindow again(*m_settings);
        again.show();
        again.start();
        QCOMPARE(again.explorer().exploration().scenario, std::string("self-attention"));
        QCOMPARE(again.appearance().choice(), Appearance::Choice::Dark);
        QCOMPARE(again.stage()->currentIndex(), 1);
        QVERIFY(again.findChild<QDockWidget*>(QStringLiteral("inspector"))->isHidden());
        QCOMPARE(again.size(), QSize(1200, 760));
        again.resetLayout();
        QVERIFY(!again.findChild<QDockWidget*>(QStringLiteral("inspector"))->isHidden());
    }

    void everyClickOnTheThemeButtonChangesTheTheme()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        auto* button = window->findChild<TopBar*>()->themeButton();
        bool dark = window->appearance().theme().isDark();
        for (int i = 0; i < 3; ++i) {
            QTest::mouseClick(button, Qt::LeftButton);
            QCOMPARE(window->appearance().theme().isDark(), !dark);
            dark = !dark;
        }
    }

    void presentingHidesThePanelsAndBringsThemBack()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->findChild<QDockWidget*>(QStringLiteral("tensors"))->hide();
        const int size = QApplication::font().pointSize();
        window->sentence()->focusText();
        QTest::keyClick(window.get(), Qt::Key_F11);
        QVERIFY(window->findChild<QDockWidget*>(QStringLiteral("inspector"))->isHidden());
        QVERIFY(QApplication::font().pointSize() > size);
        // The keys that the hint tells of work, though a text had the focus.
        QVERIFY(window->messages()->hint().contains(QStringLiteral("F11")));
        const int end = window->timeline().moment();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
        QCOMPARE(window->timeline().moment(), end - 1);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_End);
        QCOMPARE(window->timeline().moment(), end);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(window->timeline().isPlaying());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(!window->timeline().isPlaying());
        QTest::keyClick(window.get(), Qt::Key_F11);
        QVERIFY(!window->findChild<QDockWidget*>(QStringLiteral("inspector"))->isHidden());
        QVERIFY(window->findChild<QDockWidget*>(QStringLiteral("tensors"))->isHidden());
        QCOMPARE(QApplication::font().pointSize(), size);
    }

    void theWayOutOfPresentingIsSaidInEveryScenario()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        QTest::keyClick(window.get(), Qt::Key_F11);
        for (const ScenarioSpec& spec : catalogue()) {
            if (spec.id != window->explorer().exploration().scenario)
                QVERIFY(waitForTrace(
                    *window, [&] { window->openScenario(QString::fromStdString(spec.id)); }));
            const QStringList said = window->messages()->findChild<ElidedLabel*>()->shownLines();
            QVERIFY2(said.join(QLatin1Char(' ')).contains(QStringLiteral("F11")), spec.id.c_str());
        }
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTest::keyClick(window.get(), Qt::Key_F11);
        QVERIFY(window->inspector()->isVisible());
        QVERIFY(!window->messages()->notes().contains(QStringLiteral("F11")));
    }

    void aHighWindowShowsAllScenariosAboveTheTensors()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->resize(1920, 1080);
        window->resetLayout();
        QCoreApplication::processEvents();
        const auto* list = window->findChild<ScenarioList*>();
        QTRY_COMPARE(list->verticalScrollBar()->maximum(), 0);
        QVERIFY(window->findChild<QDockWidget*>(QStringLiteral("tensors"))->height() > 350);
    }

    void largeTypeLeavesThePanelsAsWideAsTheyWere()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        const auto width = [&](const char* name) {
            return window->findChild<QDockWidget*>(QLatin1String(name))->width();
        };
        const QPair wanted(width("scenarios"), width("inspector"));
        for (const auto& [key, modifiers] :
             {std::pair(Qt::Key_F11, Qt::NoModifier), std::pair(Qt::Key_F11, Qt::ShiftModifier)}) {
            QTest::keyClick(window.get(), key, modifiers);
            QTest::qWait(200);
            QTest::keyClick(window.get(), key, modifiers);
            QTRY_COMPARE(window->size(), QSize(1024, 700));
            QTRY_COMPARE(QPair(width("scenarios"), width("inspector")), wanted);
        }
    }

    void tabsOfViewsHaveTheRoomBeforeWhatAComputationTook()
    {
        for (const char* scenario : {"dialogue", "translation", "pointer", "time-series"}) {
            const auto window = open(scenario);
            QVERIFY(window);
            const QTabBar* tabs = window->stage()->tabBar();
            int shown = 0;
            for (int tab = 0; tab < tabs->count(); ++tab) {
                shown += tabs->isTabVisible(tab);
                if (tabs->isTabVisible(tab))
                    QTRY_VERIFY2(tabs->rect().contains(tabs->tabRect(tab)),
                                 qPrintable(tabs->tabText(tab)));
            }
            QVERIFY(shown >= 6);
            // Where both have room it is said.
            const auto* said = window->stage()->cornerWidget()->findChild<QLabel*>();
            window->resize(1600, 700);
            QTRY_VERIFY(said->isVisible());
            QVERIFY(said->text().contains(QLatin1String("computed in")));
        }
    }

    void theFirstWindowFitsTheScreen()
    {
        MainWindow window(*m_settings);
        const QSize room = window.screen()->availableSize();
        QVERIFY(window.width() <= room.width());
        QVERIFY2(window.height() < room.height(), "a frame has room too");
    }

    void panelsOfANarrowWindowGetTheirWidthBack()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->resize(1278, 760);
        window->resetLayout();
        QTest::qWait(50);
        const auto widths = [&] {
            QList<int> found;
            for (const QDockWidget* dock : window->findChildren<QDockWidget*>())
                found << dock->width();
            return found;
        };
        const QList<int> before = widths();
        const int inspector = window->inspector()->width();
        for (const int width : {1000, 800, 900}) {
            window->resize(width, 600);
            QTest::qWait(50);
        }
        QVERIFY(window->inspector()->width() < inspector);
        window->resize(1278, 760);
        QTest::qWait(50);
        QCOMPARE(widths(), before);
    }

    void aPanelThatFloatsTakesNoRoomFromTheOthers()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->resize(1600, 900);
        window->resetLayout();
        QTest::qWait(50);
        QDockWidget* floating = nullptr;
        QDockWidget* docked = nullptr;
        for (QDockWidget* dock : window->findChildren<QDockWidget*>()) {
            if (dock->isAncestorOf(window->inspector()))
                floating = dock;
            else if (!docked)
                docked = dock;
        }
        QVERIFY(floating && docked);
        floating->setFloating(true);
        QTest::qWait(50);
        const int width = docked->width();
        // With both the panels would be wider than half of the window.
        QVERIFY(width < 500 && width + floating->width() > 500);
        window->resize(1000, 900);
        QTest::qWait(50);
        QCOMPARE(docked->width(), width);
    }

    void aSmallerWindowTakesFromThePanelsNotFromTheStage()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->resize(1900, 1000);
        window->resetLayout();
        QTRY_VERIFY(window->stage()->width() > 1000);
        window->resize(1024, 700);
        QTRY_VERIFY(window->stage()->width() >= 490);
    }

    void whatIsSaidMovesNothing()
    {
        const auto window = open("pointer");
        QVERIFY(window);
        MessageBar* messages = window->messages();
        const auto stage = [&] {
            QTest::qWait(20);
            return QRect(window->stage()->mapTo(window.get(), QPoint()), window->stage()->size());
        };
        const QRect before = stage();
        QVERIFY(messages->isVisible());
        // Where there is nothing to say, a hint stands in the same place.
        const auto said = [&] { return messages->findChild<ElidedLabel*>()->text(); };
        QVERIFY(!messages->hint().isEmpty());
        QCOMPARE(said(), messages->hint());
        const QString whole = QStringLiteral("what is wrong and what to do about it ").repeated(9);
        for (const QString& text : {QStringLiteral("short"), whole}) {
            messages->setNotes({text});
            QCOMPARE(said(), text);
            QCOMPARE(stage(), before);
            messages->showError(text);
            QCOMPARE(stage(), before);
            messages->clear();
            messages->setNotes({});
            QCOMPARE(said(), messages->hint());
            QCOMPARE(stage(), before);
        }
        // What has no room is whole in the tooltip.
        messages->showError(whole);
        QTest::qWait(20);
        QVERIFY(messages->findChild<ElidedLabel*>()->toolTip().contains(whole.mid(1)));
        QString words;
        for (int i = 0; i < 60; ++i)
            words += QStringLiteral("0.%1 ").arg(i + 10);
        QVERIFY(waitForTrace(*window, [&] { window->explorer().setText(0, words); }));
        QCOMPARE(stage(), before);
    }

    void aMistakeWhileTypingMovesNothingInAnyScenario()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        for (const ScenarioSpec& spec : catalogue()) {
            if (spec.id != window->explorer().exploration().scenario)
                QVERIFY(waitForTrace(
                    *window, [&] { window->openScenario(QString::fromStdString(spec.id)); }));
            const auto places = [&] {
                QTest::qWait(5);
                QList<QRect> all;
                for (const QWidget* part : {static_cast<QWidget*>(window->stage()),
                                            static_cast<QWidget*>(window->inspector()),
                                            static_cast<QWidget*>(window->sentence()),
                                            static_cast<QWidget*>(window->messages())})
                    all << QRect(part->mapTo(window.get(), QPoint()), part->size());
                return all;
            };
            const QList<QRect> before = places();
            QLineEdit* field = window->sentence()->field(0);
            field->setFocus();
            field->selectAll();
            for (const QChar letter : QStringLiteral("qqq 1,x; -")) {
                QTest::keyClick(field, letter.toLatin1());
                QVERIFY2(places() == before, spec.id.c_str());
            }
            // What these letters are no mistake in is told one.
            QTest::qWait(700);
            if (window->messages()->message().isEmpty())
                window->messages()->showError(QStringLiteral("Not so"));
            QVERIFY2(places() == before, spec.id.c_str());
            QVERIFY(waitForTrace(*window, [&] {
                field->selectAll();
                QTest::keyClicks(field,
                                 QString::fromStdString(spec.inputs.front().examples.front().text));
            }));
            QTest::qWait(50);
            window->messages()->clear();
            QVERIFY2(places() == before, spec.id.c_str());
        }
    }

    void theHeadTakesAFifthOfASmallWindowInEveryScenario()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->resize(1024, 700);
        for (const ScenarioSpec& spec : catalogue()) {
            if (spec.id != window->explorer().exploration().scenario)
                QVERIFY(waitForTrace(
                    *window, [&] { window->openScenario(QString::fromStdString(spec.id)); }));
            QTest::qWait(20);
            auto* settings = window->findChild<SettingsBar*>();
            const QComboBox box;
            QVERIFY2(settings->height() < 2 * box.sizeHint().height(), spec.id.c_str());
            const SentenceBar* sentence = window->sentence();
            const int head = sentence->mapTo(window.get(), QPoint(0, sentence->height())).y();
            QVERIFY2(head <= 700 / 5,
                     qPrintable(
                         QStringLiteral("%1: %2").arg(QString::fromStdString(spec.id)).arg(head)));
        }
    }

    void noWordOfTheBarsAndPanelsIsCutInAnyScenario()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        for (const QSize& size : {QSize(1024, 700), QSize(1440, 900)}) {
            window->resize(size);
            for (const ScenarioSpec& spec : catalogue()) {
                if (spec.id != window->explorer().exploration().scenario)
                    QVERIFY(waitForTrace(
                        *window, [&] { window->openScenario(QString::fromStdString(spec.id)); }));
                QTest::qWait(30);
                window->grab();
                for (const QWidget* part : window->findChildren<QWidget*>()) {
                    if (!part->isVisible() || part->window() != window.get()
                        || part->visibleRegion().isEmpty())
                        continue;
                    int needed = 0;
                    if (const auto* label = qobject_cast<const QLabel*>(part))
                        needed = label->wordWrap() ? 0 : label->sizeHint().width();
                    else if (const auto* button = qobject_cast<const QAbstractButton*>(part))
                        needed = button->text().isEmpty() ? 0 : button->sizeHint().width();
                    else if (const auto* box = qobject_cast<const QComboBox*>(part))
                        needed = box->fontMetrics().horizontalAdvance(box->currentText()) + 34;
                    else if (const auto* bar = qobject_cast<const QTabBar*>(part))
                        needed = bar->sizeHint().width();
                    // A line that ends in "…" is whole in its tooltip.
                    const auto* elided = qobject_cast<const ElidedLabel*>(part);
                    if (elided && !elided->toolTip().isEmpty())
                        continue;
                    if (elided)
                        needed = 0;
                    QVERIFY2(
                        part->width() >= needed,
                        qPrintable(QStringLiteral("%1: %2 “%3” has %4 of %5")
                                       .arg(QString::fromStdString(spec.id),
                                            QString::fromLatin1(part->metaObject()->className()),
                                            part->accessibleName())
                                       .arg(part->width())
                                       .arg(needed)));
                }
            }
        }
    }

    void settingsHaveTheirOwnPlacesInEveryScenario()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        for (const int width : {1024, 1278}) {
            window->resize(width, 750);
            for (const ScenarioSpec& spec : catalogue()) {
                window->openScenario(QString::fromStdString(spec.id));
                QTest::qWait(30);
                const auto* bar = window->topBar()->settings();
                QList<QWidget*> parts;
                for (QObject* child : bar->children())
                    if (auto* part = qobject_cast<QWidget*>(child);
                        part && part->isVisible() && !part->isWindow())
                        parts << part;
                for (const QWidget* part : parts) {
                    QVERIFY2(part->width() >= part->sizeHint().width(), spec.id.c_str());
                    QVERIFY2(bar->rect().contains(part->geometry()), spec.id.c_str());
                    for (const QWidget* other : parts)
                        QVERIFY2(other == part || !other->geometry().intersects(part->geometry()),
                                 spec.id.c_str());
                }
            }
        }
    }

    void tenThousandPastedWordsLeaveTheWindowAsItIs()
    {
        const auto window = open("self-attention");
        QVERIFY(window);
        const QSize before = window->size();
        QStringList words;
        for (int i = 0; i < 10000; ++i)
            words << QStringLiteral("the");
        const QString text = words.join(QLatin1Char(' '));
        QVERIFY(waitForTrace(*window, [&] {
            window->sentence()->field(0)->selectAll();
            window->sentence()->field(0)->insert(text);
            Q_EMIT window->sentence()->field(0)->textEdited(text);
        }));
        QCOMPARE(window->sentence()->field(0)->text(), text);
        QVERIFY(!window->messages()->notes().isEmpty());
        QVERIFY(chips(*window).size() <= TokenChips::limit + 1);
        QCOMPARE(window->size(), before);
        QVERIFY(window->minimumSizeHint().width() <= 1024);
    }
};

QTEST_MAIN(WindowLayoutTest)
#include "window_layout_test.moc"

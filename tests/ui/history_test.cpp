// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes one step of undo, and what a step gives back.
#include "ui/session/explorer.h"
#include "ui/window/history.h"

#include <QTest>

using namespace regard;

class HistoryTest : public QObject {
    Q_OBJECT

    /// An explorer of which only the request is looked at.
    struct Undone {
        Explorer explorer{[](const Exploration&, std::stop_token) { return Explored{}; }};
        History history{[this] {
                            return Workspace{{{explorer.exploration(), {}, {}}}};
                        },
                        [this](const Workspace& workspace) {
                            explorer.explore(workspace.panes.front().exploration);
                        }};

        Undone()
        {
            Exploration exploration;
            exploration.scenario = "worked-example";
            exploration.texts = {"", "", ""};
            explorer.explore(exploration);
        }
        void type(int field, const QString& text)
        {
            history.perform(
                QStringLiteral("typing"), [&] { explorer.setText(field, text); }, field);
        }
        QString text(int field) const
        {
            return QString::fromStdString(
                explorer.exploration().texts[static_cast<std::size_t>(field)]);
        }
        QUndoStack& stack() { return history.stack(); }
    };

private Q_SLOTS:
    void lettersOfAWordAreOneStep()
    {
        Undone undone;
        for (const char* text : {"c", "ca", "cat"})
            undone.type(0, QString::fromLatin1(text));
        QCOMPARE(undone.stack().count(), 1);
        undone.stack().undo();
        QCOMPARE(undone.text(0), QString());
        undone.stack().redo();
        QCOMPARE(undone.text(0), QStringLiteral("cat"));
    }

    void aWordsEndEndsTheStep()
    {
        Undone undone;
        for (const char* text : {"a", "a ", "a c", "a ca"})
            undone.type(0, QString::fromLatin1(text));
        QCOMPARE(undone.stack().count(), 2);
        undone.stack().undo();
        QCOMPARE(undone.text(0), QStringLiteral("a "));
        undone.stack().undo();
        QCOMPARE(undone.text(0), QString());
    }

    void typingInEachFieldIsAStepOfItsOwn()
    {
        // In every order of two of three fields.
        for (int first = 0; first < 3; ++first)
            for (int second = 0; second < 3; ++second) {
                if (first == second)
                    continue;
                Undone undone;
                undone.type(first, QStringLiteral("a"));
                undone.type(second, QStringLiteral("b"));
                undone.type(second, QStringLiteral("bc"));
                undone.type(first, QStringLiteral("ad"));
                QCOMPARE(undone.stack().count(), 3);
                undone.stack().undo();
                QCOMPARE(undone.text(first), QStringLiteral("a"));
                QCOMPARE(undone.text(second), QStringLiteral("bc"));
                undone.stack().undo();
                QCOMPARE(undone.text(first), QStringLiteral("a"));
                QCOMPARE(undone.text(second), QString());
                undone.stack().undo();
                QCOMPARE(undone.text(first), QString());
            }
    }

    void whatIsPastedIsAStepOfItsOwn()
    {
        Undone undone;
        undone.type(0, QStringLiteral("a"));
        undone.type(0, QStringLiteral("a whole sentence"));
        undone.type(0, QStringLiteral("a whole sentences"));
        undone.stack().undo();
        QCOMPARE(undone.text(0), QStringLiteral("a whole sentence"));
    }

    void aSettingBetweenLettersIsAStepOfItsOwn()
    {
        Undone undone;
        undone.type(0, QStringLiteral("a"));
        undone.history.perform(QStringLiteral("mask"),
                               [&] { undone.explorer.setSetting("mask", std::string("causal")); });
        undone.type(0, QStringLiteral("ab"));
        QCOMPARE(undone.stack().count(), 3);
        undone.stack().undo();
        QCOMPARE(undone.text(0), QStringLiteral("a"));
        QVERIFY(undone.explorer.exploration().settings.has("mask"));
        undone.stack().undo();
        QVERIFY(!undone.explorer.exploration().settings.has("mask"));
        QCOMPARE(undone.text(0), QStringLiteral("a"));
    }

    void twoSettingsAreTwoSteps()
    {
        Undone undone;
        for (const char* mask : {"causal", "window"})
            undone.history.perform(QStringLiteral("mask"),
                                   [&] { undone.explorer.setSetting("mask", std::string(mask)); });
        QCOMPARE(undone.stack().count(), 2);
        undone.stack().undo();
        QCOMPARE(undone.explorer.exploration().settings.text("mask"), std::string("causal"));
    }

    void typingInAnotherScenarioIsAStepOfItsOwn()
    {
        Undone undone;
        undone.type(0, QStringLiteral("a"));
        undone.history.perform(
            QStringLiteral("typing"),
            [&] {
                Exploration other = undone.explorer.exploration();
                other.scenario = "self-attention";
                other.texts[0] = "b";
                undone.explorer.explore(other);
            },
            0);
        QCOMPARE(undone.stack().count(), 2);
        undone.stack().undo();
        QCOMPARE(undone.explorer.exploration().scenario, std::string("worked-example"));
        QCOMPARE(undone.text(0), QStringLiteral("a"));
    }

    void whatChangesNothingIsNoStep()
    {
        Undone undone;
        undone.type(0, QString());
        undone.history.perform(QStringLiteral("nothing"), [] {});
        QVERIFY(!undone.stack().canUndo());
    }

    void everythingAPersonAsksForIsGivenBack()
    {
        Undone undone;
        const Exploration before = undone.explorer.exploration();
        const auto change = [&](const std::function<void(Exploration&)>& part) {
            undone.history.perform(QStringLiteral("change"), [&] {
                Exploration exploration = undone.explorer.exploration();
                part(exploration);
                undone.explorer.explore(exploration);
            });
        };
        change([](Exploration& e) { e.target = "target"; });
        change([](Exploration& e) { e.edits = {{"head0/scores", 0, 1, 2}}; });
        change([](Exploration& e) { e.weights = std::make_shared<Weights>(); });
        change([](Exploration& e) { e.texts[2] = "third"; });
        QCOMPARE(undone.stack().count(), 4);
        while (undone.stack().canUndo())
            undone.stack().undo();
        const Exploration& after = undone.explorer.exploration();
        QVERIFY(after.target == before.target && after.edits == before.edits
                && after.weights == before.weights && after.texts == before.texts);
    }

    void threeHundredStepsAreKept()
    {
        Undone undone;
        for (int i = 0; i < 310; ++i)
            undone.history.perform(QStringLiteral("temperature"),
                                   [&] { undone.explorer.setSetting("temperature", 1.0 + i); });
        QCOMPARE(undone.stack().count(), 300);
        undone.stack().undo();
        QCOMPARE(undone.explorer.exploration().settings.number("temperature"), 309.0);
    }
};

QTEST_MAIN(HistoryTest)
#include "history_test.moc"

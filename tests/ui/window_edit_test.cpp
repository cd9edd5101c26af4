// SPDX-License-Identifier: GPL-3.0-or-later
// A number that is set by hand, and what the window says of it.
#include "core/scenarios/catalogue.h"

#include "ui/panels/message_bar.h"
#include "ui/panels/number_field.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/words/edit_text.h"
#include "ui/words/scope_text.h"

#include "tests/ui/opened_window.h"

using namespace regard;

class WindowEditTest : public OpenedWindow {
    Q_OBJECT

    /// The field that a double click on a number opens, by way of the heatmap.
    static NumberField* fieldOver(MainWindow& window, const char* path, Index row, Index column)
    {
        const Trace& trace = *window.explorer().trace();
        window.openTensor(trace.indexOf(path));
        auto* map = window.view<HeatmapView>();
        const QRect place = map->placeRect(row, column).toAlignedRect();
        Q_EMIT map->editRequested({trace.indexOf(path), row, column}, place);
        return map->findChild<NumberField*>();
    }

    static void type(NumberField* field, const char* text, Qt::Key end = Qt::Key_Return)
    {
        field->selectAll();
        QTest::keyClicks(field, QString::fromLatin1(text));
        QTest::keyClick(field, end);
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void anotherNumberIsTypedAndWhatFollowsIsComputed()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        NumberField* field = fieldOver(*window, "scores", 0, 1);
        QVERIFY(field && field->isVisible() && field->hasFocus());
        QCOMPARE(field->text().toDouble(),
                 std::round(1e4
                            * static_cast<double>(
                                window->explorer().trace()->find("scores")->value.at(0, 1)))
                     / 1e4);
        QVERIFY(waitForTrace(*window, [&] { type(field, "200"); }));
        QVERIFY(window->view<HeatmapView>()->hasFocus());
        const Trace& after = *window->explorer().trace();
        const Trace& before = *window->explorer().before();
        QCOMPARE(after.find("scores")->value.at(0, 1), Real(200));
        QVERIFY(after.find("weights")->value.at(0, 1) > before.find("weights")->value.at(0, 1));
        QCOMPARE(after.find("weights")->value.at(1, 1), before.find("weights")->value.at(1, 1));
        // It is said, with what it was.
        const QString said = window->messages()->notes();
        QVERIFY2(said.contains(QStringLiteral("scores, Thinking → Machines: 200 instead of 96")),
                 qPrintable(said));
        QVERIFY2(said.contains(capitalised(changeInWords(before, after)) + QStringLiteral(". ")),
                 qPrintable(said));
        // Undo takes it back.
        QVERIFY(waitForTrace(*window, [&] { window->history().stack().undo(); }));
        QVERIFY(!window->explorer().before());
        QVERIFY(!window->messages()->notes().contains(QStringLiteral("Changed by hand")));
    }

    void escapeAndWhatIsNoNumberChangeNothing()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const TracePtr trace = window->explorer().trace();
        type(fieldOver(*window, "scores", 0, 0), "5", Qt::Key_Escape);
        QVERIFY(window->view<HeatmapView>()->hasFocus());
        QVERIFY(window->explorer().exploration().edits.empty());
        for (const char* text : {"", "abc", "1e999", "nan", "inf", "1 2", "--3"}) {
            QTRY_VERIFY(!window->view<HeatmapView>()->findChild<NumberField*>());
            NumberField* field = fieldOver(*window, "scores", 0, 0);
            field->clear();
            type(field, text);
            QVERIFY2(!field->number() && field->isVisible(), text);
            QTest::keyClick(field, Qt::Key_Escape);
        }
        QVERIFY(window->explorer().exploration().edits.empty());
        QVERIFY(window->explorer().trace() == trace);
    }

    void numbersAreReadAsPeopleWriteThem()
    {
        QWidget parent;
        const std::pair<const char*, double> table[] = {{"0.5", 0.5}, {"0,5", 0.5},  {" 2 ", 2},
                                                        {"-3", -3},   {"1e3", 1000}, {"+4", 4}};
        for (const auto& [text, value] : table) {
            NumberField field(0, &parent);
            field.setText(QString::fromLatin1(text));
            QVERIFY2(field.number() && *field.number() == value, text);
        }
        NumberField field(0, &parent);
        field.setText(QStringLiteral("−2"));
        QCOMPARE(*field.number(), -2.0);
    }

    void whatBecomesOfTheOutputIsSaid()
    {
        const auto window = open("translation");
        QVERIFY(window);
        const Trace& trace = *window->explorer().trace();
        // The first word's logits: another word is made the likeliest.
        const int logits = trace.indexOf(Role::Logits);
        QVERIFY(logits >= 0);
        QVERIFY(waitForTrace(*window, [&] { window->editNumber({logits, 0, 20}, 1000); }));
        const TracePtr changed = window->explorer().trace();
        const TracePtr unchanged = window->explorer().before();
        const Trace& after = *changed;
        const Trace& before = *unchanged;
        QVERIFY(before.output.front().text != after.output.front().text);
        const QString said = window->messages()->notes();
        QVERIFY2(said.contains(QStringLiteral("“%1” (").arg(
                     QString::fromStdString(before.output.front().text)))
                     && said.contains(QStringLiteral("→ “%1” (100 %)")
                                          .arg(QString::fromStdString(after.output.front().text))),
                 qPrintable(said));
        window->resetEdits();
        QTRY_VERIFY(!window->explorer().before());
        QCOMPARE(window->explorer().trace()->output.front().text, before.output.front().text);
    }

    void changesThatMeetNothingAreSaidToHaveNoEffect()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("empty.regard"));
        const QByteArray change = R"({"path":"none/such","row":0,"column":0,"value":1})";
        for (const QByteArray& text : {QByteArray(), QByteArray("the dog")}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(
                R"({"regard":"session","version":1,"panes":[{"scenario":"translation","texts":[")"
                + text + R"("],"edits":[)" + change + "]}]}");
            file.close();
            const auto window = open("worked-example");
            QVERIFY(window);
            window->openSession(path);
            QTRY_VERIFY(window->explorer().before());
            const QString said = window->messages()->notes();
            const QString told = QStringLiteral("Changed by hand: one change without effect");
            QVERIFY2(text.isEmpty() ? said.startsWith(told) : said.contains(". " + told),
                     qPrintable(said));
        }
    }

    void aSessionKeepsWhatWasChanged()
    {
        const QString path = file("changed.regard");
        const auto window = open("worked-example");
        QVERIFY(window);
        const int scores = window->explorer().trace()->indexOf("scores");
        QVERIFY(waitForTrace(*window, [&] { window->editNumber({scores, 1, 0}, 3); }));
        window->saveSessionTo(path);
        QTRY_COMPARE(window->sessionPath(), path);
        window->resetEdits();
        QTRY_VERIFY(!window->explorer().before());
        window->openSession(path);
        QTRY_VERIFY(window->explorer().before());
        QCOMPARE(window->explorer().trace()->find("scores")->value.at(1, 0), Real(3));
        // It still follows its words.
        QVERIFY(waitForTrace(
            *window, [&] { window->panes().setText(0, QStringLiteral("so Thinking Machines")); }));
        QCOMPARE(window->explorer().trace()->find("scores")->value.at(2, 1), Real(3));
    }
};

QTEST_MAIN(WindowEditTest)
#include "window_edit_test.moc"

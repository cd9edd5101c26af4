// SPDX-License-Identifier: GPL-3.0-or-later
// Random walks through the window: whatever was done before, what is shown is what another window
// shows that opens the session, and every step can be taken back and done again.
#include "core/scenarios/catalogue.h"
#include "core/trace/ablations.h"
#include "tests/told/shown.h"
#include "tests/ui/opened_window.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/reasons_table.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/sweep_table.h"
#include "ui/window/pane_grid.h"

#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QRegularExpression>
#include <QTabBar>

#include <random>

using namespace regard;

namespace {

constexpr int longest = 120000; // ms until a test gives up

} // namespace

class WindowWalkTest : public OpenedWindow {
    Q_OBJECT

    std::mt19937 m_random;
    QStringList m_done; ///< for the report of a failure

    int below(std::size_t count)
    {
        return static_cast<int>(m_random() % std::max<std::size_t>(count, 1));
    }

    static bool settle(MainWindow& window)
    {
        return QTest::qWaitFor(
            [&] {
                for (int i = 0; i < window.panes().count(); ++i)
                    if (window.panes().at(i).explorer().isPending())
                        return false;
                return true;
            },
            longest);
    }

    /// What is computed, without how it is looked at, which makes no step.
    static Workspace computed(const MainWindow& window)
    {
        Workspace now = window.workspace();
        for (PaneState& pane : now.panes) {
            pane.view.clear();
            pane.selection = {};
        }
        return now;
    }

    void changeSetting(MainWindow& window)
    {
        const auto& settings = scenarioOf(window.explorer().exploration().scenario).settings;
        const SettingSpec& spec = settings[static_cast<std::size_t>(below(settings.size()))];
        QWidget* control = window.findChild<SettingsBar*>()->control(spec.name);
        if (!control || !control->isEnabled())
            return;
        m_done << QStringLiteral("change ") + QString::fromStdString(spec.name);
        if (auto* box = qobject_cast<QComboBox*>(control)) {
            box->setCurrentIndex(below(static_cast<std::size_t>(box->count())));
            Q_EMIT box->activated(box->currentIndex());
        } else if (auto* check = qobject_cast<QCheckBox*>(control)) {
            check->click();
        } else if (auto* spin = qobject_cast<QAbstractSpinBox*>(control)) {
            below(2) ? spin->stepUp() : spin->stepDown();
        }
    }

    void type(MainWindow& window)
    {
        static const QStringList words{QStringLiteral("cat"),         QStringLiteral("the old man"),
                                       QStringLiteral("xylo"),        QString(),
                                       QStringLiteral("0.3 0.7 0.1"), QStringLiteral("猫")};
        QList<QLineEdit*> fields;
        for (QLineEdit* field : window.sentence()->findChildren<QLineEdit*>())
            if (field->isVisible() && field->isEnabled())
                fields << field;
        if (fields.isEmpty())
            return;
        QLineEdit* field = fields[below(static_cast<std::size_t>(fields.size()))];
        const QString& text = words[below(static_cast<std::size_t>(words.size()))];
        m_done << QStringLiteral("type ") + text;
        field->setFocus();
        if (text.isEmpty() || below(2))
            field->selectAll();
        if (text.isEmpty())
            QTest::keyClick(field, Qt::Key_Delete);
        else
            for (const QChar letter : QLatin1Char(' ') + text) {
                QKeyEvent press(QEvent::KeyPress, Qt::Key_unknown, Qt::NoModifier, letter);
                QApplication::sendEvent(field, &press);
            }
    }

    /// A place of the trace, mostly one with a number.
    CellRef anywhere(const Trace& trace)
    {
        const int tensor = below(trace.tensors.size());
        const TraceValue& value = trace.tensors[static_cast<std::size_t>(tensor)].value;
        if (value.rows() == 0 || value.columns() == 0)
            return {};
        return {tensor, below(static_cast<std::size_t>(value.rows())),
                below(static_cast<std::size_t>(value.columns()))};
    }

    /// False for what changes nothing.
    bool editSomething(MainWindow& window)
    {
        const TracePtr trace = window.explorer().trace();
        if (!trace || trace->tensors.empty())
            return false;
        switch (below(6)) {
        case 0:
        case 1: {
            const CellRef cell = anywhere(*trace);
            m_done << QStringLiteral("a number of ")
                    + QString::fromStdString(
                          trace->tensors[static_cast<std::size_t>(std::max(0, cell.tensor))].path);
            if (cell)
                window.editNumber(cell, below(7) - 3);
            break;
        }
        case 2:
            m_done << QStringLiteral("mask a token");
            window.toggleToken(below(trace->input.size()));
            break;
        case 3: {
            const std::vector<Ablation> all = ablationsOf(*trace);
            m_done << QStringLiteral("take out");
            if (!all.empty())
                window.toggleAblation(all[static_cast<std::size_t>(below(all.size()))]);
            break;
        }
        case 4: {
            // Dragged, and let go of or given up.
            const int weights = trace->indexOf(Role::Weights);
            if (weights < 0)
                return false;
            const TraceValue& value = trace->tensors[static_cast<std::size_t>(weights)].value;
            if (value.rows() == 0)
                return false;
            const CellRef row{weights, below(static_cast<std::size_t>(value.rows())), -1};
            std::vector<Real> values(static_cast<std::size_t>(value.columns()), 0);
            for (int move = 0; move < 3; ++move) {
                values[static_cast<std::size_t>(below(values.size()))] += Real(0.25);
                window.dragRow(row, values);
            }
            if (below(2)) {
                m_done << QStringLiteral("give a drag up");
                window.giveUpDrag();
                return false;
            }
            m_done << QStringLiteral("drag a row");
            window.editRow(row, values);
            break;
        }
        default:
            m_done << QStringLiteral("take changes back");
            window.resetEdits();
        }
        return true;
    }

    void look(MainWindow& window)
    {
        switch (below(7)) {
        case 4:
            // What another window tells of this one, whatever becomes of it.
            m_done << QStringLiteral("reasons");
            window.showReasons();
            break;
        case 5: {
            const auto& settings = scenarioOf(window.explorer().exploration().scenario).settings;
            const SettingSpec& spec = settings[static_cast<std::size_t>(below(settings.size()))];
            if (spec.affects == Affects::Computation) {
                m_done << QStringLiteral("table of ") + QString::fromStdString(spec.name);
                window.tabulate(spec.name);
            }
            break;
        }
        case 0: {
            const int tab = below(static_cast<std::size_t>(window.stage()->count()));
            if (window.activeStage()->offers(tab)) {
                m_done << QStringLiteral("view %1").arg(tab);
                window.stage()->setCurrentIndex(tab);
            }
            break;
        }
        case 1:
        case 2: {
            const TracePtr trace = window.explorer().trace();
            if (!trace || trace->tensors.empty())
                return;
            m_done << QStringLiteral("select");
            window.selection().fix(anywhere(*trace));
            break;
        }
        case 3:
            m_done << QStringLiteral("another moment");
            window.timeline().setStop(
                below(static_cast<std::size_t>(std::max(1, window.timeline().count()))));
            break;
        default: {
            static constexpr Qt::Key keys[] = {Qt::Key_Right, Qt::Key_Down,         Qt::Key_Return,
                                               Qt::Key_Plus,  Qt::Key_BracketRight, Qt::Key_Escape};
            const Qt::Key key = keys[below(std::size(keys))];
            m_done << QStringLiteral("key ") + QKeySequence(key).toString();
            window.activeStage()->shownView()->setFocus();
            if (QWidget* focused = QApplication::focusWidget())
                QTest::keyClick(focused, key);
        }
        }
    }

    void changePanes(MainWindow& window)
    {
        const auto& settings = scenarioOf(window.explorer().exploration().scenario).settings;
        switch (below(4)) {
        case 0:
        case 1: {
            const SettingSpec& spec = settings[static_cast<std::size_t>(below(settings.size()))];
            const auto values = valuesToCompare(spec);
            if (spec.affects != Affects::Computation || values.empty()
                || window.panes().count() >= 3)
                return;
            m_done << QStringLiteral("compare ") + QString::fromStdString(spec.name);
            window.comparePane(spec.name, values[static_cast<std::size_t>(below(values.size()))]);
            break;
        }
        case 2:
            m_done << QStringLiteral("another pane");
            window.grid()->activate(
                window.stages()[static_cast<std::size_t>(below(window.stages().size()))]);
            break;
        default:
            m_done << QStringLiteral("close a pane");
            window.closePane(below(static_cast<std::size_t>(window.panes().count())));
        }
    }

    /// Typing makes several steps at once, which are known once they were looked at.
    static bool isAsBefore(std::map<int, Workspace>& at, int index, const Workspace& now)
    {
        return at.try_emplace(index, now).first->second == now;
    }

    enum class Step { Change, Back, Look };

    Step step(MainWindow& window)
    {
        const int kind = below(12);
        if (kind < 2)
            type(window);
        else if (kind < 4)
            changeSetting(window);
        else if (kind < 6)
            return editSomething(window) ? Step::Change : Step::Look;
        else if (kind == 6)
            changePanes(window);
        else if (kind == 7 || kind == 8) {
            m_done << (kind == 7 ? QStringLiteral("undo") : QStringLiteral("redo"));
            kind == 7 ? window.history().stack().undo() : window.history().stack().redo();
            return Step::Back;
        } else {
            look(window);
            return Step::Look;
        }
        return Step::Change;
    }

    /// What the panels around the views say, but for what is only of the moment: the pointer, the
    /// focus, messages and what can be undone.
    static QStringList panelsOf(MainWindow& window)
    {
        window.messages()->clear();
        if (window.reasons())
            window.reasons()->hide();
        if (window.table())
            window.table()->hide();
        window.stage()->tabBar()->setFocus();
        window.selection().hover({});
        QCoreApplication::processEvents();
        static const QStringList told{QStringLiteral("SettingsBar"), QStringLiteral("QComboBox"),
                                      QStringLiteral("QCheckBox"),   QStringLiteral("TokenChips"),
                                      QStringLiteral("QLineEdit"),   QStringLiteral("Inspector"),
                                      QStringLiteral("QTreeView"),   QStringLiteral("QLabel"),
                                      QStringLiteral("VectorStrip"), QStringLiteral("FormulaView"),
                                      QStringLiteral("NextWords"),   QStringLiteral("WordList"),
                                      QStringLiteral("QTableView"),  QStringLiteral("QSlider"),
                                      QStringLiteral("MarkedSlider")};
        QStringList lines;
        static const QRegularExpression places(QStringLiteral("@[-0-9,.@ ]*| focused"));
        QStringList all = shownBy(window);
        all.replaceInStrings(places, {});
        for (const QString& line : std::as_const(all))
            if (std::any_of(told.begin(), told.end(),
                            [&](const QString& name) { return line.startsWith(name); }))
                lines << line;
        lines.sort(); // what was raised last is told last
        return lines;
    }

    static QString differences(QStringList a, QStringList b)
    {
        for (const QString& line : QStringList(a))
            if (b.removeOne(line))
                a.removeOne(line);
        return a.mid(0, 6).join(QLatin1Char('\n')) + QStringLiteral("\n  and of another window\n")
            + b.mid(0, 6).join(QLatin1Char('\n'));
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void whatIsShownIsWhatTheSessionIs_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<unsigned>("seed");
        unsigned seed = qEnvironmentVariableIntValue("WALK");
        for (const ScenarioSpec& spec : catalogue())
            QTest::newRow(spec.id.c_str()) << QString::fromStdString(spec.id) << ++seed;
    }

    void whatIsShownIsWhatTheSessionIs()
    {
        QFETCH(QString, scenario);
        QFETCH(unsigned, seed);
        m_random.seed(seed);
        m_done.clear();
        const auto window = open(scenario.toUtf8().constData());
        QVERIFY(window);
        const auto why = [&](const QString& what) {
            return (m_done.join(QStringLiteral(", ")) + QLatin1Char('\n') + what).toUtf8();
        };
        QUndoStack& stack = window->history().stack();
        std::map<int, Workspace> at{{0, computed(*window)}}; // by how much is done
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 10; ++i) {
                const int before = stack.index();
                const Step taken = step(*window);
                QVERIFY2(settle(*window), why("nothing comes").constData());
                const Workspace now = computed(*window);
                if (taken == Step::Change) {
                    // Typing goes on in the step of the same word.
                    at.erase(at.lower_bound(std::max(before, 1)), at.end());
                    at[stack.index()] = now;
                }
                // What is taken back, done again or only looked at is as it was.
                QVERIFY2(isAsBefore(at, stack.index(), now),
                         why("another computation than was there").constData());
            }
            // A window that opens this as a session.
            const QString path = file("walk.regard");
            window->saveSessionTo(path);
            QTRY_VERIFY(QFileInfo::exists(path));
            QTRY_COMPARE(window->sessionPath(), path);
            const auto twin = open("worked-example");
            QVERIFY(twin);
            twin->openSession(path);
            QVERIFY2(QTest::qWaitFor([&] { return computed(*twin) == computed(*window); }, 10000),
                     why("the session opens as another").constData());
            QVERIFY(settle(*twin));
            // What cannot be computed leaves the last picture, which is another here and there.
            if (twin->explorer().trace()->scenario != twin->explorer().exploration().scenario)
                continue;
            QVERIFY2(
                QTest::qWaitFor([&] { return twin->workspace() == window->workspace(); }, 10000),
                why("it is looked at otherwise").constData());
            // Which pane the panels speak of and the moment are of the window.
            for (MainWindow* each : {window.get(), twin.get()}) {
                each->grid()->activate(each->stages().front());
                each->timeline().toEnd();
            }
            window->activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(window.get()));
            const QStringList shown = panelsOf(*window);
            const QStringList again = panelsOf(*twin);
            QVERIFY2(shown == again, why(differences(shown, again)).constData());
            for (int i = 0; i < window->panes().count(); ++i) {
                const Trace& one = *window->panes().at(i).explorer().trace();
                const Trace& other = *twin->panes().at(i).explorer().trace();
                QCOMPARE(one.tensors.size(), other.tensors.size());
                for (std::size_t t = 0; t < one.tensors.size(); ++t) {
                    const TraceValue& a = one.tensors[t].value;
                    const TraceValue& b = other.tensors[t].value;
                    QVERIFY(a.rows() == b.rows() && a.columns() == b.columns());
                    for (Index row = 0; row < a.rows(); ++row)
                        for (Index column = 0; column < a.columns(); ++column)
                            QVERIFY2(a.at(row, column) == b.at(row, column)
                                         || std::isnan(a.at(row, column)),
                                     why(QString::fromStdString(one.tensors[t].path)).constData());
                }
            }
            QFile::remove(path);
        }
        // All the way back, and forth.
        for (; stack.canUndo(); stack.undo())
            QVERIFY2(isAsBefore(at, stack.index(), computed(*window)),
                     why(QStringLiteral("step %1").arg(stack.index())).constData());
        QVERIFY2(at.at(0) == computed(*window), why("the start").constData());
        for (; stack.canRedo(); stack.redo())
            QVERIFY2(isAsBefore(at, stack.index(), computed(*window)),
                     why(QStringLiteral("again, step %1").arg(stack.index())).constData());
    }
};

QTEST_MAIN(WindowWalkTest)
#include "window_walk_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The Heatmap by ear: a table for screen readers, and tones for its numbers.
#include "core/scenarios/catalogue.h"
#include "tests/ui/opened_window.h"
#include "tests/ui/scenario_rows.h"
#include "ui/panels/inspector.h"
#include "ui/panels/message_bar.h"
#include "ui/views/heatmap/heatmap_text.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/window/tone_player.h"
#include "ui/words/labels.h"
#include "ui/words/tone.h"

#include <QAccessible>
#include <QMenuBar>

#include <dlfcn.h>

using namespace regard;

namespace {

/// What was told to screen readers: of each event that moves the focus to a part, its name.
QStringList& told()
{
    static QStringList names;
    return names;
}

void take(QAccessibleEvent* event)
{
    if (event->type() == QAccessible::Focus && event->child() >= 0)
        if (QAccessibleInterface* part = event->accessibleInterface())
            told() << part->text(QAccessible::Name);
}

/// Has Qt tell what changes on a platform that has no screen readers, which offscreen has not. Its
/// own tests do so with functions of QtGui that have no public header.
bool tellWithoutReaders()
{
    QAccessible::setActive(true);
    if (QAccessible::isActive())
        return true;
    auto* const platform = static_cast<void**>(
        dlsym(RTLD_DEFAULT, "_ZN22QGuiApplicationPrivate20platform_integrationE"));
    const auto accessibilityOf = reinterpret_cast<void* (*)(const void*)>(
        dlsym(RTLD_DEFAULT, "_ZNK20QPlatformIntegration13accessibilityEv"));
    const auto setActive = reinterpret_cast<void (*)(void*, bool)>(
        dlsym(RTLD_DEFAULT, "_ZN22QPlatformAccessibility9setActiveEb"));
    if (platform && accessibilityOf && setActive)
        setActive(accessibilityOf(*platform), true);
    return QAccessible::isActive();
}

} // namespace

class HeatmapSpokenTest : public OpenedWindow {
    Q_OBJECT

    std::unique_ptr<MainWindow> openMap(const char* scenario)
    {
        std::unique_ptr<MainWindow> window = open(scenario);
        if (window) {
            window->stage()->setCurrentWidget(window->view<HeatmapView>());
            window->view<HeatmapView>()->setFocus();
        }
        return window;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(tellWithoutReaders()); }
    void init() { useOwnFiles(); }

    void aMapIsATableWithEveryCell_data() { addScenarioRows(); }

    void aMapIsATableWithEveryCell()
    {
        QFETCH(QString, scenario);
        const auto window = openMap(scenario.toLatin1().constData());
        QVERIFY(window);
        auto* map = window->view<HeatmapView>();
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(map);
        QVERIFY(spoken);
        QCOMPARE(spoken->role(), QAccessible::Table);
        QAccessibleTableInterface* table = spoken->tableInterface();
        QVERIFY(table);
        const Trace& trace = *window->explorer().trace();
        for (int shown = 0; shown < static_cast<int>(trace.tensors.size()); shown += 7) {
            map->showTensor(shown);
            const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(shown)];
            const auto rows = static_cast<int>(tensor.value.rows());
            const auto columns = static_cast<int>(tensor.value.columns());
            QCOMPARE(table->rowCount(), rows);
            QCOMPARE(table->columnCount(), columns);
            const int everyRow = std::max(1, rows / 5);
            const int everyColumn = std::max(1, columns / 5);
            for (int row = 0; row < rows; row += everyRow)
                for (int column = 0; column < columns; column += everyColumn) {
                    QAccessibleInterface* cell = table->cellAt(row, column);
                    QVERIFY(cell && cell->isValid());
                    QCOMPARE(cell->parent(), spoken);
                    QCOMPARE(spoken->child(row * columns + column), cell);
                    QCOMPARE(spoken->indexOfChild(cell), row * columns + column);
                    const QString name = cell->text(QAccessible::Name);
                    const auto value = static_cast<double>(tensor.value.at(row, column));
                    const QString number =
                        value == -HUGE_VAL ? QStringLiteral("masked") : numberText(value);
                    QVERIFY2(name.startsWith(QStringLiteral("row ")), qPrintable(name));
                    QVERIFY2(name.contains(QStringLiteral(", column ")), qPrintable(name));
                    QVERIFY2(name.endsWith(QStringLiteral(", ") + number), qPrintable(name));
                    QVERIFY2(name.contains(table->rowDescription(row)), qPrintable(name));
                    QVERIFY2(name.contains(table->columnDescription(column)), qPrintable(name));
                    QCOMPARE(cell->tableCellInterface()->rowIndex(), row);
                    QCOMPARE(cell->tableCellInterface()->columnIndex(), column);
                }
            QVERIFY(!table->cellAt(rows, 0));
            QVERIFY(!table->cellAt(0, columns));
            QVERIFY(!table->cellAt(-1, 0));
            // Its buttons are behind the cells.
            QCOMPARE(spoken->indexOfChild(spoken->child(rows * columns)), rows * columns);
        }
    }

    void theArrowKeysTellTheCellTheyComeTo()
    {
        const auto window = openMap("self-attention");
        QVERIFY(window);
        auto* map = window->view<HeatmapView>();
        const auto before = QAccessible::installUpdateHandler(take);
        told().clear();
        const auto press = [&](Qt::Key key) { QTest::keyClick(map, key); };
        press(Qt::Key_Down);
        press(Qt::Key_Right);
        press(Qt::Key_Down);
        QAccessible::installUpdateHandler(before);
        const TraceTensor& tensor =
            window->explorer().trace()->tensors[static_cast<std::size_t>(map->tensor())];
        const Trace& trace = *window->explorer().trace();
        const int moment = window->timeline().moment();
        const QStringList came{cellSpoken(trace, tensor, 0, 0, moment),
                               cellSpoken(trace, tensor, 0, 1, moment),
                               cellSpoken(trace, tensor, 1, 1, moment)};
        QCOMPARE(told().join(QLatin1Char('\n')), came.join(QLatin1Char('\n')));
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(map);
        QVERIFY(spoken->focusChild());
        QCOMPARE(spoken->focusChild()->text(QAccessible::Name), told().last());
        QCOMPARE(spoken->tableInterface()->selectedCellCount(), 1);
    }

    void panelsThatFollowSayNothing()
    {
        const auto window = openMap("self-attention");
        QVERIFY(window);
        window->inspector()->tabs()->setCurrentIndex(1);
        const auto before = QAccessible::installUpdateHandler(take);
        told().clear();
        const auto fix = [&](Index row, Index column) {
            window->selection().fix({window->explorer().trace()->indexOf("Q"), row, column});
        };
        window->view<HeatmapView>()->clearFocus();
        fix(0, 1);
        fix(1, 2);
        const bool opened = waitForTrace(
            *window, [&] { window->openScenario(QStringLiteral("kernel-regression")); });
        window->selection().fix({window->explorer().trace()->indexOf("weights"), 0, 1});
        QAccessible::installUpdateHandler(before);
        QVERIFY(opened);
        QCOMPARE(told(), QStringList());
    }

    void whatIsNotComputedYetIsSaid()
    {
        const auto window = openMap("self-attention");
        QVERIFY(window);
        window->timeline().toStart();
        QAccessibleTableInterface* table =
            QAccessible::queryAccessibleInterface(window->view<HeatmapView>())->tableInterface();
        QVERIFY2(table->cellAt(0, 0)
                     ->text(QAccessible::Name)
                     .endsWith(QStringLiteral("not computed yet")),
                 qPrintable(table->cellAt(0, 0)->text(QAccessible::Name)));
    }

    void cellsOfAnEarlierTensorAreNoMore()
    {
        const auto window = openMap("self-attention");
        QVERIFY(window);
        QAccessibleTableInterface* table =
            QAccessible::queryAccessibleInterface(window->view<HeatmapView>())->tableInterface();
        QAccessibleInterface* last = table->cellAt(table->rowCount() - 1, table->columnCount() - 1);
        QVERIFY(last->isValid());
        QVERIFY(waitForTrace(*window,
                             [&] { window->explorer().setText(0, QStringLiteral("the cat")); }));
        QTRY_VERIFY(!last->isValid());
        QVERIFY(last->text(QAccessible::Name).isEmpty());
    }

    void withoutASoundDeviceItIsSaidOnceAndNothingHangs()
    {
        const auto window = openMap("self-attention");
        QVERIFY(window);
        auto* map = window->view<HeatmapView>();
        // Off at first.
        QTest::keyClick(map, Qt::Key_Down);
        QVERIFY(!window->tones());
        QAction* hear = action(*window, "Hear the map");
        QAction* row = action(*window, "Play the row");
        QVERIFY(hear && row && hear->isCheckable() && !hear->isChecked() && !row->isEnabled());
        QTest::keyClick(map, Qt::Key_H, Qt::ControlModifier);
        QVERIFY(hear->isChecked() && row->isEnabled());
        const bool silent = !window->messages()->message().isEmpty();
        if (silent)
            QVERIFY(window->messages()->message().contains(QStringLiteral("sound device")));
        window->messages()->clear();
        QTest::keyClick(map, Qt::Key_Right);
        QVERIFY(window->messages()->message().isEmpty());
    }

    void whatIsPlayedIsTheNumberUnderTheCursorAndTheRow()
    {
        const auto window = openMap("self-attention");
        QVERIFY(window);
        auto* map = window->view<HeatmapView>();
        QTest::keyClick(map, Qt::Key_Down);
        action(*window, "Hear the map")->trigger();
        const auto played = [&] {
            const QByteArray& bytes = window->tones()->played();
            std::vector<float> samples;
            for (qsizetype i = 0; i + 1 < bytes.size(); i += 2) {
                qint16 sample = 0;
                std::memcpy(&sample, bytes.constData() + i, 2);
                samples.push_back(static_cast<float>(sample) / 32767.0F);
            }
            return samples;
        };
        const auto alike = [](const std::vector<float>& a, const std::vector<float>& b) {
            bool same = a.size() == b.size();
            for (std::size_t i = 0; same && i < a.size(); ++i)
                same = std::abs(a[i] - b[i]) < 1e-3F;
            return same;
        };
        const TraceTensor& tensor =
            window->explorer().trace()->tensors[static_cast<std::size_t>(map->tensor())];
        const auto extent = tensor.value.extent();
        const auto sound = [&](const std::vector<double>& numbers) {
            return melody(numbers, static_cast<double>(extent.low),
                          static_cast<double>(extent.high), TonePlayer::rate);
        };
        const auto at = [&](Index row, Index column) {
            return static_cast<double>(tensor.value.at(row, column));
        };
        QVERIFY(alike(played(), sound({at(0, 0)})));
        QTest::keyClick(map, Qt::Key_Right);
        QVERIFY(alike(played(), sound({at(0, 1)})));
        QTest::keyClick(map, Qt::Key_Down);
        QVERIFY(alike(played(), sound({at(1, 1)})));
        action(*window, "Play the row")->trigger();
        std::vector<double> row;
        for (Index column = 0; column < tensor.value.columns(); ++column)
            row.push_back(at(1, column));
        QVERIFY(alike(played(), sound(row)));
        // Pointing is not moving the cursor.
        window->selection().hover({map->tensor(), 0, 2});
        QVERIFY(alike(played(), sound(row)));
        // Off, and in another view, it is silent.
        action(*window, "Hear the map")->trigger();
        QTest::keyClick(map, Qt::Key_Right);
        QVERIFY(alike(played(), sound(row)));
    }
};

QTEST_MAIN(HeatmapSpokenTest)
#include "heatmap_spoken_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The list of files that were opened last.
#include "core/models/weights_file.h"
#include "core/scenarios/catalogue.h"
#include "tests/ui/opened_window.h"

#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>

using namespace regard;

class WindowFilesTest : public OpenedWindow {
    Q_OBJECT

    QString weightsAt(const QString& path) const
    {
        const ScenarioSpec& spec = scenarioOf("worked-example");
        saveWeights(*weightsFor(spec, resolveSettings(spec.settings)), path.toStdString());
        return path;
    }

    static QMenu* recentMenu(const MainWindow& window)
    {
        for (QMenu* menu : window.findChildren<QMenu*>())
            if (menu->title() == QStringLiteral("&Recent files"))
                return menu;
        return nullptr;
    }

    /// The menu has the list's files, in its order, each with its whole path.
    static void compareMenu(const MainWindow& window)
    {
        const QMenu* menu = recentMenu(window);
        QVERIFY(menu);
        QStringList names;
        QStringList paths;
        for (const QAction* action : menu->actions()) {
            names << action->text();
            paths << action->toolTip();
        }
        QCOMPARE(paths, window.recentFiles());
        for (qsizetype i = 0; i < paths.size(); ++i)
            QCOMPARE(names[i], QFileInfo(paths[i]).fileName());
        QCOMPARE(menu->isEnabled(), !paths.isEmpty());
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void theLastEightFilesAreKeptNewestFirstAndEachOnce()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        compareMenu(*window);
        QStringList wanted;
        const auto openFile = [&](const QString path) { // a copy: `wanted` changes
            window->openWeights(path);
            wanted.removeAll(path);
            wanted.prepend(path);
            wanted = wanted.mid(0, 8);
            QTRY_COMPARE(window->recentFiles(), wanted);
            compareMenu(*window);
        };
        for (int i = 0; i < 10; ++i)
            openFile(weightsAt(file(qPrintable(QStringLiteral("w%1.safetensors").arg(i)))));
        openFile(wanted.at(3));
        openFile(wanted.at(7));
        openFile(wanted.first());
        // The same file by another way.
        const QString name = QFileInfo(wanted.at(2)).fileName();
        const QString here = QDir::current().relativeFilePath(wanted.at(2));
        window->openWeights(here);
        QTRY_COMPARE(QFileInfo(window->recentFiles().first()).fileName(), name);
        QCOMPARE(window->recentFiles().size(), 8);
        QCOMPARE(QFileInfo(window->recentFiles().first()).fileName(), name);
        QCOMPARE(window->recentFiles().first(), QDir::cleanPath(window->recentFiles().first()));
        QStringList list = window->recentFiles();
        QCOMPARE(list.removeDuplicates(), 0);
    }

    void theMenuOpensItsFileAndTheListOutlivesTheWindow()
    {
        QStringList kept;
        {
            const auto window = open("worked-example");
            QVERIFY(window);
            for (const char* name : {"a.safetensors", "b.safetensors"})
                QVERIFY(waitForTrace(*window, [&] { window->openWeights(weightsAt(file(name))); }));
            QVERIFY(
                waitForTrace(*window, [&] { recentMenu(*window)->actions().at(1)->trigger(); }));
            kept = window->recentFiles();
            QCOMPARE(QFileInfo(kept.first()).fileName(), QStringLiteral("a.safetensors"));
            window->close();
        }
        const MainWindow window(*m_settings);
        QCOMPARE(window.recentFiles(), kept);
        compareMenu(window);
    }
};

QTEST_MAIN(WindowFilesTest)
#include "window_files_test.moc"

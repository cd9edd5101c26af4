// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/sentence_bar.h"
#include "ui/views/flow/flow_view.h"
#include "ui/window/main_window.h"

#include <QAction>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace regard {

/// Opens windows with settings and files of their own; base of the tests of the whole window.
class OpenedWindow : public QObject {
protected:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;

    /// A window with the trace of a scenario, in Flow whatever it opens with.
    std::unique_ptr<MainWindow> open(const char* scenario)
    {
        m_settings->setValue(QStringLiteral("window/scenario"), QString::fromLatin1(scenario));
        auto window = std::make_unique<MainWindow>(*m_settings);
        window->view<FlowView>()->setAnimated(false);
        window->resize(1024, 700);
        window->show();
        QSignalSpy traced(&window->explorer(), &Explorer::traced);
        window->start();
        if (!traced.wait(60000))
            return nullptr;
        window->stage()->setCurrentIndex(0);
        window->activateWindow();
        return QTest::qWaitForWindowActive(window.get()) ? std::move(window) : nullptr;
    }

    static bool waitForTrace(MainWindow& window, const std::function<void()>& change)
    {
        QSignalSpy traced(&window.explorer(), &Explorer::traced);
        change();
        return !traced.isEmpty() || traced.wait(60000);
    }

    static QStringList chips(const MainWindow& window)
    {
        return window.sentence()->inputChips()->texts();
    }

    /// An entry of the menus by its text, without its "&"; null for none.
    static QAction* action(const MainWindow& window, const char* text)
    {
        for (QAction* each : window.findChildren<QAction*>())
            if (each->text().remove(QLatin1Char('&')) == QString::fromUtf8(text))
                return each;
        return nullptr;
    }

    QString file(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }

    /// Before each test.
    void useOwnFiles()
    {
        setResourceDirectory(REGARD_SOURCE_DIR "/resources");
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(file("settings.ini"), QSettings::IniFormat);
    }
};

} // namespace regard

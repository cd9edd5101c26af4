// SPDX-License-Identifier: GPL-3.0-or-later
// The panels of the window: where they are, what is remembered of them, presenting.
#include "ui/panels/inspector.h"
#include "ui/panels/next_words.h"
#include "ui/panels/scenario_list.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/tensor_tree.h"
#include "ui/panels/timeline_bar.h"
#include "ui/views/shared/give_help.h"
#include "ui/window/main_window.h"
#include "ui/window/top_bar.h"
#include "ui/window/training_desk.h"

#include <QCloseEvent>
#include <QComboBox>
#include <QDockWidget>
#include <QMenuBar>
#include <QResizeEvent>
#include <QScreen>
#include <QTabBar>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace regard {

namespace {

constexpr int stateVersion = 3;
constexpr QSize firstSize(1280, 820);
/// Of the window manager's frame, which is not known before the window is shown.
constexpr QSize frameRoom(4, 40);
/// What stands above and below the panels at the sides, and above one of them.
constexpr int aroundDocks = 210;
constexpr int dockTitle = 52;
/// Below this height scenarios and tensors share one place.
constexpr int lowWindow = 960;

QList<int> widthsOf(const QList<QDockWidget*>& docks)
{
    QList<int> widths;
    for (const QDockWidget* dock : docks)
        widths << dock->width();
    return widths;
}

} // namespace

QDockWidget* MainWindow::addDock(const QString& name, const QString& title, QWidget* content,
                                 Qt::DockWidgetArea area)
{
    auto* dock = new QDockWidget(title, m_body);
    dock->setObjectName(name);
    auto* frame = new QWidget;
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(2, 4, 2, 0);
    layout->addWidget(content);
    dock->setWidget(frame);
    m_body->addDockWidget(area, dock);
    m_docks << dock;
    connect(dock, &QDockWidget::dockLocationChanged, this, &MainWindow::showDockTitles,
            Qt::QueuedConnection);
    connect(dock, &QDockWidget::topLevelChanged, this, &MainWindow::showDockTitles,
            Qt::QueuedConnection);
    connect(dock, &QDockWidget::visibilityChanged, this, &MainWindow::showDockTitles,
            Qt::QueuedConnection);
    return dock;
}

void MainWindow::showDockTitles()
{
    // Where panels share one place, its tabs are their titles.
    for (QDockWidget* dock : m_docks) {
        const QList<QDockWidget*> others = m_body->tabifiedDockWidgets(dock);
        const bool tabbed = !dock->isFloating()
            && std::any_of(others.begin(), others.end(),
                           [](const QDockWidget* other) { return !other->isHidden(); });
        if (tabbed == (dock->titleBarWidget() != nullptr))
            continue;
        delete dock->titleBarWidget();
        dock->setTitleBarWidget(tabbed ? new QWidget(dock) : nullptr);
    }
    // Tabs of panels of which only one is open lie out of sight: no stop for the Tab key.
    QTimer::singleShot(0, this, [this] {
        for (QTabBar* tabs : m_body->findChildren<QTabBar*>(Qt::FindDirectChildrenOnly)) {
            tabs->setFocusPolicy(tabs->geometry().intersects(m_body->rect()) ? Qt::TabFocus
                                                                             : Qt::NoFocus);
            tabs->setAccessibleName(tr("Panels"));
            helpWhenAsked(tabs, "dock/tabs");
        }
    });
}

void MainWindow::buildDocks()
{
    addDock(QStringLiteral("scenarios"), tr("Scenarios"), m_scenarios, Qt::LeftDockWidgetArea);
    addDock(QStringLiteral("tensors"), tr("Tensors"), m_tensors, Qt::LeftDockWidgetArea);
    addDock(QStringLiteral("inspector"), tr("Inspector"), m_inspector, Qt::RightDockWidgetArea);
    addDock(QStringLiteral("training"), tr("Training"), m_training->panel(),
            Qt::RightDockWidgetArea);
    addDock(QStringLiteral("nextWords"), tr("Next word"), m_nextWords, Qt::RightDockWidgetArea);
}

void MainWindow::setPresenting(bool presenting)
{
    if (presenting == m_presenting)
        return;
    if (presenting) {
        m_layoutBefore = m_body->saveState(stateVersion);
        m_wasFullScreen = isFullScreen();
        for (QDockWidget* dock : m_docks)
            dock->hide();
        setWindowState(windowState() | Qt::WindowFullScreen);
    } else {
        m_body->restoreState(m_layoutBefore, stateVersion);
        if (!m_wasFullScreen)
            setWindowState(windowState() & ~Qt::WindowFullScreen);
        QTimer::singleShot(0, this, &MainWindow::keepStageWide); // they grew with the type
    }
    m_presenting = presenting;
    menuBar()->setVisible(!presenting);
    m_appearance.setLarge(presenting);
    m_present->setChecked(presenting);
    m_top->presenterButton()->setDown(false);
    // The keys that the hint tells of are the picture's, not a text's.
    if (presenting)
        shownView()->setFocus(Qt::OtherFocusReason);
    showHint();
    showNotes();
}

void MainWindow::resetLayout()
{
    setPresenting(false);
    for (QDockWidget* dock : m_docks) {
        dock->setFloating(false);
        const bool right = m_docks.indexOf(dock) >= 2;
        m_body->addDockWidget(right ? Qt::RightDockWidgetArea : Qt::LeftDockWidgetArea, dock);
        dock->show();
    }
    m_body->tabifyDockWidget(m_docks[2], m_docks[4]);
    m_body->tabifyDockWidget(m_docks[4], m_docks[3]);
    m_docks[2]->raise();
    // It comes when something is trained.
    m_docks[3]->setVisible(m_training->trainer().count() > 0);
    // The stage keeps at least half of the width.
    const int side = std::clamp(width() / 5, 200, 380);
    const int right = std::clamp(width() * 9 / 32, 240, 420);
    m_body->resizeDocks({m_docks[0], m_docks[2]}, {side, right}, Qt::Horizontal);
    m_wantedSides = {side, right};
    if (height() < lowWindow) {
        m_body->tabifyDockWidget(m_docks[0], m_docks[1]);
        m_docks[0]->raise();
    } else {
        m_body->splitDockWidget(m_docks[0], m_docks[1], Qt::Vertical);
        // All scenarios are seen where that leaves the tensors enough.
        const int room = height() - aroundDocks;
        const int list = std::min(m_scenarios->titlesHeight() + dockTitle, room * 3 / 5);
        m_body->resizeDocks({m_docks[0], m_docks[1]}, {list, room - list}, Qt::Vertical);
    }
    showDockTitles();
}

QList<QDockWidget*> MainWindow::sides() const
{
    QList<QDockWidget*> docks;
    for (QDockWidget* dock : {m_docks[0]->isVisible() ? m_docks[0] : m_docks[1],
                              m_docks[2]->isVisible() ? m_docks[2] : m_docks[3]})
        if (dock->isVisible() && !dock->isFloating())
            docks << dock;
    return docks;
}

void MainWindow::rememberSides()
{
    m_wantedSides = widthsOf(sides());
}

void MainWindow::keepStageWide()
{
    if (m_presenting)
        return;
    const QList<QDockWidget*> docks = sides();
    if (m_wantedSides.size() != docks.size())
        rememberSides();
    const int most = m_body->width() / 2;
    const int wanted = std::accumulate(m_wantedSides.begin(), m_wantedSides.end(), 0);
    QList<int> fitting = m_wantedSides;
    for (int& width : fitting)
        width = wanted > most ? width * most / wanted : width;
    if (fitting != widthsOf(docks))
        m_body->resizeDocks(docks, fitting, Qt::Horizontal);
    m_body->layout()->activate();
    // Panels whose type has just changed learn their new least widths one after the other.
    constexpr int mostTries = 5;
    constexpr int pause = 20; // milliseconds
    if (fitting != widthsOf(docks) && m_sideTries < mostTries) {
        ++m_sideTries;
        QTimer::singleShot(pause, this, &MainWindow::keepStageWide);
    } else {
        m_sideTries = 0;
    }
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        QTimer::singleShot(0, this, &MainWindow::keepStageWide);
}

void MainWindow::restoreLayout()
{
    const QByteArray geometry = m_settings.value(QStringLiteral("window/geometry")).toByteArray();
    if (geometry.isEmpty() || !restoreGeometry(geometry))
        resize(firstSize.boundedTo(screen()->availableSize() - frameRoom));
    const QByteArray docks = m_settings.value(QStringLiteral("window/docks")).toByteArray();
    if (docks.isEmpty() || !m_body->restoreState(docks, stateVersion))
        resetLayout();
    const int tab = m_settings.value(QStringLiteral("window/tab"), 0).toInt();
    stage()->setCurrentIndex(tab > 0 && tab < stage()->count() ? tab : 0);
    QComboBox* speed = m_timelineBar->speed();
    const int remembered =
        speed->findData(m_settings.value(QStringLiteral("window/speed")).toDouble());
    if (remembered >= 0)
        speed->setCurrentIndex(remembered);
    const int stride = m_settings.value(QStringLiteral("window/stride")).toInt();
    if (stride >= 0 && stride <= static_cast<int>(Timeline::Stride::Gate))
        timeline().setStride(static_cast<Timeline::Stride>(stride));
}

void MainWindow::save()
{
    const QByteArray docks = m_presenting ? m_layoutBefore : m_body->saveState(stateVersion);
    setPresenting(false);
    m_settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    m_settings.setValue(QStringLiteral("window/docks"), docks);
    m_settings.setValue(QStringLiteral("window/tab"), stage()->currentIndex());
    m_settings.setValue(QStringLiteral("window/speed"), m_timelineBar->speed()->currentData());
    m_settings.setValue(QStringLiteral("window/stride"), static_cast<int>(timeline().stride()));
    m_settings.setValue(QStringLiteral("window/theme"), Appearance::nameOf(m_appearance.choice()));
    m_settings.setValue(QStringLiteral("window/projector"), m_appearance.isForProjector());
    m_settings.setValue(QStringLiteral("window/palettes"),
                        Appearance::namesOf(m_appearance.palettes()));
    m_settings.setValue(QStringLiteral("window/scenario"),
                        QString::fromStdString(pane().explorer().exploration().scenario));
    m_settings.setValue(QStringLiteral("window/recentFiles"), m_recent);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!mayClose()) {
        event->ignore();
        return;
    }
    save();
    m_keepSoon.stop();
    m_files.forget();
    QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ThemeChange)
        m_appearance.systemChanged();
    if (event->type() == QEvent::FontChange)
        QTimer::singleShot(0, this, &MainWindow::keepStageWide);
}

} // namespace regard

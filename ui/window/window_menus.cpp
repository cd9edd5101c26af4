// SPDX-License-Identifier: GPL-3.0-or-later
// The menus of the window.
#include "ui/panels/drawings.h"
#include "ui/panels/sentence_bar.h"
#include "ui/views/view_spec.h"
#include "ui/window/dialogs.h"
#include "ui/window/main_window.h"
#include "ui/words/tensor_text.h"

#include <QActionGroup>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>

namespace regard {

QAction* MainWindow::addMenuAction(QMenu* menu, const QString& text, const QKeySequence& keys,
                                   const std::function<void()>& act)
{
    QAction* action = menu->addAction(text, this, act);
    action->setShortcut(keys);
    addAction(action); // its keys work while the menu bar is hidden
    return action;
}

void MainWindow::buildMenus()
{
    buildFileMenu();
    buildEditMenu();
    buildViewMenu();
    buildCompareMenu();
    buildTrainMenu();
    buildGoMenu();
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    addMenuAction(help, tr("&Keys"), Qt::Key_F1, [this] { showShortcuts(this); });
    addMenuAction(help, tr("&About Regard"), {}, [this] { showAbout(this); });
}

void MainWindow::buildFileMenu()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    addMenuAction(file, tr("&New"), QKeySequence::New, [this] { newSession(); });
    addMenuAction(file, tr("&Open…"), QKeySequence::Open, [this] { askForFile(); });
    m_recentMenu = file->addMenu(tr("&Recent files"));
    addMenuAction(file, tr("&Save"), QKeySequence::Save, [this] { saveSession(); });
    addMenuAction(file, tr("Save &as…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
                  [this] { askWhereToSave(&MainWindow::saveSessionTo); });
    addMenuAction(file, tr("Save with &weights…"), {}, [this] {
        askWhereToSave(&MainWindow::saveSessionWithWeightsTo);
    })->setToolTip(tr("A session that holds the weights that were opened: for another computer"));
    file->addSeparator();
    addMenuAction(file, tr("&Export picture…"), Qt::CTRL | Qt::Key_E, [this] { exportPicture(); });
    file->addSeparator();
    addMenuAction(file, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] {
        close();
    })->setMenuRole(QAction::QuitRole);
}

void MainWindow::buildEditMenu()
{
    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    QAction* undo = m_history.stack().createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    undo->setIconText(tr("Undo"));
    QAction* redo = m_history.stack().createRedoAction(this, tr("&Redo"));
    redo->setIconText(tr("Redo"));
    // Each once: a key that is registered twice is ambiguous and does nothing.
    QList<QKeySequence> redoKeys = QKeySequence::keyBindings(QKeySequence::Redo);
    for (const QKeySequence& key :
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)})
        if (!redoKeys.contains(key))
            redoKeys << key;
    redo->setShortcuts(redoKeys);
    for (QAction* action : {undo, redo}) {
        edit->addAction(action);
        addAction(action);
    }
    edit->addSeparator();
    addMenuAction(edit, tr("Copy &picture"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
                  [this] { copyPicture(); });
    QMenu* numbers = edit->addMenu(tr("Copy &numbers as"));
    numbers->setToolTipsVisible(true);
    for (const TensorFormat& format : tensorFormats())
        addMenuAction(numbers, titleOf(format), {}, [this, &format] { copyNumbers(format); })
            ->setToolTip(tr("All numbers of the tensor; of several selected rows or columns those "
                            "alone"));
    edit->addSeparator();
    QMenu* parts = edit->addMenu(tr("&Take out"));
    parts->setToolTipsVisible(true);
    connect(parts, &QMenu::aboutToShow, this, [this, parts] { fillAblationMenu(parts); });
    m_resetEdits = addMenuAction(edit, tr("Take all &changes back"), {}, [this] { resetEdits(); });
    m_resetEdits->setToolTip(
        tr("All is computed again as the model says: set numbers, masked tokens "
           "and parts that were taken out"));
    m_resetEdits->setEnabled(false);
    addMenuAction(edit, tr("Edit &sentence"), Qt::CTRL | Qt::Key_L,
                  [this] { m_sentence->focusText(); });
    addMenuAction(edit, tr("&Free selection"), Qt::Key_Escape,
                  [this] { pane().selection().free(); });
    addMenuAction(edit, tr("Re&set text and settings"), Qt::CTRL | Qt::SHIFT | Qt::Key_R,
                  [this] { reset(); });
}

void MainWindow::buildViewMenu()
{
    QMenu* view = menuBar()->addMenu(tr("&View"));
    int tab = 0;
    for (const ViewSpec& spec : viewSpecs()) {
        m_viewActions.push_back(addMenuAction(view, titleOf(spec),
                                              QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + tab)),
                                              [this, tab] { stage()->setCurrentIndex(tab); }));
        ++tab;
    }
    addMenuAction(view, tr("F&it the picture"), Qt::CTRL | Qt::Key_0,
                  [this] { shownView()->fit(); });
    view->addSeparator();
    for (QDockWidget* dock : m_docks)
        view->addAction(dock->toggleViewAction());
    view->addSeparator();
    QMenu* theme = view->addMenu(tr("&Theme"));
    m_themes = new QActionGroup(this);
    const auto addTheme = [this, theme](const QString& text, Appearance::Choice choice) {
        QAction* action =
            theme->addAction(text, this, [this, choice] { m_appearance.choose(choice); });
        action->setCheckable(true);
        action->setData(static_cast<int>(choice));
        m_themes->addAction(action);
    };
    addTheme(tr("As the &desktop"), Appearance::Choice::System);
    addTheme(tr("&Light"), Appearance::Choice::Light);
    addTheme(tr("D&ark"), Appearance::Choice::Dark);
    buildPaletteMenu(view->addMenu(tr("&Colours")));
    buildFlowMenu(view);
    m_present = addMenuAction(view, tr("&Presenter mode"), Qt::Key_F11,
                              [this] { setPresenting(!m_presenting); });
    m_present->setCheckable(true);
    view->addSeparator();
    addMenuAction(view, tr("&Reset layout"), {}, [this] { resetLayout(); });
}

void MainWindow::buildPaletteMenu(QMenu* menu)
{
    menu->setToolTipsVisible(true);
    QActionGroup* group = nullptr;
    for (const Palette& palette : palettes()) {
        const bool sequential = palette.scale == Palette::Scale::Sequential;
        if (!group || palette.scale != palettes()[m_palettes.size() - 1].scale) {
            if (group)
                menu->addSeparator();
            menu->addAction(sequential ? tr("Weights and probabilities")
                                       : tr("Numbers below and above zero"))
                ->setEnabled(false);
            group = new QActionGroup(this);
        }
        QAction* action = menu->addAction(palette.colorBlindSafe
                                              ? tr("%1 (colour-blind-safe)").arg(titleOf(palette))
                                              : titleOf(palette),
                                          this, [this, &palette] {
                                              Palettes chosen = m_appearance.palettes();
                                              chosen.choose(palette);
                                              m_appearance.setPalettes(chosen);
                                          });
        action->setToolTip(
            palette.colorBlindSafe
                ? tr("Also without red, green or blue cones large and small can be told apart, and "
                     "below and above zero")
                : tr("Without red or green cones below and above zero look alike"));
        action->setCheckable(true);
        group->addAction(action);
        m_palettes.push_back(action);
    }
}

void MainWindow::showPalettes(const Theme& theme)
{
    for (std::size_t i = 0; i < m_palettes.size(); ++i) {
        const Palette& palette = palettes()[i];
        m_palettes[i]->setChecked(theme.palettes().has(palette));
        m_palettes[i]->setIcon(paletteIcon(palette, theme));
    }
}

void MainWindow::buildGoMenu()
{
    QMenu* go = menuBar()->addMenu(tr("&Go"));
    // Space, arrows, Home and End alone work wherever the focused control has no use for
    // them; the tab puts them where a menu shows keys.
    addMenuAction(go, tr("&Play or pause") + QStringLiteral("\t") + tr("Space"), {},
                  [this] { playKey(Qt::Key_Space); });
    go->addSeparator();
    addMenuAction(go, tr("Step &forward"), Qt::ALT | Qt::Key_Right,
                  [this] { playKey(Qt::Key_Right); });
    addMenuAction(go, tr("Step &back"), Qt::ALT | Qt::Key_Left, [this] { playKey(Qt::Key_Left); });
    addMenuAction(go, tr("To the &start"), Qt::ALT | Qt::Key_Home,
                  [this] { playKey(Qt::Key_Home); });
    addMenuAction(go, tr("To the &end"), Qt::ALT | Qt::Key_End, [this] { playKey(Qt::Key_End); });
    go->addSeparator();
    addMenuAction(go, tr("Set or remove a &bookmark"), Qt::CTRL | Qt::Key_B,
                  [this] { toggleBookmark(); });
    addMenuAction(go, tr("&Next bookmark"), Qt::ALT | Qt::Key_PageDown,
                  [this] { timeline().toNextBookmark(); });
    addMenuAction(go, tr("P&revious bookmark"), Qt::ALT | Qt::Key_PageUp,
                  [this] { timeline().toPreviousBookmark(); });
    QMenu* bookmarks = go->addMenu(tr("B&ookmarks"));
    connect(bookmarks, &QMenu::aboutToShow, this,
            [this, bookmarks] { fillBookmarkMenu(bookmarks); });
}

void MainWindow::fillBookmarkMenu(QMenu* menu)
{
    menu->clear();
    for (const Bookmark& mark : timeline().marks())
        menu->addAction(timeline()
                            .descriptionOf(mark.moment, mark.part)
                            .replace(QLatin1Char('&'), QStringLiteral("&&")),
                        this, [this, mark] { timeline().setMoment(mark.moment, mark.part); });
    if (menu->isEmpty())
        menu->addAction(tr("None is set here: Ctrl+B marks the moment"))->setEnabled(false);
}

void MainWindow::showRecentFiles()
{
    m_recentMenu->clear();
    for (const QString& path : m_recent) {
        QAction* action = m_recentMenu->addAction(QFileInfo(path).fileName(), this,
                                                  [this, path] { openFile(path); });
        action->setToolTip(path);
        action->setStatusTip(path);
    }
    m_recentMenu->setToolTipsVisible(true);
    m_recentMenu->setEnabled(!m_recent.isEmpty());
}

} // namespace regard

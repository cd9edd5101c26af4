// SPDX-License-Identifier: GPL-3.0-or-later
// The menus of the window.
#include "ui/panels/drawings.h"
#include "ui/panels/sentence_bar.h"
#include "ui/views/shared/give_help.h"
#include "ui/views/view_spec.h"
#include "ui/window/dialogs.h"
#include "ui/window/main_window.h"
#include "ui/words/tensor_text.h"

#include <QActionGroup>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QWhatsThis>

namespace regard {

namespace {

constexpr const char* titleMark = "title";

} // namespace

QMenu* MainWindow::addMenu(const char* name, const QString& title)
{
    QMenu* menu = menuBar()->addMenu(title);
    giveHelp(menu->menuAction(), name);
    return menu;
}

QAction* addMenuTitle(QMenu* menu, const QString& text)
{
    QAction* title = menu->addAction(text);
    title->setEnabled(false);
    title->setProperty(titleMark, true);
    return title;
}

bool isMenuTitle(const QAction& action)
{
    return action.property(titleMark).toBool();
}

QAction* MainWindow::addMenuAction(QMenu* menu, const char* name, const QString& text,
                                   const QKeySequence& keys, const std::function<void()>& act)
{
    QAction* action = giveHelp(menu->addAction(text, this, act), name);
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
    QMenu* help = addMenu("help", tr("&Help"));
    addMenuAction(help, "help/find", tr("&Find a command…"), Qt::CTRL | Qt::SHIFT | Qt::Key_P,
                  [this] { showCommands(); });
    addMenuAction(help, "help/whats-this",
                  tr("&What's this?") + QStringLiteral("\t") + tr("Shift+F1"), {},
                  [] { QWhatsThis::enterWhatsThisMode(); });
    addMenuAction(help, "help/keys", tr("&Keys"), Qt::Key_F1, [this] { showShortcuts(this); });
    addMenuAction(help, "help/about", tr("&About Regard"), {}, [this] { showAbout(this); });
}

void MainWindow::buildFileMenu()
{
    QMenu* file = addMenu("file", tr("&File"));
    addMenuAction(file, "file/new", tr("&New"), QKeySequence::New, [this] { newSession(); });
    addMenuAction(file, "file/open", tr("&Open…"), QKeySequence::Open, [this] { askForFile(); });
    m_recentMenu = file->addMenu(tr("&Recent files"));
    giveHelp(m_recentMenu->menuAction(), "file/recent");
    addMenuAction(file, "file/save", tr("&Save"), QKeySequence::Save, [this] { saveSession(); });
    addMenuAction(file, "file/save-as", tr("Save &as…"),
                  QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
                  [this] { askWhereToSave(&MainWindow::saveSessionTo); });
    addMenuAction(file, "file/save-weights", tr("Save with &weights…"), {},
                  [this] { askWhereToSave(&MainWindow::saveSessionWithWeightsTo); });
    file->addSeparator();
    addMenuAction(file, "file/export", tr("&Export picture…"), Qt::CTRL | Qt::Key_E,
                  [this] { exportPicture(); });
    file->addSeparator();
    addMenuAction(file, "file/print", tr("&Print…"), Qt::CTRL | Qt::ALT | Qt::Key_P,
                  [this] { askHowToPrint(); });
    addMenuAction(file, "file/print-preview", tr("Print pre&view…"), {},
                  [this] { previewPrint(); });
    file->addSeparator();
    addMenuAction(file, "file/quit", tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] {
        close();
    })->setMenuRole(QAction::QuitRole);
}

void MainWindow::buildEditMenu()
{
    QMenu* edit = addMenu("edit", tr("&Edit"));
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
    giveHelp(undo, "edit/undo");
    giveHelp(redo, "edit/redo");
    for (QAction* action : {undo, redo}) {
        edit->addAction(action);
        addAction(action);
    }
    edit->addSeparator();
    addMenuAction(edit, "edit/copy-picture", tr("Copy &picture"),
                  QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] { copyPicture(); });
    QMenu* numbers = edit->addMenu(tr("Copy &numbers as"));
    giveHelp(numbers->menuAction(), "edit/copy-numbers");
    numbers->setToolTipsVisible(true);
    for (const TensorFormat& format : tensorFormats())
        addMenuAction(numbers, "edit/copy-format", titleOf(format), {},
                      [this, &format] { copyNumbers(format); });
    edit->addSeparator();
    QMenu* parts = edit->addMenu(tr("&Take out"));
    giveHelp(parts->menuAction(), "edit/take-out");
    parts->setToolTipsVisible(true);
    connect(parts, &QMenu::aboutToShow, this, [this, parts] { fillAblationMenu(parts); });
    m_resetEdits = addMenuAction(edit, "edit/reset-edits", tr("Take all &changes back"), {},
                                 [this] { resetEdits(); });
    m_resetEdits->setEnabled(false);
    addMenuAction(edit, "edit/sentence", tr("Edit &sentence"), Qt::CTRL | Qt::Key_L,
                  [this] { m_sentence->focusText(); });
    addMenuAction(edit, "edit/free", tr("&Free selection"), Qt::Key_Escape,
                  [this] { pane().selection().free(); });
    addMenuAction(edit, "edit/reset", tr("Re&set text and settings"),
                  Qt::CTRL | Qt::SHIFT | Qt::Key_R, [this] { reset(); });
}

void MainWindow::buildViewMenu()
{
    QMenu* view = addMenu("view", tr("&View"));
    int tab = 0;
    for (const ViewSpec& spec : viewSpecs()) {
        QAction* action = addMenuAction(view, "view", titleOf(spec),
                                        QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + tab)),
                                        [this, tab] { stage()->setCurrentIndex(tab); });
        action->setToolTip(helpOf(spec));
        action->setWhatsThis(manualOf(spec));
        m_viewActions.push_back(action);
        ++tab;
    }
    addMenuAction(view, "view/fit", tr("F&it the picture"), Qt::CTRL | Qt::Key_0,
                  [this] { shownView()->fit(); });
    view->addSeparator();
    for (QDockWidget* dock : m_docks)
        view->addAction(giveHelp(dock->toggleViewAction(), "view/dock"));
    view->addSeparator();
    QMenu* theme = view->addMenu(tr("&Theme"));
    giveHelp(theme->menuAction(), "view/theme");
    m_themes = new QActionGroup(this);
    const auto addTheme = [this, theme](const char* name, const QString& text,
                                        Appearance::Choice choice) {
        QAction* action = giveHelp(
            theme->addAction(text, this, [this, choice] { m_appearance.choose(choice); }), name);
        action->setCheckable(true);
        action->setData(static_cast<int>(choice));
        m_themes->addAction(action);
    };
    addTheme("view/theme-system", tr("As the &desktop"), Appearance::Choice::System);
    addTheme("view/theme-light", tr("&Light"), Appearance::Choice::Light);
    addTheme("view/theme-dark", tr("D&ark"), Appearance::Choice::Dark);
    buildPaletteMenu(view->addMenu(tr("&Colours")));
    buildFlowMenu(view);
    m_present = addMenuAction(view, "view/presenter", tr("&Presenter mode"), Qt::Key_F11,
                              [this] { setPresenting(!m_presenting); });
    m_present->setCheckable(true);
    m_projector =
        addMenuAction(view, "view/projector", tr("Pro&jector colours"), Qt::SHIFT | Qt::Key_F11,
                      [this] { m_appearance.setForProjector(!m_appearance.isForProjector()); });
    m_projector->setCheckable(true);
    m_hear = addMenuAction(view, "view/hear", tr("&Hear the map"), Qt::CTRL | Qt::Key_H,
                           [this] { setHearing(m_hear->isChecked()); });
    m_hear->setCheckable(true);
    m_playRow = addMenuAction(view, "view/play-row", tr("Play the ro&w"),
                              Qt::CTRL | Qt::SHIFT | Qt::Key_H, [this] { hearRow(); });
    m_playRow->setEnabled(false);
    view->addSeparator();
    addMenuAction(view, "view/reset-layout", tr("&Reset layout"), {}, [this] { resetLayout(); });
}

void MainWindow::buildPaletteMenu(QMenu* menu)
{
    giveHelp(menu->menuAction(), "view/colours");
    menu->setToolTipsVisible(true);
    QActionGroup* group = nullptr;
    for (const Palette& palette : palettes()) {
        const bool sequential = palette.scale == Palette::Scale::Sequential;
        if (!group || palette.scale != palettes()[m_palettes.size() - 1].scale) {
            if (group)
                menu->addSeparator();
            addMenuTitle(menu,
                         sequential ? tr("Weights and probabilities")
                                    : tr("Numbers below and above zero"));
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
        giveHelp(action, palette.colorBlindSafe ? "colours/safe" : "colours/unsafe");
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
    QMenu* go = addMenu("go", tr("&Go"));
    // Space, arrows, Home and End alone work wherever the focused control has no use for
    // them; the tab puts them where a menu shows keys.
    addMenuAction(go, "go/play", tr("&Play or pause") + QStringLiteral("\t") + tr("Space"), {},
                  [this] { playKey(Qt::Key_Space); });
    go->addSeparator();
    addMenuAction(go, "go/forward", tr("Step &forward"), Qt::ALT | Qt::Key_Right,
                  [this] { playKey(Qt::Key_Right); });
    addMenuAction(go, "go/back", tr("Step &back"), Qt::ALT | Qt::Key_Left,
                  [this] { playKey(Qt::Key_Left); });
    addMenuAction(go, "go/start", tr("To the &start"), Qt::ALT | Qt::Key_Home,
                  [this] { playKey(Qt::Key_Home); });
    addMenuAction(go, "go/end", tr("To the &end"), Qt::ALT | Qt::Key_End,
                  [this] { playKey(Qt::Key_End); });
    go->addSeparator();
    addMenuAction(go, "go/bookmark", tr("Set or remove a &bookmark"), Qt::CTRL | Qt::Key_B,
                  [this] { toggleBookmark(); });
    addMenuAction(go, "go/next-bookmark", tr("&Next bookmark"), Qt::ALT | Qt::Key_PageDown,
                  [this] { timeline().toNextBookmark(); });
    addMenuAction(go, "go/previous-bookmark", tr("P&revious bookmark"), Qt::ALT | Qt::Key_PageUp,
                  [this] { timeline().toPreviousBookmark(); });
    QMenu* bookmarks = go->addMenu(tr("B&ookmarks"));
    giveHelp(bookmarks->menuAction(), "go/bookmarks");
    connect(bookmarks, &QMenu::aboutToShow, this,
            [this, bookmarks] { fillBookmarkMenu(bookmarks); });
}

void MainWindow::fillBookmarkMenu(QMenu* menu)
{
    menu->clear();
    for (const Bookmark& mark : timeline().marks()) {
        const QString moment = timeline()
                                   .descriptionOf(mark.moment, mark.part)
                                   .replace(QLatin1Char('&'), QStringLiteral("&&"));
        QAction* action = menu->addAction(
            moment, this, [this, mark] { timeline().setMoment(mark.moment, mark.part); });
        giveHelp(action, "go/bookmark-one");
    }
    if (menu->isEmpty())
        addMenuTitle(menu, tr("None is set here: Ctrl+B marks the moment"));
}

void MainWindow::showRecentFiles()
{
    m_recentMenu->clear();
    for (const QString& path : m_recent) {
        QAction* action = m_recentMenu->addAction(QFileInfo(path).fileName(), this,
                                                  [this, path] { openFile(path); });
        helpWhenAsked(action, "file/recent-one");
        action->setToolTip(path);
        action->setStatusTip(path);
    }
    m_recentMenu->setToolTipsVisible(true);
    m_recentMenu->setEnabled(!m_recent.isEmpty());
}

} // namespace regard

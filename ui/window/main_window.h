// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"
#include "ui/session/panes.h"
#include "ui/window/appearance.h"
#include "ui/window/history.h"
#include "ui/window/pane_grid.h"
#include "ui/window/session_files.h"
#include "ui/window/weights_loader.h"

#include <QMainWindow>
#include <QSettings>
#include <QTimer>

#include <optional>

class QAction;
class QActionGroup;
class QDockWidget;
class QMenu;
class QPrinter;

namespace regard {

class CommandPalette;
class Inspector;
class LengthWindow;
class MessageBar;
class NextWords;
class ReasonsTable;
class ScenarioList;
class SentenceBar;
class SweepTable;
class TensorTree;
struct Ablation;
struct Command;
struct PointEdit;
struct TypedPoints;
struct TensorFormat;
class TimelineBar;
class TonePlayer;
class TopBar;
class TraceView;
class TrainingDesk;

/// The window: scenario and settings above the sentence, panels beside the stage, the
/// timeline below. It joins the explorer, the selection and the timeline with what shows
/// them and computes nothing itself.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// Layout, theme, palettes, last scenario and recent files are read from `settings` and written
    /// to it when the window closes; it must outlive the window.
    explicit MainWindow(QSettings& settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Opens the last scenario, at first start the worked example; with a file of weights or a
    /// session, that.
    void start(const QString& file = {});
    /// Keeps what is open in a folder at every change (at most once a second), for a program that
    /// ends before it is closed; start() then takes up what one left there.
    void keepOpen(const QString& folder);

    Panes& panes() { return m_panes; }
    /// The one that the panels speak of.
    Pane& pane() { return m_panes.active(); }
    const Pane& pane() const { return m_panes.active(); }
    Explorer& explorer() { return pane().explorer(); }
    Timeline& timeline() { return m_panes.lead().timeline(); }
    Selection& selection() { return pane().selection(); }
    Appearance& appearance() { return m_appearance; }
    History& history() { return m_history; }

    TopBar* topBar() const { return m_top; }
    SentenceBar* sentence() const { return m_sentence; }
    MessageBar* messages() const { return m_messages; }
    TimelineBar* timelineBar() const { return m_timelineBar; }
    TensorTree* tensors() const { return m_tensors; }
    Inspector* inspector() const { return m_inspector; }
    NextWords* nextWords() const { return m_nextWords; }
    TrainingDesk* training() const { return m_training; }
    PaneGrid* grid() const { return m_grid; }
    const std::vector<PaneStage*>& stages() const { return m_grid->stages(); }
    PaneStage* activeStage() const { return m_grid->activeStage(); }
    QTabWidget* stage() const { return activeStage()->tabs(); }
    /// The views in the order of viewSpecs(), and the one of a class.
    const std::vector<TraceView*>& views() const { return activeStage()->views(); }
    template <class View> View* view() const { return activeStage()->view<View>(); }
    QStringList recentFiles() const { return m_recent; }
    /// What is open, and the file that it was saved to or opened from; "" for none.
    Workspace workspace() const { return m_panes.workspace(); }
    QString sessionPath() const { return m_sessionPath; }
    /// All that can be done, in the order of the menus, then settings, scenarios and examples.
    std::vector<Command> commands();
    /// Null before it is first asked for.
    CommandPalette* commandPalette() const { return m_palette; }

public Q_SLOTS:
    void openScenario(const QString& id);
    /// Reads the file on a worker; what is shown stays until it is there.
    void openWeights(const QString& path);
    void openSession(const QString& path);
    /// Weights or a session, by the ending; anything else is examples to train on.
    void openFile(const QString& path);
    /// Reads a person's examples for the scenario that is shown.
    void openData(const QString& path);
    /// Trains what the panes compute.
    void train();
    /// The same after a pane with another value of a setting was opened beside the active one.
    void race(const std::string& setting, const regard::SettingValue& value);
    /// To the file that it has; asks for one where it has none.
    void saveSession();
    void saveSessionTo(const QString& path);
    /// The same with the weights that are not those of the settings.
    void saveSessionWithWeightsTo(const QString& path);
    void newSession();
    /// Shows a tensor large.
    void openTensor(int tensor);
    /// Opens a pane beside the active one that differs in one setting; with all values of it.
    void comparePane(const std::string& setting, const regard::SettingValue& value);
    void compareAll(const std::string& setting);
    void compareScenario(const QString& id);
    /// A table of the active pane with every value of a setting.
    void tabulate(const std::string& setting);
    SweepTable* table() const { return m_table; }
    /// Measures what the panes compute on held-out examples, at most `limit` (0: all); a single
    /// pane beside its twin without attention.
    void measure(std::size_t limit = 0);
    LengthWindow* lengths() const { return m_lengths; }
    /// Weights, contributions and effects of the input's tokens on the selected word of the output,
    /// else the one that is being written.
    void showReasons();
    ReasonsTable* reasons() const { return m_reasons; }
    /// Sets a number of the active pane and computes what follows.
    void editNumber(const CellRef& cell, double value);
    /// Marks the moment with a bookmark, or takes the mark away.
    void toggleBookmark();
    void resetEdits();
    void compareUnedited();
    /// Lets the output begin so, the decoder goes on; or writes a text as it stands.
    void writePrefix(const std::vector<std::string>& prefix);
    void writeTarget(const QString& text);
    /// Writes another hypothesis of the beam search, by its rank.
    void writeBranch(int rank);
    /// Hides a token of the input from all attentions of the active pane, or shows it again.
    void toggleToken(int token);
    /// Changes a point of a text of the active pane; while it is dragged, and when it is let go.
    void dragPoint(const TypedPoints& typed, const PointEdit& edit);
    void changePoint(const TypedPoints& typed, const PointEdit& edit);
    /// What is dragged goes back to where it was.
    void giveUpDrag();
    /// Sets a row of weights; while it is dragged, and when it is let go (no values: given up).
    void dragRow(const CellRef& row, const std::vector<Real>& values);
    void editRow(const CellRef& row, const std::vector<Real>& values);
    /// Takes a part out of the active pane's computation, or puts it back.
    void toggleAblation(const Ablation& ablation);
    void closePane(int index);
    /// All panes but the active one.
    void closeOtherPanes();
    void setPresenting(bool presenting);
    void resetLayout();
    /// A field in which every action, setting, scenario, view and example is found by its letters.
    void showCommands();
    /// Sounds the number under the cell cursor of the Heatmap when it moves: the larger among those
    /// of the map the higher.
    void setHearing(bool hearing);
    /// The numbers of the selected row, one after the other.
    void hearRow();
    /// Null before something is first to be heard.
    TonePlayer* tones() const { return m_tones; }
    /// Puts a text into a field of a scenario, which is opened for it.
    void openExample(const QString& scenario, int field, const QString& text);
    /// The picture of the stage, as it is seen, and the numbers of the tensor that is selected, or
    /// else shown large or written last, to the clipboard; of several selected rows or columns
    /// those alone.
    void copyPicture();
    void copyNumbers(const regard::TensorFormat& format);
    /// Asks for a file name and writes the picture of the stage.
    void exportPicture();
    /// Asks for a printer and prints the picture of the stage; shows the page before.
    void askHowToPrint();
    void previewPrint();
    /// One page: what is shown in two or three lines, the picture below them as large as the page
    /// allows, in the light theme. Says what is wrong in the message bar.
    void printTo(QPrinter& printer);

protected:
    /// Goes through tabStops(), and round.
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildStage();
    /// Controls in sight at which the Tab key stops, as the window is read: the bar at the top, the
    /// texts, the panels at the left, pane after pane, the other panels, the moments. Without those
    /// in a panel that lies behind another.
    QList<QWidget*> tabStops() const;
    void connectPane(PaneStage* stage);
    /// The panels speak of another pane.
    void showActive();
    void buildDocks();
    void buildMenus();
    void buildFileMenu();
    void buildEditMenu();
    void buildViewMenu();
    void buildCompareMenu();
    void addExamples(std::vector<Command>& commands, const ScenarioSpec& scenario);
    void fillAblationMenu(QMenu* menu);
    void computeReasons();
    /// Where the cell cursor has moved.
    void hearCell();
    /// A cell, or a row (column −1), of what the Heatmap shows.
    void hear(Index row, Index column);
    int wordInQuestion() const;
    void fillCompareMenu(QMenu* menu);
    /// Values of one setting to compare with what the active pane has.
    void fillSettingMenu(QMenu* menu, const SettingSpec& setting);
    void showCompareActions();
    /// A field over a number in which another is typed.
    void askForNumber(PaneStage* stage, const CellRef& cell, const QRect& place);
    /// What the table is of has changed.
    void showTable();
    void tabulateAgain();
    void buildTrainMenu();
    void fillRaceMenu(QMenu* menu);
    void showTraining();
    void showTrainActions();
    void connectTraining();
    void askForData();
    void askForDataFolder();
    void askWhereToSaveWeights();
    /// Whether the window may close: asks where a training would be lost.
    bool mayClose();
    void buildPaletteMenu(QMenu* menu);
    /// Motion and questions in Flow, in the menu of views.
    void buildFlowMenu(QMenu* view);
    void buildGoMenu();
    void fillBookmarkMenu(QMenu* menu);
    void connectSession();
    void connectPanels();
    QDockWidget* addDock(const QString& name, const QString& title, QWidget* content,
                         Qt::DockWidgetArea area);
    /// A menu or an action with the help text of this name.
    QMenu* addMenu(const char* name, const QString& title);
    QAction* addMenuAction(QMenu* menu, const char* name, const QString& text,
                           const QKeySequence& keys, const std::function<void()>& act);

    void showExploration();
    void takeTrace(const TracePtr& trace);
    void showTrace();
    void showSelection();
    void showMoment();
    /// What could be written where the panels look.
    void showNextWords();
    void showTheme(const Theme& theme);
    /// Marks those in use in the menu, which shows all as they are in the theme.
    void showPalettes(const Theme& theme);
    /// Says what limits the picture: the trace's notes, weights that are not trained.
    void showNotes();
    /// Says what can be done with what is shown.
    void showHint();
    /// Says in the settings for which choices no weights are shipped.
    void markUntrained(const ScenarioSpec& spec, const Settings& settings);
    void useWeights(const std::shared_ptr<const Weights>& weights, const QString& path);
    void rememberFile(const QString& path);
    void useWorkspace(const Workspace& workspace, const QString& name);
    void nameSession(const QString& path);
    void showTitle();
    void noteChange();
    void askWhereToSave(void (MainWindow::*saveTo)(const QString&));
    void writeSession(const QString& path, SessionWeights weights);
    void connectFiles();
    void takeDrops();
    /// What dropping a file does, in a sentence.
    QString dropInWords(const QString& path) const;
    void showRecentFiles();
    TraceView* shownView() const { return activeStage()->shownView(); }
    void askForFile();
    void reset();
    bool playKey(int key);
    CellRef base() const;
    void showDockTitles();
    /// Panels that take of the width of the stage.
    QList<QDockWidget*> sides() const;
    void rememberSides();
    /// Narrows the panels of a narrow window; what it took comes back with its width.
    void keepStageWide();
    void restoreLayout();
    void save();

    QSettings& m_settings;
    Appearance m_appearance;
    Panes m_panes;
    History m_history;
    WeightsLoader m_loader;
    SessionFiles m_files;
    TrainingDesk* m_training;
    QString m_sessionPath;
    Workspace m_saved; ///< as it is in its file
    bool m_sessionOpens = false; ///< its trace is not there yet
    QString m_left; ///< what another program left, until it is read
    QTimer m_keepSoon;
    static constexpr std::chrono::milliseconds keepDelay{700};

    TopBar* m_top;
    SentenceBar* m_sentence;
    MessageBar* m_messages;
    QMainWindow* m_body; ///< panels around the stage
    PaneGrid* m_grid;
    SweepTable* m_table = nullptr; ///< a window of its own; null before it is asked for
    LengthWindow* m_lengths = nullptr; ///< the same
    ReasonsTable* m_reasons = nullptr; ///< likewise
    CommandPalette* m_palette = nullptr; ///< likewise
    QStringList m_recentCommands; ///< their paths, the newest first
    QAction* m_oneScale = nullptr;
    QAction* m_resetEdits = nullptr;
    std::optional<Workspace> m_beforeDrag; ///< while a row of weights is dragged
    QAction* m_difference = nullptr;
    QAction* m_closePane = nullptr;
    QAction* m_closeOthers = nullptr;
    QAction* m_train = nullptr;
    QAction* m_pauseTraining = nullptr;
    QAction* m_stopTraining = nullptr;
    QList<QAction*> m_ofTraining; ///< what is done with the weights of a training
    bool m_closesAnyway = false;
    TimelineBar* m_timelineBar;
    ScenarioList* m_scenarios;
    TensorTree* m_tensors;
    Inspector* m_inspector;
    NextWords* m_nextWords;
    QList<QDockWidget*> m_docks; ///< scenarios, tensors, inspector, training, next word

    QMenu* m_recentMenu = nullptr;
    std::vector<QAction*> m_viewActions; ///< in the order of viewSpecs()
    QActionGroup* m_themes = nullptr;
    std::vector<QAction*> m_palettes; ///< in the order of palettes()
    QAction* m_present = nullptr;
    QAction* m_projector = nullptr;
    QAction* m_hear = nullptr;
    QAction* m_playRow = nullptr;
    TonePlayer* m_tones = nullptr; ///< null before something is first to be heard
    CellRef m_heard; ///< where the cell cursor stood when it was last moved
    QStringList m_recent;
    QString m_shownScenario;
    bool m_computationFailed = false; ///< the message is about the newest computation
    bool m_presenting = false;
    QList<int> m_wantedSides; ///< widths of the panels as a person set them
    int m_sideTries = 0; ///< how often they were asked for in vain
    QByteArray m_layoutBefore; ///< of the panels, before presenting
    bool m_wasFullScreen = false;
};

/// A line of a menu that says what the others below it are and does nothing.
QAction* addMenuTitle(QMenu* menu, const QString& text);
bool isMenuTitle(const QAction& action);

/// Takes out all entries of a menu that is filled anew, with their menus.
void emptyMenu(QMenu* menu);

} // namespace regard

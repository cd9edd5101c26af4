// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/panes.h"
#include "ui/window/pane_stage.h"

#include <QWidget>

#include <utility>
#include <vector>

class QGridLayout;

namespace regard {

class DifferenceStage;

/// The panes on screen, beside each other: what each computes otherwise than the others above it,
/// what came of it below, one colour scale for all heatmaps or each its own.
class PaneGrid : public QWidget {
    Q_OBJECT
public:
    /// `panes` must outlive it.
    explicit PaneGrid(Panes& panes, QWidget* parent = nullptr);

    /// In the order of the panes.
    const std::vector<PaneStage*>& stages() const { return m_stages; }
    PaneStage* activeStage() const
    {
        return m_stages[static_cast<std::size_t>(m_panes.activeIndex())];
    }
    void activate(const PaneStage* stage);
    void setTheme(const Theme& theme);
    /// The same number has the same colour in the heatmaps of all panes; so at first.
    void setOneScale(bool one);
    /// What two panes differ by, as one more picture; where there are two.
    void setDifferenceShown(bool shown);
    DifferenceStage* difference() const { return m_difference; }
    /// All panes as they are seen, without what is there to be clicked: by the ending of the path,
    /// png (`density` pixels for one on screen), svg or pdf. Errors are those of savePicture().
    bool saveTo(const QString& path, QString* error = nullptr, double density = 2);
    bool takePicture(const TakePicture& take, double density = 2);
    QPixmap picture();

Q_SIGNALS:
    /// A pane is on screen.
    void added(regard::PaneStage* stage);
    /// There are more or fewer of them.
    void countChanged();
    void closeAsked(int index);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void add(int index);
    void remove(int index);
    int indexOf(const PaneStage* stage) const;
    void arrange();
    void setForPicture(bool forPicture);
    void showDifferences();
    void showFigures();
    void shareScales();
    /// Shows the tensor large that the active pane shows so, where it has one of that path.
    void shareTensor(PaneStage& stage) const;

    Panes& m_panes;
    QGridLayout* m_layout;
    std::vector<PaneStage*> m_stages;
    std::pair<int, int> m_arranged; ///< panes, columns
    DifferenceStage* m_difference = nullptr; ///< null: not wanted, or of one pane
    bool m_differenceWanted = false;
    bool m_oneScale = true;
    Theme m_theme = Theme::light();
};

} // namespace regard

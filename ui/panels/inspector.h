// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/explain.h"
#include "ui/views/shared/theme.h"

#include <QLabel>
#include <QTabWidget>
#include <QWidget>

#include <memory>
#include <vector>

class QGridLayout;
class QStackedWidget;

namespace regard {

using TracePtr = std::shared_ptr<const Trace>;

class ElidedLabel;
class FormulaView;
class HistogramView;
class OperandTrail;
class ScenarioOverview;
class TensorTable;
class VectorStrip;
class WeightBars;

/// How the selected number came about: its formula, the same with numbers, the vectors term
/// by term, each step from score to weight, and the whole tensor as a histogram and as a
/// table. With nothing selected what the scenario shows, the formula of the moment and a glossary.
class Inspector : public QWidget {
    Q_OBJECT
public:
    explicit Inspector(QWidget* parent = nullptr);

    void setTrace(const TracePtr& trace);
    /// The moment and what it computes, in words.
    void setMoment(int moment, const QString& description);
    /// The place to explain; empty for none.
    void setPlace(const CellRef& place);
    void setTheme(const Theme& theme);

    QString title() const { return m_title->text(); }
    /// The formula with its numbers, as plain text.
    QString numbers() const;
    /// Captions and values of the steps shown.
    std::vector<std::pair<QString, QString>> stages() const;
    /// The formula that is shown: of the place, else of the moment.
    FormulaView* formula() const;
    /// What is shown while nothing is selected.
    ScenarioOverview* overview() const { return m_overview; }
    VectorStrip* strips() const { return m_strips; }
    /// What the number was computed from, and the way back.
    OperandTrail* trail() const { return m_trail; }
    TensorTable* table() const { return m_table; }
    /// The row of weights that the place is in.
    WeightBars* bars() const { return m_bars; }
    QTabWidget* tabs() const { return m_tabs; }

    QSize sizeHint() const override { return {320, 480}; }
    QSize minimumSizeHint() const override { return {230, 160}; }

Q_SIGNALS:
    /// A cell of the table, or what the number was computed from, was chosen.
    void clicked(const regard::CellRef& cell);

private:
    QWidget* makeExplanation();
    QWidget* makeBars();
    QLabel* heading(const QString& text);
    void refresh();
    void showNothingSelected();
    void showPlace();
    void showStrips(const Explanation& explanation);
    void showStages(const Explanation& explanation);
    void walkToStrip(int strip, int index);
    /// The formula, and below it a hint; "" for none.
    void showFormula(const Formula* formula, const QString& hint);
    /// The tensor of the place; without one, what the moment writes.
    void showTable();
    /// The first that the moment writes, or −1.
    int writtenTensor() const;

    TracePtr m_trace;
    CellRef m_place;
    int m_moment = -1;
    QString m_momentText;
    Theme m_theme = Theme::light();

    QLabel* m_title = nullptr;
    ElidedLabel* m_path = nullptr;
    QTabWidget* m_tabs = nullptr;
    TensorTable* m_table = nullptr;
    WeightBars* m_bars = nullptr;
    QStackedWidget* m_pages = nullptr; ///< with and without a place
    ScenarioOverview* m_overview = nullptr;
    FormulaView* m_formula = nullptr;
    QLabel* m_numbers = nullptr;
    OperandTrail* m_trail = nullptr;
    QLabel* m_stripsHeading = nullptr;
    VectorStrip* m_strips = nullptr;
    std::vector<CellRef> m_stripPlaces; ///< where each strip lies in the trace; empty: nowhere
    QLabel* m_stagesHeading = nullptr;
    QWidget* m_stages = nullptr;
    QGridLayout* m_stageGrid = nullptr;
    QLabel* m_tensorHeading = nullptr;
    HistogramView* m_histogram = nullptr;
    QLabel* m_hint = nullptr;
    int m_histogramTensor = -1; ///< what the histogram shows, of m_trace
};

} // namespace regard

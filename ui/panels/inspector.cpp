// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/inspector.h"

#include "ui/panels/elided_label.h"
#include "ui/panels/explanation_text.h"
#include "ui/panels/formula_view.h"
#include "ui/panels/operand_trail.h"
#include "ui/panels/scenario_overview.h"
#include "ui/panels/tensor_table.h"
#include "ui/panels/weight_bars.h"
#include "ui/views/shared/give_help.h"
#include "ui/views/shared/histogram_view.h"
#include "ui/views/shared/vector_strip.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTextDocument>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

/// A widget that scrolls up and down.
QScrollArea* scrolled(QWidget* content, const QString& name)
{
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    area->setAccessibleName(name);
    return area;
}

enum Tab { ExplanationTab, TableTab, BarsTab };
enum Page { OverviewPage, ExplanationPage };

std::vector<Real> toReals(const std::vector<double>& values)
{
    return {values.begin(), values.end()};
}

double largest(const std::vector<double>& values)
{
    double found = 0;
    for (const double value : values)
        if (std::isfinite(value))
            found = std::max(found, std::abs(value));
    return found;
}

} // namespace

Inspector::Inspector(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel)
    , m_path(new ElidedLabel)
    , m_tabs(new QTabWidget)
    , m_table(new TensorTable)
    , m_pages(new QStackedWidget)
    , m_overview(new ScenarioOverview)
{
    m_title->setWordWrap(true);
    m_title->setTextFormat(Qt::PlainText);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_path->setAccessibleName(tr("Path of the tensor"));
    m_path->setLines(2);
    m_pages->addWidget(m_overview);
    m_pages->addWidget(makeExplanation());
    m_tabs->addTab(m_pages, tr("Explain"));
    m_tabs->addTab(m_table, tr("Numbers"));
    m_tabs->addTab(makeBars(), tr("Row"));
    m_tabs->setTabToolTip(ExplanationTab, tipOf("inspector/explain"));
    m_tabs->setTabToolTip(TableTab, tipOf("inspector/numbers"));
    m_tabs->setTabToolTip(BarsTab, tipOf("inspector/row"));
    m_tabs->setAccessibleName(tr("Inspector"));
    m_tabs->tabBar()->setAccessibleName(tr("Ways to look at the selection"));
    helpWhenAsked(m_tabs, "inspector/tabs");
    helpWhenAsked(m_overview, "inspector/overview");
    connect(m_tabs, &QTabWidget::currentChanged, this, &Inspector::showTable);
    connect(m_table, &TensorTable::clicked, this, &Inspector::clicked);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    for (QLabel* label : {m_title, static_cast<QLabel*>(m_path)}) {
        label->setIndent(8);
        label->setMargin(0);
        layout->addWidget(label);
    }
    layout->addWidget(m_tabs, 1);
    setTheme(m_theme);
}

QLabel* Inspector::heading(const QString& text)
{
    auto* label = new QLabel(text);
    label->setContentsMargins(0, 8, 0, 0);
    QFont font = label->font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

QWidget* Inspector::makeExplanation()
{
    m_formula = new FormulaView;
    m_numbers = new QLabel;
    m_numbers->setWordWrap(true);
    m_numbers->setTextFormat(Qt::RichText);
    m_numbers->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_stripsHeading = heading(tr("Term by term"));
    m_strips = new VectorStrip;
    m_strips->setAccessibleName(tr("The vectors term by term"));
    connect(m_strips, &VectorStrip::indexHovered, m_strips, &VectorStrip::setMarked);
    connect(m_strips, &VectorStrip::clicked, this, &Inspector::walkToStrip);
    m_trail = new OperandTrail;
    connect(m_trail, &OperandTrail::chosen, this, &Inspector::clicked);
    m_stagesHeading = heading(tr("Step by step"));
    m_stages = new QWidget;
    m_stageGrid = new QGridLayout(m_stages);
    m_stageGrid->setContentsMargins(0, 0, 0, 0);
    m_stageGrid->setVerticalSpacing(3);
    m_stageGrid->setColumnStretch(0, 1);
    m_tensorHeading = heading(tr("The whole tensor"));
    m_histogram = new HistogramView;
    m_hint = new QLabel;
    m_hint->setWordWrap(true);

    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    for (QWidget* part :
         {static_cast<QWidget*>(m_formula), static_cast<QWidget*>(m_hint),
          static_cast<QWidget*>(m_numbers), static_cast<QWidget*>(m_trail),
          static_cast<QWidget*>(m_stripsHeading), static_cast<QWidget*>(m_strips),
          static_cast<QWidget*>(m_stagesHeading), m_stages, static_cast<QWidget*>(m_tensorHeading),
          static_cast<QWidget*>(m_histogram)})
        layout->addWidget(part);
    layout->addStretch(1);

    QScrollArea* area = scrolled(content, tr("Explanation"));
    helpWhenAsked(area, "inspector/explain");
    area->setObjectName(QStringLiteral("reading"));
    return area;
}

QWidget* Inspector::makeBars()
{
    m_bars = new WeightBars;
    helpWhenAsked(m_bars, "inspector/row");
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->addWidget(m_bars);
    layout->addStretch(1);
    QScrollArea* area = scrolled(content, tr("Row of weights"));
    area->setFocusPolicy(Qt::NoFocus); // the bars have it
    return area;
}

void Inspector::setTrace(const TracePtr& trace)
{
    m_trace = trace;
    m_overview->setTrace(trace);
    m_histogramTensor = -1;
    if (m_place && (!trace || m_place.tensor >= static_cast<int>(trace->tensors.size())))
        m_place = {};
    refresh();
}

void Inspector::setMoment(int moment, const QString& description)
{
    m_moment = moment;
    m_momentText = description;
    if (!m_place)
        refresh();
}

void Inspector::setPlace(const CellRef& place)
{
    if (place == m_place)
        return;
    m_place = place;
    refresh();
}

void Inspector::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_overview->setTheme(theme);
    m_formula->setTheme(theme);
    m_strips->setTheme(theme);
    m_trail->setTheme(theme);
    m_histogram->setTheme(theme);
    m_table->setTheme(theme);
    m_bars->setTheme(theme);
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, theme.textMuted());
    m_path->setPalette(muted);
    m_hint->setPalette(muted);
    for (QLabel* label : {m_stripsHeading, m_stagesHeading, m_tensorHeading})
        label->setPalette(muted);
    refresh();
}

void Inspector::refresh()
{
    if (m_trace && m_place)
        showPlace();
    else
        showNothingSelected();
    showTable();
}

int Inspector::writtenTensor() const
{
    if (!m_trace || m_moment < 0 || m_moment >= static_cast<int>(m_trace->moments.size()))
        return -1;
    const Moment& moment = m_trace->moments[static_cast<std::size_t>(m_moment)];
    return moment.pieces.empty() ? -1 : moment.pieces.front().tensor;
}

FormulaView* Inspector::formula() const
{
    return m_pages->currentIndex() == OverviewPage ? m_overview->formula() : m_formula;
}

void Inspector::showNothingSelected()
{
    const bool computed = m_trace && m_moment >= 0;
    m_title->setText(computed ? tr("What happens now") : tr("Nothing is computed yet"));
    m_path->setText(m_momentText);
    const int tensor = writtenTensor();
    const TraceTensor* written =
        tensor < 0 ? nullptr : &m_trace->tensors[static_cast<std::size_t>(tensor)];
    m_overview->setMoment(
        written ? written->source.formula : nullptr,
        computed ? QString()
                 : tr("Here stands how a number came about, as soon as there are any."));
    m_pages->setCurrentIndex(OverviewPage);
}

void Inspector::showPlace()
{
    m_pages->setCurrentIndex(ExplanationPage);
    const TraceTensor& tensor = m_trace->tensors[static_cast<std::size_t>(m_place.tensor)];
    const Explanation explanation = explain(*m_trace, m_place);
    m_title->setText(placeTitle(*m_trace, m_place));
    m_path->setText(tr("%1, %2 × %3")
                        .arg(QString::fromStdString(tensor.path))
                        .arg(tensor.value.rows())
                        .arg(tensor.value.columns()));
    showFormula(explanation.formula,
                m_place.isCell() ? QString()
                                 : tr("Point at one of its numbers to see how it came about."));
    m_numbers->setText(numbersHtml(*m_trace, explanation, m_theme));
    m_numbers->setVisible(explanation.cell.isCell());
    m_trail->setPlace(m_trace, explanation);
    showStrips(explanation);
    showStages(explanation);
    if (m_histogramTensor != m_place.tensor) {
        m_histogramTensor = m_place.tensor;
        m_histogram->setValues(tensor.value.copy().values(), tensor.role);
    }
    m_tensorHeading->show();
    m_histogram->show();
}

void Inspector::showFormula(const Formula* formula, const QString& hint)
{
    m_formula->setFormula(formula);
    m_formula->setVisible(formula != nullptr);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
}

void Inspector::showStrips(const Explanation& explanation)
{
    m_strips->setVisible(!explanation.operands.empty());
    m_stripsHeading->setVisible(!explanation.operands.empty());
    const auto roleOf = [this](const Operand& operand) {
        return operand.place.tensor < 0
            ? Role::Hidden
            : m_trace->tensors[static_cast<std::size_t>(operand.place.tensor)].role;
    };
    // A query and a key have one scale, so that they can be compared; all else has its own.
    const auto& operands = explanation.operands;
    const bool compared = operands.size() == 2 && operands[0].place.tensor >= 0
        && operands[1].place.tensor >= 0 && !isUnitRange(roleOf(operands[0]));
    const double limit =
        compared ? std::max(largest(operands[0].values), largest(operands[1].values)) : 0;
    std::vector<VectorStrip::Strip> strips;
    m_stripPlaces.clear();
    for (const Operand& operand : explanation.operands) {
        strips.push_back({operandLabel(*m_trace, operand), roleOf(operand), toReals(operand.values),
                          false, limit});
        m_stripPlaces.push_back(operand.place);
    }
    if (!explanation.terms.empty()) {
        VectorStrip::Strip products;
        products.label = explanation.squares ? tr("(q − k)²") : tr("product");
        // What follows from a score shows the products of the score.
        const Role own = m_trace->tensors[static_cast<std::size_t>(m_place.tensor)].role;
        products.role =
            own == Role::Scaled || own == Role::Masked || own == Role::Weights ? Role::Scores : own;
        products.sum = true;
        for (const Term& term : explanation.terms)
            products.values.push_back(static_cast<Real>(term.product));
        strips.push_back(std::move(products));
        m_stripPlaces.emplace_back();
    }
    m_stripsHeading->setText(explanation.terms.empty() ? tr("What takes part")
                                                       : tr("Term by term"));
    m_strips->setStrips(std::move(strips));
}

/// From a number in a strip to where it lies in the trace.
void Inspector::walkToStrip(int strip, int index)
{
    const auto at = static_cast<std::size_t>(strip);
    if (at >= m_stripPlaces.size() || m_stripPlaces[at].tensor < 0)
        return;
    CellRef place = m_stripPlaces[at];
    (place.row >= 0 ? place.column : place.row) = index;
    m_trail->walkTo(place);
}

void Inspector::showStages(const Explanation& explanation)
{
    const std::vector<StageText> texts =
        explanation.cell.isCell() ? stageTexts(*m_trace, explanation) : std::vector<StageText>();
    const int count = static_cast<int>(texts.size());
    for (int row = 0; row < std::max(count, m_stageGrid->rowCount()); ++row) {
        const auto labelAt = [&](int column) {
            QLayoutItem* item = m_stageGrid->itemAtPosition(row, column);
            if (item)
                return static_cast<QLabel*>(item->widget());
            auto* label = new QLabel;
            label->setTextFormat(Qt::PlainText);
            m_stageGrid->addWidget(label, row, column,
                                   column == 1 ? Qt::AlignRight : Qt::Alignment());
            return label;
        };
        QLabel* caption = labelAt(0);
        QLabel* value = labelAt(1);
        caption->setVisible(row < count);
        value->setVisible(row < count);
        if (row >= count)
            continue;
        const StageText& text = texts[static_cast<std::size_t>(row)];
        caption->setText(text.caption);
        value->setText(text.value);
        caption->setToolTip(text.help);
        value->setToolTip(text.help);
        QFont font = value->font();
        font.setBold(row + 1 == count);
        value->setFont(font);
    }
    m_stages->setVisible(count > 0);
    m_stagesHeading->setVisible(count > 0);
}

void Inspector::showTable()
{
    if (m_tabs->currentIndex() == TableTab)
        m_table->setPlace(m_trace, m_place ? m_place : CellRef{writtenTensor(), -1, -1});
    if (m_tabs->currentIndex() == BarsTab)
        m_bars->setPlace(m_trace, m_place);
}

QString Inspector::numbers() const
{
    QTextDocument document;
    document.setHtml(m_numbers->text());
    return document.toPlainText();
}

std::vector<std::pair<QString, QString>> Inspector::stages() const
{
    std::vector<std::pair<QString, QString>> shown;
    if (m_pages->currentIndex() != ExplanationPage || m_stages->isHidden())
        return shown;
    for (int row = 0; row < m_stageGrid->rowCount(); ++row) {
        const QLayoutItem* caption = m_stageGrid->itemAtPosition(row, 0);
        const QLayoutItem* value = m_stageGrid->itemAtPosition(row, 1);
        if (caption && !caption->widget()->isHidden())
            shown.emplace_back(static_cast<QLabel*>(caption->widget())->text(),
                               static_cast<QLabel*>(value->widget())->text());
    }
    return shown;
}

} // namespace regard

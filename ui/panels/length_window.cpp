// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/length_window.h"

#include "ui/views/shared/give_help.h"
#include "ui/views/shared/plot_style.h"

#include <qcustomplot.h>

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace regard {

LengthWindow::LengthWindow(QWidget* parent)
    : QWidget(parent)
    , m_caption(new QLabel)
    , m_plot(new QCustomPlot)
    , m_table(new QTableWidget)
    , m_progress(new QProgressBar)
    , m_cancel(new QPushButton(tr("Cancel")))
{
    setWindowTitle(tr("Measured on held-out examples"));
    m_caption->setWordWrap(true);
    m_plot->setMinimumHeight(200);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setAccessibleName(tr("Share that is right by length"));
    m_plot->yAxis->setRange(-0.03, 1.03);
    m_plot->yAxis->setLabel(tr("share that is right"));
    m_plot->xAxis->setLabel(tr("tokens of the source; below, examples"));
    // Above the points, which it would hide.
    QCPLegend* const legend = m_plot->legend;
    m_plot->axisRect()->insetLayout()->take(legend);
    m_plot->plotLayout()->insertRow(0);
    m_plot->plotLayout()->addElement(0, 0, legend);
    m_plot->plotLayout()->setRowStretchFactor(0, 0.001);
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setAccessibleName(
        tr("Figures of held-out examples, by length with counts and intervals"));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    // Names of figures are sentences: they are cut, whole in their tooltips, before the numbers
    // are.
    m_table->verticalHeader()->setMaximumWidth(36 * fontMetrics().averageCharWidth());
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Measuring"));
    giveHelp(m_cancel, "lengths/cancel");
    helpWhenAsked(m_table, "lengths/table");
    auto* row = new QHBoxLayout;
    row->addWidget(m_progress, 1);
    row->addWidget(m_cancel);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_caption);
    layout->addWidget(m_plot, 3);
    layout->addWidget(m_table, 2);
    layout->addLayout(row);
    connect(&m_accuracy, &LengthAccuracy::arrived, this, &LengthWindow::fill);
    connect(&m_accuracy, &LengthAccuracy::ended, this, &LengthWindow::showState);
    connect(m_cancel, &QPushButton::clicked, &m_accuracy, &LengthAccuracy::cancel);
}

void LengthWindow::measure(std::vector<LengthSubject> subjects, const std::filesystem::path& own,
                           std::size_t limit)
{
    m_accuracy.request(std::move(subjects), own, limit);
    fill();
}

void LengthWindow::closeEvent(QCloseEvent* event)
{
    m_accuracy.cancel();
    QWidget::closeEvent(event);
}

void LengthWindow::showState()
{
    const int done = static_cast<int>(m_accuracy.curves().size());
    const bool measuring = m_accuracy.isMeasuring();
    m_progress->setVisible(measuring);
    m_cancel->setVisible(measuring);
    // How far one of them is, it does not tell: the bar of the only one moves.
    m_progress->setRange(0, m_accuracy.subjects() > 1 ? m_accuracy.subjects() : 0);
    m_progress->setValue(done);
    QString text = measuring
        ? tr("Measuring on held-out examples, %1 of %2 …").arg(done + 1).arg(m_accuracy.subjects())
        : m_lengths.isEmpty()
        ? tr("Figures of the examples that are held out from training.")
        : tr("Held-out examples whose whole output is right, by the length of the source. Bars are "
             "intervals with a confidence of 95 % (Wilson 1927).");
    m_plot->setVisible(!m_lengths.isEmpty());
    for (const LengthCurve& curve : m_accuracy.curves())
        if (!curve.problem.isEmpty())
            text += QLatin1Char('\n') + tr("%1: %2").arg(curve.name, curve.problem);
    m_caption->setText(text);
}

void LengthWindow::fill()
{
    m_lengths.clear();
    for (const LengthCurve& curve : m_accuracy.curves())
        for (const LengthCurve::Point& point : curve.points)
            if (!m_lengths.contains(QString::fromStdString(point.label)))
                m_lengths << QString::fromStdString(point.label);
    std::sort(m_lengths.begin(), m_lengths.end(), [](const QString& a, const QString& b) {
        return a.section(QLatin1Char('-'), 0, 0).toInt()
            < b.section(QLatin1Char('-'), 0, 0).toInt();
    });
    draw();
    fillTable();
    showState();
}

void LengthWindow::draw()
{
    m_plot->clearPlottables();
    colorAxes(*m_plot->axisRect(), m_theme, font());
    m_plot->setBackground(m_theme.window());
    const auto ticks = QSharedPointer<QCPAxisTickerText>::create();
    std::map<QString, std::size_t> counts;
    const auto& curves = m_accuracy.curves();
    for (std::size_t i = 0; i < curves.size(); ++i) {
        // Beside each other, so that no interval hides another.
        const double shift = 0.12 * (static_cast<double>(i) - double(curves.size() - 1) / 2);
        QVector<double> places;
        QVector<double> shares;
        QVector<double> below;
        QVector<double> above;
        for (const LengthCurve::Point& point : curves[i].points) {
            const QString label = QString::fromStdString(point.label);
            counts[label] = std::max(counts[label], point.examples);
            places << static_cast<double>(m_lengths.indexOf(label)) + shift;
            shares << point.right;
            below << point.right - point.low;
            above << point.high - point.right;
        }
        const RunLook look = runLook(i, m_theme);
        QCPGraph* graph = m_plot->addGraph();
        graph->setName(curves[i].name);
        graph->setPen(QPen(look.color, m_theme.line(1.5), look.line));
        graph->setScatterStyle(QCPScatterStyle(look.mark, look.color, look.color, 7));
        graph->setData(places, shares, true);
        auto* bars = new QCPErrorBars(m_plot->xAxis, m_plot->yAxis);
        bars->removeFromLegend();
        bars->setDataPlottable(graph);
        bars->setPen(QPen(look.color, 1));
        bars->setData(below, above);
    }
    for (int i = 0; i < m_lengths.size(); ++i)
        ticks->addTick(
            i,
            tr("%1\n%2").arg(m_lengths[i],
                             QLocale().toString(static_cast<qulonglong>(counts[m_lengths[i]]))));
    m_plot->xAxis->setTicker(ticks);
    m_plot->xAxis->setRange(-0.5, std::max(0.5, double(m_lengths.size()) - 0.5));
    m_plot->legend->setVisible(!curves.empty());
    colorLegend(*m_plot->legend, m_theme, font());
    m_plot->replot();
}

void LengthWindow::fillTable()
{
    const auto& curves = m_accuracy.curves();
    m_table->clear();
    QStringList labels; // of the figures of all
    for (const LengthCurve& curve : curves)
        for (const Figure& figure : curve.figures)
            if (const QString label = QString::fromStdString(figure.label); !labels.contains(label))
                labels << label;
    const auto lengths = static_cast<int>(m_lengths.size());
    m_table->setRowCount(lengths + static_cast<int>(labels.size()));
    m_table->setColumnCount(static_cast<int>(curves.size()) + 1);
    QStringList heads{tr("Examples")};
    for (const LengthCurve& curve : curves)
        heads << curve.name;
    m_table->setHorizontalHeaderLabels(heads);
    m_table->setVerticalHeaderLabels(m_lengths + labels);
    for (int row = lengths; row < m_table->rowCount(); ++row)
        m_table->verticalHeaderItem(row)->setToolTip(m_table->verticalHeaderItem(row)->text());
    for (std::size_t i = 0; i < curves.size(); ++i)
        for (const Figure& figure : curves[i].figures)
            m_table->setItem(
                lengths + static_cast<int>(labels.indexOf(QString::fromStdString(figure.label))),
                static_cast<int>(i) + 1, new QTableWidgetItem(numberText(figure.value, 4)));
    for (std::size_t i = 0; i < curves.size(); ++i)
        for (const LengthCurve::Point& point : curves[i].points) {
            const auto row =
                static_cast<int>(m_lengths.indexOf(QString::fromStdString(point.label)));
            m_table->setItem(
                row, 0,
                new QTableWidgetItem(QLocale().toString(static_cast<qulonglong>(point.examples))));
            m_table->setItem(
                row, static_cast<int>(i) + 1,
                new QTableWidgetItem(tr("%1 (%2 to %3)")
                                         .arg(numberText(point.right, 3), numberText(point.low, 3),
                                              numberText(point.high, 3))));
        }
}

void LengthWindow::setTheme(const Theme& theme)
{
    m_theme = theme;
    draw();
}

} // namespace regard

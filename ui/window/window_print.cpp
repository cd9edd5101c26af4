// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of the stage on paper.
#include "core/scenarios/catalogue.h"

#include "ui/panels/message_bar.h"
#include "ui/window/main_window.h"
#include "ui/words/setting_text.h"

#include <QPrintDialog>
#include <QPrinter>
#include <QPrintPreviewDialog>

#include <qcustomplot.h>

#include <algorithm>
#include <memory>

namespace regard {

namespace {

/// Of the page's coordinates: those in which pictures are laid out.
constexpr int pixelsToTheInch = 96;
constexpr int lineGap = 6;
constexpr int longestText = 400;

/// What differs from the defaults: "Score: dot · Mask: causal".
QString settingsInWords(const ScenarioSpec& spec, const Settings& given)
{
    const Settings settings = resolveSettings(spec.settings, given);
    QStringList words;
    for (const SettingSpec& setting : spec.settings)
        if (setting.affects != Affects::Training
            && settings.value(setting.name) != setting.defaultValue
            && !unmetCondition(setting, settings))
            words << MainWindow::tr("%1: %2").arg(QString::fromStdString(setting.label),
                                                  settingInWords(settings.value(setting.name)));
    return words.join(QStringLiteral(" · "));
}

/// The lines above the picture: what is computed, of which text, with which settings.
QStringList titleOf(const Exploration& exploration)
{
    const ScenarioSpec& spec = scenarioOf(exploration.scenario);
    QStringList lines{QString::fromStdString(spec.title)};
    for (const std::string& each : exploration.texts) {
        QString text = QString::fromStdString(each).simplified();
        if (text.size() > longestText)
            text = text.left(longestText) + QChar(0x2026);
        if (!text.isEmpty())
            lines << text;
    }
    const QString settings = settingsInWords(spec, exploration.settings);
    if (!settings.isEmpty())
        lines << settings;
    return lines;
}

/// Draws the lines from the top of a page of this width, the first one bold. Returns where they
/// end.
double drawTitle(QPainter& painter, const QStringList& lines, double width, const Theme& theme)
{
    double top = 0;
    QFont font = interfaceFont(10);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        font.setBold(i == 0);
        painter.setFont(font);
        painter.setPen(i == 0 ? theme.text() : theme.textMuted());
        QRectF drawn;
        painter.drawText(QRectF(0, top, width, 10000), Qt::TextWordWrap, lines[i], &drawn);
        top = drawn.bottom() + lineGap;
    }
    return top + lineGap;
}

/// Across where the picture is wider than high.
QPageLayout::Orientation pageFor(const QWidget& picture)
{
    return picture.width() > picture.height() ? QPageLayout::Landscape : QPageLayout::Portrait;
}

} // namespace

void MainWindow::printTo(QPrinter& printer)
{
    printer.setResolution(pixelsToTheInch);
    printer.setDocName(windowTitle().remove(QLatin1String("[*]")));
    const Theme screen = m_appearance.theme();
    const Theme paper = Theme::light().withPalettes(screen.palettes());
    QString problem;
    const auto take = [&](const PictureFormat& format, const PaintPicture& paint) {
        QCPPainter painter;
        if (!painter.begin(&printer)) {
            problem = tr("The page could not be printed: the printer does not answer. Choose "
                         "another one, or “Print to file”.");
            return false;
        }
        const QSizeF page = printer.pageRect(QPrinter::DevicePixel).size();
        QStringList lines = titleOf(m_panes.lead().explorer().exploration());
        for (int i = 0; m_panes.count() > 1 && i < m_panes.count(); ++i)
            lines << tr("Picture %1: %2").arg(i + 1).arg(m_panes.difference(i));
        const double top = drawTitle(painter, lines, page.width(), paper);
        const double scale = std::min(page.width() / format.size.width(),
                                      (page.height() - top) / format.size.height());
        painter.translate((page.width() - scale * format.size.width()) / 2, top);
        painter.scale(scale, scale);
        painter.setPen(paper.text());
        painter.setFont(font());
        paint(painter);
        return painter.end();
    };
    const bool several = m_panes.count() > 1;
    m_grid->setTheme(paper);
    const bool printed =
        several ? m_grid->takePicture(take) : shownView()->takePicture(take, &problem);
    m_grid->setTheme(screen);
    if (!printed && !problem.isEmpty()) {
        m_computationFailed = false;
        m_messages->showError(problem);
    }
}

void MainWindow::askHowToPrint()
{
    auto printer = std::make_shared<QPrinter>();
    printer->setPageOrientation(pageFor(*m_grid));
    auto* dialog = new QPrintDialog(printer.get(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // One page, all of it.
    dialog->setOptions(QAbstractPrintDialog::PrintToFile | QAbstractPrintDialog::PrintShowPageSize);
    connect(dialog, &QDialog::accepted, this, [this, printer] { printTo(*printer); });
    connect(dialog, &QObject::destroyed, this, [printer] {}); // which it needs as long as it is
    dialog->open();
}

void MainWindow::previewPrint()
{
    auto printer = std::make_shared<QPrinter>();
    printer->setPageOrientation(pageFor(*m_grid));
    auto* dialog = new QPrintPreviewDialog(printer.get(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->resize(size() * 0.85);
    connect(dialog, &QPrintPreviewDialog::paintRequested, this,
            [this](QPrinter* page) { printTo(*page); });
    connect(dialog, &QObject::destroyed, this, [printer] {});
    dialog->open();
}

} // namespace regard

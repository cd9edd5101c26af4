// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/scenario_overview.h"

#include "ui/panels/formula_view.h"

#include <QTextDocument>
#include <QVBoxLayout>

namespace regard {

namespace {

QLabel* paragraph()
{
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QLabel* heading(const QString& text)
{
    auto* label = new QLabel(text);
    label->setContentsMargins(0, 8, 0, 0);
    QFont font = label->font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

QString plainText(const QString& html)
{
    QTextDocument document;
    document.setHtml(html);
    return document.toPlainText().replace(QChar::Nbsp, QLatin1Char(' '));
}

} // namespace

ScenarioOverview::ScenarioOverview(QWidget* parent)
    : QScrollArea(parent)
    , m_momentHeading(heading(tr("Formula of this step")))
    , m_formula(new FormulaView)
    , m_help(paragraph())
    , m_hint(paragraph())
    , m_glossaryHeading(heading(tr("What the symbols mean")))
    , m_glossary(new QLabel)
{
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    for (int i = 0; i < 3; ++i) {
        m_sentences.push_back(paragraph());
        layout->addWidget(m_sentences.back());
    }
    m_glossary->setWordWrap(true);
    m_glossary->setTextFormat(Qt::RichText);
    m_glossary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_glossary->setAccessibleName(tr("What the symbols mean"));
    m_hint->setText(tr("Point at any number to see here how it came about. A click keeps it, "
                       "Escape brings this back."));
    for (QWidget* part : {static_cast<QWidget*>(m_momentHeading), static_cast<QWidget*>(m_formula),
                          static_cast<QWidget*>(m_help), static_cast<QWidget*>(m_glossaryHeading),
                          static_cast<QWidget*>(m_glossary), static_cast<QWidget*>(m_hint)})
        layout->addWidget(part);
    layout->addStretch(1);
    setObjectName(QStringLiteral("reading"));
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(content);
    viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    setAccessibleName(tr("What this scenario shows"));
    m_pause.setSingleShot(true);
    m_pause.setInterval(200);
    connect(&m_pause, &QTimer::timeout, this, &ScenarioOverview::readTrace);
}

void ScenarioOverview::setTrace(const std::shared_ptr<const Trace>& trace)
{
    const QStringList sentences = trace ? aboutScenario(trace->scenario) : QStringList();
    for (qsizetype i = 0; i < static_cast<qsizetype>(m_sentences.size()); ++i) {
        QLabel* label = m_sentences[static_cast<std::size_t>(i)];
        label->setText(sentences.value(i));
        label->setVisible(i < sentences.size());
    }
    setAccessibleDescription(sentences.join(QLatin1Char(' ')));
    m_hint->setVisible(trace && !trace->moments.empty());
    m_trace = trace;
    m_stale = true;
    // Behind an explanation nobody reads it, and while somebody types it seldom changes: reading
    // takes some ms, which no keystroke should wait for.
    const bool typed =
        trace && trace->scenario == m_readScenario && trace->settings == m_readSettings;
    if (!isVisible())
        return;
    if (typed && !m_entries.empty())
        m_pause.start();
    else
        readTrace();
}

void ScenarioOverview::readTrace()
{
    if (!m_stale)
        return;
    m_stale = false;
    m_pause.stop();
    m_readScenario = m_trace ? m_trace->scenario : std::string();
    m_readSettings = m_trace ? m_trace->settings : Settings();
    m_entries = m_trace ? glossaryOf(*m_trace) : std::vector<GlossaryEntry>();
    showGlossary();
}

void ScenarioOverview::showEvent(QShowEvent* event)
{
    readTrace();
    QScrollArea::showEvent(event);
}

void ScenarioOverview::showGlossary()
{
    QString html = QStringLiteral("<table cellspacing=\"0\" cellpadding=\"0\">");
    QStringList spoken;
    for (const GlossaryEntry& entry : m_entries) {
        QString meaning = entry.meaning.toHtmlEscaped();
        if (!entry.names.isEmpty())
            meaning += QStringLiteral(" <span style=\"color:%1\">(%2)</span>")
                           .arg(m_theme.textMuted().name(),
                                entry.names.join(QStringLiteral(", ")).toHtmlEscaped());
        const QString symbols = symbolsHtml(entry, m_theme);
        html += QStringLiteral("<tr><td style=\"padding-right:10px;padding-bottom:4px\">%1</td>"
                               "<td style=\"padding-bottom:4px\">%2</td></tr>")
                    .arg(symbols, meaning);
        spoken += QStringLiteral("%1: %2").arg(plainText(symbols), plainText(meaning));
    }
    html += QStringLiteral("</table>");
    if (html != m_glossary->text())
        m_glossary->setText(html);
    m_glossary->setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    m_glossary->setVisible(!m_entries.empty());
    m_glossaryHeading->setVisible(!m_entries.empty());
}

void ScenarioOverview::setMoment(const Formula* formula, const QString& help)
{
    m_formula->setFormula(formula);
    m_formula->setVisible(formula != nullptr);
    m_help->setText(help);
    m_help->setVisible(!help.isEmpty());
    m_momentHeading->setVisible(formula != nullptr);
}

void ScenarioOverview::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_formula->setTheme(theme);
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, theme.textMuted());
    for (QLabel* label : {m_momentHeading, m_glossaryHeading, m_help, m_hint})
        label->setPalette(muted);
    showGlossary();
}

QStringList ScenarioOverview::sentences() const
{
    QStringList texts;
    for (const QLabel* label : m_sentences)
        if (!label->text().isEmpty())
            texts += label->text();
    return texts;
}

std::vector<std::pair<QString, QString>> ScenarioOverview::glossary() const
{
    std::vector<std::pair<QString, QString>> rows;
    for (const GlossaryEntry& entry : m_entries)
        rows.emplace_back(plainText(symbolsHtml(entry, m_theme)), entry.meaning);
    return rows;
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sentence_bar.h"

#include "core/trace/ablations.h"

#include "ui/panels/drawings.h"
#include "ui/views/flow/flow_text.h"
#include "ui/views/shared/give_help.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QVBoxLayout>
#include <QWheelEvent>

namespace regard {

namespace {

/// Longer texts than this are a mistake of the clipboard.
constexpr int longestText = 4'000'000;
/// Letters of a field with its label and its examples: with less room each has a row of its own.
constexpr int fieldWidth = 56;
/// Letters of an example in the menu.
constexpr int longestShown = 80;

/// What comes out; an answer to the whole with its probability: "positive 97 %".
std::vector<TraceToken> answers(const Trace& trace)
{
    std::vector<TraceToken> output = trace.output;
    const int found = trace.indexOf(Role::Probabilities);
    if (found < 0 || output.size() != 1 || trace.steps() > 0)
        return output;
    const TraceTensor& probabilities = trace.tensors[static_cast<std::size_t>(found)];
    for (Index word = 0; probabilities.value.rows() == 1 && word < probabilities.value.columns();
         ++word)
        if (const std::string* label = probabilities.columnLabel(word);
            label && *label == trace.output.front().text) {
            const auto share = static_cast<double>(probabilities.value.at(0, word));
            output.front().text += ' ' + percentText(share).toStdString();
            break;
        }
    return output;
}

/// Output tokens that are written once a moment is computed. A decoder has written one when its
/// step ends, an answer to the whole is there at the end of all.
int writtenTokens(const Trace& trace, int moment)
{
    const auto at = static_cast<std::size_t>(moment);
    if (moment < 0 || at + 1 >= trace.moments.size())
        return static_cast<int>(trace.output.size());
    const int step = trace.moments[at].step;
    return step < 0 ? 0 : step + (trace.moments[at + 1].step != step ? 1 : 0);
}

/// What a field does, and its text where that has no room in it.
QString fieldTip(const QLineEdit& field)
{
    constexpr int longestTip = 1500;
    const QString help = tipOf("text/field");
    const QString text = field.text();
    if (field.fontMetrics().horizontalAdvance(text.left(longestTip))
        < field.contentsRect().width() - 20)
        return help;
    const QString whole = text.size() > longestTip ? text.left(longestTip) + QChar(0x2026) : text;
    return QStringLiteral("<qt>%1<br>%2</qt>").arg(whole.toHtmlEscaped(), help);
}

} // namespace

SentenceBar::SentenceBar(QWidget* parent)
    : QWidget(parent)
    , m_rows(new QVBoxLayout(this))
    , m_inputs(new TokenChips)
    , m_outputs(new TokenChips)
    , m_arrow(new QLabel)
{
    m_inputs->setAccessibleName(tr("Input tokens"));
    m_outputs->setAccessibleName(tr("Output tokens"));
    helpWhenAsked(m_inputs, "text/input");
    helpWhenAsked(m_outputs, "text/output");
    m_inputArea = scrollerOf(m_inputs);
    m_outputArea = scrollerOf(m_outputs);
    m_arrow->setAccessibleName(tr("becomes"));

    connect(m_inputs, &TokenChips::hovered, this, &SentenceBar::inputHovered);
    connect(m_inputs, &TokenChips::clicked, this, &SentenceBar::inputClicked);
    connect(m_inputs, &TokenChips::toggled, this, &SentenceBar::inputToggled);
    connect(m_outputs, &TokenChips::hovered, this, &SentenceBar::outputHovered);
    connect(m_outputs, &TokenChips::clicked, this, &SentenceBar::outputClicked);

    auto* chips = new QHBoxLayout;
    chips->setSpacing(10);
    chips->addWidget(m_inputArea, 1, Qt::AlignTop);
    chips->addWidget(m_arrow, 0, Qt::AlignTop);
    chips->addWidget(m_outputArea, 1, Qt::AlignTop);
    chips->addStretch(0);
    m_rows->setContentsMargins(12, 6, 12, 0);
    m_rows->setSpacing(7);
    m_rows->addLayout(chips);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setTrace(nullptr);
}

SentenceBar::~SentenceBar()
{
    // Chips that lose the focus while they go tell nobody.
    m_inputs->disconnect(this);
    m_outputs->disconnect(this);
}

QScrollArea* SentenceBar::scrollerOf(TokenChips* chips)
{
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->horizontalScrollBar()->setObjectName(QStringLiteral("thin"));
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(chips);
    area->viewport()->setAutoFillBackground(false);
    chips->setAutoFillBackground(false);
    area->installEventFilter(this);
    area->viewport()->installEventFilter(this);
    chips->installEventFilter(this);
    // What stands at the edges is drawn narrower.
    connect(area->horizontalScrollBar(), &QScrollBar::valueChanged, chips,
            qOverload<>(&QWidget::update));
    // Queued: new chips have their places after the layout.
    connect(
        chips, &TokenChips::revealed, area,
        [area](const QRect& place) {
            area->ensureVisible(place.left(), 0, 40, 0);
            area->ensureVisible(place.right(), 0, 40, 0);
        },
        Qt::QueuedConnection);
    return area;
}

void SentenceBar::setScenario(const ScenarioSpec& spec)
{
    m_spec = &spec;
    delete m_fieldRows;
    m_labels.clear();
    m_fields.clear();
    m_examples.clear();
    m_fieldRows = new QWidget;
    m_grid = new QGridLayout(m_fieldRows);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_columns = 0;
    for (std::size_t i = 0; i < spec.inputs.size(); ++i) {
        const InputSpec& input = spec.inputs[i];
        const int row = static_cast<int>(i);
        auto* field = new QLineEdit;
        field->setMaxLength(longestText);
        field->setPlaceholderText(QString::fromStdString(input.placeholder));
        field->setAccessibleName(QString::fromStdString(input.label));
        helpWhenAsked(field, "text/field");
        field->setToolTip(fieldTip(*field));
        field->installEventFilter(this);
        connect(field, &QLineEdit::textEdited, this,
                [this, row](const QString& text) { Q_EMIT textEdited(row, text); });

        auto* label = new QLabel(QString::fromStdString(input.label));
        label->setBuddy(field);

        auto* examples = new QToolButton;
        examples->setText(tr("Examples"));
        examples->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        examples->setPopupMode(QToolButton::InstantPopup);
        giveHelp(examples, "text/examples");
        examples->setAccessibleName(tr("Examples for %1").arg(QString::fromStdString(input.label)));
        auto* menu = new QMenu(examples);
        for (const InputExample& example : input.examples) {
            const QString text = QString::fromStdString(example.text);
            const QString remark = QString::fromStdString(example.remark);
            const QString shown =
                text.size() <= longestShown ? text : text.left(longestShown) + QStringLiteral("…");
            menu->addAction(remark.isEmpty() ? shown : tr("%1  (%2)").arg(shown, remark), this,
                            [this, row, text] { Q_EMIT textEdited(row, text); })
                ->setWhatsThis(whatsThisOf("text/example"));
        }
        examples->setMenu(menu);
        examples->setVisible(!input.examples.empty());

        m_labels << label;
        m_fields << field;
        m_examples << examples;
    }
    arrangeFields();
    m_rows->insertWidget(0, m_fieldRows);
    m_fieldRows->setVisible(!spec.inputs.empty());
    // Tab goes from the fields to the chips.
    QWidget* before = nullptr;
    for (QLineEdit* field : m_fields) {
        if (before)
            setTabOrder(before, field);
        before = field;
    }
    drawIcons();
}

void SentenceBar::arrangeFields()
{
    const auto count = static_cast<int>(m_fields.size());
    const bool room = width() >= count * fieldWidth * fontMetrics().averageCharWidth();
    const int columns = room ? count : 1;
    if (!m_fieldRows || columns == m_columns)
        return;
    m_columns = columns;
    for (int i = 0; i < count; ++i) {
        const int row = i / columns;
        const int column = 3 * (i % columns);
        m_grid->addWidget(m_labels[i], row, column);
        m_grid->addWidget(m_fields[i], row, column + 1);
        m_grid->addWidget(m_examples[i], row, column + 2);
        // The first is the longest: a story, then a question about it.
        m_grid->setColumnStretch(3 * i + 1, i < columns ? (i == 0 ? 2 : 1) : 0);
    }
}

void SentenceBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrangeFields();
}

void SentenceBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        arrangeFields();
}

void SentenceBar::setTexts(const std::vector<std::string>& texts)
{
    for (std::size_t i = 0; i < texts.size() && static_cast<qsizetype>(i) < m_fields.size(); ++i) {
        const QString text = QString::fromStdString(texts[i]);
        QLineEdit* field = m_fields[static_cast<qsizetype>(i)];
        if (field->text() != text) {
            field->setText(text);
            // A person reads from its beginning, unless they are at work in it.
            if (!field->hasFocus())
                field->setCursorPosition(0);
        }
    }
}

void SentenceBar::setTrace(const TracePtr& trace)
{
    m_inputs->setTokens(trace ? trace->input : std::vector<TraceToken>());
    m_inputs->setHideable(trace && canHideTokens(*trace));
    m_inputs->setHidden(trace ? hiddenTokens(*trace) : std::vector<int>());
    m_outputs->setTokens(trace ? answers(*trace) : std::vector<TraceToken>());
    m_arrow->setVisible(m_outputs->count() > 0);
    m_outputArea->setVisible(m_outputs->count() > 0);
    fitScrollers();
}

void SentenceBar::setMoment(const Trace& trace, int moment)
{
    const auto at = static_cast<std::size_t>(moment);
    const bool known = moment >= 0 && at < trace.moments.size();
    m_outputs->setCurrent(known ? trace.moments[at].step : -1);
    m_outputs->setWritten(writtenTokens(trace, moment));
}

void SentenceBar::setMarks(int inputFixed, int inputHovered, int outputFixed, int outputHovered)
{
    m_inputs->setMarked(inputFixed, inputHovered);
    m_outputs->setMarked(outputFixed, outputHovered);
}

void SentenceBar::fitScrollers()
{
    for (QScrollArea* area : {m_inputArea, m_outputArea}) {
        const QSize content = area->widget()->sizeHint();
        area->setMaximumWidth(std::max(content.width(), 1));
        m_arrow->setFixedHeight(m_inputs->height());
        // The place of the scroll bar is kept: chips that need it move nothing.
        area->setFixedHeight(content.height() + area->horizontalScrollBar()->sizeHint().height());
    }
}

void SentenceBar::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_inputs->setTheme(theme);
    m_outputs->setTheme(theme);
    drawIcons();
}

void SentenceBar::drawIcons()
{
    m_arrow->setPixmap(themedIcon(QStringLiteral("arrow"), m_theme).pixmap(QSize(20, 20)));
    for (QToolButton* button : m_examples)
        button->setIcon(themedIcon(QStringLiteral("examples"), m_theme));
}

void SentenceBar::focusText()
{
    if (m_fields.isEmpty())
        return;
    m_fields.first()->setFocus(Qt::ShortcutFocusReason);
    // All of it, and its beginning in sight.
    m_fields.first()->end(false);
    m_fields.first()->home(true);
}

bool SentenceBar::eventFilter(QObject* watched, QEvent* event)
{
    // Undo and redo are the window's: they cover settings as well as texts.
    if (event->type() == QEvent::ShortcutOverride && qobject_cast<QLineEdit*>(watched)) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    }
    if (event->type() == QEvent::ToolTip)
        if (auto* field = qobject_cast<QLineEdit*>(watched)) {
            field->setToolTip(fieldTip(*field));
            return false;
        }
    if (event->type() == QEvent::Resize
        && (watched == m_inputArea || watched == m_outputArea || watched == m_inputs
            || watched == m_outputs))
        fitScrollers();
    // The wheel moves the chips sideways.
    if (event->type() == QEvent::Wheel) {
        for (QScrollArea* area : {m_inputArea, m_outputArea})
            if (watched == area->viewport()) {
                const auto* wheel = static_cast<QWheelEvent*>(event);
                const QPoint delta = wheel->angleDelta();
                QScrollBar* bar = area->horizontalScrollBar();
                bar->setValue(bar->value() - (delta.x() != 0 ? delta.x() : delta.y()));
                return true;
            }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/next_words.h"

#include "core/scenarios/catalogue.h"
#include "core/trace/decoding.h"

#include "ui/panels/sorted_table.h"
#include "ui/panels/word_list.h"
#include "ui/session/newest_to.h"
#include "ui/views/shared/give_help.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

constexpr std::size_t lensWords = 4;

QString percent(double share)
{
    return share > 0 && share < 0.0005 ? QStringLiteral("<0.1 %")
                                       : QStringLiteral("%1 %").arg(std::round(share * 1000) / 10);
}

/// A bar under a probability.
class ProbabilityDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    Theme theme = Theme::light();

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QVariant share = index.data(WordList::shareRole);
        if (!share.isValid())
            return;
        const QRectF area = QRectF(option.rect).adjusted(4, option.rect.height() - 5.0, -4, -2);
        const double width = area.width() * std::clamp(share.toDouble(), 0.0, 1.0);
        painter->fillRect(QRectF(area.left(), area.top(), width, area.height()),
                          theme.role(Role::Probabilities));
    }
};

const TraceTensor* probabilitiesOf(const TracePtr& trace)
{
    return trace && trace->decoding ? trace->find(trace->decoding->probabilities) : nullptr;
}

/// Titles of the scenarios that write words.
QString whoWrites()
{
    QStringList titles;
    for (const ScenarioSpec& spec : catalogue())
        if (findSetting(spec, "decoding"))
            titles << QString::fromStdString(spec.title);
    return titles.join(QStringLiteral(", "));
}

QString inWords(const std::vector<LensWord>& words, bool asShares)
{
    QStringList parts;
    for (const LensWord& word : words)
        parts << QStringLiteral("%1 %2").arg(
            QString::fromStdString(word.token),
            asShares
                ? percent(word.value)
                : (word.value < 0 ? QString() : QStringLiteral("+")) + numberText(word.value, 3));
    return parts.join(QStringLiteral(" · "));
}

} // namespace

NextWords::NextWords(QWidget* parent)
    : QWidget(parent)
    , m_words(new WordList(this))
    , m_caption(new QLabel)
    , m_previous(new QToolButton)
    , m_next(new QToolButton)
    , m_search(new QLineEdit)
    , m_view(new QTableView)
    , m_back(new QPushButton(tr("&Back one word")))
    , m_free(new QPushButton(tr("&Let it decode")))
    , m_target(new QLineEdit)
    , m_total(new QLabel)
    , m_lensTitle(new QLabel(tr("If it ended behind a layer, it would write:")))
    , m_lens(new QTreeWidget)
    , m_job(newestTo<LayerLens>(
          this, [](NextWords & words) -> auto& { return words.m_job; },
          [this](const Outcome<LayerLens>& outcome) { fillLens(outcome); }))
{
    for (QLabel* label : {m_caption, m_total, m_lensTitle})
        label->setWordWrap(true);
    for (auto* button : {m_previous, m_next})
        button->setAutoRaise(true);
    m_previous->setArrowType(Qt::LeftArrow);
    m_previous->setAccessibleName(tr("Previous word"));
    giveHelp(m_previous, "words/previous");
    m_next->setArrowType(Qt::RightArrow);
    m_next->setAccessibleName(tr("Next word"));
    giveHelp(m_next, "words/next");
    m_search->setPlaceholderText(tr("Find a word"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Find a word"));
    giveHelp(m_search, "words/find");
    showSorted(m_view, m_words, 8);
    m_view->setModel(m_words);
    m_view->setSortingEnabled(false);
    m_view->setItemDelegate(new ProbabilityDelegate(this));
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->setAccessibleName(tr("Words that can be written"));
    helpWhenAsked(m_view, "words/list");
    giveHelp(m_back, "words/back");
    giveHelp(m_free, "words/free");
    m_target->setPlaceholderText(tr("Write this text instead"));
    m_target->setClearButtonEnabled(true);
    m_target->setAccessibleName(tr("Text that is written instead"));
    giveHelp(m_target, "words/text");
    m_lens->setColumnCount(2);
    m_lens->setHeaderLabels({tr("Behind"), tr("Words")});
    m_lens->setAccessibleName(tr("What would be written behind each layer"));
    giveHelp(m_lens, "words/layers");

    auto* head = new QHBoxLayout;
    head->addWidget(m_previous);
    head->addWidget(m_caption, 1);
    head->addWidget(m_next);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_back);
    buttons->addWidget(m_free);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 6, 4, 6);
    layout->addLayout(head);
    layout->addWidget(m_search);
    layout->addWidget(m_view, 3);
    layout->addLayout(buttons);
    layout->addWidget(m_target);
    layout->addWidget(m_total);
    layout->addWidget(m_lensTitle);
    layout->addWidget(m_lens, 2);

    connect(m_search, &QLineEdit::textChanged, m_words, &WordList::search);
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (m_words->rowCount() > 0)
            choose(0);
    });
    connect(m_view, &QTableView::clicked, this,
            [this](const QModelIndex& index) { choose(index.row()); });
    connect(m_view, &QTableView::activated, this,
            [this](const QModelIndex& index) { choose(index.row()); });
    connect(m_previous, &QToolButton::clicked, this, [this] { showStep(m_step - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { showStep(m_step + 1); });
    connect(m_back, &QPushButton::clicked, this, [this] {
        const int forced = m_trace->decoding->forced;
        m_own = forced - 1;
        Q_EMIT prefixAsked(written(forced - 1));
    });
    connect(m_free, &QPushButton::clicked, this, [this] { Q_EMIT prefixAsked({}); });
    connect(m_target, &QLineEdit::returnPressed, this,
            [this] { Q_EMIT targetAsked(m_target->text().trimmed()); });
    refresh();
}

NextWords::~NextWords() = default;

void NextWords::setTrace(const TracePtr& trace, const QString& target)
{
    m_trace = trace;
    m_arriving = true;
    if (!m_target->hasFocus() || target.isEmpty())
        m_target->setText(target);
    refresh();
}

void NextWords::setPlace(int moment, int selected)
{
    if (moment == m_moment && selected == m_selected)
        return;
    m_moment = moment;
    m_selected = selected;
    if (!m_arriving)
        m_own = -1;
    refresh();
}

void NextWords::showStep(int step)
{
    m_own = step;
    refresh();
}

std::vector<std::string> NextWords::written(int count) const
{
    std::vector<std::string> words;
    for (int i = 0; i < count; ++i)
        words.push_back(m_trace->output[static_cast<std::size_t>(i)].text);
    return words;
}

void NextWords::choose(int row)
{
    if (m_step < 0 || row < 0 || row >= m_words->rowCount())
        return;
    std::vector<std::string> prefix = written(m_step);
    prefix.push_back(m_words->wordAt(row));
    // Who writes word by word looks at the next.
    m_own = m_step + 1;
    Q_EMIT prefixAsked(prefix);
}

void NextWords::refresh()
{
    const TraceTensor* probabilities = probabilitiesOf(m_trace);
    const bool decodes = m_trace && m_trace->decoding && probabilities && probabilities->columns
        && probabilities->value.rows() > 0;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_previous, m_next, m_search, m_view,
                                                           m_back, m_free, m_target, m_total})
        widget->setVisible(decodes);
    m_lensTitle->hide();
    m_lens->hide();
    m_step = -1;
    if (!decodes) {
        m_words->clear();
        m_job.cancel();
        m_caption->setText(tr("No words are written here. These write some: %1.").arg(whoWrites()));
        return;
    }
    const int last = static_cast<int>(probabilities->value.rows()) - 1;
    const auto& moments = m_trace->moments;
    const int atMoment = moments.empty()
        ? -1
        : moments[static_cast<std::size_t>(
                      std::clamp(m_moment, 0, static_cast<int>(moments.size()) - 1))]
              .step;
    const bool follows = m_own < 0 && m_selected < 0;
    m_step = std::min(m_own >= 0 ? m_own : m_selected >= 0 ? m_selected : atMoment, last);
    const bool isThere = m_step >= 0
        && (!follows || probabilities->rowMoments.empty()
            || probabilities->rowMoments[static_cast<std::size_t>(m_step)] <= m_moment);
    m_previous->setEnabled(m_step > 0);
    m_next->setEnabled(m_step < last);
    const Decoding& told = *m_trace->decoding;
    m_back->setEnabled(told.forced > 0 && told.goesOn);
    m_free->setEnabled(told.forced > 0);
    m_total->setText(totalInWords());
    if (!isThere) {
        m_words->clear();
        m_job.cancel();
        m_caption->setText(m_step < 0
                               ? tr("Nothing is written yet: the first word comes when the input "
                                    "has been read.")
                               : tr("Word %1 is being computed.").arg(m_step + 1));
        m_step = -1;
        return;
    }
    const std::string& word = m_trace->output[static_cast<std::size_t>(m_step)].text;
    m_words->setStep(*probabilities, m_step, word, tokenChoice(m_trace->settings));
    m_caption->setText(
        (m_step < told.forced ? tr("Word %1 of %2, by hand: “%3”") : tr("Word %1 of %2: “%3”"))
            .arg(m_step + 1)
            .arg(last + 1)
            .arg(QString::fromStdString(word)));
    m_view->resizeColumnToContents(WordList::Rank);
    m_view->resizeColumnToContents(WordList::Word);
    const int row = m_words->writtenRow();
    if (row >= 0)
        m_view->selectRow(row);
    askForLens();
}

QString NextWords::totalInWords() const
{
    const TraceTensor& probabilities = *probabilitiesOf(m_trace);
    const auto& names = probabilities.columns->names;
    double logarithm = 0;
    for (std::size_t step = 0; step < m_trace->output.size(); ++step) {
        const auto found = std::find(names.begin(), names.end(), m_trace->output[step].text);
        if (found == names.end())
            return {};
        logarithm += std::log(static_cast<double>(
            probabilities.value.at(static_cast<Index>(step), found - names.begin())));
    }
    const std::size_t count = m_trace->output.size();
    const QString probability = numberText(std::exp(logarithm), 3);
    QString text = count == 1
        ? tr("The token has P = %1, ln P = %2.").arg(probability, numberText(logarithm, 3))
        : tr("All %1 tokens together have P = %2, ln P = %3.")
              .arg(QString::number(count), probability, numberText(logarithm, 3));
    const Decoding& told = *m_trace->decoding;
    if (told.forced > 0)
        text += QLatin1Char(' ')
            + (told.goesOn ? (told.forced == 1 ? tr("The first is by hand.")
                                               : tr("The first %1 are by hand.").arg(told.forced))
                           : tr("The text was given."));
    return text;
}

void NextWords::askForLens()
{
    const ScenarioSpec* spec = findScenario(m_trace->scenario);
    if (!spec || !spec->lens) {
        m_job.cancel();
        return;
    }
    m_job.request([trace = m_trace, step = m_step, lens = spec->lens](const std::stop_token&) {
        return lens(*trace, step, lensWords);
    });
}

void NextWords::fillLens(const Outcome<LayerLens>& outcome)
{
    m_lens->clear();
    if (!outcome.result || outcome.result->layers.empty())
        return;
    const LayerLens& told = *outcome.result;
    int number = 0;
    for (const LensLayer& layer : told.layers) {
        auto* item = new QTreeWidgetItem(
            m_lens, {tr("Layer %1").arg(++number), inWords(layer.likeliest, true)});
        item->setToolTip(1,
                         tr("%1\nWhat is written is number %2 of all words there, with %3.")
                             .arg(inWords(layer.likeliest, true))
                             .arg(layer.rank)
                             .arg(percent(layer.probability)));
        const std::string scope = layer.path.substr(0, layer.path.rfind('/') + 1);
        for (const LensHead& head : told.heads) {
            if (!head.path.starts_with(scope))
                continue;
            const QStringList parts =
                QString::fromStdString(head.path.substr(scope.size())).split(QLatin1Char('/'));
            const QString where = parts.value(0) == QLatin1String("self")
                ? tr("itself, head %1")
                : tr("the input, head %1");
            auto* child = new QTreeWidgetItem(
                item,
                {where.arg(parts.value(1).mid(4).toInt() + 1), inWords(head.promoted, false)});
            child->setToolTip(1, inWords(head.promoted, false));
        }
    }
    m_lens->resizeColumnToContents(0);
    m_lensTitle->show();
    m_lens->show();
    Q_EMIT lensFilled();
}

QString NextWords::caption() const
{
    return m_caption->text();
}

QString NextWords::total() const
{
    return m_total->text();
}

void NextWords::setTheme(const Theme& theme)
{
    m_theme = theme;
    static_cast<ProbabilityDelegate*>(m_view->itemDelegate())->theme = theme;
    m_view->viewport()->update();
}

} // namespace regard

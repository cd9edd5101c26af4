// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/reasons_table.h"

#include "ui/panels/sorted_table.h"
#include "ui/views/shared/give_help.h"
#include "ui/words/labels.h"
#include "ui/words/scope_text.h"

#include <QAbstractTableModel>
#include <QCheckBox>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace regard {

namespace {

enum Column { Token, Weight, Contribution, Effect, Instead, Columns };
constexpr int barRole = Qt::UserRole + 2;

QString percent(double share)
{
    return QStringLiteral("%1 %").arg(std::round(share * 1000) / 10);
}

} // namespace

class ReasonsModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setOcclusion(const Occlusion& occlusion, bool withoutFirst)
    {
        beginResetModel();
        m_rows.clear();
        const KeyShares& shares = withoutFirst ? occlusion.withoutFirst : occlusion.shares;
        const double widest = largest(shares.contributions);
        double strongest = 0;
        for (const Occlusion::Token& token : occlusion.tokens)
            strongest = std::max(strongest, std::abs(occlusion.probability - token.probability));
        for (std::size_t i = 0; i < occlusion.tokens.size(); ++i) {
            const Occlusion::Token& token = occlusion.tokens[i];
            Row row;
            row.text[Token] = QString::fromStdString(token.text);
            row.key[Token] = static_cast<int>(i);
            row.text[Weight] = numberText(shares.weights[i], 3);
            row.key[Weight] = row.bar[Weight] = shares.weights[i];
            if (!shares.contributions.empty()) {
                row.text[Contribution] = numberText(shares.contributions[i], 3);
                row.key[Contribution] = shares.contributions[i];
                row.bar[Contribution] = widest > 0 ? shares.contributions[i] / widest : 0;
            }
            const double lost = occlusion.probability - token.probability;
            row.text[Effect] = ReasonsTable::tr("%1 → %2").arg(percent(occlusion.probability),
                                                               percent(token.probability));
            row.key[Effect] = lost;
            row.bar[Effect] = strongest > 0 ? lost / strongest : 0;
            if (token.instead != occlusion.word)
                row.text[Instead] = QString::fromStdString(token.instead);
            row.key[Instead] = row.text[Instead];
            m_rows.push_back(std::move(row));
        }
        endResetModel();
    }

    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : Columns;
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal)
            return {};
        static constexpr std::array titles{
            QT_TRANSLATE_NOOP("regard::ReasonsTable", "Token"),
            QT_TRANSLATE_NOOP("regard::ReasonsTable", "Weight"),
            QT_TRANSLATE_NOOP("regard::ReasonsTable", "What it adds"),
            QT_TRANSLATE_NOOP("regard::ReasonsTable", "When it is masked"),
            QT_TRANSLATE_NOOP("regard::ReasonsTable", "Likeliest then")};
        static constexpr std::array helps{
            QT_TRANSLATE_NOOP("regard::ReasonsTable", "A token of the input"),
            QT_TRANSLATE_NOOP("regard::ReasonsTable", "Its weight, the mean of all heads"),
            QT_TRANSLATE_NOOP(
                "regard::ReasonsTable",
                "Length of what its value adds to the attention's output: ‖Σ α v W_O‖"),
            QT_TRANSLATE_NOOP("regard::ReasonsTable",
                              "The word's probability with all tokens, and when no attention sees "
                              "this one"),
            QT_TRANSLATE_NOOP("regard::ReasonsTable",
                              "The likeliest word then, where it is another")};
        const auto at = static_cast<std::size_t>(section);
        if (role == Qt::DisplayRole)
            return ReasonsTable::tr(titles[at]);
        return role == Qt::ToolTipRole ? ReasonsTable::tr(helps[at]) : QVariant();
    }

    QVariant data(const QModelIndex& index, int role) const override
    {
        if (!index.isValid())
            return {};
        const Row& row = m_rows[static_cast<std::size_t>(index.row())];
        const auto column = static_cast<std::size_t>(index.column());
        if (role == Qt::DisplayRole)
            return row.text[column];
        if (role == sortRole)
            return row.key[column];
        if (role == barRole && !row.text[column].isEmpty() && column >= Weight && column <= Effect)
            return row.bar[column];
        return {};
    }

private:
    struct Row {
        std::array<QString, Columns> text;
        std::array<QVariant, Columns> key; ///< what is sorted by
        std::array<double, Columns> bar{}; ///< from −1 to 1
    };

    static double largest(const std::vector<double>& values)
    {
        return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
    }

    std::vector<Row> m_rows;
};

namespace {

/// A bar under the text; what goes the other way is hatched.
class ShareDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    Theme theme = Theme::light();

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QVariant share = index.data(barRole);
        if (!share.isValid())
            return;
        const double value = std::clamp(share.toDouble(), -1.0, 1.0);
        const QRectF area = QRectF(option.rect).adjusted(6, option.rect.height() - 7.0, -6, -3);
        const Role role = index.column() == Contribution ? Role::Context
            : index.column() == Effect                   ? Role::Probabilities
                                                         : Role::Weights;
        const QRectF bar(area.left(), area.top(), area.width() * std::abs(value), area.height());
        painter->fillRect(
            bar, value < 0 ? QBrush(theme.role(role), Qt::BDiagPattern) : QBrush(theme.role(role)));
    }
};

} // namespace

ReasonsTable::ReasonsTable(QWidget* parent)
    : QWidget(parent)
    , m_caption(new QLabel)
    , m_verdict(new QLabel)
    , m_withoutFirst(new QCheckBox(tr("Without the &first token")))
    , m_progress(new QProgressBar)
    , m_view(new QTableView)
    , m_model(new ReasonsModel(this))
    , m_sorted(showSorted(m_view, m_model, 16))
{
    setWindowTitle(tr("Do the weights explain it?"));
    m_view->setItemDelegate(new ShareDelegate(this));
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->setAccessibleName(tr("Tokens of the input"));
    giveHelp(m_withoutFirst, "reasons/without-first");
    helpWhenAsked(m_view, "reasons/table");
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->hide();
    for (QLabel* label : {m_caption, m_verdict})
        label->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_caption);
    layout->addWidget(m_progress);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_verdict);
    layout->addWidget(m_withoutFirst);
    connect(m_withoutFirst, &QCheckBox::toggled, this, &ReasonsTable::fill);
    connect(&m_occluder, &Occluder::told, this, [this] {
        m_progress->hide();
        fill();
        Q_EMIT filled();
    });
    connect(&m_occluder, &Occluder::progressed, this, [this](double done) {
        m_progress->show();
        m_progress->setValue(static_cast<int>(std::lround(done * 1000)));
    });
    connect(&m_occluder, &Occluder::failed, this, [this](const QString& message) {
        m_progress->hide();
        m_caption->setText(message);
        m_verdict->clear();
    });
}

void ReasonsTable::compute(const Exploration& exploration, int step)
{
    m_step = step;
    m_occluder.request(exploration, step);
}

void ReasonsTable::fill()
{
    const Occlusion& told = m_occluder.result();
    const bool any = told.problem.empty() && !told.tokens.empty();
    m_view->setVisible(any);
    m_verdict->setVisible(any);
    m_withoutFirst->setVisible(any);
    if (!any) {
        m_caption->setText(QString::fromStdString(told.problem));
        return;
    }
    const bool withoutFirst = m_withoutFirst->isChecked();
    m_model->setOcclusion(told, withoutFirst);
    const KeyShares& shares = withoutFirst ? told.withoutFirst : told.shares;
    QString caption = tr("Word %1, “%2”, has %3.")
                          .arg(told.step + 1)
                          .arg(QString::fromStdString(told.word), percent(told.probability));
    if (told.isForced)
        caption += QLatin1Char(' ')
            + tr("The words before it are held while each token is masked in turn.");
    if (told.isMean)
        caption += QLatin1Char(' ') + tr("Weights are the mean over all queries.");
    if (!shares.contributions.empty() && !shares.isProjected)
        caption += QLatin1Char(' ') + tr("This attention has no W_O: what a token adds is ‖α v‖.");
    m_caption->setText(caption);
    std::vector<double> effects;
    for (const Occlusion::Token& token : told.tokens)
        effects.push_back(told.probability - token.probability);
    const auto inWords = [&](const std::vector<double>& values) {
        const double r = correlation(values, effects);
        return std::isnan(r) ? tr("none") : numberText(r, 2);
    };
    const auto largest = [&](const std::vector<double>& values) {
        return static_cast<std::size_t>(std::max_element(values.begin(), values.end())
                                        - values.begin());
    };
    const auto named = [&](std::size_t token) {
        const QString text = QString::fromStdString(told.tokens[token].text);
        const bool isTwice = std::count_if(told.tokens.begin(), told.tokens.end(),
                                           [&](const Occlusion::Token& other) {
                                               return other.text == told.tokens[token].text;
                                           })
            > 1;
        return isTwice ? tr("“%1” (token %2)").arg(text).arg(token + 1) : tr("“%1”").arg(text);
    };
    const std::size_t heaviest = largest(shares.weights);
    const std::size_t costliest = largest(effects);
    QString verdict = heaviest == costliest
        ? tr("The largest weight and the largest loss of probability are both at %1.")
              .arg(named(costliest))
        : tr("The largest weight is at %1, the largest loss of probability at %2.")
              .arg(named(heaviest), named(costliest));
    verdict +=
        QLatin1Char(' ') + tr("Correlation with the loss: weight %1").arg(inWords(shares.weights));
    if (!shares.contributions.empty())
        verdict += tr(", what it adds %1").arg(inWords(shares.contributions));
    m_verdict->setText(verdict + QLatin1Char('.'));
    m_view->setColumnHidden(Contribution, shares.contributions.empty());
    m_view->resizeColumnsToContents();
    for (const int column : {Weight, Contribution, Effect})
        m_view->setColumnWidth(column, std::max(m_view->columnWidth(column), 110));
}

QString ReasonsTable::caption() const
{
    return m_caption->text();
}

QString ReasonsTable::verdict() const
{
    return m_verdict->text();
}

void ReasonsTable::setTheme(const Theme& theme)
{
    static_cast<ShareDelegate*>(m_view->itemDelegate())->theme = theme;
    m_view->viewport()->update();
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/scenario_list.h"

#include "ui/views/shared/give_help.h"

#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

namespace regard {

namespace {

constexpr int idRole = Qt::UserRole;
constexpr int summaryRole = Qt::UserRole + 1;
constexpr int margin = 10;
constexpr int spaceBetween = 6;

} // namespace

class ScenarioList::Cards : public QStyledItemDelegate {
public:
    explicit Cards(ScenarioList* list) : QStyledItemDelegate(list), m_list(list) { }

    void setTheme(const Theme& theme) { m_theme = theme; }

    /// Where not everything has room no card tells what it is about (its tool tip does): a card
    /// that grew as it is chosen would move the others under the pointer.
    void setBrief(bool brief) { m_brief = brief; }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {m_list->viewport()->width(), height(option.font, index, m_brief)};
    }

    /// Of a card without its summary, whose title takes one line.
    int titleHeight(const QFont& font) const
    {
        return QFontMetrics(titleFont(font)).height() + 2 * margin - 6 + spaceBetween;
    }

    /// Of a card, with its summary or without.
    int height(const QFont& font, const QModelIndex& index, bool brief) const
    {
        const int width = m_list->viewport()->width();
        const QRect texts(0, 0, std::max(40, width - 2 * margin - 3), 10000);
        const int title = QFontMetrics(titleFont(font))
                              .boundingRect(texts, Qt::TextWordWrap, index.data().toString())
                              .height();
        if (brief)
            return title + 2 * margin - 6 + spaceBetween;
        const int summary =
            QFontMetrics(font)
                .boundingRect(texts, Qt::TextWordWrap, index.data(summaryRole).toString())
                .height();
        return title + summary + 2 * margin + 4 + spaceBetween;
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool open = option.state & QStyle::State_Selected;
        const QRectF card = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -spaceBetween + 0.5);
        const bool lit = option.state & QStyle::State_MouseOver;
        painter->setPen(QPen(open      ? m_theme.accent()
                                 : lit ? m_theme.hover()
                                       : m_theme.border(),
                             open ? 2 : 1));
        painter->setBrush(m_theme.surface());
        painter->drawRoundedRect(card, 8, 8);
        if (option.state & QStyle::State_HasFocus) {
            painter->setPen(QPen(m_theme.accent(), m_theme.line(2)));
            painter->drawRoundedRect(card.adjusted(3.5, 3.5, -3.5, -3.5), 5, 5);
        }
        QRect texts =
            card.toRect().adjusted(margin, margin - (m_brief ? 4 : 2), -margin, -margin + 4);
        painter->setFont(titleFont(option.font));
        painter->setPen(m_theme.text());
        QRect used;
        painter->drawText(texts, Qt::TextWordWrap, index.data().toString(), &used);
        if (!m_brief) {
            texts.setTop(used.bottom() + 4);
            painter->setFont(option.font);
            painter->setPen(m_theme.textMuted());
            painter->drawText(texts, Qt::TextWordWrap, index.data(summaryRole).toString());
        }
        painter->restore();
    }

private:
    static QFont titleFont(QFont font)
    {
        font.setWeight(QFont::DemiBold);
        return font;
    }

    ScenarioList* m_list;
    Theme m_theme = Theme::light();
    bool m_brief = false;
};

ScenarioList::ScenarioList(QWidget* parent) : QuietView(parent), m_cards(new Cards(this))
{
    setItemDelegate(m_cards);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setUniformItemSizes(false);
    setAutoScroll(false); // a press moves no card
    setResizeMode(QListView::Adjust);
    setAccessibleName(tr("Scenarios"));
    helpWhenAsked(this, "scenarios");
    setStyleSheet(QStringLiteral("QListWidget { background: transparent; border: none; }"));
    connect(this, &QListWidget::itemClicked, this,
            [this](const QListWidgetItem* item) { Q_EMIT opened(item->data(idRole).toString()); });
    connect(this, &QListWidget::itemActivated, this,
            [this](const QListWidgetItem* item) { Q_EMIT opened(item->data(idRole).toString()); });
}

void ScenarioList::setScenarios(const std::vector<ScenarioSpec>& scenarios)
{
    clear();
    for (const ScenarioSpec& scenario : scenarios) {
        auto* item = new QListWidgetItem(QString::fromStdString(scenario.title), this);
        const QString summary = QString::fromStdString(scenario.summary);
        item->setData(idRole, QString::fromStdString(scenario.id));
        item->setData(summaryRole, summary);
        item->setData(Qt::AccessibleDescriptionRole, summary);
        item->setToolTip(summary);
    }
    fit();
}

void ScenarioList::setCurrent(const QString& id)
{
    for (int i = 0; i < count(); ++i)
        if (item(i)->data(idRole).toString() == id)
            setCurrentItem(item(i));
    fit();
}

void ScenarioList::fit()
{
    int all = 0;
    for (int i = 0; i < count(); ++i)
        all += m_cards->height(font(), indexFromItem(item(i)), false);
    m_cards->setBrief(all > viewport()->height());
    scheduleDelayedItemsLayout();
    // Once the cards have their new heights, the open one is seen whole.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (currentItem())
                scrollToItem(currentItem());
        },
        Qt::QueuedConnection);
}

int ScenarioList::titlesHeight() const
{
    return count() * m_cards->titleHeight(font());
}

void ScenarioList::setTheme(const Theme& theme)
{
    m_cards->setTheme(theme);
    viewport()->update();
}

void ScenarioList::resizeEvent(QResizeEvent* event)
{
    QListWidget::resizeEvent(event);
    verticalScrollBar()->setValue(0); // what is seen follows from the size, not from earlier ones
    fit();
}

void ScenarioList::changeEvent(QEvent* event)
{
    QListWidget::changeEvent(event);
    if (event->type() != QEvent::FontChange)
        return;
    verticalScrollBar()->setValue(0);
    fit();
}

} // namespace regard

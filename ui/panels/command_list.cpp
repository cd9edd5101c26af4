// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/command_list.h"

#include "ui/words/fuzzy_match.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <tuple>
#include <utility>

namespace regard {

namespace {

constexpr int margin = 10;
constexpr int signWidth = 18; ///< for the tick of what is so already

const QString& arrow()
{
    static const QString text = QStringLiteral(" → ");
    return text;
}

} // namespace

QString Command::path() const
{
    return (place + QStringList{text}).join(arrow());
}

int Command::textFrom() const
{
    return static_cast<int>(path().size() - text.size());
}

void CommandList::show(const std::vector<Command>& commands, const QString& typed,
                       const QStringList& recent)
{
    beginResetModel();
    m_lines.clear();
    const bool asked = !typed.trimmed().isEmpty();
    for (const Command& command : commands) {
        const QString path = command.path();
        std::optional<FuzzyMatch> match = fuzzyMatch(typed, path, command.textFrom());
        if (!match)
            continue;
        const auto used = static_cast<int>(recent.indexOf(path));
        if (!asked && used >= 0)
            match->score = static_cast<int>(recent.size()) - used;
        m_lines.push_back({command, std::move(match->places), match->score, match->isInPieces});
    }
    // What cannot be done now is still what was meant, rather than letters that stand apart. Of
    // what is called alike the nearer comes first: a scenario before a pane beside this one with
    // it.
    const auto rank = [asked](const Line& line) {
        return std::tuple(!line.isInPieces, line.command.isEnabled, line.score,
                          asked ? -line.command.place.size() : 0);
    };
    std::stable_sort(m_lines.begin(), m_lines.end(),
                     [&](const Line& a, const Line& b) { return rank(a) > rank(b); });
    endResetModel();
}

const std::vector<int>& CommandList::places(int row) const
{
    return m_lines[static_cast<std::size_t>(row)].places;
}

int CommandList::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant CommandList::data(const QModelIndex& index, int role) const
{
    const Command& command = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return command.path();
    case Qt::AccessibleTextRole: {
        QString spoken = command.path();
        if (!command.keys.isEmpty())
            spoken = tr("%1, %2").arg(spoken, command.keys);
        if (command.isChecked)
            spoken = tr("%1, chosen").arg(spoken);
        return command.isEnabled ? spoken : tr("%1, not now").arg(spoken);
    }
    case Qt::AccessibleDescriptionRole:
    case Qt::ToolTipRole:
    case Qt::WhatsThisRole:
        return command.help;
    default:
        return {};
    }
}

Qt::ItemFlags CommandList::flags(const QModelIndex& index) const
{
    // A disabled one can be chosen, to read its help.
    return index.isValid() ? Qt::ItemIsSelectable | Qt::ItemIsEnabled : Qt::NoItemFlags;
}

QSize CommandDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {0, option.fontMetrics.height() + 12};
}

void CommandDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const auto& list = static_cast<const CommandList&>(*index.model());
    const Command& command = list.at(index.row());
    painter->save();
    painter->setFont(option.font);
    const QRect line = option.rect;
    if (option.state & QStyle::State_Selected) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(m_theme.accent(), m_theme.line()));
        painter->setBrush(m_theme.palette().color(QPalette::Highlight));
        painter->drawRoundedRect(QRectF(line).adjusted(1.5, 1.5, -1.5, -1.5), 5, 5);
    }
    const QPalette colors = m_theme.palette();
    const QColor disabled = colors.color(QPalette::Disabled, QPalette::Text);
    const QFontMetrics metrics(option.font);
    QRect room = line.adjusted(margin, 0, -margin, 0);
    if (!command.keys.isEmpty()) {
        const int width = metrics.horizontalAdvance(command.keys);
        painter->setPen(command.isEnabled ? m_theme.textMuted() : disabled);
        painter->drawText(QRect(room.right() - width, room.top(), width + 1, room.height()),
                          Qt::AlignVCenter, command.keys);
        room.setRight(room.right() - width - 2 * margin);
    }
    if (command.isChecked) {
        painter->setPen(command.isEnabled ? m_theme.text() : disabled);
        painter->drawText(QRect(room.topLeft(), QSize(signWidth, room.height())), Qt::AlignVCenter,
                          QStringLiteral("✓"));
    }
    room.setLeft(room.left() + signWidth);
    const QString shown = metrics.elidedText(command.path(), Qt::ElideRight, room.width());
    QTextLayout layout(shown, option.font);
    QList<QTextLayout::FormatRange> ranges;
    const auto mark = [&](int from, int length, const QColor& color, bool typed) {
        QTextCharFormat format;
        format.setForeground(color);
        if (typed)
            format.setFontUnderline(true);
        ranges << QTextLayout::FormatRange{from, length, format};
    };
    const int textFrom = std::min(command.textFrom(), static_cast<int>(shown.size()));
    mark(0, textFrom, command.isEnabled ? m_theme.textMuted() : disabled, false);
    mark(textFrom, static_cast<int>(shown.size()) - textFrom,
         command.isEnabled ? m_theme.text() : disabled, false);
    for (const int place : list.places(index.row()))
        if (place < shown.size())
            mark(place, 1, command.isEnabled ? m_theme.accent() : disabled, true);
    layout.setFormats(ranges);
    layout.beginLayout();
    const QTextLine text = layout.createLine();
    layout.endLayout();
    layout.draw(painter, QPointF(room.left(), room.top() + (room.height() - text.height()) / 2));
    painter->restore();
}

} // namespace regard

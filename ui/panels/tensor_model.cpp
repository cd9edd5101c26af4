// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tensor_model.h"

#include "ui/words/to_text.h"

#include <QPainter>
#include <QPixmap>

#include <algorithm>
#include <cmath>

namespace regard {

struct TensorModel::Node {
    QString name;
    QString path;
    int tensor = -1;
    int row = 0;
    Node* parent = nullptr;
    std::vector<std::unique_ptr<Node>> children;

    Node* child(const QString& wanted)
    {
        for (const auto& candidate : children)
            if (candidate->name == wanted)
                return candidate.get();
        return nullptr;
    }
    Node& add(const QString& childName)
    {
        auto node = std::make_unique<Node>();
        node->name = childName;
        node->path = path.isEmpty() ? childName : path + QLatin1Char('/') + childName;
        node->row = static_cast<int>(children.size());
        node->parent = this;
        children.push_back(std::move(node));
        return *children.back();
    }
};

TensorModel::TensorModel(QObject* parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{
}

TensorModel::~TensorModel() = default;

void TensorModel::setTrace(const TracePtr& trace)
{
    const bool samePaths = m_trace && trace
        && std::equal(m_trace->tensors.begin(), m_trace->tensors.end(), trace->tensors.begin(),
                      trace->tensors.end(), [](const TraceTensor& a, const TraceTensor& b) {
                          return a.path == b.path && a.role == b.role;
                      });
    const std::size_t count = trace ? trace->tensors.size() : 0;
    if (samePaths) {
        m_trace = trace;
        m_extents.assign(count, std::nullopt);
        announce(*m_root);
        return;
    }
    beginResetModel();
    m_trace = trace;
    m_extents.assign(count, std::nullopt);
    rebuild();
    endResetModel();
}

void TensorModel::setTheme(const Theme& theme)
{
    m_theme = theme;
    announce(*m_root);
}

void TensorModel::rebuild()
{
    m_root = std::make_unique<Node>();
    if (!m_trace)
        return;
    for (std::size_t i = 0; i < m_trace->tensors.size(); ++i) {
        Node* node = m_root.get();
        const QStringList parts =
            QString::fromStdString(m_trace->tensors[i].path).split(QLatin1Char('/'));
        for (const QString& part : parts) {
            Node* next = node->child(part);
            node = next ? next : &node->add(part);
        }
        node->tensor = static_cast<int>(i);
    }
}

void TensorModel::announce(const Node& node)
{
    if (node.children.empty())
        return;
    Q_EMIT dataChanged(indexOf(*node.children.front(), Name),
                       indexOf(*node.children.back(), Range));
    for (const auto& child : node.children)
        announce(*child);
}

const TensorModel::Node& TensorModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? *static_cast<const Node*>(index.internalPointer()) : *m_root;
}

QModelIndex TensorModel::indexOf(const Node& node, int column) const
{
    return node.parent ? createIndex(node.row, column, &node) : QModelIndex();
}

int TensorModel::tensorOf(const QModelIndex& index) const
{
    return index.isValid() ? nodeOf(index).tensor : -1;
}

QModelIndex TensorModel::indexOf(const QString& path) const
{
    Node* node = m_root.get();
    for (const QString& part : path.split(QLatin1Char('/'))) {
        node = node->child(part);
        if (!node)
            return {};
    }
    return indexOf(*node, Name);
}

QModelIndex TensorModel::index(int row, int column, const QModelIndex& parent) const
{
    const Node& node = nodeOf(parent);
    if (row < 0 || row >= static_cast<int>(node.children.size()) || column < 0
        || column >= ColumnCount)
        return {};
    return createIndex(row, column, node.children[static_cast<std::size_t>(row)].get());
}

QModelIndex TensorModel::parent(const QModelIndex& index) const
{
    const Node& node = nodeOf(index);
    return node.parent ? indexOf(*node.parent, Name) : QModelIndex();
}

int TensorModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent).children.size());
}

int TensorModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QString TensorModel::rangeText(int tensor) const
{
    const auto place = static_cast<std::size_t>(tensor);
    std::optional<TraceValue::Extent>& extent = m_extents[place];
    if (!extent)
        extent = m_trace->tensors[place].value.extent();
    if (extent->isEmpty())
        return tr("none");
    return tr("%1 to %2")
        .arg(numberText(static_cast<double>(extent->low), 2),
             numberText(static_cast<double>(extent->high), 2));
}

QVariant TensorModel::data(const QModelIndex& index, int role) const
{
    const Node& node = nodeOf(index);
    if (role == pathRole)
        return node.path;
    if (node.tensor < 0)
        return role == Qt::DisplayRole && index.column() == Name ? QVariant(node.name) : QVariant();
    const TraceTensor& tensor = m_trace->tensors[static_cast<std::size_t>(node.tensor)];
    const std::string_view roleWord = roleName(tensor.role);
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Name)
            return tensor.edited ? tr("%1 (changed)").arg(node.name) : node.name;
        if (index.column() == Shape)
            return QStringLiteral("%1 × %2").arg(tensor.value.rows()).arg(tensor.value.columns());
        return rangeText(node.tensor);
    case Qt::DecorationRole: {
        if (index.column() != Name)
            return {};
        QPixmap mark(24, 24);
        mark.setDevicePixelRatio(2);
        mark.fill(Qt::transparent);
        QPainter painter(&mark);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.role(tensor.role));
        painter.drawRoundedRect(QRectF(1, 1, 10, 10), 3, 3);
        return mark;
    }
    case Qt::ToolTipRole:
        return tr("%1: %2, %3 rows × %4 columns, %5")
            .arg(node.path, toText(roleWord))
            .arg(tensor.value.rows())
            .arg(tensor.value.columns())
            .arg(rangeText(node.tensor));
    case Qt::ForegroundRole:
        return index.column() == Name ? QVariant() : QVariant(m_theme.textMuted());
    default:
        return {};
    }
}

QVariant TensorModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Tensor");
    case Shape:
        return tr("Shape");
    case Range:
        return tr("Range");
    }
    return {};
}

} // namespace regard

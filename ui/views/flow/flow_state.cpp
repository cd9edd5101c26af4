// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_state.h"

#include "ui/views/flow/flow_text.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

/// Among fewer, equal shares can be seen.
constexpr Index manyKeys = 20;

bool isByKey(Role role)
{
    return role == Role::Scores || role == Role::Scaled || role == Role::Masked
        || role == Role::Weights;
}

} // namespace

FlowFocus focusOf(const TraceTensor& tensor, Index row, Index column)
{
    if (isByKey(tensor.role))
        return {row, column};
    if (tensor.role == Role::Key || tensor.role == Role::Value || tensor.role == Role::State)
        return {-1, row};
    return {row, -1};
}

void FlowState::setTheme(const Theme& other)
{
    theme = other;
    for (std::size_t i = 0; i < m_sequential.size(); ++i)
        m_sequential[i] = theme.sequential(static_cast<double>(i) / 255.0);
    for (std::size_t i = 0; i < m_diverging.size(); ++i)
        m_diverging[i] = theme.diverging(static_cast<double>(i) / 255.0 - 1.0);
}

const TraceTensor* FlowState::tensor(int index) const
{
    if (!trace || index < 0 || index >= static_cast<int>(trace->tensors.size()))
        return nullptr;
    return &trace->tensors[static_cast<std::size_t>(index)];
}

const TraceTensor* FlowState::wholeTensor(int index) const
{
    return tensor(index) ? &padding.whole()->tensors[static_cast<std::size_t>(index)] : nullptr;
}

bool FlowState::isComputed(int index, Index row) const
{
    const TraceTensor* found = tensor(index);
    if (!found || row < 0 || row >= found->value.rows())
        return false;
    return resting || found->rowMoments.empty()
        || found->rowMoments[static_cast<std::size_t>(row)] <= moment;
}

Index FlowState::computedRows(int index) const
{
    const TraceTensor* found = tensor(index);
    if (!found)
        return 0;
    if (resting || found->rowMoments.empty())
        return found->value.rows();
    Index row = 0;
    while (row < found->value.rows() && isComputed(index, row))
        ++row;
    return row;
}

bool FlowState::isCurrent(int index, Index row) const
{
    const TraceTensor* found = tensor(index);
    return found && !resting && row >= 0 && row < static_cast<Index>(found->rowMoments.size())
        && found->rowMoments[static_cast<std::size_t>(row)] == moment;
}

bool FlowState::isCurrent(int index) const
{
    const TraceTensor* found = tensor(index);
    if (!found || resting || moment < 0 || moment >= static_cast<int>(trace->moments.size()))
        return false;
    const Pieces& pieces = trace->moments[static_cast<std::size_t>(moment)].pieces;
    return std::any_of(pieces.begin(), pieces.end(),
                       [index](const Piece& piece) { return piece.tensor == index; });
}

bool FlowState::shows(int index, const CellRef& cell) const
{
    if (!cell)
        return false;
    if (cell.tensor == index)
        return true;
    const TraceTensor* mine = tensor(index);
    const TraceTensor* other = tensor(cell.tensor);
    return mine && other && trace->inHead(cell.tensor, mine->source.head) == index;
}

int FlowState::counterpart(int index) const
{
    const TraceTensor* found = tensor(index);
    if (!found || blocks.empty())
        return -1;
    const Attention* own = trace->attentionOf(index);
    const Attention& shown = trace->attentions[static_cast<std::size_t>(block)];
    if (own && own != &shown)
        for (const auto stage : Attention::stages)
            if (own->*stage >= 0 && index - found->source.head == own->*stage)
                return shown.*stage < 0 ? -1 : shown.*stage + head;
    return trace->inHead(index, head);
}

Index FlowState::attentionRow(int weights) const
{
    const TraceTensor* found = tensor(weights);
    const Index rows = computedRows(weights);
    if (!found || rows == 0)
        return -1;
    if (focus.query >= 0 && focus.query < found->value.rows())
        return focus.query;
    Index best = 0;
    double farthest = -1;
    for (Index row = 0; row < rows; ++row) {
        double most = 0;
        Index choices = 0;
        for (Index column = 0; column < found->value.columns(); ++column) {
            const double weight = static_cast<double>(found->value.at(row, column));
            choices += weight > 0;
            if (row != column && !padding.isFolded({weights, row, column}))
                most = std::max(most, weight);
        }
        // Where much is to choose from, a large weight says more.
        const double interest = most * std::log1p(static_cast<double>(choices));
        if (interest > farthest) {
            farthest = interest;
            best = row;
        }
    }
    return best;
}

Index FlowState::candidateRow(int probabilities) const
{
    const TraceTensor* found = tensor(probabilities);
    if (!found)
        return -1;
    if (recurrence)
        return std::min(step(), found->value.rows() - 1);
    if (found->value.rows() == 1)
        return 0;
    if (focus.query >= 0 && focus.query < found->value.rows())
        return focus.query;
    const Index computed = computedRows(probabilities);
    // The row that the attention card tells of, so that both speak of one token.
    if (computed > 0 && block < static_cast<int>(blocks.size())) {
        const std::vector<FlowHead>& heads = blocks[static_cast<std::size_t>(block)].heads;
        const Index row = head < static_cast<int>(heads.size())
            ? attentionRow(heads[static_cast<std::size_t>(head)].weights)
            : -1;
        if (row >= 0 && row < computed)
            return row;
    }
    return computed - 1;
}

Index FlowState::step() const
{
    const TraceTensor* decoder = tensor(recurrence.decoderStates);
    if (!decoder || decoder->value.rows() == 0)
        return -1;
    if (focus.query >= 0 && focus.query < decoder->value.rows())
        return focus.query;
    if (resting)
        return decoder->value.rows() - 1;
    if (moment >= 0 && moment < static_cast<int>(trace->moments.size())) {
        const int now = trace->moments[static_cast<std::size_t>(moment)].step;
        if (now >= 0)
            return std::min<Index>(now, decoder->value.rows() - 1);
    }
    return std::max<Index>(0, computedRows(recurrence.decoderStates) - 1);
}

ColorScale FlowState::scaleOf(int index) const
{
    const TraceTensor& found = *tensor(index);
    ColorScale scale = ColorScale::of(found);
    if (scale.sequential && found.value.columns() > manyKeys)
        if (const auto largest = static_cast<double>(found.value.extent().high); largest > 0)
            scale.limit = std::min(largest, 1.0);
    return scale;
}

QRgb FlowState::color(const ColorScale& scale, double value) const
{
    if (!std::isfinite(value))
        return scale.color(theme, value);
    const double t = std::clamp(value / scale.limit, scale.sequential ? 0.0 : -1.0, 1.0);
    return scale.sequential ? m_sequential[static_cast<std::size_t>(std::lround(t * 255))]
                            : m_diverging[static_cast<std::size_t>(std::lround((t + 1) * 255))];
}

QImage FlowState::image(int index, const QSize& pixels) const
{
    const TraceTensor* found = tensor(index);
    if (!found || found->value.shape().size() == 0)
        return {};
    const Index rows = found->value.rows();
    const Index columns = found->value.columns();
    const Index height = std::clamp<Index>(pixels.height(), 1, rows);
    const Index width = std::clamp<Index>(pixels.width(), 1, columns);
    ColorScale scale = scaleOf(index);
    const QRgb empty = theme.notComputed().rgb();
    std::vector<double> merged(static_cast<std::size_t>(width * height));
    double largest = 0;
    for (Index y = 0; y < height; ++y) {
        const Index firstRow = y * rows / height;
        const Index lastRow = std::max(firstRow + 1, (y + 1) * rows / height);
        for (Index x = 0; x < width; ++x) {
            const Index first = x * columns / width;
            const Index last = std::max(first + 1, (x + 1) * columns / width);
            double sum = 0;
            double most = 0;
            Index finite = 0;
            for (Index row = firstRow; row < lastRow; ++row) {
                if (!isComputed(index, row))
                    continue;
                for (Index column = first; column < last; ++column) {
                    const double value = static_cast<double>(found->value.at(row, column));
                    if (!std::isfinite(value))
                        continue;
                    sum += value;
                    most = std::max(most, value);
                    ++finite;
                }
            }
            const double value = finite == 0 ? -std::numeric_limits<double>::infinity()
                : scale.sequential           ? most
                                             : sum / static_cast<double>(finite);
            merged[static_cast<std::size_t>(y * width + x)] = value;
            if (finite > 0)
                largest = std::max(largest, std::abs(value));
        }
    }
    if (!scale.sequential && (width < columns || height < rows) && largest > 0)
        scale.limit = largest;
    QImage image(static_cast<int>(width), static_cast<int>(height), QImage::Format_RGB32);
    for (Index y = 0; y < height; ++y) {
        QRgb* line = reinterpret_cast<QRgb*>(image.scanLine(static_cast<int>(y)));
        const bool there = isComputed(index, y * rows / height);
        for (Index x = 0; x < width; ++x)
            line[x] = there ? color(scale, merged[static_cast<std::size_t>(y * width + x)]) : empty;
    }
    return image;
}

QString FlowState::imageHelp(int index, const QSize& pixels) const
{
    const TraceTensor* found = tensor(index);
    if (!found || found->value.shape().size() == 0)
        return {};
    const ColorScale scale = scaleOf(index);
    QStringList parts;
    if (pixels.width() < found->value.columns() || pixels.height() < found->value.rows())
        parts << (scale.sequential
                      ? FlowWords::tr("Several numbers share a pixel here: it shows the largest.")
                      : FlowWords::tr("Several numbers share a pixel here: it shows their mean."));
    if (scale.sequential && scale.limit < 1)
        parts << FlowWords::tr("The colours end at the largest number, %1.")
                     .arg(numberText(scale.limit, 2));
    return parts.join(QLatin1Char(' '));
}

} // namespace regard

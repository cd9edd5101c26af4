// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/product.h"

#include "core/tensor/eigen.h"
#include "core/tensor/vector_product.h"

#include <algorithm>
#include <memory>

namespace regard {

namespace {

// After Goto & van de Geijn 2008: a panel of the right matrix, brought into one run of memory,
// stays in the first-level cache while rows of the left one go past it; a tile of the result
// stays in registers. Eigen's packets name the processor's vectors.
namespace packets = Eigen::internal;
using Packet = packets::packet_traits<Real>::type;
constexpr Index lanes = packets::packet_traits<Real>::size;

/// Extents of a tile in rows and packets: as many sums as the registers hold, beside what they
/// are made of.
constexpr int tileRows = sizeof(Packet) == 64 ? 8 : 4;
constexpr int tilePackets = 3;
/// Extents of what is packed at once.
constexpr Index blockDepth = 256;
constexpr Index blockColumns = lanes * tilePackets * 8;
constexpr Index blockRows = 128;
/// Rows of a left matrix that do not pay for the packing of the right one.
constexpr Index mostInPlace = Index(4) * tileRows;
/// Multiplications of a product that is over before a tile has begun.
constexpr Index smallProduct = 1024;

/// Numbers of a matrix, whichever way it lies.
struct Source {
    const Real* data;
    Index rowStep, columnStep;

    Source(const MatrixRef& m)
        : data(m.data)
        , rowStep(m.transposed ? 1 : m.stride)
        , columnStep(m.transposed ? m.stride : 1)
    {
    }
    const Real* at(Index row, Index column) const
    {
        return data + row * rowStep + column * columnStep;
    }
};

struct Tile {
    Index depth;
    Source left;
    const Real* right; ///< rows of packets
    Index rightStep;
    Real* result;
    Index stride;
    Index columns; ///< of the result; packets may reach beyond
    bool add;
    const Real* bias; ///< added to every row; null: none
};

template <int R, int C> inline void storeWhole(const Tile& t, Packet (&sums)[R][C])
{
    if (t.add) {
#pragma GCC unroll 8
        for (int i = 0; i < R; ++i)
#pragma GCC unroll 3
            for (int j = 0; j < C; ++j)
                sums[i][j] = packets::padd(
                    packets::ploadu<Packet>(t.result + i * t.stride + j * lanes), sums[i][j]);
    }
    if (t.bias) {
#pragma GCC unroll 8
        for (int i = 0; i < R; ++i)
#pragma GCC unroll 3
            for (int j = 0; j < C; ++j)
                sums[i][j] = packets::padd(sums[i][j], packets::ploadu<Packet>(t.bias + j * lanes));
    }
#pragma GCC unroll 8
    for (int i = 0; i < R; ++i)
#pragma GCC unroll 3
        for (int j = 0; j < C; ++j)
            packets::pstoreu(t.result + i * t.stride + j * lanes, sums[i][j]);
}

/// R rows and C packets of the result.
template <int R, int C> void computeTile(const Tile& t)
{
    Packet sums[R][C];
    for (int i = 0; i < R; ++i)
        for (int j = 0; j < C; ++j)
            sums[i][j] = packets::pset1<Packet>(Real(0));
    // On its way while the sums are made.
    for (int i = 0; i < R; ++i)
        for (int j = 0; j < C; ++j)
            __builtin_prefetch(t.result + i * t.stride + j * lanes, 1);
    const Real* rows[R];
    for (int i = 0; i < R; ++i)
        rows[i] = t.left.data + i * t.left.rowStep;
    const Index step = t.left.columnStep;
    const Real* right = t.right;
    for (Index p = 0; p < t.depth; ++p, right += t.rightStep) {
        Packet b[C];
        for (int j = 0; j < C; ++j)
            b[j] = packets::ploadu<Packet>(right + j * lanes);
        for (int i = 0; i < R; ++i) {
            const Packet a = packets::pset1<Packet>(rows[i][p * step]);
            for (int j = 0; j < C; ++j)
                sums[i][j] = packets::pmadd(a, b[j], sums[i][j]);
        }
    }
    // All sums are named by constants: they stay in registers.
    if (t.columns >= C * lanes)
        return storeWhole<R, C>(t, sums);
    Real part[R * C * lanes];
#pragma GCC unroll 8
    for (int i = 0; i < R; ++i)
#pragma GCC unroll 3
        for (int j = 0; j < C; ++j)
            packets::pstoreu(part + (i * C + j) * lanes, sums[i][j]);
    for (int i = 0; i < R; ++i) {
        const Real* from = part + i * C * lanes;
        Real* to = t.result + i * t.stride;
        for (Index k = 0; k < t.columns; ++k)
            to[k] = (t.add ? to[k] + from[k] : from[k]) + (t.bias ? t.bias[k] : 0);
    }
}

template <int C> void computeRows(const Tile& tile, Index rows)
{
    static_assert(tileRows <= 8);
    switch (rows) {
    case 1:
        return computeTile<1, C>(tile);
    case 2:
        return computeTile<2, C>(tile);
    case 3:
        return computeTile<3, C>(tile);
    case 4:
        return computeTile<4, C>(tile);
    case 5:
        return computeTile<std::min(5, tileRows), C>(tile);
    case 6:
        return computeTile<std::min(6, tileRows), C>(tile);
    case 7:
        return computeTile<std::min(7, tileRows), C>(tile);
    default:
        return computeTile<tileRows, C>(tile);
    }
}

void compute(const Tile& tile, Index rows, Index width)
{
    static_assert(tilePackets == 3);
    switch (width) {
    case 1:
        return computeRows<1>(tile, rows);
    case 2:
        return computeRows<2>(tile, rows);
    default:
        return computeRows<3>(tile, rows);
    }
}

// GCC warns that a template forgets the alignment of its own vector types.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wignored-attributes"
/// A square of `lanes` numbers each way, rows made columns.
void transposeSquare(const Real* from, Index fromStep, Real* to, Index toStep)
{
    packets::PacketBlock<Packet, lanes> block{};
    for (Index i = 0; i < lanes; ++i)
        block.packet[i] = packets::ploadu<Packet>(from + i * fromStep);
    packets::ptranspose(block);
    for (Index i = 0; i < lanes; ++i)
        packets::pstoreu(to + i * toStep, block.packet[i]);
}
#pragma GCC diagnostic pop

/// `depth` rows and `columns` columns of the right matrix as rows of `width` packets, zeros
/// behind the last column.
void packRight(const MatrixRef& b, const Real* from, Index depth, Index columns, Index width,
               Real* to)
{
    const Index step = width * lanes;
    if (!b.transposed && columns == tilePackets * lanes) { // the usual case, of known length
        for (Index p = 0; p < depth; ++p)
            std::copy_n(from + p * b.stride, tilePackets * lanes, to + p * step);
        return;
    }
    if (!b.transposed) {
        for (Index p = 0; p < depth; ++p) {
            std::copy_n(from + p * b.stride, columns, to + p * step);
            std::fill(to + p * step + columns, to + (p + 1) * step, Real(0));
        }
        return;
    }
    for (Index j = 0; j < step; j += lanes) {
        Index p = 0;
        if (j + lanes <= columns)
            for (; p + lanes <= depth; p += lanes)
                transposeSquare(from + j * b.stride + p, b.stride, to + p * step + j, step);
        for (; p < depth; ++p)
            for (Index k = j; k < j + lanes; ++k)
                to[p * step + k] = k < columns ? from[k * b.stride + p] : Real(0);
    }
}

/// Rows of a transposed left matrix: tileRows numbers of each column side by side.
void packLeft(const Real* from, Index stride, Index rows, Index depth, Real* to)
{
    // Row by row of what is there, whose rows may lie a page apart.
    const Index whole = rows / tileRows * tileRows;
    for (Index p = 0; p < depth; ++p) {
        const Real* row = from + p * stride;
        for (Index i = 0; i < whole; i += tileRows)
            std::copy_n(row + i, tileRows, to + i * depth + p * tileRows);
        std::copy(row + whole, row + rows, to + whole * depth + p * tileRows);
    }
}

struct Scratch {
    Buffer right = Buffer(static_cast<std::size_t>(blockDepth * blockColumns));
    Buffer left = Buffer(static_cast<std::size_t>(blockDepth * blockRows));
};

Scratch& scratch()
{
    thread_local Scratch own;
    return own;
}

/// Products that Eigen does as well: with vectors, and of a few numbers.
void multiplySmall(const MatrixRef& a, const MatrixRef& b, Real* c, Index stride, Index rows,
                   Index columns, bool add)
{
    using Strided = Eigen::Map<const Matrix, 0, Eigen::OuterStride<>>;
    const Strided left(a.data, a.rows, a.columns, Eigen::OuterStride<>(a.stride));
    const Strided right(b.data, b.rows, b.columns, Eigen::OuterStride<>(b.stride));
    Eigen::Map<Matrix, 0, Eigen::OuterStride<>> result(c, rows, columns,
                                                       Eigen::OuterStride<>(stride));
    const auto assign = [&](const auto& product) {
        if (add)
            result.noalias() += product;
        else
            result.noalias() = product;
    };
    if (a.transposed && b.transposed)
        assign(left.transpose() * right.transpose());
    else if (a.transposed)
        assign(left.transpose() * right);
    else if (b.transposed)
        assign(left * right.transpose());
    else
        assign(left * right);
}

/// How the right matrix is taken apart: blocks of columns, in them blocks of depth, in them
/// panels of nearly equal width.
struct Parts {
    Index depth, columns;

    explicit Parts(const MatrixRef& b)
        : depth(b.transposed ? b.columns : b.rows)
        , columns(b.transposed ? b.rows : b.columns)
    {
    }
    Index blockWidth(Index first) const { return std::min(blockColumns, columns - first); }
    Index blockHeight(Index first) const { return std::min(blockDepth, depth - first); }
    /// Columns of a panel, a whole number of packets.
    Index panelWidth(Index firstColumn) const
    {
        const Index all = (blockWidth(firstColumn) + lanes - 1) / lanes;
        const Index panels = (all + tilePackets - 1) / tilePackets;
        return (all + panels - 1) / panels * lanes;
    }
    /// Columns of a block's panels together.
    Index paddedWidth(Index firstColumn) const
    {
        const Index panel = panelWidth(firstColumn);
        return (blockWidth(firstColumn) + panel - 1) / panel * panel;
    }
    /// Where a block of the packed matrix starts.
    Index offset(Index firstColumn, Index firstRow) const
    {
        return firstColumn * depth + firstRow * paddedWidth(firstColumn);
    }
};
static_assert(blockColumns % (tilePackets * lanes) == 0);

/// One block as panels, one behind the other.
void packBlock(const MatrixRef& b, const Parts& parts, Index firstColumn, Index firstRow, Real* to)
{
    const Index width = parts.panelWidth(firstColumn);
    const Index height = parts.blockHeight(firstRow);
    const Index blockWidth = parts.blockWidth(firstColumn);
    for (Index k = 0; k < blockWidth; k += width)
        packRight(b, Source(b).at(firstRow, firstColumn + k), height,
                  std::min(width, blockWidth - k), width / lanes, to + k * height);
}

void addToRows(Real* c, Index rows, Index columns, Index stride, const Real* bias)
{
    for (Index r = 0; bias && r < rows; ++r)
        array(c + r * stride, columns) += array(bias, columns);
}

void multiplyBlocks(const MatrixRef& a, const MatrixRef& b, Real* c, Index stride, bool add,
                    const Real* bias)
{
    const Index rows = a.transposed ? a.columns : a.rows;
    const Parts parts(b);
    const Index depth = parts.depth;
    const Index columns = parts.columns;
    assert(depth == (a.transposed ? a.rows : a.columns));
    if (rows == 0 || columns == 0)
        return;
    if (rows == 1 && b.transposed && !a.transposed) {
        multiplyVector({b.data, b.rows, b.columns, b.stride}, a.data, c, add);
        return addToRows(c, rows, columns, stride, bias);
    }
    if (rows == 1 || columns == 1 || depth == 0 || rows * columns * depth <= smallProduct) {
        multiplySmall(a, b, c, stride, rows, columns, add);
        return addToRows(c, rows, columns, stride, bias);
    }
    // What already lies in rows of whole packets.
    const bool inPlace = !b.panels && !b.transposed && columns % lanes == 0 && rows <= mostInPlace;
    Scratch& own = scratch();
    for (Index j = 0; j < columns; j += blockColumns) {
        const Index blockWidth = parts.blockWidth(j);
        const Index width = parts.panelWidth(j);
        for (Index p = 0; p < depth; p += blockDepth) {
            const Index height = parts.blockHeight(p);
            const Real* panels = b.panels ? b.panels + parts.offset(j, p) : own.right.data();
            if (!b.panels && !inPlace)
                packBlock(b, parts, j, p, own.right.data());
            for (Index i = 0; i < rows; i += blockRows) {
                const Index count = std::min(blockRows, rows - i);
                if (a.transposed)
                    packLeft(Source(a).at(i, p), a.stride, count, height, own.left.data());
                for (Index k = 0; k < blockWidth; k += width) {
                    const Index wide =
                        std::min(width / lanes, (blockWidth - k + lanes - 1) / lanes);
                    Tile tile{height,
                              a,
                              inPlace ? Source(b).at(p, j + k) : panels + k * height,
                              inPlace ? b.stride : width,
                              nullptr,
                              stride,
                              blockWidth - k,
                              add || p > 0,
                              bias && p + height == depth ? bias + j + k : nullptr};
                    for (Index r = 0; r < count; r += tileRows) {
                        tile.left.data =
                            a.transposed ? own.left.data() + r * height : Source(a).at(i + r, p);
                        if (a.transposed) {
                            tile.left.rowStep = 1;
                            tile.left.columnStep = tileRows;
                        }
                        tile.result = c + (i + r) * stride + j + k;
                        compute(tile, std::min<Index>(tileRows, count - r), wide);
                    }
                }
            }
        }
    }
}

} // namespace

void multiply(MatrixRef a, MatrixRef b, Real* c, Index stride, const Real* bias)
{
    multiplyBlocks(a, b, c, stride, false, bias);
}

void multiplyAdd(MatrixRef a, MatrixRef b, Real* c, Index stride)
{
    multiplyBlocks(a, b, c, stride, true, nullptr);
}

Index packedSize(const MatrixRef& b)
{
    const Parts parts(b);
    const Index last = parts.columns / blockColumns * blockColumns;
    return last * parts.depth + (last < parts.columns ? parts.depth * parts.paddedWidth(last) : 0);
}

void pack(const MatrixRef& b, Real* to)
{
    const Parts parts(b);
    for (Index j = 0; j < parts.columns; j += blockColumns)
        for (Index p = 0; p < parts.depth; p += blockDepth)
            packBlock(b, parts, j, p, to + parts.offset(j, p));
}

} // namespace regard

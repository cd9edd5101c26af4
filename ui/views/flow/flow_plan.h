// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/flow/flow_pages.h"

#include <QRectF>
#include <QString>

#include <vector>

namespace regard {

/// One thing on the stage and its place. A box of the same key in the next plan is the
/// same thing, moved.
struct FlowBox {
    enum class Kind {
        Matrix, ///< a tensor as a map, name and range above it
        Tokens, ///< texts of a tensor's rows to the left of its map
        Heads, ///< card: layers, and the weights of all heads as thumbnails
        Attention, ///< card: what the row in focus attends to most
        Candidates, ///< card: most likely tokens of the row in focus
        Chips, ///< texts of a tensor's rows side by side
        Strips, ///< a tensor's rows as upright strips side by side
        Shares, ///< weights of the step in focus, a bar a column
        Vector, ///< one row of a tensor, lying
        Caption, ///< name, shape and range of a tensor, beside its strips
        Pages, ///< the pages in the order of computation, to choose one
        ColumnWords, ///< words of a tensor's columns, slanted, on the top edge of its map
        Note, ///< a sentence about the whole picture
        Sum, ///< the + of a sum, on the way to it
        Function, ///< the name of a function on the way to what it gives
        Parameter, ///< the numbers of a parameter, on the way to what is computed with it
        Part, ///< an attention that another page shows
        Onward, ///< what a layer does with its attention, which another page shows
    };
    Kind kind{};
    QString key;
    int tensor = -1;
    QRectF rect; ///< of the cells, without title
    QString title{};
    QString sign{}; ///< operator before the map: "+", "="
    int stack = 0; ///< cards drawn behind, one for each other head
    qreal lift = 0; ///< room between the title and the cells, for such cards or for words
    qreal room = 0; ///< Matrix: width that its header may take
    QString name = {}; ///< Matrix: the title where its own, or one beside it, has no room
    qreal pitch = 0; ///< Chips, Strips, Shares: distance between neighbours
    bool slanted = false; ///< Chips: too narrow for level text
    int part = -1; ///< Part: index of the attention; Parameter: in the layout; Onward: of the page
    friend bool operator==(const FlowBox&, const FlowBox&) = default;
};

/// Cards behind a map stand apart by so much.
inline constexpr qreal flowStackStep = 3;

/// Sizes of text in pixels.
struct FlowType {
    int title = 13;
    int small = 10;
    qreal scale = 1;
    /// By the space there is and the size of the widget's font; never below 9.
    static FlowType fitting(const QSizeF& size, qreal fontPixels);
    qreal titleHeight() const { return title * 1.45; }
    qreal lineHeight() const { return small * 1.3; }
    /// Title and two lines of caption.
    qreal headerHeight() const { return titleHeight() + 2 * lineHeight() + 2; }
};

/// How the heads' thumbnails stand on their card.
struct FlowHeadGrid {
    FlowHeadGrid(const QSizeF& card, int count, const FlowType& type);
    bool twoLines = false; ///< of words above
    qreal header = 0; ///< their height
    qreal label = 0; ///< height of a number below a thumbnail
    qreal side = 0; ///< of a thumbnail
    int lines = 1;
    int across = 1;
    /// What the card needs of its height.
    qreal height() const { return header + lines * (side + label + 4) + 8; }
};

enum class FlowSide { Left, Right, Top, Bottom };

/// Ribbons from the rows of one box to the rows or columns of another.
struct FlowJoin {
    QString key;
    int from = 0; ///< index into FlowPlan::boxes
    int to = 0;
    FlowSide fromSide = FlowSide::Right;
    FlowSide toSide = FlowSide::Left;
    /// Where a long way rises and on which level it then runs; 0: the direct way.
    qreal riseX = 0;
    qreal runY = 0;
    qreal runHeight = 0;
    /// By the weights of the row in focus: all of them lead to that row.
    bool weighted = false;
    bool whole = false; ///< one band, not one a row; from bottom to bottom a line on runY, from
                        ///< right to right one on riseX
    bool funnel = false; ///< from the whole of a side to the whole of the other
};

/// Where everything goes. Depends on the space, the structure of the trace and the number
/// of tokens, not on the texts or the numbers: it holds still while a person types.
struct FlowPlan {
    QSizeF size;
    FlowType type;
    std::vector<FlowBox> boxes;
    std::vector<FlowJoin> joins;
    int indexOf(const QString& key) const;
};

/// One head of one layer, left to right: X, then Q, K and V, then the score's stages,
/// context and output, with cards for heads and candidates below. `navigator`: the layer is
/// chosen elsewhere.
FlowPlan planAttention(const Trace& trace, const std::vector<FlowBlock>& blocks, int block,
                       int head, const QSizeF& size, const FlowType& type, bool navigator);

/// Encoder states along the bottom, decoder states above, the context between them.
/// `step` is the decoding step whose context is shown.
FlowPlan planRecurrence(const Trace& trace, const Recurrence& recurrence, int step,
                        const QSizeF& size, const FlowType& type);

/// What a layer does around its attention and its feed-forward net, a row each: `tensors` as
/// layerTensors() gives them.
FlowPlan planLayer(const Trace& trace, const Attention& attention, const std::vector<int>& tensors,
                   const QSizeF& size, const FlowType& type);

/// Tensors one after another: matrices side by side, vectors below each other as wide as
/// they are long.
FlowPlan planTensors(const Trace& trace, const std::vector<int>& tensors, const QSizeF& size,
                     const FlowType& type);

/// Height of the bar that chooses a page.
qreal navigatorHeight(const FlowType& type);

/// Puts that bar above a plan that was made for the rest of the stage.
void addNavigator(FlowPlan& plan);

/// Height of a note below the picture.
qreal noteHeight(const FlowType& type);

/// Puts a note below a plan that was made for the rest of the stage.
void addNote(FlowPlan& plan, const QString& text);

/// Gives each map's header the room that its neighbours leave.
void assignRooms(FlowPlan& plan);

} // namespace regard

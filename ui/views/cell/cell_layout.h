// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/cell/cell_rows.h"

#include <vector>

namespace regard {

/// Where the parts of the picture are.
struct CellLayout {
    struct Row {
        std::size_t section = 0;
        std::size_t row = 0;
        QRectF whole; ///< with its sign, label and number
        QRectF bars;
    };
    struct Word {
        Index row = 0; ///< of the states
        QRectF rect;
        QString text;
    };
    struct Title {
        std::size_t section = 0;
        QRectF rect;
    };
    QRectF caption;
    std::vector<Word> words; ///< as many around the step as there is room for
    bool wordsBefore = false; ///< there are others
    bool wordsAfter = false;
    std::vector<Title> titles; ///< empty where there is no room
    std::vector<Row> rows;
    QRectF axis; ///< below the bars: numbers of units; empty without room
    /// The unit's name and its arithmetic: those for which there is room, the state's last.
    struct Line {
        QRectF rect;
        QString symbols; ///< in a column of its own; "" where there is no room beside the numbers
        QString text; ///< in as many lines as it takes
        qreal indent = 0; ///< of the text, behind the symbols
        bool isNow = false;
    };
    std::vector<Line> lines;
    qreal signWidth = 0; ///< width of the signs
    qreal labelWidth = 0;
    qreal numberWidth = 0; ///< width of the unit's numbers; 0 without room
    int digits = 3; ///< of those

    /// The number of a row of bars at a point, −1 outside.
    Index numberAt(const CellState& state, const CellRow& row, const Row& place,
                   const QPointF& point) const;
    /// Where a unit's bars are.
    static QRectF barSlot(const CellState& state, const CellRow& row, const QRectF& bars,
                          Index number);
};

/// The caption takes a place beside the picture where that is wide enough for it.
CellLayout cellLayout(const CellState& state, const std::vector<CellSection>& sections,
                      const QRectF& rect, const QRectF& beside = {});

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/noting_device.h"

#include <QRectF>
#include <QStringList>

#include <array>
#include <map>
#include <vector>

namespace regard {

/// A device that tells what is painted on it, in words: texts with the place of the first and the
/// last of a line, ink and size in pixels (b: bold, i: italic, u: underlined, s: struck out),
/// pictures by the colours of their parts, fillings and lines by place, colour and width. Places
/// are pixels.
class Painted : public NotingDevice {
public:
    explicit Painted(const QSize& size) : NotingDevice(size), m_engine(*this) { }

    QStringList lines() const;
    QPaintEngine* paintEngine() const override { return &m_engine; }

private:
    class Engine : public NotingEngine {
    public:
        explicit Engine(Painted& owner) : m_owner(owner) { }
        void drawPixmap(const QRectF& place, const QPixmap& pixmap, const QRectF& part) override;
        void drawPath(const QPainterPath& path) override;
        void drawPolygon(const QPointF* corners, int count, PolygonDrawMode mode) override;
        void drawTextItem(const QPointF& at, const QTextItem& item) override;

    private:
        Painted& m_owner;
    };

    /// The mean colour of what was filled, by parts of the place.
    struct Parts {
        static constexpr int grid = 4;
        struct Sum {
            double red = 0;
            double green = 0;
            double blue = 0;
            int count = 0;
        };
        std::array<Sum, std::size_t{grid} * grid> sums;
        void add(const QPointF& at, const QSize& size, const QColor& colour);
        QString told() const;
    };

    static QString placeOf(const QPointF& point);
    static QString meanOf(const std::vector<QRectF>& boxes);

    struct Text {
        QPointF at;
        QPointF last; ///< where the last of the line begins
        QString ink; ///< and size
        QString text;
    };
    std::vector<Text> m_texts; ///< those of a line put together
    QStringList m_pictures;
    struct Shape {
        QString kind; ///< what, colour and width
        QRectF box;
        QString way; ///< a place on a curve
    };
    std::vector<Shape> m_shapes;
    Parts m_parts;
    mutable Engine m_engine;
};

} // namespace regard

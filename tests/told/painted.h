// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/noting_device.h"

#include <QStringList>

#include <array>
#include <map>
#include <utility>
#include <vector>

namespace regard {

/// A device that tells what is painted on it, in words: texts with their place, ink and size in
/// pixels (b: bold), pictures by the colours of their parts, fillings and lines by place and
/// colour.
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

    QString placeOf(const QPointF& point) const;

    struct Text {
        QPointF at;
        QString ink; ///< and size
        QString text;
    };
    std::vector<Text> m_texts; ///< those of a line put together
    QStringList m_pictures;
    std::vector<std::pair<QString, QString>> m_shapes; ///< what and colour; place
    Parts m_parts;
    mutable Engine m_engine;
};

} // namespace regard

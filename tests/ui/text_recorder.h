// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/noting_device.h"

#include <QBrush>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

#include <vector>

namespace regard {

/// A piece of text as it was painted, and where: before any turning, in pixels of the picture.
struct DrawnText {
    QString text;
    QRectF rect; ///< of text that lies level
    QPointF start; ///< of its base line
    bool level = true;
    QColor ink;
};

/// A curve without a filling as it was painted.
struct DrawnWay {
    QPainterPath path;
    QPen pen;
};

/// The filled point of an arrow as it was painted: its end, then the two corners behind.
struct DrawnPoint {
    QPolygonF corners;
    QColor ink;
};

/// What was filled.
struct DrawnShape {
    QPainterPath path;
    QBrush brush;
};

/// A device on which texts, curves, points of arrows and fillings are noted and nothing else is
/// kept.
class TextRecorder : public NotingDevice {
public:
    explicit TextRecorder(const QSize& size) : NotingDevice(size), m_engine(*this) { }

    const std::vector<DrawnText>& texts() const { return m_texts; }
    const std::vector<DrawnWay>& ways() const { return m_ways; }
    const std::vector<DrawnPoint>& points() const { return m_points; }
    const std::vector<DrawnShape>& shapes() const { return m_shapes; }
    QPaintEngine* paintEngine() const override { return &m_engine; }

private:
    class Engine : public NotingEngine {
    public:
        explicit Engine(TextRecorder& owner) : m_owner(owner) { }
        void drawPath(const QPainterPath& path) override
        {
            const QPainterPath drawn = painter()->combinedTransform().map(path);
            if (painter()->brush().style() == Qt::NoBrush)
                m_owner.m_ways.push_back({drawn, painter()->pen()});
            else
                m_owner.m_shapes.push_back({drawn, painter()->brush()});
        }
        void drawPolygon(const QPointF* corners, int count, PolygonDrawMode) override
        {
            if (count != 3 || painter()->brush().style() == Qt::NoBrush)
                return;
            const QPolygonF polygon(QList<QPointF>(corners, corners + count));
            m_owner.m_points.push_back(
                {painter()->combinedTransform().map(polygon), painter()->brush().color()});
        }
        void drawTextItem(const QPointF& at, const QTextItem& item) override
        {
            const QTransform& way = painter()->combinedTransform();
            const QRectF rect(at.x(), at.y() - item.ascent(), item.width(),
                              item.ascent() + item.descent());
            m_owner.m_texts.push_back({item.text(), way.mapRect(rect), way.map(at),
                                       way.type() <= QTransform::TxScale,
                                       painter()->pen().color()});
        }

    private:
        TextRecorder& m_owner;
    };

    std::vector<DrawnText> m_texts;
    std::vector<DrawnWay> m_ways;
    std::vector<DrawnPoint> m_points;
    std::vector<DrawnShape> m_shapes;
    mutable Engine m_engine;
};

} // namespace regard

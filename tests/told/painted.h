// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPaintDevice>
#include <QPaintEngine>
#include <QStringList>

#include <array>
#include <map>
#include <utility>
#include <vector>

namespace regard {

/// A device that tells what is painted on it, in words: texts with their place and ink, pictures by
/// the colours of their parts, fillings and lines by place and colour.
class Painted : public QPaintDevice {
public:
    explicit Painted(const QSize& size) : m_size(size), m_engine(*this) { }

    QStringList lines() const;
    QPaintEngine* paintEngine() const override { return &m_engine; }

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    class Engine : public QPaintEngine {
    public:
        explicit Engine(Painted& owner) : QPaintEngine(AllFeatures), m_owner(owner) { }
        bool begin(QPaintDevice*) override { return true; }
        bool end() override { return true; }
        using QPaintEngine::drawPolygon;
        using QPaintEngine::drawRects;
        void updateState(const QPaintEngineState&) override { }
        void drawPixmap(const QRectF& place, const QPixmap& pixmap, const QRectF& part) override;
        void drawRects(const QRectF* rects, int count) override;
        void drawPath(const QPainterPath& path) override;
        void drawPolygon(const QPointF* corners, int count, PolygonDrawMode mode) override;
        void drawTextItem(const QPointF& at, const QTextItem& item) override;
        Type type() const override { return User; }

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
        std::array<Sum, grid * grid> sums;
        void add(const QPointF& at, const QSize& size, const QColor& colour);
        QString told() const;
    };

    QString placeOf(const QPointF& point) const;

    QSize m_size;
    struct Text {
        QPointF at;
        QString ink;
        QString text;
    };
    std::vector<Text> m_texts; ///< those of a line put together
    QStringList m_pictures;
    std::vector<std::pair<QString, QString>> m_shapes; ///< what and colour; place
    Parts m_parts;
    mutable Engine m_engine;
};

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPaintDevice>
#include <QPaintEngine>
#include <QPainter>

#include <vector>

namespace regard {

/// A piece of text as it was painted, and where: before any turning, in pixels of the picture.
struct DrawnText {
    QString text;
    QRectF rect; ///< of text that lies level
    QPointF start; ///< of its base line
    bool level = true;
};

/// A device on which every text is noted and nothing else is kept.
class TextRecorder : public QPaintDevice {
public:
    explicit TextRecorder(const QSize& size) : m_size(size), m_engine(m_texts) { }

    const std::vector<DrawnText>& texts() const { return m_texts; }
    QPaintEngine* paintEngine() const override { return &m_engine; }

protected:
    int metric(PaintDeviceMetric metric) const override
    {
        switch (metric) {
        case PdmWidth:
            return m_size.width();
        case PdmHeight:
            return m_size.height();
        case PdmWidthMM:
            return m_size.width() * 254 / 960;
        case PdmHeightMM:
            return m_size.height() * 254 / 960;
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY:
            return 96;
        case PdmDepth:
            return 32;
        case PdmDevicePixelRatio:
            return 1;
        default:
            return QPaintDevice::metric(metric);
        }
    }

private:
    class Engine : public QPaintEngine {
    public:
        explicit Engine(std::vector<DrawnText>& texts) : QPaintEngine(AllFeatures), m_texts(texts)
        {
        }
        bool begin(QPaintDevice*) override { return true; }
        bool end() override { return true; }
        void updateState(const QPaintEngineState&) override { }
        void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override { }
        void drawPath(const QPainterPath&) override { }
        void drawPolygon(const QPointF*, int, PolygonDrawMode) override { }
        Type type() const override { return User; }
        void drawTextItem(const QPointF& at, const QTextItem& item) override
        {
            const QTransform& way = painter()->combinedTransform();
            const QRectF rect(at.x(), at.y() - item.ascent(), item.width(),
                              item.ascent() + item.descent());
            m_texts.push_back(
                {item.text(), way.mapRect(rect), way.map(at), way.type() <= QTransform::TxScale});
        }

    private:
        std::vector<DrawnText>& m_texts;
    };

    QSize m_size;
    std::vector<DrawnText> m_texts;
    mutable Engine m_engine;
};

} // namespace regard

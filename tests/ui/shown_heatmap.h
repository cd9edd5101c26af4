// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A heatmap on screen and tensors to show, for tests that point, type and look.
#include "ui/views/heatmap/heatmap_view.h"

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <limits>

namespace regard {

inline constexpr Real inf = std::numeric_limits<Real>::infinity();

inline TraceTensor weights()
{
    TraceTensor tensor;
    tensor.path = "decoder/weights";
    tensor.role = Role::Weights;
    tensor.rows = makeAxis({"yes", "i", "am"});
    tensor.columns = makeAxis({"are", "you", "自由", "tomorrow"});
    tensor.value = Tensor({3, 4}, {0.1F, 0.2F, 0.3F, 0.4F, 0, 1, 0, 0, 0.25F, 0.25F, 0.25F, 0.25F});
    tensor.rowMoments = {2, 5, 8};
    return tensor;
}

inline TraceTensor masked()
{
    TraceTensor tensor;
    tensor.path = "masked";
    tensor.role = Role::Masked;
    tensor.value = Tensor({2, 2}, {1.5F, -inf, -3, 2});
    tensor.rowMoments = {1, 1};
    return tensor;
}

inline TraceTensor large(Index extent, Real diagonal = 1)
{
    TraceTensor tensor;
    tensor.path = "large";
    tensor.role = Role::Weights;
    Tensor value(Shape{extent, extent});
    for (Index i = 0; i < extent; ++i)
        value.at(i, i) = diagonal;
    tensor.value = std::move(value);
    tensor.rowMoments.append(static_cast<std::size_t>(extent), 1);
    return tensor;
}

inline TracePtr trace(std::vector<TraceTensor> tensors)
{
    auto made = std::make_shared<Trace>();
    made->tensors = std::move(tensors);
    return made;
}

/// A view on screen at the last moment, with what it has been asked to draw.
struct Shown {
    explicit Shown(const TracePtr& of, const QSize& size = {700, 480})
    {
        view.resize(size);
        view.setTheme(Theme::light());
        view.setTrace(of);
        view.setMoment(100);
        view.show();
        picture();
    }

    QImage picture()
    {
        QTest::qWait(20); // replots are queued
        return view.grab().toImage().convertToFormat(QImage::Format_RGB32);
    }
    QPoint centre(Index row, Index column) const
    {
        return view.placeRect(row, column).center().toPoint();
    }
    QPoint corner(Index row, Index column) const
    {
        return view.placeRect(row, column).topLeft().toPoint() + QPoint(4, 4);
    }
    /// The child that the pointer meets.
    QWidget* plot() const { return view.childAt(view.rect().center()); }
    void move(const QPoint& point)
    {
        QMouseEvent event(QEvent::MouseMove, plot()->mapFrom(&view, point), view.mapToGlobal(point),
                          Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(plot(), &event);
    }
    void wheel(const QPoint& point, int steps)
    {
        QWheelEvent event(plot()->mapFrom(&view, point), view.mapToGlobal(point), {},
                          {0, 120 * steps}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(plot(), &event);
    }

    HeatmapView view;
};

inline CellRef lastCell(const QSignalSpy& spy)
{
    return spy.isEmpty() ? CellRef{-9} : spy.last().at(0).value<CellRef>();
}

inline int different(const QImage& a, const QImage& b, const QRectF& where)
{
    int count = 0;
    const QRect rect = where.toAlignedRect().intersected(a.rect());
    for (int y = rect.top(); y <= rect.bottom(); ++y)
        for (int x = rect.left(); x <= rect.right(); ++x)
            count += a.pixel(x, y) != b.pixel(x, y);
    return count;
}

inline int darkPixels(const QImage& image, const QRectF& where)
{
    int count = 0;
    const QRect rect = where.toAlignedRect();
    for (int y = rect.top(); y <= rect.bottom(); ++y)
        for (int x = rect.left(); x <= rect.right(); ++x)
            count += image.pixelColor(x, y).lightness() < 100;
    return count;
}

} // namespace regard

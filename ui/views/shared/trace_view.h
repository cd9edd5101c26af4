// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"
#include "ui/views/shared/picture_file.h"
#include "ui/views/shared/theme.h"
#include "ui/words/picked_places.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace regard {

using TracePtr = std::shared_ptr<const Trace>;

/// What every picture of a trace is told and tells. Views keep no state of their own
/// that another view shows as well: selection and moment come from outside.
class TraceView : public QWidget {
    Q_OBJECT
public:
    explicit TraceView(QWidget* parent = nullptr) : QWidget(parent) { }

    /// A new computation; null clears the view. Zoom, scroll and what is shown stay
    /// where the new trace still has it.
    virtual void setTrace(const TracePtr& trace) = 0;
    /// The same computation without what the person changed by hand, for the trace that is set
    /// next; null where nothing is changed.
    virtual void setBefore(const TracePtr&) { }
    /// Rows whose moment (TraceTensor::rowMoments) is later are drawn empty, what the
    /// moment itself computes is outlined.
    virtual void setMoment(int moment) = 0;
    /// How far the moment that is set next is, where it is taken apart (partsOf()): the last part
    /// that is there.
    virtual void setPart(int /*part*/) { }
    /// What is fixed by click and what the pointer previews; either may be empty.
    virtual void setSelection(const CellRef& fixed, const CellRef& hovered) = 0;
    virtual void setTheme(const Theme& theme) = 0;
    /// Brings a tensor of the trace into view; −1 changes nothing.
    virtual void showTensor(int tensor) = 0;
    /// The tensor that is shown large, or a tensor of the layer and head that are shown; −1 for
    /// none. Other views show the same layer and head.
    virtual int shownTensor() const = 0;
    /// Rows or columns of the tensor that is shown large that are selected together.
    virtual PickedPlaces picked() const { return {}; }
    /// The moments at which the picture shows something new, ascending.
    virtual std::vector<int> stops() const = 0;
    /// Whether it shows one tensor, large: where a tensor is opened, and what a tensor that is
    /// pointed at elsewhere is shown in at once.
    virtual bool isOfOneTensor() const { return false; }
    /// The colours of the tensor that is shown large; none: by its own numbers.
    virtual void setColorScale(const std::optional<ColorScale>&) { }
    /// Zooms and scrolls so that the whole picture is seen.
    virtual void fit() { }
    /// Whether what changes moves there; pictures in files do not wait for it.
    virtual void setAnimated(bool) { }
    /// Hands over its picture as it is outside the window: whole, without what is there to be
    /// clicked. False if it is not taken, with a line for people in `error` where there is none.
    virtual bool takePicture(const TakePicture& take, QString* error = nullptr, double density = 2)
    {
        (void)error;
        return takeWidget(*this, take, density);
    }
    /// Writes the picture by the ending of the path: png (`density` pixels for one on screen), svg
    /// or pdf. Errors are those of savePicture().
    bool saveTo(const QString& path, QString* error = nullptr, double density = 2)
    {
        const auto take = [&](const PictureFormat& format, const PaintPicture& paint) {
            return savePicture(path, format, paint, error);
        };
        return takePicture(take, error, density);
    }

Q_SIGNALS:
    /// The pointer is over a cell, row, column or tensor; empty when it left.
    void hovered(const regard::CellRef& cell);
    void clicked(const regard::CellRef& cell);
    /// A double click on a tensor: show it large.
    void opened(int tensor);
    /// The picture shows other tensors now, whose moments are others.
    void stopsChanged();
};

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <utility>
#include <vector>

namespace regard {

using TracePtr = std::shared_ptr<const Trace>;

/// The moment of a trace that means the same as one of another: the same operation of the same
/// step, the nearest of several; else the last of the same output word; else the end. −1 without
/// moments.
int sameMoment(const Trace& trace, const Trace& other, int moment);

/// The moment that all views show: an index into Trace::moments. Goes from stop to stop, which
/// are the moments at which the picture shows something new, by operation or by token; plays at a
/// chosen speed. At the end unless the person stepped back: a new trace of typing keeps the end
/// at the end, and a moment in the middle at the moment with the same scope, name and step.
class Timeline : public QObject {
    Q_OBJECT
public:
    enum class Stride { Operation, Token };

    explicit Timeline(QObject* parent = nullptr);

    int moment() const { return m_moment; } ///< −1 without a trace
    int count() const; ///< stops; every moment is one until setStops()
    int stop() const; ///< the last one up to the moment, 0 before the first, −1 without a trace
    bool isAtEnd() const;
    bool isPlaying() const { return m_timer.isActive(); }
    Stride stride() const { return m_stride; }
    bool hasTokenSteps() const; ///< the trace has decoding steps
    /// "scores = q·kᵀ, head …, row \"yes\"": what the current moment computes, for people.
    QString description() const;

public Q_SLOTS:
    void setTrace(const regard::TracePtr& trace);
    /// Ascending moments of the trace; the last moment of all is one too. Empty: every moment.
    void setStops(std::vector<int> moments);
    void setStop(int stop); ///< clamped
    void setMoment(int moment); ///< clamped
    /// One stride: to the next stop, or to the last one of the next token that is read or written.
    void forward();
    void back();
    void toStart();
    void toEnd();
    void play(); ///< from the start if at the end
    void pause();
    void setStride(regard::Timeline::Stride stride);
    void setSpeed(double stridesPerSecond); ///< 2 at first

Q_SIGNALS:
    /// Another moment, or the same one of a new trace.
    void momentChanged(int moment);
    /// Other stops, or another number of them.
    void rangeChanged(int count);
    void playingChanged(bool playing);
    void strideChanged();

private:
    int lastMoment() const; ///< −1 without a trace
    /// The stops of one token have the same: that of the decoding step, or before all of them of
    /// the row that is read.
    std::pair<int, Index> tokenAt(int stop) const;
    bool stridesTokens() const;

    TracePtr m_trace;
    std::vector<int> m_stops;
    int m_moment = -1;
    Stride m_stride = Stride::Operation;
    QTimer m_timer;
};

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace regard {

using TracePtr = std::shared_ptr<const Trace>;

/// The moment that all views show: an index into Trace::moments. Steps by operation or by
/// output token, plays at a chosen speed. At the end unless the person stepped back:
/// a new trace of typing keeps the end at the end, and a moment in the middle at the
/// moment with the same scope, name and step.
class Timeline : public QObject {
    Q_OBJECT
public:
    enum class Stride { Operation, Token };

    explicit Timeline(QObject* parent = nullptr);

    int moment() const { return m_moment; } ///< −1 without a trace
    int count() const; ///< moments of the trace
    bool isPlaying() const { return m_timer.isActive(); }
    Stride stride() const { return m_stride; }
    bool hasTokenSteps() const; ///< the trace has decoding steps
    /// "scores = q·kᵀ, head …, row \"yes\"": what the current moment computes, for people.
    QString description() const;

public Q_SLOTS:
    void setTrace(const regard::TracePtr& trace);
    void setMoment(int moment); ///< clamped
    /// One stride: to the next operation, or to the last moment of the next decoding step.
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
    void rangeChanged(int count);
    void playingChanged(bool playing);
    void strideChanged();

private:
    const Moment& momentAt(int index) const;
    int stepAt(int index) const;
    bool stridesTokens() const;

    TracePtr m_trace;
    int m_moment = -1;
    Stride m_stride = Stride::Operation;
    QTimer m_timer;
};

} // namespace regard

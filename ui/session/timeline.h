// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/moment_place.h"

#include <QObject>
#include <QTimer>

#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace regard {

using TracePtr = std::shared_ptr<const Trace>;

/// A part of a moment that stands for all of it.
inline constexpr int wholeMoment = std::numeric_limits<int>::max();

/// A bookmark where the trace has it.
struct Bookmark {
    int moment = -1;
    int part = 0;
    std::size_t index = 0; ///< into Timeline::bookmarks()
};

/// The moment that all views show: an index into Trace::moments. Goes from stop to stop, which
/// are the moments at which the picture shows something new, by operation, by token, or through the
/// parts of recurrent steps, gate by gate; plays at a chosen speed. Moments can be marked, by what
/// they mean. At the end unless the person stepped back: a new trace of typing keeps the end
/// at the end, and a moment in the middle at the moment with the same scope, name and step.
class Timeline : public QObject {
    Q_OBJECT
public:
    enum class Stride { Operation, Token, Gate };

    explicit Timeline(QObject* parent = nullptr);

    int moment() const { return m_moment; } ///< −1 without a trace
    int count() const; ///< stops; every moment is one until setStops()
    int stop() const; ///< the last one up to the moment, 0 before the first, −1 without a trace
    /// How far the moment is: the last of its parts (partsOf()) that is there. The last one of all
    /// unless a person steps by gate.
    int part() const { return m_part; }
    int partCount() const; ///< of the moment; 1 for one that is not taken apart
    /// A moment among the stops: the number of its own, between two where it is none.
    double stopAt(int moment) const;
    bool isAtStart() const;
    bool isAtEnd() const;
    bool isPlaying() const { return m_timer.isActive(); }
    Stride stride() const { return m_stride; }
    bool hasTokenSteps() const; ///< the trace has decoding steps
    bool hasGates() const { return m_hasGates; } ///< some of its moments have parts
    /// "scores = q·kᵀ, head …, row \"yes\"": what the current moment computes, for people.
    QString description() const;
    /// Another moment of the trace, and how far that is.
    QString descriptionOf(int moment, int part) const;

    /// All that a person marked, also what the trace does not have.
    const std::vector<MomentPlace>& bookmarks() const { return m_bookmarks; }
    /// Those that it has, in their order.
    const std::vector<Bookmark>& marks() const { return m_marks; }
    bool isMarked() const; ///< where it stands

public Q_SLOTS:
    void setTrace(const regard::TracePtr& trace);
    /// Ascending moments of the trace; the last moment of all is one too. Empty: every moment.
    void setStops(std::vector<int> moments);
    void setStop(int stop); ///< clamped
    void setMoment(int moment, int part = wholeMoment); ///< both clamped
    /// One stride: to the next stop, to the last one of the next token that is read or written, or
    /// to the next part of a recurrent step.
    void forward();
    void back();
    void toStart();
    void toEnd();
    void play(); ///< from the start if at the end
    void pause();
    void setStride(regard::Timeline::Stride stride);
    void setSpeed(double stridesPerSecond); ///< 2 at first
    /// Marks where it stands, or takes the mark away.
    void toggleBookmark();
    void setBookmarks(std::vector<regard::MomentPlace> bookmarks);
    void toNextBookmark();
    void toPreviousBookmark();

Q_SIGNALS:
    /// Another moment, or the same one of a new trace.
    void momentChanged(int moment);
    /// Other stops, or another number of them.
    void rangeChanged(int count);
    void playingChanged(bool playing);
    void strideChanged();
    /// Other marks, or the same in a new trace.
    void bookmarksChanged();

private:
    int lastMoment() const; ///< −1 without a trace
    /// The stops of one token have the same: that of the decoding step, or before all of them of
    /// the row that is read.
    std::pair<int, Index> tokenAt(int stop) const;
    bool stridesTokens() const;
    /// Whether stepping by gate stays at a moment: at stops and where there are parts.
    bool isGateStop(int moment) const;
    void place(int moment, int part);
    void findMarks();

    TracePtr m_trace;
    std::vector<int> m_stops;
    int m_moment = -1;
    int m_part = 0;
    bool m_hasGates = false;
    std::vector<MomentPlace> m_bookmarks;
    std::vector<Bookmark> m_marks;
    Stride m_stride = Stride::Operation;
    QTimer m_timer;
};

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/timeline.h"

#include "ui/words/moment_text.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

namespace regard {

namespace {

constexpr double slowest = 0.05; ///< strides a second
constexpr double fastest = 200;

/// Index of the moment with the same scope, name and step, of several the nearest to
/// `index`; −1 if there is none.
int findSame(const Trace& trace, const Moment& moment, int index)
{
    int best = -1;
    for (int i = 0; i < static_cast<int>(trace.moments.size()); ++i) {
        const Moment& other = trace.moments[static_cast<std::size_t>(i)];
        if (other.step == moment.step && other.name == moment.name && other.scope == moment.scope
            && (best < 0 || std::abs(i - index) < std::abs(best - index)))
            best = i;
    }
    return best;
}

/// The moment that means most like one that is gone: the last of the same output word, where that
/// is gone too of the last word there is; outside of decoding the end. −1 without moments.
int meaningOf(const Trace& trace, const Moment& gone)
{
    const int last = static_cast<int>(trace.moments.size()) - 1;
    if (gone.step < 0)
        return last;
    int best = -1;
    for (int i = 0; i <= last; ++i) {
        const int step = trace.moments[static_cast<std::size_t>(i)].step;
        const int bestStep = best < 0 ? -1 : trace.moments[static_cast<std::size_t>(best)].step;
        if (step >= 0 && step <= gone.step && step >= bestStep)
            best = i;
    }
    return best < 0 ? last : best;
}

} // namespace

int sameMoment(const Trace& trace, const Trace& other, int moment)
{
    const auto count = static_cast<int>(other.moments.size());
    if (moment < 0 || moment >= count)
        return -1;
    if (moment == count - 1)
        return static_cast<int>(trace.moments.size()) - 1;
    const Moment& shown = other.moments[static_cast<std::size_t>(moment)];
    const int same = findSame(trace, shown, moment);
    return same >= 0 ? same : meaningOf(trace, shown);
}

Timeline::Timeline(QObject* parent) : QObject(parent)
{
    setSpeed(2);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        forward();
        if (isAtEnd())
            pause();
    });
}

int Timeline::lastMoment() const
{
    return m_trace ? static_cast<int>(m_trace->moments.size()) - 1 : -1;
}

int Timeline::count() const
{
    return static_cast<int>(m_stops.size());
}

int Timeline::stop() const
{
    const auto after = std::upper_bound(m_stops.begin(), m_stops.end(), m_moment);
    const auto stop = static_cast<int>(after - m_stops.begin()) - 1;
    return m_stops.empty() ? -1 : std::max(0, stop);
}

bool Timeline::isAtEnd() const
{
    return m_moment == lastMoment();
}

bool Timeline::hasTokenSteps() const
{
    return m_trace && m_trace->steps() > 0;
}

QString Timeline::description() const
{
    return m_moment < 0 ? QString() : momentText(*m_trace, m_moment);
}

void Timeline::setTrace(const TracePtr& trace)
{
    const TracePtr before = m_trace;
    const bool atEnd = isAtEnd();
    m_trace = trace;
    m_moment = atEnd || lastMoment() < 0 ? lastMoment() : sameMoment(*trace, *before, m_moment);
    setStops({});
    if (count() == 0)
        pause();
    Q_EMIT momentChanged(m_moment);
}

void Timeline::setStops(std::vector<int> moments)
{
    std::erase_if(moments, [this](int moment) { return moment < 0 || moment > lastMoment(); });
    if (moments.empty()) {
        moments.resize(m_trace ? m_trace->moments.size() : 0);
        std::iota(moments.begin(), moments.end(), 0);
    } else if (moments.back() != lastMoment()) {
        moments.push_back(lastMoment());
    }
    if (moments == m_stops)
        return;
    m_stops = std::move(moments);
    Q_EMIT rangeChanged(count());
}

void Timeline::setMoment(int moment)
{
    moment = count() == 0 ? -1 : std::clamp(moment, 0, lastMoment());
    if (moment == m_moment)
        return;
    m_moment = moment;
    Q_EMIT momentChanged(m_moment);
}

void Timeline::setStop(int stop)
{
    if (count() > 0)
        setMoment(m_stops[static_cast<std::size_t>(std::clamp(stop, 0, count() - 1))]);
}

void Timeline::forward()
{
    const int last = count() - 1;
    int to = stop();
    if (to < 0)
        return;
    // Before the first stop, that one is next.
    if (m_stops[static_cast<std::size_t>(to)] <= m_moment)
        ++to;
    if (stridesTokens() && to <= last) {
        // Past the rest of this token, then to the last stop of the next one.
        if (to > 0)
            while (to < last && tokenAt(to) == tokenAt(to - 1))
                ++to;
        while (to < last && tokenAt(to + 1) == tokenAt(to))
            ++to;
    }
    setStop(to);
}

void Timeline::back()
{
    int to = stop();
    if (to < 0)
        return;
    if (m_stops[static_cast<std::size_t>(to)] >= m_moment) {
        if (stridesTokens())
            while (to > 0 && tokenAt(to - 1) == tokenAt(to))
                --to;
        --to;
    }
    setStop(to);
}

void Timeline::toStart()
{
    setStop(0);
}

void Timeline::toEnd()
{
    setMoment(lastMoment());
}

void Timeline::play()
{
    if (isPlaying() || count() == 0)
        return;
    if (isAtEnd())
        toStart();
    m_timer.start();
    Q_EMIT playingChanged(true);
}

void Timeline::pause()
{
    if (!isPlaying())
        return;
    m_timer.stop();
    Q_EMIT playingChanged(false);
}

void Timeline::setStride(Stride stride)
{
    if (stride == m_stride)
        return;
    m_stride = stride;
    Q_EMIT strideChanged();
}

void Timeline::setSpeed(double stridesPerSecond)
{
    // Written so that what is not a number is slow.
    const double speed = stridesPerSecond > slowest ? std::min(stridesPerSecond, fastest) : slowest;
    m_timer.setInterval(static_cast<int>(1000 / speed));
}

std::pair<int, Index> Timeline::tokenAt(int stop) const
{
    const int index = m_stops[static_cast<std::size_t>(stop)];
    const Moment& moment = m_trace->moments[static_cast<std::size_t>(index)];
    const bool isRow = !moment.pieces.empty() && moment.pieces.front().rowCount == 1;
    return {moment.step, moment.step < 0 && isRow ? moment.pieces.front().firstRow : -1};
}

bool Timeline::stridesTokens() const
{
    return m_stride == Stride::Token && m_moment >= 0 && hasTokenSteps();
}

} // namespace regard

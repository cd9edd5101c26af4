// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/timeline.h"

#include "ui/session/moment_text.h"

#include <algorithm>
#include <cstdlib>

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

Timeline::Timeline(QObject* parent) : QObject(parent)
{
    setSpeed(2);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        forward();
        if (m_moment == count() - 1)
            pause();
    });
}

int Timeline::count() const
{
    return m_trace ? static_cast<int>(m_trace->moments.size()) : 0;
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
    const int countBefore = count();
    const bool atEnd = m_moment == countBefore - 1;
    m_trace = trace;
    if (atEnd || count() == 0) {
        m_moment = count() - 1;
    } else {
        const Moment& shown = before->moments[static_cast<std::size_t>(m_moment)];
        const int same = findSame(*trace, shown, m_moment);
        m_moment = same >= 0 ? same : meaningOf(*trace, shown);
    }
    if (count() == 0)
        pause();
    if (count() != countBefore)
        Q_EMIT rangeChanged(count());
    Q_EMIT momentChanged(m_moment);
}

void Timeline::setMoment(int moment)
{
    moment = count() == 0 ? -1 : std::clamp(moment, 0, count() - 1);
    if (moment == m_moment)
        return;
    m_moment = moment;
    Q_EMIT momentChanged(m_moment);
}

void Timeline::forward()
{
    int to = m_moment + 1;
    if (stridesTokens()) {
        const int last = count() - 1;
        // Past the rest of this step, then to the last moment of the next one.
        while (to < last && stepAt(to) == stepAt(m_moment))
            ++to;
        while (to < last && stepAt(to + 1) == stepAt(to))
            ++to;
    }
    setMoment(to);
}

void Timeline::back()
{
    int to = m_moment - 1;
    if (stridesTokens())
        while (to > 0 && stepAt(to) == stepAt(m_moment))
            --to;
    setMoment(to);
}

void Timeline::toStart()
{
    setMoment(0);
}

void Timeline::toEnd()
{
    setMoment(count() - 1);
}

void Timeline::play()
{
    if (isPlaying() || count() == 0)
        return;
    if (m_moment == count() - 1)
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

const Moment& Timeline::momentAt(int index) const
{
    return m_trace->moments[static_cast<std::size_t>(index)];
}

int Timeline::stepAt(int index) const
{
    return momentAt(index).step;
}

bool Timeline::stridesTokens() const
{
    return m_stride == Stride::Token && m_moment >= 0 && hasTokenSteps();
}

} // namespace regard

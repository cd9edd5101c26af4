// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/timeline.h"

#include "core/models/workspace.h"
#include "core/trace/recurrent_step.h"
#include "ui/words/moment_text.h"

#include <algorithm>
#include <numeric>

namespace regard {

namespace {

constexpr double slowest = 0.05; ///< strides a second
constexpr double fastest = 200;

} // namespace

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

int Timeline::partCount() const
{
    return m_trace ? regard::partCount(*m_trace, m_moment) : 1;
}

double Timeline::stopAt(int moment) const
{
    const auto next = std::lower_bound(m_stops.begin(), m_stops.end(), moment);
    const auto place = static_cast<double>(next - m_stops.begin());
    const bool between = next != m_stops.begin() && next != m_stops.end() && *next != moment;
    return between ? place - 0.5 : place;
}

bool Timeline::isAtStart() const
{
    if (m_stride != Stride::Gate)
        return stop() <= 0;
    for (int moment = 0; moment < m_moment; ++moment)
        if (isGateStop(moment))
            return false;
    return m_part == 0 || partCount() < 2;
}

bool Timeline::isAtEnd() const
{
    return m_moment == lastMoment() && m_part == partCount() - 1;
}

bool Timeline::hasTokenSteps() const
{
    return m_trace && m_trace->steps() > 0;
}

QString Timeline::description() const
{
    return descriptionOf(m_moment, m_part);
}

QString Timeline::descriptionOf(int moment, int part) const
{
    return moment < 0 || moment > lastMoment() ? QString() : momentText(*m_trace, moment, part);
}

void Timeline::setTrace(const TracePtr& trace)
{
    const TracePtr before = m_trace;
    const bool atEnd = isAtEnd();
    const int momentBefore = m_moment;
    m_trace = trace;
    m_moment = atEnd || lastMoment() < 0 ? lastMoment() : sameMoment(*trace, *before, m_moment);
    m_part = atEnd || m_moment < 0 ? partCount() - 1
                                   : samePart(*trace, m_moment, *before, momentBefore, m_part);
    m_hasGates = false;
    for (int moment = 0; moment <= lastMoment() && !m_hasGates; ++moment)
        m_hasGates = regard::partCount(*m_trace, moment) > 1;
    setStops({});
    if (count() == 0)
        pause();
    Q_EMIT momentChanged(m_moment);
    findMarks();
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

void Timeline::setMoment(int moment, int part)
{
    if (count() == 0)
        return place(-1, 0);
    moment = std::clamp(moment, 0, lastMoment());
    place(moment, std::clamp(part, 0, regard::partCount(*m_trace, moment) - 1));
}

void Timeline::place(int moment, int part)
{
    if (moment == m_moment && part == m_part)
        return;
    m_moment = moment;
    m_part = part;
    Q_EMIT momentChanged(m_moment);
}

void Timeline::setStop(int stop)
{
    if (count() > 0)
        setMoment(m_stops[static_cast<std::size_t>(std::clamp(stop, 0, count() - 1))]);
}

bool Timeline::isGateStop(int moment) const
{
    return std::binary_search(m_stops.begin(), m_stops.end(), moment)
        || regard::partCount(*m_trace, moment) > 1;
}

void Timeline::forward()
{
    const int last = count() - 1;
    int to = stop();
    if (to < 0)
        return;
    if (m_stride == Stride::Gate) {
        if (m_part + 1 < partCount())
            return place(m_moment, m_part + 1);
        for (int moment = m_moment + 1; moment <= lastMoment(); ++moment)
            if (isGateStop(moment))
                return place(moment, 0);
        return;
    }
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
    if (m_stride == Stride::Gate) {
        if (m_part > 0)
            return place(m_moment, m_part - 1);
        for (int moment = m_moment - 1; moment >= 0; --moment)
            if (isGateStop(moment))
                return setMoment(moment);
        return;
    }
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
    for (int moment = 0; m_stride == Stride::Gate && moment <= lastMoment(); ++moment)
        if (isGateStop(moment))
            return place(moment, 0);
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
    // Others know whole moments alone.
    if (stride != Stride::Gate)
        place(m_moment, partCount() - 1);
    Q_EMIT strideChanged();
}

void Timeline::setSpeed(double stridesPerSecond)
{
    // Written so that what is not a number is slow.
    const double speed = stridesPerSecond > slowest ? std::min(stridesPerSecond, fastest) : slowest;
    m_timer.setInterval(static_cast<int>(1000 / speed));
}

bool Timeline::isMarked() const
{
    return std::any_of(m_marks.begin(), m_marks.end(), [this](const Bookmark& mark) {
        return mark.moment == m_moment && mark.part == m_part;
    });
}

void Timeline::findMarks()
{
    m_marks.clear();
    for (std::size_t i = 0; m_trace && i < m_bookmarks.size(); ++i) {
        const int moment = momentAt(*m_trace, m_bookmarks[i]);
        if (moment < 0)
            continue;
        const int last = regard::partCount(*m_trace, moment) - 1;
        const int part = m_bookmarks[i].part;
        m_marks.push_back({moment, part < 0 ? last : std::min(part, last), i});
    }
    std::sort(m_marks.begin(), m_marks.end(), [](const Bookmark& a, const Bookmark& b) {
        return std::pair(a.moment, a.part) < std::pair(b.moment, b.part);
    });
    Q_EMIT bookmarksChanged();
}

void Timeline::setBookmarks(std::vector<MomentPlace> bookmarks)
{
    if (bookmarks == m_bookmarks)
        return;
    m_bookmarks = std::move(bookmarks);
    findMarks();
}

void Timeline::toggleBookmark()
{
    if (m_moment < 0)
        return;
    std::vector<MomentPlace> bookmarks;
    for (std::size_t i = 0; i < m_bookmarks.size(); ++i)
        if (std::none_of(m_marks.begin(), m_marks.end(), [&](const Bookmark& mark) {
                return mark.index == i && mark.moment == m_moment && mark.part == m_part;
            }))
            bookmarks.push_back(m_bookmarks[i]);
    if (!isMarked() && bookmarks.size() < mostBookmarks)
        bookmarks.push_back(
            momentPlaceOf(*m_trace, m_moment, m_part == partCount() - 1 ? -1 : m_part));
    setBookmarks(std::move(bookmarks));
}

void Timeline::toNextBookmark()
{
    for (const Bookmark& mark : m_marks)
        if (std::pair(mark.moment, mark.part) > std::pair(m_moment, m_part))
            return setMoment(mark.moment, mark.part);
}

void Timeline::toPreviousBookmark()
{
    for (auto mark = m_marks.rbegin(); mark != m_marks.rend(); ++mark)
        if (std::pair(mark->moment, mark->part) < std::pair(m_moment, m_part))
            return setMoment(mark->moment, mark->part);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <ctime>
#include <vector>

namespace regard {

/// What the GUI thread has computed so far: free of what other programs take.
inline double busyMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// The value that so large a share of them does not exceed: 0.5 the median, 1 the largest.
inline double at(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1,
                           static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

/// Measures every event that is not sent from within another one.
class MeasuredApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth > 0)
            return QApplication::notify(receiver, event);
        ++m_depth;
        QElapsedTimer timer;
        timer.start();
        const double busyBefore = busyMilliseconds();
        const QEvent::Type type = event->type();
        const QByteArray name = receiver->metaObject()->className();
        const bool result = QApplication::notify(receiver, event);
        const double took = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        longestBusy = std::max(longestBusy, busyMilliseconds() - busyBefore);
        if (took > longest) {
            longest = took;
            slowest = name + " event " + QByteArray::number(type);
        }
        --m_depth;
        return result;
    }

    double longest = 0; ///< milliseconds by the clock
    double longestBusy = 0; ///< milliseconds of the processor
    QByteArray slowest;

private:
    int m_depth = 0;
};

} // namespace regard

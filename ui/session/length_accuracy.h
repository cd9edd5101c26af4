// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/exploration.h"
#include "core/models/task.h"
#include "ui/session/latest_job.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <vector>

namespace regard {

/// Whose accuracy is measured: what is computed with an exploration's settings and weights.
struct LengthSubject {
    QString name;
    Exploration exploration;
};

/// How well a model does on held-out examples, and the share that it gets right by the length of
/// the source where it has one.
struct LengthCurve {
    QString name;
    struct Point {
        std::string label; ///< "6-10" tokens
        std::size_t examples = 0;
        double right = 0; ///< share, …
        double low = 0; ///< … which lies between these with a confidence of 95 % (Wilson 1927)
        double high = 1;
    };
    std::vector<Point> points; ///< none where lengths are not known
    std::vector<Figure> figures; ///< of all examples, as `regard evaluate` has them
    QString problem; ///< why there are none
};

/// Measures models one after another on a worker. Lives on the GUI thread.
class LengthAccuracy : public QObject {
    Q_OBJECT
public:
    explicit LengthAccuracy(QObject* parent = nullptr);

    /// At most `limit` held-out examples (0: all), of a person's `data` where that is given. What
    /// was asked before is dropped.
    void request(std::vector<LengthSubject> subjects, const std::filesystem::path& data,
                 std::size_t limit = 0);
    void cancel();
    bool isMeasuring() const { return m_measuring; }
    /// Those that are done, in the order of the subjects.
    const std::vector<LengthCurve>& curves() const { return m_curves; }
    int subjects() const { return static_cast<int>(m_subjects.size()); }

Q_SIGNALS:
    /// One more curve is there.
    void arrived();
    /// All are there, or it was cancelled.
    void ended();

private:
    void next();

    std::vector<LengthSubject> m_subjects;
    std::filesystem::path m_data;
    std::size_t m_limit = 0;
    std::vector<LengthCurve> m_curves;
    bool m_measuring = false;
    LatestJob<LengthCurve> m_job; ///< last: it is stopped before all else goes
};

} // namespace regard

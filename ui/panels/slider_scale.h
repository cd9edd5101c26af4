// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/settings.h"

#include <algorithm>
#include <cmath>

namespace regard {

/// A slider's place for a number: on a logarithmic scale where the range spans decades.
class SliderScale {
public:
    static constexpr int steps = 1000;

    explicit SliderScale(const SettingSpec& spec)
        : m_low(spec.minimum)
        , m_high(spec.maximum)
        , m_logarithmic(spec.minimum > 0 && spec.maximum / spec.minimum >= 20)
    {
    }
    int place(double value) const
    {
        const double part = m_logarithmic ? std::log(value / m_low) / std::log(m_high / m_low)
                                          : (value - m_low) / (m_high - m_low);
        return static_cast<int>(std::lround(std::clamp(part, 0.0, 1.0) * steps));
    }
    /// Rounded to two digits, so that a slider gives numbers that one can say.
    double value(int place) const
    {
        const double part = static_cast<double>(place) / steps;
        const double exact = m_logarithmic ? m_low * std::pow(m_high / m_low, part)
                                           : m_low + part * (m_high - m_low);
        if (place <= 0 || place >= steps || exact == 0)
            return exact;
        const double unit = std::pow(10, std::floor(std::log10(std::abs(exact))) - 1);
        return std::clamp(std::round(exact / unit) * unit, m_low, m_high);
    }

private:
    double m_low;
    double m_high;
    bool m_logarithmic;
};

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/timeline.h"

#include <memory>
#include <string>
#include <utility>

namespace regard {

/// A trace of moments alone, one tensor [1 × 1] for each name.
class Composer {
public:
    Composer& add(const char* name, Role role, int step = -1, const char* scope = "", int heads = 1,
                  const char* row = nullptr)
    {
        const Piece first{static_cast<int>(m_trace->tensors.size()), 0, 1};
        const Moment moment{scope, name, role, step, {first, static_cast<std::size_t>(heads)}};
        for (int head = 0; head < heads; ++head) {
            TraceTensor tensor;
            tensor.path = std::string(scope) + (heads > 1 ? "/head" + std::to_string(head) : "");
            tensor.path += tensor.path.empty() ? name : std::string("/") + name;
            tensor.role = role;
            tensor.value = Tensor(Shape{1, 1});
            if (row)
                tensor.rows = makeAxis({row});
            m_trace->tensors.push_back(std::move(tensor));
        }
        m_trace->moments.push_back(moment);
        return *this;
    }
    Composer& set(const char* name, SettingValue value)
    {
        m_trace->settings.set(name, std::move(value));
        return *this;
    }
    Composer& write(const char* token)
    {
        m_trace->output.push_back({token});
        return *this;
    }
    Composer& layout(Layout layout)
    {
        m_trace->layout = layout;
        return *this;
    }
    operator TracePtr() const { return m_trace; }

private:
    std::shared_ptr<Trace> m_trace = std::make_shared<Trace>();
};

} // namespace regard

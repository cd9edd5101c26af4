// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"

#include <string_view>

namespace regard {

/// The tensors of one attention, as far as the trace has them.
class Siblings {
public:
    Siblings(const Trace& trace, const TraceTensor& tensor)
        : m_trace(trace)
        , m_scope(tensor.scope())
    {
    }

    /// The first tensor of a role in this scope, else in the scope of the same name elsewhere
    /// ("encoder/attention" beside "decoder/attention"), else the nearest around it; −1 if
    /// there is none.
    int index(Role role) const
    {
        return find([role](const TraceTensor& tensor) { return tensor.role == role; });
    }
    int index(std::string_view name) const
    {
        return find([name](const TraceTensor& tensor) { return tensor.name() == name; });
    }
    const TraceTensor* tensor(Role role) const
    {
        const int found = index(role);
        return found < 0 ? nullptr : &m_trace.tensors[static_cast<std::size_t>(found)];
    }

private:
    static std::string_view parentOf(std::string_view scope)
    {
        const auto slash = scope.rfind('/');
        return slash == std::string_view::npos ? std::string_view() : scope.substr(0, slash);
    }
    static std::string_view lastOf(std::string_view scope)
    {
        return scope.substr(parentOf(scope).empty() ? 0 : parentOf(scope).size() + 1);
    }

    template <class Wanted> int find(Wanted wanted) const
    {
        const auto where = [&](auto inScope) {
            for (std::size_t i = 0; i < m_trace.tensors.size(); ++i)
                if (wanted(m_trace.tensors[i]) && inScope(m_trace.tensors[i].scope()))
                    return static_cast<int>(i);
            return -1;
        };
        int found = where([&](std::string_view scope) { return scope == m_scope; });
        if (found < 0 && m_trace.layout == Layout::EncoderDecoder)
            found = where([&](std::string_view scope) {
                return !scope.empty() && lastOf(scope) == lastOf(m_scope);
            });
        for (std::string_view around = m_scope; found < 0 && !around.empty();) {
            around = parentOf(around);
            found = where([&](std::string_view scope) { return scope == around; });
        }
        return found;
    }

    const Trace& m_trace;
    std::string_view m_scope;
};

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/json.h"

#include "core/io/input_file.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <vector>

namespace regard {

namespace {

using nlohmann::json;

/// Reads a text and keeps count of what was read: the SAX events carry no position.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, const char** furthest) : m_at(at), m_furthest(furthest) { }
    reference operator*() const { return *m_at; }
    CountingIterator& operator++()
    {
        ++m_at;
        *m_furthest = m_at;
        return *this;
    }
    CountingIterator operator++(int)
    {
        CountingIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const CountingIterator& a, const CountingIterator& b)
    {
        return a.m_at == b.m_at;
    }
    friend bool operator!=(const CountingIterator& a, const CountingIterator& b)
    {
        return a.m_at != b.m_at;
    }

private:
    const char* m_at;
    const char** m_furthest;
};

/// Builds the value from the events of the parser and refuses what exceeds the limits.
class Builder : public nlohmann::json_sax<json> {
public:
    Builder(std::string_view text, const std::filesystem::path& source, const JsonLimits& limits)
        : m_text(text)
        , m_source(source)
        , m_limits(limits)
        , m_furthest(text.data())
    {
    }

    json build()
    {
        const CountingIterator begin(m_text.data(), &m_furthest);
        const CountingIterator end(m_text.data() + m_text.size(), &m_furthest);
        json::sax_parse(begin, end, this);
        return std::move(m_root);
    }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t&) override { return add(value); }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return enter(json::object()); }
    bool start_array(std::size_t) override { return enter(json::array()); }
    bool end_object() override { return leave(); }
    bool end_array() override { return leave(); }

    bool key(string_t& name) override
    {
        auto [place, isNew] = m_open.back()->emplace(name, nullptr);
        if (!isNew)
            refuse("the key " + inQuotes(name) + " occurs twice in one object, remove one");
        m_place = &*place;
        return true;
    }

    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& error) override
    {
        m_furthest = m_text.data() + std::min(position, m_text.size());
        // "[json.exception.…] parse error at line 1, column 2: syntax error while …"
        const std::string_view what = error.what();
        const std::size_t columnAt = what.find("column ");
        const std::size_t reasonAt = what.find(": ", columnAt == what.npos ? 0 : columnAt);
        const std::string_view reason =
            reasonAt == what.npos ? "unexpected text" : what.substr(reasonAt + 2);
        std::string plain;
        for (const char c : reason)
            plain += c >= ' ' && c <= '~' ? c : '?';
        refuse(plain + ", correct it");
    }

private:
    json* place(json value)
    {
        if (++m_values > m_limits.values)
            refuse("more than " + std::to_string(m_limits.values) + " values, give a smaller file");
        if (m_open.empty())
            return &(m_root = std::move(value));
        if (m_open.back()->is_object())
            return &(*m_place = std::move(value));
        m_open.back()->push_back(std::move(value));
        return &m_open.back()->back();
    }

    bool add(json value)
    {
        place(std::move(value));
        return true;
    }

    bool enter(json container)
    {
        if (m_open.size() >= m_limits.depth)
            refuse("more than " + std::to_string(m_limits.depth)
                   + " arrays and objects inside each other, give a flatter file");
        m_open.push_back(place(std::move(container)));
        return true;
    }

    bool leave()
    {
        m_open.pop_back();
        return true;
    }

    [[noreturn]] void refuse(const std::string& problem) const
    {
        const std::string_view before =
            m_text.substr(0, static_cast<std::size_t>(m_furthest - m_text.data()));
        const auto line = 1 + std::count(before.begin(), before.end(), '\n');
        const std::size_t lineStart = before.rfind('\n');
        const std::size_t column =
            lineStart == before.npos ? before.size() : before.size() - lineStart - 1;
        throw FileError(m_source,
                        "JSON line " + std::to_string(line) + ", column "
                            + std::to_string(std::max<std::size_t>(column, 1)) + ": " + problem);
    }

    std::string_view m_text;
    const std::filesystem::path& m_source;
    const JsonLimits& m_limits;
    const char* m_furthest;
    json m_root;
    std::vector<json*> m_open;
    json* m_place = nullptr; ///< value of the last key
    std::size_t m_values = 0;
};

} // namespace

nlohmann::json parseJson(std::string_view text, const std::filesystem::path& source,
                         const JsonLimits& limits)
{
    if (text.size() > limits.bytes)
        throw FileError(source,
                        "its JSON is larger than the " + std::to_string(limits.bytes >> 20)
                            + " MB that are read, give a smaller one");
    return Builder(text, source, limits).build();
}

nlohmann::json readJson(const std::filesystem::path& file, const JsonLimits& limits)
{
    return parseJson(readFile(file, limits.bytes), file, limits);
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npy_header.h"

#include "core/io/input_file.h"

#include <charconv>
#include <optional>
#include <stdexcept>

namespace regard {

namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t longestLiteral = 65536;
constexpr std::size_t largestRank = 8;
constexpr std::size_t alignment = 64;

NpyType typeOf(std::string_view description)
{
    if (description == "<f4")
        return NpyType::Float32;
    if (description == "<f8")
        return NpyType::Float64;
    if (description == "<i4")
        return NpyType::Int32;
    if (description == "<i8")
        return NpyType::Int64;
    if (description == "|b1")
        return NpyType::Bool;
    if (description == "|O")
        return NpyType::Object;
    throw std::invalid_argument("numbers of type " + inQuotes(description)
                                + " are not read, save it as float32");
}

/// Reads the one literal that numpy writes: a dictionary of a text, a truth value and a
/// tuple of whole numbers, its keys in any order.
class Literal {
public:
    explicit Literal(std::string_view text) : m_rest(text) { }

    NpyHeader read()
    {
        std::optional<NpyType> type;
        std::optional<bool> fortranOrder;
        std::optional<std::vector<std::int64_t>> dimensions;
        expect('{');
        while (!accept('}')) {
            const std::string_view key = text();
            expect(':');
            if (key == "descr" && !type)
                type = typeOf(text());
            else if (key == "fortran_order" && !fortranOrder)
                fortranOrder = truth();
            else if (key == "shape" && !dimensions)
                dimensions = tuple();
            else
                refuse();
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skipSpaces();
        if (!m_rest.empty() || !type || !fortranOrder || !dimensions)
            refuse();
        return {*type, *fortranOrder, std::move(*dimensions)};
    }

private:
    void skipSpaces()
    {
        const std::size_t start = m_rest.find_first_not_of(" \t\n");
        m_rest.remove_prefix(start == m_rest.npos ? m_rest.size() : start);
    }

    bool accept(char c)
    {
        skipSpaces();
        if (!m_rest.starts_with(c))
            return false;
        m_rest.remove_prefix(1);
        return true;
    }

    void expect(char c)
    {
        if (!accept(c))
            refuse();
    }

    std::string_view text()
    {
        skipSpaces();
        if (m_rest.empty() || (m_rest[0] != '\'' && m_rest[0] != '"'))
            refuse();
        const std::size_t end = m_rest.find(m_rest[0], 1);
        if (end == m_rest.npos)
            refuse();
        const std::string_view inner = m_rest.substr(1, end - 1);
        m_rest.remove_prefix(end + 1);
        return inner;
    }

    bool truth()
    {
        skipSpaces();
        for (const auto& [word, value] :
             {std::pair<std::string_view, bool>{"True", true}, {"False", false}}) {
            if (m_rest.starts_with(word)) {
                m_rest.remove_prefix(word.size());
                return value;
            }
        }
        refuse();
    }

    std::vector<std::int64_t> tuple()
    {
        std::vector<std::int64_t> numbers;
        expect('(');
        while (!accept(')')) {
            skipSpaces();
            std::int64_t number = 0;
            const auto [end, error] =
                std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), number);
            if (error != std::errc() || number < 0)
                refuse();
            if (numbers.size() == largestRank)
                throw std::invalid_argument("it has more than 8 dimensions, save it with fewer");
            m_rest.remove_prefix(static_cast<std::size_t>(end - m_rest.data()));
            numbers.push_back(number);
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return numbers;
    }

    [[noreturn]] static void refuse()
    {
        throw std::invalid_argument("its header is damaged or describes no plain array of "
                                    "numbers, save it as float32");
    }

    std::string_view m_rest;
};

} // namespace

std::size_t widthOf(NpyType type)
{
    switch (type) {
    case NpyType::Object:
        return 0;
    case NpyType::Bool:
        return 1;
    case NpyType::Int32:
    case NpyType::Float32:
        return 4;
    case NpyType::Int64:
    case NpyType::Float64:
        break;
    }
    return 8;
}

NpyHeader parseNpyHeader(std::string_view bytes)
{
    const auto byte = [&](std::size_t i) -> std::size_t {
        return static_cast<unsigned char>(bytes[i]);
    };
    if (bytes.size() < magic.size() + 4 || !bytes.starts_with(magic))
        throw std::invalid_argument("it is no .npy array, save it with numpy.save");
    const std::size_t version = byte(magic.size());
    if (version < 1 || version > 3)
        throw std::invalid_argument("it is of an unknown version of .npy, save it with numpy.save");
    const std::size_t lengthSize = version == 1 ? 2 : 4;
    const std::size_t start = magic.size() + 2 + lengthSize;
    std::size_t length = 0;
    for (std::size_t i = 0; i < lengthSize && start <= bytes.size(); ++i)
        length |= byte(magic.size() + 2 + i) << (8 * i);
    if (start > bytes.size() || length > longestLiteral || length > bytes.size() - start)
        throw std::invalid_argument("it is cut short within its header, fetch the file again");
    NpyHeader header = Literal(bytes.substr(start, length)).read();
    header.size = start + length;
    return header;
}

std::string npyHeader(const std::vector<std::int64_t>& dimensions)
{
    std::string shape;
    for (const std::int64_t extent : dimensions)
        shape += std::to_string(extent) + (dimensions.size() == 1 ? "," : ", ");
    if (dimensions.size() > 1)
        shape.resize(shape.size() - 2);
    std::string literal = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
    const std::size_t before = magic.size() + 4;
    const std::size_t whole = (before + literal.size() + 1 + alignment - 1) / alignment * alignment;
    literal.resize(whole - before - 1, ' ');
    literal += '\n';
    std::string header(magic);
    header +=
        {1, 0, static_cast<char>(literal.size() & 0xFF), static_cast<char>(literal.size() >> 8)};
    return header + literal;
}

} // namespace regard

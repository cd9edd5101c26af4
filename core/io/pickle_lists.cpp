// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/pickle_lists.h"

#include "core/io/input_file.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <unordered_map>

namespace regard {

namespace {

constexpr std::size_t mostObjects = 4'000'000; ///< lists, tuples and texts in all
constexpr std::size_t mostNumbers = std::size_t{1} << 28; ///< of all lists that come out

[[noreturn]] void refuse(const std::string& problem)
{
    throw std::invalid_argument(problem);
}

[[noreturn]] void refuseContents()
{
    refuse("it holds something else than lists of whole numbers, save it as a numpy array of such "
           "lists");
}

/// Something on the pickle's stack: a number itself, or the place of an object.
struct Value {
    enum class Kind { Mark, None, Truth, Number, Text, Name, Tuple, List, Type, Array };
    Kind kind = Kind::None;
    std::int64_t number = 0; ///< or the object's place
};

struct Object {
    std::string text; ///< of Text and Name
    std::vector<std::int32_t> numbers; ///< a list that holds numbers alone
    std::vector<Value> items; ///< a tuple, a list of other things, an array's list
};

/// The names a pickled array mentions; what stands for them here calls nothing.
constexpr std::array<std::string_view, 5> arrayMakers{
    "numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct", "numpy ndarray",
    "numpy dtype", "_codecs encode"};

class Unpickler {
public:
    explicit Unpickler(std::string_view bytes) : m_rest(bytes) { }

    std::vector<std::vector<std::int32_t>> run()
    {
        if (!m_rest.starts_with('\x80'))
            refuse("it is not a pickle of protocol 2 or later, save the array with numpy");
        while (const char code = take(1)[0])
            if (code == '.')
                return lists();
            else
                step(code);
        refuse("it has an empty instruction, fetch the file again");
    }

private:
    using Kind = Value::Kind;

    void step(char code)
    {
        switch (code) {
        case '\x80': // PROTO
            if (const std::uint64_t protocol = number(1); protocol < 2 || protocol > 5)
                refuse("its pickle protocol " + std::to_string(protocol)
                       + " is not read, save it with 2 to 5");
            break;
        case '\x95': // FRAME
            number(8);
            break;
        case '(': // MARK
            push(Kind::Mark);
            break;
        case 'N':
            push(Kind::None);
            break;
        case '\x88': // NEWTRUE
        case '\x89': // NEWFALSE
            push(Kind::Truth, code == '\x88');
            break;
        case 'K': // BININT1
            push(Kind::Number, static_cast<std::int64_t>(number(1)));
            break;
        case 'M': // BININT2
            push(Kind::Number, static_cast<std::int64_t>(number(2)));
            break;
        case 'J': // BININT
            push(Kind::Number, static_cast<std::int32_t>(number(4)));
            break;
        case '\x8a': // LONG1
            longNumber();
            break;
        case 'U': // SHORT_BINSTRING
        case 'C': // SHORT_BINBYTES
        case '\x8c': // SHORT_BINUNICODE
            text(number(1));
            break;
        case 'T': // BINSTRING
        case 'B': // BINBYTES
        case 'X': // BINUNICODE
            text(number(4));
            break;
        default:
            build(code);
        }
    }

    void build(char code)
    {
        switch (code) {
        case 'c': { // GLOBAL
            const std::string module = line();
            global(module, line());
            break;
        }
        case '\x93': { // STACK_GLOBAL
            const std::string name = textOf(pop());
            global(textOf(pop()), name);
            break;
        }
        case ')': // EMPTY_TUPLE
            object(Kind::Tuple, {});
            break;
        case '\x85': // TUPLE1
        case '\x86': // TUPLE2
        case '\x87': // TUPLE3
            tuple(static_cast<unsigned char>(code) - 0x84U);
            break;
        case 't': // TUPLE
            object(Kind::Tuple, {{}, {}, sinceMark()});
            break;
        case ']': // EMPTY_LIST
            object(Kind::List, {});
            break;
        case 'a': { // APPEND
            const Value item = pop();
            append({&item, 1});
            break;
        }
        case 'e': { // APPENDS
            const std::vector<Value> items = sinceMark();
            append(items);
            break;
        }
        case 'R': // REDUCE
            reduce();
            break;
        case 'b': // BUILD
            setState();
            break;
        default:
            remember(code);
        }
    }

    void remember(char code)
    {
        switch (code) {
        case 'q': // BINPUT
            m_memo[number(1)] = top();
            break;
        case 'r': // LONG_BINPUT
            m_memo[number(4)] = top();
            break;
        case '\x94': // MEMOIZE
            m_memo[m_memo.size()] = top();
            break;
        case 'h': // BINGET
            recall(number(1));
            break;
        case 'j': // LONG_BINGET
            recall(number(4));
            break;
        default:
            refuse("its pickle has an instruction that no list of numbers needs, save it as a "
                   "numpy array of lists of whole numbers");
        }
    }

    std::string_view take(std::size_t count)
    {
        if (count > m_rest.size())
            refuse("its pickle is cut short, fetch the file again");
        const std::string_view bytes = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return bytes;
    }

    /// Little-endian.
    std::uint64_t number(std::size_t bytes)
    {
        std::uint64_t value = 0;
        std::size_t shift = 0;
        for (const char byte : take(bytes)) {
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(byte)) << shift;
            shift += 8;
        }
        return value;
    }

    void longNumber()
    {
        const std::size_t width = number(1);
        if (width > 8)
            refuse("it has a number beyond 64 bits, save smaller ones");
        std::uint64_t value = number(width);
        const std::size_t bits = 8 * width;
        if (bits > 0 && bits < 64 && (value >> (bits - 1)) != 0)
            value |= ~std::uint64_t{0} << bits;
        push(Kind::Number, static_cast<std::int64_t>(value));
    }

    std::string line()
    {
        const std::size_t end = m_rest.find('\n');
        std::string text(take(end == m_rest.npos ? m_rest.size() : end));
        take(1);
        return text;
    }

    void text(std::uint64_t size) { object(Kind::Text, {std::string(take(size)), {}, {}}); }

    void global(const std::string& module, const std::string& name)
    {
        std::string full = module + ' ' + name;
        if (std::find(arrayMakers.begin(), arrayMakers.end(), full) == arrayMakers.end())
            refuse("its pickle asks for " + inQuotes(module + "." + name)
                   + ", which no array of lists needs: do not trust it");
        object(Kind::Name, {std::move(full), {}, {}});
    }

    void push(Kind kind, std::int64_t number = 0) { m_stack.push_back({kind, number}); }
    const Value& top() const
    {
        if (m_stack.empty())
            refuse("its pickle is damaged, fetch the file again");
        return m_stack.back();
    }
    Value pop()
    {
        const Value value = top();
        m_stack.pop_back();
        return value;
    }

    void object(Kind kind, Object made)
    {
        if (m_objects.size() == mostObjects)
            refuse("it has more than " + std::to_string(mostObjects) + " lists, give a part of it");
        push(kind, static_cast<std::int64_t>(m_objects.size()));
        m_objects.push_back(std::move(made));
    }
    Object& of(const Value& value) { return m_objects[static_cast<std::size_t>(value.number)]; }
    const std::string& textOf(const Value& value)
    {
        if (value.kind != Kind::Text)
            refuseContents();
        return of(value).text;
    }

    std::vector<Value> sinceMark()
    {
        const auto mark = std::find_if(m_stack.rbegin(), m_stack.rend(),
                                       [](const Value& value) { return value.kind == Kind::Mark; });
        if (mark == m_stack.rend())
            refuse("its pickle is damaged, fetch the file again");
        std::vector<Value> items(mark.base(), m_stack.end());
        m_stack.erase(mark.base() - 1, m_stack.end());
        return items;
    }

    void tuple(std::size_t count)
    {
        std::vector<Value> items(count);
        for (std::size_t i = count; i-- > 0;)
            items[i] = pop();
        object(Kind::Tuple, {{}, {}, std::move(items)});
    }

    void append(std::span<const Value> items)
    {
        if (top().kind != Kind::List)
            refuseContents();
        Object& list = of(top());
        for (const Value& item : items) {
            if (item.kind != Kind::Number) {
                list.items.push_back(item);
                continue;
            }
            if (item.number < std::numeric_limits<std::int32_t>::min()
                || item.number > std::numeric_limits<std::int32_t>::max())
                refuse("it has the number " + std::to_string(item.number)
                       + ", save numbers of 32 bits");
            list.numbers.push_back(static_cast<std::int32_t>(item.number));
        }
        if (!list.numbers.empty() && !list.items.empty())
            refuseContents();
    }

    void recall(std::uint64_t place)
    {
        const auto found = m_memo.find(place);
        if (found == m_memo.end())
            refuse("its pickle is damaged, fetch the file again");
        m_stack.push_back(found->second);
    }

    /// What numpy's functions would make of their arguments.
    void reduce()
    {
        const Value arguments = pop();
        const Value called = pop();
        if (called.kind != Kind::Name || arguments.kind != Kind::Tuple)
            refuseContents();
        const std::string& name = of(called).text;
        const std::vector<Value> items = of(arguments).items;
        if (name.ends_with("_reconstruct")) {
            object(Kind::Array, {});
        } else if (name == "_codecs encode" && items.size() == 2) {
            m_stack.push_back(items[0]);
        } else if (name == "numpy dtype" && !items.empty() && textOf(items[0]).starts_with('O')) {
            object(Kind::Type, {});
        } else {
            refuseContents();
        }
    }

    /// BUILD of an array takes (version, shape, type, Fortran order, list of its items).
    void setState()
    {
        const Value state = pop();
        const Value target = top();
        if (state.kind != Kind::Tuple)
            refuseContents();
        if (target.kind == Kind::Type)
            return;
        const std::vector<Value> parts = of(state).items;
        if (target.kind != Kind::Array || parts.size() != 5 || parts[1].kind != Kind::Tuple
            || parts[2].kind != Kind::Type || parts[4].kind != Kind::List)
            refuseContents();
        const std::vector<Value>& shape = of(parts[1]).items;
        const Object& list = of(parts[4]);
        if (shape.size() != 1 || shape[0].kind != Kind::Number || !list.numbers.empty()
            || shape[0].number != static_cast<std::int64_t>(list.items.size()))
            refuseContents();
        of(target).items = std::vector<Value>(list.items);
    }

    std::vector<std::vector<std::int32_t>> lists()
    {
        const Value array = pop();
        if (array.kind != Kind::Array || !m_stack.empty())
            refuseContents();
        std::vector<std::vector<std::int32_t>> result;
        std::size_t total = 0;
        for (const Value& item : of(array).items) {
            if (item.kind != Kind::List || !of(item).items.empty())
                refuseContents();
            total += of(item).numbers.size();
            if (total > mostNumbers)
                refuse("its lists have more than " + std::to_string(mostNumbers)
                       + " numbers, give a part of them");
            result.push_back(of(item).numbers);
        }
        return result;
    }

    std::string_view m_rest;
    std::vector<Value> m_stack;
    std::vector<Object> m_objects;
    std::unordered_map<std::uint64_t, Value> m_memo;
};

} // namespace

std::vector<std::vector<std::int32_t>> parsePickledLists(std::string_view bytes)
{
    return Unpickler(bytes).run();
}

} // namespace regard

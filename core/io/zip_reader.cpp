// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/zip.h"

#include "core/io/input_file.h"
#include "core/io/zip_format.h"
#include "core/tensor/stopped.h"

#include <algorithm>
#include <set>
#include <vector>
#include <zlib.h>

namespace regard {

namespace {

using namespace zip;

struct Entry {
    std::string name;
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t crc = 0;
    std::uint64_t packedSize = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;
};

class Reader {
public:
    Reader(std::string_view bytes, const std::filesystem::path& source, std::size_t limit,
           std::string_view advice)
        : m_bytes(bytes)
        , m_source(source)
        , m_limit(limit)
        , m_advice(advice)
    {
    }

    void read(const std::function<void(const std::string&, std::string)>& take)
    {
        std::vector<Entry> entries = readDirectory();
        std::sort(entries.begin(), entries.end(),
                  [](const Entry& a, const Entry& b) { return a.offset < b.offset; });
        std::uint64_t free = 0;
        for (const Entry& entry : entries) {
            if (entry.offset < free)
                refuse("member " + inQuotes(entry.name)
                       + " overlaps another, it is not to be trusted");
            const std::uint64_t start = dataOf(entry);
            free = start + entry.packedSize;
            take(entry.name, unpacked(entry, m_bytes.substr(start, entry.packedSize)));
        }
    }

private:
    std::uint16_t get16(std::uint64_t at) const
    {
        return static_cast<std::uint16_t>(byte(at) | byte(at + 1) << 8);
    }
    std::uint32_t get32(std::uint64_t at) const
    {
        return get16(at) | static_cast<std::uint32_t>(get16(at + 2)) << 16;
    }
    std::uint32_t byte(std::uint64_t at) const { return static_cast<unsigned char>(m_bytes[at]); }
    /// Whether `size` bytes from `at` lie in the file.
    bool holds(std::uint64_t at, std::uint64_t size) const
    {
        return at <= m_bytes.size() && size <= m_bytes.size() - at;
    }

    /// Position of the end record, which a comment of up to 64 KB may follow.
    std::uint64_t findEnd() const
    {
        if (m_bytes.size() >= endSize) {
            const std::size_t last = m_bytes.size() - endSize;
            const std::size_t first = last - std::min<std::size_t>(last, 0xFFFF);
            for (std::size_t at = last + 1; at-- > first;)
                if (get32(at) == endSignature && at + endSize + get16(at + 20) == m_bytes.size())
                    return at;
        }
        refuse("it is no zip file or cut short, fetch it again");
    }

    std::vector<Entry> readDirectory()
    {
        const std::uint64_t end = findEnd();
        const std::size_t count = get16(end + 10);
        const std::uint64_t size = get32(end + 12);
        std::uint64_t at = get32(end + 16);
        if (get16(end + 8) != count || get16(end + 4) != 0 || get16(end + 6) != 0)
            refuse("it is spread over several disks, put it together first");
        if (count == 0xFFFF || at == 0xFFFFFFFFu)
            refuse("it is a zip64 file, which is not read; save it smaller");
        if (at > end || size != end - at)
            refuse("its directory is damaged, fetch it again");
        std::vector<Entry> entries;
        std::set<std::string> names;
        for (std::size_t i = 0; i < count; ++i) {
            if (end - at < directorySize || get32(at) != directorySignature)
                refuse("its directory is damaged, fetch it again");
            const std::uint64_t nameSize = get16(at + 28);
            const std::uint64_t lineSize =
                directorySize + nameSize + get16(at + 30) + get16(at + 32);
            if (end - at < lineSize)
                refuse("its directory is damaged, fetch it again");
            Entry entry;
            entry.name = m_bytes.substr(at + directorySize, nameSize);
            entry.flags = get16(at + 8);
            entry.method = get16(at + 10);
            entry.crc = get32(at + 16);
            entry.packedSize = get32(at + 20);
            entry.size = get32(at + 24);
            entry.offset = get32(at + 42);
            check(entry);
            if (!names.insert(entry.name).second)
                refuse("member " + inQuotes(entry.name) + " occurs twice, write the file anew");
            entries.push_back(std::move(entry));
            at += lineSize;
        }
        if (at != end)
            refuse("its directory is damaged, fetch it again");
        return entries;
    }

    /// Refuses before anything is unpacked.
    void check(const Entry& entry)
    {
        constexpr std::uint16_t encrypted = 1;
        const std::string member = "member " + inQuotes(entry.name);
        if (entry.flags & encrypted)
            refuse(member + " is encrypted, save it without a password");
        if (entry.method != methodStored && entry.method != methodDeflated)
            refuse(member + " is packed in a way that is not read, pack it with deflate");
        if (entry.packedSize == 0xFFFFFFFFu || entry.size == 0xFFFFFFFFu)
            refuse(member + " needs zip64, which is not read; save it smaller");
        if (!holds(entry.offset, localSize) || !holds(entry.offset, entry.packedSize))
            refuse(member
                   + " lies outside the file, which is cut short or damaged; "
                     "fetch it again");
        // Deflate never packs better than 1032 : 1.
        const bool possible = entry.method == methodStored ? entry.size == entry.packedSize
                                                           : entry.size <= entry.packedSize * 1032;
        if (!possible)
            refuse(member + " states a size it cannot have, it is not to be trusted");
        m_total += entry.size;
        if (m_total > m_limit)
            refuse("it unpacks to more than the " + std::to_string(m_limit >> 20)
                   + " MB that are read, " + std::string(m_advice));
    }

    /// Where the bytes of a member begin: its own header has extra fields of its own length.
    std::uint64_t dataOf(const Entry& entry) const
    {
        const bool isHeader =
            holds(entry.offset, localSize) && get32(entry.offset) == localSignature;
        const std::uint64_t start = !isHeader
            ? 0
            : entry.offset + localSize + get16(entry.offset + 26) + get16(entry.offset + 28);
        if (!isHeader || !holds(start, entry.packedSize))
            refuse("member " + inQuotes(entry.name) + " is damaged, fetch the file again");
        return start;
    }

    std::string unpacked(const Entry& entry, std::string_view packed) const
    {
        std::string bytes;
        if (entry.method == methodStored)
            bytes = packed;
        else if (!inflate(packed, bytes, entry.size))
            refuse("member " + inQuotes(entry.name) + " is damaged, fetch the file again");
        const uLong crc = crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
        if (crc != entry.crc)
            refuse("member " + inQuotes(entry.name)
                   + " does not match its checksum, fetch the file again");
        return bytes;
    }

    /// True if the packed bytes are one whole stream of exactly `size` bytes.
    static bool inflate(std::string_view packed, std::string& bytes, std::uint64_t size)
    {
        z_stream stream{};
        constexpr int rawWindow = -MAX_WBITS;
        if (inflateInit2(&stream, rawWindow) != Z_OK)
            throw std::bad_alloc();
        // A byte more than stated, so that a stream that goes on is noticed.
        bytes.resize(size + 1);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
        stream.avail_in = static_cast<uInt>(packed.size());
        stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
        stream.avail_out = static_cast<uInt>(bytes.size());
        const int result = ::inflate(&stream, Z_FINISH);
        const bool whole =
            result == Z_STREAM_END && stream.total_out == size && stream.avail_in == 0;
        inflateEnd(&stream);
        bytes.resize(size);
        return whole;
    }

    [[noreturn]] void refuse(const std::string& problem) const
    {
        throw FileError(m_source, problem);
    }

    std::string_view m_bytes;
    const std::filesystem::path& m_source;
    std::uint64_t m_limit;
    std::string_view m_advice;
    std::uint64_t m_total = 0;
};

} // namespace

void parseZip(std::string_view bytes, const std::filesystem::path& source, std::size_t limit,
              const std::function<void(const std::string& name, std::string bytes)>& take,
              std::string_view advice)
{
    Reader(bytes, source, limit, advice).read(take);
}

void readZip(const std::filesystem::path& file, std::size_t limit,
             const std::function<void(const std::string& name, std::string bytes)>& take,
             std::string_view advice, const std::stop_token& stop)
{
    const auto takeUnlessStopped = [&](const std::string& name, std::string bytes) {
        throwIfStopped(stop);
        take(name, std::move(bytes));
    };
    parseZip(readFile(file, limit, advice, stop), file, limit, takeUnlessStopped, advice);
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/zip.h"

#include "core/io/zip_format.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <zlib.h>

namespace regard {

namespace {

using namespace zip;

constexpr std::uint64_t largest = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint16_t utf8Names = 1u << 11;
constexpr std::uint16_t version = 20;
/// 1 January 1980, the first date there is: the same content gives the same file.
constexpr std::uint16_t date = 0x21;

void put16(std::string& out, std::uint32_t value)
{
    out += static_cast<char>(value & 0xFF);
    out += static_cast<char>(value >> 8 & 0xFF);
}

void put32(std::string& out, std::uint32_t value)
{
    put16(out, value);
    put16(out, value >> 16);
}

/// A raw deflate stream of the bytes.
std::string deflated(std::string_view bytes)
{
    z_stream stream{};
    constexpr int rawWindow = -MAX_WBITS;
    constexpr int memory = 8;
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, rawWindow, memory,
                     Z_DEFAULT_STRATEGY)
        != Z_OK)
        throw std::bad_alloc();
    std::string packed(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(std::min<std::uint64_t>(packed.size(), largest));
    const int result = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END)
        throw std::bad_alloc();
    return packed;
}

} // namespace

ZipWriter::ZipWriter(const std::filesystem::path& target) : m_name(target), m_file(target) { }

void ZipWriter::add(const std::string& name, std::string_view bytes, Compression compression)
{
    if (std::any_of(m_members.begin(), m_members.end(),
                    [&](const Member& member) { return member.name == name; }))
        throw std::invalid_argument("the name " + name + " is taken in " + m_name.string());
    if (bytes.size() > largest || m_members.size() + 1 >= 0xFFFF || name.size() > 0xFFFF)
        throw std::runtime_error("cannot save " + m_name.string()
                                 + ": it is too large for a zip file, save less or as .json");
    Member member;
    member.name = name;
    member.offset = static_cast<std::uint32_t>(m_position);
    member.size = static_cast<std::uint32_t>(bytes.size());
    member.crc = static_cast<std::uint32_t>(
        crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
    std::string packed;
    if (compression == Compression::Deflated && !bytes.empty()) {
        packed = deflated(bytes);
        bytes = packed;
        member.method = methodDeflated;
    }
    member.packedSize = static_cast<std::uint32_t>(bytes.size());

    std::string header;
    put32(header, localSignature);
    header += description(member);
    header += name;
    write(header);
    write(bytes);
    m_members.push_back(std::move(member));
}

/// What the header before a member and its line in the directory share.
std::string ZipWriter::description(const Member& member)
{
    std::string text;
    put16(text, version);
    put16(text, utf8Names);
    put16(text, member.method);
    put16(text, 0); // time
    put16(text, date);
    put32(text, member.crc);
    put32(text, member.packedSize);
    put32(text, member.size);
    put16(text, static_cast<std::uint32_t>(member.name.size()));
    put16(text, 0); // extra field
    return text;
}

void ZipWriter::commit()
{
    const std::uint64_t start = m_position;
    for (const Member& member : m_members) {
        std::string line;
        put32(line, directorySignature);
        put16(line, version);
        line += description(member);
        put16(line, 0); // comment
        put16(line, 0); // disk
        put16(line, 0); // internal attributes
        put32(line, 0100644u << 16);
        put32(line, member.offset);
        line += member.name;
        write(line);
    }
    const auto count = static_cast<std::uint32_t>(m_members.size());
    std::string end;
    put32(end, endSignature);
    put16(end, 0); // this disk
    put16(end, 0); // disk of the directory
    put16(end, count);
    put16(end, count);
    put32(end, static_cast<std::uint32_t>(m_position - start));
    put32(end, static_cast<std::uint32_t>(start));
    put16(end, 0); // comment
    write(end);
    m_file.commit();
}

void ZipWriter::write(std::string_view bytes)
{
    m_position += bytes.size();
    if (m_position >= largest)
        throw std::runtime_error("cannot save " + m_name.string()
                                 + ": it is too large for a zip file, save less or as .json");
    m_file.write(bytes);
}

} // namespace regard

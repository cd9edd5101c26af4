// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"

#include "core/io/atomic_file.h"
#include "core/io/half.h"
#include "core/io/input_file.h"
#include "core/io/json.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

namespace regard {

static_assert(std::endian::native == std::endian::little, "files are little-endian");

namespace {

using nlohmann::json;

constexpr std::size_t largestRank = 8;
constexpr std::size_t prefixSize = 8;
constexpr const char* metadataKey = "__metadata__";

/// A tensor of the header, its place not yet checked against the others.
struct Entry {
    std::string name;
    std::string type;
    std::vector<std::int64_t> dimensions;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

const char* typeOf(Precision precision)
{
    return precision == Precision::Half ? "F16" : "F32";
}

std::size_t widthOf(std::string_view type)
{
    if (type == "F32")
        return 4;
    if (type == "F64")
        return 8;
    return type == "F16" || type == "BF16" ? 2 : 0;
}

template <class Stored, class Convert>
void convert(std::string_view bytes, std::vector<float>& values, Convert toFloat)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof stored, sizeof stored);
        values[i] = toFloat(stored);
    }
}

std::vector<float> numbers(std::string_view bytes, std::string_view type)
{
    std::vector<float> values(bytes.size() / std::max<std::size_t>(1, widthOf(type)));
    if (values.empty())
        return values;
    if (type == "F32")
        std::memcpy(values.data(), bytes.data(), bytes.size());
    else if (type == "F64")
        convert<double>(bytes, values, [](double d) { return static_cast<float>(d); });
    else if (type == "F16")
        convert<std::uint16_t>(bytes, values, fromHalf);
    else
        convert<std::uint16_t>(bytes, values, [](std::uint16_t bits) {
            return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
        });
    return values;
}

/// The next bytes of a file, fewer than asked for only at its end.
using Next = std::function<std::string(std::size_t)>;

class Reader {
public:
    /// size: of the whole, where it is known.
    Reader(Next next, std::optional<std::size_t> size, const std::filesystem::path& source)
        : m_next(std::move(next))
        , m_size(size)
        , m_source(source)
    {
    }

    /// Metadata, and tensors without their values.
    SafetensorsFile readHeader()
    {
        const json header = parseHeader();
        SafetensorsFile file;
        for (const auto& [name, value] : header.items()) {
            if (name == metadataKey)
                file.metadata = readMetadata(value);
            else
                m_entries.push_back(readEntry(name, value));
        }
        std::sort(m_entries.begin(), m_entries.end(), [](const Entry& a, const Entry& b) {
            return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
        });
        checkPlaces();
        for (const Entry& entry : m_entries)
            file.tensors.push_back({entry.name, entry.dimensions, {}});
        return file;
    }

    /// After readHeader(), whose result it fills.
    void readNumbers(SafetensorsFile& file)
    {
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            const Entry& entry = m_entries[i];
            const std::string bytes = m_next(entry.end - entry.begin);
            if (bytes.size() != entry.end - entry.begin)
                refuseTensor(entry.name, cutShort);
            file.tensors[i].values = numbers(bytes, entry.type);
        }
        if (!m_next(1).empty())
            refuse(noTensors);
    }

private:
    static constexpr const char* cutShort =
        "its numbers lie outside the file, which is cut short or damaged; fetch it again";
    static constexpr const char* noTensors =
        "it has bytes that belong to no tensor, write the file anew";

    json parseHeader()
    {
        const std::string prefix = m_next(prefixSize);
        if (prefix.size() < prefixSize)
            refuse("it is too short for a safetensors file, fetch it again");
        std::uint64_t length = 0;
        std::memcpy(&length, prefix.data(), prefixSize);
        if (length > largestSafetensorsHeader)
            refuse("its header would be larger than 100 MB, it is damaged or no safetensors file");
        const std::string text =
            m_size && length > *m_size - prefixSize ? std::string() : m_next(length);
        if (text.size() < length)
            refuse("it is cut short within its header, fetch it again");
        m_dataSize = (m_size ? *m_size : largestSafetensors) - prefixSize - length;
        json header = parseJson(text, m_source, {.bytes = largestSafetensorsHeader, .depth = 8});
        if (!header.is_object())
            refuse("its header is not a JSON object, it is no safetensors file");
        return header;
    }

    std::map<std::string, std::string> readMetadata(const json& value) const
    {
        if (!value.is_object())
            refuse("its __metadata__ is not a JSON object, write the file anew");
        std::map<std::string, std::string> metadata;
        for (const auto& [name, text] : value.items()) {
            if (!text.is_string())
                refuse("its metadata " + inQuotes(name) + " is not a text, write the file anew");
            metadata.emplace(name, text.get<std::string>());
        }
        return metadata;
    }

    Entry readEntry(const std::string& name, const json& value) const
    {
        if (!value.is_object() || value.size() != 3 || !value.contains("dtype")
            || !value["dtype"].is_string() || !value.contains("shape") || !value["shape"].is_array()
            || !value.contains("data_offsets") || !value["data_offsets"].is_array()
            || value["data_offsets"].size() != 2 || !value["data_offsets"][0].is_number_unsigned()
            || !value["data_offsets"][1].is_number_unsigned())
            refuseTensor(name, "it must have dtype, shape and data_offsets, write the file anew");

        Entry entry;
        entry.name = name;
        entry.type = value["dtype"].get<std::string>();
        const std::size_t width = widthOf(entry.type);
        if (width == 0)
            refuseTensor(
                name, "numbers of type " + inQuotes(entry.type) + " are not read, save it as F32");
        if (value["shape"].size() > largestRank)
            refuseTensor(name, "it has more than 8 dimensions, save it with fewer");
        std::optional<std::uint64_t> bytes = width;
        for (const json& extent : value["shape"]) {
            if (!extent.is_number_unsigned() || extent.get<std::uint64_t>() > m_dataSize)
                refuseTensor(name, "its shape cannot be, fetch the file again");
            entry.dimensions.push_back(extent.get<std::int64_t>());
            bytes = bytes ? checkedProduct(*bytes, extent.get<std::uint64_t>()) : bytes;
        }
        entry.begin = value["data_offsets"][0].get<std::uint64_t>();
        entry.end = value["data_offsets"][1].get<std::uint64_t>();
        if (entry.begin > entry.end || entry.end > m_dataSize)
            refuseTensor(name, cutShort);
        if (bytes != entry.end - entry.begin)
            refuseTensor(name, "its shape and its number of bytes disagree, fetch the file again");
        return entry;
    }

    /// The tensors follow each other from the first byte to the last.
    void checkPlaces() const
    {
        std::uint64_t position = 0;
        for (const Entry& entry : m_entries) {
            if (entry.begin != position)
                refuse("tensor " + inQuotes(entry.name)
                       + (entry.begin < position ? " overlaps the one before it"
                                                 : " leaves a hole before it")
                       + ", write the file anew");
            position = entry.end;
        }
        if (m_size && position != m_dataSize)
            refuse(noTensors);
    }

    [[noreturn]] void refuse(const std::string& problem) const
    {
        throw FileError(m_source, problem);
    }
    [[noreturn]] void refuseTensor(const std::string& name, const std::string& problem) const
    {
        refuse("tensor " + inQuotes(name) + ": " + problem);
    }

    Next m_next;
    std::optional<std::size_t> m_size;
    std::uint64_t m_dataSize =
        0; ///< of the numbers; the most that may be where m_size is not known
    const std::filesystem::path& m_source;
    std::vector<Entry> m_entries; ///< in the order of their numbers
};

json headerOf(const std::map<std::string, std::string>& metadata,
              std::span<const TensorView> tensors, Precision precision)
{
    json header = json::object();
    if (!metadata.empty())
        header[metadataKey] = metadata;
    std::uint64_t position = 0;
    for (const TensorView& tensor : tensors) {
        std::optional<std::uint64_t> count = 1;
        for (const std::int64_t extent : tensor.dimensions)
            count = count && extent >= 0
                ? checkedProduct(*count, static_cast<std::uint64_t>(extent))
                : std::nullopt;
        if (count != tensor.values.size())
            throw std::invalid_argument("tensor " + tensor.name
                                        + ": the numbers do not fill the shape");
        const std::uint64_t end = position + tensor.values.size() * widthOf(typeOf(precision));
        if (header.contains(tensor.name) || tensor.name == metadataKey)
            throw std::invalid_argument("tensor " + tensor.name + ": the name is taken");
        header[tensor.name] = {{"dtype", typeOf(precision)},
                               {"shape", tensor.dimensions},
                               {"data_offsets", {position, end}}};
        position = end;
    }
    return header;
}

} // namespace

SafetensorsFile parseSafetensors(std::string_view bytes, const std::filesystem::path& source,
                                 const std::function<void(const SafetensorsFile&)>& accept)
{
    const auto next = [rest = bytes](std::size_t most) mutable {
        const std::string_view part = rest.substr(0, most);
        rest.remove_prefix(part.size());
        return std::string(part);
    };
    Reader reader(next, bytes.size(), source);
    SafetensorsFile file = reader.readHeader();
    if (accept)
        accept(file);
    reader.readNumbers(file);
    return file;
}

SafetensorsFile readSafetensors(const std::filesystem::path& file, const std::stop_token& stop,
                                const std::function<void(const SafetensorsFile&)>& accept)
{
    InputBytes input(file, largestSafetensors);
    Reader reader([&](std::size_t most) { return input.read(most, stop); }, input.size(), file);
    SafetensorsFile contents = reader.readHeader();
    if (accept)
        accept(contents);
    reader.readNumbers(contents);
    return contents;
}

std::map<std::string, std::string> readSafetensorsMetadata(const std::filesystem::path& file,
                                                           const std::stop_token& stop)
{
    InputBytes input(file, largestSafetensors);
    Reader reader([&](std::size_t most) { return input.read(most, stop); }, input.size(), file);
    return reader.readHeader().metadata;
}

namespace {

/// The file, piece by piece, to write(data, bytes).
template <class Write>
void writePieces(const std::map<std::string, std::string>& metadata,
                 std::span<const TensorView> tensors, Precision precision, const Write& write)
{
    std::string header =
        headerOf(metadata, tensors, precision).dump(-1, ' ', false, json::error_handler_t::replace);
    // Spaces up to a multiple of 8 align the numbers.
    header.resize((header.size() + 7) / 8 * 8, ' ');
    const std::uint64_t length = header.size();
    write(&length, sizeof length);
    write(header.data(), header.size());
    for (const TensorView& tensor : tensors)
        if (precision == Precision::Half) {
            std::vector<std::uint16_t> halves(tensor.values.size());
            std::transform(tensor.values.begin(), tensor.values.end(), halves.begin(), toHalf);
            write(halves.data(), halves.size() * sizeof(std::uint16_t));
        } else {
            write(tensor.values.data(), tensor.values.size_bytes());
        }
}

} // namespace

void writeSafetensors(const std::filesystem::path& file,
                      const std::map<std::string, std::string>& metadata,
                      std::span<const TensorView> tensors, Precision precision)
{
    AtomicFile out(file);
    writePieces(metadata, tensors, precision,
                [&](const void* data, std::size_t size) { out.write(data, size); });
    out.commit();
}

std::string safetensorsBytes(const std::map<std::string, std::string>& metadata,
                             std::span<const TensorView> tensors)
{
    std::string bytes;
    writePieces(metadata, tensors, Precision::Single, [&](const void* data, std::size_t size) {
        bytes.append(static_cast<const char*>(data), size);
    });
    return bytes;
}

void writeSafetensors(const std::filesystem::path& file, const SafetensorsFile& contents)
{
    std::vector<TensorView> views;
    for (const NamedTensor& tensor : contents.tensors)
        views.push_back({tensor.name, tensor.dimensions, tensor.values});
    writeSafetensors(file, contents.metadata, views);
}

} // namespace regard

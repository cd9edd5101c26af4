// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npz.h"

#include "core/io/input_file.h"
#include "core/io/npy_header.h"

#include <bit>
#include <cstring>
#include <optional>
#include <stdexcept>

namespace regard {

static_assert(std::endian::native == std::endian::little, "files are little-endian");

namespace {

constexpr std::string_view arrayEnding = ".npy";

template <class Stored> void convert(std::string_view bytes, std::vector<float>& values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof stored, sizeof stored);
        values[i] = static_cast<float>(stored);
    }
}

std::vector<float> numbers(std::string_view bytes, NpyType type)
{
    std::vector<float> values(bytes.size() / widthOf(type));
    switch (type) {
    case NpyType::Bool:
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = bytes[i] != 0 ? 1.f : 0.f;
        break;
    case NpyType::Int32:
        convert<std::int32_t>(bytes, values);
        break;
    case NpyType::Int64:
        convert<std::int64_t>(bytes, values);
        break;
    case NpyType::Float32:
        convert<float>(bytes, values);
        break;
    case NpyType::Float64:
        convert<double>(bytes, values);
        break;
    case NpyType::Object:
        break;
    }
    return values;
}

/// Numbers whose first axis runs fastest, put so that the last one does.
std::vector<float> rowMajor(const std::vector<float>& values,
                            const std::vector<std::int64_t>& dimensions)
{
    std::vector<float> result(values.size());
    std::vector<std::int64_t> place(dimensions.size(), 0);
    for (const float value : values) {
        std::size_t index = 0;
        for (std::size_t axis = 0; axis < dimensions.size(); ++axis)
            index = index * static_cast<std::size_t>(dimensions[axis])
                + static_cast<std::size_t>(place[axis]);
        result[index] = value;
        for (std::size_t axis = 0; axis < dimensions.size(); ++axis) {
            if (++place[axis] < dimensions[axis])
                break;
            place[axis] = 0;
        }
    }
    return result;
}

} // namespace

void NpzWriter::addArray(const std::string& name, const std::vector<std::int64_t>& dimensions,
                         std::span<const float> values)
{
    std::uint64_t count = 1;
    bool fits = true;
    for (const std::int64_t extent : dimensions)
        fits = fits && extent >= 0
            && !__builtin_mul_overflow(count, static_cast<std::uint64_t>(extent), &count);
    if (!fits || count != values.size())
        throw std::invalid_argument("array " + name + ": the numbers do not fill the shape");
    std::string bytes = npyHeader(dimensions);
    bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    m_zip.add(name + std::string(arrayEnding), bytes, ZipWriter::Compression::Stored);
}

void NpzWriter::addText(const std::string& name, std::string_view text)
{
    m_zip.add(name, text, ZipWriter::Compression::Deflated);
}

NamedTensor parseNpy(std::string_view bytes, const std::string& name,
                     const std::filesystem::path& source)
{
    const auto refuse = [&](const std::string& problem) {
        throw FileError(source, "array " + inQuotes(name) + ": " + problem);
    };
    NpyHeader header;
    try {
        header = parseNpyHeader(bytes);
    } catch (const std::invalid_argument& error) {
        refuse(error.what());
    }
    if (header.type == NpyType::Object)
        refuse("Python objects of type \"|O\" are not read, save it as float32");
    const std::string_view data = bytes.substr(header.size);
    std::optional<std::uint64_t> size = widthOf(header.type);
    for (const std::int64_t extent : header.dimensions)
        size = size ? checkedProduct(*size, static_cast<std::uint64_t>(extent)) : size;
    if (size != data.size())
        refuse("its shape and its number of bytes disagree, fetch the file again");
    NamedTensor tensor{name, std::move(header.dimensions), numbers(data, header.type)};
    if (header.fortranOrder && tensor.dimensions.size() > 1)
        tensor.values = rowMajor(tensor.values, tensor.dimensions);
    return tensor;
}

NpzFile parseNpz(std::string_view bytes, const std::filesystem::path& source, std::size_t limit)
{
    NpzFile file;
    parseZip(bytes, source, limit, [&](const std::string& name, std::string member) {
        if (name.ends_with(arrayEnding))
            file.arrays.push_back(
                parseNpy(member, name.substr(0, name.size() - arrayEnding.size()), source));
        else
            file.texts.emplace(name, std::move(member));
    });
    return file;
}

NpzFile readNpz(const std::filesystem::path& file, std::size_t limit)
{
    return parseNpz(readFile(file, limit), file, limit);
}

NamedTensor readNpy(const std::filesystem::path& file)
{
    return parseNpy(readFile(file, npzLimit), file.stem().string(), file);
}

} // namespace regard

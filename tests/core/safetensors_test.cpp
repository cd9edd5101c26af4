// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"

#include "core/tensor/random.h"
#include "tests/core/temporary_folder.h"

#include <cmath>
#include <cstring>
#include <limits>

using namespace regard;

namespace {

template <class T> std::string bytesOf(std::initializer_list<T> values)
{
    std::string bytes;
    for (const T value : values)
        bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    return bytes;
}

/// A file with this header, whatever it says.
std::string fileOf(const std::string& header, const std::string& data)
{
    return bytesOf<std::uint64_t>({header.size()}) + header + data;
}

std::string tensorHeader(const std::string& shape, const std::string& offsets,
                         const std::string& type = "F32")
{
    return R"("w":{"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets
        + "}";
}

std::string refusalOf(const std::string& bytes)
{
    return errorOf([&] { parseSafetensors(bytes, "w.safetensors"); });
}

const std::string eightBytes = bytesOf<float>({1.5f, -2.f});

SafetensorsFile example()
{
    return {{{"regard.scenario", "dialogue"}, {"note", "é \" \n"}},
            {{"z.weight", {2, 3}, {1, 2, 3, 4, 5, 6}},
             {"a.bias", {3}, {-0.f, 1e-40f, 3e38f}},
             {"empty", {0, 4}, {}},
             {"one", {}, {7}},
             {"five", {1, 1, 2, 1, 1}, {8, 9}}}};
}

} // namespace

TEST(Safetensors, WhatIsWrittenIsReadBackBitForBit)
{
    const TemporaryFolder folder;
    const SafetensorsFile written = example();
    writeSafetensors(folder / "w.safetensors", written);
    const SafetensorsFile read = readSafetensors(folder / "w.safetensors");
    EXPECT_EQ(read.metadata, written.metadata);
    ASSERT_EQ(read.tensors.size(), written.tensors.size());
    for (const NamedTensor& tensor : written.tensors) {
        const auto found = std::find_if(read.tensors.begin(), read.tensors.end(),
                                        [&](const auto& t) { return t.name == tensor.name; });
        ASSERT_NE(found, read.tensors.end()) << tensor.name;
        EXPECT_EQ(found->dimensions, tensor.dimensions);
        ASSERT_EQ(found->values.size(), tensor.values.size());
        if (!tensor.values.empty()) {
            EXPECT_EQ(std::memcmp(found->values.data(), tensor.values.data(),
                                  tensor.values.size() * sizeof(float)),
                      0);
        }
    }
}

TEST(Safetensors, TheFormatIsLengthHeaderNumbers)
{
    const SafetensorsFile file = parseSafetensors(
        fileOf(R"({"__metadata__":{"a":"b"},)" + tensorHeader("[2,1]", "[0,8]") + "}   ",
               eightBytes),
        "w.safetensors");
    EXPECT_EQ(file.metadata.at("a"), "b");
    ASSERT_EQ(file.tensors.size(), 1u);
    EXPECT_EQ(file.tensors[0].dimensions, (std::vector<std::int64_t>{2, 1}));
    EXPECT_EQ(file.tensors[0].values, (std::vector<float>{1.5f, -2.f}));
}

TEST(Safetensors, TheHeaderIsPaddedSoThatNumbersAreAligned)
{
    const TemporaryFolder folder;
    writeSafetensors(folder / "w", example());
    const std::string bytes = contentOf(folder / "w");
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof length);
    EXPECT_EQ(length % 8, 0u);
    EXPECT_EQ(bytes[8], '{');
    EXPECT_EQ(bytes.size(), 8 + length + std::size_t{4} * (6 + 3 + 0 + 1 + 2));
}

TEST(Safetensors, OtherFloatTypesAreConverted)
{
    const auto valuesOf = [](const std::string& type, const std::string& count,
                             const std::string& data) {
        const std::string offsets = "[0," + std::to_string(data.size()) + "]";
        return parseSafetensors(
                   fileOf("{" + tensorHeader("[" + count + "]", offsets, type) + "}", data), "w")
            .tensors[0]
            .values;
    };
    const float infinity = std::numeric_limits<float>::infinity();
    EXPECT_EQ(valuesOf("F64", "2", bytesOf<double>({0.5, -3})), (std::vector<float>{0.5f, -3}));
    EXPECT_EQ(valuesOf("BF16", "3", bytesOf<std::uint16_t>({0x3FC0, 0xC000, 0x7F80})),
              (std::vector<float>{1.5f, -2.f, infinity}));
    EXPECT_EQ(valuesOf("F16", "6",
                       bytesOf<std::uint16_t>({0x3E00, 0xC000, 0x0001, 0x7BFF, 0xFC00, 0x8400})),
              (std::vector<float>{1.5f, -2.f, 0x1p-24f, 65504.f, -infinity, -0x1p-14f}));
    EXPECT_TRUE(std::isnan(valuesOf("F16", "1", bytesOf<std::uint16_t>({0x7E00}))[0]));
    EXPECT_TRUE(has(refusalOf(fileOf("{" + tensorHeader("[1]", "[0,8]", "I64") + "}", eightBytes)),
                    "\"I64\" are not read, save it as F32"));
}

TEST(Safetensors, AFileCutShortAnywhereIsRefused)
{
    const TemporaryFolder folder;
    writeSafetensors(folder / "w", example());
    const std::string bytes = contentOf(folder / "w");
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_TRUE(has(refusalOf(bytes.substr(0, size)), "cannot read w.safetensors: "));
    EXPECT_TRUE(has(refusalOf(bytes.substr(0, 4)), "too short"));
    EXPECT_TRUE(has(refusalOf(bytes.substr(0, 100)), "cut short"));
    EXPECT_TRUE(has(refusalOf(bytes.substr(0, bytes.size() - 1)), "cut short"));
    EXPECT_TRUE(has(refusalOf(bytes + "x"), "belong to no tensor"));
}

TEST(Safetensors, ALyingHeaderLengthIsRefused)
{
    const std::string rest = "{}" + eightBytes;
    EXPECT_TRUE(has(refusalOf(bytesOf<std::uint64_t>({100'000'001}) + rest), "100 MB"));
    EXPECT_TRUE(has(refusalOf(bytesOf<std::uint64_t>({~std::uint64_t{0}}) + rest), "100 MB"));
    EXPECT_TRUE(has(refusalOf(bytesOf<std::uint64_t>({11}) + rest), "cut short"));
}

TEST(Safetensors, PlacesThatLieAreRefused)
{
    const auto refusal = [](const std::string& tensors) {
        return refusalOf(fileOf("{" + tensors + "}", eightBytes));
    };
    EXPECT_TRUE(has(refusal(tensorHeader("[2]", "[0,16]")), "outside the file"));
    EXPECT_TRUE(has(refusal(tensorHeader("[2]", "[8,0]")), "outside the file"));
    EXPECT_TRUE(has(refusal(tensorHeader("[1]", "[4,8]")), "hole"));
    EXPECT_TRUE(has(refusal(tensorHeader("[1]", "[0,4]")), "no tensor"));
    EXPECT_TRUE(has(refusal(tensorHeader("[2]", "[-8,0]")), "must have"));
    EXPECT_TRUE(has(refusal(tensorHeader("[2]", "[0,8.0]")), "must have"));
    EXPECT_TRUE(has(refusal(tensorHeader("[2]", "[0,18446744073709551616]")), "must have"));
    EXPECT_TRUE(has(refusal(tensorHeader("[2]", "[0,8]")
                            + R"(,"v":{"dtype":"F32","shape":[1],"data_offsets":[4,8]})"),
                    "overlaps"));
    EXPECT_TRUE(
        has(refusal(tensorHeader("[2]", "[0,8]") + "," + tensorHeader("[2]", "[0,8]")), "twice"));
}

TEST(Safetensors, ShapesThatLieAreRefused)
{
    const auto refusal = [](const std::string& shape) {
        return refusalOf(fileOf("{" + tensorHeader(shape, "[0,8]") + "}", eightBytes));
    };
    EXPECT_TRUE(has(refusal("[3]"), "disagree"));
    EXPECT_TRUE(has(refusal("[0,2]"), "disagree"));
    EXPECT_TRUE(has(refusal("[-2]"), "cannot be"));
    EXPECT_TRUE(has(refusal("[4611686018427387904,2]"), "cannot be"));
    // 2^48 numbers: no file has so many.
    EXPECT_TRUE(has(refusal("[64,64,64,64,64,64,64,64]"), "cannot be"));
    EXPECT_TRUE(has(refusal("[1,1,1,1,1,1,1,1,2]"), "8 dimensions"));
    EXPECT_TRUE(has(refusal("2"), "must have"));
}

TEST(Safetensors, MetadataMustBeTexts)
{
    EXPECT_TRUE(has(refusalOf(fileOf(R"({"__metadata__":{"a":1}})", "")), "is not a text"));
    EXPECT_TRUE(has(refusalOf(fileOf(R"({"__metadata__":[]})", "")), "not a JSON object"));
    EXPECT_TRUE(has(refusalOf(fileOf("[]", "")), "not a JSON object"));
}

TEST(Safetensors, WritingRefusesWhatCouldNotBeRead)
{
    const TemporaryFolder folder;
    const auto file = folder / "w";
    EXPECT_THROW(writeSafetensors(file, {{}, {{"a", {2}, {1}}}}), std::invalid_argument);
    EXPECT_THROW(writeSafetensors(file, {{}, {{"a", {-1}, {}}}}), std::invalid_argument);
    EXPECT_THROW(writeSafetensors(file, {{}, {{"a", {1}, {1}}, {"a", {1}, {1}}}}),
                 std::invalid_argument);
    EXPECT_THROW(writeSafetensors(file, {{}, {{"__metadata__", {1}, {1}}}}), std::invalid_argument);
    EXPECT_EQ(folder.fileCount(), 0u);
}

TEST(Safetensors, DamagedFilesAreReadOrRefusedButNeverWorse)
{
    const TemporaryFolder folder;
    writeSafetensors(folder / "w", example());
    const std::string whole = contentOf(folder / "w");
    Random random(20240607);
    int refused = 0;
    for (int round = 0; round < 5000; ++round) {
        std::string bytes = whole;
        for (std::size_t i = random.below(4) + 1; i > 0; --i)
            bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
        if (random.chance(0.2))
            bytes.resize(random.below(bytes.size()));
        try {
            parseSafetensors(bytes, "w.safetensors");
        } catch (const std::runtime_error&) {
            ++refused;
        }
    }
    EXPECT_GT(refused, 1000);
    EXPECT_LT(refused, 5000);
}

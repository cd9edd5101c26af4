// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npz.h"

#include "core/tensor/random.h"
#include "tests/core/python.h"
#include "tests/core/temporary_folder.h"

#include <cstring>
#include <limits>

using namespace regard;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

std::string npyOf(const std::string& literal, const std::string& data, char version = 1)
{
    std::string bytes = "\x93NUMPY";
    bytes += {version, 0, static_cast<char>(literal.size() & 0xFF),
              static_cast<char>(literal.size() >> 8)};
    if (version > 1)
        bytes += {0, 0};
    return bytes + literal + data;
}

std::string literalOf(const std::string& shape, const std::string& type = "<f4",
                      const std::string& fortran = "False")
{
    return "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape
        + ", }\n";
}

NamedTensor parsed(const std::string& bytes)
{
    return parseNpy(bytes, "x", "a.npz");
}

std::string npyRefusal(const std::string& bytes)
{
    return errorOf([&] { parsed(bytes); });
}

std::string zipRefusal(const std::string& bytes, std::size_t limit = npzLimit)
{
    return errorOf([&] { parseNpz(bytes, "a.npz", limit); });
}

/// A file with one array and one packed text.
std::string example(const TemporaryFolder& folder)
{
    NpzWriter out(folder / "example.npz");
    out.addArray("layer0/head1/scores", {2, 3}, std::vector<float>{1, -2, 3.5f, 0, -infinity, 6});
    out.addText("trace.json", "{\"text\": \"" + std::string(500, 'a') + "é\"}");
    out.commit();
    return contentOf(folder / "example.npz");
}

void put32(std::string& bytes, std::size_t at, std::uint32_t value)
{
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

} // namespace

TEST(Npz, WhatIsWrittenIsReadBack)
{
    const TemporaryFolder folder;
    example(folder);
    const NpzFile file = readNpz(folder / "example.npz");
    ASSERT_EQ(file.arrays.size(), 1u);
    EXPECT_EQ(file.arrays[0].name, "layer0/head1/scores");
    EXPECT_EQ(file.arrays[0].dimensions, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(file.arrays[0].values, (std::vector<float>{1, -2, 3.5f, 0, -infinity, 6}));
    EXPECT_EQ(file.texts.at("trace.json"), "{\"text\": \"" + std::string(500, 'a') + "é\"}");
    EXPECT_LT(contentOf(folder / "example.npz").size(), 900u) << "the text is not packed";
}

TEST(Npz, NumpyOpensWhatIsWritten)
{
    const TemporaryFolder folder;
    NpzWriter out(folder / "a.npz");
    out.addArray("encoder/states", {2, 3}, std::vector<float>{1, 2, 3, 4, 5.5f, -infinity});
    out.addArray("row", {3}, std::vector<float>{7, 8, 9});
    out.addArray("one", {}, std::vector<float>{0.1f});
    out.addArray("none", {0, 4}, {});
    out.addArray("four", {1, 2, 1, 2}, std::vector<float>{1, 2, 3, 4});
    out.addText("trace.json", "{\"scenario\": \"é\"}");
    out.addText("empty.txt", "");
    out.commit();
    EXPECT_EQ(python(R"(
import json, numpy, sys, zipfile
assert zipfile.ZipFile(sys.argv[1]).testzip() is None
a = numpy.load(sys.argv[1])
assert set(a.files) == {'encoder/states', 'row', 'one', 'none', 'four', 'trace.json', 'empty.txt'}
assert all(a[n].dtype == numpy.float32 for n in ('encoder/states', 'row', 'one', 'none', 'four'))
assert a['encoder/states'].tolist() == [[1, 2, 3], [4, 5.5, -numpy.inf]]
assert a['encoder/states'].flags.c_contiguous
assert a['row'].tolist() == [7, 8, 9]
assert a['one'].shape == () and a['one'] == numpy.float32(0.1)
assert a['none'].shape == (0, 4)
assert a['four'].shape == (1, 2, 1, 2)
assert json.loads(a['trace.json'])['scenario'] == 'é'
)",
                     {folder / "a.npz"}),
              0);
}

TEST(Npz, WhatNumpyWritesIsRead)
{
    const TemporaryFolder folder;
    ASSERT_EQ(python(R"(
import numpy, sys
m = numpy.arange(24).reshape(2, 3, 4)
arrays = dict(f4=m.astype('f4') / 8, f8=m / 3, i4=m.astype('i4') - 5, i8=m - 5, b=m % 2 == 0,
              fortran=numpy.asfortranarray(m.astype('f4')), turned=m[0].astype('f8').T,
              scalar=numpy.float32(2.5), none=numpy.zeros((3, 0), 'f4'),
              row=numpy.arange(3.0))
numpy.savez(sys.argv[1] + '/plain.npz', **arrays)
numpy.savez_compressed(sys.argv[1] + '/packed.npz', **arrays)
numpy.save(sys.argv[1] + '/single.npy', numpy.asfortranarray([[1.0, 2.0], [3.0, 4.0]]))
)",
                     {folder.path()}),
              0);
    for (const char* name : {"plain.npz", "packed.npz"}) {
        std::map<std::string, NamedTensor> arrays;
        for (NamedTensor& array : readNpz(folder / name).arrays)
            arrays[array.name] = array;
        ASSERT_EQ(arrays.size(), 10u);
        const std::vector<std::int64_t> box{2, 3, 4};
        for (const char* key : {"f4", "f8", "i4", "i8", "b", "fortran"})
            EXPECT_EQ(arrays[key].dimensions, box) << key;
        for (std::size_t i = 0; i < 24; ++i) {
            const auto number = static_cast<float>(i);
            EXPECT_EQ(arrays["f4"].values[i], number / 8);
            EXPECT_EQ(arrays["f8"].values[i], static_cast<float>(static_cast<double>(i) / 3));
            EXPECT_EQ(arrays["i4"].values[i], number - 5);
            EXPECT_EQ(arrays["i8"].values[i], number - 5);
            EXPECT_EQ(arrays["b"].values[i], i % 2 == 0 ? 1.f : 0.f);
            EXPECT_EQ(arrays["fortran"].values[i], number);
        }
        EXPECT_EQ(arrays["turned"].dimensions, (std::vector<std::int64_t>{4, 3}));
        EXPECT_EQ(arrays["turned"].values,
                  (std::vector<float>{0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}));
        EXPECT_EQ(arrays["scalar"].values, std::vector<float>{2.5f});
        EXPECT_TRUE(arrays["scalar"].dimensions.empty());
        EXPECT_EQ(arrays["none"].dimensions, (std::vector<std::int64_t>{3, 0}));
        EXPECT_EQ(arrays["row"].values, (std::vector<float>{0, 1, 2}));
    }
    const NamedTensor single = readNpy(folder / "single.npy");
    EXPECT_EQ(single.name, "single");
    EXPECT_EQ(single.values, (std::vector<float>{1, 2, 3, 4}));
}

TEST(Npz, ArraysOfOtherKindsAreRefusedByName)
{
    EXPECT_TRUE(has(npyRefusal(npyOf(literalOf("(1,)", ">f4"), "1234")), "\">f4\" are not read"));
    EXPECT_TRUE(has(npyRefusal(npyOf(literalOf("(1,)", "|O"), "1234")), "\"|O\" are not read"));
    EXPECT_TRUE(has(npyRefusal(npyOf("{'descr': [('a', '<f4')], 'fortran_order': False, "
                                     "'shape': (1,), }",
                                     "1234")),
                    "no plain array"));
}

TEST(Npz, HeadersThatLieAreRefused)
{
    EXPECT_TRUE(has(npyRefusal(npyOf(literalOf("(2,)"), "1234")), "disagree"));
    EXPECT_TRUE(has(npyRefusal(npyOf(literalOf("(1,)"), "12345")), "disagree"));
    EXPECT_TRUE(has(npyRefusal(npyOf(literalOf("(4611686018427387904, 2)"), "")), "disagree"));
    EXPECT_TRUE(has(npyRefusal(npyOf(literalOf("(-1,)"), "1234")), "damaged"));
    EXPECT_TRUE(has(npyRefusal(npyOf(literalOf("(99999999999999999999,)"), "")), "damaged"));
    EXPECT_TRUE(has(npyRefusal(npyOf(literalOf("(1,1,1,1,1,1,1,1,1)"), "1234")), "8 dimensions"));
    EXPECT_TRUE(has(npyRefusal(npyOf("{'descr': '<f4', 'shape': (1,), }", "1234")), "damaged"));
    EXPECT_TRUE(has(npyRefusal(npyOf(literalOf("(1,)") + "x", "1234")), "damaged"));
    EXPECT_TRUE(has(npyRefusal("\x93NUMPY\x01"), "no .npy array"));
    EXPECT_TRUE(has(npyRefusal(npyOf("", "", 4)), "unknown version"));
    const std::string whole = npyOf(literalOf("(1,)"), "1234", 2);
    EXPECT_EQ(parsed(whole).values.size(), 1u);
    for (std::size_t size = 0; size < whole.size(); ++size)
        npyRefusal(whole.substr(0, size));
}

TEST(Npz, AnExtentOfZeroCannotHideAHugeOne)
{
    const NamedTensor array =
        parsed(npyOf(literalOf("(0, 4611686018427387904)", "<f4", "True"), ""));
    EXPECT_TRUE(array.values.empty());
}

TEST(Npz, AFileCutShortAnywhereIsRefused)
{
    const TemporaryFolder folder;
    const std::string whole = example(folder);
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_TRUE(has(zipRefusal(whole.substr(0, size)), "cannot read a.npz: "));
}

TEST(Npz, AMemberThatDoesNotMatchItsChecksumIsRefused)
{
    const TemporaryFolder folder;
    std::string bytes = example(folder);
    const std::size_t array = bytes.find("\x93NUMPY");
    bytes[array + 130] ^= 1;
    EXPECT_TRUE(has(zipRefusal(bytes), "checksum"));
}

TEST(Npz, ABombIsRefusedBeforeItIsUnpacked)
{
    const TemporaryFolder folder;
    NpzWriter out(folder / "bomb.npz");
    out.addText("a", std::string(3'000'000, '\0'));
    out.addText("b", std::string(3'000'000, '\0'));
    out.commit();
    const std::string bomb = contentOf(folder / "bomb.npz");
    EXPECT_LT(bomb.size(), 20'000u);
    EXPECT_TRUE(has(zipRefusal(bomb, 5'000'000), "more than the 4 MB"));
    EXPECT_EQ(parseNpz(bomb, "a.npz", 6'000'000).texts.size(), 2u);
}

TEST(Npz, SizesThatLieAreRefused)
{
    const TemporaryFolder folder;
    const std::string whole = example(folder);
    const std::size_t text = whole.rfind("PK\x01\x02");
    const std::size_t array = whole.rfind("PK\x01\x02", text - 1);
    constexpr std::size_t packedSize = 20;
    constexpr std::size_t size = 24;
    constexpr std::size_t offset = 42;
    const auto changed = [&](std::size_t at, std::uint32_t value) {
        std::string bytes = whole;
        put32(bytes, at, value);
        return zipRefusal(bytes);
    };
    EXPECT_TRUE(has(changed(text + size, 400), "damaged"));
    EXPECT_TRUE(has(changed(text + size, 600), "damaged"));
    EXPECT_TRUE(has(changed(text + size, 0x3FFFFFFF), "size it cannot have"));
    EXPECT_TRUE(has(changed(array + size, 4), "size it cannot have"));
    EXPECT_TRUE(has(changed(text + packedSize, 0x7FFFFFFF), "outside the file"));
    EXPECT_TRUE(has(changed(text + offset, 0), "overlaps"));
    EXPECT_TRUE(has(changed(text + offset, 0xFFFFFFF0), "outside the file"));
    EXPECT_TRUE(has(changed(text + offset, 1), "overlaps"));
    EXPECT_TRUE(has(changed(array + offset, 1), "damaged"));
}

TEST(Npz, ANameMayBeGivenOnce)
{
    const TemporaryFolder folder;
    NpzWriter out(folder / "a.npz");
    out.addText("a", "1");
    EXPECT_THROW(out.addText("a", "2"), std::invalid_argument);
    out.addText("b", "2");
    out.commit();
    std::string bytes = contentOf(folder / "a.npz");
    bytes[bytes.rfind('b')] = 'a';
    EXPECT_TRUE(has(zipRefusal(bytes), "\"a\" occurs twice"));
}

TEST(Npz, NumbersThatDoNotFillTheShapeAreRefusedWhenWriting)
{
    const TemporaryFolder folder;
    NpzWriter out(folder / "a.npz");
    EXPECT_THROW(out.addArray("a", {2, 2}, std::vector<float>{1, 2, 3}), std::invalid_argument);
    EXPECT_THROW(out.addArray("a", {-1}, {}), std::invalid_argument);
}

TEST(Npz, DamagedFilesAreReadOrRefusedButNeverWorse)
{
    const TemporaryFolder folder;
    const std::string whole = example(folder);
    const std::string array = npyOf(literalOf("(3, 2)", "<f4", "True"), std::string(24, 'x'));
    Random random(19730101);
    int refused = 0;
    int refusedArrays = 0;
    const auto damage = [&](std::string bytes) {
        for (std::size_t i = random.below(3) + 1; i > 0; --i)
            bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
        if (random.chance(0.1))
            bytes.resize(random.below(bytes.size()));
        return bytes;
    };
    for (int round = 0; round < 5000; ++round) {
        try {
            parseNpz(damage(whole), "a.npz", 10'000'000);
        } catch (const std::runtime_error&) {
            ++refused;
        }
        try {
            parsed(damage(array));
        } catch (const std::runtime_error&) {
            ++refusedArrays;
        }
    }
    for (const int count : {refused, refusedArrays}) {
        EXPECT_GT(count, 1000);
        EXPECT_LT(count, 5000);
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/trace_file.h"

#include "core/io/json.h"
#include "core/io/npz.h"
#include "core/tensor/stopped.h"
#include "tests/core/given_formula.h"
#include "tests/core/python.h"
#include "tests/core/temporary_folder.h"

#include <limits>
#include <nlohmann/json.hpp>

using namespace regard;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

Trace example()
{
    Trace trace;
    trace.scenario = "self-attention";
    trace.settings.set("heads", std::int64_t{2});
    trace.settings.set("causal", true);
    trace.settings.set("temperature", 1.0);
    trace.settings.set("score", std::string("dot"));
    trace.input = {{"Thinking", true, 0, 8}, {"狗", false, 9, 12}};
    trace.output = {{"yes"}};
    const Axis tokens = makeAxis({"thinking", "狗"}, TokensOf::Input);
    const Axis padded =
        makeAxis({"thinking", "狗"}, AxisKind::InputTokens, TokensOf::Input, 0, {0, 1});
    TraceTensor queries;
    queries.path = "layer0/head1/Q";
    queries.role = Role::Query;
    queries.rows = tokens;
    queries.value = Tensor({2, 3}, {0.1f, 2, 3, -4, 1e-8f, 6});
    queries.rowMoments = {3, 3};
    queries.source.formula = &givenFormula;
    queries.source.head = 1;
    queries.source.heads = 2;
    TraceTensor masked;
    masked.path = "layer0/head1/masked";
    masked.role = Role::Masked;
    masked.rows = masked.columns = padded;
    masked.value = Tensor({2, 2}, {1, -infinity, 2, 3});
    masked.rowMoments = {5, 6};
    masked.source.formula = &givenFormula;
    masked.source.operandCount = 3;
    masked.source.operands[0] = {SourceOperand::Kind::Tensor, 0, 1};
    masked.source.operands[1] = {SourceOperand::Kind::Parameter, 0, 1};
    masked.source.changes = {{1, 2, {SourceOperand::Kind::Tensor, 2, 1}}};
    auto layout = std::make_shared<ParameterLayout>();
    layout->add("W.weight", {2, 2}, {});
    trace.parameters = std::make_shared<const Parameters>(layout);
    TraceTensor none;
    none.path = "none";
    none.role = Role::DecoderState;
    none.value = Tensor({0, 4});
    trace.tensors = {queries, masked, none};
    Attention attention;
    attention.scope = "layer0";
    attention.heads = makeHeads(2);
    attention.query = 0;
    attention.isSelf = true;
    trace.attentions = {attention};
    return trace;
}

nlohmann::json withoutValues(nlohmann::json document)
{
    for (nlohmann::json& tensor : document["tensors"])
        tensor.erase("value");
    return document;
}

const nlohmann::json expected = nlohmann::json::parse(R"({
    "scenario": "self-attention",
    "settings": {"heads": 2, "causal": true, "temperature": 1.0, "score": "dot"},
    "input_tokens": ["Thinking", "狗"],
    "output_tokens": ["yes"],
    "attentions": [{"scope": "layer0", "is_self": true, "heads": ["1", "2"],
                    "heads_kind": "heads",
                    "query": ["layer0/head1/Q", "layer0/head1/masked"], "key": [], "value": [],
                    "scores": [], "scaled": [], "masked": [], "weights": [], "context": []}],
    "tensors": [
        {"path": "layer0/head1/Q", "role": "query", "order": 3,
         "rows": ["thinking", "狗"], "columns": [],
         "rows_name": {"tokens": "input", "first": 0}, "columns_name": null,
         "rows_kind": "input_tokens", "columns_kind": "features",
         "rows_padding": null, "columns_padding": null, "head": 1,
         "formula": "given", "operands": []},
        {"path": "layer0/head1/masked", "role": "masked", "order": 5,
         "rows": ["thinking", "狗"], "columns": ["thinking", "狗"],
         "rows_name": {"tokens": "input", "first": 0},
         "columns_name": {"tokens": "input", "first": 0},
         "rows_kind": "input_tokens", "columns_kind": "input_tokens",
         "rows_padding": [0, 1], "columns_padding": [0, 1],
         "formula": "given",
         "operands": [{"tensors": ["layer0/head1/Q"]}, {"parameter": "W.weight"}, null],
         "operands_from": {"1": [{"tensors": ["layer0/head1/Q"]}, {"parameter": "W.weight"},
                                 {"tensors": ["none"]}]}},
        {"path": "none", "role": "decoder_state", "order": -1, "rows": [], "columns": [],
         "rows_name": null, "columns_name": null,
         "rows_kind": null, "columns_kind": "features",
         "rows_padding": null, "columns_padding": null}
    ]})");

} // namespace

TEST(TraceFile, AStopLeavesNothing)
{
    const TemporaryFolder folder;
    std::stop_source source;
    source.request_stop();
    for (const char* name : {"t.npz", "t.json"})
        EXPECT_THROW(saveTrace(example(), folder / name, source.get_token()), Stopped);
    EXPECT_EQ(folder.fileCount(), 0u);
}

TEST(TraceFile, NpzHoldsEachTensorUnderItsPathAndTheDescription)
{
    const TemporaryFolder folder;
    saveTrace(example(), folder / "trace.npz");
    const NpzFile file = readNpz(folder / "trace.npz");
    ASSERT_EQ(file.texts.size(), 1u);
    const nlohmann::json document = parseJson(file.texts.at("trace.json"), "trace.json");
    EXPECT_EQ(document, expected) << document.dump(1);
    EXPECT_TRUE(document["settings"]["temperature"].is_number_float());
    ASSERT_EQ(file.arrays.size(), 3u);
    EXPECT_EQ(file.arrays[0].name, "layer0/head1/Q");
    EXPECT_EQ(file.arrays[0].values, (std::vector<float>{0.1f, 2, 3, -4, 1e-8f, 6}));
    EXPECT_EQ(file.arrays[1].values, (std::vector<float>{1, -infinity, 2, 3}));
    EXPECT_EQ(file.arrays[2].dimensions[0], 0);
}

TEST(TraceFile, JsonHoldsTheSameWithNestedValues)
{
    const TemporaryFolder folder;
    saveTrace(example(), folder / "trace.json");
    const nlohmann::json document = readJson(folder / "trace.json");
    EXPECT_EQ(withoutValues(document), expected);
    const nlohmann::json& value = document["tensors"][0]["value"];
    ASSERT_EQ(value.size(), 2u);
    EXPECT_EQ(value[0][0].get<float>(), 0.1f);
    EXPECT_EQ(value[1][1].get<float>(), 1e-8f);
    EXPECT_EQ(value[1][0], -4);
    EXPECT_EQ(document["tensors"][1]["value"], nlohmann::json::parse("[[1, null], [2, 3]]"));
    EXPECT_EQ(document["tensors"][2]["value"], nlohmann::json::array());
}

TEST(TraceFile, NumpyFindsEveryPathOfTheDescription)
{
    const TemporaryFolder folder;
    saveTrace(example(), folder / "trace.npz");
    saveTrace(example(), folder / "trace.json");
    EXPECT_EQ(python(R"(
import json, numpy, sys
a = numpy.load(sys.argv[1])
d = json.loads(a['trace.json'])
assert set(a.files) == {t['path'] for t in d['tensors']} | {'trace.json'}
for t in d['tensors']:
    assert a[t['path']].dtype == numpy.float32
    assert t['rows'] == [] or len(t['rows']) == a[t['path']].shape[0]
    assert t['columns'] == [] or len(t['columns']) == a[t['path']].shape[1]
for t in json.load(open(sys.argv[2]))['tensors']:
    v = [[-numpy.inf if x is None else x for x in row] for row in t['value']]
    assert (numpy.array(v, 'f4').reshape(a[t['path']].shape) == a[t['path']]).all()
)",
                     {folder / "trace.npz", folder / "trace.json"}),
              0);
}

TEST(TraceFile, AnotherEndingIsRefusedAndNothingWritten)
{
    const TemporaryFolder folder;
    EXPECT_THROW(saveTrace(example(), folder / "trace.csv"), std::invalid_argument);
    EXPECT_THROW(saveTrace(example(), folder / "trace"), std::invalid_argument);
    EXPECT_EQ(folder.fileCount(), 0u);
}

TEST(TraceFile, ATraceWithoutTensorsIsSavedToo)
{
    const TemporaryFolder folder;
    saveTrace(Trace{}, folder / "trace.npz");
    saveTrace(Trace{}, folder / "trace.json");
    EXPECT_TRUE(readNpz(folder / "trace.npz").arrays.empty());
    EXPECT_EQ(readJson(folder / "trace.json")["tensors"], nlohmann::json::array());
}

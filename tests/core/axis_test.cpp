// SPDX-License-Identifier: GPL-3.0-or-later
// Which tokens the axes of every tensor of every scenario say that they name.
#include "core/scenarios/catalogue.h"
#include "core/trace/row_by_row.h"
#include "tests/core/exploring.h"

#include <gtest/gtest.h>

#include <set>

namespace regard {
namespace {

class AxisTokens : public Exploring { };

TEST_F(AxisTokens, aLabelIsTheTextOfTheTokenThatItNames)
{
    for (const ScenarioSpec& spec : catalogue()) {
        const auto trace = traceOf(spec.id);
        for (const TraceTensor& tensor : trace->tensors)
            for (const Axis& axis : {tensor.rows, tensor.columns})
                for (const TokensOf of : {TokensOf::Input, TokensOf::Output})
                    for (Index i = 0; axis && i < static_cast<Index>(axis->size()); ++i) {
                        const int token = trace->tokenAt(axis, i, of);
                        if (token < 0)
                            continue;
                        EXPECT_EQ(trace->labelOf(axis, of, token), i);
                        const auto& tokens = of == TokensOf::Input ? trace->input : trace->output;
                        const std::string& label = (*axis)[static_cast<std::size_t>(i)];
                        const std::string& text = tokens[static_cast<std::size_t>(token)].text;
                        // What is told of a query, of a review or of a question is its output.
                        const bool whole = trace->steps() == 0 && of == TokensOf::Output;
                        // A point is typed with its value: "50, 160 -> 50".
                        const bool point = spec.id == "kernel-regression";
                        if (!whole && !point) {
                            EXPECT_EQ(label, text) << spec.id << " " << tensor.path << " " << i;
                        }
                    }
    }
}

TEST_F(AxisTokens, everyTokenIsNamedSomewhere)
{
    for (const ScenarioSpec& spec : catalogue()) {
        if (spec.id == "autoencoder") // substances are mixed before anything is computed
            continue;
        const auto trace = traceOf(spec.id);
        for (const TokensOf of : {TokensOf::Input, TokensOf::Output}) {
            const auto& tokens = of == TokensOf::Input ? trace->input : trace->output;
            std::set<int> named;
            for (const TraceTensor& tensor : trace->tensors)
                for (const Axis& axis : {tensor.rows, tensor.columns})
                    for (Index i = 0; axis && i < static_cast<Index>(axis->size()); ++i)
                        named.insert(trace->tokenAt(axis, i, of));
            for (int token = 0; token < static_cast<int>(tokens.size()); ++token) {
                const std::string& text = tokens[static_cast<std::size_t>(token)].text;
                if (spec.id == "entity-network" && of == TokensOf::Input
                    && (text == "." || text == "?")) // marks between sentences
                    continue;
                EXPECT_TRUE(named.contains(token)) << spec.id << " " << text;
            }
        }
    }
}

TEST_F(AxisTokens, everyAxisWithLabelsSaysWhatItCounts)
{
    std::set<AxisKind> kinds;
    for (const ScenarioSpec& spec : catalogue()) {
        std::vector<Settings> all(1);
        for (const SettingSpec& setting : spec.settings)
            if (setting.affects != Affects::Training)
                for (const std::string& choice : setting.choices)
                    all.emplace_back().set(setting.name, choice);
        for (const Settings& settings : all) {
            Exploration exploration;
            exploration.scenario = spec.id;
            exploration.settings = settings;
            const auto trace = explore(exploration);
            for (const TraceTensor& tensor : trace->tensors)
                for (const Axis& axis : {tensor.rows, tensor.columns}) {
                    if (!axis)
                        continue;
                    const std::string where = spec.id + " " + tensor.path;
                    EXPECT_NE(axis->kind, AxisKind::Unknown) << where;
                    kinds.insert(axis->kind);
                    const bool ofInput =
                        axis->kind == AxisKind::Times || axis->of == TokensOf::Input;
                    if (axis->kind == AxisKind::Steps || axis->kind == AxisKind::OutputTokens) {
                        EXPECT_EQ(axis->of, TokensOf::Output) << where;
                    }
                    if (axis->kind == AxisKind::Vocabulary || axis->kind == AxisKind::Features
                        || axis->kind == AxisKind::Classes || axis->kind == AxisKind::Slots) {
                        EXPECT_EQ(axis->of, TokensOf::Nothing) << where;
                    }
                    // Padding is no token.
                    const AxisRun& padding = axis->padding;
                    EXPECT_LE(padding.first + padding.count, static_cast<Index>(axis->size()));
                    for (Index i = 0; ofInput && i < padding.count; ++i)
                        EXPECT_LT(padding.first + i + axis->first, 0) << where;
                }
        }
    }
    EXPECT_EQ(kinds.size(), 10u); // all but the unknown
}

TEST_F(AxisTokens, paddingIsWhatFillsAReviewNotAWordThatLooksLikeIt)
{
    Exploration exploration;
    exploration.scenario = "reviews";
    exploration.texts = {"<pad> <pad> <pad> a good film"};
    const auto trace = explore(exploration);
    const Axis& rows = trace->find("weights")->rows;
    const auto words = static_cast<Index>(trace->input.size());
    EXPECT_EQ(rows->padding.first, 0);
    EXPECT_EQ(rows->padding.count, static_cast<Index>(rows->size()) - words - 1); // and a start
}

TEST_F(AxisTokens, whatADecoderReadsIsTheTokenBeforeTheOneItWrites)
{
    for (const char* id : {"dialogue", "translation", "dates", "pointer", "transformer"}) {
        const auto trace = traceOf(id);
        const TraceTensor* read =
            trace->find(std::string(id) == "pointer" ? "decoder/input" : "decoder/embedding");
        ASSERT_TRUE(read) << id;
        ASSERT_EQ(read->rows->of, TokensOf::Output) << id;
        EXPECT_EQ(trace->tokenAt(read->rows, 0, TokensOf::Output), -1) << id;
        EXPECT_EQ(trace->tokenAt(read->rows, 1, TokensOf::Output), 0) << id;
        const TraceTensor* weights = &trace->tensors[static_cast<std::size_t>(
            trace->indexOf(std::string(id) == "transformer" ? "decoder/layer0/cross/head0/weights"
                                                            : "decoder/attention/weights"))];
        EXPECT_EQ(trace->tokenAt(weights->rows, 0, TokensOf::Output), 0) << id;
        EXPECT_EQ(trace->tokenAt(weights->columns, 0, TokensOf::Input), 0) << id;
    }
    const auto trace = traceOf("transformer");
    const TraceTensor& self = *trace->find("decoder/layer0/self/head0/weights");
    EXPECT_EQ(trace->tokenAt(self.columns, 1, TokensOf::Output), 0);
    EXPECT_EQ(trace->tokenAt(self.columns, 1, TokensOf::Input), -1);
}

TEST_F(AxisTokens, aRecurrentEncoderReadsTokenByToken)
{
    for (const char* id : {"dialogue", "translation", "dates", "pointer"}) {
        const auto trace = traceOf(id);
        const bool both = trace->find("encoder/forward") != nullptr;
        EXPECT_EQ(both, std::string(id) != "dialogue");
        const auto momentOf = [&](const char* path, Index row) {
            return trace->find(path)->rowMoments[static_cast<std::size_t>(row)];
        };
        const char* input = std::string(id) == "pointer" ? "encoder/inputs" : "encoder/embedding";
        const char* first = both ? "encoder/forward" : "encoder/states";
        const Index count = trace->find(input)->value.rows();
        ASSERT_GT(count, 1);
        for (Index row = 0; row < count; ++row) {
            EXPECT_EQ(momentOf(input, row), 2 * static_cast<int>(row)) << id;
            EXPECT_EQ(momentOf(first, row), 2 * static_cast<int>(row) + 1) << id;
            if (!both)
                continue;
            // From the last token to the first, then both side by side.
            EXPECT_EQ(momentOf("encoder/backward", row), 3 * count - 1 - row) << id;
            EXPECT_EQ(momentOf("encoder/states", row), 3 * count) << id;
        }
    }
}

TEST_F(AxisTokens, theStatesOfBothDirectionsAreTheirStatesSideBySide)
{
    const auto trace = traceOf("translation");
    const TraceValue& forward = trace->find("encoder/forward")->value;
    const TraceValue& backward = trace->find("encoder/backward")->value;
    const TraceValue& states = trace->find("encoder/states")->value;
    ASSERT_EQ(states.columns(), forward.columns() + backward.columns());
    for (Index row = 0; row < states.rows(); ++row)
        for (Index column = 0; column < states.columns(); ++column)
            EXPECT_EQ(states.at(row, column),
                      column < forward.columns() ? forward.at(row, column)
                                                 : backward.at(row, column - forward.columns()));
}

TEST_F(AxisTokens, aMomentWritesTheRowsThatHaveIt)
{
    for (const ScenarioSpec& spec : catalogue()) {
        const auto trace = traceOf(spec.id);
        for (int m = 0; m < static_cast<int>(trace->moments.size()); ++m)
            for (const Piece& piece : trace->moments[static_cast<std::size_t>(m)].pieces)
                for (Index row = piece.firstRow; row < piece.firstRow + piece.rowCount; ++row)
                    EXPECT_EQ(trace->tensors[static_cast<std::size_t>(piece.tensor)]
                                  .rowMoments[static_cast<std::size_t>(row)],
                              m)
                        << spec.id;
        std::size_t rows = 0;
        for (const Moment& moment : trace->moments)
            for (const Piece& piece : moment.pieces)
                rows += static_cast<std::size_t>(piece.rowCount);
        std::size_t all = 0;
        for (const TraceTensor& tensor : trace->tensors)
            all += tensor.rowMoments.size();
        EXPECT_EQ(rows, all) << spec.id;
        EXPECT_EQ(trace->endOfStep(trace->steps()), -1) << spec.id;
        if (trace->steps() > 0) {
            EXPECT_EQ(trace->endOfStep(trace->steps() - 1),
                      static_cast<int>(trace->moments.size()) - 1)
                << spec.id;
        }
    }
}

} // namespace
} // namespace regard

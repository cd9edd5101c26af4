// SPDX-License-Identifier: GPL-3.0-or-later
// A transformer layer part by part: what its sums, norms and nets are named as, that they give the
// numbers of a computation without a probe, and that a change of a part goes on.
#include "core/trace/layer_parts.h"

#include "core/models/scenario.h"
#include "core/scenarios/explore.h"
#include "core/trace/ablations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace regard {
namespace {

std::shared_ptr<const Trace> traceOf(const char* scenario, const char* norm = nullptr,
                                     const std::vector<Edit>& edits = {})
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    Exploration exploration;
    exploration.scenario = scenario;
    exploration.edits = edits;
    if (norm)
        exploration.settings.set("norm", std::string(norm));
    return explore(exploration);
}

const TraceTensor& tensorOf(const Trace& trace, const std::string& path)
{
    const TraceTensor* found = trace.find(path);
    if (!found)
        throw std::out_of_range(path);
    return *found;
}

std::vector<std::string> pathsOf(const Trace& trace, const std::vector<int>& tensors)
{
    std::vector<std::string> paths;
    for (const int tensor : tensors)
        paths.push_back(trace.tensors[static_cast<std::size_t>(tensor)].path);
    return paths;
}

using Paths = std::vector<std::string>;

TEST(LayerParts, WaysAroundLeadIntoWhatALayerGivesOnInBothOrders)
{
    const auto self = traceOf("self-attention");
    EXPECT_EQ(pathsOf(*self, partsAround(*self, self->attentions.front())),
              Paths({"layer0/attended", "layer0/output"}));
    for (const char* norm : {"post", "pre"}) {
        const auto trace = traceOf("transformer", norm);
        EXPECT_EQ(pathsOf(*trace, partsAround(*trace, trace->attentions[0])),
                  Paths({"encoder/layer0/attended", "encoder/layer0/output"}))
            << norm;
        for (const Attention& attention : trace->attentions)
            if (attention.scope == "decoder/layer0/self") {
                EXPECT_EQ(pathsOf(*trace, partsAround(*trace, attention)),
                          Paths({"decoder/layer0/self/attended"}))
                    << norm;
            } else if (attention.scope == "decoder/layer0/cross") {
                EXPECT_EQ(pathsOf(*trace, partsAround(*trace, attention)),
                          Paths({"decoder/layer0/cross/attended", "decoder/layer0/output"}))
                    << norm;
            }
    }
    const auto reviews = traceOf("reviews");
    EXPECT_TRUE(partsAround(*reviews, reviews->attentions.front()).empty());
}

TEST(LayerParts, AWayAroundThatIsTakenOutStaysAPart)
{
    for (const char* norm : {"post", "pre"}) {
        const auto whole = traceOf("transformer", norm);
        for (const Ablation& ablation : ablationsOf(*whole)) {
            if (ablation.part != Ablated::Residual)
                continue;
            const auto without = traceOf("transformer", norm, ablation.edits);
            const auto index = static_cast<std::size_t>(ablation.attention);
            EXPECT_EQ(pathsOf(*without, partsAround(*without, without->attentions[index])),
                      pathsOf(*whole, partsAround(*whole, whole->attentions[index])))
                << norm << " " << whole->attentions[index].scope;
        }
    }
}

TEST(LayerParts, ANormIsMeanDeviationAndWhatIsLeft)
{
    for (const char* norm : {"post", "pre"}) {
        const auto trace = traceOf("transformer", norm);
        int norms = 0;
        for (const TraceTensor& tensor : trace->tensors) {
            if (tensor.name() != "standardised")
                continue;
            ++norms;
            const std::string scope(tensor.scope());
            const TraceTensor& mean = tensorOf(*trace, scope + "/mean");
            const TraceTensor& deviation = tensorOf(*trace, scope + "/deviation");
            ASSERT_EQ(mean.value.columns(), 1);
            for (Index row = 0; row < tensor.value.rows(); ++row) {
                double sum = 0;
                double squares = 0;
                for (Index column = 0; column < tensor.value.columns(); ++column) {
                    const auto n = static_cast<double>(tensor.value.at(row, column));
                    sum += n;
                    squares += n * n;
                }
                const auto width = static_cast<double>(tensor.value.columns());
                EXPECT_NEAR(sum / width, 0, 1e-5) << scope;
                EXPECT_NEAR(squares / width, 1, 1e-2) << scope;
                EXPECT_GT(deviation.value.at(row, 0), 0) << scope;
            }
        }
        EXPECT_GT(norms, 4) << norm;
    }
}

TEST(LayerParts, ANumberThatIsSetInAPartGoesOnAndNothingElseChanges)
{
    for (const char* norm : {"post", "pre"}) {
        const auto before = traceOf("transformer", norm);
        for (const char* path :
             {"encoder/layer0/norm/mean", "encoder/layer0/norm/deviation",
              "encoder/layer0/norm/standardised", "encoder/layer0/feed_forward/expanded",
              "encoder/layer0/feed_forward/rectified", "encoder/layer0/feed_forward/net"}) {
            Edit edit;
            edit.path = path;
            edit.value = 2.5;
            const auto after = traceOf("transformer", norm, {edit});
            EXPECT_EQ(tensorOf(*after, path).value.at(0, 0), Real(2.5)) << path;
            EXPECT_NE(tensorOf(*after, "encoder/layer0/output").value.at(0, 0),
                      tensorOf(*before, "encoder/layer0/output").value.at(0, 0))
                << path << " " << norm;
            // What came before it, and the other rows of its layer behind the attention.
            EXPECT_TRUE(
                tensorOf(*after, "encoder/X").value.isSameAs(tensorOf(*before, "encoder/X").value));
        }
    }
}

TEST(LayerParts, ANumberThatIsSetToWhatItIsChangesHardlyAnything)
{
    const auto before = traceOf("transformer");
    for (const char* path : {"encoder/layer0/norm/mean", "encoder/layer0/norm/standardised"}) {
        Edit edit;
        edit.path = path;
        edit.value = tensorOf(*before, path).value.at(0, 0);
        const auto after = traceOf("transformer", nullptr, {edit});
        const TraceValue& a = tensorOf(*after, "encoder/layer0/output").value;
        const TraceValue& b = tensorOf(*before, "encoder/layer0/output").value;
        for (std::size_t i = 0; i < a.size(); ++i)
            EXPECT_NEAR(a[i], b[i], 2e-5) << path;
    }
}

} // namespace
} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
// The memory that the window tells of a trace.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <gtest/gtest.h>

namespace regard {
namespace {

TEST(TraceBytes, CoverEveryScoreThatIsKept)
{
    setResourceDirectory(REGARD_SOURCE_DIR "/resources");
    std::size_t before = 0;
    for (const int words : {8, 64, 256, 512}) {
        Exploration exploration;
        exploration.scenario = "self-attention";
        std::string text;
        for (int i = 0; i < words; ++i)
            text += "the animal ";
        exploration.texts = {text};
        const std::shared_ptr<const Trace> trace = explore(exploration);
        std::size_t scores = 0;
        for (const TraceTensor& tensor : trace->tensors)
            if (tensor.role == Role::Scores)
                scores += static_cast<std::size_t>(tensor.value.shape().size()) * sizeof(Real);
        EXPECT_GE(trace->bytes, scores) << words;
        EXPECT_GT(trace->bytes, before) << words;
        before = trace->bytes;
    }
}

} // namespace
} // namespace regard

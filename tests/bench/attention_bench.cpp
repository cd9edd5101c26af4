// SPDX-License-Identifier: GPL-3.0-or-later
// One interaction without gradients, as the window asks for it: attention through attend() and a
// Probe that keeps every tensor.
//   attention_bench self|additive N [SECONDS]      prints the median in microseconds
#include "core/attention/encoder_layer.h"
#include "tests/core/given_formula.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

using namespace regard;

namespace {

constexpr Index width = 64;
constexpr Index heads = 8;

Tensor drawn(const Shape& shape)
{
    Tensor tensor(shape);
    Random random(7);
    for (Real& value : tensor.values())
        value = static_cast<Real>(random.normal());
    return tensor;
}

double median(const std::function<void()>& work, double seconds)
{
    using Clock = std::chrono::steady_clock;
    for (int i = 0; i < 5; ++i)
        work();
    std::vector<double> times;
    const auto end = Clock::now() + std::chrono::duration<double>(seconds);
    while (times.size() < 15 || (Clock::now() < end && times.size() < 20000)) {
        const auto begin = Clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
    }
    std::nth_element(times.begin(), times.begin() + static_cast<Index>(times.size() / 2),
                     times.end());
    return times[times.size() / 2];
}

} // namespace

int main(int count, char** arguments)
{
    if (count < 3) {
        std::fprintf(stderr, "use: attention_bench self|additive N [SECONDS]\n");
        return 2;
    }
    const std::string kind = arguments[1];
    const Index n = std::atol(arguments[2]);
    const double seconds = count > 3 ? std::atof(arguments[3]) : 1.5;
    const auto layout = std::make_shared<ParameterLayout>();
    const MultiHeadAttention layer(*layout, "layer.", width, heads, scoreFunctionOf("scaled_dot"));
    const Score additive(*layout, "additive.", scoreFunctionOf("additive"), {width, width, width});
    Parameters parameters(layout, 1);
    parameters.freeze();
    const Tensor x = drawn({1, n, width});
    std::vector<std::string> words(static_cast<std::size_t>(n), "word");
    const Axis labels = makeAxis(std::move(words));
    Tape tape;
    const auto interaction = [&] {
        tape.reset();
        tape.bind(parameters);
        Recorder recorder(tape, {}, {});
        const Probe probe(recorder);
        const Var input = tape.constant(x.view());
        if (kind == "self") {
            layer(tape, probe, input, {}, labels, labels);
        } else {
            const Var queries = probe.name(input, "Q", Role::Query, How(givenFormula), labels);
            const Memory memory = remember(tape, probe, additive, input, How(givenFormula), input,
                                           How(givenFormula), labels);
            attend(tape, probe, additive, queries, memory, {}, labels);
        }
        const Trace trace = recorder.take();
        if (trace.tensors.empty())
            std::abort();
    };
    std::printf("%.2f\n", median(interaction, seconds));
    return 0;
}

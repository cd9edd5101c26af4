// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/padded_ids.h"
#include "core/io/npz.h"
#include "core/tape/operations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>

namespace regard {

/// One file of tests/golden, written by make_golden.py there.
class Golden {
public:
    explicit Golden(const std::string& name) : m_name(name)
    {
        for (NamedTensor& tensor :
             readNpz(REGARD_SOURCE_DIR "/tests/golden/" + name + ".npz").arrays)
            m_tensors.emplace(tensor.name, std::move(tensor));
    }

    const NamedTensor& at(const std::string& name) const { return m_tensors.at(name); }

    Shape shape(const std::string& name) const
    {
        const std::vector<std::int64_t>& d = at(name).dimensions;
        switch (d.size()) {
        case 1:
            return {d[0]};
        case 2:
            return {d[0], d[1]};
        case 3:
            return {d[0], d[1], d[2]};
        default:
            return {d[0], d[1], d[2], d[3]};
        }
    }
    Tensor tensor(const std::string& name) const
    {
        Tensor tensor(shape(name));
        std::copy(at(name).values.begin(), at(name).values.end(), tensor.data());
        return tensor;
    }
    std::vector<std::int32_t> ids(const std::string& name) const
    {
        std::vector<std::int32_t> ids;
        for (float value : at(name).values)
            ids.push_back(static_cast<std::int32_t>(value));
        return ids;
    }
    /// Padded rows of ids, with their lengths.
    PaddedIds padded(const std::string& name, const std::string& lengths) const
    {
        PaddedIds rows;
        rows.ids.assign(at(name).values.begin(), at(name).values.end());
        rows.lengths.assign(at(lengths).values.begin(), at(lengths).values.end());
        rows.batch = shape(name)[0];
        rows.time = shape(name)[1];
        return rows;
    }
    /// Rows of padded ids as sentences of their own lengths.
    std::vector<std::vector<std::int32_t>> sentences(const std::string& name,
                                                     const std::string& lengths) const
    {
        std::vector<std::vector<std::int32_t>> result;
        const std::vector<std::int32_t> all = ids(name);
        const auto width = static_cast<std::ptrdiff_t>(at(name).dimensions[1]);
        std::ptrdiff_t row = 0;
        for (std::int32_t length : ids(lengths)) {
            const auto first = all.begin() + row++ * width;
            result.emplace_back(first, first + length);
        }
        return result;
    }

    /// Parameters of a layout, every one from the file; shapes must agree.
    Parameters parameters(const std::shared_ptr<const ParameterLayout>& layout) const
    {
        Parameters parameters(layout);
        std::size_t count = 0;
        for (const auto& [name, tensor] : m_tensors)
            count += name.starts_with("param/");
        EXPECT_EQ(count, layout->entries().size());
        for (const ParameterLayout::Entry& entry : layout->entries()) {
            EXPECT_EQ(shape("param/" + entry.name), entry.shape) << entry.name;
            const std::vector<float>& values = at("param/" + entry.name).values;
            std::copy(values.begin(), values.end(), parameters[layout->find(entry.name)].data);
        }
        return parameters;
    }

    /// The largest difference relative to the largest number of the golden tensor.
    void expectNear(const std::string& name, ConstView got, double tolerance) const
    {
        const NamedTensor& wanted = at(name);
        ASSERT_EQ(static_cast<Index>(wanted.values.size()), got.shape.size()) << name;
        double scale = 1e-6;
        for (float value : wanted.values)
            scale = std::max(scale, std::abs(static_cast<double>(value)));
        double worst = 0;
        for (std::size_t i = 0; i < wanted.values.size(); ++i)
            worst = std::max(
                worst,
                std::abs(static_cast<double>(got.data[i]) - static_cast<double>(wanted.values[i])));
        EXPECT_LE(worst / scale, tolerance) << name;
        note(name, worst / scale);
    }
    /// The loss and gradients of what a model writes in teacher forcing.
    template <class Model>
    void expectTeacherForcing(const Model& model,
                              const std::shared_ptr<const ParameterLayout>& layout) const
    {
        const Parameters own = parameters(layout);
        Buffer gradients(static_cast<std::size_t>(layout->blockSize()));
        Tape tape;
        tape.bind(own, gradients.data());
        const auto sources = sentences("input/source", "input/lengths");
        const auto targets = sentences("input/target", "input/target_lengths");
        std::vector<const std::vector<std::int32_t>*> from;
        std::vector<const std::vector<std::int32_t>*> to;
        for (std::size_t i = 0; i < sources.size(); ++i) {
            from.push_back(&sources[i]);
            to.push_back(&targets[i]);
        }
        const auto loss = model.loss(tape, from, to, {});
        expectNear("output/loss", tape.value(loss.sum), 1e-5);
        EXPECT_EQ(loss.count, 9); // 2 + 3 + 1 tokens and three <eos>
        tape.backward(loss.sum);
        expectParameterGradients(*layout, gradients);
    }
    void expectParameterGradients(const ParameterLayout& layout,
                                  std::span<const Real> gradients) const
    {
        for (const ParameterLayout::Entry& entry : layout.entries())
            expectNear("grad/" + entry.name, {gradients.data() + entry.offset, entry.shape}, 1e-4);
    }

private:
    /// For differences.py: a line in the file that REGARD_DIFFERENCES names.
    void note(const std::string& tensor, double difference) const
    {
        if (const char* file = std::getenv("REGARD_DIFFERENCES"))
            std::ofstream(file, std::ios::app)
                << m_name << '\t' << tensor << '\t' << difference << '\n';
    }

    std::string m_name;
    std::map<std::string, NamedTensor> m_tensors;
};

/// The loss of golden_file.py over numbers that begin at place `first` of all that it weighs.
inline Var weighed(Tape& tape, Var y, Index first = 0)
{
    Tensor factors(tape.shape(y));
    for (Index i = 0; i < factors.shape().size(); ++i)
        factors.data()[i] = static_cast<Real>(std::cos(0.7 + 1.3 * static_cast<double>(first + i)));
    return sum(tape, times(tape, y, tape.constant(factors.view())));
}

} // namespace regard

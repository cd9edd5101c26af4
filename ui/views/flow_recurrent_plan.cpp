// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow_chips_item.h"
#include "ui/views/flow_plan.h"
#include "ui/views/flow_text.h"

#include <algorithm>

namespace regard {

// From top to bottom: output tokens, decoder states, the context of the step, encoder
// states, their shares of the step's attention, input tokens. Captions to the left, the
// candidates of the step to the right.
FlowPlan planRecurrence(const Trace& trace, const FlowRecurrence& recurrence, int step,
                        const QSizeF& size, const FlowType& type)
{
    using Kind = FlowBox::Kind;
    FlowPlan plan{size, type, {}, {}};
    const auto tensor = [&](int index) -> const TraceTensor& {
        return trace.tensors[static_cast<std::size_t>(index)];
    };
    const auto count = [&](int index) {
        return std::max<qreal>(1, static_cast<qreal>(tensor(index).value.rows()));
    };
    const qreal s = type.scale;
    const qreal w = size.width();
    const qreal h = size.height();
    const qreal margin = std::clamp(w * 0.016, 8.0, 24.0);
    const qreal gutter = std::clamp(w * 0.115, 74.0, 150.0);
    const bool candidates = recurrence.probabilities >= 0;
    const bool attention = recurrence.weights >= 0;
    const bool side = candidates || attention;
    const qreal panel = side ? std::clamp(w * 0.2, 118.0, 300.0) : 0;
    const qreal left = margin + gutter;
    const qreal width = w - left - margin - (side ? panel + 12 * s : 0);

    const qreal inputPitch = std::min(width / count(recurrence.states), 120 * s);
    const qreal stepPitch = std::min(width / count(recurrence.decoderStates), 120 * s);
    // Characters stand level where words have to slant, which is where they would be cut.
    const auto slants = [&](const QStringList& words, qreal pitch) {
        const bool characters = std::all_of(words.begin(), words.end(), [](const QString& word) {
            return word.size() <= 2 || word.startsWith(QLatin1Char('<'));
        });
        return characters ? pitch < 15 * s : levelChips(words, pitch, type).empty();
    };
    const bool outputSlants =
        slants(chipWords(trace, tensor(recurrence.decoderStates), false), stepPitch);
    const bool inputSlants = slants(chipWords(trace, tensor(recurrence.states), true), inputPitch);
    const qreal level = type.titleHeight() + 8 * s;
    const qreal outputHeight = outputSlants ? 54 * s : level;
    const qreal inputHeight = inputSlants ? 54 * s : level;
    const qreal shareHeight = attention ? std::clamp(h * 0.11, 36.0, 84.0) : 18 * s;
    const qreal stripHeight = std::clamp(h * 0.16, 44.0, 150.0);
    const qreal gap = std::clamp(h * 0.02, 6.0, 20.0);

    const auto row = [&](int index, qreal pitch, qreal y, qreal height) {
        const qreal extent = pitch * count(index);
        return QRectF(left + (width - extent) / 2, y, extent, height);
    };
    qreal y = margin;
    const int outputTensor =
        recurrence.probabilities >= 0 ? recurrence.probabilities : recurrence.decoderStates;
    FlowBox chips{Kind::Chips, QStringLiteral("output"), outputTensor,
                  row(recurrence.decoderStates, stepPitch, y, outputHeight)};
    chips.pitch = stepPitch;
    chips.slanted = outputSlants;
    plan.boxes.push_back(chips);
    y += outputHeight + gap;
    FlowBox decoder{Kind::Strips, QStringLiteral("decoder"), recurrence.decoderStates,
                    row(recurrence.decoderStates, stepPitch, y, stripHeight)};
    decoder.pitch = stepPitch;
    plan.boxes.push_back(decoder);
    const qreal decoderBottom = y + stripHeight;

    const qreal inputTop = h - margin - inputHeight;
    FlowBox inputs{Kind::Chips, QStringLiteral("input"), recurrence.states,
                   row(recurrence.states, inputPitch, inputTop, inputHeight)};
    inputs.pitch = inputPitch;
    inputs.slanted = inputSlants;
    plan.boxes.push_back(inputs);
    const qreal encoderTop = inputTop - shareHeight - 4 - stripHeight;
    FlowBox encoder{Kind::Strips, QStringLiteral("encoder"), recurrence.states,
                    row(recurrence.states, inputPitch, encoderTop, stripHeight)};
    encoder.pitch = inputPitch;
    plan.boxes.push_back(encoder);
    if (attention) {
        FlowBox shares{Kind::Shares, QStringLiteral("shares"), recurrence.weights,
                       row(recurrence.states, inputPitch, inputTop - shareHeight, shareHeight)};
        shares.pitch = inputPitch;
        plan.boxes.push_back(shares);
    }

    // The context stands below its step; the fixed one in the middle. Without one, weights
    // are the answer.
    const bool known = recurrence.context >= 0;
    const qreal contextHeight = 15 * s;
    const qreal contextY = decoderBottom + (encoderTop - decoderBottom) * (attention ? 0.34 : 0.46);
    if (known || !attention) {
        const qreal contextWidth = std::min(150 * s, width * 0.4);
        const qreal column = decoder.rect.left() + stepPitch * (std::max(0, step) + 0.5);
        const qreal middle = attention ? column : left + width / 2;
        const qreal x = std::clamp(middle - contextWidth / 2, left, left + width - contextWidth);
        plan.boxes.push_back(
            {Kind::Vector, QStringLiteral("context"),
             known ? recurrence.context : recurrence.states,
             QRectF(x, contextY, contextWidth, contextHeight),
             attention ? FlowWords::tr("C′ = Σ α_i h_i") : FlowWords::tr("C (fixed)")});
    }

    const auto caption = [&](const QString& key, int index, const QRectF& beside) {
        plan.boxes.push_back({Kind::Caption, key, index,
                              QRectF(margin, beside.top(), gutter - 10 * s, beside.height()),
                              flowName(tensor(index))});
    };
    caption(QStringLiteral("decoder caption"), recurrence.decoderStates, decoder.rect);
    caption(QStringLiteral("encoder caption"), recurrence.states, encoder.rect);
    if (known)
        caption(QStringLiteral("context caption"), recurrence.context,
                QRectF(0, contextY - 20 * s, 1, contextHeight + 40 * s));

    const QRectF right(w - margin - panel, margin, panel, h - 2 * margin);
    qreal top = right.top();
    if (candidates) {
        const qreal height = type.titleHeight() + 5 * type.lineHeight() * 1.6 + 16;
        plan.boxes.push_back({Kind::Candidates, QStringLiteral("candidates"),
                              recurrence.probabilities, QRectF(right.left(), top, panel, height)});
        top += height + gap;
    }
    if (attention) {
        // The alignment as it grows, a row a step.
        top += type.headerHeight() + gap;
        const qreal rows = count(recurrence.weights);
        const qreal columns = static_cast<qreal>(tensor(recurrence.weights).value.columns());
        const qreal cell = std::min({panel / columns, (right.bottom() - top) / rows, 44 * s});
        const qreal mapWidth = std::max(cell * columns, std::min(panel, 24.0));
        plan.boxes.push_back(
            {Kind::Matrix, QStringLiteral("alignment"), recurrence.weights,
             QRectF(right.center().x() - mapWidth / 2, top, mapWidth, std::max(cell * rows, 16.0)),
             flowTitle(trace, tensor(recurrence.weights))});
    }
    return plan;
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow/flow_chips_item.h"
#include "ui/views/flow/flow_plan.h"
#include "ui/views/flow/flow_text.h"

#include <algorithm>

namespace regard {

// From top to bottom: output tokens, h̃ where attention stands behind the decoder, decoder states,
// the context of the step, encoder states, their shares of the step's attention, input tokens.
// Captions to the left, to the right the candidates of the step and the weights of all steps.
FlowPlan planRecurrence(const Trace& trace, const Recurrence& recurrence, int step,
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
    const int probabilities = trace.indexOf(Role::Probabilities);
    const bool candidates = probabilities >= 0;
    const bool attention = recurrence.weights >= 0;
    const bool side = candidates || attention;
    const qreal panel = side ? std::clamp(w * 0.2, 118.0, 300.0) : 0;
    const qreal left = margin + gutter;
    const qreal width = w - left - margin - (side ? panel + 12 * s : 0);

    // Characters stand level where words have to slant, which is where they would be cut.
    const auto slants = [&](const QStringList& words, qreal pitch) {
        const bool characters = std::all_of(words.begin(), words.end(), [](const QString& word) {
            return word.size() <= 2 || word.startsWith(QLatin1Char('<'));
        });
        return characters ? pitch < 15 * s : levelChips(words, pitch, type).empty();
    };
    const qreal reach = 36 * s; // of the last slanted word beyond its place
    const auto pitchOf = [&](int index, bool slanted) {
        return std::min((width - (slanted ? reach : 0)) / count(index), 120 * s);
    };
    const auto slantsIn = [&](int index) {
        return slants(chipWords(trace, tensor(index)), pitchOf(index, false));
    };
    const bool outputSlants = slantsIn(recurrence.decoderStates);
    const bool inputSlants = slantsIn(recurrence.states);
    const qreal inputPitch = pitchOf(recurrence.states, inputSlants);
    const qreal stepPitch = pitchOf(recurrence.decoderStates, outputSlants);
    const qreal level = type.titleHeight() + 8 * s;
    const qreal outputHeight = outputSlants ? 54 * s : level;
    const qreal inputHeight = inputSlants ? 54 * s : level;
    const qreal shareHeight = attention ? std::clamp(h * 0.11, 36.0, 84.0) : 18 * s;
    const qreal stripHeight = std::clamp(h * 0.16, 44.0, 150.0);
    const qreal gap = std::clamp(h * 0.02, 6.0, 20.0);

    const auto row = [&](int index, qreal pitch, qreal y, qreal height) {
        const qreal extent = pitch * count(index);
        const bool slanted = index == recurrence.states ? inputSlants : outputSlants;
        return QRectF(left + (width - (slanted ? reach : 0) - extent) / 2, y, extent, height);
    };
    qreal y = margin;
    const int outputTensor = candidates ? probabilities : recurrence.decoderStates;
    FlowBox chips{Kind::Chips, QStringLiteral("output"), outputTensor,
                  row(recurrence.decoderStates, stepPitch, y, outputHeight)};
    chips.pitch = stepPitch;
    chips.slanted = outputSlants;
    plan.boxes.push_back(chips);
    y += outputHeight + gap;
    const bool behind = recurrence.attentional >= 0;
    if (behind) {
        const qreal height = stripHeight * 0.55;
        FlowBox attentional{Kind::Strips, QStringLiteral("attentional"), recurrence.attentional,
                            row(recurrence.attentional, stepPitch, y, height)};
        attentional.pitch = stepPitch;
        plan.boxes.push_back(attentional);
        y += height + std::max(gap, 30 * s);
    }
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
    if (behind)
        caption(
            QStringLiteral("attentional caption"), recurrence.attentional,
            plan.boxes[static_cast<std::size_t>(plan.indexOf(QStringLiteral("attentional")))].rect);
    if (known)
        caption(QStringLiteral("context caption"), recurrence.context,
                QRectF(0, contextY - 20 * s, 1, contextHeight + 40 * s));

    const QRectF right(w - margin - panel, margin, panel, h - 2 * margin);
    qreal top = right.top();
    if (candidates) {
        const qreal height = type.titleHeight() + 5 * type.lineHeight() * 1.6 + 16;
        plan.boxes.push_back({Kind::Candidates, QStringLiteral("candidates"), probabilities,
                              QRectF(right.left(), top, panel, height)});
        top += height + gap;
    }
    if (attention) {
        // The alignment as it grows, a row a step.
        const qreal rowWords = std::clamp(panel * 0.37, 36.0, 84.0);
        const qreal columnWords = std::clamp(panel * 0.27, 34.0, 60.0);
        const qreal beyond = columnWords * 0.5; // the last of the slanted words
        const qreal room = panel - rowWords - beyond;
        top += type.headerHeight() + columnWords + gap;
        const qreal rows = count(recurrence.weights);
        const qreal columns = static_cast<qreal>(tensor(recurrence.weights).value.columns());
        const qreal cell = std::min({room / columns, (right.bottom() - top) / rows, 44 * s});
        const qreal mapWidth = std::max(cell * columns, std::min(room, 24.0));
        FlowBox map{Kind::Matrix, QStringLiteral("alignment"), recurrence.weights,
                    QRectF(right.left() + rowWords + (room - mapWidth) / 2, top, mapWidth,
                           std::max(cell * rows, 16.0)),
                    flowTitle(tensor(recurrence.weights))};
        map.lift = columnWords;
        plan.boxes.push_back(
            {Kind::Tokens, QStringLiteral("alignment rows"), recurrence.weights,
             QRectF(map.rect.left() - rowWords - 2, top, rowWords, map.rect.height())});
        FlowBox above{Kind::ColumnWords, QStringLiteral("alignment columns"), recurrence.weights,
                      QRectF(map.rect.left(), top - columnWords, mapWidth, columnWords)};
        plan.boxes.push_back(above);
        plan.boxes.push_back(map);
    }
    return plan;
}

} // namespace regard

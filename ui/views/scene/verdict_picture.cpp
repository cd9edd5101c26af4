// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/verdict_picture.h"

#include "ui/words/to_text.h"

#include <algorithm>
#include <cmath>

namespace regard {

namespace {

const VerdictScene& sceneOf(const SceneState& state)
{
    return std::get<VerdictScene>(state.scene()->kind);
}

/// The name of a class, 0 or 1.
QString classText(const SceneState& state, Index number)
{
    const TraceTensor* chances = state.tensor(sceneOf(state).probabilities);
    const std::string* label = chances ? chances->columnLabel(number) : nullptr;
    return label ? toText(*label) : QString();
}

bool isDone(const SceneState& state, const std::string& path)
{
    const TraceTensor* tensor = state.tensor(path);
    return tensor && state.isComputed(tensor, tensor->value.rows() - 1);
}

/// As it is written; all digits are told where it is pointed at.
QString shortly(double value)
{
    return (value > 0 ? QStringLiteral("+") : QString())
        + QString::number(value, 'f', 3).replace(QLatin1Char('-'), QStringLiteral("−"));
}

QString withSign(double value)
{
    return (value > 0 ? QStringLiteral("+") : QString()) + SceneState::number(value);
}

} // namespace

int VerdictPicture::placeOf(int token) const
{
    const VerdictScene& scene = sceneOf(state());
    const TraceTensor* weights = state().tensor(scene.weights);
    const Index place =
        weights ? state().trace->labelOf(weights->columns, TokensOf::Input, token) : -1;
    return place < static_cast<Index>(scene.shares.size()) ? static_cast<int>(place) : -1;
}

std::vector<VerdictPicture::Term> VerdictPicture::terms() const
{
    const VerdictScene& scene = sceneOf(state());
    const TraceTensor* weights = state().tensor(scene.weights);
    if (!weights || !weights->columns)
        return {};
    double ofWords = 0;
    double ofPadding = 0;
    double ofOthers = 0;
    const AxisRun& padding = weights->columns->padding;
    Index others = 0;
    for (std::size_t j = 0; j < scene.shares.size(); ++j) {
        const auto place = static_cast<Index>(j);
        const bool filler = place >= padding.first && place < padding.first + padding.count;
        const bool word = state().trace->tokenAt(weights->columns, place, TokensOf::Input) >= 0;
        (filler ? ofPadding : word ? ofWords : ofOthers) += scene.shares[j];
        others += !filler && !word;
    }
    std::vector<Term> terms{{tr("words"), ofWords}};
    if (others > 0)
        terms.push_back({tr("sign of the start"), ofOthers});
    if (padding.count > 0)
        terms.push_back({tr("padding, %1 places").arg(padding.count), ofPadding});
    terms.push_back({tr("bias"), scene.bias});
    if (scene.changed != 0)
        terms.push_back({tr("set by hand behind them"), scene.changed});
    return terms;
}

void VerdictPicture::fill(std::vector<WordBlock>& blocks)
{
    const Trace& trace = *state().trace;
    const VerdictScene& scene = sceneOf(state());
    blocks.resize(2);
    m_largest = 0;
    for (int i = 0; i < static_cast<int>(trace.input.size()); ++i) {
        const TraceToken& token = trace.input[static_cast<std::size_t>(i)];
        PictureWord word;
        word.text = toText(token.text);
        word.index = i;
        word.isUnknown = !token.known;
        const int place = placeOf(i);
        if (place >= 0) {
            word.cell = {trace.indexOf(scene.weights), -1, place};
            m_largest =
                std::max(m_largest, std::abs(scene.shares[static_cast<std::size_t>(place)]));
        }
        blocks[0].words.push_back(std::move(word));
    }
    const std::vector<Term> sum = terms();
    const TraceTensor* chances = state().tensor(scene.probabilities);
    if (sum.empty() || !state().tensor(scene.logits) || !chances)
        return;
    QStringList parts;
    for (const Term& term : sum)
        parts << tr("%1\u00a0%2").arg(term.text, shortly(term.value)); // on one line
    PictureWord whole;
    whole.text =
        tr("%1  =\u00a0\u00a0%2").arg(parts.join(QStringLiteral("  ·  ")), shortly(difference()));
    whole.cell = {trace.indexOf(scene.logits), 0, -1};
    blocks[1].words.push_back(std::move(whole));
    for (Index number = 1; number >= 0; --number) {
        PictureWord verdict;
        verdict.text =
            tr("%1 %2").arg(classText(state(), number),
                            numberText(static_cast<double>(chances->value.at(0, number)), 3));
        verdict.index = static_cast<int>(number);
        verdict.startsLine = number == 1;
        verdict.isPlain = true;
        verdict.cell = {trace.indexOf(scene.probabilities), 0, number};
        blocks[1].words.push_back(std::move(verdict));
    }
}

double VerdictPicture::difference() const
{
    const TraceTensor* logits = state().tensor(sceneOf(state()).logits);
    return logits
        ? static_cast<double>(logits->value.at(0, 1)) - static_cast<double>(logits->value.at(0, 0))
        : NAN;
}

void VerdictPicture::shadeWords(WordBlock& block)
{
    const VerdictScene& scene = sceneOf(state());
    const bool judged = isDone(state(), scene.logits);
    const bool weighed = isDone(state(), scene.weights);
    const auto* before = state().before && state().before->scene
        ? std::get_if<VerdictScene>(&state().before->scene->kind)
        : nullptr;
    double most = 0;
    for (const PictureWord& word : block.words)
        if (const int place = placeOf(word.index); place >= 0)
            most = std::max(most, scene.attended[static_cast<std::size_t>(place)]);
    block.isSigned = judged;
    for (PictureWord& word : block.words) {
        const int place = placeOf(word.index);
        const auto at = static_cast<std::size_t>(std::max(0, place));
        word.share = place < 0 ? NAN
            : judged           ? (m_largest > 0 ? scene.shares[at] / m_largest : 0)
            : weighed          ? (most > 0 ? scene.attended[at] / most : 0)
                               : NAN;
        word.isChanged = judged && before && place >= 0 && at < before->shares.size()
            && before->shares.size() == scene.shares.size()
            && before->shares[at] != scene.shares[at];
    }
    block.title = judged
        ? tr("Shares in the verdict; the longest bar is %1").arg(SceneState::number(m_largest))
        : weighed ? tr("Mean of the weights on each word; the longest bar is %1")
                        .arg(SceneState::number(most))
                  : tr("The text");
}

void VerdictPicture::shade(std::vector<WordBlock>& blocks)
{
    const VerdictScene& scene = sceneOf(state());
    shadeWords(blocks[0]);
    blocks[1].title = tr("With padding and bias they add up to logit “%1” less logit “%2”")
                          .arg(classText(state(), 1), classText(state(), 0));
    if (blocks[1].words.empty())
        blocks[1].title.clear();
    const bool judged = isDone(state(), scene.logits);
    const bool said = isDone(state(), scene.probabilities);
    const TraceTensor* chances = state().tensor(scene.probabilities);
    for (PictureWord& word : blocks[1].words) {
        word.isEmpty = word.isPlain ? !said : !judged;
        if (word.isPlain && chances)
            word.share = static_cast<double>(chances->value.at(0, word.index));
    }
}

bool VerdictPicture::isAbout(const WordBlock& block, const PictureWord& word,
                             const CellRef& cell) const
{
    if (&block != blocks().data())
        return word.cell == cell;
    const TraceTensor& tensor = state().trace->tensors[static_cast<std::size_t>(cell.tensor)];
    return state().trace->tokenAt(tensor.columns, cell.column, TokensOf::Input) == word.index
        || state().trace->tokenAt(tensor.rows, cell.row, TokensOf::Input) == word.index;
}

QString VerdictPicture::wordText(int token) const
{
    const VerdictScene& scene = sceneOf(state());
    const TraceToken& read = state().trace->input[static_cast<std::size_t>(token)];
    QString text = read.known
        ? tr("“%1”").arg(toText(read.text))
        : tr("“%1”, which the model does not know: it read <unk>").arg(toText(read.text));
    const int place = placeOf(token);
    if (place < 0)
        return text;
    const auto at = static_cast<std::size_t>(place);
    if (isDone(state(), scene.logits))
        return tr("%1: share %2 = weight %3 (mean of all words' on it) · %4 (what its value says)")
            .arg(text, withSign(scene.shares[at]), SceneState::number(scene.attended[at]),
                 withSign(scene.said[at]));
    if (isDone(state(), scene.weights))
        return tr("%1: weight %2 (mean of all words' on it)")
            .arg(text, SceneState::number(scene.attended[at]));
    return text;
}

QString VerdictPicture::sumText() const
{
    QStringList lines;
    for (const Term& term : terms())
        lines << tr("%1: %2").arg(term.text, withSign(term.value));
    lines << tr("logit of “%1” less logit of “%2”: %3")
                 .arg(classText(state(), 1), classText(state(), 0), withSign(difference()));
    return lines.join(QLatin1Char('\n'));
}

QString VerdictPicture::words(const WordSpot& spot) const
{
    const PictureWord& word = at(spot);
    if (spot.block == 0)
        return wordText(word.index);
    if (word.isEmpty)
        return tr("not computed yet");
    return word.isPlain ? tr("%1: probability %2")
                              .arg(classText(state(), word.index), SceneState::number(word.share))
                        : sumText();
}

QString VerdictPicture::caption(const SceneState& state) const
{
    if (state.trace->input.empty())
        return tr("Nothing to judge yet: type a text.");
    return tr("Each word's share in the verdict is how much attention falls on it times what its "
              "value says: a bar to the right speaks for “%1”, one to the left for “%2”.")
        .arg(classText(state, 1), classText(state, 0));
}

QString VerdictPicture::described(const SceneState& state) const
{
    const VerdictScene& scene = sceneOf(state);
    QStringList parts = selectedWords();
    if (isDone(state, scene.logits)) {
        std::vector<int> order;
        for (int i = 0; i < static_cast<int>(state.trace->input.size()); ++i)
            if (placeOf(i) >= 0)
                order.push_back(i);
        const auto shareOf = [&](int token) {
            return std::abs(scene.shares[static_cast<std::size_t>(placeOf(token))]);
        };
        constexpr std::size_t most = 5;
        const auto few = order.begin() + static_cast<std::ptrdiff_t>(std::min(most, order.size()));
        std::partial_sort(order.begin(), few, order.end(),
                          [&](int a, int b) { return shareOf(a) > shareOf(b); });
        for (auto token = order.begin(); token != few; ++token)
            parts << tr("“%1” %2").arg(
                toText(state.trace->input[static_cast<std::size_t>(*token)].text),
                withSign(scene.shares[static_cast<std::size_t>(placeOf(*token))]));
    }
    for (int word = 0; word < static_cast<int>(blocks()[1].words.size()); ++word)
        if (!at({1, word}).isEmpty)
            parts << words({1, word});
    parts << tr("Arrow keys choose a word.");
    return parts.join(QStringLiteral(". "));
}

std::vector<int> VerdictPicture::stops(const SceneState& state) const
{
    const VerdictScene& scene = sceneOf(state);
    return momentsOf(*state.trace, {scene.weights, scene.logits, scene.probabilities});
}

} // namespace regard

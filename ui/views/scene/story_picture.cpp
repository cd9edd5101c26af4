// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scene/story_picture.h"

#include "ui/views/scene/slot_box.h"
#include "ui/words/to_text.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace regard {

namespace {

constexpr double margin = 10;
constexpr double gap = 12;
constexpr int milliseconds = 250; ///< of a lid on its way

enum Block { Story, Slots, Question };
/// The words of the last block.
constexpr int theQuestion = 0;
constexpr int theAnswer = 1;

const StoryScene& sceneOf(const SceneState& state)
{
    return std::get<StoryScene>(state.scene()->kind);
}

QString textOf(const TraceToken& token)
{
    return token.known ? toText(token.text)
                       : StoryPicture::tr("%1 (unknown)").arg(toText(token.text));
}

} // namespace

StoryPicture::StoryPicture(QWidget* parent) : TextPicture(parent)
{
    m_move.setDuration(milliseconds);
    m_move.setStartValue(0.0);
    m_move.setEndValue(1.0);
    m_move.setEasingCurve(QEasingCurve::InOutCubic);
    connect(&m_move, &QVariantAnimation::valueChanged, this, [this] {
        openBoxes();
        update();
    });
}

double StoryPicture::gate(int sentence, int slot) const
{
    const TraceTensor* gates = state().tensor(sceneOf(state()).gates);
    return state().isComputed(gates, sentence) && slot >= 0 && slot < gates->value.columns()
        ? static_cast<double>(gates->value.at(sentence, slot))
        : NAN;
}

double StoryPicture::weight(int slot) const
{
    const TraceTensor* weights = state().tensor(sceneOf(state()).weights);
    return state().isComputed(weights, 0) && slot >= 0 && slot < weights->value.columns()
        ? static_cast<double>(weights->value.at(0, slot))
        : NAN;
}

int StoryPicture::sentencesRead() const
{
    int read = 0;
    while (!std::isnan(gate(read, 0)))
        ++read;
    return read;
}

int StoryPicture::sentenceOf(const CellRef& cell) const
{
    const int gates = state().trace->indexOf(sceneOf(state()).gates);
    if (cell && cell.tensor == gates)
        return static_cast<int>(cell.row);
    // A word of a sentence, wherever it stands.
    if (!cell)
        return -1;
    const Trace& trace = *state().trace;
    const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(cell.tensor)];
    const int token = trace.tokenAt(tensor.rows, cell.row, TokensOf::Input);
    const auto& sentences = sceneOf(state()).sentences;
    for (std::size_t i = 0; i < sentences.size() && token >= 0; ++i)
        if (std::find(sentences[i].begin(), sentences[i].end(), token) != sentences[i].end())
            return static_cast<int>(i);
    return -1;
}

int StoryPicture::slotOf(const CellRef& cell) const
{
    if (!cell)
        return -1;
    const TraceTensor& tensor = state().trace->tensors[static_cast<std::size_t>(cell.tensor)];
    if (tensor.columns && tensor.columns->kind == AxisKind::Slots && cell.column >= 0)
        return static_cast<int>(cell.column);
    return tensor.rows && tensor.rows->kind == AxisKind::Slots ? static_cast<int>(cell.row) : -1;
}

double StoryPicture::opened(int sentence) const
{
    if (m_slot >= 0)
        return gate(sentence, m_slot);
    if (std::isnan(gate(sentence, 0)))
        return NAN;
    double sum = 0;
    double most = 0;
    for (int slot = 0; slot < static_cast<int>(m_open.size()); ++slot) {
        most = std::max(most, gate(sentence, slot));
        sum += weight(slot) * gate(sentence, slot);
    }
    return std::isnan(sum) ? most : sum;
}

void StoryPicture::fill(std::vector<WordBlock>& blocks)
{
    const Trace& trace = *state().trace;
    const StoryScene& scene = sceneOf(state());
    blocks.resize(3);
    for (std::size_t i = 0; i < scene.sentences.size(); ++i) {
        QStringList words;
        for (const int token : scene.sentences[i])
            words << textOf(trace.input[static_cast<std::size_t>(token)]);
        PictureWord sentence;
        sentence.text = tr("%1  %2.").arg(i + 1).arg(words.join(QLatin1Char(' ')));
        sentence.index = static_cast<int>(i);
        sentence.startsLine = true;
        blocks[Story].words.push_back(std::move(sentence));
    }
    const TraceTensor* gates = state().tensor(scene.gates);
    const Index count = gates ? gates->value.columns() : 0;
    for (Index slot = 0; slot < count; ++slot) {
        PictureWord box;
        const std::string* name = gates->columnLabel(slot);
        box.text = name ? toText(*name) : QString::number(slot + 1);
        box.index = static_cast<int>(slot);
        blocks[Slots].words.push_back(std::move(box));
    }
    if (!scene.question.empty()) {
        PictureWord question;
        QStringList words;
        for (const TraceToken& token : scene.question)
            words << textOf(token);
        question.text = tr("%1?").arg(words.join(QLatin1Char(' ')));
        question.index = theQuestion;
        blocks[Question].words.push_back(std::move(question));
    }
    if (!trace.output.empty()) {
        PictureWord answer;
        answer.text = answerText();
        answer.index = theAnswer;
        answer.startsLine = true;
        answer.isWrong = trace.output.front().wrong;
        blocks[Question].words.push_back(std::move(answer));
    }
    if (m_open.size() != static_cast<std::size_t>(count))
        m_open.assign(static_cast<std::size_t>(count), 0.0);
}

QString StoryPicture::answerText() const
{
    const StoryScene& scene = sceneOf(state());
    const TraceToken& answer = state().trace->output.front();
    const TraceTensor* chances = state().tensor(scene.probabilities);
    double chance = NAN;
    if (chances && chances->columns)
        for (std::size_t i = 0; i < chances->columns->size(); ++i)
            if ((*chances->columns)[i] == answer.text)
                chance = static_cast<double>(chances->value.at(0, static_cast<Index>(i)));
    const QString text =
        tr("→ %1, probability %2").arg(toText(answer.text), SceneState::number(chance));
    return scene.right.empty() ? text
        : answer.wrong
        ? tr("%1  ✗ by the rules of these stories it is %2").arg(text, toText(scene.right))
        : tr("%1  ✓ right by the rules of these stories").arg(text);
}

void StoryPicture::openBoxes()
{
    const bool moving = m_move.state() == QAbstractAnimation::Running;
    const double way = moving ? m_move.currentValue().toDouble() : 1.0;
    for (std::size_t slot = 0; slot < m_open.size(); ++slot) {
        const double now = gate(m_sentence, static_cast<int>(slot));
        const double to = std::isnan(now) ? 0 : std::clamp(now, 0.0, 1.0);
        const double from = slot < m_from.size() ? m_from[slot] : to;
        m_open[slot] = from * (1 - way) + to * way;
    }
}

void StoryPicture::shade(std::vector<WordBlock>& blocks)
{
    const StoryScene& scene = sceneOf(state());
    const Trace& trace = *state().trace;
    const int read = sentencesRead();
    const int gates = trace.indexOf(scene.gates);
    const int weights = trace.indexOf(scene.weights);
    const int before = m_sentence;
    const int shown = sentenceOf(state().shown());
    m_sentence = shown >= 0 && shown < read ? shown : read - 1;
    m_slot = slotOf(state().shown());
    const bool answers = !std::isnan(weight(0));
    // A row of its own for what is pointed at stays where the fixed one is.
    const int fixed = sentenceOf(state().fixed);
    const int row = fixed >= 0 && fixed < read ? fixed : read - 1;
    for (PictureWord& word : blocks[Story].words) {
        word.cell = gates >= 0 ? CellRef{gates, word.index, -1} : CellRef();
        word.isMuted = word.index >= read;
        word.isNow = word.index == m_sentence;
        word.share = opened(word.index);
    }
    const TraceTensor* weighed = state().tensor(scene.weights);
    for (PictureWord& word : blocks[Slots].words) {
        word.cell = answers && fixed < 0 ? CellRef{weights, 0, word.index}
            : row >= 0                   ? CellRef{gates, row, word.index}
                                         : CellRef();
        word.isChanged = (answers && state().isChanged(*weighed, 0, word.index))
            || (m_sentence >= 0
                && state().isChanged(trace.tensors[static_cast<std::size_t>(gates)], m_sentence,
                                     word.index));
        word.share = weight(word.index);
    }
    const TraceTensor* chances = state().tensor(scene.probabilities);
    const bool said = state().isComputed(chances, 0);
    for (PictureWord& word : blocks[Question].words) {
        const bool isAnswer = word.index == theAnswer;
        const int tensor = isAnswer ? trace.indexOf(scene.probabilities) : weights;
        word.cell = tensor >= 0 ? CellRef{tensor, 0, -1} : CellRef();
        word.isMuted = !isAnswer && !answers;
        word.isEmpty = isAnswer && !said;
    }
    const QString slot = m_slot >= 0 && m_slot < static_cast<int>(blocks[Slots].words.size())
        ? blocks[Slots].words[static_cast<std::size_t>(m_slot)].text
        : QString();
    blocks[Story].title = !slot.isEmpty() ? tr("Story, shaded: the gate of “%1”").arg(slot)
        : answers                         ? tr("Story, shaded: gates times the question's weights")
                                          : tr("Story, shaded: the widest gate of each sentence");
    blocks[Slots].title = m_sentence < 0 ? tr("Slots")
        : answers
        ? tr("Slots: gates g for sentence %1, the question's weights a").arg(m_sentence + 1)
        : tr("Slots: gates g for sentence %1").arg(m_sentence + 1);
    blocks[Question].title = tr("Question");
    if (before != m_sentence && before >= 0 && state().animated && isVisible()) {
        m_from = m_open;
        m_move.stop();
        m_move.start();
    } else if (m_move.state() != QAbstractAnimation::Running) {
        m_from.clear();
    }
    openBoxes();
}

void StoryPicture::arrange(std::vector<WordBlock>& blocks, const QSizeF& size) const
{
    const auto setBoxes = [&](SlotBoxWidth named) {
        for (PictureWord& box : blocks[Slots].words)
            box.size = slotBoxSize(wordFont(), named);
    };
    setBoxes(SlotBoxWidth::Names);
    const double width = size.width() - 2 * margin;
    const double room = size.height() - margin;
    const double below = std::min(heightOf(blocks[Question], width), room / 3);
    double above = room - below - gap;
    constexpr double besides = 620; ///< wide enough for story and slots beside each other
    const double half = (width - gap) / 2;
    if (width >= besides)
        above =
            std::min(above, std::max(heightOf(blocks[Story], half), heightOf(blocks[Slots], half)));
    place(blocks[Question], {margin, margin / 2 + above + gap, width, below});
    if (width >= besides) {
        place(blocks[Story], {margin, margin / 2, half, above});
        place(blocks[Slots], {margin + half + gap, margin / 2, half, above});
        return;
    }
    // All slots in sight first: of a longer story the sentence that is read is in sight anyway.
    const double both = above - gap;
    const double whole = heightOf(blocks[Story], width);
    if (wordFont() == font() && whole + heightOf(blocks[Slots], width) > both)
        setBoxes(SlotBoxWidth::Symbols);
    const double twoLines = 3 * titleHeight();
    const double boxes =
        std::min(heightOf(blocks[Slots], width), both - std::min(twoLines, both / 2));
    const double story = std::min(whole, both - boxes);
    place(blocks[Story], {margin, margin / 2, width, story});
    place(blocks[Slots], {margin, margin / 2 + story + gap, width, both - story});
}

void StoryPicture::paintOne(QPainter& painter, const WordBlock& block, const PictureWord& word,
                            const WordMarks& marks) const
{
    if (&block != &blocks()[Slots])
        return TextPicture::paintOne(painter, block, word, marks);
    const SlotBox box{word.text, m_open[static_cast<std::size_t>(word.index)],
                      gate(m_sentence, word.index), word.share};
    paintSlotBox(painter, block.placed(word), box, state().theme);
    paintOutlines(painter, word, block.placed(word), marks, state().theme);
}

bool StoryPicture::isAbout(const WordBlock& block, const PictureWord& word,
                           const CellRef& cell) const
{
    if (&block == &blocks()[Story])
        return sentenceOf(cell) == word.index;
    if (&block == &blocks()[Slots])
        return slotOf(cell) == word.index;
    return word.cell == cell;
}

WordSpot StoryPicture::now() const
{
    return m_sentence >= 0 ? WordSpot{Story, m_sentence} : WordSpot();
}

QString StoryPicture::sentenceText(int sentence) const
{
    const QString text = blocks()[Story].words[static_cast<std::size_t>(sentence)].text;
    if (std::isnan(gate(sentence, 0)))
        return tr("%1 Not read yet").arg(text);
    QStringList open;
    for (int slot = 0; slot < static_cast<int>(m_open.size()); ++slot)
        if (gate(sentence, slot) >= 0.5)
            open << tr("%1 %2").arg(blocks()[Slots].words[static_cast<std::size_t>(slot)].text,
                                    SceneState::number(gate(sentence, slot)));
    const QString gates = open.isEmpty() ? tr("opens no slot by half")
                                         : tr("opens %1").arg(open.join(QStringLiteral(", ")));
    return std::isnan(weight(0)) ? tr("%1 %2").arg(text, gates)
                                 : tr("%1 %2; gates times the question's weights: %3")
                                       .arg(text, gates, SceneState::number(opened(sentence)));
}

QString StoryPicture::slotText(int slot) const
{
    QStringList parts{
        tr("slot %1").arg(blocks()[Slots].words[static_cast<std::size_t>(slot)].text)};
    if (!std::isnan(gate(m_sentence, slot)))
        parts << tr("gate %1 for sentence %2")
                     .arg(SceneState::number(gate(m_sentence, slot)))
                     .arg(m_sentence + 1);
    if (!std::isnan(weight(slot)))
        parts << tr("the question's weight %1").arg(SceneState::number(weight(slot)));
    return parts.join(QStringLiteral(", "));
}

QString StoryPicture::words(const WordSpot& spot) const
{
    const PictureWord& word = at(spot);
    if (spot.block == Story)
        return sentenceText(word.index);
    if (spot.block == Slots)
        return slotText(word.index);
    return word.isEmpty ? tr("not computed yet") : word.text;
}

QString StoryPicture::caption(const SceneState& state) const
{
    const StoryScene& scene = sceneOf(state);
    if (scene.sentences.empty())
        return tr("No story yet: type sentences with a full stop behind each.");
    if (scene.question.empty())
        return tr("No question yet: type one on how the story ends.");
    return tr("Each slot of the memory is a box with its key on it; a sentence writes into it as "
              "far as its gate opens the lid. At the end the question looks into the boxes.");
}

QString StoryPicture::described(const SceneState& state) const
{
    QStringList parts = selectedWords();
    if (m_sentence >= 0)
        parts << sentenceText(m_sentence);
    for (int slot = 0; slot < static_cast<int>(m_open.size()) && !std::isnan(weight(0)); ++slot)
        if (weight(slot) >= 0.05)
            parts << slotText(slot);
    const StoryScene& scene = sceneOf(state);
    if (state.isComputed(state.tensor(scene.probabilities), 0) && !state.trace->output.empty())
        parts << answerText();
    parts << tr("Arrow keys choose a sentence, a slot or the question.");
    return parts.join(QStringLiteral(". "));
}

std::vector<int> StoryPicture::stops(const SceneState& state) const
{
    const StoryScene& scene = sceneOf(state);
    return momentsOf(*state.trace, {scene.gates, scene.weights, scene.probabilities});
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
// The symbols in the drawings of resources/formulae, in the order in which one reads them.
#include "ui/panels/glossary.h"

#include <algorithm>
#include <array>

namespace regard {

namespace {

using F = FormulaId;

struct Line {
    FormulaId formula;
    const char* symbols;
};

constexpr std::array lines{
    Line{F::Embedding, "*x E i"},
    Line{F::Numbers, "*x x d i"},
    Line{F::ChosenState, "*x *h i"},
    Line{F::Position, "p i m d"},
    Line{F::ConcatenatedPosition, "p i λ m d"},
    Line{F::LearnedPosition, "*p P i"},
    Line{F::PositionedInput, "*x *e *p i"},
    Line{F::Query, "*q *x W^Q i"},
    Line{F::Key, "*k *x W^K j"},
    Line{F::Value, "*v *x W^V j"},
    Line{F::CrossQuery, "*q *y W^Q i"},
    Line{F::CrossKey, "*k *h W^K j"},
    Line{F::CrossValue, "*v *h W^V j"},
    Line{F::DecoderQuery, "*q *s i"},
    Line{F::CurrentQuery, "*q *s i"},
    Line{F::EncoderKey, "*k *h j"},
    Line{F::EncoderValue, "*v *h j"},
    Line{F::GivenQuery, "*q *x i"},
    Line{F::GivenKey, "*k *x j"},
    Line{F::GivenValue, "v y j"},
    Line{F::StandardisedQuery, "*q *x *μ *s i"},
    Line{F::StandardisedKey, "*k *x *μ *s j"},
    Line{F::ProjectedQuery, "*q′ W_q *q i"},
    Line{F::ProjectedKey, "*k′ W_k *k j"},
    Line{F::DotScore, "s *q *k q k d i j m"},
    Line{F::GeneralScore, "s *q W_k *k i j"},
    Line{F::AdditiveScore, "s *w_v tanh W_q *q W_k *k i j"},
    Line{F::ConcatScore, "s *w_v tanh W [;] *q *k i j"},
    Line{F::LocationScore, "s W *q i j"},
    Line{F::CosineScore, "s *q *k ‖‖ i j"},
    Line{F::GaussianScore, "s ‖‖ *q *k σ i j"},
    Line{F::SineScore, "s *w_v W_q *q W_k *k i j"},
    Line{F::CosineWaveScore, "s *w_v W_q *q W_k *k i j"},
    Line{F::LinearScore, "s *w_v W_q *q W_k *k i j"},
    Line{F::BoxcarKernel, "s u ‖‖ *q *k σ i j"},
    Line{F::EpanechnikovKernel, "s u ‖‖ *q *k σ i j"},
    Line{F::TriangularKernel, "s u ‖‖ *q *k σ i j"},
    Line{F::ConstantKernel, "s i j"},
    Line{F::Scaled, "z s d τ i j"},
    Line{F::Tempered, "z s τ i j"},
    Line{F::Masked, "m z i j"},
    Line{F::WindowMasked, "m z w i j"},
    Line{F::HistoryMasked, "m z w i j"},
    Line{F::PartlyMasked, "m z i j"},
    Line{F::Unmasked, "m z i j"},
    Line{F::Softmax, "a exp m i j l"},
    Line{F::Sparsemax, "a m θ i j l"},
    Line{F::Sigmoid, "a exp m i j"},
    Line{F::Hardmax, "a argmax m i j l"},
    Line{F::Proportional, "a m i j l"},
    Line{F::PointerWeights, "a p exp m i j l"},
    Line{F::Context, "*c a *v i j"},
    Line{F::FixedContext, "*c *h T i"},
    Line{F::Attentional, "*h̃ tanh W_c [;] *c *s i"},
    Line{F::FedInput, "*h̃ i"},
    Line{F::AttentionOutput, "*o [;] *c H W^O i"},
    Line{F::Normalised, "*x̂ norm *x i"},
    Line{F::Attended, "*y norm *x *o i"},
    Line{F::PreNormAttended, "*y *x *o i"},
    Line{F::LayerOutput, "*x′ norm *y W_1 W_2 relu *b_1 *b_2 i"},
    Line{F::PreNormLayerOutput, "*x′ *y W_1 W_2 relu norm *b_1 *b_2 i"},
    Line{F::BothDirections, "*h [;] t"},
    Line{F::RnnState, "*h tanh W *x U *b t"},
    Line{F::GruState, "*h *z ⊙ *n t"},
    Line{F::LstmState, "*h *c *f ⊙ *i *g *o tanh t"},
    Line{F::LstmCell, "*c *f ⊙ *i *g t"},
    Line{F::DecoderState, "*s f [;] *y *c i"},
    Line{F::CurrentDecoderState, "*s f *y i"},
    Line{F::Mean, "*c̄ n *c i"},
    Line{F::RecentNumbers, "*e tanh W [;] *x *b t"},
    Line{F::StateQuery, "*q *h t"},
    Line{F::EncodedQuestion, "*q *f ⊙ *e i"},
    Line{F::FeatureScore, "*s A *h *b"},
    Line{F::CellInput, "[*x;*c] [;] *x *c t"},
    Line{F::JoinedState, "[*h;*c] [;] *h *c t"},
    Line{F::Change, "*δ W [;] *h *c *b t"},
    Line{F::Forecast, "*x̂ *x *δ t"},
    Line{F::ForecastInUnits, "*x̂⊙*s+*μ *x̂ ⊙ *s *μ t"},
    Line{F::WordMask, "*f F i"},
    Line{F::MaskedWord, "*f⊙*e *f ⊙ *e i"},
    Line{F::EncodedSentence, "*s *f ⊙ *e i"},
    Line{F::SlotKey, "*w E j"},
    Line{F::ContentMatch, "*s·*h *s *h j"},
    Line{F::KeyMatch, "*s·*w *s *w j"},
    Line{F::SlotGate, "g σ *s *h *w j"},
    Line{F::SlotCandidate, "*h̃ φ U *h V *w W *s j"},
    Line{F::SlotMemory, "*h g *h̃ ‖‖ j"},
    Line{F::Answer, "*y φ *q H *c"},
    Line{F::Noisy, "*x̃ *x ⊙ *b p b i"},
    Line{F::Dense, "*y W *x *b"},
    Line{F::TiedDense, "*y W *x *b′"},
    Line{F::Rectified, "*h *y"},
    Line{F::MeanVariance, "*ĥ *h μ σ ε"},
    Line{F::Weighed, "*a⊙*h *a ⊙ *h"},
    Line{F::Mixed, "*h′ C *a ⊙ *h *c"},
    Line{F::Code, "*z *h"},
    Line{F::Logits, "*ℓ W_o *h *b_o i"},
    Line{F::Probabilities, "p exp ℓ i w u"},
    Line{F::ClassProbabilities, "p exp ℓ k u"},
};

} // namespace

QStringList symbolsOf(FormulaId formula)
{
    const auto line = std::find_if(lines.begin(), lines.end(),
                                   [&](const Line& l) { return l.formula == formula; });
    return line == lines.end()
        ? QStringList()
        : QString::fromUtf8(line->symbols).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace regard

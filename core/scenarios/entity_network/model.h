// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/attention/attend.h"
#include "core/nn/layers.h"
#include "core/scenarios/entity_network/sentence_encoder.h"

#include <memory_resource>

namespace regard {

/// Sizes of the recurrent entity network.
struct EntityOptions {
    Index width = 64;
    Index places = 10; ///< words of a sentence that have a mask
    Index vocabulary = 0;
    /// Words whose embeddings are the keys of the slots, one each.
    std::vector<std::int32_t> slots;
};

/// Stories and questions of a batch, padded.
struct StoryBatch {
    Index stories = 0;
    Index sentences = 0; ///< of the longest story
    Index questions = 0; ///< of the story with most
    Index places = 0; ///< words of a sentence, those that are not there included
    std::pmr::vector<std::int32_t> words; ///< [stories × sentences × places]
    std::pmr::vector<std::int32_t> lengths; ///< words of each sentence; 0: none there
    std::pmr::vector<std::int32_t> asked; ///< [stories × questions × places]
    std::pmr::vector<std::int32_t> askedLengths; ///< words of each question; 0: none there

    explicit StoryBatch(std::pmr::memory_resource* memory = std::pmr::get_default_resource())
        : words(memory)
        , lengths(memory)
        , asked(memory)
        , askedLengths(memory)
    {
    }
};

/// What the rows of a trace are called; none while training.
struct StoryLabels {
    std::vector<Axis> words; ///< by sentence
    std::vector<std::string> sentences;
    Axis slots;
    Axis questionWords;
    Axis question;
    Axis vocabulary;
};

/// Recurrent entity network, Henaff et al. 2017, with keys tied to the words of the entities and
/// memories that start as their keys. For a sentence of words e₁ … eₙ with learnt masks f:
///   s = Σ fᵢ ⊙ eᵢ
///   g_j = σ(sᵀh_j + sᵀw_j),  h̃_j = φ(U h_j + V w_j + W s),  h_j ← (h_j + g_j h̃_j) / ‖·‖
/// and for a question q, encoded as a sentence is:
///   p = softmax(qᵀh_j),  u = Σ p_j h_j,  y = R φ(q + H u)
/// φ is a PReLU whose slope begins at 1. Parameters: embedding.weight, mask.weight [places ×
/// width], memory.U.weight, memory.V.weight, memory.W.weight, memory.activation.weight,
/// output.H.weight, output.activation.weight, output.R.weight.
class EntityModel {
public:
    EntityModel() = default;
    EntityModel(ParameterLayout& layout, const EntityOptions& options);

    /// Scores over the vocabulary for each question, named "logits",
    /// [stories × questions × vocabulary].
    Var operator()(Tape& tape, const Probe& probe, const StoryBatch& batch,
                   const AttendOptions& options, const StoryLabels& labels = {}) const;

private:
    /// Of a story batch, or of a trace's story; `words` gets those of each sentence of a trace.
    Var sentences(Tape& tape, const Probe& probe, const StoryBatch& batch,
                  const StoryLabels& labels, std::vector<Var>& words) const;
    /// What the slots hold after the last sentence.
    Var memory(Tape& tape, const Probe& probe, const StoryBatch& batch,
               const StoryLabels& labels) const;
    /// φ(q + H u) of questions q, with their attention u to the slots h.
    Var answer(Tape& tape, const Probe& probe, const StoryBatch& batch,
               const AttendOptions& options, const StoryLabels& labels, Var h) const;

    EntityOptions m_options;
    SentenceEncoder m_encode;
    Linear m_content; ///< U
    Linear m_key; ///< V
    Linear m_sentence; ///< W
    ParameterId m_slope;
    Linear m_hidden; ///< H
    ParameterId m_outputSlope;
    Linear m_output; ///< R
    Score m_score;
};

} // namespace regard

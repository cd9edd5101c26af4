// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/text_pairs.h"
#include "core/tensor/real.h"
#include "core/text/tokenizer.h"
#include "core/text/vocabulary.h"
#include "core/text/word_pieces.h"
#include "core/trace/settings.h"

#include <map>
#include <stop_token>

namespace regard {

/// How a scenario's texts become tokens, and the lengths of those it is shipped with: what
/// textSettings() begin with.
struct TextForms {
    Tokenization source = Tokenization::Words;
    Tokenization target = Tokenization::Words;
    std::size_t mostTokens = 128; ///< of a source that are read
    std::string_view tooLong = {}; ///< why the rest is cut
    Index longest = 64; ///< written tokens after which decoding ends by itself
};

/// The use, among the vocabularies of weights, of the merges that make subwords (word_pieces.h).
inline constexpr const char* mergesVocabulary = "merges";

/// "tokens", of what a text consists: words, characters or subwords; and how many "merges" make
/// subwords. The default is what the scenario's forms say.
std::vector<SettingSpec> tokenSettings(const TextForms& forms);

/// How the texts of a scenario become tokens with certain settings. Where that is otherwise than
/// its forms say, words are parted into pieces (word_pieces.h): into characters, or as merges say.
/// A target that is written by character, such as Chinese, stays so.
class TextSplit {
public:
    /// Throws std::invalid_argument where the settings ask for subwords and there are no merges, or
    /// they have another form.
    TextSplit(const TextForms& forms, const Settings& settings,
              const std::map<std::string, Vocabulary>& vocabularies);

    std::vector<Token> source(std::string_view text) const;
    std::vector<Token> target(std::string_view text) const;
    Tokenization sourceForm() const { return m_source; }
    Tokenization targetForm() const { return m_target; }

private:
    Tokenization m_source;
    Tokenization m_target;
    bool m_partsSource = false;
    bool m_partsTarget = false;
    WordPieces m_pieces;
};

/// Pairs whose tokens are those of the forms, with the tokens of the settings; alignments, which
/// are between the former, are left out where these are others. Merges are learnt from the training
/// pairs, unless `vocabularies` has them already; into `merges`, where there are any.
void splitPairs(TextPairs& pairs, const TextForms& forms, const Settings& settings,
                const std::map<std::string, Vocabulary>& vocabularies,
                std::vector<std::string>& merges, const std::stop_token& stop);

/// Whether texts are split alike with both settings, or not at all.
bool splitAlike(const Settings& a, const Settings& b);

/// Whether the settings ask for tokens other than those of the forms.
bool splitsOtherwise(const TextForms& forms, const Settings& settings);

} // namespace regard

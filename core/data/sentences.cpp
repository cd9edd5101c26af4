// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sentences.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace regard {

namespace {

constexpr std::array<std::string_view, 17> capitalised{
    "i",   "anna",   "bob",     "clara",     "emma",     "lucy",   "maria",    "paul",  "peter",
    "tom", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

bool isPunctuation(std::string_view token)
{
    return token == "," || token == "." || token == "?" || token == "!" || token == ":";
}

} // namespace

std::vector<std::string> splitWords(std::string_view text, char separator)
{
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (end > 0)
            words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

std::string joinTokens(std::span<const std::string> tokens)
{
    std::string text;
    bool sentenceStart = true;
    for (const std::string& token : tokens) {
        if (token.empty())
            continue;
        if (isPunctuation(token)) {
            text += token;
            sentenceStart = token != "," && token != ":";
            continue;
        }
        if (!text.empty())
            text += ' ';
        const bool capital = sentenceStart
            || std::find(capitalised.begin(), capitalised.end(), token) != capitalised.end();
        const char first = token.front();
        text +=
            capital && first >= 'a' && first <= 'z' ? static_cast<char>(first - 'a' + 'A') : first;
        text += token.substr(1);
        sentenceStart = false;
    }
    return text;
}

bool isHeldOut(std::string_view combination, std::uint64_t oneIn)
{
    // FNV-1a (Fowler, Noll, Vo) with the finaliser of MurmurHash3.
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char byte : combination)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
    hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdULL;
    hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53ULL;
    hash ^= hash >> 33;
    return hash % oneIn == 0;
}

bool isHeldOut(std::span<const std::string> tokens, std::uint64_t oneIn)
{
    std::string text;
    for (const std::string& token : tokens)
        text += (text.empty() ? "" : " ") + token;
    return isHeldOut(text, oneIn);
}

bool isHeldOut(std::span<const double> numbers, std::uint64_t oneIn)
{
    std::string text;
    for (const double number : numbers) {
        char written[32];
        std::snprintf(written, sizeof written, "%.9g ", number + 0.0); // −0 is 0
        text += written;
    }
    return isHeldOut(text, oneIn);
}

} // namespace regard

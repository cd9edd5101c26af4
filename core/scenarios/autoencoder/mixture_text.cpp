// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/autoencoder/mixture_text.h"

#include "core/data/number_text.h"
#include "core/io/input_file.h"

#include <algorithm>
#include <stdexcept>

namespace regard {

namespace {

constexpr double largestAmount = 10;

bool isDigit(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
}

std::string lowered(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\t';
        if (space && (result.empty() || result.back() == ' '))
            continue;
        result += space ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    while (!result.empty() && result.back() == ' ')
        result.pop_back();
    return result;
}

[[noreturn]] void refuse(std::string_view part, const std::string& problem)
{
    throw std::invalid_argument(inQuotes(part) + ": " + problem);
}

double inRange(std::string_view part, double value, double low, double high, const char* what)
{
    if (!(value >= low && value <= high)) {
        const auto whole = [](double x) { return std::to_string(static_cast<int>(x)); };
        refuse(part,
               std::string("the ") + what + " is to be from " + whole(low) + " to " + whole(high));
    }
    return value;
}

MixturePart peakOf(std::string_view part)
{
    const std::vector<TypedNumber> numbers = readNumbers(part).numbers;
    if (numbers.size() < 2 || numbers.size() > 3)
        refuse(part,
               "a peak has a position and a height, and a width if you like, as in 1450 0.8 12; "
               "write 0.5 with a point");
    MixturePart result;
    result.isPeak = true;
    result.peak.position =
        inRange(part, numbers[0].value, firstWavenumber, lastWavenumber, "position in cm⁻¹");
    result.peak.height = inRange(part, numbers[1].value, 0, largestAmount, "height");
    if (numbers.size() == 3)
        result.peak.width = inRange(part, numbers[2].value, 1, 1000, "width in cm⁻¹");
    return result;
}

MixturePart shareOf(std::string_view part)
{
    // The amount is what stands behind the last white space, if it begins like a number.
    const std::size_t space = part.find_last_of(" \t");
    const bool amount = space != std::string_view::npos && isDigit(part[space + 1]);
    const std::string name = lowered(amount ? part.substr(0, space) : part);
    MixturePart result;
    result.share.amount = 1;
    if (amount)
        result.share.amount =
            inRange(part, readNumbers(part.substr(space + 1)).numbers.front().value, 0,
                    largestAmount, "amount");
    const std::vector<Substance>& known = substances();
    const auto found = std::find_if(known.begin(), known.end(), [&](const Substance& substance) {
        return substance.name == name;
    });
    if (found == known.end()) {
        std::string names;
        for (const Substance& substance : known)
            names += (names.empty() ? "" : ", ") + substance.name;
        refuse(name, "no substance of this name, use " + names + " or a peak as in 1450 0.8 12");
    }
    result.share.substance = static_cast<std::size_t>(found - known.begin());
    return result;
}

} // namespace

std::vector<MixturePart> readMixture(std::string_view text)
{
    std::vector<MixturePart> parts;
    for (std::size_t at = 0; at <= text.size();) {
        std::size_t end = std::min(text.find_first_of(",;\r\n", at), text.size());
        const std::size_t next = end + 1;
        std::size_t begin = at;
        while (begin < end && (text[begin] == ' ' || text[begin] == '\t'))
            ++begin;
        while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\t'))
            --end;
        at = next;
        if (begin == end)
            continue;
        const std::string_view part = text.substr(begin, end - begin);
        parts.push_back(isDigit(part.front()) ? peakOf(part) : shareOf(part));
        parts.back().begin = begin;
        parts.back().end = end;
    }
    return parts;
}

std::vector<Peak> peaksOf(std::span<const MixturePart> parts)
{
    std::vector<Peak> peaks;
    for (const MixturePart& part : parts) {
        if (part.isPeak) {
            peaks.push_back(part.peak);
            continue;
        }
        for (Peak peak : substances()[part.share.substance].peaks) {
            peak.height *= part.share.amount;
            peaks.push_back(peak);
        }
    }
    return peaks;
}

std::vector<Real> spectrumOf(std::span<const Peak> peaks, const Background& background)
{
    std::vector<Real> spectrum(spectrumChannels);
    for (const Peak& peak : peaks)
        addPeak(peak, spectrum);
    Mixture onlyBackground;
    onlyBackground.background = background;
    addMixture(onlyBackground, spectrum);
    return spectrum;
}

} // namespace regard

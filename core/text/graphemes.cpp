// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/graphemes.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <unicode/brkiter.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

namespace regard {

namespace {

/// Code points are looked up in runs of at most this size, so that a limit on tokens is
/// reached without reading all of a huge text. A cluster at the seam may be split.
constexpr std::size_t longestRun = std::size_t{1} << 20;

/// Code point at `position`, which moves behind it; negative for a malformed sequence.
std::int32_t decode(std::string_view text, std::size_t& position)
{
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    std::int32_t code = 0;
    U8_NEXT(bytes, position, text.size(), code);
    return code;
}

void require(UErrorCode status)
{
    if (U_FAILURE(status))
        throw std::runtime_error(std::string("the Unicode library failed (") + u_errorName(status)
                                 + "), reinstall ICU");
}

} // namespace

struct GraphemeReader::Breaks {
    std::unique_ptr<icu::BreakIterator> iterator;
    UText text = UTEXT_INITIALIZER;

    Breaks()
    {
        UErrorCode status = U_ZERO_ERROR;
        iterator.reset(icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
        require(status);
    }
    ~Breaks() { utext_close(&text); }

    void setText(std::string_view run)
    {
        UErrorCode status = U_ZERO_ERROR;
        utext_openUTF8(&text, run.data(), static_cast<std::int64_t>(run.size()), &status);
        iterator->setText(&text, status);
        require(status);
        iterator->first();
    }
};

GraphemeReader::GraphemeReader(std::string_view text) : m_text(text) { }

GraphemeReader::~GraphemeReader() = default;

void GraphemeReader::enterRun()
{
    m_runBegin = m_position;
    m_runIsAscii = true;
    std::size_t position = m_position;
    while (position < m_text.size() && position - m_runBegin < longestRun) {
        const std::size_t before = position;
        const std::int32_t code = decode(m_text, position);
        if (code < 0) {
            position = before;
            break;
        }
        m_runIsAscii = m_runIsAscii && code < 0x80;
    }
    m_runEnd = position;
    if (m_runIsAscii || m_runBegin == m_runEnd)
        return;
    if (!m_breaks)
        m_breaks = std::make_unique<Breaks>();
    m_breaks->setText(m_text.substr(m_runBegin, m_runEnd - m_runBegin));
}

bool GraphemeReader::next(Grapheme& grapheme)
{
    if (m_position >= m_text.size())
        return false;
    if (m_position >= m_runEnd)
        enterRun();
    std::size_t position = m_position;
    const std::int32_t code = decode(m_text, position);
    grapheme.begin = m_position;
    grapheme.malformed = code < 0;
    grapheme.first = code < 0 ? U'\uFFFD' : static_cast<char32_t>(code);
    if (code >= 0 && m_runIsAscii) {
        if (code == '\r' && position < m_runEnd && m_text[position] == '\n')
            ++position;
    } else if (code >= 0) {
        const std::int32_t boundary = m_breaks->iterator->next();
        position = boundary == icu::BreakIterator::DONE
            ? m_runEnd
            : m_runBegin + static_cast<std::size_t>(boundary);
    }
    grapheme.end = m_position = position;
    return true;
}

std::vector<std::string> graphemesOf(std::string_view text)
{
    std::vector<std::string> graphemes;
    GraphemeReader reader(text);
    for (Grapheme grapheme; reader.next(grapheme);)
        graphemes.emplace_back(text.substr(grapheme.begin, grapheme.end - grapheme.begin));
    return graphemes;
}

} // namespace regard

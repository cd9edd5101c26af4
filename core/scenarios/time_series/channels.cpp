// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/time_series/channels.h"

#include "core/io/input_file.h"

#include <algorithm>
#include <stdexcept>

namespace regard {

namespace {

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < 8; ++i)
        text += (i > 0 ? ", " : "") + inQuotes(names[i]);
    return text + (names.size() > 8 ? " …" : "");
}

} // namespace

std::vector<std::string> channelsOf(const Vocabulary& vocabulary)
{
    return vocabulary.tokens();
}

Vocabulary vocabularyOfChannels(const std::vector<std::string>& names)
{
    return Vocabulary(names, SpecialTokens::None);
}

SeriesRules seriesRules(const Settings& settings, std::vector<std::string> channels)
{
    return {settings.text("reading") == "recognise", std::move(channels)};
}

SeriesTable columnsFor(SeriesTable table, const std::vector<std::string>& channels)
{
    if (table.columns == channels || table.length() == 0)
        return table;
    std::vector<std::size_t> places;
    for (const std::string& name : channels) {
        const auto found = std::find(table.columns.begin(), table.columns.end(), name);
        if (table.header && found != table.columns.end())
            places.push_back(static_cast<std::size_t>(found - table.columns.begin()));
    }
    if (places.size() != channels.size()) {
        if (table.columns.size() != channels.size())
            throw std::invalid_argument(
                "the model was trained on " + std::to_string(channels.size()) + " columns ("
                + listed(channels) + "), and there are " + std::to_string(table.columns.size())
                + ": give these columns, or train weights with your own table");
        if (table.header)
            table.typedNames = table.columns;
        table.columns = channels;
        return table;
    }
    SeriesTable chosen;
    chosen.columns = channels;
    chosen.header = true;
    chosen.rows = std::move(table.rows);
    chosen.notes = std::move(table.notes);
    for (std::size_t row = 0; row < table.length(); ++row)
        for (std::size_t place : places) {
            chosen.values.push_back(table.at(row, place));
            chosen.measured.push_back(table.isMeasured(row, place));
        }
    return chosen;
}

SeriesTable readColumns(const std::function<SeriesTable(const SeriesRules&)>& read,
                        const SeriesRules& rules)
{
    SeriesTable table = read(rules);
    if (!table.header && rules.recognise && table.columns.size() != rules.channels.size()) {
        SeriesTable plain = read({false, rules.channels});
        if (plain.columns.size() == rules.channels.size())
            table = std::move(plain);
    }
    return columnsFor(std::move(table), rules.channels);
}

} // namespace regard

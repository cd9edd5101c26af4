// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/reviews/keras_file.h"

#include "core/io/input_file.h"
#include "core/io/json.h"
#include "core/io/npy_header.h"
#include "core/io/npz.h"
#include "core/io/pickle_lists.h"
#include "core/tensor/stopped.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>

namespace regard {

namespace {

using Lists = std::vector<std::vector<std::int32_t>>;

/// Where Keras puts what it fetches: reviews as lists of places, each as long as it is.
constexpr std::string_view advice = "give imdb.npz as Keras fetches it, ~/.keras/datasets/imdb.npz";

/// What numbers are that stand where lists should: reviews that have been made ready for a network.
std::string describe(const NamedTensor& numbers)
{
    if (numbers.dimensions.size() != 2)
        return "it holds numbers, not lists of them";
    const std::string shape =
        std::to_string(numbers.dimensions[0]) + " × " + std::to_string(numbers.dimensions[1]);
    if (std::all_of(numbers.values.begin(), numbers.values.end(),
                    [](float value) { return value == 0 || value == 1; }))
        return "it is a table of " + shape
            + " zeros and ones, a column a word, which does not tell the order of the words";
    return "it is a table of " + shape + " numbers, all reviews made equally long";
}

/// Whether reviews are as load_data() gives them: each begins with the start, 1, and all places
/// are raised by 3. In the file that it fetches hardly any review begins with the first word.
bool isRaised(const Lists& lists)
{
    return lists.size() > 1 && std::all_of(lists.begin(), lists.end(), [](const auto& list) {
               return !list.empty() && list.front() == 1;
           });
}

class KerasReader {
public:
    KerasReader(const std::filesystem::path& file, const ReviewLimits& limits,
                const std::stop_token& stop)
        : m_file(file)
        , m_limits(limits)
        , m_stop(stop)
    {
    }

    ReviewFiles read()
    {
        std::map<std::string, std::string> members;
        readZip(
            m_file, npzLimit,
            [&](const std::string& name, std::string bytes) {
                members.emplace(name, std::move(bytes));
            },
            advice, m_stop);
        readWords();
        ReviewFiles files;
        if (!m_limits.onlyEvaluate)
            files.corpus.train = readPart(members, "train");
        files.corpus.heldOut = readPart(members, "test");
        // Places are by frequency, so the vocabulary has the first ones.
        std::vector<std::string> words;
        for (std::size_t place = 1;
             place + specialTokensOf(SpecialTokens::Reviews).size() <= m_limits.words; ++place)
            words.push_back(wordOf(static_cast<std::int32_t>(place)));
        try {
            files.vocabulary = Vocabulary(words, SpecialTokens::Reviews);
        } catch (const std::invalid_argument& error) {
            refuse(error.what());
        }
        return files;
    }

private:
    std::vector<Review> readPart(std::map<std::string, std::string>& members,
                                 const std::string& part)
    {
        const Lists lists = listsOf("x_" + part, memberOf(members, "x_" + part));
        const NamedTensor grades = parseNpy(memberOf(members, "y_" + part), "y_" + part, m_file);
        if (isRaised(lists))
            refuse("all reviews of x_" + part
                   + " begin with the number 1, as load_data() gives them, which raises the "
                     "numbers of words by 3: "
                   + std::string(advice));
        if (grades.dimensions.size() != 1)
            refuse("y_" + part
                   + " is no list of grades, one number 0 or 1 a review: " + std::string(advice));
        if (grades.values.size() != lists.size())
            refuse("it has " + std::to_string(lists.size()) + " reviews in x_" + part + " and "
                   + std::to_string(grades.values.size()) + " grades in y_" + part
                   + ", fetch the file again");
        std::vector<Review> reviews(lists.size());
        for (std::size_t i = 0; i < lists.size(); ++i) {
            throwIfStopped(m_stop);
            if (grades.values[i] != 0 && grades.values[i] != 1)
                refuse("y_" + part + " has a grade that is neither 0 nor 1, fetch the file again");
            reviews[i].positive = grades.values[i] == 1;
            const std::size_t kept = std::min(lists[i].size(), m_limits.length);
            for (const std::int32_t place : std::span(lists[i]).last(kept)) {
                if (place < 1)
                    refuse("x_" + part + " has the word number " + std::to_string(place)
                           + ", numbers begin with 1");
                reviews[i].words.push_back(wordOf(place));
            }
        }
        return reviews;
    }

    std::string memberOf(std::map<std::string, std::string>& members, const std::string& name)
    {
        const auto found = members.find(name + ".npy");
        if (found == members.end())
            refuse("it has no array " + name + ", " + std::string(advice));
        return std::move(found->second);
    }

    Lists listsOf(const std::string& name, std::string_view bytes) const
    {
        NpyHeader header;
        try {
            header = parseNpyHeader(bytes);
        } catch (const std::invalid_argument&) {
            // Also a type of numbers that is not read: saving them as another would not help.
            refuse("array " + inQuotes(name)
                   + ": it holds no lists of word numbers: " + std::string(advice));
        }
        try {
            if (header.type != NpyType::Object)
                throw std::invalid_argument(describe(parseNpy(bytes, name, m_file)) + ": "
                                            + std::string(advice));
            Lists lists = parsePickledLists(bytes.substr(header.size));
            if (header.dimensions.size() != 1
                || header.dimensions[0] != static_cast<std::int64_t>(lists.size()))
                throw std::invalid_argument(
                    "its shape and its number of lists disagree, fetch the file again");
            return lists;
        } catch (const std::invalid_argument& error) {
            refuse("array " + inQuotes(name) + ": " + error.what());
        }
    }

    /// {"the": 1, "and": 2, …}
    void readWords()
    {
        const std::filesystem::path file = m_file.parent_path() / "imdb_word_index.json";
        if (!std::filesystem::exists(file))
            return;
        const nlohmann::json index = readJson(file);
        if (!index.is_object())
            throw FileError(file, "it is not a JSON object of words and their places");
        for (const auto& [word, place] : index.items()) {
            if (!place.is_number_integer() || place.get<std::int64_t>() < 1
                || place.get<std::int64_t>() > static_cast<std::int64_t>(index.size()))
                throw FileError(file,
                                "the place of " + inQuotes(word)
                                    + " is not a number from 1 to the number of words");
            m_named.resize(index.size());
            m_named[place.get<std::size_t>() - 1] = word;
        }
    }

    std::string wordOf(std::int32_t place) const
    {
        const auto index = static_cast<std::size_t>(place) - 1;
        if (index < m_named.size() && !m_named[index].empty())
            return m_named[index];
        std::string word = std::to_string(place);
        word.insert(word.begin(), '#');
        return word;
    }

    [[noreturn]] void refuse(const std::string& problem) const { throw FileError(m_file, problem); }

    const std::filesystem::path& m_file;
    const ReviewLimits& m_limits;
    const std::stop_token& m_stop;
    std::vector<std::string> m_named; ///< by place − 1
};

} // namespace

ReviewFiles readKerasReviews(const std::filesystem::path& file, const ReviewLimits& limits,
                             const std::stop_token& stop)
{
    return KerasReader(file, limits, stop).read();
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/reviews/corpus_files.h"

#include "core/data/columns_file.h"
#include "core/data/sentences.h"
#include "core/io/input_file.h"
#include "core/scenarios/reviews/keras_file.h"
#include "core/tensor/random.h"
#include "core/text/tokenizer.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

namespace regard {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largestReview = std::size_t{1} << 20;
constexpr std::size_t largestFolder = std::size_t{1} << 30;
constexpr std::size_t mostReviews = 500'000;

using Counts = std::unordered_map<std::string, std::size_t>;

/// Splits reviews into words and counts those for training.
class Collector {
public:
    explicit Collector(const ReviewLimits& limits) : m_limits(limits) { }

    /// heldOut: without a value one in ten is, by its words.
    void add(std::string_view text, bool positive, std::optional<bool> heldOut)
    {
        Review review;
        review.positive = positive;
        review.words = tokenTexts(text, Tokenization::WordsOnly);
        m_leftOut += leftOutCharacters(text, Tokenization::WordsOnly);
        m_longest = std::max(m_longest, review.words.size());
        m_empty += review.words.empty() ? 1 : 0;
        const std::size_t kept = std::min(review.words.size(), m_limits.length);
        // By what a model sees of it.
        const auto seen = std::span(review.words).last(kept);
        Part& part = heldOut.value_or(isHeldOut(seen, 10)) ? m_heldOut : m_train;
        for (const std::string& word : review.words)
            ++part.counts[word];
        review.words.erase(review.words.begin(),
                           review.words.end() - static_cast<std::ptrdiff_t>(kept));
        review.words.shrink_to_fit();
        part.reviews.push_back(std::move(review));
    }

    /// comments: for the end of the sentence on what was read.
    ReviewFiles take(const std::string& source, const std::string& comments)
    {
        if (m_train.reviews.empty() && !m_limits.onlyEvaluate)
            std::swap(m_train, m_heldOut);
        ReviewFiles files;
        files.vocabulary =
            Vocabulary::fromCounts(m_train.counts, 1, m_limits.words, SpecialTokens::Reviews);
        std::string read =
            counted(m_train.reviews.size() + m_heldOut.reviews.size(), "review", "reviews")
            + " read from " + source + ", of up to " + counted(m_longest, "word", "words");
        if (m_longest > m_limits.length)
            read += ", of which the last " + std::to_string(m_limits.length)
                + " are kept (setting length)";
        files.notes.push_back(read + "; "
                              + heldOutText(m_train.reviews.size(), m_heldOut.reviews.size(),
                                            m_limits.onlyEvaluate, "review")
                              + comments);
        if (m_empty > 0)
            files.notes.push_back(counted(m_empty, "review has", "reviews have")
                                  + " no words, so nothing of them is read");
        if (m_leftOut > 0)
            files.notes.push_back(counted(m_leftOut, "character that is in no word is",
                                          "characters that are in no word are")
                                  + " left out: punctuation and symbols of ASCII");
        const std::size_t rows = files.vocabulary.size() - Vocabulary().size();
        if (rows < m_train.counts.size())
            files.notes.push_back("of " + std::to_string(m_train.counts.size())
                                  + " different words the " + std::to_string(rows)
                                  + " most frequent have a row (setting words); the others are "
                                    "read as unknown");
        files.corpus = {std::move(m_train.reviews), std::move(m_heldOut.reviews)};
        return files;
    }

private:
    struct Part {
        std::vector<Review> reviews;
        Counts counts;
    };
    const ReviewLimits& m_limits;
    Part m_train;
    Part m_heldOut;
    std::size_t m_longest = 0; ///< words
    std::size_t m_empty = 0; ///< reviews without words
    std::size_t m_leftOut = 0; ///< characters that are in no word
};

class FolderReader {
public:
    FolderReader(const ReviewLimits& limits, std::stop_token stop)
        : m_limits(limits)
        , m_stop(std::move(stop))
        , m_collector(limits)
    {
    }

    ReviewFiles read(const fs::path& given)
    {
        const fs::path inner = given / "aclImdb";
        const fs::path folder = fs::is_directory(inner) ? inner : given;
        m_root = fs::canonical(given);
        if (!m_limits.onlyEvaluate)
            readPart(folder / "train", false);
        readPart(folder / "test", true);
        return m_collector.take(
            m_limits.onlyEvaluate ? "test/pos and test/neg" : "train/ and, held out, test/", {});
    }

private:
    void readPart(const fs::path& part, bool heldOut)
    {
        for (const bool positive : {true, false}) {
            const fs::path folder = part / (positive ? "pos" : "neg");
            if (!fs::is_directory(folder))
                throw FileError(folder,
                                "there is no such folder, give a folder with train/pos, train/neg, "
                                "test/pos and test/neg as the Large Movie Review Dataset has");
            requireInside(folder);
            std::vector<fs::path> files;
            for (const auto& entry : fs::directory_iterator(folder)) {
                if (entry.path().extension() != ".txt")
                    continue;
                if (entry.is_symlink())
                    requireInside(entry.path());
                files.push_back(entry.path());
            }
            if (files.empty())
                throw FileError(folder, "there is no .txt file in it, give a text file a review");
            std::sort(files.begin(), files.end());
            for (const fs::path& file : files)
                readReview(file, positive, heldOut);
        }
    }

    /// A folder from elsewhere must not bring other texts of this computer into weights.
    void requireInside(const fs::path& path) const
    {
        const fs::path real = fs::weakly_canonical(path);
        if (std::mismatch(m_root.begin(), m_root.end(), real.begin(), real.end()).first
            != m_root.end())
            throw FileError(path,
                            "it is a link that leads out of the folder, put a copy in its place");
    }

    void readReview(const fs::path& file, bool positive, bool heldOut)
    {
        const std::string text = readFile(file, largestReview, smallerAdvice, m_stop);
        m_bytes += text.size();
        if (++m_reviews > mostReviews || m_bytes > largestFolder)
            throw FileError(file,
                            "with it there are more than " + std::to_string(mostReviews)
                                + " reviews or 1 GB of them, give fewer");
        m_collector.add(text, positive, heldOut);
    }

    const ReviewLimits& m_limits;
    const std::stop_token m_stop;
    Collector m_collector;
    fs::path m_root; ///< all links followed
    std::size_t m_reviews = 0;
    std::size_t m_bytes = 0;
};

ReviewFiles readLines(const fs::path& file, const ReviewLimits& limits, const std::stop_token& stop)
{
    Collector collector(limits);
    const auto take = [&](const Columns& line) {
        const bool positive = line[0] == "positive";
        if (!positive && line[0] != "negative")
            refuseLine(file, line.line,
                       "the grade " + inQuotes(line[0])
                           + " is neither positive nor negative: write one of them, a tab and "
                             "the review");
        collector.add(line[1], positive, limits.onlyEvaluate ? std::optional(true) : std::nullopt);
    };
    const LinesRead lines = readColumns(file, {2, 2, "grade and review"}, take, stop);
    return collector.take("columns 1 and 2: grade and text", commentsText(lines));
}

} // namespace

ReviewFiles readReviews(const fs::path& path, const ReviewLimits& limits,
                        const std::stop_token& stop)
{
    ReviewFiles files;
    try {
        files = fs::is_directory(path)   ? FolderReader(limits, stop).read(path)
            : path.extension() == ".npz" ? readKerasReviews(path, limits, stop)
                                         : readLines(path, limits, stop);
    } catch (const fs::filesystem_error& error) {
        throw FileError(path, error.code().message() + ", check the folder");
    }
    Random random(1);
    random.shuffle(std::span(files.corpus.train));
    random.shuffle(std::span(files.corpus.heldOut));
    return files;
}

} // namespace regard

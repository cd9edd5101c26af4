// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/review_files.h"

#include "core/data/columns_file.h"
#include "core/data/keras_reviews.h"
#include "core/data/sentences.h"
#include "core/io/input_file.h"
#include "core/tensor/random.h"
#include "core/text/tokenizer.h"

#include <algorithm>
#include <unordered_map>

namespace regard {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largestReview = std::size_t{1} << 20;
constexpr std::size_t largestFolder = std::size_t{1} << 30;
constexpr std::size_t mostReviews = 500'000;

/// Splits reviews into words and counts those for training.
class Collector {
public:
    explicit Collector(const ReviewLimits& limits) : m_limits(limits) { }

    void add(std::string_view text, bool positive, bool heldOut)
    {
        Review review;
        review.positive = positive;
        std::vector<Token> tokens = tokenize(text, Tokenization::WordsOnly);
        if (!heldOut)
            for (const Token& token : tokens)
                ++m_counts[token.text];
        const std::size_t kept = std::min(tokens.size(), m_limits.length);
        for (std::size_t i = tokens.size() - kept; i < tokens.size(); ++i)
            review.words.push_back(std::move(tokens[i].text));
        (heldOut ? m_corpus.heldOut : m_corpus.train).push_back(std::move(review));
    }

    ReviewFiles take()
    {
        return {std::move(m_corpus),
                Vocabulary::fromCounts(m_counts, 1, m_limits.words, SpecialTokens::Reviews)};
    }

private:
    const ReviewLimits& m_limits;
    ReviewCorpus m_corpus;
    std::unordered_map<std::string, std::size_t> m_counts;
};

class FolderReader {
public:
    explicit FolderReader(const ReviewLimits& limits) : m_limits(limits), m_collector(limits) { }

    ReviewFiles read(const fs::path& given)
    {
        const fs::path inner = given / "aclImdb";
        const fs::path folder = fs::is_directory(inner) ? inner : given;
        if (!m_limits.onlyEvaluate)
            readPart(folder / "train", false);
        readPart(folder / "test", true);
        return m_collector.take();
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
            std::vector<fs::path> files;
            for (const auto& entry : fs::directory_iterator(folder))
                if (entry.path().extension() == ".txt")
                    files.push_back(entry.path());
            if (files.empty())
                throw FileError(folder, "there is no .txt file in it, give a text file a review");
            std::sort(files.begin(), files.end());
            for (const fs::path& file : files)
                readReview(file, positive, heldOut);
        }
    }

    void readReview(const fs::path& file, bool positive, bool heldOut)
    {
        const std::string text = readFile(file, largestReview);
        m_bytes += text.size();
        if (++m_reviews > mostReviews || m_bytes > largestFolder)
            throw FileError(file,
                            "with it there are more than " + std::to_string(mostReviews)
                                + " reviews or 1 GB of them, give fewer");
        m_collector.add(text, positive, heldOut);
    }

    const ReviewLimits& m_limits;
    Collector m_collector;
    std::size_t m_reviews = 0;
    std::size_t m_bytes = 0;
};

ReviewFiles readLines(const fs::path& file, const ReviewLimits& limits)
{
    Collector collector(limits);
    for (const Columns& line : readColumns(file, 2, 2)) {
        const bool positive = line[0] == "positive";
        if (!positive && line[0] != "negative")
            throw FileError(file,
                            "line " + std::to_string(line.line) + ": the grade " + inQuotes(line[0])
                                + " is neither positive nor negative: write one of them, a tab and "
                                  "the review");
        collector.add(line[1], positive, limits.onlyEvaluate || isHeldOut(line[1], 10));
    }
    return collector.take();
}

} // namespace

ReviewFiles readReviews(const fs::path& path, const ReviewLimits& limits)
{
    ReviewFiles files;
    try {
        files = fs::is_directory(path)   ? FolderReader(limits).read(path)
            : path.extension() == ".npz" ? readKerasReviews(path, limits)
                                         : readLines(path, limits);
    } catch (const fs::filesystem_error& error) {
        throw FileError(path, error.code().message() + ", check the folder");
    }
    Random random(1);
    random.shuffle(std::span(files.corpus.train));
    random.shuffle(std::span(files.corpus.heldOut));
    return files;
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
// Who may include whom, read from the sources.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>

namespace {

namespace fs = std::filesystem;

/// Calls visit(file, include) for every #include of a folder's sources.
void visitIncludes(const std::string& folder,
                   const std::function<void(const std::string&, const std::string&)>& visit)
{
    static const std::regex pattern(R"(^\s*#include\s*[<"]([^>"]+)[>"])");
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(REGARD_SOURCE_DIR "/" + folder)) {
        const std::string extension = entry.path().extension().string();
        if (extension != ".h" && extension != ".cpp")
            continue;
        ++files;
        std::ifstream input(entry.path());
        const std::string file = fs::relative(entry.path(), REGARD_SOURCE_DIR).string();
        std::smatch match;
        for (std::string line; std::getline(input, line);)
            if (std::regex_search(line, match, pattern))
                visit(file, match[1]);
    }
    EXPECT_GT(files, 0) << folder;
}

std::string folderOf(const std::string& path, int depth)
{
    std::size_t end = 0;
    for (int i = 0; i < depth && end != std::string::npos; ++i)
        end = path.find('/', end + (i > 0));
    return path.substr(0, end);
}

TEST(FolderOrder, coreKnowsNoQtAndNothingAboveIt)
{
    visitIncludes("core", [](const std::string& file, const std::string& include) {
        EXPECT_FALSE(include.starts_with("Q") || include.starts_with("qcustomplot"))
            << file << " includes " << include;
        EXPECT_FALSE(include.starts_with("ui/") || include.starts_with("app/"))
            << file << " includes " << include;
    });
}

TEST(FolderOrder, insideCoreEveryFolderSeesOnlyThoseBelowIt)
{
    const std::map<std::string, std::set<std::string>> allowed{
        {"core/tensor", {}},
        {"core/tape", {"tensor"}},
        {"core/trace", {"tensor", "tape"}},
        {"core/nn", {"tensor", "tape", "trace"}},
        {"core/kernels", {"tensor", "tape"}},
        {"core/attention", {"tensor", "tape", "trace", "nn", "kernels"}},
        {"core/text", {"tensor"}}, // stopped.h
        {"core/io", {"tensor", "trace"}},
        {"core/data", {"tensor", "text", "io"}},
        {"core/models", {"tensor", "tape", "trace", "nn", "attention", "text", "io", "data"}},
        {"core/scenarios",
         {"tensor", "tape", "trace", "nn", "attention", "text", "io", "data", "models"}},
        {"core/training", {"tensor", "tape", "trace", "text", "io", "data", "models"}},
    };
    visitIncludes("core", [&](const std::string& file, const std::string& include) {
        if (!include.starts_with("core/"))
            return;
        const std::string own = folderOf(file, 2);
        const std::string other = folderOf(include, 2);
        ASSERT_TRUE(allowed.contains(own)) << file;
        EXPECT_TRUE(own == other || allowed.at(own).contains(other.substr(5)))
            << file << " includes " << include;
    });
}

TEST(FolderOrder, aScenarioSeesNoOtherScenario)
{
    visitIncludes("core/scenarios", [](const std::string& file, const std::string& include) {
        if (!include.starts_with("core/scenarios/"))
            return;
        const std::string own = fs::path(file).parent_path();
        const std::string other = fs::path(include).parent_path();
        // What all have in common, such as the catalogue, stands beside their folders.
        EXPECT_TRUE(own == other || own == "core/scenarios" || other == "core/scenarios")
            << file << " includes " << include;
    });
}

TEST(FolderOrder, whatOneReadsOfAttentionSeesNoKernel)
{
    visitIncludes("core/attention", [](const std::string& file, const std::string& include) {
        // The one decision which kernel is taken, and the lines of the table that name theirs.
        const bool mayKnow =
            file == "core/attention/fast_attend.cpp" || file.ends_with("_score_functions.cpp");
        EXPECT_TRUE(mayKnow || !include.starts_with("core/kernels/"))
            << file << " includes " << include;
    });
}

TEST(FolderOrder, eigenStaysInsideTheComputeLibrary)
{
    const std::set<std::string> compute{"core/tensor", "core/tape", "core/kernels",
                                        "core/trace",  "core/nn",   "core/attention"};
    for (const char* folder : {"core", "ui", "app"})
        visitIncludes(folder, [&](const std::string& file, const std::string& include) {
            if (include.starts_with("Eigen") || include == "core/tensor/eigen.h") {
                EXPECT_TRUE(compute.contains(folderOf(file, 2))) << file;
            }
        });
}

TEST(FolderOrder, viewsSeeTraceTensorAndWordsAndSessionSeesNoWidget)
{
    visitIncludes("ui/views", [](const std::string& file, const std::string& include) {
        if (include.starts_with("core/") || include.starts_with("ui/")) {
            EXPECT_TRUE(include.starts_with("core/trace/") || include.starts_with("core/tensor/")
                        || include.starts_with("ui/views/") || include.starts_with("ui/words/")
                        || include == "core/io/atomic_file.h" // how a picture is saved
                        // what takes long, beside the GUI
                        || include == "ui/session/latest_job.h"
                        || include == "ui/session/newest_to.h")
                << file << " includes " << include;
        }
    });
    visitIncludes("ui/session", [](const std::string& file, const std::string& include) {
        if (include.starts_with("ui/")) {
            EXPECT_TRUE(include.starts_with("ui/session/") || include.starts_with("ui/words/"))
                << file << " includes " << include;
        }
        EXPECT_FALSE(include.find("Widget") != std::string::npos || include == "QPainter")
            << file << " includes " << include;
    });
    visitIncludes("ui/words", [](const std::string& file, const std::string& include) {
        if (include.starts_with("core/") || include.starts_with("ui/")) {
            EXPECT_TRUE(include.starts_with("core/trace/") || include.starts_with("ui/words/"))
                << file << " includes " << include;
        }
        EXPECT_FALSE(include.find("Widget") != std::string::npos || include == "QPainter")
            << file << " includes " << include;
    });
    visitIncludes("ui", [](const std::string& file, const std::string& include) {
        EXPECT_FALSE(include.starts_with("app/")) << file << " includes " << include;
    });
    visitIncludes("ui/panels", [](const std::string& file, const std::string& include) {
        EXPECT_FALSE(include.starts_with("ui/window/")) << file << " includes " << include;
    });
}

} // namespace

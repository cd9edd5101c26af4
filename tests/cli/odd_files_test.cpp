// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are too large, or no files, given to every option that takes one.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "tests/cli/command_line.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace regard {
namespace {

/// A command in which "FILE" stands for a file that is read.
std::vector<std::string> readingCommands()
{
    std::vector<std::string> commands{"trace dialogue --weights FILE --out OUT",
                                      "trace self-attention --weights FILE --out OUT"};
    for (const ScenarioSpec& scenario : catalogue())
        if (scenario.task) {
            commands.push_back("evaluate " + scenario.id + " --weights FILE");
            commands.push_back("evaluate " + scenario.id + " --data FILE");
            commands.push_back("train " + scenario.id + " --data FILE --out OUT");
        }
    return commands;
}

/// A command in which "FILE" stands for a file that is written.
const std::vector<std::string> writingCommands{
    "trace worked-example --out FILE", "train kernel-regression --epochs 1 --out FILE",
    "train kernel-regression --epochs 1 --out OUT --curve FILE",
    "render worked-example --out FILE"};

std::string with(std::string command, const std::string& place, const std::string& file)
{
    const std::size_t at = command.find(place);
    return at == std::string::npos ? command : command.replace(at, place.size(), "'" + file + "'");
}

class OddFiles : public CommandLine {
protected:
    /// Less memory than a file of 3 GB would take.
    static constexpr const char* littleMemory = "ulimit -v 2000000;";

    Result read(const std::string& command, const std::string& file) const
    {
        // Qt tells what it takes for a folder of its own where there is none.
        return run(with(with(command, "FILE", file), "OUT", path("out.npz")),
                   littleMemory + ("export XDG_RUNTIME_DIR='" + m_folder.path().string() + "';"));
    }
    std::string sparse(const std::string& name) const
    {
        std::ofstream{path(name)};
        std::filesystem::resize_file(path(name), std::uintmax_t{3} << 30);
        return path(name);
    }
};

TEST_F(OddFiles, threeGigabytesAreRefusedWithTheNameAndTheLimitAndNotRead)
{
    for (const char* name : {"x", "x.csv", "x.npz", "x.safetensors"}) {
        const std::string file = sparse(name);
        for (const std::string& command : readingCommands()) {
            SCOPED_TRACE(command + " " + name);
            const Result result = read(command, file);
            // Weights may be that large: their header says that these are none.
            const bool weights = command.find("--weights") != std::string::npos;
            expectError(result, 1,
                        weights ? "cannot read " + file + ": " : file + ": it is larger than the ");
            EXPECT_EQ(result.errors.find("memory"), std::string::npos) << result.errors;
        }
    }
}

TEST_F(OddFiles, weightsOfThreeGigabytesThatFitNoScenarioAreRefusedByTheirHeader)
{
    const std::string file = sparse("w.safetensors");
    const std::string header =
        R"({"__metadata__":{"regard.scenario":"dialogue",)"
        R"("regard.settings":"{}","regard.vocabulary":"{}"},)"
        R"("w":{"dtype":"F32","shape":[805306112],"data_offsets":[0,3221224448]}})";
    std::string padded = header;
    padded.resize((std::size_t{3} << 30) - 8 - 3221224448, ' ');
    const std::uint64_t length = padded.size();
    std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
    out.write(reinterpret_cast<const char*>(&length), sizeof length);
    out << padded;
    out.close();
    ASSERT_EQ(std::filesystem::file_size(file), std::uintmax_t{3} << 30);
    for (const char* command :
         {"trace dialogue --weights FILE --out OUT", "evaluate dialogue --weights FILE"}) {
        const Result result = read(command, file);
        expectError(result, 1, "cannot read " + file + ": ");
        EXPECT_EQ(result.errors.find("memory"), std::string::npos) << result.errors;
    }
}

TEST_F(OddFiles, threeGigabytesInAFolderOfReviewsAreRefused)
{
    for (const char* part : {"train/pos", "train/neg", "test/pos", "test/neg"}) {
        std::filesystem::create_directories(path("aclImdb/") + part);
        writeContent(path("aclImdb/") + part + "/0_9.txt", "a fine film");
    }
    const std::string member = sparse("aclImdb/test/neg/1_1.txt");
    for (const char* command :
         {"train reviews --data FILE --out OUT", "evaluate reviews --data FILE"})
        expectError(read(command, path("aclImdb")), 1, member + ": it is larger than the 1 MB");
}

TEST_F(OddFiles, whatIsNoOrdinaryFileIsRefusedByEveryOptionThatReads)
{
    const std::string pipe = path("pipe");
    ASSERT_EQ(std::system(("mkfifo " + pipe).c_str()), 0);
    std::filesystem::create_directory(path("folder"));
    const std::vector<std::pair<std::string, std::string>> odd{
        {pipe, "it is a pipe or a device, give an ordinary file"},
        {"/dev/zero", "it is a pipe or a device, give an ordinary file"},
        {path("folder"), "it is a folder, give a file"},
        {path("none"), "No such file or directory, check the name"},
        {path("none/none"), "No such file or directory, check the name"}};
    for (const auto& [file, problem] : odd)
        for (const std::string& command : readingCommands()) {
            SCOPED_TRACE(command + " " + file);
            // A folder may be one of reviews: it is told what that one lacks.
            const bool reviews =
                file == path("folder") && command.find("reviews --data") != std::string::npos;
            expectError(read(command, file), 1, reviews ? file : file + ": " + problem);
        }
}

TEST_F(OddFiles, whatIsNoOrdinaryFileIsRefusedByEveryOptionThatWrites)
{
    for (const std::string suffix : {".npz", ".png"}) {
        const std::string pipe = path("pipe" + suffix);
        const std::string folder = path("folder" + suffix);
        const std::string device = path("device" + suffix);
        ASSERT_EQ(std::system(("mkfifo " + pipe).c_str()), 0);
        std::filesystem::create_directory(folder);
        std::filesystem::create_symlink(pipe, device); // a link to what is no file
        for (const std::string& command : writingCommands) {
            if (command.starts_with("render") != (suffix == ".png"))
                continue;
            SCOPED_TRACE(command);
            expectError(read(command, pipe), 1, pipe + ": it is not an ordinary file");
            expectError(read(command, device), 1, device + ": it is not an ordinary file");
            expectError(read(command, folder), 1, folder + ": it is a folder");
            expectError(read(command, path("none/x" + suffix)), 1, "make the folder first");
        }
    }
}

TEST_F(OddFiles, standardInputIsReadOnlyWhereItIsNamed)
{
    const std::string pipe = path("pipe");
    ASSERT_EQ(std::system(("mkfifo " + pipe).c_str()), 0);
    // Nobody ever writes into it: who reads it does not come back.
    const std::string silent = "exec 0<>'" + pipe + "';";
    for (const std::string command :
         {"catalogue", "trace worked-example --out OUT",
          "train kernel-regression --epochs 1 --out OUT", "evaluate kernel-regression"})
        EXPECT_EQ(run(with(command, "OUT", path("out.npz")), silent).status, 0) << command;

    const std::string endless = std::string("exec 0</dev/zero;") + littleMemory;
    for (const std::string& command : readingCommands()) {
        SCOPED_TRACE(command);
        const Result result =
            run(with(with(command, "FILE", "/dev/stdin"), "OUT", path("out.npz")), endless);
        expectError(result, 1, "/dev/stdin");
        EXPECT_EQ(result.errors.find("memory"), std::string::npos) << result.errors;
    }
}

} // namespace
} // namespace regard

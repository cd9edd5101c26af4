// SPDX-License-Identifier: GPL-3.0-or-later
// What cannot be done ends with one line that says why, and leaves files as they were.
#include "tests/cli/command_line.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <sys/wait.h>

namespace regard {
namespace {

TEST_F(CommandLine, wrongCommandsEndWithStatusTwoAndOneLine)
{
    const std::string out = " --out " + path("t.npz");
    expectError(run("trace nothing" + out), 2, "unknown scenario 'nothing'");
    expectError(run("trace" + out), 2, "no scenario");
    expectError(run("trace dialogue"), 2, "--out is missing");
    expectError(run("trace dialogue --out x.txt"), 2, ".npz or .json");
    expectError(run("trace dialogue --set score=nothing" + out), 2, "additive");
    expectError(run("trace dialogue --set nothing=1" + out), 2, "no setting 'nothing'");
    expectError(run("trace dialogue --set score" + out), 2, "no value");
    expectError(run("trace dialogue --set temperature=warm" + out), 2, "temperature");
    expectError(run("trace dialogue --set temperature=1e9" + out), 2, "temperature");
    expectError(run("trace dialogue --nothing" + out), 2, "--help");
    expectError(run("trace dialogue --text a --text b" + out), 2, "takes 1 and got 2");
    expectError(run("trace reviews --target positive" + out), 2, "decodes nothing");
    expectError(run("trace dialogue one more" + out), 2, "unexpected argument 'one'");
    expectError(run("train dialogue --threads 0 --out w"), 2, "--threads");
    expectError(run("train dialogue --epochs -1 --out w"), 2, "epochs");
}

TEST_F(CommandLine, aPictureOfAnotherKindIsRefusedWithTheKindsThereAre)
{
    // Without a folder of its own Qt would say so in a line of its own.
    const std::string own = "XDG_RUNTIME_DIR=" + m_folder.path().string();
    const std::string picture = "render worked-example --out " + path("p.png");
    for (const char* theme : {"purple", "Light", "''", "'dark '"})
        expectError(run(picture + " --theme " + theme, own), 2, "use light or dark");
    for (const char* palette : {"purple", "Viridis", "''", "viridis --palette nothing"})
        expectError(run(picture + " --palette " + palette, own), 2,
                    "choose viridis, cividis, magma, violet, grey, blue-orange, ");
    for (const char* view : {"table", "Flow", "''"})
        expectError(run(picture + " --view " + view, own), 2, "--view");
    for (const char* size : {"99x800", "800x99", "16385x800", "800x16385", "800", "800x", "x800",
                             "-800x600", "800x600x2", "800.5x600", "''"})
        expectError(run(picture + " --size=" + size, own), 2, "each from 100 to 16384");
    for (const char* name : {"p.gif", "p", "p.PNG"})
        expectError(run("render worked-example --out " + path(name), own), 2,
                    "end it with .png, .svg or .pdf");
    for (const char* name : {"p.png", "p.gif", "p", "p.PNG"})
        EXPECT_FALSE(std::filesystem::exists(path(name))) << name;
}

TEST_F(CommandLine, whatCannotBeDoneEndsWithStatusOneAndOneLine)
{
    const std::string out = " --out " + path("t.npz");
    expectError(run("train worked-example --out w"), 1, "learns nothing");
    expectError(run("trace dialogue --weights /nowhere/w.safetensors" + out), 1,
                "/nowhere/w.safetensors");
    expectError(run("trace dialogue --out /nowhere/t.npz"), 1, "/nowhere/t.npz");
    writeContent(path("w.safetensors"), "not weights");
    expectError(run("trace dialogue --weights " + path("w.safetensors") + out), 1, "w.safetensors");
    expectError(run("trace dialogue --weights " REGARD_SOURCE_DIR
                    "/resources/weights/self-attention.safetensors"
                    + out),
                1, "self-attention");
    EXPECT_FALSE(std::filesystem::exists(path("t.npz")));
}

TEST_F(CommandLine, numbersThatAreNoneEndWithStatusOneAndOneLine)
{
    const std::string out = " --out " + path("t.npz");
    expectError(run("trace pointer --text '3 one 2'" + out), 1, "“one” is not a number");
    expectError(run("trace pointer --target '9 9'" + out), 1, "not the place of an input");
    expectError(run("trace kernel-regression --text '1, 2 -> 3; 1 -> ?'" + out), 1, "1 number");
    EXPECT_FALSE(std::filesystem::exists(path("t.npz")));
}

TEST_F(CommandLine, aDataFileWithARaggedLineIsRefusedWithItsNumber)
{
    writeContent(path("mine.tsv"), "one\ttwo\nonly one\n");
    expectError(run("train dialogue --data " + path("mine.tsv") + " --out " + path("w")), 1,
                "line 2");
}

TEST_F(CommandLine, truncatedWeightsAreRefused)
{
    const std::string whole =
        contentOf(REGARD_SOURCE_DIR "/resources/weights/dialogue.safetensors");
    for (std::size_t size :
         {std::size_t(4), std::size_t(100), whole.size() / 2, whole.size() - 1}) {
        writeContent(path("w.safetensors"), whole.substr(0, size));
        expectError(
            run("trace dialogue --weights " + path("w.safetensors") + " --out " + path("t.npz")), 1,
            "w.safetensors");
    }
}

TEST_F(CommandLine, resultsThatCannotBeWrittenEndWithStatusOne)
{
    const std::string errors = path("errors");
    const int status =
        std::system((REGARD_PROGRAM " catalogue >/dev/full 2>'" + errors + "'").c_str());
    expectError({WIFEXITED(status) ? WEXITSTATUS(status) : -1, {}, contentOf(errors)}, 1,
                "cannot write to standard output");
}

TEST_F(CommandLine, aDiskThatFillsUpLeavesTheOldFile)
{
    // A limit on the size of files stands for a full disk: writing fails half way.
    for (const char* command : {"trace dialogue", "train dialogue --set examples=50 --epochs 1"}) {
        writeContent(path("old.npz"), "old");
        const Result result =
            run(std::string(command) + " --out " + path("old.npz"), "trap '' XFSZ; ulimit -f 8;");
        // Training tells of its epoch before.
        expectError(result, 1, "old.npz", std::string(command).starts_with("train") ? 2 : 1);
        EXPECT_EQ(contentOf(path("old.npz")), "old");
    }
    EXPECT_EQ(m_folder.fileCount(), 3u); // the old file and the two streams: no left-over
}

} // namespace
} // namespace regard

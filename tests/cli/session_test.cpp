// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions and selected numbers on the command line.
#include "tests/cli/command_line.h"

#include "core/io/npz.h"
#include "core/scenarios/session_file.h"

#include <gtest/gtest.h>

#include <fstream>

namespace regard {
namespace {

Workspace edited()
{
    PaneState pane;
    pane.exploration.scenario = "worked-example";
    pane.exploration.texts = {"Machines Thinking Machines"};
    pane.exploration.settings.set("score", std::string("dot"));
    pane.exploration.edits = {{"scores", 0, 1, Real(200)}};
    pane.view = "heatmap";
    pane.selection = {"weights", 0, 1};
    return {{pane}};
}

float numberAt(const std::filesystem::path& file, const char* path, std::size_t place)
{
    for (const auto& array : readNpz(file).arrays)
        if (array.name == path)
            return array.values.at(place);
    return -1;
}

class SessionCommand : public CommandLine { };

TEST_F(SessionCommand, ATraceOfASessionHasItsTextSettingsAndEdits)
{
    saveSession(edited(), path("s.regard"));
    const std::string trace = "trace " + path("s.regard") + " --out " + path("t.npz");
    ASSERT_EQ(run(trace).status, 0);
    EXPECT_EQ(numberAt(path("t.npz"), "scores", 1), 200); // row 1 of three
    EXPECT_EQ(numberAt(path("t.npz"), "weights", 1), 1);
    // What options say takes the place of the session's own.
    ASSERT_EQ(run(trace + " --text 'Thinking Machines' --set score=scaled_dot").status, 0);
    EXPECT_EQ(numberAt(path("t.npz"), "scores", 1), 200);
    EXPECT_EQ(numberAt(path("t.npz"), "scaled", 1), 25);
}

TEST_F(SessionCommand, APictureOfASessionShowsItsViewAndItsSelection)
{
    saveSession(edited(), path("s.regard"));
    const std::string file = path("s.regard");
    const auto picture = [&](const std::string& options) {
        EXPECT_EQ(run("render " + options + " --size 700x500 --out " + path("p.png")).status, 0);
        std::ifstream in(path("p.png"), std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    const std::string own = picture(file);
    EXPECT_TRUE(own == picture(file + " --view heatmap"));
    EXPECT_TRUE(own != picture(file + " --view flow"));
    // The inspector of the window explains what is selected.
    const auto words = [&](const std::string& options) {
        const std::string svg = path("p.svg");
        EXPECT_EQ(run("render " + options + " --view window --out " + svg).status, 0);
        std::ifstream in(svg);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    EXPECT_NE(words(file).find("weights · Machines → Thinking"), std::string::npos);
    EXPECT_NE(words(file + " --cell scores,2,3").find("scores · Thinking → Machines"),
              std::string::npos);
    EXPECT_EQ(words("worked-example").find("Machines → Thinking"), std::string::npos);
    // The window opens in the session's view: another one draws something else.
    const std::string window = picture(file + " --view window");
    Workspace other = edited();
    other.panes.front().view = "flow";
    saveSession(other, path("s.regard"));
    EXPECT_TRUE(window != picture(file + " --view window"));
}

TEST_F(SessionCommand, ACellIsNamedByNumbersOfAnyLength)
{
    const std::string text = " --text 'the animal did not cross the street because it was tired'";
    const std::pair<const char*, const char*> named[] = {
        {"1,9", "the, feature 9"},      {"9,10", "it, feature 10"},  {"10,11", "was, feature 11"},
        {"11,64", "tired, feature 64"}, {"4,33", "not, feature 33"},
    };
    for (const auto& [cell, place] : named) {
        const std::string svg = path("c.svg");
        ASSERT_EQ(run("render self-attention --view window" + text + " --cell embedding," + cell
                      + " --out " + svg)
                      .status,
                  0)
            << cell;
        std::ifstream in(svg);
        const std::string drawn(std::istreambuf_iterator<char>(in), {});
        EXPECT_NE(drawn.find(std::string("embedding · ") + place), std::string::npos) << cell;
    }
}

TEST_F(SessionCommand, WhatIsWrongIsSaidWithTheRemedy)
{
    const std::string render = "render worked-example --out " + path("p.png");
    const std::string runtime = "XDG_RUNTIME_DIR=" + m_folder.path().string(); // Qt asks for one
    expectError(run(render + " --cell weights", runtime), 2, "PATH,ROW,COLUMN");
    expectError(run(render + " --cell weights,0,1", runtime), 2, "counted from 1");
    expectError(run(render + " --cell nothing,1,1", runtime), 1, "no tensor 'nothing'");
    expectError(run(render + " --cell weights,9,1", runtime), 1, "2 rows and 2 columns");
    expectError(run(render + " --cell weights,1,9", runtime), 1, "2 rows and 2 columns");
    expectError(run("render " + path("none.regard") + " --out " + path("p.png"), runtime), 1,
                "No such file");
    expectError(run("trace " + path("none.regard") + " --out " + path("t.npz")), 1, "No such file");
    expectError(run("evaluate " + path("none.regard")), 2, "unknown scenario");
    EXPECT_FALSE(std::filesystem::exists(path("p.png")));
}

} // namespace
} // namespace regard

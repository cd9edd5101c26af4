// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of tooltips and of "What's This?": all of them, one place.
#include "ui/words/help_text.h"

#include <QCoreApplication>

#include <array>

namespace regard {

namespace {

#define TEXT(text) QT_TRANSLATE_NOOP("HelpText", text)

constexpr std::array table{
    // Menus and what stands in them.
    HelpText{"file", TEXT("Sessions, weights, pictures: what goes to files and comes from them")},
    HelpText{"file/new",
             TEXT("One pane with the first scenario, its first text and default settings"),
             TEXT("Undo brings back what was open.")},
    HelpText{"file/open", TEXT("A session or trained weights"),
             TEXT("Any file can also be dropped on the window.")},
    HelpText{"file/recent", TEXT("The files that were opened or saved last")},
    HelpText{"file/recent-one", TEXT("Opens this file again")},
    HelpText{"file/save", TEXT("Write the session to its file"),
             TEXT("Text, settings, changes by hand, view and selection of all panes; weights by "
                  "the path of their file.")},
    HelpText{"file/save-as", TEXT("Write the session to another file")},
    HelpText{"file/save-weights",
             TEXT("A session that holds the weights that were opened: for another computer")},
    HelpText{"file/export", TEXT("The picture to a file: SVG and PDF to any size, or PNG"),
             TEXT("Of several panes all of them.")},
    HelpText{"file/print", TEXT("Print the picture, fitted to the page"),
             TEXT("Above it stand the scenario, the text and the settings that differ from their "
                  "defaults. Lines and letters are sharp at any size.")},
    HelpText{"file/print-preview", TEXT("The page as it would be printed")},
    HelpText{"file/quit", TEXT("Close the window"),
             TEXT("Layout, theme and scenario are as they were when it is opened again.")},
    HelpText{"edit", TEXT("Undo, copies, and what is changed by hand")},
    HelpText{"edit/undo", TEXT("Take the last change back"),
             TEXT("Texts, settings, numbers, panes, scenarios, weights: everything has its step.")},
    HelpText{"edit/redo", TEXT("Do again what was taken back")},
    HelpText{"edit/copy-picture", TEXT("The picture to the clipboard"),
             TEXT("Of several panes all of them.")},
    HelpText{"edit/copy-numbers", TEXT("The numbers of a tensor to the clipboard"),
             TEXT("The tensor that is selected, or else the one that is shown large.")},
    HelpText{"edit/copy-format",
             TEXT("All numbers of the tensor; of several selected rows or "
                  "columns those alone")},
    HelpText{"edit/take-out", TEXT("Leave a part out of the computation, with the same weights"),
             TEXT("The division of the scores, the mask, a head, a layer, positions: what the "
                  "model has of them. All that follows is computed at once.")},
    HelpText{"edit/reset-edits",
             TEXT("All is computed again as the model says: set numbers, masked tokens and parts "
                  "that were taken out")},
    HelpText{"edit/sentence", TEXT("To the text field")},
    HelpText{"edit/free", TEXT("Let go of the selected number, row or tensor")},
    HelpText{"edit/reset", TEXT("The scenario's first text and its default settings")},
    HelpText{"view", TEXT("What is seen of the computation, and how it looks")},
    HelpText{"view/fit", TEXT("Zoom and scroll so that the whole picture is seen")},
    HelpText{"view/dock", TEXT("Show this panel, or take it away")},
    HelpText{"view/theme", TEXT("Light or dark")},
    HelpText{"view/theme-system", TEXT("Light or dark as the desktop is")},
    HelpText{"view/theme-light", TEXT("Dark on light")},
    HelpText{"view/theme-dark", TEXT("Light on dark")},
    HelpText{"view/colours", TEXT("The colours of numbers"),
             TEXT("One for weights and probabilities, one for numbers below and above zero.")},
    HelpText{"colours/safe",
             TEXT("Also without red, green or blue cones large and small can be told "
                  "apart, and below and above zero")},
    HelpText{"colours/unsafe", TEXT("Without red or green cones below and above zero look alike")},
    HelpText{"view/presenter", TEXT("Large type, no panels, full screen (F11)"),
             TEXT("F11 or a click on the button brings the panels back.")},
    HelpText{"view/projector",
             TEXT("Strong contrast, bold lines and large type, for a pale "
                  "projector or tired eyes"),
             TEXT("Text has a contrast of at least 7 to 1, roles have stronger colours, lines are "
                  "thicker. It goes together with presenter mode and with either theme.")},
    HelpText{"view/hear", TEXT("Sound the number under the cell cursor of the Heatmap"),
             TEXT("The larger the number among those of the map, the higher the tone: 220 Hz for "
                  "the smallest, 880 Hz for the largest, in equal musical steps. The arrow keys "
                  "move the cursor.")},
    HelpText{
        "view/play-row", TEXT("The numbers of the selected row as tones, one after the other"),
        TEXT("It can be heard while View → Hear the map is ticked. What is masked is a rest.")},
    HelpText{"view/motion", TEXT("How fast numbers fly to what is made of them, if at all")},
    HelpText{"view/motion-one",
             TEXT("At each step forward the numbers that a new one is made of fly to it; while "
                  "playing, within the time of a step")},
    HelpText{"view/questions",
             TEXT("A ? beside each stage says why it is there; the key ? goes from one to the "
                  "next")},
    HelpText{"view/reset-layout", TEXT("All panels back to where they stood at first")},
    HelpText{"compare", TEXT("Computations beside each other, on the same text")},
    HelpText{"compare/setting", TEXT("A pane that differs in this setting alone")},
    HelpText{"compare/value", TEXT("A pane with this value beside the active one")},
    HelpText{"compare/all", TEXT("A pane for every value, as many as there is room for")},
    HelpText{"compare/table",
             TEXT("Weights of the selected row, output and figures of every "
                  "value")},
    HelpText{"compare/scenario", TEXT("A pane of another scenario, on the same text")},
    HelpText{"compare/own-text",
             TEXT("What is typed while this pane is the active one changes it alone")},
    HelpText{"compare/unchanged", TEXT("A pane in which no number is set by hand")},
    HelpText{"compare/reasons",
             TEXT("For the selected word of the output: each token's weight, what its value adds, "
                  "and what becomes of the word when the token is masked")},
    HelpText{"compare/one-scale",
             TEXT("The same number has the same colour in the heatmaps of all panes")},
    HelpText{"compare/difference",
             TEXT("The selected tensor of one pane minus that of another, "
                  "and where they differ most")},
    HelpText{"compare/close", TEXT("Close this pane (Ctrl+W)")},
    HelpText{"compare/close-others", TEXT("Close all panes but this one")},
    HelpText{"train", TEXT("Weights from examples, and what is done with them")},
    HelpText{"train/start",
             TEXT("Train what is shown from the first weights; panes with other "
                  "settings race on the same batches")},
    HelpText{"train/pause", TEXT("Wait between two steps; the curves and the film stay")},
    HelpText{"train/stop", TEXT("End the training here; what was learnt stays on the film")},
    HelpText{"train/race", TEXT("A pane with another value, and a training of both at once"),
             TEXT("They learn from the same batches, from the same seed.")},
    HelpText{"train/race-value", TEXT("Train with this value beside what the pane has now")},
    HelpText{"train/film", TEXT("Show how the picture formed, from the first weights to the last")},
    HelpText{"train/keep",
             TEXT("Go on with the weights of the moment that is shown, in every pane "
                  "that was trained: one step that can be undone")},
    HelpText{"train/save", TEXT("Write the weights of the moment that is shown to a file")},
    HelpText{"train/discard", TEXT("Let go of curves and film: the weights from before are back")},
    HelpText{"train/measure",
             TEXT("The figures of all panes; where one text becomes another also why attention "
                  "exists: the share that is right by length, with attention and without")},
    HelpText{"train/data",
             TEXT("Train on examples of your own from a file of pairs or a table; dropping it on "
                  "the window does the same, with a folder too")},
    HelpText{"train/data-folder",
             TEXT("Train on a folder of examples of your own, as reviews are published: train/pos, "
                  "train/neg, test/pos and test/neg")},
    HelpText{"train/generated", TEXT("Train on the examples that the program makes itself")},
    HelpText{"go", TEXT("The order of the computation, step by step")},
    HelpText{"go/play", TEXT("Play the computation, or wait")},
    HelpText{"go/forward", TEXT("One step forward")},
    HelpText{"go/back", TEXT("One step back")},
    HelpText{"go/start", TEXT("To the first operation")},
    HelpText{"go/end", TEXT("To the last operation")},
    HelpText{"go/bookmark", TEXT("Mark this moment, or take its mark away"),
             TEXT("A bookmark stays with its word and its operation while the text changes, and "
                  "goes into the session.")},
    HelpText{"go/next-bookmark", TEXT("To the next moment that is marked")},
    HelpText{"go/previous-bookmark", TEXT("To the marked moment before this one")},
    HelpText{"go/bookmarks", TEXT("The moments that are marked here")},
    HelpText{"go/bookmark-one", TEXT("To this moment")},
    HelpText{"help", TEXT("Commands, keys, and what things are for")},
    HelpText{"help/find",
             TEXT("Every action, setting, scenario, view and example, found by a few "
                  "letters of its name")},
    HelpText{"help/whats-this", TEXT("What a control is for: click it after this"),
             TEXT("Shift+F1 says it of the control that has the keyboard.")},
    HelpText{"help/keys", TEXT("All keys")},
    HelpText{"help/about", TEXT("Version and licence")},

    // The bar above and the text.
    HelpText{"top/scenario", TEXT("The model that is shown"),
             TEXT("Each scenario has its own text, settings and weights.")},
    HelpText{"top/theme", TEXT("To the light or the dark theme"),
             TEXT("View → Theme has the desktop's.")},
    HelpText{"settings/more", TEXT("The settings for which there is no room in the bar")},
    HelpText{"settings/reset", TEXT("Put all settings of this scenario back to their defaults")},
    HelpText{"text/field", TEXT("Every change is computed at once")},
    HelpText{"text/examples", TEXT("Put an example into the field")},
    HelpText{"text/example", TEXT("Puts this text into the field")},
    HelpText{
        "text/input", TEXT("What the text was split into"),
        TEXT("Pointing at a token marks it in all pictures; a click or Space masks it, so that "
             "no attention sees it, or shows it again; Ctrl+click or Enter selects it. Left "
             "and Right go from one to the next.")},
    HelpText{"text/output", TEXT("What came out"),
             TEXT("Pointing at a token marks it in all pictures, a click or Enter selects it. What "
                  "is not written yet at this moment is pale.")},
    HelpText{"message/close", TEXT("Close this message")},
    HelpText{"copy", TEXT("Copy to the clipboard")},

    // Views.
    HelpText{"view/flow", TEXT("The data's way through attention"),
             TEXT("Each card is a tensor with its name, shape and range, ribbons lead from what it "
                  "was computed from. Point at a number to see it everywhere, click to keep it, "
                  "double-click a card to see it large. The wheel zooms, dragging moves.")},
    HelpText{"view/heatmap", TEXT("One tensor large"),
             TEXT("Every cell is a number, its colour as in the bar beside it. Click a cell and "
                  "the arrow keys move on from it, and what it says is told to a screen reader; "
                  "Ctrl+click and Shift+arrows select more rows or columns; a double click or F2 "
                  "changes a number.")},
    HelpText{"view/arcs", TEXT("Which word looks at which, as lines between them"),
             TEXT("A line is as wide as the weight that the word at its beginning gives the word "
                  "at its end. Point at a word to see its lines alone, click to keep it.")},
    HelpText{"view/heads", TEXT("All heads of all layers, and merged"),
             TEXT("Each small map holds the weights of one head. A click selects, a double click "
                  "shows it large, M or its tick takes it into the merged map.")},
    HelpText{"view/scene", TEXT("The scenario in its own terms"),
             TEXT("Points, curves, lines over time or a table: what the numbers stand for, with "
                  "the weights that attention gives them. What can be dragged changes the text.")},
    HelpText{"view/cell", TEXT("One step of a recurrent cell: gates that multiply and add"),
             TEXT("A bar for each unit: what is read, the gates from 0 to 1, what they add up to. "
                  "Point at a unit for its arithmetic; [ and ] choose the layer or direction, up "
                  "and down the unit.")},
    HelpText{"view/beam", TEXT("The tree of a beam search"),
             TEXT("Each column is a step with the hypotheses that were kept, those that ended with "
                  "their scores, and the nearest that were pruned. A double click or Enter writes "
                  "one; up, down, Ctrl+left and Ctrl+right go from one to the next.")},
    HelpText{"pane/view", TEXT("How this pane shows its computation")},
    HelpText{"pane/tabs", TEXT("The ways to look at the computation"),
             TEXT("Ctrl+1, Ctrl+2 and so on turn to them.")},
    HelpText{"pane/cancel", TEXT("Stop this computation; what is shown stays")},
    HelpText{"pane/time",
             TEXT("Time that the newest computation took, all steps of all layers, "
                  "and the memory it keeps where that is much")},
    HelpText{"difference/from", TEXT("The pane whose numbers are compared")},
    HelpText{"difference/minus", TEXT("The pane whose numbers are taken away")},
    HelpText{"heatmap/sums",
             TEXT("Show the sum of every row and column: with softmax a row of "
                  "weights sums to 1")},
    HelpText{"heatmap/stretch",
             TEXT("Let the colours reach up to the largest number of this tensor")},
    HelpText{"heatmap/fit", TEXT("Show the whole map (double click)")},
    HelpText{"arcs/attention", TEXT("Which attention of the model is shown")},
    HelpText{"arcs/head",
             TEXT("Which head of the layer is shown, or the mean of the weights of all")},
    HelpText{"arcs/arrangement",
             TEXT("Queries and keys in two columns, or every word once with arcs above")},
    HelpText{"arcs/stretch",
             TEXT("Let the largest weight be as wide as a line can be: for long "
                  "texts, whose weights are all small")},
    HelpText{"heads/order",
             TEXT("Sharp heads, which look at few tokens, have little entropy; near "
                  "heads look at tokens beside their own")},
    HelpText{"heads/merge",
             TEXT("One map of all ticked heads of the same tokens: their mean, the largest weight "
                  "of any, or rollout, which follows the way of each token through all layers and "
                  "around them")},
    HelpText{"table/points", TEXT("Double-click a number, or press F2, to type another one")},
    HelpText{"table/add", TEXT("One more row like the selected one (Insert)")},
    HelpText{"table/ask", TEXT("One more query like the selected row (Shift+Insert)")},
    HelpText{"table/remove", TEXT("Takes the selected row out (Delete)")},

    // Panels.
    HelpText{"scenarios", TEXT("All scenarios; a click or Enter opens one")},
    HelpText{"tensors/filter", TEXT("Show only tensors whose path has this in it")},
    HelpText{"tensors/tree", TEXT("Click to select, double click to show large"),
             TEXT("Every tensor of the computation with its shape and its smallest and largest "
                  "number.")},
    HelpText{"words/previous", TEXT("What could be written one word earlier")},
    HelpText{"words/next", TEXT("What could be written one word later")},
    HelpText{"words/find", TEXT("Leaves the words in which these letters occur"),
             TEXT("Enter writes the first of them.")},
    HelpText{"words/list", TEXT("All words with their probabilities at this step"),
             TEXT("A click or Enter writes another word here, and decoding goes on from there.")},
    HelpText{"words/back", TEXT("Takes the last word that was written by hand back")},
    HelpText{"words/free", TEXT("Takes all words that were written by hand back: all is decoded")},
    HelpText{"words/text",
             TEXT("Enter: this text is written whatever the decoder says (teacher forcing), with "
                  "the probability that the model gives it")},
    HelpText{"words/layers", TEXT("What would be written behind each layer"),
             TEXT("Layers: the layer's output through the model's own last norm, where it has one, "
                  "and its own output projection, which were learnt for the last layer alone. "
                  "Heads: the words to whose logits a head's values add most, as if no norm stood "
                  "between.")},
    HelpText{"dock/tabs", TEXT("The panels that share this place")},
    HelpText{"inspector/tabs",
             TEXT("Explain, number by number; the tensor as a table; its row as "
                  "bars")},
    HelpText{"inspector/explain", TEXT("How the selected number came about"),
             TEXT("Its formula, the same with its numbers, and the vectors behind it term by "
                  "term.")},
    HelpText{"inspector/numbers", TEXT("The whole tensor as a table that can be copied")},
    HelpText{"inspector/copy",
             TEXT("Copy the selected cells, or all, with tabs between them, as "
                  "spreadsheets take them")},
    HelpText{"inspector/row", TEXT("The weights of the selected row as bars that can be dragged"),
             TEXT("Up and Down go from bar to bar, Left and Right change a weight; the others "
                  "share what is left.")},
    HelpText{"inspector/back", TEXT("Back to the number that this one is part of")},
    HelpText{"inspector/operand", TEXT("Go to what this number was computed from")},
    HelpText{"inspector/overview", TEXT("What the scenario shows, and what its symbols mean")},
    HelpText{"training/moment",
             TEXT("Weights after so many steps: all views show what they compute")},
    HelpText{"training/processors",
             TEXT("How many processors learn at once: the result is the same, to the bit; fewer "
                  "leave room for other work")},
    HelpText{
        "training/curves",
        TEXT("Loss of training (line) and of held-out examples (marks, dashed) over the steps. "
             "Press or drag to go to a moment of the film.")},
    HelpText{"lengths/cancel", TEXT("Stop measuring; what is measured stays")},
    HelpText{"lengths/table", TEXT("Figures of held-out examples, with counts and intervals")},
    HelpText{"sweep/table",
             TEXT("A line for every value of the setting; a double click opens it "
                  "as a pane, a click on a heading sorts")},
    HelpText{"reasons/table",
             TEXT("A line for every token of the input; a click on a heading "
                  "sorts")},
    HelpText{"reasons/without-first",
             TEXT("Many heads rest on the first token: its weight is left out, and the others are "
                  "brought to one again. What masking does stays.")},
    HelpText{"number", TEXT("Type another number: Enter computes what follows, Escape leaves it")},
    HelpText{"palette/field", TEXT("A few letters of what is wanted, in any order of words"),
             TEXT("Up and Down choose, Enter does it, Escape leaves. A number behind the name of a "
                  "setting sets it.")},

    // The timeline.
    HelpText{"timeline/start", TEXT("To the first operation (Home)")},
    HelpText{"timeline/back", TEXT("One step back (Left)")},
    HelpText{"timeline/play", TEXT("Play the computation (Space)")},
    HelpText{"timeline/pause", TEXT("Pause (Space)")},
    HelpText{"timeline/forward", TEXT("One step forward (Right)")},
    HelpText{"timeline/end", TEXT("To the last operation (End)")},
    HelpText{"timeline/moment", TEXT("The moment that is shown: what comes later is drawn empty")},
    HelpText{"timeline/stride",
             TEXT("How far a step goes: to the next operation, to the next token that is read or "
                  "written, or through a recurrent step gate by gate")},
    HelpText{"timeline/speed", TEXT("Steps a second while playing")},
};

#undef TEXT

} // namespace

std::span<const HelpText> helpTexts()
{
    return table;
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
// Question and answer through a recurrent encoder–decoder, with attention and without.
#include "core/scenarios/dialogue/scenario.h"

#include "core/models/common_settings.h"
#include "core/models/training_settings.h"
#include "core/scenarios/dialogue/task.h"

namespace regard {

ScenarioSpec dialogue()
{
    ScenarioSpec spec = recurrentScenario(dialogueForms, {});
    spec.id = "dialogue";
    spec.title = "Dialogue";
    spec.summary =
        "A recurrent encoder reads a question, a decoder writes the answer word by word. "
        "Switch attention off and the whole question has to fit into one vector.";
    spec.inputs = {
        {"Question",
         "Ask a question",
         {"are you free tomorrow?",
          "are you free today?",
          "where are you tomorrow?",
          "are you free today or tomorrow?",
          "hello anna, i am busy today but are you free tomorrow evening?",
          "please repeat: seven two nine",
          {"please repeat: four zero zero seven two nine one five eight six three",
           "right only with attention"},
          {"my number is two seven one eight two eight one eight two eight. what is my number?",
           "right only with attention"},
          {"can you buy paper, salt, candles, eggs, oil, honey, soap and rice?",
           "right only with attention"}}}};
    append(spec.settings,
           trainingSettings({.epochs = 16,
                             .batch = 64,
                             .rate = 4e-3,
                             .dropout = 0,
                             .examples = 30000,
                             .heldOut = 2000}));
    spec.task = dialogueTask;
    return spec;
}

} // namespace regard

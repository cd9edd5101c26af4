// SPDX-License-Identifier: GPL-3.0-or-later
// What each scenario shows, for people who see it for the first time.
#include "ui/panels/glossary.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace regard {

namespace {

struct About {
    std::string_view scenario;
    std::array<const char*, 3> sentences;
};

constexpr std::array abouts{
    About{"worked-example",
          {QT_TRANSLATE_NOOP("AboutScenario",
                             "Words go in, and for each word a vector comes out, its context; all "
                             "numbers are built to be followed by hand, none is learnt."),
           QT_TRANSLATE_NOOP(
               "AboutScenario",
               "Every word attends to every word, itself included, unless the mask hides it."),
           QT_TRANSLATE_NOOP("AboutScenario",
                             "Look first at the scores, 112 and 96 for “Thinking Machines”, then "
                             "at what √d and softmax make of them.")}},
    About{"self-attention",
          {QT_TRANSLATE_NOOP("AboutScenario",
                             "A sentence goes in; for each token comes out what it stands for: a "
                             "pronoun for its antecedent, any other word for itself."),
           QT_TRANSLATE_NOOP(
               "AboutScenario",
               "In each layer several heads let every token attend to every token; the first head "
               "of the last layer is trained to look from a pronoun to its antecedent."),
           QT_TRANSLATE_NOOP(
               "AboutScenario",
               "Look first at the row of a pronoun like “it” in the weights of layer 2, head 1.")}},
    About{"dialogue",
          {QT_TRANSLATE_NOOP(
               "AboutScenario",
               "A question goes in word by word, and an answer comes out word by word."),
           QT_TRANSLATE_NOOP(
               "AboutScenario",
               "In each step the decoder’s state attends to the encoder’s states, one for each "
               "token of the question; with attention off it gets one fixed vector, where the "
               "reading ended."),
           QT_TRANSLATE_NOOP("AboutScenario",
                             "Look first at the bands from the encoder to the decoder: the words "
                             "that each word of the answer is drawn from.")}},
    About{
        "translation",
        {QT_TRANSLATE_NOOP(
             "AboutScenario",
             "An English sentence goes in; Chinese comes out, character by character."),
         QT_TRANSLATE_NOOP(
             "AboutScenario",
             "In each step the decoder’s state attends to the encoder’s states, one for each "
             "English word; with attention off it gets one fixed vector, where the reading ended."),
         QT_TRANSLATE_NOOP("AboutScenario",
                           "Look first at the map of the weights: a row for each character, a "
                           "column for each word, an alignment that nobody taught it.")}},
    About{"dates",
          {QT_TRANSLATE_NOOP("AboutScenario",
                             "A date as people write it goes in character by character; the same "
                             "comes out as YYYY-MM-DD."),
           QT_TRANSLATE_NOOP(
               "AboutScenario",
               "In each step the decoder’s state attends to the encoder’s states, one for each "
               "character; with attention off it gets one fixed vector, where the reading ended."),
           QT_TRANSLATE_NOOP("AboutScenario",
                             "Look first at the map of the weights: digits of the year should lie "
                             "on the year, those of the month on its name or number.")}},
    About{"kernel-regression",
          {QT_TRANSLATE_NOOP(
               "AboutScenario",
               "Points with values go in, and places that are asked for; for each of these places "
               "a value comes out, without any learning but that of a width."),
           QT_TRANSLATE_NOOP("AboutScenario",
                             "Each place attends to all points; the kernel says how much a point "
                             "at its distance counts."),
           QT_TRANSLATE_NOOP(
               "AboutScenario",
               "Look first at the bars: each point’s share in the value that is told.")}},
    About{
        "time-series",
        {QT_TRANSLATE_NOOP("AboutScenario",
                           "Measured values go in step by step; for each step comes out a forecast "
                           "of the next, and then of some steps further."),
         QT_TRANSLATE_NOOP(
             "AboutScenario",
             "The network’s state in a step attends to those of all earlier steps; with the model "
             "“attention” the step itself is among them, with “recurrent” nothing is attended to."),
         QT_TRANSLATE_NOOP("AboutScenario",
                           "Look first at the weights: a row for each step, strongest at the past "
                           "moments that it reads on from.")}},
    About{"pointer",
          {QT_TRANSLATE_NOOP("AboutScenario",
                             "Numbers or points go in; the same come out in order: sorted, or as "
                             "corners around the cloud of points."),
           QT_TRANSLATE_NOOP(
               "AboutScenario",
               "In each step the decoder’s state attends to the encoder’s states, one for each "
               "input; what may not be chosen any more is hidden, and the weights are the answer."),
           QT_TRANSLATE_NOOP("AboutScenario",
                             "Look first at the map of the weights: each row should have all its "
                             "weight on one input.")}},
    About{"entity-network",
          {QT_TRANSLATE_NOOP("AboutScenario",
                             "A story and a question go in; a word comes out as the answer."),
           QT_TRANSLATE_NOOP(
               "AboutScenario",
               "Each sentence opens the gates of the memory slots that it is about, a slot for "
               "each person and thing; then the question attends to the slots."),
           QT_TRANSLATE_NOOP("AboutScenario",
                             "Look first at the bars: the slots that the question reads, and "
                             "beside them the answer.")}},
    About{"autoencoder",
          {QT_TRANSLATE_NOOP("AboutScenario",
                             "The spectrum of a mixture goes in and is squeezed into a few "
                             "numbers; the spectrum that is rebuilt from them comes out."),
           QT_TRANSLATE_NOOP("AboutScenario",
                             "No token attends to another here: where you put attention, softmax "
                             "shares it out among the features of one layer."),
           QT_TRANSLATE_NOOP("AboutScenario",
                             "Look first at the strips of spectrum and reconstruction, then at the "
                             "weights between them.")}},
    About{"reviews",
          {QT_TRANSLATE_NOOP(
               "AboutScenario",
               "A film review goes in; how likely it is positive or negative comes out."),
           QT_TRANSLATE_NOOP(
               "AboutScenario",
               "Every word attends to every word, and the mean of all contexts is judged; padding "
               "before a short review counts like words unless it is masked."),
           QT_TRANSLATE_NOOP("AboutScenario",
                             "Look first at the row of a word of praise or blame in the weights, "
                             "then at the output.")}},
    About{"transformer",
          {QT_TRANSLATE_NOOP(
               "AboutScenario",
               "An English sentence goes in; Chinese comes out, character by character."),
           QT_TRANSLATE_NOOP("AboutScenario",
                             "In the encoder English words attend to each other; in the decoder "
                             "each step attends to what is written so far (self) and to the "
                             "encoder’s output for the English words (cross)."),
           QT_TRANSLATE_NOOP("AboutScenario",
                             "Look first at the cross attention of the last decoder layer: a row "
                             "for each character, a column for each English word.")}},
};

} // namespace

QStringList aboutScenario(std::string_view scenario)
{
    QStringList sentences;
    const auto about = std::find_if(abouts.begin(), abouts.end(),
                                    [&](const About& a) { return a.scenario == scenario; });
    if (about != abouts.end())
        for (const char* sentence : about->sentences)
            sentences += QCoreApplication::translate("AboutScenario", sentence);
    return sentences;
}

} // namespace regard

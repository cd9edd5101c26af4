// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of what is said about the stages of Flow.
#include "ui/views/flow/flow_prose.h"

#include "core/trace/graph.h"
#include "ui/views/shared/theme.h"
#include "ui/words/to_text.h"

#include <QCoreApplication>

#include <array>
#include <cmath>

namespace regard {

namespace {

enum class When {
    Always,
    SeveralHeads,
    OneHead,
};

/// A text for some formulas. In it {d} and {root} are the number under a divisor's root and that
/// root, {tau} is the temperature and {heads} how many heads stand side by side.
struct Line {
    const char* formulas; ///< names, a space between two
    When when;
    const char* question; ///< translated in the context "FlowProse", as is the answer
    const char* answer;
};

#define SAID(text) QT_TRANSLATE_NOOP("FlowProse", text)

constexpr std::array lines{
    // What goes in
    Line{
        "embedding", When::Always, SAID("How does a word become numbers?"),
        SAID(
            "Each token has a row of learnt numbers in a table, and that row is looked up. The "
            "same "
            "token always gets the same row, wherever it stands. Training moves the rows of tokens "
            "that are used alike towards each other.")},
    Line{
        "position position_concatenated", When::Always, SAID("Why sines and cosines of the place?"),
        SAID("Attention by itself does not see the order of tokens. So each place gets a vector of "
             "its own, made of waves from short to long. Nothing in it is learnt, and it reaches "
             "as far as a text is long.")},
    Line{"position_learned", When::Always, SAID("Why a vector for each place?"),
         SAID("Attention by itself does not see the order of tokens. So each place has a row of "
              "numbers in a table of its own, which training fills. Beyond the last row of that "
              "table it knows no place.")},
    Line{"input", When::Always, SAID("Why add the place to the word?"),
         SAID("The sum tells what stands there and where. Both share the same numbers: the layers "
              "behind learn to read them apart.")},
    Line{
        "input_alone", When::Always, SAID("What does the first layer read?"),
        SAID("The embeddings alone: no positions are added. By its vectors the same word looks the "
             "same in every place.")},
    Line{"numbers peaks series_input numbers_scaled recent_numbers spectrum noisy", When::Always,
         SAID("What goes in here?"),
         SAID("Numbers instead of words: each row is what was typed for one item, brought to the "
              "form that the model was made for. All that follows is computed from them.")},
    Line{
        "query_given key_given value_given query_standardised key_standardised", When::Always,
        SAID("Where do these come from?"),
        SAID("They are not learnt: they are the numbers of the points themselves. A query is a "
             "place that is asked for, a key the place of a known point, and a value what is known "
             "there.")},
    Line{
        "width_given width_learnt", When::Always, SAID("What does the width do?"),
        SAID(
            "It says how far a point is heard. Distances are divided by it, so a small width makes "
            "only the nearest points count and a large one evens all out.")},

    // Projections
    Line{"query query_head query_cross", When::Always, SAID("What is a query?"),
         SAID("The vector of each row is multiplied by one learnt matrix, W_Q. What comes out "
              "says what that row looks for. It is compared with all keys, and for nothing else.")},
    Line{"key key_head key_cross", When::Always, SAID("What is a key?"),
         SAID("The vector of each row is multiplied by another learnt matrix, W_K. What comes out "
              "says by what that row can be found. Where a query points the same way, the score is "
              "high.")},
    Line{"value value_head value_cross", When::Always, SAID("What is a value?"),
         SAID("The vector of each row is multiplied by a third learnt matrix, W_V. It is what that "
              "row hands over when it is attended to. Whether it is attended to is decided by keys "
              "and queries alone.")},
    Line{"query_projected key_projected", When::Always, SAID("Why project once more?"),
         SAID("This score compares queries and keys after a learnt matrix of its own for each. So "
              "both can come from different places and have different lengths.")},
    Line{"decoder_query", When::Always, SAID("Who asks?"),
         SAID("The decoder's state before it writes the token. So the attention is made first, and "
              "its context goes into the state that follows (Bahdanau et al. 2015).")},
    Line{"query_current", When::Always, SAID("Who asks?"),
         SAID("The decoder's state of this very step. So the state is made first, and the context "
              "joins it behind, before the token is written (Luong et al. 2015).")},
    Line{
        "query_state", When::Always, SAID("Who asks?"),
        SAID(
            "The network's state of each step: what it remembers by then looks for what of its own "
            "past fits it.")},
    Line{
        "encoder_key encoder_value encoder_key_projected key_state value_state key_slot value_slot",
        When::Always, SAID("Why the states themselves?"),
        SAID("What is remembered behind each item is what can be found and what is handed over. A "
             "state says what was read there and, by the way it was made, what stood around it.")},

    // Scores
    Line{
        "score_dot", When::Always, SAID("What does a score say?"),
        SAID("How well a query fits a key: their numbers are multiplied pair by pair and added up. "
             "It is large where both point the same way and are long, and below 0 where they point "
             "apart.")},
    Line{"score_general", When::Always, SAID("Why a matrix between query and key?"),
         SAID("A learnt matrix says which feature of a key counts for which feature of a query. "
              "Without it both would have to speak of the same things in the same order.")},
    Line{"score_additive score_concat", When::Always, SAID("Why add instead of multiply?"),
         SAID("Query and key are each projected, added and bent by tanh; a learnt vector reads one "
              "number off that. It is a small network that learns what fits what, and it also "
              "compares vectors of different lengths.")},
    Line{"score_additive_sin score_additive_cos", When::Always, SAID("Why a wave in the score?"),
         SAID("Query and key are projected and added as in an additive score, and a wave stands "
              "where "
              "tanh usually does. It never settles at an end, so larger sums come round again.")},
    Line{
        "score_additive_linear", When::Always, SAID("What if nothing bends the sum?"),
        SAID("Query and key are projected, added and read off by a learnt vector, with nothing "
             "between. Then the query adds the same number to all of its row: only the keys decide "
             "which of them is chosen.")},
    Line{
        "score_location", When::Always, SAID("Where does the query look?"),
        SAID(
            "Each place has a learnt row, and the score is its product with the query. What stands "
            "in the place is not asked: the query alone says where to look (Luong et al. 2015).")},
    Line{
        "score_cosine", When::Always, SAID("Why divide by the lengths?"),
        SAID("Only the direction of query and key counts then, and every score lies between −1 and "
             "1. Long vectors have no advantage.")},
    Line{
        "score_gaussian", When::Always, SAID("Why the distance?"),
        SAID("The nearer a key lies to the query, the higher its score; at the same place it is 0, "
             "elsewhere below. The width says how fast it falls.")},
    Line{"kernel_boxcar", When::Always, SAID("Who is heard?"),
         SAID("Points nearer than the width count 1, all others 0. Within the width it does not "
              "matter how near they are.")},
    Line{"kernel_epanechnikov kernel_triangular", When::Always, SAID("Who is heard?"),
         SAID("A point counts the more the nearer it is, and nothing beyond the width. The kernel "
              "falls from 1 to 0 on the way.")},
    Line{"kernel_constant", When::Always, SAID("Who is heard?"),
         SAID("Every point counts 1, wherever it lies. So every query gets the plain mean.")},
    Line{
        "score_features", When::Always, SAID("What is scored here?"),
        SAID("Features, not tokens: a learnt layer gives each of the layer's own features a score. "
             "No query asks.")},
    Line{
        "content_match", When::Always, SAID("Does it concern what is in there?"),
        SAID(
            "The sentence is multiplied with the contents of each memory slot. The result is large "
            "where a slot speaks of the same.")},
    Line{"key_match", When::Always, SAID("Does it concern whom the slot is for?"),
         SAID("The sentence is multiplied with the key of each memory slot. So a slot can open for "
              "its own name though nothing is in it yet.")},

    // Scaled
    Line{"scaled", When::Always, SAID("Why divide by √d?"),
         SAID("A score adds up many products, so it grows with their number. Divided by √{d} = "
              "{root}, scores keep the same spread for short and long vectors. Otherwise the "
              "largest would take nearly all of the weight, and little could be learnt from the "
              "others.")},
    Line{
        "scaled_tempered", When::Always, SAID("Why divide by √d and a temperature?"),
        SAID("√{d} = {root} keeps the spread of scores the same for short and long vectors. The "
             "temperature of {tau} divides them once more: above 1 it evens the weights out, below "
             "1 it sharpens them.")},
    Line{"tempered", When::Always, SAID("What does the temperature do?"),
         SAID("Scores are divided by {tau}. Above 1 that brings them nearer to each other, and the "
              "weights even out; below 1 it drives them apart, and the largest wins more. Their "
              "order stays.")},
    Line{"averaged", When::Always, SAID("Why divide by d?"),
         SAID("The products are averaged over their {d} features instead of added up. So the score "
              "does not grow with the length of the vectors.")},
    Line{"averaged_tempered", When::Always, SAID("Why divide by d and a temperature?"),
         SAID("Divided by {d}, the products are averaged and do not grow with the length of the "
              "vectors. The temperature of {tau} divides them once more: above 1 it evens the "
              "weights out, below 1 it sharpens them.")},
    Line{"unscaled", When::Always, SAID("What happens to the scores here?"),
         SAID("Nothing divides them: they go on as they are. If numbers differ here, somebody set "
              "them by hand.")},

    // Masked
    Line{"masked", When::Always, SAID("Why hide what comes later?"),
         SAID("Each row sees itself and what stands before. What comes later is set to −∞ and gets "
              "no weight at all: while a text is written, it is not there yet.")},
    Line{
        "masked_window", When::Always, SAID("Why only a window?"),
        SAID(
            "Each row sees only its neighbours; what lies outside the window is set to −∞ and gets "
            "no weight. So each row has to do with what stands near it.")},
    Line{
        "masked_history", When::Always, SAID("Why only the last ones?"),
        SAID(
            "Each row sees itself and a few before it; all others are set to −∞ and get no weight. "
            "What is long past and what comes later has no say.")},
    Line{
        "masked_hidden", When::Always, SAID("Who may not be seen?"),
        SAID("Some keys are set to −∞: places that only fill up a text, what was chosen before, or "
             "what is hidden by hand. −∞ becomes a weight of exactly 0, as if they were not "
             "there.")},
    Line{"unmasked", When::Always, SAID("Who may not be seen?"),
         SAID("Nobody is hidden by the model here. If numbers differ, somebody changed or hid them "
              "by "
              "hand.")},

    // Weights
    Line{
        "softmax", When::Always, SAID("Why softmax?"),
        SAID(
            "It turns each row of scores into shares: all above 0, together 1. The larger a score, "
            "the more its share grows, so that small leads become clear choices; yet nobody seen "
            "gets nothing, and training can tell everybody which way to move.")},
    Line{"sparsemax", When::Always, SAID("Why sparsemax?"),
         SAID("It too makes shares that add up to 1, but scores too far below the largest get "
              "exactly "
              "0. So a row names a few keys and leaves the others out (Martins and Astudillo "
              "2016).")},
    Line{"sigmoid", When::Always, SAID("Why a sigmoid?"),
         SAID("Each weight is decided by its own score alone, between 0 and 1. A row does not have "
              "to "
              "add up to anything: a query may heed all keys, or none.")},
    Line{
        "hardmax", When::Always, SAID("Why take the largest alone?"),
        SAID(
            "The key with the highest score gets the whole weight, all others nothing. It is easy "
            "to "
            "read, but a small change of scores changes nothing until another one wins: little can "
            "be learnt through it.")},
    Line{
        "proportional", When::Always, SAID("How do kernels become shares?"),
        SAID(
            "Each number is divided by the sum of its row, so that a row adds up to 1. What counts "
            "0 gets no share.")},
    Line{"weights_features", When::Always, SAID("What are these weights of?"),
         SAID("Softmax turns the features' scores into shares: all above 0, together 1. A feature "
              "with a larger share is kept more.")},
    Line{
        "pointer", When::Always, SAID("Where is the answer?"),
        SAID("It is the weights: the input with the largest share is what the network points at. "
             "Softmax makes shares that add up to 1 of the scores, and nothing is mixed by them.")},
    Line{
        "even", When::Always, SAID("What if nothing is chosen?"),
        SAID(
            "By hand, every key that is seen gets the same share. Compare what comes out with what "
            "the model chose: that is what its choice is worth here.")},

    // What is mixed
    Line{
        "context", When::Always, SAID("What is a context?"),
        SAID(
            "Each row mixes the values of all keys by its weights: weight times value, added up. A "
            "weight of 0 leaves a value out; the larger a weight, the more of its value comes "
            "in.")},
    Line{"context_same", When::Always, SAID("What goes in here?"),
         SAID("The context as it is: nothing is computed on the way.")},
    Line{"context_fixed context_fixed_both", When::Always, SAID("Why one vector for all?"),
         SAID("There is no attention here: what the encoder remembers at its end is all that the "
              "decoder gets, the same in every step. The longer a text, the more has to fit into "
              "it.")},
    Line{"weighed", When::Always, SAID("What do the weights do?"),
         SAID("Each feature is multiplied by its own weight. Those with small shares nearly "
              "vanish.")},
    Line{"mixed", When::Always, SAID("Why one more layer?"),
         SAID("A learnt layer mixes the weighed features and brings them back to the layer's "
              "width.")},
    Line{"attention_output", When::SeveralHeads, SAID("How do heads come together?"),
         SAID("The contexts of all {heads} heads are put side by side and go through one learnt "
              "matrix, W_O. It mixes what each head found and brings it back to the width of the "
              "layer.")},
    Line{"attention_output", When::OneHead, SAID("What follows the context?"),
         SAID("The context goes through one learnt matrix, W_O. It turns what was found into what "
              "can "
              "be added to the vectors of the layer.")},
    Line{"mean", When::Always, SAID("Why the mean?"),
         SAID("One vector has to stand for the whole text, however long it is. So the contexts are "
              "averaged: each place that counts has the same say.")},

    // The way around, norms, net
    Line{
        "residual attended_pre", When::Always, SAID("Why add what went in?"),
        SAID(
            "What the attention read is added to what it gives, on a way around it. So nothing has "
            "to pass through the attention to get on, and it only needs to learn what to change. "
            "On the way back, training reaches the layers before it without loss.")},
    Line{"residual_net layer_output_pre", When::Always, SAID("Why a way around the net?"),
         SAID("What the feed-forward net read is added to what it gives. So the net only needs to "
              "learn what to change, and training reaches the layers before it without loss.")},
    Line{"norm_mean", When::Always, SAID("Why take the mean off?"),
         SAID("The mean of each row over its features is taken off. A shift that all of a row's "
              "features have in common is gone then.")},
    Line{
        "norm_deviation", When::Always, SAID("Why divide by the deviation?"),
        SAID("The deviation says how far a row's features lie from their mean. Divided by it, rows "
             "with large and with small numbers become alike in size.")},
    Line{
        "standardised", When::Always, SAID("What does a layer norm do first?"),
        SAID(
            "It takes each row by itself: minus its mean, over its deviation. After that every row "
            "has mean 0 and deviation 1, whatever came before, and the numbers neither grow nor "
            "vanish from layer to layer.")},
    Line{"attended layer_output", When::Always, SAID("Why a gain and an offset?"),
         SAID("With mean 0 and deviation 1 all features would weigh the same. A learnt gain and a "
              "learnt offset for each feature give back what is useful. The norm stands behind the "
              "sum here (post-norm, Vaswani et al. 2017).")},
    Line{
        "normalised", When::Always, SAID("Why a norm here?"),
        SAID(
            "With mean 0 and deviation 1, a learnt gain and a learnt offset for each feature, what "
            "is read next has the same size in every layer. The way around is left as it is "
            "(pre-norm, Xiong et al. 2020).")},
    Line{
        "net_expanded net_expanded_pre", When::Always, SAID("Why make it wider?"),
        SAID(
            "Each row by itself goes through a learnt matrix into a wider space. There the net has "
            "room for many small questions to ask of a row. Rows do not see each other here: that "
            "is what attention is for.")},
    Line{"net_rectified rectified", When::Always, SAID("Why set numbers below 0 to 0?"),
         SAID("Without a bend two layers would be no more than one. So each feature of the middle "
              "is either silent or says how much.")},
    Line{"net", When::Always, SAID("Why make it narrow again?"),
         SAID("A second learnt matrix gathers what the wide middle said. What comes out has the "
              "width "
              "of the layer and can be added to what went in.")},
    Line{
        "mean_variance", When::Always, SAID("Why bring it to mean 0 and deviation 1?"),
        SAID(
            "The features of the layer are taken together: minus their mean, over their deviation. "
            "What the next layer reads then has the same size for every input. Nothing in it is "
            "learnt.")},
    Line{"dense", When::Always, SAID("What does a dense layer do?"),
         SAID("Every number that comes out is a sum of all that go in, each times a learnt weight, "
              "plus an offset. The band between shows how many go in and how many come out.")},
    Line{"dense_tied", When::Always, SAID("Why the same weights again?"),
         SAID("The way back uses the weights of the way there, turned over. So only the offset is "
              "learnt anew, and what one side calls a feature is the same for the other.")},
    Line{"code", When::Always, SAID("What is the code?"),
         SAID("The narrowest place: all that is known of the input from here on. What is not in it "
              "cannot be rebuilt.")},

    // Recurrence
    Line{"state_rnn", When::Always, SAID("What does a state remember?"),
         SAID("Each state is made of what is read and of the state before, bent by tanh. So it "
              "remembers what came before, as a rule the recent more than the distant.")},
    Line{"state_rnn_backward", When::Always, SAID("Why read from the end?"),
         SAID("A second network reads the text from its end. Its state behind a token knows what "
              "comes after it.")},
    Line{"state_gru", When::Always, SAID("What do a GRU's gates do?"),
         SAID("The update gate says of each feature how much of the old state stays and how much "
              "of a "
              "new candidate takes its place. The reset gate says how much of the old state the "
              "candidate sees. So a feature can be kept over many steps.")},
    Line{"state_gru_backward", When::Always, SAID("Why read from the end?"),
         SAID("A second GRU reads the text from its end, with gates of its own. Its state behind a "
              "token knows what comes after it.")},
    Line{"state_lstm cell_lstm", When::Always, SAID("What do an LSTM's gates do?"),
         SAID("Beside its state an LSTM has a memory. The forget gate says what of it stays, the "
              "input gate what of a candidate is written, the output gate what of it is shown as "
              "state. As the memory is added to, it lasts over many steps.")},
    Line{
        "state_lstm_backward cell_lstm_backward", When::Always, SAID("Why read from the end?"),
        SAID(
            "A second LSTM reads the text from its end, with a memory of its own. Its state behind "
            "a token knows what comes after it.")},
    Line{"state_both", When::Always, SAID("Why two directions?"),
         SAID("What was read up to a token stands beside what was read from the end down to it. So "
              "each state knows what is on either side.")},
    Line{"decoder_state_rnn decoder_state_gru decoder_state_lstm decoder_cell_lstm", When::Always,
         SAID("What does the decoder remember?"),
         SAID("What it has written so far: each state is made of the one before and of what "
              "was written last. No context goes into it.")},
    Line{"decoder_state_rnn_context decoder_state_gru_context decoder_state_lstm_context "
         "decoder_cell_lstm_context",
         When::Always, SAID("What does the decoder remember?"),
         SAID("What it has written so far: each state is made of the one before, of what was "
              "written last and of the context. So the context is known before the state.")},
    Line{"decoder_state_rnn_fed decoder_state_gru_fed decoder_state_lstm_fed decoder_cell_lstm_fed",
         When::Always, SAID("What does the decoder remember?"),
         SAID("What it has written and where it looked: each state is made of the one before, of "
              "what was written last and of the last step's h̃, which holds its context "
              "(input feeding).")},
    Line{
        "initial_state initial_state_lstm initial_state_last initial_cells_last", When::Always,
        SAID("Where does the decoder start?"),
        SAID("From what the encoder remembers. So it knows from its first step on something of all "
             "that was read.")},
    Line{
        "attentional", When::Always, SAID("Why join context and state?"),
        SAID(
            "The context comes behind the decoder's state here. A learnt layer makes one vector of "
            "both, h̃, and the token is chosen by it (Luong et al. 2015).")},
    Line{
        "fed", When::Always, SAID("Why feed it back?"),
        SAID("The last step's h̃ goes into the next step's input. So the decoder knows where it has "
             "looked already.")},
    Line{"chosen_state", When::Always, SAID("What does the decoder read?"),
         SAID("The encoder's state of what it chose last, and at the start a learnt vector. So it "
              "goes "
              "on from where it pointed.")},
    Line{
        "cell_input joined joined_embedding", When::Always, SAID("Why side by side?"),
        SAID(
            "Two vectors are put one behind the other, so that what follows can read both. Nothing "
            "is lost or mixed yet.")},
    Line{"change change_embedding change_state", When::Always, SAID("Why a change?"),
         SAID("The model forecasts how much each value changes, not the value itself. If it knows "
              "nothing, 0 is a sensible answer: the value stays.")},
    Line{"forecast", When::Always, SAID("How does a change become a forecast?"),
         SAID("It is added to the last value. So the forecast starts from where the series is.")},
    Line{"forecast_units", When::Always, SAID("Why scale it back?"),
         SAID("Inside, all channels have mean 0 and deviation 1. Multiplied and shifted back, the "
              "forecast is in the units that were typed.")},

    // Memory
    Line{"slot_key", When::Always, SAID("What is a slot's key?"),
         SAID("Each memory slot is for one name, and its key is that name's vector. It stays the "
              "same "
              "through the story.")},
    Line{"slot_gate", When::Always, SAID("When does a slot open?"),
         SAID("Where the sentence fits what is in the slot or whom the slot is for. A gate near 0 "
              "leaves the memory as it is, one near 1 writes.")},
    Line{"slot_candidate", When::Always, SAID("What would be written?"),
         SAID("A mix of what is in the slot, of its key and of the sentence, each through a learnt "
              "matrix. How much of it goes in is the gate's to say.")},
    Line{"slot_memory", When::Always, SAID("How does a memory forget?"),
         SAID("The candidate times its gate is added, and the slot is brought back to length 1. So "
              "what is new pushes the old aside.")},
    Line{"word_mask", When::Always, SAID("Why a mask for each place?"),
         SAID("A learnt vector for each place in a sentence says what of the word there counts. So "
              "the sum of words still knows their order.")},
    Line{"masked_word", When::Always, SAID("What counts of a word?"),
         SAID("Each word's vector is multiplied by the mask of its place, number by number.")},
    Line{"sentence question", When::Always, SAID("How do words become one vector?"),
         SAID("The words under their masks are added up. However many there are, one vector comes "
              "out.")},
    Line{
        "answer", When::Always, SAID("How is the answer made?"),
        SAID("The question and what the memory gave are added, the latter through a learnt matrix, "
             "and bent once. The word is chosen by what comes out.")},

    // What comes out
    Line{"logits answer_logits", When::Always, SAID("How is an answer scored?"),
         SAID("A learnt row for each possible answer is multiplied with the last vector. The "
              "higher the "
              "number, the better that answer fits; they have no unit and need not be above 0.")},
    Line{"probabilities class_probabilities", When::Always, SAID("How do scores become chances?"),
         SAID("Softmax turns them into shares that are all above 0 and add up to 1. They say how "
              "sure "
              "the model is, which is not how often it is right.")},

    // By hand
    Line{"taken_out", When::Always, SAID("What is missing here?"),
         SAID("This part was taken out by hand: all of its numbers are 0. What follows is computed "
              "without it.")},
    Line{
        "passed_on", When::Always, SAID("What is missing here?"),
        SAID("What is computed here was left out by hand: the numbers before it go on as they are. "
             "What follows is computed with them.")},
};

#undef SAID

bool names(const char* formulas, std::string_view name)
{
    const std::string_view all(formulas);
    for (std::size_t at = all.find(name); at != std::string_view::npos;
         at = all.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if ((at == 0 || all[at - 1] == ' ') && (end == all.size() || all[end] == ' '))
            return true;
    }
    return false;
}

bool holds(When when, int heads)
{
    return when == When::Always || (when == When::SeveralHeads) == (heads > 1);
}

} // namespace

std::optional<FlowProse> proseOf(const Trace& trace, int index)
{
    if (index < 0 || index >= static_cast<int>(trace.tensors.size()))
        return std::nullopt;
    const Source& source = trace.tensors[static_cast<std::size_t>(index)].source;
    if (!source.formula)
        return std::nullopt;
    const int heads = source.operandCount > 0 ? source.operands[0].count : 1;
    for (const Line& line : lines) {
        if (!names(line.formulas, *source.formula->name) || !holds(line.when, heads))
            continue;
        QString answer = QCoreApplication::translate("FlowProse", line.answer);
        const auto put = [&](const char* place, double number) {
            answer.replace(QLatin1String(place), numberText(number));
        };
        put("{d}", source.numbers[0]);
        put("{root}", std::sqrt(source.numbers[0]));
        put("{tau}", source.numbers[1]);
        put("{heads}", heads);
        return FlowProse{QCoreApplication::translate("FlowProse", line.question), answer};
    }
    return std::nullopt;
}

} // namespace regard

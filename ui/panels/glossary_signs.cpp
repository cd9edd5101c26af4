// SPDX-License-Identifier: GPL-3.0-or-later
// What signs and the names of functions mean, and what counts what.
#include "ui/panels/glossary_meanings.h"

#include <QtGlobal>

#include <array>

namespace regard {

namespace {

constexpr std::array lines{
    Meaning{
        "⊙", {}, "", "", QT_TRANSLATE_NOOP("Glossary", "two vectors multiplied number by number")},
    Meaning{"[;]", {}, "", "", QT_TRANSLATE_NOOP("Glossary", "vectors put side by side")},
    Meaning{"‖‖", {}, "", "", QT_TRANSLATE_NOOP("Glossary", "length of a vector")},
    Meaning{"tanh", {}, "", "", QT_TRANSLATE_NOOP("Glossary", "brings any number to −1 … 1")},
    Meaning{"relu", {}, "", "", QT_TRANSLATE_NOOP("Glossary", "sets numbers below 0 to 0")},
    Meaning{"0", {}, "", "taken_out", QT_TRANSLATE_NOOP("Glossary", "nothing: taken out by hand")},
    Meaning{"z s", Role::Scores, "", "passed_on",
            QT_TRANSLATE_NOOP("Glossary", "what comes out, and what is passed on as it is")},
    Meaning{
        "n", {}, "", "even", QT_TRANSLATE_NOOP("Glossary", "how many keys a query may see"), true},
    Meaning{"exp", {}, "", "", QT_TRANSLATE_NOOP("Glossary", "e to that power")},
    Meaning{"argmax", {}, "", "", QT_TRANSLATE_NOOP("Glossary", "number of the largest")},
    Meaning{"m",
            {},
            "self-attention transformer",
            "position position_concatenated",
            QT_TRANSLATE_NOOP("Glossary", "number of a pair of features"),
            true},
    Meaning{"m",
            {},
            "self-attention transformer",
            "norm_mean norm_deviation",
            QT_TRANSLATE_NOOP("Glossary", "number of a feature of a token’s vector"),
            true},
    Meaning{"m", {}, "", "score_dot", QT_TRANSLATE_NOOP("Glossary", "number of a feature"), true},
    Meaning{"w u",
            {},
            "self-attention transformer dialogue translation dates",
            "probabilities",
            QT_TRANSLATE_NOOP("Glossary", "numbers of words of the vocabulary"),
            true},
    Meaning{"k u",
            {},
            "entity-network reviews",
            "class_probabilities",
            QT_TRANSLATE_NOOP("Glossary", "numbers of the possible answers"),
            true},
    Meaning{"t",
            {},
            "dialogue translation dates pointer",
            "",
            QT_TRANSLATE_NOOP("Glossary", "number of a token or input, in the order of reading"),
            true},
    Meaning{"t",
            {},
            "time-series",
            "",
            QT_TRANSLATE_NOOP("Glossary", "number of a step in time"),
            true},
    Meaning{"i j l",
            {},
            "worked-example self-attention transformer reviews",
            "",
            QT_TRANSLATE_NOOP("Glossary", "numbers of tokens: i of the query, j and l of keys"),
            true},
    Meaning{"i j l",
            {},
            "dialogue translation dates pointer",
            "",
            QT_TRANSLATE_NOOP("Glossary", "numbers: i of a step of the decoder, j and l of inputs"),
            true},
    Meaning{"i j l",
            {},
            "kernel-regression",
            "",
            QT_TRANSLATE_NOOP("Glossary", "numbers: i of a query, j and l of points"),
            true},
    Meaning{"i j l",
            {},
            "time-series",
            "",
            QT_TRANSLATE_NOOP("Glossary", "numbers of steps: i of the query, j and l of the past"),
            true},
    Meaning{"i j l",
            {},
            "entity-network",
            "",
            QT_TRANSLATE_NOOP("Glossary", "numbers: i of a word or the question, j and l of slots"),
            true},
    Meaning{"n k",
            {},
            "autoencoder",
            "peaks spectrum",
            QT_TRANSLATE_NOOP("Glossary", "numbers: n of a wavenumber in cm⁻¹, k of a peak"),
            true},
    Meaning{"i j l",
            {},
            "autoencoder",
            "",
            QT_TRANSLATE_NOOP("Glossary", "numbers of channels and of features"),
            true},
};

} // namespace

std::span<const Meaning> signMeanings()
{
    return lines;
}

} // namespace regard

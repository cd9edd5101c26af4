// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenarios/autoencoder/mixture_text.h"

#include "tests/core/refusal.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace regard {
namespace {

std::string refusal(std::string_view text)
{
    return refusalOf([&] { readMixture(text); });
}

TEST(Spectra, everyPeakOfASubstanceLiesInTheSpectrum)
{
    std::set<std::string> names;
    for (const Substance& substance : substances()) {
        EXPECT_TRUE(names.insert(substance.name).second);
        EXPECT_FALSE(substance.peaks.empty());
        for (const Peak& peak : substance.peaks) {
            EXPECT_GE(peak.position, firstWavenumber) << substance.name;
            EXPECT_LE(peak.position, lastWavenumber) << substance.name;
        }
    }
}

TEST(Spectra, aPeakHasItsHeightInTheMiddleAndHalfOfItAWidthAway)
{
    std::vector<Real> spectrum(spectrumChannels);
    addPeak({1000, 0.8, 20}, spectrum);
    EXPECT_NEAR(spectrum[600], 0.8, 1e-6);
    EXPECT_NEAR(spectrum[620], 0.4, 1e-6);
    EXPECT_NEAR(spectrum[580], 0.4, 1e-6);
}

TEST(Spectra, aMixtureIsTheSumOfItsParts)
{
    const auto mixed = spectrumOf(peaksOf(readMixture("benzene 0.5, water 2")));
    const auto benzene = spectrumOf(peaksOf(readMixture("benzene")));
    const auto water = spectrumOf(peaksOf(readMixture("water")));
    for (std::size_t i = 0; i < spectrumChannels; ++i)
        ASSERT_NEAR(mixed[i], 0.5 * benzene[i] + 2 * water[i], 1e-5);
}

TEST(Spectra, heldOutCombinationsNeverOccurInTraining)
{
    const SpectraCorpus corpus = makeSpectraCorpus(1, 2000, 400);
    ASSERT_EQ(corpus.train.size(), 2000u);
    ASSERT_EQ(corpus.heldOut.size(), 400u);
    std::set<std::string> train;
    for (const Mixture& mixture : corpus.train)
        train.insert(mixture.combination());
    std::set<std::string> heldOut;
    for (const Mixture& mixture : corpus.heldOut) {
        EXPECT_FALSE(train.contains(mixture.combination()));
        heldOut.insert(mixture.combination());
    }
    EXPECT_GT(train.size(), 300u);
    EXPECT_GT(heldOut.size(), 60u);
}

TEST(Spectra, mixturesAreTheSameForASeedAndHaveTwoToFourSubstances)
{
    const SpectraCorpus corpus = makeSpectraCorpus(7, 300, 1);
    const SpectraCorpus again = makeSpectraCorpus(7, 300, 1);
    for (std::size_t i = 0; i < corpus.train.size(); ++i) {
        const Mixture& mixture = corpus.train[i];
        EXPECT_EQ(mixture.combination(), again.train[i].combination());
        EXPECT_EQ(mixture.background.middle, again.train[i].background.middle);
        EXPECT_GE(mixture.shares.size(), 2u);
        EXPECT_LE(mixture.shares.size(), 4u);
        double sum = 0;
        for (const Mixture::Share& share : mixture.shares)
            sum += share.amount;
        EXPECT_GE(sum, 0.6);
        EXPECT_LE(sum, 1.4);
    }
}

TEST(MixtureText, readsSubstancesAndPeaksWithTheirPlaces)
{
    const std::string text = " Carbon  Disulfide 0.5; 1450 0.8 30,benzene\n2000 1 ";
    const std::vector<MixturePart> parts = readMixture(text);
    ASSERT_EQ(parts.size(), 4u);
    EXPECT_EQ(substances()[parts[0].share.substance].name, "carbon disulfide");
    EXPECT_EQ(parts[0].share.amount, 0.5);
    EXPECT_TRUE(parts[1].isPeak);
    EXPECT_EQ(parts[1].peak.width, 30);
    EXPECT_EQ(parts[2].share.amount, 1);
    EXPECT_EQ(parts[3].peak.position, 2000);
    EXPECT_EQ(parts[3].peak.width, usualWidth);
    EXPECT_EQ(text.substr(parts[1].begin, parts[1].end - parts[1].begin), "1450 0.8 30");
}

TEST(MixtureText, numbersMayBeWrittenInEveryUsualWay)
{
    for (const auto& [text, amount] : std::vector<std::pair<std::string, double>>{
             {".5", 0.5}, {"0.5", 0.5}, {"5.", 5}, {"+.25", 0.25}, {"1e-1", 0.1}, {"2", 2}}) {
        const std::vector<MixturePart> parts = readMixture("benzene " + text + ", water " + text);
        ASSERT_EQ(parts.size(), 2u) << text;
        EXPECT_NEAR(parts[0].share.amount, amount, 1e-7) << text;
        EXPECT_NEAR(parts[1].share.amount, amount, 1e-7) << text;
        const std::vector<MixturePart> peak = readMixture("1450 " + text);
        ASSERT_EQ(peak.size(), 1u) << text;
        EXPECT_NEAR(peak[0].peak.height, amount, 1e-7) << text;
    }
}

TEST(MixtureText, whiteSpaceAndLoneSeparatorsAreNoParts)
{
    for (const char* text : {"", "  ", "\n\t", " , ;\n"})
        EXPECT_TRUE(readMixture(text).empty());
}

TEST(MixtureText, refusesWhatIsNoMixtureAndSaysWhy)
{
    expectPart(refusal("gold 1"), "no substance of this name, use water, methanol");
    expectPart(refusal("benzene 0.5, xyzzy"), "\"xyzzy\"");
    expectPart(refusal("benzene 11"), "amount is to be from 0 to 10");
    expectPart(refusal("benzene -1"), "amount is to be from 0 to 10");
    expectPart(refusal("benzene 1x"), "is not a number");
    expectPart(refusal("300 1"), "position in cm⁻¹ is to be from 400 to 3092");
    expectPart(refusal("1000"), "a position and a height");
    expectPart(refusal("1000 1 12 3"), "a position and a height");
    expectPart(refusal("1000 1 0"), "width in cm⁻¹ is to be from 1");
    expectPart(refusal("benzene 0,5"), "write 0.5 with a point");
    EXPECT_FALSE(refusal("你好").empty());
}

} // namespace
} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/tone.h"

#include <QTest>

#include <array>
#include <cmath>
#include <limits>

using namespace regard;

class ToneTest : public QObject {
    Q_OBJECT

    static constexpr int rate = 44100;

    /// Hz by the places where the wave goes up through zero, between samples; where it is loud.
    static double measured(const std::vector<float>& samples)
    {
        std::vector<double> crossings;
        for (std::size_t i = samples.size() / 6; i < samples.size() * 5 / 6; ++i)
            if (samples[i - 1] < 0 && samples[i] >= 0) {
                const double below = -static_cast<double>(samples[i - 1]);
                const double above = static_cast<double>(samples[i]);
                crossings.push_back(static_cast<double>(i - 1) + below / (below + above));
            }
        return static_cast<double>(crossings.size() - 1) * rate
            / (crossings.back() - crossings.front());
    }

private Q_SLOTS:
    void theSmallestIsTheLowestAndTheLargestTwoOctavesAbove()
    {
        for (const auto& [low, high] : {std::pair(0.0, 1.0), std::pair(-3.0, 5.0)}) {
            QCOMPARE(toneOf(low, low, high), 220.0);
            QCOMPARE(toneOf(high, low, high), 880.0);
            QVERIFY(std::abs(toneOf((low + high) / 2, low, high) - 440) < 1e-9);
            // As much more is as many musical steps more, wherever it begins.
            const double quarter = (high - low) / 4;
            for (int i = 0; i < 4; ++i)
                QVERIFY(std::abs(toneOf(low + (i + 1) * quarter, low, high)
                                     / toneOf(low + i * quarter, low, high)
                                 - std::sqrt(2.0))
                        < 1e-9);
            QCOMPARE(toneOf(low - 1, low, high), 220.0);
            QCOMPARE(toneOf(high + 1, low, high), 880.0);
        }
        // Where all are alike there is one tone, and what is masked is a rest.
        QVERIFY(std::abs(toneOf(2, 2, 2) - 440) < 1e-9);
        QCOMPARE(toneOf(-std::numeric_limits<double>::infinity(), 0, 1), 0.0);
        QCOMPARE(toneOf(std::nan(""), 0, 1), 0.0);
    }

    void aToneHasItsPitchAndItsLength()
    {
        for (const double frequency : {220.0, 261.6, 440.0, 659.3, 880.0}) {
            const std::vector<float> samples = tone(frequency, toneLength, rate);
            QCOMPARE(samples.size(), std::size_t(rate * toneLength / 1000));
            QVERIFY2(std::abs(measured(samples) - frequency) < 0.5,
                     qPrintable(QString::number(measured(samples))));
        }
    }

    void nothingClicks()
    {
        for (const double frequency : {220.0, 523.25, 880.0}) {
            const std::vector<float> samples = tone(frequency, toneLength, rate);
            // It begins and ends in silence, and no step is larger than that of the full wave.
            QVERIFY(std::abs(samples.front()) < 1e-3F);
            QVERIFY(std::abs(samples.back()) < 1e-3F);
            const double largest = 0.5 * 2 * M_PI * frequency / rate * 1.05;
            float loudest = 0;
            for (std::size_t i = 1; i < samples.size(); ++i) {
                QVERIFY(std::abs(static_cast<double>(samples[i] - samples[i - 1])) < largest);
                loudest = std::max(loudest, std::abs(samples[i]));
            }
            QVERIFY(loudest > 0.45F && loudest <= 0.5F);
            // In the first millisecond there is hardly anything.
            for (int i = 0; i < rate / 1000; ++i)
                QVERIFY(std::abs(samples[static_cast<std::size_t>(i)]) < 0.03F);
        }
    }

    void aRowIsItsTonesOneAfterTheOther()
    {
        const std::array values{0.0, 1.0, -std::numeric_limits<double>::infinity(), 0.5};
        const std::vector<float> all = melody(values, 0, 1, rate);
        const std::size_t each = rate * toneLength / 1000;
        QCOMPARE(all.size(), values.size() * each);
        const auto part = [&](std::size_t i) {
            return std::vector<float>(all.begin() + static_cast<std::ptrdiff_t>(i * each),
                                      all.begin() + static_cast<std::ptrdiff_t>((i + 1) * each));
        };
        QVERIFY(std::abs(measured(part(0)) - 220) < 0.5);
        QVERIFY(std::abs(measured(part(1)) - 880) < 0.5);
        QCOMPARE(part(2), std::vector<float>(each, 0.0F));
        QVERIFY(std::abs(measured(part(3)) - 440) < 0.5);
        QVERIFY(melody({}, 0, 1, rate).empty());
        QVERIFY(tone(440, 0, rate).empty());
    }
};

QTEST_GUILESS_MAIN(ToneTest)
#include "tone_test.moc"

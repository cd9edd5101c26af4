// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/film.h"

#include <QTest>

using namespace regard;

class FilmTest : public QObject {
    Q_OBJECT

    /// As training fills it: what is wanted, and after each step of `asked` the newest one.
    static Film filled(std::uint64_t bytes, std::uint64_t bound, std::size_t steps,
                       std::size_t asked = 0)
    {
        Film film(bytes, bound);
        for (std::size_t step = 0; step <= steps; ++step)
            if (film.wants(step) || step == steps || (asked > 0 && step % asked == 0))
                film.add(step, std::make_shared<const Parameters>());
        return film;
    }

private Q_SLOTS:
    void staysWithinItsBoundWhateverTheNumberOfSteps()
    {
        for (const std::size_t steps : {1U, 2U, 3U, 39U, 40U, 41U, 1000U, 7504U})
            for (const std::size_t asked : {0U, 1U, 3U, 7U}) {
                const Film film = filled(1000, 40'000, steps, asked);
                QVERIFY(film.bytes() <= 40'000);
                QVERIFY(film.frames().size() <= film.capacity());
                QCOMPARE(film.frames().front().step, std::size_t(0));
                QCOMPARE(film.frames().back().step, steps);
            }
    }

    void momentsAreEvenlyFarApart()
    {
        for (const std::size_t asked : {0U, 3U}) {
            const Film film = filled(1000, 40'000, 7504, asked);
            const auto& frames = film.frames();
            QVERIFY(frames.size() >= 20);
            const std::size_t apart = frames[1].step - frames[0].step;
            for (std::size_t i = 1; i + 1 < frames.size(); ++i)
                QCOMPARE(frames[i].step - frames[i - 1].step, apart);
        }
    }

    void findsTheLastMomentUpToAStep()
    {
        const Film film = filled(1000, 5'000, 100);
        for (std::size_t step = 0; step <= 100; ++step) {
            const Film::Frame* found = film.at(step);
            QVERIFY(found && found->step <= step);
            for (const Film::Frame& frame : film.frames())
                QVERIFY(frame.step <= found->step || frame.step > step);
        }
        QVERIFY(!Film().at(3));
    }

    void twoHaveRoomHoweverLargeTheyAre()
    {
        const Film film = filled(1'000'000, 10, 500);
        QCOMPARE(film.frames().front().step, std::size_t(0));
        QCOMPARE(film.frames().back().step, std::size_t(500));
        QCOMPARE(film.frames().size(), std::size_t(2));
    }

    void cutTakesOutWhatCameLater()
    {
        Film film = filled(1000, 40'000, 30);
        film.cut(12);
        QCOMPARE(film.frames().back().step, std::size_t(11));
        film.cut(0);
        QCOMPARE(film.frames().size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(FilmTest)
#include "film_test.moc"

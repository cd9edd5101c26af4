// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/picked_places.h"

#include <QTest>

using namespace regard;

namespace {

using Places = std::vector<Index>;

/// Where each of a word's letters goes, "x" for those that are gone.
QString followed(const char* from, const char* to)
{
    const auto axis = [](const char* word) {
        std::vector<std::string> labels;
        for (const char letter : std::string_view(word))
            labels.emplace_back(1, letter);
        return makeAxis(std::move(labels));
    };
    QString places;
    for (Index i = 0; i < static_cast<Index>(std::string_view(from).size()); ++i) {
        const Index found = followLabel(i, axis(from), axis(to));
        places += found < 0 ? QStringLiteral("x") : QString::number(found);
    }
    return places;
}

} // namespace

class PickedPlacesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void clicksGatherPlaces()
    {
        Places places;
        Index anchor = 7;
        const auto pick = [&](Index place, Qt::KeyboardModifiers how) {
            pickPlace(places, anchor, place, how);
            return places;
        };
        QCOMPARE(pick(3, Qt::ShiftModifier), (Places{3})); // nothing to reach from
        QCOMPARE(pick(1, Qt::ControlModifier), (Places{1, 3}));
        QCOMPARE(pick(5, Qt::ControlModifier), (Places{1, 3, 5}));
        QCOMPARE(pick(3, Qt::ControlModifier), (Places{1, 5}));
        QCOMPARE(pick(6, Qt::ShiftModifier), (Places{3, 4, 5, 6}));
        QCOMPARE(pick(2, Qt::ShiftModifier), (Places{2, 3}));
        QCOMPARE(pick(4, {}), (Places{4}));
        QCOMPARE(pick(4, Qt::ControlModifier), Places());
    }

    void labelsAreFollowedAroundThePieceThatChanged()
    {
        QCOMPARE(followed("abc", "abc"), QStringLiteral("012"));
        QCOMPARE(followed("abc", "xabc"), QStringLiteral("123"));
        QCOMPARE(followed("abc", "axxbc"), QStringLiteral("034"));
        QCOMPARE(followed("abc", "abcx"), QStringLiteral("012"));
        QCOMPARE(followed("abc", "bc"), QStringLiteral("x01"));
        QCOMPARE(followed("abc", "ab"), QStringLiteral("01x"));
        QCOMPARE(followed("abc", "ac"), QStringLiteral("0x1"));
        // Another word in its place; of two that became one the second is gone.
        QCOMPARE(followed("abc", "axc"), QStringLiteral("012"));
        QCOMPARE(followed("abcd", "axd"), QStringLiteral("01x2"));
        QCOMPARE(followed("abc", "axyc"), QStringLiteral("013"));
        // Words that come again are not mistaken for each other.
        QCOMPARE(followed("aba", "cba"), QStringLiteral("012"));
        QCOMPARE(followed("aaa", "aa"), QStringLiteral("01x"));
        QCOMPARE(followed("abc", ""), QStringLiteral("xxx"));
        QCOMPARE(followLabel(5, nullptr, nullptr), Index(5));
        QCOMPARE(followLabel(-1, makeAxis({"a"}), makeAxis({"b", "a"})), Index(-1));
    }
};

QTEST_GUILESS_MAIN(PickedPlacesTest)
#include "picked_places_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What can be taken out of a computation is called by its name, and its help says what becomes of
// it.
#include "ui/words/ablation_text.h"

#include <QSet>
#include <QTest>

#include <iterator>
#include <tuple>

using namespace regard;

class AblationTextTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachPartHasItsNameAndItsHelp()
    {
        const std::tuple<Ablated, const char*, const char*> all[] = {
            {Ablated::Scale, "Division of the scores", "divided by neither √d"},
            {Ablated::Mask, "Mask", "Every query sees every key"},
            {Ablated::Choice, "Choice: all keys alike", "mean of the values"},
            {Ablated::Attention, "Attention itself", "The context is 0"},
            {Ablated::Head, "Head 3", "this head alone"},
            {Ablated::Residual, "Ways around (residual)", "is not added"},
            {Ablated::Layer, "The whole layer", "gives on what it reads"},
            {Ablated::Positions, "Positions", "vectors of positions are 0"},
            {Ablated::Feeding, "Input feeding", "The decoder is fed 0"},
            {Ablated::Order, "Order: read backwards", "from the last to the first"}};
        QSet<QString> names;
        QSet<QString> helps;
        for (const auto& [part, name, help] : all) {
            QCOMPARE(ablationName({part, -1, 2, {}}), QString::fromUtf8(name));
            QVERIFY2(ablationHelp(part).contains(QString::fromUtf8(help)),
                     qPrintable(ablationHelp(part)));
            names << ablationName({part, -1, 2, {}});
            helps << ablationHelp(part);
        }
        QCOMPARE(names.size(), std::size(all));
        QCOMPARE(helps.size(), std::size(all));
        // None was added without a line here.
        QCOMPARE(static_cast<int>(Ablated::Order) + 1, static_cast<int>(std::size(all)));
    }
};

QTEST_GUILESS_MAIN(AblationTextTest)
#include "ablation_text_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/explorer.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>

using namespace regard;

/// Weights that are lent to an explorer are no part of what it was asked for.
class LentWeightsTest : public QObject {
    Q_OBJECT

    std::atomic<bool> m_held = false;

    Explorer::Compute compute()
    {
        return [this](const Exploration& exploration, const std::stop_token& stop) {
            while (m_held && !stop.stop_requested())
                std::this_thread::yield();
            if (stop.stop_requested())
                throw Stopped{};
            auto trace = std::make_shared<Trace>();
            trace->notes = exploration.texts;
            return Explored{trace, exploration.weights};
        };
    }

    static Exploration asked(std::shared_ptr<const Weights> weights)
    {
        Exploration exploration;
        exploration.scenario = "dialogue";
        exploration.texts = {"hello"};
        exploration.weights = std::move(weights);
        return exploration;
    }

private Q_SLOTS:
    void areComputedWithAndNeitherAskedForNorTold()
    {
        Explorer explorer(compute());
        const auto own = std::make_shared<const Weights>();
        std::shared_ptr<const Weights> lent = std::make_shared<const Weights>();
        explorer.setLender([&lent](const Exploration& exploration) {
            return exploration.texts[0] == "hello" ? lent : nullptr;
        });
        explorer.explore(asked(own));
        QTRY_COMPARE(explorer.weights(), lent);
        QSignalSpy changed(&explorer, &Explorer::explorationChanged);
        const auto first = lent;
        lent = std::make_shared<const Weights>();
        explorer.computeLent();
        QTRY_COMPARE(explorer.weights(), lent);
        QVERIFY(explorer.weights() != first);
        QCOMPARE(changed.count(), 0);
        QCOMPARE(explorer.exploration().weights, own);
        // For what they are not lent the own ones are taken.
        explorer.setText(0, QStringLiteral("other"));
        QTRY_COMPARE(explorer.weights(), own);
        lent = nullptr;
        explorer.setText(0, QStringLiteral("hello"));
        QTRY_VERIFY(!explorer.isPending());
        QCOMPARE(explorer.weights(), own);
    }

    void whatIsComputingArrivesFirst()
    {
        Explorer explorer(compute());
        explorer.explore(asked(nullptr));
        QTRY_VERIFY(!explorer.isPending());
        std::shared_ptr<const Weights> lent;
        explorer.setLender([&lent](const Exploration&) { return lent; });
        QSignalSpy traced(&explorer, &Explorer::traced);
        m_held = true;
        lent = std::make_shared<const Weights>();
        const auto first = lent;
        explorer.computeLent();
        for (int i = 0; i < 5; ++i) {
            lent = std::make_shared<const Weights>();
            explorer.computeLent();
        }
        QList<std::shared_ptr<const Weights>> seen;
        connect(&explorer, &Explorer::traced, this, [&] { seen << explorer.weights(); });
        m_held = false;
        QTRY_COMPARE(traced.count(), 2);
        QTRY_VERIFY(!explorer.isPending());
        QCOMPARE(seen.first(), first);
        QCOMPARE(seen.last(), lent);
    }

    void nothingIsComputedBeforeSomethingIsAsked()
    {
        Explorer explorer(compute());
        explorer.computeLent();
        QVERIFY(!explorer.isPending());
    }
};

QTEST_GUILESS_MAIN(LentWeightsTest)
#include "lent_weights_test.moc"

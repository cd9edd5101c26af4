// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/settings_bar.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QScreen>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTest>

using namespace regard;

namespace {

std::vector<SettingSpec> specs()
{
    return {{"score",
             "Score",
             "How a query meets a key",
             std::string("dot"),
             {"dot", "scaled_dot"},
             0,
             0,
             Affects::Computation,
             {}},
            {"attention", "Attention", "On or off", true, {}, 0, 0, Affects::Weights},
            {"heads", "Heads", "Number of heads", std::int64_t{4}, {}, 1, 16, Affects::Weights},
            {"temperature", "Temperature", "Divides", 1.0, {}, 0.1, 10, Affects::Computation, {}},
            {"rate", "Learning rate", "", 0.001, {}, 0, 1, Affects::Training}};
}

} // namespace

class SettingsBarTest : public QObject {
    Q_OBJECT
    std::vector<std::pair<std::string, SettingValue>> m_changes;

    void listen(SettingsBar& bar)
    {
        m_changes.clear();
        connect(&bar, &SettingsBar::settingChanged, this,
                [this](const std::string& name, const SettingValue& value) {
                    m_changes.emplace_back(name, value);
                });
    }

private Q_SLOTS:
    void everyTypeHasItsControlAndTrainingHasNone()
    {
        SettingsBar bar;
        bar.setSpecs(specs());
        QVERIFY(qobject_cast<QComboBox*>(bar.control("score")));
        QVERIFY(qobject_cast<QCheckBox*>(bar.control("attention")));
        QVERIFY(qobject_cast<QSpinBox*>(bar.control("heads")));
        QVERIFY(qobject_cast<QDoubleSpinBox*>(bar.control("temperature")));
        QVERIFY(!bar.control("rate"));
        QCOMPARE(bar.control("score")->toolTip(), QStringLiteral("How a query meets a key"));
        QCOMPARE(bar.control("heads")->accessibleName(), QStringLiteral("Heads"));
    }

    void aChangeByThePersonIsTold()
    {
        SettingsBar bar;
        bar.setSpecs(specs());
        bar.setSettings(resolveSettings(specs()));
        bar.show();
        listen(bar);
        QTest::keyClick(bar.control("score"), Qt::Key_Down);
        QTest::mouseClick(bar.control("attention"), Qt::LeftButton, {},
                          {8, bar.control("attention")->height() / 2});
        QTest::keyClick(bar.control("heads"), Qt::Key_Up);
        qobject_cast<QDoubleSpinBox*>(bar.control("temperature"))->setValue(2.5);
        QCOMPARE(m_changes.size(), std::size_t(4));
        QVERIFY(m_changes[0]
                == std::pair(std::string("score"), SettingValue(std::string("scaled_dot"))));
        QVERIFY(m_changes[1] == std::pair(std::string("attention"), SettingValue(false)));
        QVERIFY(m_changes[2] == std::pair(std::string("heads"), SettingValue(std::int64_t{5})));
        QVERIFY(m_changes[3] == std::pair(std::string("temperature"), SettingValue(2.5)));
    }

    void theSliderAndTheNumberAreOne()
    {
        SettingsBar bar;
        bar.setSpecs(specs());
        bar.setSettings(resolveSettings(specs()));
        auto* slider = bar.findChild<QSlider*>();
        auto* number = qobject_cast<QDoubleSpinBox*>(bar.control("temperature"));
        QCOMPARE(slider->value(), slider->maximum() / 2); // 1 is midway from 0.1 to 10
        listen(bar);
        slider->setValue(slider->maximum());
        QCOMPARE(number->value(), 10.0);
        QCOMPARE(m_changes.size(), std::size_t(1));
        number->setValue(0.1);
        QCOMPARE(slider->value(), 0);
        QVERIFY(m_changes.back().second == SettingValue(0.1));
    }

    void showingSettingsTellsNothing()
    {
        SettingsBar bar;
        bar.setSpecs(specs());
        listen(bar);
        Settings given;
        given.set("score", std::string("scaled_dot"));
        given.set("attention", false);
        given.set("heads", std::int64_t{2});
        given.set("temperature", 0.5);
        bar.setSettings(resolveSettings(specs(), given));
        QVERIFY(m_changes.empty());
        QCOMPARE(qobject_cast<QComboBox*>(bar.control("score"))->currentData().toString(),
                 QStringLiteral("scaled_dot"));
        QCOMPARE(qobject_cast<QSpinBox*>(bar.control("heads"))->value(), 2);
    }

    void defaultsAreAskedForWhereSomethingDiffers()
    {
        SettingsBar bar;
        bar.setSpecs(specs());
        bar.setSettings(resolveSettings(specs()));
        QToolButton* reset = nullptr;
        for (auto* button : bar.findChildren<QToolButton*>())
            if (button != bar.moreButton())
                reset = button;
        QVERIFY(reset);
        QVERIFY(!reset->isEnabled());
        qobject_cast<QSpinBox*>(bar.control("heads"))->setValue(8);
        QVERIFY(reset->isEnabled());
        QSignalSpy asked(&bar, &SettingsBar::resetAsked);
        reset->click();
        QCOMPARE(asked.size(), 1);
    }

    void whatHasNoRoomLiesBehindMore()
    {
        QWidget window;
        SettingsBar bar(&window);
        bar.setSpecs(specs());
        bar.setSettings(resolveSettings(specs()));
        bar.setMaximumLines(1);
        window.show();
        for (int width : {2000, 480, 420, 480, 2000}) {
            bar.resize(width, bar.heightForWidth(width));
            const bool all = width == 2000;
            QCOMPARE(bar.moreButton()->isHidden(), all);
            QVERIFY(bar.height() < 2 * bar.control("score")->height());
            for (const char* name : {"score", "attention", "heads", "temperature"}) {
                const QWidget* control = bar.control(name);
                if (bar.panel()->isAncestorOf(control)) {
                    QVERIFY2(!all, name);
                    continue;
                }
                const QRect place(control->mapTo(&bar, QPoint(0, 0)), control->size());
                QVERIFY2(bar.rect().contains(place), name);
            }
            QVERIFY(!bar.panel()->isAncestorOf(bar.control("score")));
        }
    }

    void thePanelOfMoreChangesSettingsAndSaysWhatDiffers()
    {
        QWidget window;
        SettingsBar bar(&window);
        bar.setSpecs(specs());
        bar.setSettings(resolveSettings(specs()));
        bar.setMaximumLines(1);
        window.show();
        bar.resize(420, 40);
        QVERIFY(bar.panel()->isAncestorOf(bar.control("temperature")));
        QVERIFY2(bar.moreButton()->toolTip().contains("Temperature"),
                 qPrintable(bar.moreButton()->toolTip()));
        const QString before = bar.moreButton()->text();
        bar.moreButton()->click();
        QVERIFY(bar.panel()->isVisible());
        QVERIFY(bar.control("temperature")->isVisible());
        listen(bar);
        qobject_cast<QDoubleSpinBox*>(bar.control("temperature"))->setValue(2.5);
        QCOMPARE(m_changes.size(), std::size_t(1));
        QVERIFY(bar.moreButton()->text() != before);
        bar.resize(2000, 40);
        QVERIFY(!bar.panel()->isVisible());
        QVERIFY(bar.control("temperature")->isVisible());
    }

    void thePanelOfMoreStaysOnTheScreen()
    {
        const QRect screen = QGuiApplication::primaryScreen()->availableGeometry();
        QWidget window;
        SettingsBar bar(&window);
        bar.setSpecs(specs());
        bar.setMaximumLines(1);
        bar.resize(300, 40);
        window.resize(320, 60);
        window.show();
        for (const int x : {screen.left() - 200, screen.left(), screen.center().x(),
                            screen.right() - 310, screen.right() - 100, screen.right() - 20})
            for (const int y : {screen.top(), screen.bottom() - 60, screen.bottom() - 10}) {
                window.move(x, y);
                bar.moreButton()->click();
                QVERIFY(bar.panel()->isVisible());
                const QRect panel = bar.panel()->geometry();
                QVERIFY2(screen.contains(panel),
                         qPrintable(QStringLiteral("at %1, %2: %3, %4")
                                        .arg(x)
                                        .arg(y)
                                        .arg(panel.right())
                                        .arg(panel.bottom())));
                bar.panel()->hide();
            }
    }

    void twoLinesHoldMoreThanOne()
    {
        QWidget window;
        SettingsBar bar(&window);
        bar.setSpecs(specs());
        window.show();
        const auto inBar = [&](int lines) {
            bar.setMaximumLines(lines);
            bar.resize(420, 80);
            int count = 0;
            for (const char* name : {"score", "attention", "heads", "temperature"})
                count += !bar.panel()->isAncestorOf(bar.control(name));
            return count;
        };
        const int one = inBar(1);
        QVERIFY(inBar(2) > one);
        QCOMPARE(inBar(1), one);
    }

    void aSettingWithoutEffectIsOff()
    {
        std::vector<SettingSpec> masks = specs();
        masks.push_back({"mask",
                         "Mask",
                         "",
                         std::string("none"),
                         {"none", "causal", "window", "history"},
                         0,
                         0,
                         Affects::Computation,
                         {}});
        masks.push_back(onlyWith(
            {"window", "Window", "Keys.", std::int64_t{3}, {}, 1, 64, Affects::Computation, {}},
            "mask", {"window", "history"}));
        SettingsBar bar;
        bar.setSpecs(masks);
        Settings given;
        bar.setSettings(resolveSettings(masks, given));
        QVERIFY(!bar.control("window")->isEnabled());
        for (const char* mask : {"none", "causal", "window", "history"}) {
            given.set("mask", std::string(mask));
            bar.setSettings(resolveSettings(masks, given));
            const bool counts = mask == std::string("window") || mask == std::string("history");
            QVERIFY2(bar.control("window")->isEnabled() == counts, mask);
            // Why, where the pointer rests.
            QCOMPARE(bar.control("window")->toolTip(),
                     counts ? QStringLiteral("Keys.")
                            : QStringLiteral("Keys. Now without effect: it takes part only with "
                                             "Mask: window or history."));
        }
    }

    void everyConditionOfEveryScenarioIsFollowed()
    {
        int conditions = 0;
        for (const ScenarioSpec& scenario : catalogue()) {
            SettingsBar computation;
            SettingsBar training(nullptr, SettingsBar::Of::Training);
            computation.setSpecs(scenario.settings);
            training.setSpecs(scenario.settings);
            for (const SettingSpec& spec : scenario.settings)
                for (const Condition& condition : spec.onlyWith) {
                    ++conditions;
                    const auto on = std::find_if(
                        scenario.settings.begin(), scenario.settings.end(),
                        [&](const SettingSpec& other) { return other.name == condition.setting; });
                    std::vector<std::string> values = on->choices;
                    if (values.empty())
                        values = {"true", "false"};
                    for (const std::string& value : values) {
                        Settings given;
                        for (const Condition& each : spec.onlyWith)
                            for (const SettingSpec& other : scenario.settings)
                                if (other.name == each.setting)
                                    given.set(each.setting,
                                              parseSetting(other, each.values.front()));
                        given.set(condition.setting, parseSetting(*on, value));
                        SettingsBar& bar =
                            spec.affects == Affects::Training ? training : computation;
                        bar.setSettings(resolveSettings(scenario.settings, given));
                        const bool works =
                            std::find(condition.values.begin(), condition.values.end(), value)
                            != condition.values.end();
                        QVERIFY2(bar.control(spec.name)->isEnabled() == works,
                                 (scenario.id + " " + spec.name + " " + value).c_str());
                    }
                }
        }
        QVERIFY(conditions > 20);
    }

    void aSettingIsCalledAsItIsOnScreen()
    {
        SettingsBar bar;
        bar.setSpecs(scenarioOf("dialogue").settings);
        QCOMPARE(bar.label("bidirectional"), QStringLiteral("Two directions"));
        QCOMPARE(bar.label("nothing"), QStringLiteral("nothing"));
    }

    void anOpenedListHasRoomForEveryLineOfIt()
    {
        for (const Theme& theme : {Theme::light(), Theme::dark()}) {
            qApp->setStyleSheet(theme.styleSheet());
            for (const ScenarioSpec& scenario : catalogue()) {
                SettingsBar bar;
                bar.setSpecs(scenario.settings);
                bar.resize(2000, 60);
                bar.show();
                for (const SettingSpec& setting : scenario.settings) {
                    auto* box = qobject_cast<QComboBox*>(bar.control(setting.name));
                    if (!box)
                        continue;
                    bar.setUntrained(setting.name, setting.choices);
                    box->showPopup();
                    const QAbstractItemView* list = box->view();
                    for (int i = 0; i < box->count(); ++i) {
                        const QModelIndex line = list->model()->index(i, 0);
                        QVERIFY2(list->sizeHintForIndex(line).width() <= list->viewport()->width(),
                                 (scenario.id + " " + setting.name).c_str());
                    }
                    box->hidePopup();
                }
            }
        }
        qApp->setStyleSheet(QString());
    }

    void choicesWithoutTrainedWeightsSaySo()
    {
        SettingsBar bar;
        bar.setSpecs(specs());
        auto* box = qobject_cast<QComboBox*>(bar.control("score"));
        bar.setUntrained("score", {"scaled_dot"});
        const auto tip = [&](int item) { return box->itemData(item, Qt::ToolTipRole).toString(); };
        QVERIFY(tip(0).isEmpty());
        QVERIFY(tip(1).contains(QStringLiteral("regard train")));
        QCOMPARE(box->itemText(1), QStringLiteral("scaled dot"));
        bar.setUntrained("score", {});
        QVERIFY(tip(1).isEmpty());
    }
};

QTEST_MAIN(SettingsBarTest)
#include "settings_bar_test.moc"

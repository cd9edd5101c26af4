// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/weights_file.h"
#include "core/scenarios/catalogue.h"
#include "tests/ui/opened_window.h"
#include "ui/panels/message_bar.h"
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_view.h"

#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QRegularExpression>

using namespace regard;

class WindowMessagesTest : public OpenedWindow {
    Q_OBJECT
    QString writeWorkedWeights(const Settings& settings = {})
    {
        const ScenarioSpec& spec = scenarioOf("worked-example");
        Weights weights = *weightsFor(spec, resolveSettings(spec.settings));
        weights.settings = resolveSettings(spec.settings, settings);
        saveWeights(weights, file("worked.safetensors").toStdString());
        return file("worked.safetensors");
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void aMistakeIsSaidOnceThePersonPausesAndThePictureStays()
    {
        const auto window = open("pointer");
        QVERIFY(window);
        QSignalSpy failed(&window->explorer(), &Explorer::failed);
        const int before = window->view<FlowView>()->scene().state().trace->steps();
        QVERIFY(before > 0);
        window->sentence()->field(0)->selectAll();
        // "-" is on the way to "-3".
        QTest::keyClicks(window->sentence()->field(0), QStringLiteral("0.5 -"));
        QTRY_VERIFY(!failed.isEmpty());
        QVERIFY(window->messages()->message().isEmpty());
        QVERIFY(waitForTrace(
            *window, [&] { QTest::keyClicks(window->sentence()->field(0), QStringLiteral("3")); }));
        QTest::qWait(800);
        QVERIFY2(window->messages()->message().isEmpty(),
                 qPrintable(window->messages()->message()));
        // "banana" stays none.
        QTest::keyClicks(window->sentence()->field(0), QStringLiteral(" banana"));
        QTRY_VERIFY(window->messages()->message().contains(QStringLiteral("banana")));
        QVERIFY2(window->messages()->message().contains(QStringLiteral("picture stays")),
                 qPrintable(window->messages()->message()));
        QVERIFY(window->view<FlowView>()->scene().state().trace->steps() > 0);
    }

    void aFileThatIsNoWeightsFileIsSaidAndNothingChanges()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        QFile broken(file("broken.safetensors"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("this is no weights file");
        broken.close();
        const auto before = window->explorer().weights();
        window->openWeights(broken.fileName());
        QTRY_VERIFY(!window->messages()->message().isEmpty());
        QVERIFY2(window->messages()->message().contains(QStringLiteral("broken.safetensors")),
                 qPrintable(window->messages()->message()));
        QVERIFY(!window->messages()->message().contains(QLatin1Char('\n')));
        QCOMPARE(window->explorer().weights(), before);
        QVERIFY(window->recentFiles().isEmpty());
        window->messages()->closeButton()->click();
        QVERIFY(window->messages()->message().isEmpty());
    }

    void weightsAreShownAsTheyWereTrained()
    {
        Settings trained;
        trained.set("normaliser", std::string("sparsemax"));
        trained.set("temperature", 2.0);
        const QString path = writeWorkedWeights(trained);
        const auto window = open("worked-example");
        QVERIFY(window);
        QVERIFY(waitForTrace(*window, [&] { window->openWeights(path); }));
        const Settings& shown = window->explorer().trace()->settings;
        QCOMPARE(shown.text("normaliser"), std::string("sparsemax"));
        QCOMPARE(shown.number("temperature"), 2.0);
    }

    void weightsAreOpenedByDroppingTheirFile()
    {
        const QString path = writeWorkedWeights();
        const auto window = open("self-attention");
        QVERIFY(window);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QVERIFY(waitForTrace(*window, [&] {
            QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(window.get(), &drop);
        }));
        QCOMPARE(window->explorer().trace()->scenario, std::string("worked-example"));
        QCOMPARE(QFileInfo(QString::fromStdString(window->explorer().weights()->origin)).fileName(),
                 QStringLiteral("worked.safetensors"));
        QCOMPARE(window->recentFiles(), QStringList{QFileInfo(path).absoluteFilePath()});
    }

    void nothingButOneFileThatIsThereCanBeDropped()
    {
        const QUrl weights = QUrl::fromLocalFile(writeWorkedWeights());
        const auto window = open("self-attention");
        QVERIFY(window);
        const auto takes = [&](const QList<QUrl>& urls) {
            QMimeData data;
            data.setUrls(urls);
            QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            enter.ignore();
            QCoreApplication::sendEvent(window.get(), &enter);
            return enter.isAccepted();
        };
        QVERIFY(takes({weights}));
        QVERIFY(!takes({}));
        QVERIFY(!takes({weights, weights}));
        QVERIFY(!takes({weights, QUrl::fromLocalFile(QStringLiteral("/tmp/picture.png"))}));
        QVERIFY(!takes({QUrl::fromLocalFile(QStringLiteral("/tmp/picture.png"))}));
        QVERIFY(!takes({QUrl(QStringLiteral("https://example.org/w.safetensors"))}));
    }

    void aHintSaysWhatCanBeDoneNext()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const auto hint = [&] { return window->messages()->hint(); };
        QVERIFY2(hint().contains(QStringLiteral("Point at any number")), qPrintable(hint()));
        window->timeline().back();
        QVERIFY2(hint().contains(QStringLiteral("outlined")), qPrintable(hint()));
        window->selection().fix({window->explorer().trace()->indexOf("weights"), 0, 1});
        QVERIFY2(hint().contains(QStringLiteral("Escape")), qPrintable(hint()));
        window->selection().free();
        window->timeline().toEnd();
        QVERIFY(waitForTrace(*window, [&] { window->explorer().setText(0, QString()); }));
        QVERIFY2(hint().contains(QStringLiteral("Type above")), qPrintable(hint()));
    }

    void untrainedWeightsAreSaid()
    {
        setResourceDirectory(m_folder->path().toStdString()); // nothing is shipped here
        const auto window = open("self-attention");
        QVERIFY(window);
        QVERIFY(window->explorer().weights()->trained == false);
        QVERIFY2(window->messages()->notes().contains(QStringLiteral("untrained")),
                 qPrintable(window->messages()->notes()));
        QVERIFY(
            window->messages()->notes().contains(QStringLiteral("regard train self-attention")));
        QVERIFY(
            waitForTrace(*window, [&] { window->openScenario(QStringLiteral("worked-example")); }));
        QVERIFY(!window->messages()->notes().contains(QStringLiteral("untrained")));
    }

    void theCommandThatTrainsNamesTheSettingsThatDiffer()
    {
        setResourceDirectory(m_folder->path().toStdString()); // nothing is shipped here
        for (const char* id : {"self-attention", "dialogue"}) {
            const auto window = open(id);
            QVERIFY(window);
            const ScenarioSpec& spec = scenarioOf(id);
            const auto command = [&] {
                static const QRegularExpression form(QStringLiteral("“(regard train [^”]*)”"));
                return form.match(window->messages()->notes()).captured(1);
            };
            const QString plain =
                QStringLiteral("regard train %1 --out FILE.safetensors").arg(QLatin1String(id));
            QCOMPARE(command(), plain);
            for (const SettingSpec& setting : spec.settings) {
                if (setting.affects != Affects::Weights)
                    continue;
                std::vector<SettingValue> others;
                for (const std::string& choice : setting.choices)
                    others.emplace_back(choice);
                if (const bool* flag = std::get_if<bool>(&setting.defaultValue))
                    others.emplace_back(!*flag);
                for (const SettingValue& other : others) {
                    if (other == setting.defaultValue)
                        continue;
                    Exploration exploration;
                    exploration.scenario = id;
                    exploration.texts = window->explorer().exploration().texts;
                    exploration.settings.set(setting.name, other);
                    QVERIFY(
                        waitForTrace(*window, [&] { window->explorer().explore(exploration); }));
                    QCOMPARE(command(),
                             QStringLiteral("regard train %1 --set %2=%3 --out FILE.safetensors")
                                 .arg(QLatin1String(id), QString::fromStdString(setting.name),
                                      QString::fromStdString(settingText(other))));
                }
            }
        }
    }
};

QTEST_MAIN(WindowMessagesTest)
#include "window_messages_test.moc"

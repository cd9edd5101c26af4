// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/elided_label.h"
#include "ui/panels/inspector.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/sentence_bar.h"
#include "ui/panels/settings_bar.h"
#include "ui/panels/tensor_tree.h"
#include "ui/panels/timeline_bar.h"
#include "ui/views/flow_scene.h"
#include "ui/views/flow_view.h"
#include "ui/views/heatmap_view.h"
#include "ui/window/main_window.h"
#include "ui/window/render.h"
#include "ui/window/top_bar.h"

#include "core/models/weights_file.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QDropEvent>
#include <QMimeData>
#include <QScreen>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace regard;

class MainWindowTest : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;

    /// A window with the trace of a scenario.
    std::unique_ptr<MainWindow> open(const char* scenario)
    {
        m_settings->setValue(QStringLiteral("window/scenario"), QString::fromLatin1(scenario));
        auto window = std::make_unique<MainWindow>(*m_settings);
        window->flow()->setAnimated(false);
        window->resize(1024, 700);
        window->show();
        QSignalSpy traced(&window->explorer(), &Explorer::traced);
        window->start();
        if (!traced.wait(60000))
            return nullptr;
        window->activateWindow();
        return QTest::qWaitForWindowActive(window.get()) ? std::move(window) : nullptr;
    }

    static bool waitForTrace(MainWindow& window, const std::function<void()>& change)
    {
        QSignalSpy traced(&window.explorer(), &Explorer::traced);
        change();
        return !traced.isEmpty() || traced.wait(60000);
    }

    static QStringList chips(const MainWindow& window)
    {
        return window.sentence()->inputChips()->texts();
    }

    /// In a panel that lies behind another.
    static bool inHiddenTab(const QWidget* control)
    {
        for (; control; control = control->parentWidget())
            if (qobject_cast<const QDockWidget*>(control) && control->visibleRegion().isEmpty())
                return true;
        return false;
    }

    /// No control is cut off by the window's edge.
    static void controlsLieInTheWindow(const MainWindow& window)
    {
        for (const QWidget* control : window.findChildren<QWidget*>()) {
            if (!control->isVisible() || control->window() != &window || inHiddenTab(control)
                || control->accessibleName().isEmpty() || control->inherits("QScrollArea")
                || qobject_cast<const TokenChips*>(control))
                continue;
            const QRect place(control->mapTo(&window, QPoint()), control->size());
            QVERIFY2(window.rect().contains(place), qPrintable(control->accessibleName()));
        }
    }

    QString file(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }

    QString writeWorkedWeights()
    {
        const ScenarioSpec& spec = scenarioOf("worked-example");
        saveWeights(*weightsFor(spec, resolveSettings(spec.settings)),
                    file("worked.safetensors").toStdString());
        return file("worked.safetensors");
    }

private Q_SLOTS:
    void init()
    {
        setResourceDirectory(REGARD_SOURCE_DIR "/resources");
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(file("settings.ini"), QSettings::IniFormat);
    }

    void theFirstStartShowsTheWorkedExampleAtItsLastMoment()
    {
        MainWindow window(*m_settings);
        QSignalSpy traced(&window.explorer(), &Explorer::traced);
        window.start();
        QVERIFY(traced.wait(60000));
        QCOMPARE(chips(window), QStringList({"Thinking", "Machines"}));
        QCOMPARE(window.stage()->currentWidget(), static_cast<QWidget*>(window.flow()));
        QCOMPARE(window.timeline().moment(), window.timeline().count() - 1);
    }

    void typingIsComputedAndShownAsChips()
    {
        const auto window = open("self-attention");
        QVERIFY(window);
        QLineEdit* field = window->sentence()->field(0);
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("the cat zyxo"));
        QTRY_COMPARE(chips(*window), QStringList({"the", "cat", "zyxo"}));
        QVERIFY(!window->sentence()->inputChips()->isKnown(2));
    }

    void steppingChangesTheDescription()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const QString last = window->timelineBar()->description();
        window->timelineBar()->backButton()->click();
        const QString before = window->timelineBar()->description();
        QVERIFY(before != last);
        QVERIFY2(before.contains(QStringLiteral("softmax")), qPrintable(before));
    }

    void arrowKeysStepUnlessATextFieldHasTheFocus()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const int last = window->timeline().moment();
        QLineEdit* field = window->sentence()->field(0);
        field->setFocus();
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClick(field, Qt::Key_Left);
        QCOMPARE(window->timeline().moment(), last);
        QTest::keyClick(field, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(window->timeline().moment(), last - 1);
        QTest::keyClick(window.get(), Qt::Key_Left);
        QCOMPARE(window->timeline().moment(), last - 2);
        QTest::keyClick(window.get(), Qt::Key_Home);
        QCOMPARE(window->timeline().moment(), 0);
        QTest::keyClick(window->timelineBar()->playButton(), Qt::Key_Right);
        QCOMPARE(window->timeline().moment(), 1);
    }

    void tenThousandPastedWordsLeaveTheWindowAsItIs()
    {
        const auto window = open("self-attention");
        QVERIFY(window);
        const QSize before = window->size();
        QStringList words;
        for (int i = 0; i < 10000; ++i)
            words << QStringLiteral("the");
        const QString text = words.join(QLatin1Char(' '));
        QVERIFY(waitForTrace(*window, [&] {
            window->sentence()->field(0)->selectAll();
            window->sentence()->field(0)->insert(text);
            Q_EMIT window->sentence()->field(0)->textEdited(text);
        }));
        QCOMPARE(window->sentence()->field(0)->text(), text);
        QVERIFY(!window->messages()->notes().isEmpty());
        QVERIFY(chips(*window).size() <= TokenChips::limit + 1);
        QCOMPARE(window->size(), before);
        QVERIFY(window->minimumSizeHint().width() <= 1024);
    }

    void aSettingArrivesInTheTrace()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        auto* mask = qobject_cast<QComboBox*>(window->topBar()->settings()->control("mask"));
        QVERIFY(waitForTrace(*window, [&] {
            mask->setCurrentIndex(1);
            Q_EMIT mask->activated(1);
        }));
        QCOMPARE(window->explorer().trace()->settings.text("mask"), std::string("causal"));
        QCOMPARE(window->explorer().trace()->find("weights")->value.at(0, 1), Real(0));
    }

    void undoAndRedoCoverTextsSettingsAndScenarios()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        QLineEdit* field = window->sentence()->field(0);
        QTest::keyClick(field, Qt::Key_End);
        QTest::keyClicks(field, QStringLiteral(" Thinking"));
        window->topBar()->settings()->settingChanged("mask", std::string("causal"));
        window->openScenario(QStringLiteral("self-attention"));
        QUndoStack& stack = window->history().stack();
        const QString other =
            field != window->sentence()->field(0) ? QStringLiteral("new field") : QString();
        QVERIFY(!other.isEmpty());

        stack.undo();
        QCOMPARE(window->explorer().exploration().scenario, std::string("worked-example"));
        QCOMPARE(window->sentence()->field(0)->text(),
                 QStringLiteral("Thinking Machines Thinking"));
        stack.undo();
        QVERIFY(!window->explorer().exploration().settings.has("mask"));
        stack.undo(); // the whole word
        stack.undo(); // the space
        QCOMPARE(window->sentence()->field(0)->text(), QStringLiteral("Thinking Machines"));
        QVERIFY(!stack.canUndo());
        while (stack.canRedo())
            stack.redo();
        QCOMPARE(window->explorer().exploration().scenario, std::string("self-attention"));
        QTRY_COMPARE(window->explorer().trace()->scenario, std::string("self-attention"));
    }

    void theUndoKeyReachesTheWindowFromTheTextField()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->activateWindow();
        QLineEdit* field = window->sentence()->field(0);
        field->setFocus();
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClick(field, Qt::Key_X);
        QVERIFY(field->text() != QStringLiteral("Thinking Machines"));
        QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(field->text(), QStringLiteral("Thinking Machines"));
    }

    void chipsAndCellsAreOneSelection()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        SentenceBar* sentence = window->sentence();
        QTest::mouseClick(sentence->inputChips(), Qt::LeftButton, {},
                          sentence->inputChips()->chipRectangle(1).center());
        QCOMPARE(window->selection().fixed().row, Index(1));
        const int weights = window->explorer().trace()->indexOf("weights");
        window->selection().fix({weights, 0, 1});
        QCOMPARE(sentence->inputChips()->marked(), 0);
        QCOMPARE(window->inspector()->title(), QStringLiteral("weights · Thinking → Machines"));
        QTest::keyClick(window.get(), Qt::Key_Escape);
        QVERIFY(!window->selection().fixed());
        QCOMPARE(sentence->inputChips()->marked(), -1);
    }

    void anOutputTokenMarksItsStep()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        SentenceBar* sentence = window->sentence();
        QVERIFY(sentence->outputChips()->count() > 1);
        QCOMPARE(sentence->outputChips()->current(), sentence->outputChips()->count() - 1);
        Q_EMIT sentence->outputClicked(1);
        const CellRef place = window->selection().fixed();
        QCOMPARE(place.row, Index(1));
        QCOMPARE(window->explorer().trace()->tensors[static_cast<std::size_t>(place.tensor)].role,
                 Role::Weights);
        QCOMPARE(sentence->outputChips()->marked(), 1);
        Q_EMIT sentence->inputClicked(2);
        QCOMPARE(window->selection().fixed().column, Index(2));
    }

    void aTensorIsOpenedLarge()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        const int keys = window->explorer().trace()->indexOf("K");
        Q_EMIT window->tensors()->opened(keys);
        QCOMPARE(window->stage()->currentWidget(), static_cast<QWidget*>(window->heatmap()));
        QCOMPARE(window->heatmap()->tensor(), keys);
    }

    void layoutThemeAndScenarioAreRemembered()
    {
        {
            const auto window = open("worked-example");
            QVERIFY(window);
            QVERIFY(waitForTrace(*window,
                                 [&] { window->openScenario(QStringLiteral("self-attention")); }));
            window->appearance().choose(Appearance::Choice::Dark);
            window->stage()->setCurrentIndex(1);
            window->findChild<QDockWidget*>(QStringLiteral("inspector"))->hide();
            window->resize(1200, 760);
            window->close();
        }
        MainWindow again(*m_settings);
        again.show();
        again.start();
        QCOMPARE(again.explorer().exploration().scenario, std::string("self-attention"));
        QCOMPARE(again.appearance().choice(), Appearance::Choice::Dark);
        QCOMPARE(again.stage()->currentIndex(), 1);
        QVERIFY(again.findChild<QDockWidget*>(QStringLiteral("inspector"))->isHidden());
        QCOMPARE(again.size(), QSize(1200, 760));
        again.resetLayout();
        QVERIFY(!again.findChild<QDockWidget*>(QStringLiteral("inspector"))->isHidden());
    }

    void presentingHidesThePanelsAndBringsThemBack()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->findChild<QDockWidget*>(QStringLiteral("tensors"))->hide();
        const int size = QApplication::font().pointSize();
        QTest::keyClick(window.get(), Qt::Key_F11);
        QVERIFY(window->findChild<QDockWidget*>(QStringLiteral("inspector"))->isHidden());
        QVERIFY(QApplication::font().pointSize() > size);
        QTest::keyClick(window.get(), Qt::Key_F11);
        QVERIFY(!window->findChild<QDockWidget*>(QStringLiteral("inspector"))->isHidden());
        QVERIFY(window->findChild<QDockWidget*>(QStringLiteral("tensors"))->isHidden());
        QCOMPARE(QApplication::font().pointSize(), size);
    }

    void aMistakeIsSaidOnceThePersonPausesAndThePictureStays()
    {
        const auto window = open("pointer");
        QVERIFY(window);
        QSignalSpy failed(&window->explorer(), &Explorer::failed);
        const int before = window->flow()->scene().state().trace->steps();
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
        QVERIFY(window->flow()->scene().state().trace->steps() > 0);
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

        data.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/picture.png"))});
        QDragEnterEvent other({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        other.ignore();
        QCoreApplication::sendEvent(window.get(), &other);
        QVERIFY(!other.isAccepted());
    }

    void aScenarioBeginsWithItsWeightsWhateverWasLookedAtBefore()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        window->openTensor(window->explorer().trace()->indexOf(Role::Value));
        QVERIFY(
            waitForTrace(*window, [&] { window->openScenario(QStringLiteral("translation")); }));
        const TracePtr& trace = window->explorer().trace();
        QCOMPARE(window->heatmap()->tensor(), trace->indexOf(Role::Weights));
    }

    void theFirstWindowFitsTheScreen()
    {
        MainWindow window(*m_settings);
        const QSize room = window.screen()->availableSize();
        QVERIFY(window.width() <= room.width());
        QVERIFY2(window.height() < room.height(), "a frame has room too");
    }

    void panelsOfANarrowWindowGetTheirWidthBack()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->resize(1278, 760);
        window->resetLayout();
        QTest::qWait(50);
        const auto widths = [&] {
            QList<int> found;
            for (const QDockWidget* dock : window->findChildren<QDockWidget*>())
                found << dock->width();
            return found;
        };
        const QList<int> before = widths();
        const int inspector = window->inspector()->width();
        for (const int width : {1000, 800, 900}) {
            window->resize(width, 600);
            QTest::qWait(50);
        }
        QVERIFY(window->inspector()->width() < inspector);
        window->resize(1278, 760);
        QTest::qWait(50);
        QCOMPARE(widths(), before);
    }

    void whatIsSaidMovesNothing()
    {
        const auto window = open("pointer");
        QVERIFY(window);
        MessageBar* messages = window->messages();
        const auto stage = [&] {
            QTest::qWait(20);
            return QRect(window->stage()->mapTo(window.get(), QPoint()), window->stage()->size());
        };
        const QRect before = stage();
        QVERIFY(messages->isVisible());
        const QString whole = QStringLiteral("what is wrong and what to do about it ").repeated(9);
        for (const QString& text : {QStringLiteral("short"), whole}) {
            messages->setNotes({text});
            QCOMPARE(stage(), before);
            messages->showError(text);
            QCOMPARE(stage(), before);
            messages->clear();
            QCOMPARE(stage(), before);
        }
        // What has no room is whole in the tooltip.
        messages->showError(whole);
        QTest::qWait(20);
        QVERIFY(messages->findChild<ElidedLabel*>()->toolTip().contains(whole.mid(1)));
        QString words;
        for (int i = 0; i < 60; ++i)
            words += QStringLiteral("0.%1 ").arg(i + 10);
        QVERIFY(waitForTrace(*window, [&] { window->explorer().setText(0, words); }));
        QCOMPARE(stage(), before);
    }

    void settingsHaveTheirOwnPlacesInEveryScenario()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        for (const int width : {1024, 1278}) {
            window->resize(width, 750);
            for (const ScenarioSpec& spec : catalogue()) {
                window->openScenario(QString::fromStdString(spec.id));
                QTest::qWait(30);
                const auto* bar = window->topBar()->settings();
                QList<QWidget*> parts;
                for (QObject* child : bar->children())
                    if (auto* part = qobject_cast<QWidget*>(child);
                        part && part->isVisible() && !part->isWindow())
                        parts << part;
                for (const QWidget* part : parts) {
                    QVERIFY2(part->width() >= part->sizeHint().width(), spec.id.c_str());
                    QVERIFY2(bar->rect().contains(part->geometry()), spec.id.c_str());
                    for (const QWidget* other : parts)
                        QVERIFY2(other == part || !other->geometry().intersects(part->geometry()),
                                 spec.id.c_str());
                }
            }
        }
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

    void everyScenarioOpensInEveryViewAndPlaysItsTimeline_data()
    {
        QTest::addColumn<QString>("scenario");
        for (const ScenarioSpec& spec : catalogue())
            QTest::newRow(spec.id.c_str()) << QString::fromStdString(spec.id);
    }

    void everyScenarioOpensInEveryViewAndPlaysItsTimeline()
    {
        QFETCH(QString, scenario);
        const auto window = open(scenario.toUtf8().constData());
        QVERIFY(window);
        QVERIFY2(window->messages()->message().isEmpty(),
                 qPrintable(window->messages()->message()));
        const TracePtr& trace = window->explorer().trace();
        QCOMPARE(trace->scenario, scenario.toStdString());
        QVERIFY(!trace->tensors.empty());
        window->resetLayout();
        QTRY_COMPARE(window->size(), QSize(1024, 700));
        QVERIFY2(window->stage()->width() * 2 >= 1024 - 32,
                 qPrintable(QString::number(window->stage()->width())));
        controlsLieInTheWindow(*window);

        for (TraceView* view :
             {static_cast<TraceView*>(window->flow()), static_cast<TraceView*>(window->heatmap())})
            for (const auto choice : {Appearance::Choice::Light, Appearance::Choice::Dark}) {
                window->appearance().choose(choice);
                window->stage()->setCurrentWidget(view);
                // Some moments of all, the first and the last among them.
                const int last = window->timeline().count() - 1;
                QVERIFY(last > 0);
                for (int part = 0; part <= 6; ++part) {
                    window->timeline().setMoment(last * part / 6);
                    QVERIFY(!window->timelineBar()->description().isEmpty());
                    window->grab();
                }
                for (int page = 0; page < window->flow()->pageCount(); ++page) {
                    window->flow()->setPage(page);
                    window->grab();
                }
            }
        // Every tensor in the inspector, at a cell.
        for (int tensor = 0; tensor < static_cast<int>(trace->tensors.size()); ++tensor) {
            window->selection().fix({tensor, 0, 0});
            QVERIFY(!window->inspector()->title().isEmpty());
            Q_EMIT window->tensors()->opened(tensor);
            QCOMPARE(window->heatmap()->tensor(), tensor);
        }
        window->selection().free();

        // Nothing typed: no picture, no error, and back again.
        for (std::size_t i = 0; i < scenarioOf(scenario.toStdString()).inputs.size(); ++i)
            QVERIFY(waitForTrace(*window, [&] {
                QLineEdit* field = window->sentence()->field(static_cast<int>(i));
                field->clear();
                Q_EMIT field->textEdited(QString());
            }));
        QVERIFY2(window->messages()->message().isEmpty(),
                 qPrintable(window->messages()->message()));
        window->grab();
        QVERIFY(waitForTrace(*window, [&] { window->history().stack().undo(); }));
    }

    void aSmallerWindowTakesFromThePanelsNotFromTheStage()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->resize(1900, 1000);
        window->resetLayout();
        QTRY_VERIFY(window->stage()->width() > 1000);
        window->resize(1024, 700);
        QTRY_VERIFY(window->stage()->width() >= 490);
    }

    void everyControlHasAName()
    {
        const auto window = open("dialogue");
        QVERIFY(window);
        for (const QWidget* control : window->findChildren<QWidget*>()) {
            const bool focusable = control->focusPolicy() & Qt::TabFocus;
            if (!focusable || !control->isVisible())
                continue;
            QAccessibleInterface* shown =
                QAccessible::queryAccessibleInterface(const_cast<QWidget*>(control));
            QVERIFY(shown);
            const bool hasOwn = !shown->text(QAccessible::Name).isEmpty()
                || control->inherits("QTabBar")
                || control->parentWidget()->inherits("QAbstractScrollArea") // its viewport
                || control->parentWidget()->inherits("QAbstractSpinBox")
                || control->parentWidget()->inherits("QComboBox")
                || control->inherits("QTabWidget");
            QVERIFY2(hasOwn,
                     qPrintable(QStringLiteral("%1 in %2")
                                    .arg(control->metaObject()->className(),
                                         control->parentWidget()->metaObject()->className())));
        }
    }

    void everyViewIsRenderedWithoutAWindow()
    {
        for (const char* name : {"window", "flow", "heatmap"}) {
            RenderRequest request;
            request.view = renderViewOf(QString::fromLatin1(name));
            request.exploration.scenario = "worked-example";
            request.size = {900, 640};
            const QImage light = renderImage(request);
            request.dark = true;
            const QImage dark = renderImage(request);
            QCOMPARE(light.size(), QSize(900, 640));
            QVERIFY(light != dark);
            for (const char* suffix : {"png", "svg", "pdf"}) {
                const QString path = file(name) + QLatin1Char('.') + QLatin1String(suffix);
                renderFile(request, path);
                QVERIFY2(QFileInfo(path).size() > 1000, qPrintable(path));
            }
        }
        QVERIFY_EXCEPTION_THROWN(renderViewOf(QStringLiteral("sculpture")), std::invalid_argument);
        RenderRequest wrong;
        wrong.exploration.scenario = "no-such-scenario";
        QVERIFY_EXCEPTION_THROWN(renderImage(wrong), std::runtime_error);
    }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"

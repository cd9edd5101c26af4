// SPDX-License-Identifier: GPL-3.0-or-later
// Every kind of file that the program reads, dropped on every part of the window.
#include "core/models/weights_file.h"
#include "core/scenarios/catalogue.h"
#include "tests/ui/opened_window.h"
#include "ui/panels/inspector.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/tensor_tree.h"
#include "ui/panels/training_panel.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/window/file_kind.h"
#include "ui/window/training_desk.h"

#include <QAbstractSpinBox>
#include <QDir>
#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>

using namespace regard;

class WindowDropsTest : public OpenedWindow {
    Q_OBJECT

    struct Kind {
        const char* name;
        const char* scenario; ///< that reads it
        FileKind kind;
        /// Makes it in a folder; returns its path.
        QString (*make)(const QDir& folder);
    };

    static QString write(const QString& path, const QByteArray& bytes)
    {
        QFile out(path);
        if (out.open(QIODevice::WriteOnly))
            out.write(bytes);
        return path;
    }

    static QString weights(const QDir& folder, const char* name)
    {
        const QString path = folder.filePath(QString::fromLatin1(name));
        const ScenarioSpec& spec = scenarioOf("worked-example");
        saveWeights(*weightsFor(spec, resolveSettings(spec.settings)), path.toStdString());
        return path;
    }

    static QByteArray lines(const char* line, int count)
    {
        QByteArray all;
        for (int i = 0; i < count; ++i)
            all += QByteArray(line).replace('#', QByteArray::number(i));
        return all;
    }

    static QString folderOfReviews(const QDir& folder)
    {
        for (const char* part : {"train/pos", "train/neg", "test/pos", "test/neg"}) {
            const QString inner =
                folder.filePath(QStringLiteral("aclImdb.regard/%1").arg(QLatin1String(part)));
            QDir().mkpath(inner);
            for (int i = 0; i < 6; ++i)
                write(QStringLiteral("%1/%2_8.txt").arg(inner).arg(i),
                      QByteArray("a film number ") + QByteArray::number(i));
        }
        return folder.filePath(QStringLiteral("aclImdb.regard"));
    }

    static const std::vector<Kind>& kinds()
    {
        static const std::vector<Kind> all{
            {"session", "worked-example", FileKind::Session,
             [](const QDir& folder) {
                 return write(
                     folder.filePath(QStringLiteral("s.regard")),
                     R"({"regard": "session", "version": 1, "panes": [{"scenario": "dates"}]})");
             }},
            {"session without its ending", "worked-example", FileKind::Session,
             [](const QDir& folder) {
                 return write(
                     folder.filePath(QStringLiteral("s")),
                     R"({"regard": "session", "version": 1, "panes": [{"scenario": "dates"}]})");
             }},
            {"weights", "dates", FileKind::Weights,
             [](const QDir& folder) { return weights(folder, "w.safetensors"); }},
            {"weights without their ending", "dates", FileKind::Weights,
             [](const QDir& folder) { return weights(folder, "w"); }},
            {"pairs", "translation", FileKind::Examples,
             [](const QDir& folder) {
                 return write(folder.filePath(QStringLiteral("pairs.tsv")),
                              lines("a word # here\tein Wort # hier\n", 40));
             }},
            {"table", "time-series", FileKind::Examples,
             [](const QDir& folder) {
                 return write(folder.filePath(QStringLiteral("table.csv")),
                              "time,open,close\n" + lines("#,1.#,2.#\n", 200));
             }},
            {"stories", "entity-network", FileKind::Examples,
             [](const QDir& folder) {
                 return write(
                     folder.filePath(QStringLiteral("stories.tsv")),
                     lines("Mary # went to the kitchen .\tWhere is Mary # ?\tkitchen\n", 40));
             }},
            {"grades and texts", "reviews", FileKind::Examples,
             [](const QDir& folder) {
                 return write(folder.filePath(QStringLiteral("reviews.txt")),
                              lines("positive\ta good film #\nnegative\ta bad film #\n", 40));
             }},
            {"folder of reviews", "reviews", FileKind::Examples, folderOfReviews},
        };
        return all;
    }

    /// As the window system drops it: on the widget there, or on the next outer one that takes it.
    static bool drop(QWidget& target, const QString& path, bool leaves = false)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        data.setText(path); // as file managers add it
        QWidget* at = &target;
        const auto send = [&](auto& event) {
            event.ignore();
            while (at) {
                QPointF place = at->mapFrom(target.window(),
                                            target.mapTo(target.window(), target.rect().center()));
                if (at->acceptDrops()) {
                    std::remove_reference_t<decltype(event)> own(
                        place.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
                    own.ignore();
                    QCoreApplication::sendEvent(at, &own);
                    if (own.isAccepted()) {
                        event.accept();
                        return;
                    }
                }
                at = at->isWindow() ? nullptr : at->parentWidget();
            }
        };
        QDragEnterEvent enter(QPoint(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        send(enter);
        if (!enter.isAccepted() || !at)
            return false;
        if (leaves) {
            QDragLeaveEvent leave;
            QCoreApplication::sendEvent(at, &leave);
            return true;
        }
        QDropEvent dropped(QPointF(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        send(dropped);
        return dropped.isAccepted();
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void everyKindIsTakenForWhatItIs_data()
    {
        QTest::addColumn<int>("kind");
        for (std::size_t i = 0; i < kinds().size(); ++i)
            QTest::addRow("%s", kinds()[i].name) << static_cast<int>(i);
    }

    void everyKindIsTakenForWhatItIs()
    {
        QFETCH(int, kind);
        const Kind& each = kinds()[static_cast<std::size_t>(kind)];
        const QString path = each.make(QDir(m_folder->path()));
        QCOMPARE(static_cast<int>(fileKindOf(path)), static_cast<int>(each.kind));
        const auto window = open(each.scenario);
        QVERIFY(window);
        // Before it is dropped the window says what will become of it; with the pointer that goes.
        QVERIFY(drop(*window->stage(), path, true));
        QVERIFY(window->messages()->message().isEmpty());
        QVERIFY(drop(*window->stage(), path));
        if (each.kind == FileKind::Session) {
            QTRY_COMPARE(window->explorer().exploration().scenario, std::string("dates"));
        } else if (each.kind == FileKind::Weights) {
            QTRY_COMPARE(window->explorer().exploration().scenario, std::string("worked-example"));
        } else {
            QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(window->training()->data().string()),
                                      path, 60000);
            QVERIFY2(window->messages()->message().isEmpty(),
                     qPrintable(window->messages()->message()));
        }
    }

    void whereverAFileIsDroppedItIsTheWindows()
    {
        const QString path = kinds().front().make(QDir(m_folder->path()));
        const auto window = open("self-attention");
        QVERIFY(window);
        QList<QWidget*> targets{window->stage(), window->view<FlowView>(), window->tensors(),
                                window->inspector(), window->sentence()->inputChips()};
        for (QLineEdit* field : window->findChildren<QLineEdit*>())
            targets << field;
        for (QAbstractScrollArea* area : window->findChildren<QAbstractScrollArea*>())
            targets << area->viewport();
        QVERIFY(targets.size() > 12);
        for (QWidget* target : targets) {
            if (target->window() != window.get())
                continue; // of a list that opens by itself
            const auto* field = qobject_cast<QLineEdit*>(target);
            const QString text = field ? field->text() : QString();
            QVERIFY2(drop(*target, path, true), target->metaObject()->className());
            if (field)
                QCOMPARE(field->text(), text);
        }
        QTRY_VERIFY(drop(*window->sentence()->field(0), path));
        QTRY_COMPARE(window->explorer().exploration().scenario, std::string("dates"));
    }

    void whatIsDraggedIsSaidBeforeItIsDropped()
    {
        const auto window = open("translation");
        QVERIFY(window);
        QStringList said;
        for (const Kind& each : kinds()) {
            const QString path = each.make(QDir(m_folder->path()));
            QMimeData data;
            data.setUrls({QUrl::fromLocalFile(path)});
            QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton,
                                  Qt::NoModifier);
            QCoreApplication::sendEvent(window.get(), &enter);
            const QString words = window->messages()->message();
            QVERIFY2(words.contains(QFileInfo(path).fileName()), qPrintable(words));
            QVERIFY2(words.contains(each.kind == FileKind::Session ? QStringLiteral("session")
                                        : each.kind == FileKind::Weights
                                        ? QStringLiteral("weights")
                                        : QStringLiteral("Translation")),
                     qPrintable(words));
            QDragLeaveEvent leave;
            QCoreApplication::sendEvent(window.get(), &leave);
            QVERIFY(window->messages()->message().isEmpty());
        }
    }

    void examplesAreForThePaneThatTheyAreDroppedOn()
    {
        const QString path = kinds()[4].make(QDir(m_folder->path()));
        const auto window = open("worked-example");
        QVERIFY(window);
        window->compareScenario(QStringLiteral("translation"));
        window->panes().activate(0);
        QCOMPARE(window->panes().activeIndex(), 0);
        QVERIFY(drop(*window->stages()[1], path));
        QCOMPARE(window->panes().activeIndex(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(window->training()->data().string()), path,
                                  60000);
    }
};

QTEST_MAIN(WindowDropsTest)
#include "window_drops_test.moc"

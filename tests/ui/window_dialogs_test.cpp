// SPDX-License-Identifier: GPL-3.0-or-later
// Every dialog for a file, used as a person does: the menu, a name, the button.
#include "core/models/weights_file.h"
#include "core/scenarios/catalogue.h"
#include "tests/ui/opened_window.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/training_panel.h"
#include "ui/views/view_spec.h"
#include "ui/window/training_desk.h"

#include <QAction>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QImageReader>
#include <QLineEdit>

using namespace regard;

constexpr int longest = 120000; // ms until a test gives up

class WindowDialogsTest : public OpenedWindow {
    Q_OBJECT

    /// The dialog that a menu entry opens, in the test's own folder.
    QFileDialog* dialog(MainWindow& window, const char* entry)
    {
        QAction* asked = action(window, entry);
        if (!asked || !asked->isEnabled())
            return nullptr;
        asked->trigger();
        QFileDialog* found = nullptr;
        for (QFileDialog* each : window.findChildren<QFileDialog*>())
            if (each->isVisible())
                found = each;
        if (found)
            found->setDirectory(m_folder->path());
        return found;
    }

    static void choose(QFileDialog* dialog, const QString& name)
    {
        dialog->selectFile(name);
        QSignalSpy chosen(dialog, &QFileDialog::fileSelected);
        auto* buttons = dialog->findChild<QDialogButtonBox*>();
        for (QAbstractButton* each : buttons->buttons())
            if (buttons->buttonRole(each) == QDialogButtonBox::AcceptRole)
                QTest::mouseClick(each, Qt::LeftButton);
        QVERIFY2(chosen.count() == 1, qPrintable(name));
    }

    /// What is proposed as a name.
    static QString proposed(const QFileDialog* dialog)
    {
        return dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))->text();
    }

    void write(const QString& name, const QByteArray& bytes)
    {
        const QString path = m_folder->filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(bytes);
    }

    static QString report(const MainWindow& window)
    {
        return window.training()->panel()->dataReport();
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void aSessionIsSavedUnderItsNameAndOpenedFromThere()
    {
        const auto window = open("worked-example");
        for (const char* entry : {"Save", "Save as…", "Save with weights…"}) {
            const QString name =
                QStringLiteral("under %1").arg(QString::fromUtf8(entry).chopped(1));
            QFileDialog* asked = dialog(*window, entry);
            QVERIFY2(asked, entry);
            QCOMPARE(asked->acceptMode(), QFileDialog::AcceptSave);
            if (entry == std::string("Save"))
                QCOMPARE(proposed(asked), QStringLiteral("worked-example"));
            choose(asked, name);
            const QString path = m_folder->filePath(name + QStringLiteral(".regard"));
            QTRY_COMPARE(window->sessionPath(), path);
            QVERIFY2(QFileInfo(path).size() > 0, entry);
        }
        // A session that has a name is saved there, without a question.
        action(*window, "Save")->trigger();
        for (const QFileDialog* each : window->findChildren<QFileDialog*>())
            QVERIFY(!each->isVisible());

        const auto other = open("dialogue");
        QFileDialog* asked = dialog(*other, "Open…");
        QVERIFY(asked);
        QCOMPARE(asked->acceptMode(), QFileDialog::AcceptOpen);
        QCOMPARE(asked->fileMode(), QFileDialog::ExistingFile);
        choose(asked, QStringLiteral("under Sav.regard"));
        QTRY_COMPARE(other->explorer().exploration().scenario, std::string("worked-example"));
        QTRY_VERIFY(other->windowTitle().contains(QStringLiteral("under Sav")));
    }

    void weightsAreOpenedByTheSameDialog()
    {
        const ScenarioSpec& spec = scenarioOf("worked-example");
        saveWeights(*weightsFor(spec, resolveSettings(spec.settings)),
                    file("own.safetensors").toStdString());
        const auto window = open("dialogue");
        QFileDialog* asked = dialog(*window, "Open…");
        QVERIFY(asked);
        choose(asked, QStringLiteral("own.safetensors"));
        QTRY_COMPARE(window->explorer().exploration().scenario, std::string("worked-example"));
        QVERIFY(window->explorer().exploration().weights != nullptr);
    }

    void aPictureIsExportedInTheKindThatIsChosen()
    {
        const auto window = open("worked-example");
        const QByteArray begins[] = {"<?xml", "%PDF-", "\x89PNG"};
        const char* suffixes[] = {"svg", "pdf", "png"};
        for (int kind = 0; kind < 3; ++kind) {
            QFileDialog* asked = dialog(*window, "Export picture…");
            QVERIFY(asked);
            QCOMPARE(asked->acceptMode(), QFileDialog::AcceptSave);
            QCOMPARE(proposed(asked), QStringLiteral("worked-example-flow"));
            QCOMPARE(asked->nameFilters().size(), 3);
            auto* kinds = asked->findChild<QComboBox*>(QStringLiteral("fileTypeCombo"));
            QVERIFY(kinds);
            for (int down = 0; down < kind; ++down)
                QTest::keyClick(kinds, Qt::Key_Down);
            const QString name = QStringLiteral("picture %1").arg(kind);
            choose(asked, name);
            QFile out(m_folder->filePath(name + QLatin1Char('.') + QLatin1String(suffixes[kind])));
            QTRY_VERIFY2(out.exists(), qPrintable(out.fileName()));
            QVERIFY(out.open(QIODevice::ReadOnly));
            QVERIFY2(out.readAll().startsWith(begins[kind]), suffixes[kind]);
            QVERIFY(window->messages()->message().contains(QFileInfo(out).fileName()));
        }
    }

    void whatIsProposedForAPictureIsWhatItShows()
    {
        const auto window = open("dialogue");
        for (int view = 0; view < window->stage()->count(); ++view) {
            if (!window->stage()->isTabVisible(view))
                continue;
            window->stage()->setCurrentIndex(view);
            QFileDialog* asked = dialog(*window, "Export picture…");
            QVERIFY(asked);
            QCOMPARE(proposed(asked),
                     QStringLiteral("dialogue-%1")
                         .arg(QLatin1String(viewSpecs()[static_cast<std::size_t>(view)].id)));
            asked->reject();
            QTRY_VERIFY(window->findChildren<QFileDialog*>().isEmpty());
        }
    }

    void examplesAreOpenedFromAFileAndFromAFolder()
    {
        const auto window = open("translation");
        QByteArray pairs;
        for (int i = 0; i < 60; ++i)
            pairs +=
                "word" + QByteArray::number(i) + "\t\xe5\xad\x97" + QByteArray::number(i) + "\n";
        write(QStringLiteral("pairs.tsv"), pairs);
        QFileDialog* asked = dialog(*window, "Open data…");
        QVERIFY(asked);
        QCOMPARE(asked->acceptMode(), QFileDialog::AcceptOpen);
        QCOMPARE(asked->fileMode(), QFileDialog::ExistingFile);
        choose(asked, QStringLiteral("pairs.tsv"));
        QTRY_VERIFY2_WITH_TIMEOUT(report(*window).contains(QStringLiteral("to learn from")),
                                  qPrintable(window->messages()->message()), longest);
        QVERIFY(window->training()->panel()->isVisible());

        const auto reviews = open("reviews");
        for (const char* part : {"train", "test"})
            for (const auto& [label, word] : {std::pair("pos", "good"), std::pair("neg", "bad")})
                for (int i = 0; i < 12; ++i)
                    write(QStringLiteral("own/%1/%2/%3_7.txt")
                              .arg(QLatin1String(part), QLatin1String(label))
                              .arg(i),
                          QByteArray("a ") + word + " film number " + QByteArray::number(i) + " .");
        asked = dialog(*reviews, "Open a folder of data…");
        QVERIFY(asked);
        QCOMPARE(asked->acceptMode(), QFileDialog::AcceptOpen);
        QCOMPARE(asked->fileMode(), QFileDialog::Directory);
        choose(asked, m_folder->filePath(QStringLiteral("own")));
        QTRY_VERIFY2_WITH_TIMEOUT(report(*reviews).contains(QStringLiteral("to learn from")),
                                  qPrintable(reviews->messages()->message()), longest);
    }
};

QTEST_MAIN(WindowDialogsTest)
#include "window_dialogs_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of the stage on paper: one page, what it is of above it, as vectors.
#include "core/scenarios/catalogue.h"
#include "tests/ui/opened_window.h"
#include "ui/panels/message_bar.h"
#include "ui/views/view_spec.h"

#include <QImage>
#include <QPrinter>
#include <QPrintPreviewDialog>
#include <QPrintPreviewWidget>
#include <QProcess>

using namespace regard;

class WindowPrintTest : public OpenedWindow {
    Q_OBJECT

    static QByteArray run(const QString& program, const QStringList& arguments)
    {
        QProcess process;
        process.start(program, arguments);
        if (!process.waitForFinished(30000) || process.exitCode() != 0)
            return {};
        return process.readAllStandardOutput();
    }

    QString print(MainWindow& window, QPageLayout::Orientation orientation) const
    {
        QString path = file("page.pdf");
        QFile::remove(path);
        QPrinter printer;
        printer.setOutputFormat(QPrinter::PdfFormat);
        printer.setOutputFileName(path);
        printer.setPageSize(QPageSize(QPageSize::A4));
        printer.setPageOrientation(orientation);
        window.printTo(printer);
        return path;
    }

    /// What the page looks like, 60 pixels to the inch.
    QImage pageOf(const QString& path) const
    {
        run(QStringLiteral("pdftoppm"),
            {QStringLiteral("-r"), QStringLiteral("60"), QStringLiteral("-png"),
             QStringLiteral("-singlefile"), path, file("page")});
        return QImage(file("page.png"));
    }

    static QRect inked(const QImage& page)
    {
        QRect all;
        for (int y = 0; y < page.height(); ++y)
            for (int x = 0; x < page.width(); ++x)
                if (qGray(page.pixel(x, y)) < 200)
                    all |= QRect(x, y, 1, 1);
        return all;
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void everyViewIsOnePageWithItsTitle_data()
    {
        QTest::addColumn<QString>("view");
        QTest::addColumn<bool>("dark");
        for (const ViewSpec& spec : viewSpecs())
            for (const bool dark : {false, true})
                QTest::addRow("%s %s", spec.id, dark ? "dark" : "light")
                    << QString::fromLatin1(spec.id) << dark;
    }

    void everyViewIsOnePageWithItsTitle()
    {
        QFETCH(QString, view);
        QFETCH(bool, dark);
        const bool beam = view == QLatin1String("beam");
        const char* scenario = view == QLatin1String("scene") ? "time-series"
            : beam || view == QLatin1String("cell")           ? "dialogue"
                                                              : "self-attention";
        const auto window = open(scenario);
        QVERIFY(window);
        window->appearance().choose(dark ? Appearance::Choice::Dark : Appearance::Choice::Light);
        window->explorer().setSetting("temperature", 2.0);
        if (beam)
            window->explorer().setSetting("decoding", std::string("beam"));
        QTRY_VERIFY(!window->explorer().isPending());
        const auto index = static_cast<int>(viewSpecOf(view) - viewSpecs().data());
        QVERIFY(window->activeStage()->offers(index));
        window->stage()->setCurrentIndex(index);
        const Theme theme = window->appearance().theme();
        for (const auto orientation : {QPageLayout::Landscape, QPageLayout::Portrait}) {
            const QString path = print(*window, orientation);
            QVERIFY2(QFile::exists(path), qPrintable(window->messages()->message()));
            const QByteArray info = run(QStringLiteral("pdfinfo"), {path});
            QVERIFY2(info.contains("Pages:           1"), info.constData());
            const QString text =
                QString::fromUtf8(run(QStringLiteral("pdftotext"), {path, QStringLiteral("-")}));
            QVERIFY2(text.contains(QString::fromStdString(scenarioOf(scenario).title)),
                     qPrintable(text));
            QVERIFY2(text.contains(QStringLiteral("Temperature: 2")), qPrintable(text));
            if (view != QLatin1String("scene"))
                QVERIFY2(text.simplified().contains(QString::fromStdString(
                             window->explorer().exploration().texts.front())),
                         qPrintable(text));
            // Something is on all of the page, within its margins, on white.
            const QImage page = pageOf(path);
            QVERIFY(!page.isNull());
            const QRect ink = inked(page);
            QVERIFY(ink.width() > page.width() / 2);
            QVERIFY(ink.height() > page.height() / 4 || ink.width() > page.width() * 4 / 5);
            QVERIFY(ink.left() >= 4 && ink.right() < page.width() - 4);
            QVERIFY(ink.top() >= 4 && ink.bottom() < page.height() - 4);
            QVERIFY(qGray(page.pixel(page.width() / 2, page.height() - 3)) > 250);
        }
        QCOMPARE(window->appearance().theme().surface(), theme.surface());
        QVERIFY(window->messages()->message().isEmpty());
    }

    void panesBesideEachOtherArePrintedTogether()
    {
        const auto window = open("self-attention");
        QVERIFY(window);
        window->comparePane("temperature", 2.0);
        QTRY_VERIFY(!window->panes().at(1).explorer().isPending());
        const QString path = print(*window, QPageLayout::Landscape);
        const QString text =
            QString::fromUtf8(run(QStringLiteral("pdftotext"), {path, QStringLiteral("-")}));
        QVERIFY2(text.contains(QStringLiteral("Temperature: 2")), qPrintable(text));
    }

    void aPrinterThatDoesNotAnswerIsSaid()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        QPrinter printer;
        printer.setOutputFormat(QPrinter::PdfFormat);
        printer.setOutputFileName(QStringLiteral("/there/is/no/such/folder/page.pdf"));
        window->printTo(printer);
        QVERIFY(!window->messages()->message().isEmpty());
    }

    void thePreviewShowsThePage()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        window->previewPrint();
        auto* dialog = window->findChild<QPrintPreviewDialog*>();
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isVisible());
        auto* preview = dialog->findChild<QPrintPreviewWidget*>();
        QVERIFY(preview);
        QTRY_COMPARE(preview->pageCount(), 1);
        dialog->close();
    }
};

QTEST_MAIN(WindowPrintTest)
#include "window_print_test.moc"

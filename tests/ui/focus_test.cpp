// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever works by keyboard sees where: every stop of the Tab key draws a mark while it has the
// focus.
#include "core/scenarios/catalogue.h"
#include "tests/ui/opened_window.h"
#include "ui/panels/inspector.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/settings_bar.h"
#include "ui/views/heatmap/heatmap_view.h"

#include <QApplication>
#include <QImage>

using namespace regard;

class FocusTest : public OpenedWindow {
    Q_OBJECT

    /// Fewer are no mark that a person notices.
    static constexpr int fewest = 30;

    static bool alike(QRgb a, QRgb b)
    {
        return std::abs(qRed(a) - qRed(b)) + std::abs(qGreen(a) - qGreen(b))
            + std::abs(qBlue(a) - qBlue(b))
            < 24;
    }

    /// Pixels of a widget that have the colour of the focus with it alone.
    static int marked(QWidget& widget, const Theme& theme)
    {
        const auto picture = [&] {
            QCoreApplication::processEvents();
            return widget.window()
                ->grab(QRect(widget.mapTo(widget.window(), QPoint()), widget.size()))
                .toImage()
                .convertToFormat(QImage::Format_RGB32);
        };
        const QImage with = picture();
        widget.clearFocus();
        const QImage without = picture();
        widget.setFocus(Qt::TabFocusReason);
        int count = 0;
        for (int y = 0; y < with.height(); ++y)
            for (int x = 0; x < with.width(); ++x)
                count += with.pixel(x, y) != without.pixel(x, y)
                    && alike(with.pixel(x, y), theme.accent().rgb());
        return count;
    }

    static QString nameOf(const QWidget& widget)
    {
        return QStringLiteral("%1 “%2” in %3")
            .arg(QString::fromLatin1(widget.metaObject()->className()), widget.accessibleName(),
                 widget.parentWidget() ? widget.parentWidget()->accessibleName() : QString());
    }

    /// Walks with Tab from where the focus is until it comes back. Returns the stops.
    static QList<QWidget*> walk(QWidget& window, const Theme& theme)
    {
        QList<QWidget*> stops;
        for (int i = 0; i < 200; ++i) {
            QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : &window,
                            Qt::Key_Tab, Qt::NoModifier);
            QWidget* stop = QApplication::focusWidget();
            if (!stop || stops.contains(stop))
                break;
            stops << stop;
            const int pixels = marked(*stop, theme);
            QTest::qVerify(pixels >= fewest, "marked", qPrintable(nameOf(*stop)), __FILE__,
                           __LINE__);
        }
        return stops;
    }

    static void walkAll(QWidget& window, const Theme& theme)
    {
        const QList<QWidget*> stops = walk(window, theme);
        // Every control in sight that takes the focus by Tab was there.
        for (const QWidget* control : window.findChildren<QWidget*>())
            if (control->isVisible() && control->isEnabled() && control->window() == &window
                && (control->focusPolicy() & Qt::TabFocus) && !control->focusProxy()
                && !control->visibleRegion().isEmpty())
                QVERIFY2(stops.contains(control), qPrintable(nameOf(*control)));
    }

private Q_SLOTS:
    void initTestCase() { QApplication::setCursorFlashTime(0); }
    void init() { useOwnFiles(); }

    void everyStopOfTheTabKeyIsMarked_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QString>("theme");
        for (const char* theme : {"light", "dark"})
            for (const ScenarioSpec& scenario : catalogue())
                QTest::addRow("%s %s", scenario.id.c_str(), theme)
                    << QString::fromStdString(scenario.id) << QString::fromLatin1(theme);
    }

    void everyStopOfTheTabKeyIsMarked()
    {
        QFETCH(QString, scenario);
        QFETCH(QString, theme);
        m_settings->setValue(QStringLiteral("window/theme"), theme);
        const auto window = open(scenario.toLatin1().constData());
        QVERIFY(window);
        const Theme drawn = theme == QLatin1String("dark") ? Theme::dark() : Theme::light();
        walkAll(*window, drawn);
        // The other pages, with a number that is explained and a message that can be closed.
        window->inspector()->tabs()->setCurrentIndex(1);
        window->stage()->setCurrentWidget(window->view<HeatmapView>());
        window->messages()->showError(QStringLiteral("Not so"));
        walkAll(*window, drawn);
        window->selection().fix({0, 0, 0});
        window->inspector()->tabs()->setCurrentIndex(0);
        walkAll(*window, drawn);
        // What lies behind “More”.
        auto* settings = window->findChild<SettingsBar*>();
        if (settings->moreButton()->isVisible()) {
            settings->moreButton()->click();
            QVERIFY(!walk(*settings->panel(), drawn).isEmpty());
        }
    }
};

QTEST_MAIN(FocusTest)
#include "focus_test.moc"

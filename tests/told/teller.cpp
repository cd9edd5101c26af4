// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/told/teller.h"

#include "tests/told/shown.h"
#include "ui/panels/scenario_overview.h"

#include <QApplication>
#include <QColor>
#include <QElapsedTimer>
#include <QImage>
#include <QPixmap>
#include <QProgressBar>
#include <QScreen>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace regard {

namespace {

/// Lets all that was posted happen, and what that posts, however slow the machine is.
void happen()
{
    for (int round = 0; round < 16; ++round) {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

/// Widgets that look other on the screen than they would if they were painted now: what they show
/// changed, and nobody asked for them to be painted. By means of squares, as what is painted alone
/// is rounded another way.
QStringList outdatedIn(QWidget& window)
{
    constexpr int square = 8;
    const auto meansOf = [](const QPixmap& picture) {
        return picture.toImage()
            .convertToFormat(QImage::Format_RGB32)
            .scaled(picture.size() / square, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    };
    const QImage seen = meansOf(window.screen()->grabWindow(window.winId()));
    const QImage meant = meansOf(window.grab());
    QStringList names;
    for (int y = 0; y < seen.height() && seen.size() == meant.size(); ++y)
        for (int x = 0; x < seen.width(); ++x) {
            const QColor a = seen.pixelColor(x, y);
            const QColor b = meant.pixelColor(x, y);
            if (std::abs(a.red() - b.red()) + std::abs(a.green() - b.green())
                    + std::abs(a.blue() - b.blue())
                < 60)
                continue;
            const QWidget* widget =
                window.childAt(x * square + square / 2, y * square + square / 2);
            const QString name = widget ? classOf(*widget) : QStringLiteral("the window");
            if (!names.contains(name))
                names << name;
        }
    return names;
}

} // namespace

void Teller::after(const QString& step)
{
    QStringList now = settled();
    std::printf("= %s\n", qPrintable(step));
    if (const auto before = m_steps.constFind(now.join(QLatin1Char('\n')));
        before != m_steps.constEnd()) {
        std::printf("  as after: %s\n", qPrintable(*before));
    } else {
        QStringList went = m_shown;
        for (const QString& line : std::as_const(now))
            if (!went.removeOne(line))
                std::printf("  %s\n", qPrintable(line));
        if (!went.isEmpty())
            std::printf("  less %lld lines\n", static_cast<long long>(went.size()));
        m_steps.insert(now.join(QLatin1Char('\n')), step);
    }
    m_shown = std::move(now);
    for (const QString& name : outdatedIn(m_window))
        std::printf("  not painted anew: %s\n", qPrintable(name));
}

QStringList Teller::settled() const
{
    QElapsedTimer waited;
    waited.start();
    QStringList before;
    while (waited.elapsed() < 120000) {
        happen();
        QTest::qWait(isComputing() ? 2 : 25);
        happen();
        QStringList now = shownBy(m_window);
        if (now == before && !isComputing() && !isPausing())
            return now;
        before = std::move(now);
    }
    return before;
}

bool Teller::isComputing() const
{
    for (int i = 0; i < m_window.panes().count(); ++i)
        if (m_window.panes().at(i).explorer().isPending())
            return true;
    return false;
}

bool Teller::isPausing() const
{
    for (const QWidget* widget : QApplication::allWidgets())
        if (widget->isVisible() && qobject_cast<const QProgressBar*>(widget)
            && widget->accessibleName() == QLatin1String("Progress"))
            return true;
    const QList<ScenarioOverview*> overviews = m_window.findChildren<ScenarioOverview*>();
    return std::any_of(overviews.begin(), overviews.end(),
                       [](const ScenarioOverview* overview) { return overview->isPausing(); });
}

} // namespace regard

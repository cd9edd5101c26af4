// SPDX-License-Identifier: GPL-3.0-or-later
// Which buttons of the mouse do something in a picture: the left one, in every view.
#include "core/models/workspace.h"
#include "core/scenarios/catalogue.h"
#include "tests/ui/explored.h"
#include "tests/ui/opened_window.h"
#include "ui/panels/number_field.h"
#include "ui/views/scene/scene_view.h"
#include "ui/views/view_spec.h"

#include <QAbstractScrollArea>

using namespace regard;

class ViewButtonsTest : public OpenedWindow {
    Q_OBJECT

    /// The widgets of a view that take the mouse.
    static QList<QWidget*> surfacesOf(const TraceView& view)
    {
        QList<QWidget*> found;
        for (QWidget* child : view.findChildren<QWidget*>())
            if (child->isVisible() && child->focusPolicy() == Qt::NoFocus
                && !child->inherits("QAbstractButton") && !child->inherits("QComboBox")
                && !child->parentWidget()->inherits("QAbstractItemView")) // a table of Qt's
                found << child;
        return found;
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void onlyTheLeftButtonChoosesAndChanges_data()
    {
        QTest::addColumn<QString>("scenario");
        for (const ScenarioSpec& spec : catalogue())
            QTest::newRow(spec.id.c_str()) << QString::fromStdString(spec.id);
    }

    void onlyTheLeftButtonChoosesAndChanges()
    {
        QFETCH(QString, scenario);
        const auto window = open(scenario.toUtf8().constData());
        QVERIFY(window);
        if (findSetting(scenarioOf(scenario.toStdString()), "decoding"))
            QVERIFY(waitForTrace(
                *window, [&] { window->panes().setSetting("decoding", std::string("beam")); }));
        for (int tab = 0; tab < window->stage()->count(); ++tab) {
            if (!window->activeStage()->offers(tab))
                continue;
            window->stage()->setCurrentIndex(tab);
            TraceView* view = window->views()[static_cast<std::size_t>(tab)];
            view->setAnimated(false);
            view->grab();
            window->selection().fix({});
            const Workspace before = window->workspace();
            for (QWidget* surface : QList<QWidget*>{view} + surfacesOf(*view))
                for (const Qt::MouseButton button : {Qt::RightButton, Qt::MiddleButton}) {
                    // There it takes a point out.
                    if (button == Qt::RightButton && qobject_cast<SceneView*>(view))
                        continue;
                    for (int place = 0; place < 36; ++place) {
                        const QPoint at((place % 6 * 2 + 1) * surface->width() / 12,
                                        (place / 6 * 2 + 1) * surface->height() / 12);
                        QTest::mouseClick(surface, button, {}, at);
                        QTest::mouseDClick(surface, button, {}, at);
                        QTest::mousePress(surface, button, {}, at);
                        QTest::mouseMove(surface, at + QPoint(9, -7));
                        QTest::mouseRelease(surface, button, {}, at + QPoint(9, -7));
                        QVERIFY2(window->workspace() == before,
                                 qPrintable(window->stage()->tabText(tab)
                                            + QStringLiteral(", place %1").arg(place)));
                        QCOMPARE(window->stage()->currentIndex(), tab);
                        QVERIFY(view->findChildren<NumberField*>().isEmpty());
                    }
                }
        }
    }
};

QTEST_MAIN(ViewButtonsTest)
#include "view_buttons_test.moc"

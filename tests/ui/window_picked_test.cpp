// SPDX-License-Identifier: GPL-3.0-or-later
// Several rows or words selected in the window: what typing, steps, keys and copying make of them.
#include "tests/ui/opened_window.h"
#include "ui/panels/message_bar.h"
#include "ui/views/arcs/arcs_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/window/dialogs.h"
#include "ui/words/tensor_text.h"

#include <QClipboard>
#include <QDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>

using namespace regard;

namespace {

using Places = std::vector<Index>;

void click(QWidget* view, const QPoint& point, Qt::KeyboardModifiers how)
{
    QTest::qWait(30); // what is arranged anew is laid out when it is painted
    QWidget* child = view->childAt(point);
    QTest::mouseClick(child ? child : view, Qt::LeftButton, how,
                      child ? child->mapFrom(view, point) : point);
}

void clickRow(HeatmapView* view, Index row, Qt::KeyboardModifiers how = {})
{
    QTest::qWait(30);
    click(view, view->placeRect(row, 0).center().toPoint(), how);
}

} // namespace

class WindowPickedTest : public OpenedWindow {
    Q_OBJECT

    std::unique_ptr<MainWindow> openHeatmap(const char* scenario)
    {
        auto window = open(scenario);
        if (window)
            window->stage()->setCurrentWidget(window->view<HeatmapView>());
        return window;
    }

private Q_SLOTS:
    void init() { useOwnFiles(); }

    void severalRowsSurviveTypingAndSteps()
    {
        const auto window = openHeatmap("self-attention");
        QVERIFY(window);
        auto* view = window->view<HeatmapView>();
        const auto type = [&](const char* text) {
            return waitForTrace(*window,
                                [&] { window->explorer().setText(0, QString::fromLatin1(text)); });
        };
        QVERIFY(type("the animal was too tired"));
        clickRow(view, 1);
        clickRow(view, 4, Qt::ControlModifier);
        QCOMPARE(view->picked().places, (Places{1, 4}));
        QVERIFY(type("so the animal was too tired"));
        QCOMPARE(view->picked().places, (Places{2, 5}));
        QCOMPARE(window->selection().fixed().row, Index(5));
        QVERIFY(view->accessibleDescription().contains(QStringLiteral("rows “animal”, “tired”")));
        QVERIFY(type("so the animal was never too tired"));
        QCOMPARE(view->picked().places, (Places{2, 6}));
        window->timeline().toStart();
        QCOMPARE(view->picked().places, (Places{2, 6}));
        QVERIFY(view->accessibleDescription().startsWith(
            QStringLiteral("2 rows, not computed yet: “animal”, “tired”")));
        window->timeline().toEnd();
        QVERIFY(view->accessibleDescription().startsWith(QStringLiteral("mean of 2 rows")));
        // A view in between does not lose them; words that go leave.
        window->stage()->setCurrentIndex(0);
        QVERIFY(type("the animal was never too tired"));
        window->stage()->setCurrentWidget(view);
        QVERIFY(view->picked().areSeveral());
        QVERIFY(type("the animal"));
        QVERIFY(!view->picked().areSeveral());
    }

    void escapeAndAnotherPlaceEndThem()
    {
        const auto window = openHeatmap("self-attention");
        QVERIFY(window);
        auto* view = window->view<HeatmapView>();
        clickRow(view, 1);
        clickRow(view, 4, Qt::ShiftModifier);
        QCOMPARE(view->picked().places, (Places{1, 2, 3, 4}));
        QTest::keyClick(view, Qt::Key_Escape);
        QVERIFY(view->picked().places.empty());
        QVERIFY(!window->selection().fixed());
        clickRow(view, 1);
        clickRow(view, 2, Qt::ControlModifier);
        const CellRef elsewhere{view->tensor(), 0, 0};
        window->selection().fix(elsewhere);
        QVERIFY(view->picked().places.empty());
        QVERIFY(!view->accessibleDescription().contains(QStringLiteral("mean of")));
    }

    void copiedNumbersAreThoseOfTheRowsOrColumns()
    {
        const auto window = openHeatmap("self-attention");
        QVERIFY(window);
        auto* view = window->view<HeatmapView>();
        const TraceTensor& tensor =
            window->explorer().trace()->tensors[static_cast<std::size_t>(view->tensor())];
        const auto copied = [&](const TensorFormat& format) {
            window->copyNumbers(format);
            return QGuiApplication::clipboard()->text();
        };
        for (const TensorFormat& format : tensorFormats()) {
            window->selection().free();
            QCOMPARE(copied(format), tensorText(tensor, format));
            clickRow(view, 1);
            QCOMPARE(copied(format), tensorText(tensor, format));
            clickRow(view, 3, Qt::ControlModifier);
            TraceTensor part = tensor;
            Tensor rows({2, tensor.value.columns()});
            for (Index c = 0; c < tensor.value.columns(); ++c) {
                rows.at(0, c) = tensor.value.at(1, c);
                rows.at(1, c) = tensor.value.at(3, c);
            }
            part.value = std::move(rows);
            part.rows = makeAxis({*tensor.rowLabel(1), *tensor.rowLabel(3)});
            QCOMPARE(copied(format), tensorText(part, format));
            QVERIFY(window->messages()->message().startsWith(QStringLiteral("2 rows of “")));
        }
        QTest::keyClick(view, Qt::Key_Escape);
        QTest::qWait(30);
        for (const Index column : {2, 5})
            click(view,
                  {view->placeRect(0, column).center().toPoint().x(),
                   static_cast<int>(view->placeRect(0, 0).top()) - 8},
                  Qt::ControlModifier);
        QVERIFY(view->picked().columns);
        const QStringList lines = copied(tensorFormats().front()).split(QLatin1Char('\n'));
        QCOMPARE(lines.front(),
                 QStringLiteral("\t%1\t%2")
                     .arg(QString::fromStdString(*tensor.columnLabel(2)),
                          QString::fromStdString(*tensor.columnLabel(5))));
        QCOMPARE(lines.size(), tensor.value.rows() + 2);
        for (const QMenu* menu : window->findChildren<QMenu*>())
            if (menu->title().contains(QStringLiteral("numbers")))
                for (const QAction* action : menu->actions())
                    QVERIFY(action->toolTip().contains(QStringLiteral("several")));
    }

    void severalWordsOfArcsFollowTheirLabelsToo()
    {
        const auto window = open("self-attention");
        QVERIFY(window);
        auto* view = window->view<ArcsView>();
        window->stage()->setCurrentWidget(view);
        const auto type = [&](const char* text) {
            return waitForTrace(*window,
                                [&] { window->explorer().setText(0, QString::fromLatin1(text)); });
        };
        QVERIFY(type("the animal was too tired"));
        view->setFocus();
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(view, Qt::Key_Down);
        QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(view->state().picked.tokens, (Places{2, 3}));
        QVERIFY(type("so the animal was too tired"));
        QCOMPARE(view->state().picked.tokens, (Places{3, 4}));
        // One alone, too, also while it is typed.
        QTest::keyClick(view, Qt::Key_Up);
        QCOMPARE(view->state().picked.tokens, (Places{3}));
        QVERIFY(type("so the animal is too tired"));
        QCOMPARE(view->state().picked.tokens, (Places{3}));
        QVERIFY(type("the animal is too tired"));
        QCOMPARE(view->state().picked.tokens, (Places{2}));
    }

    void theKeysAreToldOf()
    {
        const auto window = open("worked-example");
        QVERIFY(window);
        showShortcuts(window.get());
        QString told;
        for (const QDialog* dialog : window->findChildren<QDialog*>())
            for (const QLabel* label : dialog->findChildren<QLabel*>())
                told += label->text() + QLatin1Char('\n');
        for (const char* key :
             {"Ctrl+click, Shift+click\nIn Heatmap", "Shift+arrow keys\nIn Heatmap"})
            QVERIFY2(told.contains(QLatin1String(key)), key);
    }
};

QTEST_MAIN(WindowPickedTest)
#include "window_picked_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Several rows or columns selected in a heatmap: real clicks and keys, and what is drawn then.
#include "tests/ui/shown_heatmap.h"
#include "tests/ui/text_recorder.h"
#include "ui/views/heatmap/heatmap_text.h"

#include <qcustomplot.h>

#include <algorithm>

using namespace regard;

namespace {

/// Everything written, a line a text.
QStringList textsOf(HeatmapView& view)
{
    TextRecorder recorder(view.size());
    QCPPainter painter(&recorder);
    view.findChild<QCustomPlot*>()->toPainter(&painter, view.width(), view.height());
    painter.end();
    QStringList texts;
    for (const DrawnText& text : recorder.texts())
        texts << text.text;
    return texts;
}

/// What is written below or beside the map.
QStringList textsBeyond(HeatmapView& view, bool below)
{
    TextRecorder recorder(view.size());
    QCPPainter painter(&recorder);
    view.findChild<QCustomPlot*>()->toPainter(&painter, view.width(), view.height());
    painter.end();
    const QRectF map = view.placeRect(-1, -1);
    QStringList texts;
    for (const DrawnText& text : recorder.texts())
        if (text.level
            && (below ? text.rect.top() > map.bottom() && text.rect.center().x() > map.left()
                      : text.rect.left() > map.right() + 40))
            texts << text.text;
    return texts;
}

bool hasText(HeatmapView& view, const QString& part)
{
    return textsOf(view).join(QString()).contains(part); // a line is drawn font by font
}

/// Clicks as a person does, at places found on the screen.
struct Hand {
    Shown& shown;
    void at(const QPoint& point, Qt::KeyboardModifiers how)
    {
        QTest::mouseClick(shown.plot(), Qt::LeftButton, how,
                          shown.plot()->mapFrom(&shown.view, point));
        shown.picture(); // what is arranged anew is laid out when it is painted
    }
    void row(Index row, Qt::KeyboardModifiers how = {})
    {
        at({static_cast<int>(shown.view.placeRect(row, 0).left()) - 12, shown.centre(row, 0).y()},
           how);
    }
    void column(Index column, Qt::KeyboardModifiers how = {})
    {
        at({shown.centre(0, column).x(),
            static_cast<int>(shown.view.placeRect(0, column).top()) - 8},
           how);
    }
    void cell(Index row, Index column, Qt::KeyboardModifiers how = {})
    {
        at(shown.centre(row, column), how);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers how = {})
    {
        QTest::keyClick(&shown.view, key, how);
        shown.picture();
    }
};

using Places = std::vector<Index>;

QString heading(const HeatmapView& view)
{
    return view.accessibleDescription();
}

/// What it is, without where it is largest and of what.
QString kind(const HeatmapView& view)
{
    return heading(view)
        .section(QStringLiteral(", largest"), 0, 0)
        .section(QStringLiteral(": “"), 0, 0);
}

TraceTensor scores()
{
    TraceTensor tensor = weights();
    tensor.path = "decoder/masked";
    tensor.role = Role::Masked;
    tensor.value = Tensor({3, 4}, {1, -inf, -inf, 3, 2, 4, -inf, -1, 3, std::nanf(""), -inf, -5});
    return tensor;
}

} // namespace

class HeatmapPickedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ctrlAddsAndRemovesAndShiftReachesFromTheLast()
    {
        Shown shown(trace({weights()}), {900, 700});
        Hand hand{shown};
        QSignalSpy clicked(&shown.view, &TraceView::clicked);
        hand.row(0);
        QCOMPARE(lastCell(clicked), (CellRef{0, 0, -1}));
        QVERIFY(!shown.view.picked().areSeveral());
        hand.row(2, Qt::ControlModifier);
        QCOMPARE(shown.view.picked().places, (Places{0, 2}));
        QVERIFY(!shown.view.picked().columns);
        QCOMPARE(lastCell(clicked), (CellRef{0, 2, -1}));
        // A cell: its row.
        hand.cell(1, 3, Qt::ControlModifier);
        QCOMPARE(shown.view.picked().places, (Places{0, 1, 2}));
        hand.row(0, Qt::ControlModifier);
        QCOMPARE(shown.view.picked().places, (Places{1, 2}));
        hand.row(2, Qt::ShiftModifier);
        QCOMPARE(shown.view.picked().places, (Places{0, 1, 2}));
        // Columns are others than rows.
        hand.column(3, Qt::ControlModifier);
        QCOMPARE(shown.view.picked().places, (Places{3}));
        QVERIFY(shown.view.picked().columns);
        hand.column(1, Qt::ShiftModifier);
        QCOMPARE(shown.view.picked().places, (Places{1, 2, 3}));
        QCOMPARE(lastCell(clicked), (CellRef{0, -1, 1}));
        // A click alone selects as ever.
        hand.cell(1, 1);
        QCOMPARE(lastCell(clicked), (CellRef{0, 1, 1}));
        QVERIFY(shown.view.picked().places.empty());
        // What is fixed is the first of several: a cell's row, or its column.
        hand.row(2, Qt::ControlModifier);
        QCOMPARE(shown.view.picked().places, (Places{1, 2}));
        hand.cell(1, 1);
        hand.column(3, Qt::ControlModifier);
        QCOMPARE(shown.view.picked().places, (Places{1, 3}));
        // The last one that leaves leaves nothing.
        hand.column(1, Qt::ControlModifier);
        hand.column(3, Qt::ControlModifier);
        QCOMPARE(lastCell(clicked), CellRef());
    }

    void theKeyboardDoesTheSame()
    {
        Shown shown(trace({weights()}), {900, 700});
        Hand hand{shown};
        QSignalSpy clicked(&shown.view, &TraceView::clicked);
        hand.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(lastCell(clicked), (CellRef{0, 0, -1}));
        hand.key(Qt::Key_Down, Qt::ShiftModifier);
        hand.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(shown.view.picked().places, (Places{0, 1, 2}));
        hand.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(shown.view.picked().places, (Places{0, 1, 2}));
        hand.key(Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(shown.view.picked().places, (Places{0, 1}));
        hand.key(Qt::Key_Right);
        QVERIFY(shown.view.picked().places.empty());
        QCOMPARE(lastCell(clicked), (CellRef{0, 1, 0}));
        hand.key(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(shown.view.picked().places, (Places{0, 1}));
        QVERIFY(shown.view.picked().columns);
        hand.key(Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(shown.view.picked().places, (Places{0}));
        hand.key(Qt::Key_Right, Qt::ShiftModifier);
        hand.key(Qt::Key_Escape);
        QVERIFY(shown.view.picked().places.empty());
        QCOMPARE(lastCell(clicked), CellRef());
        QVERIFY(!hasText(shown.view, QStringLiteral("sum of")));
    }

    void rowsOfWeightsAreMergedToTheirMean()
    {
        Shown shown(trace({weights()}), {900, 700});
        Hand hand{shown};
        const double height = shown.view.placeRect(-1, -1).height();
        hand.row(0);
        QCOMPARE(shown.view.placeRect(-1, -1).height(), height);
        hand.row(1, Qt::ControlModifier);
        QVERIFY(shown.view.placeRect(-1, -1).height() < height - 60); // room for what is merged
        const QStringList below = textsBeyond(shown.view, true);
        QVERIFY2(below.contains(QStringLiteral("mean of 2 rows, adds up to 1: “yes”, “i”")),
                 qPrintable(below.join(QLatin1Char('\n'))));
        for (const char* number : {"0.05", "0.60", "0.15", "0.20"})
            QVERIFY2(below.contains(QLatin1String(number)), number);
        QCOMPARE(
            heading(shown.view),
            QStringLiteral("mean of 2 rows, adds up to 1, largest at “you”: 0.6; rows “yes”, “i”"));
        QVERIFY(below.contains(heading(shown.view)));
        hand.row(2, Qt::ControlModifier);
        QVERIFY(hasText(shown.view, QStringLiteral("mean of 3 rows, adds up to 1")));
        hand.cell(0, 0);
        QVERIFY(!hasText(shown.view, QStringLiteral("mean of")));
        QCOMPARE(shown.view.placeRect(-1, -1).height(), height);
    }

    void columnsAreMergedToTheirSum()
    {
        Shown shown(trace({weights()}), {900, 700});
        Hand hand{shown};
        hand.column(1);
        hand.column(2, Qt::ControlModifier);
        const QStringList beside = textsBeyond(shown.view, false);
        for (const char* number : {"0.50", "1.00"}) // 0.2 + 0.3 twice, 1 + 0
            QVERIFY2(beside.contains(QLatin1String(number)),
                     qPrintable(beside.join(QLatin1Char('\n'))));
        QVERIFY(hasText(shown.view, QStringLiteral("sum of 2 columns: “you”, “自由”")));
        QCOMPARE(heading(shown.view),
                 QStringLiteral("sum of 2 columns, largest at “i”: 1; columns “you”, “自由”"));
        // A map that is high leaves room beside it for sums as well.
        shown.view.setSumsShown(true);
        shown.picture();
        QVERIFY(hasText(shown.view, QStringLiteral("sum of 2 columns: “you”, “自由”")));
    }

    void whatIsPointedAtIsToldWithWhatIsMerged()
    {
        Shown shown(trace({weights()}), {900, 700});
        Hand hand{shown};
        hand.row(0);
        hand.row(1, Qt::ControlModifier);
        const auto hover = [&](const QPoint& point) {
            QSignalSpy hovered(&shown.view, &TraceView::hovered);
            shown.move(shown.view.rect().bottomRight() - QPoint(2, 2));
            shown.move(point);
            const CellRef cell = lastCell(hovered);
            shown.view.setSelection({0, 1, -1}, cell);
            shown.picture();
            return cell;
        };
        QCOMPARE(hover(shown.centre(2, 3)), (CellRef{0, 2, 3}));
        QVERIFY(hasText(shown.view,
                        QStringLiteral("weights[am → tomorrow] = 0.25 · mean of 2 rows, adds up to "
                                       "1, at “tomorrow”: 0.2; rows “yes”, “i”")));
        // A bar of what is merged stands for its column.
        const QRectF map = shown.view.placeRect(-1, -1);
        QCOMPARE(hover({shown.centre(0, 1).x(), static_cast<int>(map.bottom()) + 60}),
                 (CellRef{0, -1, 1}));
        QVERIFY(hasText(
            shown.view,
            QStringLiteral("mean of 2 rows, adds up to 1, at “you”: 0.6; rows “yes”, “i”")));
        QVERIFY(shown.view.picked().areSeveral());
        hand.column(2, {});
        hand.column(3, Qt::ControlModifier);
        const QRectF narrower = shown.view.placeRect(-1, -1);
        shown.view.setSelection({0, -1, 3}, {});
        QSignalSpy hovered(&shown.view, &TraceView::hovered);
        shown.move({static_cast<int>(narrower.right()) + 130, shown.centre(1, 0).y()});
        QCOMPARE(lastCell(hovered), (CellRef{0, 1, -1}));
    }

    void numbersThatCannotBeAddedAreLeftOutWithAWord()
    {
        Shown shown(trace({scores()}), {900, 700});
        Hand hand{shown};
        hand.row(0);
        hand.row(1, Qt::ControlModifier);
        // (1 + 2) ∕ 2, the 4 alone, nothing, (3 − 1) ∕ 2.
        QCOMPARE(
            heading(shown.view),
            QStringLiteral("mean of 2 rows, −∞ left out, largest at “you”: 4; rows “yes”, “i”"));
        QStringList below = textsBeyond(shown.view, true);
        for (const char* number : {"1.50", "4.00", "1.00"})
            QVERIFY2(below.contains(QLatin1String(number)), number);
        hand.row(2, Qt::ControlModifier);
        QVERIFY(heading(shown.view)
                    .contains(QStringLiteral(
                        "mean of 3 rows, −∞ left out, without what is no finite number")));
        shown.view.setSelection({0, 2, -1}, {0, -1, 2});
        QVERIFY(hasText(shown.view, QStringLiteral("nothing at “自由”")));
        hand.column(0);
        hand.column(3, Qt::ControlModifier);
        QCOMPARE(
            heading(shown.view),
            QStringLiteral("sum of 2 columns, largest at “yes”: 4; columns “are”, “tomorrow”"));
        QVERIFY(textsBeyond(shown.view, false).contains(QStringLiteral("−2.00")));
    }

    void rowsThatAreNotComputedAreLeftOutUntilTheyAre()
    {
        Shown shown(trace({weights()}), {900, 700});
        Hand hand{shown};
        hand.row(0);
        hand.row(2, Qt::ShiftModifier);
        const auto at = [&](int moment) {
            shown.view.setMoment(moment);
            shown.picture();
            return kind(shown.view);
        };
        QCOMPARE(at(0), QStringLiteral("3 rows, not computed yet"));
        QVERIFY(hasText(shown.view, QStringLiteral("3 rows, not computed yet: ")));
        QCOMPARE(at(2), QStringLiteral("1 of 3 rows, 2 not computed yet"));
        QCOMPARE(at(5), QStringLiteral("mean of 2 rows, 1 not computed yet, adds up to 1"));
        QVERIFY(textsBeyond(shown.view, true).contains(QStringLiteral("0.60")));
        QCOMPARE(at(8), QStringLiteral("mean of 3 rows, adds up to 1"));
        hand.column(0);
        hand.column(1, Qt::ControlModifier);
        QVERIFY(textsBeyond(shown.view, false).contains(QStringLiteral("0.50")));
        at(5); // the third row's sum is not there
        QVERIFY(!textsBeyond(shown.view, false).contains(QStringLiteral("0.50")));
        QVERIFY(shown.view.picked().areSeveral());
    }

    void typingMovesThemWithTheirLabels()
    {
        const auto textOf = [](const std::vector<std::string>& words) {
            TraceTensor tensor = weights();
            tensor.rows = tensor.columns = makeAxis(words);
            const auto count = static_cast<Index>(words.size());
            Tensor value(Shape{count, count});
            for (Index i = 0; i < count; ++i)
                value.at(i, i) = 1;
            tensor.value = std::move(value);
            tensor.rowMoments = RowMoments(words.size(), 1);
            return trace({tensor});
        };
        Shown shown(textOf({"a", "b", "a", "c"}), {900, 700});
        Hand hand{shown};
        for (const bool columns : {false, true}) {
            shown.view.setTrace(textOf({"a", "b", "a", "c"}));
            const auto click = [&](Index i, Qt::KeyboardModifiers how) {
                columns ? hand.column(i, how) : hand.row(i, how);
            };
            click(1, {});
            click(2, Qt::ControlModifier);
            click(3, Qt::ControlModifier);
            shown.view.setTrace(textOf({"x", "a", "b", "a", "c"}));
            QCOMPARE(shown.view.picked().places, (Places{2, 3, 4}));
            QCOMPARE(shown.view.picked().columns, columns);
            // The selection follows likewise, so what it tells is known.
            shown.view.setSelection(columns ? CellRef{0, -1, 4} : CellRef{0, 4, -1}, {});
            QCOMPARE(shown.view.picked().places, (Places{2, 3, 4}));
            shown.view.setTrace(textOf({"x", "a", "b", "a", "c", "d", "e"}));
            QCOMPARE(shown.view.picked().places, (Places{2, 3, 4}));
            shown.view.setTrace(textOf({"x", "a", "bb", "a", "c", "d", "e"}));
            QCOMPARE(shown.view.picked().places, (Places{2, 3, 4}));
            shown.view.setTrace(textOf({"x", "a", "a", "c", "d", "e"}));
            QCOMPARE(shown.view.picked().places, (Places{2, 3}));
            shown.view.setTrace(textOf({"x", "a", "a"}));
            QVERIFY(!shown.view.picked().areSeveral());
        }
        // Another place that is fixed elsewhere, or another tensor, ends it.
        shown.view.setTrace(trace({weights(), masked()}));
        hand.row(0);
        hand.row(1, Qt::ControlModifier);
        shown.view.setSelection({0, 2, 2}, {});
        QVERIFY(shown.view.picked().places.empty());
        hand.row(1, Qt::ControlModifier);
        QVERIFY(shown.view.picked().areSeveral());
        shown.view.showTensor(1);
        QVERIFY(shown.view.picked().places.empty());
    }

    void theyAreOutlinedInBothThemesAndInFigures()
    {
        for (const Theme& theme : {Theme::light(), Theme::dark()}) {
            Shown shown(trace({weights()}), {900, 700});
            shown.view.setTheme(theme);
            Hand hand{shown};
            hand.row(0);
            hand.row(2, Qt::ControlModifier);
            shown.move(shown.view.rect().topLeft() + QPoint(2, 2));
            const QImage picture = shown.picture();
            const auto edge = [&](const QImage& image, Index row) {
                const QRectF place = shown.view.placeRect(row, -1);
                int found = 0;
                for (int y = static_cast<int>(place.top()) - 2; y <= place.top() + 2; ++y)
                    found += image.pixelColor(static_cast<int>(place.center().x()), y)
                        == theme.selection();
                return found;
            };
            QVERIFY(edge(picture, 0) > 0);
            QVERIFY(edge(picture, 2) > 0);
            QTemporaryDir folder;
            const QString path = folder.filePath(QStringLiteral("figure.svg"));
            QVERIFY(shown.view.saveTo(path));
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString drawn = QString::fromUtf8(file.readAll());
            QVERIFY(drawn.contains(QStringLiteral("mean of 2 rows, adds up to 1: “yes”, “am”")));
            QVERIFY(drawn.contains(theme.selection().name()));
            // The line of what is selected is no part of a figure.
            QVERIFY(!drawn.contains(QStringLiteral("largest at")));
        }
    }

    void smallAndSingleMapsTellItInWords()
    {
        TraceTensor row = weights();
        row.rows = makeAxis({"yes"});
        row.value = Tensor({1, 4}, {0.1F, 0.2F, 0.3F, 0.4F});
        row.rowMoments = {1};
        Shown shown(trace({row}), {900, 700});
        Hand hand{shown};
        hand.column(0);
        hand.column(3, Qt::ControlModifier);
        QVERIFY(hasText(
            shown.view,
            QStringLiteral("sum of 2 columns, largest at “yes”: 0.5; columns “are”, “tomorrow”")));
        Shown small(trace({weights()}), {240, 180});
        Hand other{small};
        const QRectF before = small.view.placeRect(-1, -1);
        other.cell(0, 0);
        other.cell(1, 0, Qt::ControlModifier);
        QVERIFY(small.view.picked().areSeveral());
        QCOMPARE(small.view.placeRect(-1, -1), before);
        QVERIFY(heading(small.view).startsWith(QStringLiteral("mean of 2 rows")));
    }

    void aLargeMapMergesHalfOfItsRows()
    {
        Shown shown(trace({large(512)}), {900, 700});
        Hand hand{shown};
        hand.cell(0, 0);
        hand.cell(255, 10, Qt::ShiftModifier);
        const Index count = static_cast<Index>(shown.view.picked().places.size());
        QVERIFY(count > 200 && count < 300);
        QCOMPARE(kind(shown.view), QStringLiteral("mean of %1 rows, adds up to 1").arg(count));
        // Names lie side by side, those that are marked on those that are written anyway.
        TextRecorder recorder(shown.view.size());
        QCPPainter painter(&recorder);
        shown.view.findChild<QCustomPlot*>()->toPainter(&painter, shown.view.width(),
                                                        shown.view.height());
        painter.end();
        const QRectF map = shown.view.placeRect(-1, -1);
        std::vector<double> heights;
        for (const DrawnText& text : recorder.texts())
            if (text.rect.right() < map.left() && text.rect.top() > map.top()
                && text.rect.bottom() < map.bottom())
                heights.push_back(text.rect.center().y());
        std::sort(heights.begin(), heights.end());
        QVERIFY(heights.size() > 10);
        const double line = QFontMetricsF(shown.view.font()).height();
        for (std::size_t i = 1; i < heights.size(); ++i)
            QVERIFY(heights[i] - heights[i - 1] < 1 || heights[i] - heights[i - 1] > 0.9 * line);
        shown.wheel(shown.centre(10, 10), 10);
        hand.key(Qt::Key_Down, Qt::ShiftModifier);
        const QRectF last = shown.view.placeRect(shown.view.picked().places.back(), 0);
        QVERIFY(last.bottom() <= shown.view.height());
    }
};

QTEST_MAIN(HeatmapPickedTest)
#include "heatmap_picked_test.moc"

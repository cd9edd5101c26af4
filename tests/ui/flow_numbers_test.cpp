// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers and words that Flow writes on every page of every scenario, at several stops,
// compared with the trace.
#include "tests/ui/text_recorder.h"
#include "ui/views/flow/flow_caption_item.h"
#include "ui/views/flow/flow_map_item.h"
#include "ui/views/flow/flow_scene.h"
#include "ui/views/flow/flow_text.h"
#include "ui/views/flow/flow_view.h"
#include "ui/words/labels.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"

#include <QTest>

#include <cmath>

using namespace regard;

namespace {

/// In the smaller one only the largest share has room for its number.
const QSize sizes[] = {{1500, 950}, {620, 520}};

/// What an item paints.
class Painted : public TextRecorder {
public:
    explicit Painted(const FlowItem& item) : TextRecorder(sizes[0])
    {
        QPainter painter(this);
        const_cast<FlowItem&>(item).paint(&painter, nullptr, nullptr);
    }
};

/// What was drawn at a place, pieces of one line put together.
QString drawnIn(const TextRecorder& recorder, const QRectF& place)
{
    QString found;
    for (const DrawnText& text : recorder.texts())
        if (text.level && place.contains(text.rect.center()))
            found += text.text;
    return found;
}

bool isCut(const QString& drawn, const QString& label)
{
    const qsizetype cut = drawn.indexOf(QChar(0x2026));
    return drawn == label
        || (cut >= 0 && label.startsWith(drawn.left(cut)) && label.endsWith(drawn.mid(cut + 1)));
}

/// A number of a range: what is too small to tell from zero is zero.
QString shortly(double value)
{
    return std::abs(value) < 5e-4 ? QStringLiteral("0")
                                  : numberText(value, std::abs(value) >= 100 ? 3 : 2);
}

} // namespace

class FlowNumbersTest : public QObject {
    Q_OBJECT

    std::unique_ptr<FlowView> m_view;
    TracePtr m_trace;
    int m_moment = 0;
    int m_cells = 0;
    int m_shares = 0;

    bool isThere(const TraceTensor& tensor, Index row) const
    {
        return tensor.rowMoments[static_cast<std::size_t>(row)] <= m_moment;
    }

    void compareMap(const FlowMapItem& map, const char* where)
    {
        const TraceTensor& tensor = *map.tensor();
        const Painted recorder(map);
        if (tensor.value.rows() * tensor.value.columns() > 400)
            return;
        for (Index row = 0; row < tensor.value.rows(); ++row)
            for (Index column = 0; column < tensor.value.columns(); ++column) {
                const QString drawn = drawnIn(recorder, map.rectOf(row, column));
                if (drawn.isEmpty())
                    continue; // no room, or hidden
                QVERIFY2(isThere(tensor, row), where);
                const double value = static_cast<double>(tensor.value.at(row, column));
                QVERIFY2(drawn
                             == (isUnitRange(tensor.role)
                                     ? QString::number(value, 'f', 2)
                                     : numberText(value, std::abs(value) < 100 ? 2 : 3)),
                         where);
                ++m_cells;
            }
    }

    void compareList(const FlowListItem& list, const char* where) const
    {
        const TraceTensor& tensor = *list.tensor();
        const Painted recorder(list);
        // From the top the largest ones of the row, each with its share.
        QStringList percents;
        for (const DrawnText& text : recorder.texts())
            if (text.text.endsWith(QLatin1Char('%')))
                percents << text.text;
        QVERIFY2(percents.size() <= static_cast<qsizetype>(list.columns().size()), where);
        QVERIFY2(percents.isEmpty() == list.columns().empty(), where);
        double before = HUGE_VAL;
        for (qsizetype i = 0; i < percents.size(); ++i) {
            const Index column = list.columns()[static_cast<std::size_t>(i)];
            const double share = static_cast<double>(tensor.value.at(list.row(), column));
            QVERIFY2(isThere(tensor, list.row()) && share <= before, where);
            QVERIFY2(percents[i] == percentText(share), where);
            before = share;
        }
    }

    void compareShares(const FlowSharesItem& shares, const char* where)
    {
        const TraceTensor& tensor = *shares.tensor();
        const Painted recorder(shares);
        const Index step = m_view->scene().state().step();
        if (step < 0 || !isThere(tensor, step)) {
            QVERIFY2(recorder.shapes().empty() && recorder.texts().empty(), where);
            return;
        }
        const Index count = tensor.value.columns();
        QCOMPARE(static_cast<Index>(recorder.shapes().size()), count);
        Index largest = 0;
        qreal tallest = 0;
        for (Index key = 0; key < count; ++key) {
            largest = tensor.value.at(step, key) > tensor.value.at(step, largest) ? key : largest;
            tallest = std::max(
                tallest,
                recorder.shapes()[static_cast<std::size_t>(key)].path.boundingRect().height());
        }
        const double most = static_cast<double>(tensor.value.at(step, largest));
        for (Index key = 0; key < count; ++key) {
            const double share = static_cast<double>(tensor.value.at(step, key));
            const QRectF bar = recorder.shapes()[static_cast<std::size_t>(key)].path.boundingRect();
            QVERIFY2(std::abs(bar.center().x() - shares.middle(key)) < 1, where);
            QVERIFY2(std::abs(bar.height() - std::max(1.0, tallest * share / most)) < 1, where);
            const QString drawn = drawnIn(recorder,
                                          QRectF(shares.middle(key) - shares.pitch() / 2,
                                                 shares.rect().top() - 100, shares.pitch(), 1000));
            QVERIFY2(drawn == percentText(share) || (drawn.isEmpty() && key != largest), where);
            ++m_shares;
        }
    }

    void compareTokens(const FlowItem& tokens, const char* where) const
    {
        const TraceTensor& tensor = *tokens.tensor();
        const Index rows = tensor.value.rows();
        if (rows < 2)
            return;
        const Painted recorder(tokens);
        const qreal height = tokens.rect().height() / static_cast<qreal>(rows);
        for (Index row = 0; row < rows; ++row) {
            const QRectF place(tokens.rect().left() - 200,
                               tokens.rect().top() + static_cast<qreal>(row) * height,
                               tokens.rect().width() + 400, height);
            const QString drawn = drawnIn(recorder, place);
            const QString wanted = rowText(*m_trace, tensor, row, m_moment);
            // "unknown" stands below its word, or behind it.
            const bool twoLines = drawn.endsWith(QStringLiteral("unknown"))
                || drawn.startsWith(QStringLiteral("unknown"));
            if (!drawn.isEmpty() && !twoLines)
                QVERIFY2(isCut(drawn, wanted), qPrintable(QLatin1String(where) + drawn));
        }
    }

    void compareChips(const FlowChipsItem& chips, const char* where) const
    {
        const Painted recorder(chips);
        for (Index row = 0; row < chips.count(); ++row) {
            QString drawn = drawnIn(recorder, chips.chipRect(row));
            const QString wanted = rowText(*m_trace, *chips.tensor(), row, m_moment);
            if (drawn.isEmpty() || drawn == QStringLiteral("■"))
                continue;
            QVERIFY2(isCut(drawn, wanted) || wanted.startsWith(drawn),
                     qPrintable(QLatin1String(where) + drawn));
        }
    }

    void compareCaption(const FlowCaptionItem& caption, const char* where) const
    {
        const TraceTensor& tensor = *caption.tensor();
        double low = HUGE_VAL;
        double high = -HUGE_VAL;
        for (Index row = 0; row < tensor.value.rows(); ++row)
            for (Index column = 0; isThere(tensor, row) && column < tensor.value.columns();
                 ++column) {
                low = std::min(low, static_cast<double>(tensor.value.at(row, column)));
                high = std::max(high, static_cast<double>(tensor.value.at(row, column)));
            }
        QString all;
        const Painted recorder(caption);
        for (const DrawnText& text : recorder.texts())
            all += text.text + QLatin1Char(' ');
        const QString shape =
            QStringLiteral("%1 × %2").arg(tensor.value.rows()).arg(tensor.value.columns());
        if (!all.contains(QStringLiteral(" × ")))
            return; // no room
        QVERIFY2(all.contains(shape), qPrintable(QLatin1String(where) + all));
        if (std::isfinite(low) && std::isfinite(high))
            QVERIFY2(all.contains(QStringLiteral("%1 … %2").arg(shortly(low), shortly(high))),
                     qPrintable(QLatin1String(where) + all));
    }

    void compareHeads(const FlowItem& item, const char* where) const
    {
        const FlowState& state = m_view->scene().state();
        QString all;
        const Painted recorder(item);
        for (const DrawnText& text : recorder.texts())
            all += text.text;
        const std::size_t heads = state.blocks[static_cast<std::size_t>(state.block)].heads.size();
        const QString said = QStringLiteral("Head %1 of %2").arg(state.head + 1).arg(heads);
        QVERIFY2(all.contains(said) || all.contains(QChar(0x2026)),
                 qPrintable(QLatin1String(where) + all));
    }

    void compareItem(const FlowItem& item, const char* where)
    {
        if (const auto* map = dynamic_cast<const FlowMapItem*>(&item))
            compareMap(*map, where);
        else if (const auto* list = dynamic_cast<const FlowListItem*>(&item))
            compareList(*list, where);
        else if (const auto* shares = dynamic_cast<const FlowSharesItem*>(&item))
            compareShares(*shares, where);
        else if (const auto* chips = dynamic_cast<const FlowChipsItem*>(&item))
            compareChips(*chips, where);
        else if (const auto* caption = dynamic_cast<const FlowCaptionItem*>(&item))
            compareCaption(*caption, where);
        else if (dynamic_cast<const FlowHeadsItem*>(&item))
            compareHeads(item, where);
        else if (item.box().kind == FlowBox::Kind::Tokens)
            compareTokens(item, where);
    }

    void comparePages()
    {
        const int last = static_cast<int>(m_trace->moments.size()) - 1;
        for (int page = 0; page < std::clamp(m_view->pageCount(), 1, 12); ++page)
            for (const int part : {1, 2, 3, 4, 5, 6, 7, 8}) {
                m_moment = last * part / 8;
                m_view->setMoment(m_moment);
                m_view->setPage(page);
                // As it is drawn: with its padding folded.
                m_trace = m_view->scene().state().trace;
                for (const FlowBox& box : m_view->scene().plan().boxes) {
                    const FlowItem* item = m_view->scene().item(box.key);
                    if (!item || !item->tensor())
                        continue;
                    const QByteArray where = QStringLiteral("%1, page %2, moment %3: ")
                                                 .arg(box.key)
                                                 .arg(page)
                                                 .arg(m_moment)
                                                 .toUtf8();
                    compareItem(*item, where.constData());
                    if (QTest::currentTestFailed())
                        return;
                }
            }
    }

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void everyNumberAndEveryWordIsOfItsPlace_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<bool>("attention");
        for (const ScenarioSpec& spec : catalogue())
            QTest::newRow(spec.id.c_str()) << QString::fromStdString(spec.id) << true;
        QTest::newRow("dialogue without attention") << "dialogue" << false;
    }

    void everyNumberAndEveryWordIsOfItsPlace()
    {
        QFETCH(QString, scenario);
        QFETCH(bool, attention);
        Exploration exploration;
        exploration.scenario = scenario.toStdString();
        if (!attention)
            exploration.settings.set("attention", false);
        m_trace = explore(exploration);
        m_view = std::make_unique<FlowView>();
        m_view->setAnimated(false);
        m_view->show();
        m_cells = m_shares = 0;
        for (const QSize& size : sizes) {
            m_view->resize(size);
            m_view->setTrace(m_trace);
            comparePages();
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY(m_cells > 0 || scenario != QStringLiteral("worked-example"));
        const Recurrence& recurrence = m_view->scene().state().recurrence;
        QVERIFY(m_shares > 0 || !recurrence || recurrence.weights < 0);
    }
};

QTEST_MAIN(FlowNumbersTest)
#include "flow_numbers_test.moc"

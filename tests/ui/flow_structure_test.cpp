// SPDX-License-Identifier: GPL-3.0-or-later
// Which tensors Flow shows on which page, for every scenario under every choice: what belongs to a
// layer follows from what its tensors were computed from.
#include "ui/views/flow/flow_pages.h"

#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/trace/graph.h"

#include <QCoreApplication>
#include <QTest>

#include <algorithm>

using namespace regard;

namespace {

using Choices = std::initializer_list<std::pair<const char*, SettingValue>>;

std::shared_ptr<const Trace> traceOf(const std::string& scenario, const Settings& settings = {})
{
    Exploration exploration;
    exploration.scenario = scenario;
    exploration.settings = settings;
    return explore(exploration);
}

std::shared_ptr<const Trace> traceOf(const std::string& scenario, Choices choices)
{
    Settings settings;
    for (const auto& [name, value] : choices)
        settings.set(name, value);
    return traceOf(scenario, settings);
}

template <class Check> void forEveryTrace(const Check& check)
{
    for (const ScenarioSpec& scenario : catalogue()) {
        check(*traceOf(scenario.id));
        for (const SettingSpec& spec : scenario.settings)
            if (spec.affects != Affects::Training)
                for (const std::string& choice : spec.choices)
                    check(*traceOf(scenario.id, {{spec.name.c_str(), choice}}));
    }
}

const std::string& pathOf(const Trace& trace, int tensor)
{
    return trace.tensors[static_cast<std::size_t>(tensor)].path;
}

/// Title of the page that shows a tensor, "" for none.
QString pageOf(const Trace& trace, const char* path)
{
    const std::vector<FlowBlock> blocks = flowBlocks(trace);
    const std::vector<FlowPage> pages = flowPages(trace, blocks);
    const int page = flowPageOf(pages, blocks, trace, trace.indexOf(path));
    return page < 0 ? QString() : pages[static_cast<std::size_t>(page)].title();
}

} // namespace

class FlowStructureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void everyTensorIsOnOnePage()
    {
        forEveryTrace([](const Trace& trace) {
            if (trace.recurrence)
                return;
            const std::vector<FlowBlock> blocks = flowBlocks(trace);
            const std::vector<FlowPage> pages = flowPages(trace, blocks);
            const std::vector<int> blockOf = blockOfEach(trace, blocks);
            for (int i = 0; i < static_cast<int>(trace.tensors.size()); ++i) {
                const TraceTensor& tensor = trace.tensors[static_cast<std::size_t>(i)];
                const auto times =
                    std::count_if(pages.begin(), pages.end(), [&](const FlowPage& page) {
                        return std::count(page.tensors.begin(), page.tensors.end(), i) > 0
                            || (page.block >= 0
                                && page.block == blockOf[static_cast<std::size_t>(i)]);
                    });
                // Beside an attention the cards tell what comes out.
                const bool told = !blocks.empty()
                    && (tensor.role == Role::Logits || tensor.role == Role::Probabilities);
                const std::string where = trace.scenario + " " + tensor.path;
                QVERIFY2(times == 1 || (times == 0 && told), where.c_str());
            }
        });
    }

    void whatBelongsToALayerLeadsToItOrComesFromIt()
    {
        forEveryTrace([](const Trace& trace) {
            const std::vector<FlowBlock> blocks = flowBlocks(trace);
            QCOMPARE(blocks.size(), trace.attentions.size());
            for (std::size_t b = 0; b < blocks.size(); ++b) {
                const Attention& attention = trace.attentions[b];
                const FlowBlock& block = blocks[b];
                const auto leads = [&](int from, int to) {
                    return !tensorsBetween(trace, {from}, {to}).empty();
                };
                for (const int part : {block.input, block.embedding, block.position})
                    if (part >= 0)
                        QVERIFY2(leads(part, attention.query), pathOf(trace, part).c_str());
                if (block.keyInput >= 0) {
                    QVERIFY(leads(block.keyInput, attention.key));
                    QVERIFY(!attention.isSelf);
                }
                for (const int part : block.between) {
                    const int head = trace.tensors[static_cast<std::size_t>(part)].source.head;
                    QVERIFY2(leads(part, attention.weights + head)
                                 || leads(attention.context, part),
                             pathOf(trace, part).c_str());
                }
                QCOMPARE(static_cast<int>(block.heads.size()), attention.headCount());
            }
        });
    }

    void aLayerReadsWhatItsQueriesAndKeysAreMadeOf()
    {
        // Keys that a score projects are no input, and no output either.
        for (const char* score : {"dot", "general", "additive", "location"}) {
            const auto trace = traceOf("time-series", {{"score", std::string(score)}});
            const FlowBlock block = flowBlocks(*trace).front();
            QCOMPARE(pathOf(*trace, block.input), std::string("states"));
            QCOMPARE(block.keyInput, -1);
            QCOMPARE(block.output, -1);
            QCOMPARE(block.embedding, -1);
            QVERIFY(!block.apart);
        }
        // Several rows that a query sums are no vectors of its own.
        const auto story = traceOf("entity-network");
        QCOMPARE(flowBlocks(*story).front().input, -1);
        QCOMPARE(pageOf(*story, "answer/masked_words"),
                 QStringLiteral("Answer · Embedding … Masked words"));
        QCOMPARE(pageOf(*story, "answer/output"), QStringLiteral("Answer"));
    }

    void normsBeforeASublayerBelongToItsLayer()
    {
        const auto trace = traceOf("transformer", {{"norm", std::string("pre")}});
        QCOMPARE(pageOf(*trace, "encoder/layer0/feed_forward/normalised"),
                 QStringLiteral("Encoder · Layer 1 · add & norm, feed-forward"));
        QCOMPARE(pageOf(*trace, "decoder/layer0/cross/normalised"),
                 QStringLiteral("Decoder · Layer 1 · cross · add & norm, feed-forward"));
        QCOMPARE(pageOf(*trace, "decoder/layer0/self/attended"),
                 QStringLiteral("Decoder · Layer 1 · self · add & norm"));
        QCOMPARE(pageOf(*trace, "decoder/layer0/feed_forward/normalised"),
                 QStringLiteral("Decoder · Layer 1 · cross · add & norm, feed-forward"));
        QCOMPARE(pageOf(*trace, "decoder/normalised"), QStringLiteral("Decoder · Output"));
    }
};

QTEST_GUILESS_MAIN(FlowStructureTest)
#include "flow_structure_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Scenes made of words: what is written, shaded and linked, compared with the trace.
#include "tests/ui/explored.h"
#include "ui/views/scene/aligned_picture.h"
#include "ui/views/scene/scene_view.h"
#include "ui/views/scene/story_picture.h"
#include "ui/views/scene/verdict_picture.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/scenarios/sentence_alignment.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <set>

using namespace regard;

namespace {

/// A view of a trace at its end.
struct Shown {
    explicit Shown(const TracePtr& of, const TracePtr& before = {}, QSize size = {760, 520})
        : trace(of)
    {
        view.setAnimated(false);
        view.resize(size);
        view.setBefore(before);
        view.setTrace(of);
        view.setMoment(last());
        view.show();
        view.grab();
    }
    int last() const { return static_cast<int>(trace->moments.size()) - 1; }
    const TextPicture& text() const { return *qobject_cast<const TextPicture*>(view.picture()); }
    template <class Picture> const Picture& as() const
    {
        return *qobject_cast<const Picture*>(view.picture());
    }
    const std::vector<PictureWord>& words(std::size_t block) const
    {
        return text().blocks()[block].words;
    }

    TracePtr trace;
    SceneView view;
};

/// Scenarios whose scenes are made of words, each with each of its examples.
void addTexts()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QStringList>("texts");
    for (const ScenarioSpec& spec : catalogue()) {
        const TracePtr first = traceOf(spec.id);
        SceneView view;
        view.setTrace(first);
        if (!qobject_cast<TextPicture*>(view.picture()))
            continue;
        for (std::size_t i = 0; i < spec.inputs.front().examples.size(); ++i) {
            QStringList texts;
            for (const InputSpec& input : spec.inputs)
                texts << QString::fromStdString(
                    input.examples[std::min(i, input.examples.size() - 1)].text);
            QTest::addRow("%s %zu", spec.id.c_str(), i) << QString::fromStdString(spec.id) << texts;
        }
    }
}

std::vector<std::string> toStrings(const QStringList& texts)
{
    std::vector<std::string> strings;
    for (const QString& text : texts)
        strings.push_back(text.toStdString());
    return strings;
}

bool isNear(double a, double b)
{
    return std::abs(a - b) <= 1e-5 * std::max(1.0, std::abs(b));
}

std::string repeated(const std::string& word, int times)
{
    std::string text;
    for (int i = 0; i < times; ++i)
        text += word + ' ';
    return text;
}

} // namespace

class TextSceneTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void theWheelTurnsALongTextAsItTurnsAPage()
    {
        std::string words;
        for (int i = 0; i < 300; ++i)
            words += i % 2 ? "good " : "film ";
        Shown shown(traceOf("reviews", {words}), {}, {360, 220});
        const auto turn = [&](int notches) {
            const QPoint at = shown.text().blocks()[0].room.center().toPoint();
            QWheelEvent wheel(at, shown.view.picture()->mapToGlobal(at), {}, {0, 120 * notches},
                              Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(shown.view.picture(), &wheel);
            return shown.text().blocks()[0].scroll;
        };
        const double most = shown.text().blocks()[0].mostScroll();
        QVERIFY(most > 0);
        QCOMPARE(turn(1000), 0.0);
        const double one = turn(-1);
        QVERIFY(one > 0 && one < most);
        QCOMPARE(turn(1), 0.0);
        QCOMPARE(turn(-1000), most);
    }

    void scenariosWithWordsHaveThem()
    {
        std::set<std::string> found;
        for (const ScenarioSpec& spec : catalogue()) {
            SceneView view;
            view.setTrace(traceOf(spec.id));
            if (qobject_cast<TextPicture*>(view.picture()))
                found.insert(spec.id);
        }
        QCOMPARE(found,
                 (std::set<std::string>{"dates", "dialogue", "entity-network", "reviews",
                                        "transformer", "translation"}));
    }

    void everyWordSelectsAPlaceOfItsTraceAndSaysWhatItIs_data() { addTexts(); }
    void everyWordSelectsAPlaceOfItsTraceAndSaysWhatItIs()
    {
        QFETCH(QString, id);
        QFETCH(QStringList, texts);
        Shown shown(traceOf(id.toStdString(), toStrings(texts)));
        const TextPicture& picture = shown.text();
        for (int block = 0; block < static_cast<int>(picture.blocks().size()); ++block)
            for (int word = 0;
                 word < static_cast<int>(shown.words(static_cast<std::size_t>(block)).size());
                 ++word) {
                const PictureWord& at =
                    shown.words(static_cast<std::size_t>(block))[static_cast<std::size_t>(word)];
                QVERIFY(at.cell);
                const TraceTensor& tensor =
                    shown.trace->tensors[static_cast<std::size_t>(at.cell.tensor)];
                QVERIFY(at.cell.row < tensor.value.rows());
                QVERIFY(at.cell.column < tensor.value.columns());
                const QString words = picture.words({block, word});
                QVERIFY(!words.isEmpty());
                QVERIFY2(!words.contains(QLatin1String("not a number")), qPrintable(words));
                QVERIFY2(!words.contains(QLatin1String("not computed")), qPrintable(words));
                // What is pointed at by its place is the word itself.
                shown.view.setSelection(at.cell, {});
                QCOMPARE(picture.selected(), (WordSpot{block, word}));
                shown.view.setSelection({}, {});
            }
    }

    void wordsStandInTheirRoomsAndNotOnEachOther_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QSize>("size");
        const std::vector<QSize> sizes{{220, 160}, {1024, 600}, {1900, 900}};
        const std::string many = repeated("the dog is running across the grass and", 40);
        for (const char* id :
             {"dialogue", "translation", "transformer", "dates", "reviews", "entity-network"})
            for (const QSize& size : sizes)
                for (const std::string& text :
                     {std::string("dog"), many, std::string("这个小狗正在穿越草地"),
                      std::string(400, 'x'), repeated("anna went to the kitchen.", 30)})
                    QTest::addRow("%s %d %s", id, size.width(), text.substr(0, 12).c_str())
                        << QString::fromLatin1(id) << QString::fromStdString(text) << size;
    }
    void wordsStandInTheirRoomsAndNotOnEachOther()
    {
        QFETCH(QString, id);
        QFETCH(QString, text);
        QFETCH(QSize, size);
        std::vector<std::string> texts{text.toStdString()};
        if (id == QLatin1String("entity-network"))
            texts.emplace_back("where is anna?");
        Shown shown(traceOf(id.toStdString(), texts), {}, size);
        const QRectF all(shown.view.picture()->rect());
        for (const WordBlock& block : shown.text().blocks()) {
            if (size.height() > 200) {
                QVERIFY(block.room.height() > 20);
                QVERIFY(all.contains(block.room));
            }
            for (std::size_t i = 0; i < block.words.size(); ++i) {
                const QRectF rect = block.words[i].rect;
                QVERIFY(rect.width() <= block.room.width() + 1);
                if (i > 0)
                    QVERIFY(!rect.intersects(block.words[i - 1].rect));
                QVERIFY(rect.bottom() <= block.height + 1);
            }
        }
        // What is selected is in sight, however long the text is.
        for (std::size_t b = 0; b < shown.text().blocks().size() && size.height() > 200; ++b) {
            const WordBlock& block = shown.text().blocks()[b];
            if (block.words.empty() || !block.words.back().cell)
                continue;
            shown.view.setSelection(block.words.back().cell, {});
            const QRectF at = block.placed(block.words.back());
            QVERIFY(block.room.adjusted(-4, -4, 4, 8).contains(at)
                    || at.height() > block.room.height());
            QCOMPARE(shown.text().spotAt({at.left() + 2, at.top() + 2}),
                     (WordSpot{static_cast<int>(b), static_cast<int>(block.words.size()) - 1}));
        }
    }

    void eachStopShowsSomethingNewAndNothingElseDoes_data() { addTexts(); }
    void eachStopShowsSomethingNewAndNothingElseDoes()
    {
        QFETCH(QString, id);
        QFETCH(QStringList, texts);
        Shown shown(traceOf(id.toStdString(), toStrings(texts)), {}, {1200, 700});
        const std::vector<int> stops = shown.view.stops();
        QVERIFY(stops.size() > 2);
        QImage before;
        std::size_t next = 0;
        for (int moment = 0;
             moment <= std::min(shown.last(), stops[std::min<std::size_t>(stops.size() - 1, 6)]);
             ++moment) {
            shown.view.setMoment(moment);
            const QImage now = shown.view.picture()->grab().toImage();
            const bool isStop = next < stops.size() && stops[next] == moment;
            if (moment > 0)
                QVERIFY2((now != before) == isStop, qPrintable(QString::number(moment)));
            next += isStop;
            before = now;
        }
    }

    void theOutputAppearsWordByWordWithItsWeightsOnTheInput_data()
    {
        QTest::addColumn<QString>("id");
        for (const char* id : {"dialogue", "translation", "dates", "transformer"})
            QTest::newRow(id) << QString::fromLatin1(id);
    }
    void theOutputAppearsWordByWordWithItsWeightsOnTheInput()
    {
        QFETCH(QString, id);
        Shown shown(traceOf(id.toStdString()));
        const Attention* attention = nullptr;
        for (const Attention& each : shown.trace->attentions)
            if (!each.isSelf)
                attention = &each; // the last one
        QVERIFY(attention);
        const auto mean = [&](int step, int token) {
            double sum = 0;
            for (int head = 0; head < attention->headCount(); ++head)
                sum += static_cast<double>(
                    shown.trace->tensors[static_cast<std::size_t>(attention->weights + head)]
                        .value.at(step, token));
            return sum / attention->headCount();
        };
        const int steps = static_cast<int>(shown.trace->output.size());
        for (int step = 0; step < steps; ++step) {
            shown.view.setMoment(shown.trace->endOfStep(step));
            for (const PictureWord& word : shown.words(1)) {
                QCOMPARE(word.isEmpty, word.index > step);
                QCOMPARE(word.text.contains(QString::fromStdString(
                             shown.trace->output[static_cast<std::size_t>(word.index)].text)),
                         true);
            }
            shown.view.setSelection({shown.trace->indexOf("decoder/probabilities"), step, -1}, {});
            QCOMPARE(shown.as<AlignedPicture>().focus().step, step);
            double drawn = 0;
            for (const PictureWord& word : shown.words(0)) {
                QVERIFY(isNear(word.share, mean(step, word.index)));
                drawn += word.share;
            }
            QVERIFY(isNear(drawn, 1));
            for (const AlignedPicture::Link& link : shown.as<AlignedPicture>().links()) {
                QCOMPARE(link.step, step);
                if (!std::isnan(link.weight))
                    QVERIFY(isNear(link.weight, mean(step, link.token)));
            }
            shown.view.setSelection({}, {});
        }
        // All is written: the lines of all words, and no word stands out.
        std::set<int> linked;
        for (const AlignedPicture::Link& link : shown.as<AlignedPicture>().links())
            linked.insert(link.step);
        QCOMPARE(static_cast<int>(linked.size()), steps);
        for (const PictureWord& word : shown.words(0))
            QVERIFY(std::isnan(word.share));
    }

    void aWordOfTheInputShadesWhatIsWrittenFromIt()
    {
        Shown shown(traceOf("translation"));
        const int weights = shown.trace->indexOf("decoder/attention/weights");
        QVERIFY(weights >= 0);
        const TraceValue& value = shown.trace->tensors[static_cast<std::size_t>(weights)].value;
        for (Index token = 0; token < value.columns(); ++token) {
            shown.view.setSelection({}, {weights, -1, token});
            for (const PictureWord& word : shown.words(1))
                QCOMPARE(word.share, static_cast<double>(value.at(word.index, token)));
            for (const AlignedPicture::Link& link : shown.as<AlignedPicture>().links())
                QCOMPARE(link.token, static_cast<int>(token));
        }
        // With a word of the output fixed, the number between both is what is pointed at.
        shown.view.setSelection({weights, 2, -1}, {});
        QCOMPARE(shown.words(0)[1].cell, (CellRef{weights, 2, 1}));
    }

    void bracketsChooseAHeadAndSayWhich()
    {
        Shown shown(traceOf("transformer"));
        QSignalSpy clicked(&shown.view, &SceneView::clicked);
        const auto press = [&](Qt::Key key) {
            QTest::keyClick(&shown.view, key);
            shown.view.setSelection(clicked.takeLast()[0].value<CellRef>(), {});
        };
        const int heads = shown.trace->attentions.back().headCount();
        QVERIFY(heads > 1);
        QVERIFY(shown.text().blocks()[0].title.contains(QLatin1String("mean of the")));
        for (int head = 0; head < heads; ++head) {
            press(Qt::Key_BracketRight);
            QCOMPARE(shown.as<AlignedPicture>().focus().head, head);
            QVERIFY(shown.text().blocks()[0].title.contains(
                QStringLiteral("head %1 of").arg(head + 1)));
            const TraceTensor& weights =
                shown.trace->tensors[static_cast<std::size_t>(shown.view.state().fixed.tensor)];
            for (const PictureWord& word : shown.words(0))
                QCOMPARE(word.share, static_cast<double>(weights.value.at(0, word.index)));
        }
        for (int head = heads - 1; head >= 0; --head)
            press(Qt::Key_BracketLeft);
        QCOMPARE(shown.as<AlignedPicture>().focus().head, -1);
    }

    void withoutAttentionThereIsNothingToDrawAndItSaysSo()
    {
        for (const char* id : {"dialogue", "translation", "dates"}) {
            Shown shown(traceOf(id, {}, with("attention", false)));
            QVERIFY(shown.view.caption().contains(QLatin1String("No attention")));
            QVERIFY(shown.as<AlignedPicture>().links().empty());
            for (const PictureWord& word : shown.words(0))
                QVERIFY(std::isnan(word.share) && word.cell);
            QVERIFY(!shown.words(1).empty());
        }
    }

    void wordsThatTheModelDoesNotKnowAreMarked()
    {
        Shown shown(traceOf("dialogue", {"are you zyx tomorrow?"}));
        for (const PictureWord& word : shown.words(0))
            QCOMPARE(word.isUnknown, word.text == QLatin1String("zyx"));
        QVERIFY(shown.text().words({0, 2}).contains(QLatin1String("does not know")));
    }

    void whatTheRulesSayIsDrawnDashed()
    {
        for (const char* id : {"translation", "transformer", "dates"}) {
            const TracePtr trace = traceOf(id);
            const std::string text = scenarioOf(id).inputs.front().examples.front().text;
            const auto found = sentenceAlignment(*trace, text);
            QVERIFY(found);
            Shown shown(trace);
            const auto dashed = [&] {
                std::set<std::pair<int, int>> links;
                for (const AlignedPicture::Link& link : shown.as<AlignedPicture>().links())
                    if (std::isnan(link.weight))
                        links.insert({link.step, link.token});
                return links;
            };
            QVERIFY(dashed().empty());
            shown.view.setExpected(trace, found->gold);
            std::set<std::pair<int, int>> right;
            for (int step = 0; step < static_cast<int>(found->gold.size()); ++step)
                for (const int token : found->gold[static_cast<std::size_t>(step)])
                    right.insert({step, token});
            QCOMPARE(dashed(), right);
            QVERIFY(shown.text().blocks()[1].title.contains(QLatin1String("dashed")));
            // Of one word its own, whose words are outlined.
            shown.view.setSelection(shown.words(1)[2].cell, {});
            for (const PictureWord& word : shown.words(0))
                QCOMPARE(word.isExpected, right.contains({2, word.index}));
            // What is found for a text that is no longer there is let be.
            shown.view.setExpected(traceOf(id), {});
            QVERIFY(!dashed().empty());
            shown.view.setTrace(traceOf(id, {"dog"}));
            QVERIFY(dashed().empty());
        }
    }

    void aWrongAnswerIsMarked()
    {
        Shown shown(traceOf("dates", {"31 february 2026"}));
        bool wrong = false;
        for (const PictureWord& word : shown.words(1)) {
            QCOMPARE(word.isWrong, shown.trace->output[static_cast<std::size_t>(word.index)].wrong);
            wrong = wrong || word.text.endsWith(QStringLiteral("✗"));
        }
        QVERIFY(wrong);
        QVERIFY(shown.view.caption().contains(QLatin1String("wrong")));
        shown.view.setMoment(0);
        QVERIFY(!shown.view.caption().contains(QLatin1String("wrong")));
    }

    void sharesAddUpToTheVerdict_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("value");
        const ScenarioSpec& spec = scenarioOf("reviews");
        for (const InputExample& example : spec.inputs.front().examples) {
            const QString text = QString::fromStdString(example.text);
            const std::string name = example.text.substr(0, 16);
            QTest::addRow("%s", name.c_str()) << text << QString() << QString();
            QTest::addRow("%s masked", name.c_str())
                << text << QStringLiteral("mask_padding") << QStringLiteral("true");
            for (const std::string& normaliser : findSetting(spec, "normaliser")->choices)
                QTest::addRow("%s %s", name.c_str(), normaliser.c_str())
                    << text << QStringLiteral("normaliser") << QString::fromStdString(normaliser);
        }
        QTest::newRow("long") << QString::fromStdString(repeated("a good film but dull", 40))
                              << QString() << QString();
    }
    void sharesAddUpToTheVerdict()
    {
        QFETCH(QString, text);
        QFETCH(QString, setting);
        QFETCH(QString, value);
        Settings settings;
        if (setting == QLatin1String("mask_padding"))
            settings.set("mask_padding", true);
        else if (!setting.isEmpty())
            settings.set(setting.toStdString(), value.toStdString());
        Shown shown(traceOf("reviews", {text.toStdString()}, settings));
        const auto& scene = std::get<VerdictScene>(shown.trace->scene->kind);
        const TraceValue& weights = shown.trace->find("weights")->value;
        const TraceValue& values = shown.trace->find("V")->value;
        const TraceValue& logits = shown.trace->find("logits")->value;
        const Parameters& parameters = *shown.trace->parameters;
        const Real* output = parameters[parameters.layout().find("output.weight")].data;
        const Index width = values.columns();
        double sum = scene.bias;
        for (Index j = 0; j < weights.columns(); ++j) {
            double attended = 0;
            for (Index i = 0; i < weights.rows(); ++i)
                attended +=
                    static_cast<double>(weights.at(i, j)) / static_cast<double>(weights.rows());
            double said = 0;
            for (Index k = 0; k < width; ++k)
                said += static_cast<double>(output[width + k] - output[k])
                    * static_cast<double>(values.at(j, k));
            const auto at = static_cast<std::size_t>(j);
            QVERIFY(isNear(scene.attended[at], attended));
            QVERIFY(isNear(scene.shares[at], attended * said));
            sum += scene.shares[at];
        }
        QCOMPARE(scene.changed, 0.0);
        const double difference =
            static_cast<double>(logits.at(0, 1)) - static_cast<double>(logits.at(0, 0));
        QVERIFY(std::abs(sum - difference) < 1e-4);
        // Padding is not drawn, and words are shaded by their shares.
        QCOMPARE(shown.words(0).size(), shown.trace->input.size());
        const double largest = shown.as<VerdictPicture>().largest();
        const Axis& columns = shown.trace->find("weights")->columns;
        bool longest = false;
        for (const PictureWord& word : shown.words(0)) {
            const Index place = shown.trace->labelOf(columns, TokensOf::Input, word.index);
            QVERIFY(isNear(word.share * largest, scene.shares[static_cast<std::size_t>(place)]));
            longest = longest || isNear(std::abs(word.share), 1);
        }
        QVERIFY(longest);
    }

    void whatIsSetByHandBehindTheWeightsIsATermOfItsOwn()
    {
        const TracePtr before = traceOf("reviews");
        const TracePtr after = traceOf("reviews", {}, {}, {{"mean", 0, 0, 3}});
        QCOMPARE(after->edits.size(), std::size_t(1));
        const auto& scene = std::get<VerdictScene>(after->scene->kind);
        QVERIFY(std::abs(scene.changed) > 1e-3);
        double sum = scene.bias + scene.changed;
        for (const double share : scene.shares)
            sum += share;
        const TraceValue& logits = after->find("logits")->value;
        QVERIFY(std::abs(sum - static_cast<double>(logits.at(0, 1) - logits.at(0, 0))) < 1e-4);
        Shown shown(after, before);
        bool told = false;
        for (const PictureWord& word : shown.words(1))
            told = told || word.text.contains(QLatin1String("set by hand"));
        QVERIFY(told);
        // A weight of another word moves the shares of words, which are marked.
        Shown weighed(traceOf("reviews", {}, {}, {{"weights", 60, 60, 0.5F}}), before);
        int changed = 0;
        for (const PictureWord& word : weighed.words(0))
            changed += word.isChanged;
        QVERIFY(changed > 0);
    }

    void beforeTheVerdictTheWeightsAreShown()
    {
        Shown shown(traceOf("reviews"));
        const auto& scene = std::get<VerdictScene>(shown.trace->scene->kind);
        shown.view.setMoment(shown.trace->find("weights")->rowMoments.front());
        QVERIFY(!shown.text().blocks()[0].isSigned);
        const Axis& columns = shown.trace->find("weights")->columns;
        double scale = 0;
        for (const PictureWord& word : shown.words(0)) {
            const auto place = static_cast<std::size_t>(
                shown.trace->labelOf(columns, TokensOf::Input, word.index));
            QVERIFY(word.share >= 0 && word.share <= 1);
            const double by = scene.attended[place] / word.share;
            QVERIFY(scale == 0 || isNear(by, scale));
            scale = by;
        }
        for (const PictureWord& word : shown.words(1))
            QVERIFY(word.isEmpty);
        shown.view.setMoment(0);
        for (const PictureWord& word : shown.words(0))
            QVERIFY(std::isnan(word.share));
    }

    void boxesOpenWithTheirGatesAndSentencesAreReadInTurn()
    {
        Shown shown(traceOf("entity-network"));
        const auto& picture = shown.as<StoryPicture>();
        const TraceTensor& gates = *shown.trace->find("gates");
        QCOMPARE(static_cast<Index>(shown.words(0).size()), gates.value.rows());
        QCOMPARE(static_cast<Index>(shown.words(1).size()), gates.value.columns());
        for (Index row = 0; row < gates.value.rows(); ++row) {
            shown.view.setMoment(gates.rowMoments[static_cast<std::size_t>(row)]);
            QCOMPARE(picture.sentence(), static_cast<int>(row));
            for (Index slot = 0; slot < gates.value.columns(); ++slot)
                QCOMPARE(picture.openness(static_cast<int>(slot)),
                         static_cast<double>(gates.value.at(row, slot)));
            for (const PictureWord& word : shown.words(0)) {
                QCOMPARE(word.isMuted, word.index > row);
                QCOMPARE(std::isnan(word.share), word.index > row);
                QCOMPARE(word.isNow, word.index == row);
            }
        }
        shown.view.setMoment(shown.last());
        const TraceValue& weights = shown.trace->find("answer/weights")->value;
        for (const PictureWord& word : shown.words(0)) {
            double opened = 0;
            for (Index slot = 0; slot < weights.columns(); ++slot)
                opened += static_cast<double>(weights.at(0, slot))
                    * static_cast<double>(gates.value.at(word.index, slot));
            QVERIFY(isNear(word.share, opened));
        }
        for (const PictureWord& word : shown.words(1))
            QCOMPARE(word.share, static_cast<double>(weights.at(0, word.index)));
        // A slot that is pointed at shades the sentences by its own gate.
        for (const PictureWord& word : std::vector(shown.words(1))) {
            shown.view.setSelection({}, word.cell);
            for (const PictureWord& sentence : shown.words(0))
                QCOMPARE(sentence.share,
                         static_cast<double>(gates.value.at(sentence.index, word.index)));
        }
        // A sentence that is pointed at opens the boxes as it did.
        shown.view.setSelection({}, shown.words(0)[1].cell);
        for (Index slot = 0; slot < gates.value.columns(); ++slot)
            QCOMPARE(picture.openness(static_cast<int>(slot)),
                     static_cast<double>(gates.value.at(1, slot)));
    }

    void theAnswerIsRightOrWrongByTheRules()
    {
        Shown shown(traceOf("entity-network"));
        const auto& scene = std::get<StoryScene>(shown.trace->scene->kind);
        QCOMPARE(scene.right, std::string("office"));
        QCOMPARE(shown.trace->output.front().wrong, shown.trace->output.front().text != "office");
        QVERIFY(shown.words(2).back().text.contains(QStringLiteral("✓")));
        // Told of nobody: nothing is known to be right.
        Shown unknown(traceOf("entity-network", {"Anna sleeps.", "Where is Anna?"}));
        QCOMPARE(std::get<StoryScene>(unknown.trace->scene->kind).right, std::string());
        QVERIFY(!unknown.words(2).back().text.contains(QStringLiteral("✓")));
        // Without its attention it answers wrongly, which is said.
        const TracePtr even = traceOf("entity-network", {}, {},
                                      {{"answer/context", 0, 0, 0, {}, {}, EditKind::Zero}});
        QCOMPARE(even->output.front().wrong, even->output.front().text != "office");
    }

    void wordsArePointedAtClickedAndWalkedByKeys()
    {
        Shown shown(traceOf("translation"));
        auto* picture = const_cast<TextPicture*>(&shown.text());
        QSignalSpy hovered(&shown.view, &SceneView::hovered);
        QSignalSpy clicked(&shown.view, &SceneView::clicked);
        const auto centre = [&](std::size_t block, std::size_t word) {
            return shown.text().blocks()[block].placed(shown.words(block)[word]).center();
        };
        QTest::mouseMove(picture, centre(0, 1).toPoint());
        QTRY_COMPARE(hovered.size(), 1);
        QCOMPARE(hovered[0][0].value<CellRef>(), shown.words(0)[1].cell);
        QTest::mouseClick(picture, Qt::LeftButton, {}, centre(1, 2).toPoint());
        QCOMPARE(clicked.size(), 1);
        const CellRef third = clicked[0][0].value<CellRef>();
        QCOMPARE(third, shown.words(1)[2].cell);
        shown.view.setSelection(third, {});
        QTest::mouseClick(picture, Qt::LeftButton, {}, centre(1, 2).toPoint());
        QVERIFY(!clicked.last()[0].value<CellRef>()); // let go

        // Every word is reached by → from the first one.
        shown.view.setSelection({}, {});
        clicked.clear();
        QTest::keyClick(&shown.view, Qt::Key_Down);
        int count = 0;
        while (!clicked.isEmpty()) {
            shown.view.setSelection(clicked.takeLast()[0].value<CellRef>(), {});
            QVERIFY(shown.view.accessibleDescription().contains(QLatin1String("Selected: ")));
            clicked.clear();
            ++count;
            QTest::keyClick(&shown.view, Qt::Key_Right);
        }
        QCOMPARE(count, static_cast<int>(shown.words(0).size() + shown.words(1).size()));
        QTest::keyClick(&shown.view, Qt::Key_Up);
        QCOMPARE(clicked.size(), 1);
        QCOMPARE(
            shown.trace->tensors[static_cast<std::size_t>(clicked[0][0].value<CellRef>().tensor)]
                .path,
            std::string("decoder/attention/weights"));
    }

    void withoutASelectedWordDownBeginsAtTheFirstAndUpAtTheLast_data() { addTexts(); }
    void withoutASelectedWordDownBeginsAtTheFirstAndUpAtTheLast()
    {
        QFETCH(QString, id);
        QFETCH(QStringList, texts);
        Shown shown(traceOf(id.toStdString(), toStrings(texts)));
        const std::vector<WordBlock>& blocks = shown.text().blocks();
        const PictureWord* first = nullptr;
        const PictureWord* last = nullptr;
        for (const WordBlock& block : blocks)
            for (const PictureWord& word : block.words)
                if (word.cell) {
                    first = first ? first : &word;
                    last = &word;
                }
        QVERIFY(first && last);
        QSignalSpy clicked(&shown.view, &SceneView::clicked);
        for (const auto& [key, word] : {std::pair{Qt::Key_Down, first}, {Qt::Key_Up, last}}) {
            shown.view.setSelection({}, {});
            clicked.clear();
            QTest::keyClick(&shown.view, key);
            QCOMPARE(clicked.size(), 1);
            QCOMPARE(clicked[0][0].value<CellRef>(), word->cell);
        }
    }

    void arrowKeysAreTheWindowsUntilAWordIsSelected()
    {
        Shown shown(traceOf("dialogue"));
        QKeyEvent right(QEvent::KeyPress, Qt::Key_Right, Qt::NoModifier);
        QVERIFY(!shown.view.picture()->takeKey(right));
        shown.view.setSelection(shown.words(0)[0].cell, {});
        QVERIFY(shown.view.picture()->takeKey(right));
    }

    void emptyTextsSayWhatToDo()
    {
        for (const char* id : {"dialogue", "reviews", "entity-network", "transformer"}) {
            Shown shown(traceOf(id, {"", ""}));
            QVERIFY(shown.view.picture());
            QVERIFY2(shown.view.caption().contains(QLatin1String(" yet")), id);
        }
    }

    void picturesAreWrittenToFiles_data() { addTexts(); }
    void picturesAreWrittenToFiles()
    {
        QFETCH(QString, id);
        QFETCH(QStringList, texts);
        const QTemporaryDir folder;
        Shown shown(traceOf(id.toStdString(), toStrings(texts)));
        const QRectF room = shown.text().blocks()[0].room;
        for (const char* ending : {"png", "svg", "pdf"}) {
            const QString path = folder.filePath(QStringLiteral("scene.") + QLatin1String(ending));
            QString error;
            QVERIFY2(shown.view.saveTo(path, &error), qPrintable(error));
            QVERIFY(QFileInfo(path).size() > 500);
        }
        QCOMPARE(shown.text().blocks()[0].room, room); // on screen all is where it was
    }
};

QTEST_MAIN(TextSceneTest)
#include "text_scene_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What Flow says of its stages: something of each that is drawn, whatever is chosen, and nothing of
// what is not there; opened by pointer and keys, folded away again.
#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/trace/ablations.h"
#include "tests/ui/shown_flow.h"
#include "ui/views/flow/flow_prose.h"
#include "ui/views/flow/flow_prose_item.h"

#include <QRegularExpression>

#include <set>

using namespace regard;

namespace {

TracePtr traceOf(const Exploration& exploration)
{
    return explore(exploration);
}

/// Every scenario under its defaults, under each value of each setting, and under
/// score and normaliser, and normaliser and mask, together.
std::vector<Exploration> everyExploration()
{
    std::vector<Exploration> all;
    for (const ScenarioSpec& scenario : catalogue()) {
        Exploration plain;
        plain.scenario = scenario.id;
        all.push_back(plain);
        const SettingSpec* together[3] = {};
        for (const SettingSpec& spec : scenario.settings) {
            if (spec.affects == Affects::Training)
                continue;
            if (spec.name == "score")
                together[0] = &spec;
            if (spec.name == "normaliser")
                together[1] = &spec;
            if (spec.name == "mask")
                together[2] = &spec;
            std::vector<SettingValue> values(spec.choices.begin(), spec.choices.end());
            if (std::holds_alternative<bool>(spec.defaultValue))
                values = {true, false};
            if (spec.name == "temperature")
                values = {0.5, 1.0};
            for (const SettingValue& value : values) {
                all.push_back(plain);
                all.back().settings.set(spec.name, value);
            }
        }
        // Each score with each normaliser, and each of those with each mask.
        for (const auto& [a, b] : {std::pair{0, 1}, std::pair{1, 2}})
            for (const std::string& left :
                 together[a] ? together[a]->choices : std::vector<std::string>())
                for (const std::string& right :
                     together[b] ? together[b]->choices : std::vector<std::string>()) {
                    all.push_back(plain);
                    all.back().settings.set(together[a]->name, left);
                    all.back().settings.set(together[b]->name, right);
                }
    }
    return all;
}

QString nameOf(const TraceTensor& tensor)
{
    const std::string_view name = *tensor.source.formula->name;
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

/// What a text may only speak of where its stage has it.
struct Word {
    const char* pattern;
    bool (*holds)(const TraceTensor& tensor);
};

bool isNamed(const TraceTensor& tensor, std::initializer_list<const char*> names)
{
    return std::any_of(names.begin(), names.end(), [&](const char* name) {
        return *tensor.source.formula->name == std::string_view(name);
    });
}

const Word words[]{
    {"√",
     [](const TraceTensor& t) {
         return isNamed(t, {"scaled", "scaled_tempered"});
     }},
    {"temperature",
     [](const TraceTensor& t) { return t.source.numberCount > 1 && t.source.numbers[1] != 1; }},
    {"[Ss]oftmax",
     [](const TraceTensor& t) {
         return isNamed(
             t, {"softmax", "weights_features", "pointer", "probabilities", "class_probabilities"});
     }},
    {"sparsemax", [](const TraceTensor& t) { return isNamed(t, {"sparsemax"}); }},
    {"sigmoid", [](const TraceTensor& t) { return isNamed(t, {"sigmoid"}); }},
    {"window", [](const TraceTensor& t) { return isNamed(t, {"masked_window"}); }},
    {"−∞",
     [](const TraceTensor& t) {
         return nameOf(t).startsWith(QStringLiteral("masked_")) || isNamed(t, {"masked"});
     }},
    {"heads", [](const TraceTensor& t) { return t.source.operands[0].count > 1; }},
    {"LSTM", [](const TraceTensor& t) { return nameOf(t).contains(QStringLiteral("lstm")); }},
    {"GRU", [](const TraceTensor& t) { return nameOf(t).contains(QStringLiteral("gru")); }},
    {"Bahdanau", [](const TraceTensor& t) { return isNamed(t, {"decoder_query"}); }},
    {"post-norm",
     [](const TraceTensor& t) {
         return isNamed(t, {"attended", "layer_output"});
     }},
    {"pre-norm", [](const TraceTensor& t) { return isNamed(t, {"normalised"}); }},
    {"by hand",
     [](const TraceTensor& t) {
         return isNamed(
             t, {"unscaled", "unmasked", "masked_hidden", "even", "taken_out", "passed_on"});
     }},
};

} // namespace

class FlowProseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void everyStageThatIsDrawnHasATextThatHoldsThere()
    {
        std::set<QString> missing;
        std::set<QString> wrong;
        std::set<QString> said;
        for (const Exploration& exploration : everyExploration()) {
            const TracePtr trace = traceOf(exploration);
            for (int i = 0; i < static_cast<int>(trace->tensors.size()); ++i) {
                const TraceTensor& tensor = trace->tensors[static_cast<std::size_t>(i)];
                if (!tensor.source.formula)
                    continue;
                const std::optional<FlowProse> prose = proseOf(*trace, i);
                const QString where =
                    QString::fromStdString(exploration.scenario + " " + tensor.path)
                    + QLatin1Char(' ') + nameOf(tensor);
                if (!prose) {
                    missing.insert(nameOf(tensor));
                    continue;
                }
                const QString text = prose->question + QLatin1Char(' ') + prose->answer;
                said.insert(text);
                if (!prose->question.endsWith(QLatin1Char('?')) || text.contains(QLatin1Char('{')))
                    wrong.insert(where + QStringLiteral(": ") + text);
                const auto sentences =
                    prose->answer.count(QRegularExpression(QStringLiteral("[.](\\s|$)")));
                if (sentences < 1 || sentences > 5)
                    wrong.insert(where + QStringLiteral(": %1 sentences").arg(sentences));
                for (const Word& word : words)
                    if (text.contains(QRegularExpression(QString::fromUtf8(word.pattern)))
                        && !word.holds(tensor))
                        wrong.insert(where + QStringLiteral(": ")
                                     + QString::fromUtf8(word.pattern));
            }
        }
        const QStringList absent(missing.begin(), missing.end());
        QVERIFY2(absent.isEmpty(), qPrintable(absent.join(QLatin1Char(' '))));
        const QStringList false_(wrong.begin(), wrong.end());
        QVERIFY2(false_.isEmpty(), qPrintable(false_.join(QLatin1Char('\n'))));
        QVERIFY(said.size() > 70);
    }

    void whatIsTakenOutByHandHasATextToo()
    {
        for (const char* id : {"self-attention", "transformer", "dialogue"}) {
            Exploration exploration;
            exploration.scenario = id;
            const TracePtr whole = traceOf(exploration);
            for (const Ablation& ablation : ablationsOf(*whole)) {
                Exploration without = exploration;
                without.edits = ablation.edits;
                const TracePtr trace = traceOf(without);
                for (int i = 0; i < static_cast<int>(trace->tensors.size()); ++i)
                    QVERIFY2(!trace->tensors[static_cast<std::size_t>(i)].source.formula
                                 || proseOf(*trace, i),
                             trace->tensors[static_cast<std::size_t>(i)].path.c_str());
            }
        }
    }

    void theNumbersInATextAreThoseOfItsStage()
    {
        Exploration exploration;
        exploration.scenario = "worked-example";
        const TracePtr plain = traceOf(exploration);
        const int scaled = plain->indexOf(Role::Scaled);
        QVERIFY(proseOf(*plain, scaled)->answer.contains(QStringLiteral("√64 = 8")));
        exploration.settings.set("temperature", 2.5);
        const TracePtr hot = traceOf(exploration);
        const FlowProse text = *proseOf(*hot, hot->indexOf(Role::Scaled));
        QVERIFY2(text.answer.contains(QStringLiteral("temperature of 2.5")),
                 qPrintable(text.answer));
    }

    void everyStageOfEveryPictureHasAMarkOrIsReachedByItsKey()
    {
        for (const ScenarioSpec& scenario : catalogue()) {
            Exploration exploration;
            exploration.scenario = scenario.id;
            const auto view = viewOf(traceOf(exploration), {1200, 780});
            for (int page = 0; page < std::max(1, view->pageCount()); ++page) {
                view->setPage(page);
                std::set<int> drawn;
                for (const FlowBox& box : view->scene().plan().boxes)
                    if (box.kind == FlowBox::Kind::Matrix || box.kind == FlowBox::Kind::Vector
                        || box.kind == FlowBox::Kind::Strips || box.kind == FlowBox::Kind::Shares)
                        drawn.insert(box.tensor);
                std::set<int> asked;
                for (std::size_t i = 0; i <= drawn.size() + 4; ++i) {
                    QTest::keyClick(&view->stage(), Qt::Key_Question, Qt::ShiftModifier);
                    if (!view->scene().prose())
                        break;
                    const FlowItem* item = view->scene().item(view->scene().state().asked);
                    QVERIFY(item);
                    asked.insert(item->box().tensor);
                    QVERIFY(view->accessibleDescription().contains(
                        view->scene().prose()->prose().question));
                }
                QVERIFY(!view->scene().prose());
                QVERIFY2(std::includes(asked.begin(), asked.end(), drawn.begin(), drawn.end()),
                         scenario.id.c_str());
            }
        }
    }

    void aClickOnAMarkOpensItsCardWithinThePictureAndAnotherClosesIt()
    {
        for (const QSize size : {QSize(620, 460), QSize(1200, 780)}) {
            Exploration exploration;
            exploration.scenario = "worked-example";
            const auto view = viewOf(traceOf(exploration), size);
            int marks = 0;
            for (const FlowBox& box : view->scene().plan().boxes) {
                const FlowItem* item = view->scene().item(box.key);
                const QRectF mark = item->questionRect();
                if (mark.isNull())
                    continue;
                ++marks;
                QSignalSpy clicks(view.get(), &TraceView::clicked);
                click(*view, mark.center());
                const FlowProseItem* card = view->scene().prose();
                QVERIFY2(card, qPrintable(box.key));
                QCOMPARE(card->prose().answer,
                         proseOf(*view->scene().state().trace, box.tensor)->answer);
                const QRectF bounds = card->boundingRect().adjusted(6, 6, -6, -6);
                QVERIFY2(QRectF(QPointF(), view->scene().plan().size).contains(bounds),
                         qPrintable(box.key));
                click(*view, mark.center());
                QVERIFY(!view->scene().prose());
                QCOMPARE(clicks.size(), 0);
            }
            QVERIFY2(marks >= 4, qPrintable(QString::number(marks)));
        }
    }

    void marksCanBeSwitchedOffAndEscapeClosesACard()
    {
        Exploration exploration;
        exploration.scenario = "worked-example";
        const auto view = viewOf(traceOf(exploration), {1200, 780});
        const FlowItem* q = view->scene().item(QStringLiteral("q"));
        QVERIFY(!q->questionRect().isNull());
        QTest::keyClick(&view->stage(), Qt::Key_Question, Qt::ShiftModifier);
        QVERIFY(view->scene().prose());
        QTest::keyClick(&view->stage(), Qt::Key_Escape);
        QVERIFY(!view->scene().prose());
        view->setQuestions(false);
        QVERIFY(q->questionRect().isNull());
        view->setQuestions(true);
        QVERIFY(!q->questionRect().isNull());
    }

    void aCardFollowsWhatIsTypedAndClosesWithItsStage()
    {
        Exploration exploration;
        exploration.scenario = "worked-example";
        const auto view = viewOf(traceOf(exploration), {1200, 780});
        const QString stage = QStringLiteral("stage%1").arg(static_cast<int>(Role::Scaled));
        click(*view, view->scene().item(stage)->questionRect().center());
        QVERIFY(view->scene().prose()->prose().question.contains(QStringLiteral("√d")));
        exploration.settings.set("temperature", 0.5);
        view->setTrace(traceOf(exploration));
        QVERIFY(view->scene().prose()->prose().question.contains(QStringLiteral("temperature")));
        exploration.settings.set("temperature", 1.0);
        exploration.settings.set("score", std::string("dot"));
        view->setTrace(traceOf(exploration));
        QVERIFY(!view->scene().prose());
    }
};

QTEST_MAIN(FlowProseTest)
#include "flow_prose_test.moc"

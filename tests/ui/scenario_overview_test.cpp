// SPDX-License-Identifier: GPL-3.0-or-later
// What the inspector says before anything is clicked: three sentences about each scenario, and
// every symbol that its formulas draw, under every setting.
#include "ui/panels/scenario_overview.h"
#include "ui/words/formula_words.h"

#include "core/models/scenario.h"
#include "core/scenarios/catalogue.h"
#include "core/scenarios/explore.h"
#include "core/trace/ablations.h"
#include "tests/core/given_formula.h"
#include "ui/panels/formula_view.h"
#include "ui/panels/glossary_meanings.h"
#include "ui/panels/inspector.h"
#include "ui/words/moment_text.h"

#include <QFile>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTest>

#include <map>
#include <set>

using namespace regard;

namespace {

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString nameOf(const Formula* formula)
{
    return formula ? textOf(*formula->name) : QString();
}

/// Each formula's TeX by name, as make.mjs draws it.
std::map<QString, QString> drawnFormulas()
{
    QFile file(QStringLiteral(REGARD_SOURCE_DIR "/resources/formulae/make.mjs"));
    std::map<QString, QString> formulas;
    if (!file.open(QIODevice::ReadOnly))
        return formulas;
    static const QRegularExpression line(QStringLiteral("(\\w+): String\\.raw`([^`]*)`"));
    for (auto lines = line.globalMatch(QString::fromUtf8(file.readAll())); lines.hasNext();) {
        const QRegularExpressionMatch match = lines.next();
        formulas[match.captured(1)] = match.captured(2);
    }
    return formulas;
}

/// The symbols of a TeX formula as symbolsOf() writes them.
std::set<QString> drawnSymbols(QString tex)
{
    std::set<QString> symbols;
    const auto take = [&](const char* pattern, const auto& symbolOf) {
        const QRegularExpression expression(QString::fromLatin1(pattern));
        for (auto found = expression.globalMatch(tex); found.hasNext();) {
            const QString symbol = symbolOf(found.next());
            if (!symbol.isEmpty())
                symbols.insert(symbol);
        }
        tex.replace(expression, QStringLiteral(" "));
    };
    const auto replace = [&](const char* pattern, const QString& by) {
        tex.replace(QRegularExpression(QString::fromLatin1(pattern)), by);
    };
    replace("\\\\text\\{[^}]*\\}|\\\\text\\{ \\}", QStringLiteral(" "));
    replace("\\\\(begin|end)\\{\\w+\\}", QStringLiteral(" "));
    // Colours: \Q{…} is what it has inside.
    static const QRegularExpression colour(QStringLiteral(
        "\\\\[QKVSACHDXGP]\\{((?:[^{}]|\\{(?:[^{}]|\\{(?:[^{}]|\\{[^{}]*\\})*\\})*\\})*)\\}"));
    while (tex.contains(colour))
        tex.replace(colour, QStringLiteral("\\1"));
    for (const auto& [name, letter] : {std::pair{"mu", "μ"},
                                       {"gamma", "γ"},
                                       {"beta", "β"},
                                       {"sigma", "σ"},
                                       {"tau", "τ"},
                                       {"lambda", "λ"},
                                       {"theta", "θ"},
                                       {"delta", "δ"},
                                       {"varphi", "φ"},
                                       {"varepsilon", "ε"},
                                       {"ell", "ℓ"}})
        replace((std::string("\\\\") + name + "(?![a-z])").c_str(), QString::fromUtf8(letter));
    for (const auto& [name, mark] :
         {std::pair{"tilde", "\u0303"}, {"hat", "\u0302"}, {"bar", "\u0304"}})
        replace((std::string("\\\\") + name + "\\{\\\\mathbf\\{(\\w)\\}\\}").c_str(),
                QStringLiteral("\\mathbf{\\1%1}").arg(QString::fromUtf8(mark)));
    // Precomposed as the table has them where Unicode has them.
    tex = tex.normalized(QString::NormalizationForm_C);
    take("\\\\odot", [](const auto&) { return QStringLiteral("⊙"); });
    take("\\\\lVert|\\\\rVert", [](const auto&) { return QStringLiteral("‖‖"); });
    take("\\\\(tanh|exp)(?![a-z])", [](const auto& m) { return m.captured(1); });
    take("\\\\(?:mathrm|operatorname)\\{(\\w+)\\}", [](const auto& m) { return m.captured(1); });
    if (QRegularExpression(QStringLiteral("\\[[^\\]]*;[^\\]]*\\]")).match(tex).hasMatch())
        symbols.insert(QStringLiteral("[;]"));
    // Names with an index of their own, then vectors, then what is left.
    take("\\\\mathbf\\{([wb])\\}('?)_([vo12rznifg])", [](const auto& m) {
        return QStringLiteral("*%1%2_%3")
            .arg(m.captured(1), m.captured(2).isEmpty() ? QString() : QStringLiteral("′"),
                 m.captured(3));
    });
    take("[WU]_\\w", [](const auto& m) { return m.captured(0); });
    take("W\\^([QKVO])", [](const auto& m) { return QStringLiteral("W^") + m.captured(1); });
    take("\\\\mathbf\\{b\\}\\^([QKVO])",
         [](const auto& m) { return QStringLiteral("*b^") + m.captured(1); });
    take("\\\\(?:mathbf|boldsymbol)\\{(\\p{L}\\p{M}*)\\}('?)", [](const auto& m) {
        return QStringLiteral("*") + m.captured(1)
            + (m.captured(2).isEmpty() ? QString() : QStringLiteral("′"));
    });
    replace("\\\\[a-zA-Z]+", QStringLiteral(" "));
    take("\\p{L}", [](const auto& m) { return m.captured(0); });
    return symbols;
}

/// A scenario under its defaults and under each value of each setting that the window offers.
std::vector<Exploration> variantsOf(const ScenarioSpec& scenario)
{
    Exploration plain;
    plain.scenario = scenario.id;
    std::vector<Exploration> all{plain};
    const auto add = [&](const std::string& name, SettingValue value) {
        all.push_back(plain);
        all.back().settings.set(name, std::move(value));
    };
    const auto find = [&](const char* name) {
        const auto found =
            std::find_if(scenario.settings.begin(), scenario.settings.end(),
                         [&](const SettingSpec& setting) { return setting.name == name; });
        return found == scenario.settings.end() ? nullptr : &*found;
    };
    for (const SettingSpec& setting : scenario.settings) {
        if (setting.affects == Affects::Training)
            continue;
        for (const std::string& choice : setting.choices)
            add(setting.name, choice);
        if (std::holds_alternative<bool>(setting.defaultValue))
            for (const bool value : {false, true})
                add(setting.name, value);
    }
    if (const SettingSpec* temperature = find("temperature"))
        add(temperature->name, 0.5);
    // Input feeding is of Luong's placement, attention alone has none of a score.
    if (find("input_feeding")) {
        add("placement", std::string("luong"));
        all.back().settings.set("input_feeding", true);
    }
    return all;
}

template <class Check> void forEveryTrace(const Check& check)
{
    for (const ScenarioSpec& scenario : catalogue())
        for (const Exploration& exploration : variantsOf(scenario)) {
            check(explore(exploration));
            if (QTest::currentTestFailed())
                return;
        }
}

} // namespace

class ScenarioOverviewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setResourceDirectory(REGARD_SOURCE_DIR "/resources"); }

    void everyScenarioHasThreeSentences()
    {
        for (const ScenarioSpec& scenario : catalogue()) {
            const QStringList sentences = aboutScenario(scenario.id);
            QVERIFY2(sentences.size() == 3, scenario.id.c_str());
            QVERIFY2(sentences.last().startsWith(QStringLiteral("Look first at")),
                     scenario.id.c_str());
            for (const QString& sentence : sentences) {
                QVERIFY2(sentence.endsWith(QLatin1Char('.')), qPrintable(sentence));
                QVERIFY2(sentence.count(QLatin1Char('.')) == 1, qPrintable(sentence));
            }
        }
        QVERIFY(aboutScenario("none").isEmpty());
    }

    void theSymbolsOfAFormulaAreThoseOfItsDrawing()
    {
        const std::map<QString, QString> drawn = drawnFormulas();
        QVERIFY(drawn.size() > 80);
        std::set<const Formula*> seen;
        forEveryTrace([&](const std::shared_ptr<const Trace>& trace) {
            for (const TraceTensor& tensor : trace->tensors)
                seen.insert(tensor.source.formula);
        });
        seen.erase(nullptr);
        for (const Formula* formula : seen) {
            const QString name = nameOf(formula);
            QVERIFY2(drawn.count(name), qPrintable(name));
            const QStringList written = symbolsOf(formula);
            QVERIFY2(!written.isEmpty(), qPrintable(name));
            std::set<QString> symbols(written.begin(), written.end());
            // What has no letter of its own is named by an expression.
            static const QRegularExpression expression(QStringLiteral("[⊙·;].*\\*|\\*.*[⊙·;]"));
            if (written.first().contains(expression))
                symbols.erase(written.first());
            const std::set<QString> wanted = drawnSymbols(drawn.at(name));
            const QStringList a(symbols.begin(), symbols.end());
            const QStringList b(wanted.begin(), wanted.end());
            QVERIFY2(symbols == wanted,
                     qPrintable(name + QStringLiteral(": ") + a.join(QLatin1Char(' '))
                                + QStringLiteral(" | ") + b.join(QLatin1Char(' '))));
        }
    }

    void everySymbolAndEveryNameOfATraceHasItsMeaning()
    {
        std::set<std::size_t> used;
        const auto check = [&](const std::shared_ptr<const Trace>& trace) {
            std::set<QString> told;
            std::set<QString> names;
            for (const GlossaryEntry& entry : glossaryOf(*trace)) {
                QVERIFY2(!entry.symbols.isEmpty(), qPrintable(entry.meaning));
                used.insert(entry.line);
                told.insert(entry.meaning);
                names.insert(entry.names.begin(), entry.names.end());
            }
            for (const TraceTensor& tensor : trace->tensors) {
                QVERIFY2(names.count(textOf(tensor.name())),
                         (trace->scenario + ": " + tensor.path).c_str());
                const Formula* formula = tensor.source.formula;
                for (const QString& symbol : symbolsOf(formula)) {
                    const QString meaning = meaningOf(symbol, formula, trace->scenario);
                    QVERIFY2(!meaning.isEmpty() && told.count(meaning),
                             qPrintable(textOf(trace->scenario) + QStringLiteral(": ") + symbol
                                        + QStringLiteral(" in ") + nameOf(formula)));
                }
            }
        };
        forEveryTrace(check);
        // What a person takes out has formulas of its own.
        for (const char* id : {"self-attention", "transformer", "dialogue"}) {
            Exploration exploration;
            exploration.scenario = id;
            for (const Ablation& ablation : ablationsOf(*explore(exploration))) {
                Exploration without = exploration;
                without.edits = ablation.edits;
                check(explore(without));
            }
        }
        for (std::size_t line = 0; line < glossaryLines(); ++line)
            QVERIFY2(used.count(line),
                     qPrintable(QStringLiteral("line %1: ").arg(line) + glossaryLine(line)));
    }

    void everyNameStandsBesideTheSymbolThatItsFormulaDefines()
    {
        const std::map<QString, QString> drawn = drawnFormulas();
        const auto plain = [](QString symbol) { return symbol.remove(QLatin1Char('*')); };
        // What stands before the sign, in each line of the formula.
        std::map<const Formula*, std::set<QString>> known;
        const auto definedBy = [&](const Formula* formula) -> const std::set<QString>& {
            const auto [own, isNew] = known.try_emplace(formula);
            for (QString line :
                 isNew ? drawn.at(nameOf(formula)).split(QStringLiteral("\\\\")) : QStringList()) {
                line.replace(QStringLiteral("\\leftarrow"), QStringLiteral("="));
                // A pointer's: p(choice = j) = a = …
                const int last = *formula->name == "pointer" ? 2 : 0;
                if (line.contains(QLatin1Char('=')))
                    for (const QString& symbol :
                         drawnSymbols(line.section(QLatin1Char('='), 0, last)))
                        own->second.insert(plain(symbol));
            }
            return own->second;
        };
        std::set<const Formula*> held;
        forEveryTrace([&](const std::shared_ptr<const Trace>& trace) {
            const std::vector<GlossaryEntry> entries = glossaryOf(*trace);
            for (const TraceTensor& tensor : trace->tensors) {
                const Formula* formula = tensor.source.formula;
                if (!formula)
                    continue;
                const std::set<QString>& defined = definedBy(formula);
                if (defined.empty() || symbolsOf(formula).first().contains(QLatin1Char(';')))
                    continue; // an expression without a letter of its own
                const bool told =
                    std::any_of(entries.begin(), entries.end(), [&](const GlossaryEntry& entry) {
                        return entry.names.contains(textOf(tensor.name()))
                            && std::any_of(entry.symbols.begin(), entry.symbols.end(),
                                           [&](const QString& symbol) {
                                               return defined.count(plain(symbol)) > 0;
                                           });
                    });
                QVERIFY2(told, (trace->scenario + ": " + tensor.path).c_str());
                held.insert(formula);
            }
        });
        QVERIFY(held.size() > 60);
    }

    void everyLetterInTheWordsOfAMomentIsInTheGlossary()
    {
        std::set<QString> missing;
        forEveryTrace([&](const std::shared_ptr<const Trace>& trace) {
            QString letters;
            for (const GlossaryEntry& entry : glossaryOf(*trace))
                letters += QStringLiteral(" ") + entry.symbols.join(QLatin1Char(' '))
                    + QLatin1Char(' ') + entry.names.join(QLatin1Char(' ')) + QLatin1Char(' ')
                    + entry.meaning;
            std::set<QString> seen;
            for (int i = 0; i < static_cast<int>(trace->moments.size()); ++i) {
                // Without the step's token, which may be a letter.
                QString text = momentText(*trace, i);
                static const QRegularExpression step(
                    QStringLiteral("^(step \\d+( “.*”)?|“[^”]*”) · "));
                text.remove(step);
                if (!seen.insert(text).second)
                    continue;
                static const QRegularExpression letter(
                    QStringLiteral("(?<![\\p{L}_])(\\p{L}\\p{M}*)(?:_(\\p{L}))?(?![\\p{L}’'])"));
                for (auto found = letter.globalMatch(text); found.hasNext();) {
                    const QRegularExpressionMatch match = found.next();
                    const QString symbol = match.captured(2).isEmpty()
                        ? QRegularExpression::escape(match.captured(1))
                        : match.captured(1) + QStringLiteral("[_^]") + match.captured(2);
                    const QRegularExpression told(
                        QStringLiteral("(?<![\\p{L}_])%1(?![\\p{L}])").arg(symbol));
                    if (!letters.contains(told))
                        missing.insert(textOf(trace->scenario) + QStringLiteral(": ")
                                       + match.captured(0) + QStringLiteral(" in ") + text);
                }
            }
        });
        const QStringList all(missing.begin(), missing.end());
        QVERIFY2(all.isEmpty(), qPrintable(all.join(QLatin1Char('\n'))));
    }

    void everyLineOfTheGlossaryHoldsWhereItSaysSo()
    {
        const auto words = [](const char* list) {
            return QString::fromUtf8(list).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        };
        for (const std::span<const Meaning> part :
             {attentionMeanings(), modelMeanings(), signMeanings()})
            for (const Meaning& line : part)
                for (const QString& symbol : words(line.symbols))
                    for (const QString& scenario : words(line.scenarios))
                        for (const QString& name :
                             *line.formulas ? words(line.formulas) : QStringList{QString()}) {
                            const std::string text = name.toStdString();
                            Formula formula = givenFormula;
                            formula.name = std::string_view(text);
                            QCOMPARE(meaningOf(symbol, &formula, scenario.toStdString()),
                                     QCoreApplication::translate("Glossary", line.text));
                        }
    }

    void aGatesSigmaIsTheLogisticFunctionAndAScoresItsWidth()
    {
        for (const char* scenario : {"dialogue", "translation", "dates"}) {
            Exploration exploration;
            exploration.scenario = scenario;
            exploration.settings.set("cell", std::string("gru"));
            const auto gates = explore(exploration);
            exploration.settings.set("score", std::string("gaussian"));
            const auto both = explore(exploration);
            const auto sigmas = [](const Trace& trace) {
                QStringList found;
                for (const GlossaryEntry& entry : glossaryOf(trace))
                    if (entry.symbols.contains(QStringLiteral("σ")))
                        found << entry.meaning;
                found.sort();
                return found;
            };
            QCOMPARE(sigmas(*gates),
                     QStringList{QStringLiteral("logistic function: brings any number to 0 … 1")});
            QCOMPARE(
                sigmas(*both),
                (QStringList{QStringLiteral("learnt width: how near a key must be to its query"),
                             QStringLiteral("logistic function: brings any number to 0 … 1")}));
        }
    }

    void noLineOfTheGlossarySaysTheSameTwice()
    {
        forEveryTrace([](const std::shared_ptr<const Trace>& trace) {
            std::set<QString> rows;
            for (const GlossaryEntry& entry : glossaryOf(*trace))
                QVERIFY2(rows.insert(entry.symbols.join(QLatin1Char(' ')) + entry.meaning).second,
                         qPrintable(entry.meaning));
        });
    }

    void withNothingSelectedTheInspectorTellsTheScenario()
    {
        for (const ScenarioSpec& scenario : catalogue()) {
            Exploration exploration;
            exploration.scenario = scenario.id;
            const auto trace = explore(exploration);
            Inspector inspector;
            inspector.resize(290, 420);
            inspector.show();
            inspector.setTrace(trace);
            inspector.setMoment(static_cast<int>(trace->moments.size()) - 1, QString());
            const ScenarioOverview* overview = inspector.overview();
            QVERIFY(overview->isVisible());
            QVERIFY(!overview->accessibleName().isEmpty());
            QCOMPARE(overview->sentences(), aboutScenario(scenario.id));
            QCOMPARE(overview->glossary().size(), glossaryOf(*trace).size());
            for (const auto& [symbols, meaning] : overview->glossary()) {
                QVERIFY2(!symbols.trimmed().isEmpty() && !symbols.contains(QLatin1Char('*')),
                         qPrintable(meaning));
                QVERIFY(overview->glossaryLabel()->accessibleDescription().contains(meaning));
            }
            // All of it can be scrolled to and nothing is cut at the side.
            QTRY_VERIFY(overview->verticalScrollBar()->maximum() > 0);
            QVERIFY2(overview->widget()->width() <= overview->viewport()->width(),
                     scenario.id.c_str());
        }
    }

    void aClickReplacesItInPlaceAndEscapeBringsItBackWhereItWasScrolledTo()
    {
        Exploration exploration;
        exploration.scenario = "self-attention";
        const auto trace = explore(exploration);
        Inspector inspector;
        inspector.resize(290, 420);
        inspector.show();
        inspector.setTrace(trace);
        inspector.setMoment(0, QString());
        QCOMPARE(nameOf(inspector.formula()->formula()), QStringLiteral("embedding"));
        const QRect before(inspector.tabs()->geometry());
        const QRect page = inspector.overview()->geometry();
        QTRY_VERIFY(inspector.overview()->verticalScrollBar()->maximum() > 40);
        inspector.overview()->verticalScrollBar()->setValue(40);
        inspector.setPlace({trace->indexOf("layer1/head0/weights"), 0, 0});
        QVERIFY(!inspector.overview()->isVisible());
        QCOMPARE(nameOf(inspector.formula()->formula()), QStringLiteral("softmax"));
        QCOMPARE(inspector.tabs()->geometry(), before);
        // Meanwhile another trace has come.
        exploration.settings.set("score", std::string("additive"));
        const auto additive = explore(exploration);
        inspector.setTrace(additive);
        inspector.setPlace({});
        QVERIFY(inspector.overview()->isVisible());
        QCOMPARE(inspector.overview()->glossary().size(), glossaryOf(*additive).size());
        QCOMPARE(inspector.overview()->geometry(), page);
        QTRY_COMPARE(inspector.overview()->verticalScrollBar()->value(), 40);
    }
};

QTEST_MAIN(ScenarioOverviewTest)
#include "scenario_overview_test.moc"

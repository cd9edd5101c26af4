// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "core/scenarios/catalogue.h"
#include "core/trace/probe.h"
#include "ui/window/render.h"

#include <QRegularExpression>

namespace regard {

namespace {

QString viewFrom(const QString& name)
{
    if (!renderViews().contains(name))
        throw UsageError("--view '" + name.toStdString() + "': choose "
                         + renderViews().join(QStringLiteral(", ")).toStdString());
    return name;
}

/// "PATH,ROW,COLUMN", counted from 1.
Place cellFrom(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("^(.+),(\\d{1,9}),(\\d{1,9})$"));
    const QRegularExpressionMatch match = pattern.match(text);
    Place place{match.captured(1).toStdString(),
                match.captured(2).toInt() - 1,
                match.captured(3).toInt() - 1,
                {},
                {}};
    if (!match.hasMatch() || place.row < 0 || place.column < 0)
        throw UsageError("--cell '" + text.toStdString()
                         + "': write PATH,ROW,COLUMN, counted from 1");
    return place;
}

QSize sizeFrom(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("^(\\d{2,5})x(\\d{2,5})$"));
    const QRegularExpressionMatch match = pattern.match(text);
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    if (!match.hasMatch() || size.width() < 100 || size.height() < 100 || size.width() > 16384
        || size.height() > 16384)
        throw UsageError("--size '" + text.toStdString()
                         + "': write WIDTHxHEIGHT, each from 100 to 16384");
    return size;
}

QStringList paletteNames()
{
    QStringList names;
    for (const Palette& palette : palettes())
        names << QLatin1String(palette.id);
    return names;
}

bool darkFrom(const QString& theme)
{
    if (theme != QLatin1String("light") && theme != QLatin1String("dark"))
        throw UsageError("--theme '" + theme.toStdString() + "': use light or dark");
    return theme == QLatin1String("dark");
}

Palettes palettesFrom(const QStringList& names)
{
    Palettes chosen;
    for (const QString& name : names) {
        const Palette* palette = paletteOf(name);
        if (!palette)
            throw UsageError("--palette '" + name.toStdString() + "': choose "
                             + paletteNames().join(QStringLiteral(", ")).toStdString());
        chosen.choose(*palette);
    }
    return chosen;
}

/// "score=dot,additive": the first pane with the first value, a pane beside it for each other.
void compare(Workspace& workspace, const QString& text)
{
    const Exploration first = workspace.panes.front().exploration;
    const ScenarioSpec& scenario = scenarioOf(first.scenario);
    const std::string option = "--compare '" + text.toStdString() + "': ";
    const std::string name = text.section(QLatin1Char('='), 0, 0).toStdString();
    const QStringList values = text.section(QLatin1Char('='), 1).split(QLatin1Char(','));
    const SettingSpec* spec = findSetting(scenario, name);
    if (!spec || spec->affects == Affects::Training)
        throw UsageError(option + scenario.id
                         + " has no such setting to compare, regard catalogue lists them");
    if (values.size() < 2 || values.size() > static_cast<qsizetype>(mostPanes))
        throw UsageError(option + "write NAME=VALUE,VALUE, from 2 to " + std::to_string(mostPanes)
                         + " values");
    workspace.panes.resize(1);
    for (const QString& value : values) {
        PaneState pane = workspace.panes.front();
        pane.exploration = first;
        try {
            pane.exploration.settings.set(name, parseSetting(*spec, value.toStdString()));
        } catch (const std::invalid_argument& error) {
            throw UsageError("--compare: " + std::string(error.what()));
        }
        pane.exploration = followed(first, pane.exploration, {name}, scenario);
        pane.own = {name};
        workspace.panes.push_back(std::move(pane));
    }
    workspace.panes.erase(workspace.panes.begin());
    workspace.panes.front().own.clear();
}

} // namespace

void addRenderOptions(QCommandLineParser& parser)
{
    parser.addOptions({
        {QStringLiteral("text"), QStringLiteral("input text, once for each input of the scenario"),
         QStringLiteral("T")},
        {QStringLiteral("view"), renderViews().join(QStringLiteral(", ")), QStringLiteral("NAME"),
         QStringLiteral("flow")},
        {QStringLiteral("set"), QStringLiteral("a setting, see regard catalogue"),
         QStringLiteral("name=value")},
        {QStringLiteral("compare"),
         QStringLiteral("a setting and 2 to %1 values: a pane for each, side by side")
             .arg(mostPanes),
         QStringLiteral("name=value,value")},
        {QStringLiteral("cell"),
         QStringLiteral("the number that is selected, PATH,ROW,COLUMN from 1: what the inspector "
                        "of the window explains"),
         QStringLiteral("PLACE")},
        {QStringLiteral("size"), QStringLiteral("width and height"), QStringLiteral("WxH"),
         QStringLiteral("1280x800")},
        {QStringLiteral("theme"), QStringLiteral("light or dark"), QStringLiteral("NAME"),
         QStringLiteral("light")},
        {QStringLiteral("projector"), QStringLiteral("strong contrast, bold lines and large type")},
        {QStringLiteral("palette"),
         QStringLiteral("colours of weights or of numbers with a sign, once for each: %1")
             .arg(paletteNames().join(QStringLiteral(", "))),
         QStringLiteral("NAME")},
        {QStringLiteral("out"), QStringLiteral("FILE.png, FILE.svg or FILE.pdf"),
         QStringLiteral("FILE")},
    });
}

void runRender(const QCommandLineParser& parser, std::stop_token stop)
{
    Workspace workspace = workspaceFrom(parser, stop);
    if (parser.isSet(QStringLiteral("compare")))
        compare(workspace, parser.value(QStringLiteral("compare")));
    const PaneState& pane = workspace.panes.front();
    const std::string out = required(parser, QStringLiteral("out"));
    if (!out.ends_with(".png") && !out.ends_with(".svg") && !out.ends_with(".pdf"))
        throw UsageError("--out '" + out
                         + "': unknown kind of file, end it with .png, .svg or .pdf");
    RenderRequest request;
    const bool ownView = !pane.view.empty() && !parser.isSet(QStringLiteral("view"));
    request.view = viewFrom(ownView ? QString::fromStdString(pane.view)
                                    : parser.value(QStringLiteral("view")));
    request.cell = parser.isSet(QStringLiteral("cell"))
        ? cellFrom(parser.value(QStringLiteral("cell")))
        : pane.selection;
    request.size = sizeFrom(parser.value(QStringLiteral("size")));
    request.dark = darkFrom(parser.value(QStringLiteral("theme")));
    request.projector = parser.isSet(QStringLiteral("projector"));
    request.palettes = palettesFrom(parser.values(QStringLiteral("palette")));
    request.exploration = pane.exploration;
    request.beside.assign(workspace.panes.begin() + 1, workspace.panes.end());
    if (request.view == QLatin1String("window"))
        request.shown = QString::fromStdString(pane.view);
    else if (!ownView)
        for (PaneState& beside : request.beside)
            beside.view.clear();
    const FinishesFirst finishes;
    for (const std::string& note : renderFile(request, QString::fromStdString(out), stop))
        printError("note: " + note);
}

} // namespace regard

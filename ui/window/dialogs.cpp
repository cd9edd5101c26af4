// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/dialogs.h"

#include "ui/panels/drawings.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>
#include <vector>

namespace regard {

namespace {

struct DialogText {
    Q_DECLARE_TR_FUNCTIONS(DialogText)
};

QDialog* dialogWith(QWidget* parent, const QString& title, QWidget* content)
{
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(20, 18, 20, 14);
    layout->setSpacing(14);
    layout->addWidget(content);
    layout->addWidget(buttons);
    layout->setSizeConstraint(QLayout::SetFixedSize);
    return dialog;
}

} // namespace

void showShortcuts(QWidget* parent)
{
    // Keys that are no action's, then those of all actions.
    std::vector<std::pair<QString, QString>> lines{
        {DialogText::tr("Space"), DialogText::tr("Play or pause the computation")},
        {DialogText::tr("Left, Right"), DialogText::tr("One step back or forward")},
        {DialogText::tr("Home, End"), DialogText::tr("To the first or the last operation")},
        {DialogText::tr("Arrow keys"),
         DialogText::tr("In a picture with a fixed cell or map: the next one")},
        {DialogText::tr("[ and ], PgUp and PgDn"),
         DialogText::tr("Head and layer, or page, in Flow; head, and a page of words, in Arcs")},
        {DialogText::tr("Ctrl+click, Shift+click"),
         DialogText::tr(
             "In Heatmap: more rows or columns, merged; in Arcs: more words, summed up")},
        {DialogText::tr("Shift+arrow keys"),
         DialogText::tr("In Heatmap and Arcs: one row, column or word more")},
        {DialogText::tr("?"),
         DialogText::tr(
             "In Flow: what a stage is for, of the selected one first; again: the next")},
        {DialogText::tr("Enter"),
         DialogText::tr("In Flow and Arcs with a fixed place, and in Heads: its tensor large")},
        {DialogText::tr("Right click, menu key"),
         DialogText::tr("On a setting: compare it with another value")},
        {DialogText::tr("Double click, F2, Enter"),
         DialogText::tr("In Heatmap on a number: type another")},
        {DialogText::tr("Click, Space"),
         DialogText::tr("On a token of the input: mask it, or show it again")},
        {DialogText::tr("Ctrl+click, Enter"), DialogText::tr("On a token: select it")},
        {DialogText::tr("M"), DialogText::tr("In Heads: the head joins or leaves the merged map")},
        {DialogText::tr("Ctrl+arrow keys, Insert, Delete"),
         DialogText::tr("In Scene: move the selected point, add one, take it out")},
        {DialogText::tr("[ and ], Up and Down"),
         DialogText::tr("In Cell: another layer or direction, another unit")},
        {DialogText::tr("+, −, 0"),
         DialogText::tr("Zoom in, out, and fit, in Heatmap, Arcs and Cell")},
        {DialogText::tr("Tab, Shift+Tab"), DialogText::tr("To the next or previous control")},
    };
    for (const QAction* action : parent->window()->findChildren<QAction*>()) {
        if (action->shortcuts().isEmpty())
            continue;
        // What stays when the text goes on to name the step that is undone.
        QString text = action->iconText().section(QLatin1Char('\t'), 0, 0);
        text.remove(QLatin1Char('&')).remove(QChar(0x2026));
        lines.emplace_back(
            QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText), text);
    }
    auto* content = new QWidget;
    auto* grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(7);
    int row = 0;
    for (const auto& [keys, what] : lines) {
        auto* key = new QLabel(keys);
        QFont bold = key->font();
        bold.setWeight(QFont::DemiBold);
        key->setFont(bold);
        grid->addWidget(key, row, 0);
        grid->addWidget(new QLabel(what), row, 1);
        ++row;
    }
    dialogWith(parent, DialogText::tr("Keys"), content)->show();
}

void showAbout(QWidget* parent)
{
    auto* content = new QWidget;
    auto* layout = new QHBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(18);
    auto* sign = new QLabel;
    sign->setPixmap(programIcon().pixmap(QSize(72, 72)));
    layout->addWidget(sign, 0, Qt::AlignTop);
    const QString version = QCoreApplication::applicationVersion();
    auto* text = new QLabel(
        DialogText::tr("<b>Regard %1</b><p>See how attention works. Every number on screen is "
                       "computed from what was typed.</p>"
                       "<p>Qt %2 · QCustomPlot · Eigen · oneTBB</p>"
                       "<p>Free software under the GNU General Public License, version 3 or "
                       "later; it comes without any warranty.<br>"
                       "<a href=\"https://www.gnu.org/licenses/gpl-3.0.html\">"
                       "www.gnu.org/licenses/gpl-3.0.html</a></p>")
            .arg(version, QString::fromLatin1(qVersion())));
    text->setWordWrap(true);
    text->setMinimumWidth(360);
    text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    text->setOpenExternalLinks(true);
    layout->addWidget(text, 1);
    dialogWith(parent, DialogText::tr("About Regard"), content)->show();
}

} // namespace regard

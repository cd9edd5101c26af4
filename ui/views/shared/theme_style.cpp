// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>

#include <utility>

namespace regard {

namespace {

/// @name stands for a colour, @icons for the folder of the theme's glyphs.
constexpr const char* sheet = R"(
QMainWindow, QDialog { background: @window; }
QMainWindow::separator { background: @window; width: 6px; height: 6px; }
QMainWindow::separator:hover { background: @accent; }
QToolTip { background: @tip; color: @tipText; border: 1px solid @tip; padding: 4px 7px; }

QDockWidget { color: @muted; font-weight: 600; }
QDockWidget::title { background: @window; padding: 7px 10px; text-align: left; }
QDockWidget::close-button, QDockWidget::float-button { border: none; padding: 1px; border-radius: 4px; }
QDockWidget::close-button:hover, QDockWidget::float-button:hover { background: @raised; }

QToolBar { background: @window; border: none; border-bottom: 1px solid @border; padding: 5px 8px; spacing: 6px; }
QToolBar::separator { background: transparent; border-left: 1px solid @border; width: 1px; margin: 5px 2px; }
QStatusBar { background: @window; color: @muted; border-top: 1px solid @border; }
QStatusBar::item { border: none; }
QMenuBar { background: @window; color: @text; }
QMenuBar::item { padding: 5px 10px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: @raised; }
QMenu { background: @surface; color: @text; border: 1px solid @border; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 26px; border-radius: 5px; }
QMenu::item:selected { background: @chosen; color: @text; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @border; margin: 5px 8px; }
QMenu::icon { padding-left: 6px; }

QPushButton { background: @surface; color: @text; border: 1px solid @border; border-radius: 6px; padding: 5px 14px; min-height: 18px; }
QPushButton:hover { background: @raised; border-color: @edge; }
QPushButton:pressed { background: @pressed; }
QPushButton:checked { background: @chosen; border-color: @accent; }
QPushButton:default { background: @accent; border-color: @accent; color: @onAccent; }
QPushButton:default:hover { background: @accentHover; }
QPushButton:default:focus { border: 2px solid @text; padding: 4px 13px; }
QPushButton:focus { border: 2px solid @accent; padding: 4px 13px; }
QPushButton:disabled { background: @window; color: @disabled; border-color: @grid; }

QToolButton { background: transparent; color: @text; border: 1px solid transparent; border-radius: 6px; padding: 4px 8px; }
QToolButton:hover { background: @raised; }
QToolButton:pressed { background: @pressed; }
QToolButton:checked { background: @chosen; border-color: @accent; }
QToolButton:focus { border: 2px solid @accent; padding: 3px 7px; }
QToolButton:disabled { color: @disabled; }
QToolButton#compact { padding: 1px; }
QToolButton#compact:focus { padding: 0; }
QToolButton[popupMode="1"] { padding-right: 22px; }
QToolButton[popupMode="2"] { padding-right: 20px; }
QToolButton[popupMode="2"]:focus { padding-right: 19px; }
QToolButton::menu-button { border: none; border-left: 1px solid @border; width: 18px; }
QToolButton::menu-indicator { image: url(@icons/down.svg); subcontrol-origin: padding; subcontrol-position: right center; right: 4px; width: 10px; height: 10px; }
QToolButton::menu-arrow { image: url(@icons/down.svg); width: 10px; height: 10px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
  background: @surface; color: @text; border: 1px solid @border; border-radius: 6px; padding: 4px 8px;
  selection-background-color: @marked; selection-color: @text; }
QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover, QComboBox:hover { border-color: @edge; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {
  border: 2px solid @accent; padding: 3px 7px; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled { background: @window; color: @disabled; border-color: @grid; }
QComboBox { padding-right: 24px; min-height: 18px; combobox-popup: 0; }
QComboBox:focus { padding-right: 23px; }
QComboBox::drop-down { border: none; width: 22px; subcontrol-origin: padding; subcontrol-position: center right; }
QComboBox::down-arrow { image: url(@icons/down.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @surface; color: @text; border: 1px solid @border; padding: 4px; outline: none;
  selection-background-color: @chosen; selection-color: @text; }
QComboBox QAbstractItemView::item { padding: 4px 8px; min-height: 20px; }
QSpinBox, QDoubleSpinBox { padding-right: 20px; min-height: 18px; }
QSpinBox:focus, QDoubleSpinBox:focus { padding-right: 19px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { border: none; width: 18px; subcontrol-origin: border; subcontrol-position: top right; margin: 2px 2px 0 0; border-radius: 4px; }
QSpinBox::down-button, QDoubleSpinBox::down-button { border: none; width: 18px; subcontrol-origin: border; subcontrol-position: bottom right; margin: 0 2px 2px 0; border-radius: 4px; }
QSpinBox::up-button:hover, QDoubleSpinBox::up-button:hover, QSpinBox::down-button:hover, QDoubleSpinBox::down-button:hover { background: @raised; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url(@icons/up.svg); width: 9px; height: 9px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url(@icons/down.svg); width: 9px; height: 9px; }

QCheckBox, QRadioButton { color: @text; spacing: 7px; padding: 2px; border: 2px solid transparent; border-radius: 5px; }
QCheckBox:focus, QRadioButton:focus { border-color: @accent; }
QCheckBox:disabled, QRadioButton:disabled { color: @disabled; }
QCheckBox::indicator, QRadioButton::indicator { width: 15px; height: 15px; border: 1px solid @edge; background: @surface; border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(@icons/check.svg); }
QRadioButton::indicator:checked { border-color: @accent; background: qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5,
  stop:0 @accent, stop:0.5 @accent, stop:0.6 @surface, stop:1 @surface); }

QSlider { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @border; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: @accent; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border-radius: 8px; background: @surface; border: 2px solid @accent; }
QSlider::handle:horizontal:hover { background: @chosen; }
QSlider::handle:horizontal:focus { background: @accent; border-color: @text; }
QSlider::sub-page:horizontal:disabled { background: @border; }
QSlider::handle:horizontal:disabled { border-color: @border; }
QSlider::groove:vertical { width: 4px; border-radius: 2px; background: @border; }
QSlider::add-page:vertical { width: 4px; border-radius: 2px; background: @accent; }
QSlider::handle:vertical { width: 14px; height: 14px; margin: 0 -6px; border-radius: 8px; background: @surface; border: 2px solid @accent; }
QSlider::handle:vertical:focus { background: @accent; border-color: @text; }
QProgressBar { background: @raised; border: none; border-radius: 4px; height: 8px; color: @text; text-align: center; }
QProgressBar::chunk { background: @accent; border-radius: 4px; }

QTabWidget::pane { background: @surface; border: 1px solid @border; border-radius: 8px; top: -1px; }
QTabBar { background: transparent; }
QTabBar::tab { color: @muted; background: transparent; padding: 8px 16px; border: none; border-bottom: 3px solid transparent; }
QTabBar::tab:hover { color: @text; background: @raised; border-top-left-radius: 6px; border-top-right-radius: 6px; }
QTabBar::tab:selected { color: @text; font-weight: 600; border-bottom: 3px solid @accent; }
QTabBar::tab:focus { color: @text; background: @chosen; border: 2px solid @accent; border-bottom-width: 3px; padding: 6px 14px 8px 14px;
  border-top-left-radius: 6px; border-top-right-radius: 6px; }
QTabBar::tab:disabled { color: @disabled; }

QTreeView, QTableView, QListView { background: @surface; color: @text; alternate-background-color: @stripe; border: 1px solid @border; border-radius: 8px;
  selection-background-color: @chosen; selection-color: @text; gridline-color: @grid; }
QTreeView:focus, QTableView:focus, QListView:focus { border: 1px solid @accent; }
QTreeView, QListView { outline: none; show-decoration-selected: 1; }
QTreeView::item, QListView::item { padding: 4px 3px; border: none; }
QTreeView::item:hover, QListView::item:hover { background: @raised; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected { background: @chosen; color: @text; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @stripe; color: @muted; border: none; border-right: 1px solid @grid; border-bottom: 1px solid @border; padding: 5px 8px; font-weight: 600; }
QTableCornerButton::section { background: @stripe; border: none; border-right: 1px solid @grid; border-bottom: 1px solid @border; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @border; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @edge; }
QScrollBar#thin:horizontal { height: 8px; }
QScrollBar#thin::handle { border-radius: 3px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QGroupBox { border: 1px solid @border; border-radius: 8px; margin-top: 10px; padding: 12px 10px 8px 10px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 5px; color: @muted; font-weight: 600; }
QSplitter::handle { background: @window; }
QSplitter::handle:hover { background: @accent; }
QScrollArea { background: transparent; border: none; }
QScrollArea#reading { border: 2px solid transparent; border-radius: 7px; }
QScrollArea#reading:focus { border-color: @accent; }
)";

QColor mix(const QColor& a, const QColor& b, double part)
{
    const auto channel = [part](int x, int y) { return qRound(x * (1 - part) + y * part); };
    return QColor(channel(a.red(), b.red()), channel(a.green(), b.green()),
                  channel(a.blue(), b.blue()));
}

} // namespace

QPalette Theme::palette() const
{
    const QColor disabled = mix(textMuted(), window(), m_projector ? 0.3 : 0.4);
    const QColor chosen = mix(surface(), accent(), m_dark ? 0.24 : 0.15);
    QPalette p;
    p.setColor(QPalette::Window, window());
    p.setColor(QPalette::WindowText, text());
    p.setColor(QPalette::Base, surface());
    p.setColor(QPalette::AlternateBase, mix(surface(), window(), 0.5));
    p.setColor(QPalette::Text, text());
    p.setColor(QPalette::PlaceholderText, textMuted());
    p.setColor(QPalette::Button, raised());
    p.setColor(QPalette::ButtonText, text());
    p.setColor(QPalette::BrightText, error());
    p.setColor(QPalette::ToolTipBase, text());
    p.setColor(QPalette::ToolTipText, surface());
    p.setColor(QPalette::Link, role(Role::Query));
    p.setColor(QPalette::LinkVisited, role(Role::Weights));
    p.setColor(QPalette::Highlight, chosen);
    p.setColor(QPalette::HighlightedText, text());
    p.setColor(QPalette::Light, mix(raised(), surface(), 0.5));
    p.setColor(QPalette::Midlight, raised());
    p.setColor(QPalette::Mid, border());
    p.setColor(QPalette::Dark, mix(border(), text(), 0.3));
    p.setColor(QPalette::Shadow, m_dark ? QColor(Qt::black) : mix(border(), text(), 0.6));
    for (const auto part : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                            QPalette::HighlightedText, QPalette::PlaceholderText})
        p.setColor(QPalette::Disabled, part, disabled);
    p.setColor(QPalette::Disabled, QPalette::Highlight, border());
    return p;
}

QString Theme::styleSheet() const
{
    const QColor back = surface();
    // A longer name comes before its own beginning.
    const std::pair<const char*, QColor> colors[] = {
        {"@accentHover", mix(accent(), text(), 0.15)},
        {"@accent", accent()},
        {"@onAccent", textOn(accent().rgb())},
        {"@window", window()},
        {"@surface", back},
        {"@raised", raised()},
        {"@pressed", mix(raised(), text(), 0.12)},
        {"@chosen", mix(back, accent(), m_dark ? 0.24 : 0.15)},
        {"@marked", mix(back, accent(), 0.35)},
        {"@border", border()},
        {"@edge", mix(border(), text(), 0.35)},
        {"@grid", grid()},
        {"@stripe", mix(back, window(), 0.5)},
        {"@muted", textMuted()},
        {"@disabled", mix(textMuted(), window(), 0.4)},
        {"@tipText", m_dark ? text() : back},
        {"@tip", m_dark ? raised() : text()},
        {"@text", text()},
    };
    QString text = QString::fromLatin1(sheet);
    for (const auto& [name, color] : colors)
        text.replace(QLatin1String(name), color.name());
    text.replace(QLatin1String("@icons"),
                 m_dark ? QStringLiteral(":/theme/dark") : QStringLiteral(":/theme/light"));
    return text;
}

QFont interfaceFont(int pointSize)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    // First the face itself: beside others an alias such as "Sans Serif" finds none.
    QStringList families{QFontInfo(font).family()};
    families << font.families();
    for (const char* name : {"Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC",
                             "WenQuanYi Micro Hei", "Noto Sans CJK JP"})
        families << QString::fromLatin1(name);
    families.removeDuplicates();
    font.setFamilies(families);
    if (pointSize > 0)
        font.setPointSize(pointSize);
    return font;
}

} // namespace regard

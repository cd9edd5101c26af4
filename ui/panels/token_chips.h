// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace/trace.h"
#include "ui/views/shared/theme.h"

#include <QWidget>

#include <vector>

namespace regard {

/// Tokens as a row of chips. At most `limit` are drawn; a last one says how many more there
/// are. What is not in the vocabulary says so beside the word, in a dashed outline, and so does
/// what is wrong or hidden from attention; what is not written yet is an empty place.
class TokenChips : public QWidget {
    Q_OBJECT
public:
    static constexpr int limit = 512;

    explicit TokenChips(QWidget* parent = nullptr);

    void setTokens(const std::vector<TraceToken>& tokens);
    /// Number of tokens, the ones not drawn included.
    int count() const { return m_count; }
    /// The drawn chips' texts, "… and 9,488 more" included.
    QStringList texts() const;
    bool isKnown(int index) const { return m_chips[static_cast<std::size_t>(index)].known; }
    QRect chipRectangle(int index) const;

    /// Only the first `count` are written; the places of the others are empty. All are at first.
    void setWritten(int count);
    /// What a chip says at the moment, word by word: "zebra unknown"; "" for an empty place.
    QString said(int index) const;

    /// Tokens that the person hides from attention, which say "masked".
    void setHidden(const std::vector<int>& tokens);
    bool isHidden(int index) const { return m_chips[static_cast<std::size_t>(index)].hidden; }
    /// Whether a click hides a token or shows it again; else it selects one.
    void setHideable(bool hideable);

    /// Each −1 for none: the token being computed, the fixed and the previewed one.
    void setCurrent(int index);
    void setMarked(int fixed, int hovered);
    int current() const { return m_current; }
    int marked() const { return m_fixed; }
    void setTheme(const Theme& theme);

    QSize sizeHint() const override { return {m_width, chipHeight()}; }
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void hovered(int index); ///< −1 when the pointer left
    /// To select it: Ctrl and a click, or Enter; a click alone where nothing can be hidden.
    void clicked(int index);
    /// To hide it or to show it again: a click, or the space bar.
    void toggled(int index);
    /// A chip to scroll to.
    void revealed(const QRect& rectangle);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Chip {
        QString text;
        QString tip;
        QString mark; ///< beside the text, in small letters: "unknown", "wrong"
        bool known = true;
        bool wrong = false; ///< checked, and not what was asked for
        bool given = false; ///< written by hand, not by the decoder
        bool hidden = false; ///< from attention, by hand
        int x = 0;
        int width = 0;
    };
    void arrange();
    void choose(int index, bool select);
    void mark(Chip& chip, int index) const;
    int chipHeight() const;
    int chipAt(int x) const; ///< −1 beside the chips and on the "more" chip
    int drawnTokens() const { return std::min(m_count, limit); }
    bool isWritten(int index) const { return index < m_written || index >= drawnTokens(); }
    /// All of it where it is not shown.
    QRect seenPart() const;
    QFont markFont() const;
    void drawText(QPainter& painter, const QRectF& box, const Chip& chip) const;
    void describe();

    std::vector<Chip> m_chips;
    bool m_hideable = false;
    int m_count = 0;
    int m_written = 0;
    int m_width = 0;
    int m_current = -1;
    int m_fixed = -1;
    int m_hovered = -1;
    int m_pointer = -1; ///< chip under the pointer
    int m_keyboard = -1; ///< chip that the keyboard is on
    Theme m_theme = Theme::light();
};

} // namespace regard

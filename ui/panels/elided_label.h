// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace regard {

/// Text in one line, or in as many as it is given, that ends in "…" where its room does; the
/// whole is its tooltip. Short or long, it takes the same height.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    using QLabel::QLabel;

    /// A tooltip that says more than the whole text.
    void setHelp(const QString& help);
    /// As many lines are kept, one at first.
    void setLines(int lines);
    /// What is drawn, line by line.
    QStringList shownLines() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int textHeight() const;

    int m_lines = 1;
    QString m_help;
};

} // namespace regard

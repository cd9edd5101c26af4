// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

#include <optional>

namespace regard {

/// A field over a number of a picture in which another is typed: Enter takes it, Escape and a click
/// elsewhere leave it. It goes by itself.
class NumberField : public QLineEdit {
    Q_OBJECT
public:
    NumberField(double value, QWidget* parent);

    /// As large as is needed, over a place of its parent.
    void showOver(const QRect& place);
    /// What is typed as a number, with a point or a comma; none if it is no finite one.
    std::optional<double> number() const;

Q_SIGNALS:
    void entered(double value);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void take();
    void leave();
};

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/shared/spoken_box.h"

#include <QAbstractItemView>
#include <QAccessibleWidget>
#include <QComboBox>

namespace regard {

namespace {

class SpokenBox : public QAccessibleWidget {
public:
    explicit SpokenBox(QComboBox* box) : QAccessibleWidget(box, QAccessible::ComboBox) { }

    QString text(QAccessible::Text part) const override
    {
        if (part == QAccessible::Value)
            return box()->currentText();
        const QString own = QAccessibleWidget::text(part);
        return part == QAccessible::Name && own.isEmpty() ? box()->currentText() : own;
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.expandable = true;
        state.expanded = isOpen();
        state.hasPopup = true;
        return state;
    }

    int childCount() const override { return 1; }
    QAccessibleInterface* child(int index) const override
    {
        return index == 0 ? QAccessible::queryAccessibleInterface(box()->view()) : nullptr;
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        return child && child->object() == box()->view() ? 0 : -1;
    }
    QAccessibleInterface* childAt(int x, int y) const override
    {
        return isOpen()
                && box()->view()->rect().contains(box()->view()->mapFromGlobal(QPoint(x, y)))
            ? child(0)
            : nullptr;
    }

    QStringList actionNames() const override
    {
        return QStringList{showMenuAction(), pressAction()} + QAccessibleWidget::actionNames();
    }
    void doAction(const QString& action) override
    {
        if (action != showMenuAction() && action != pressAction())
            QAccessibleWidget::doAction(action);
        else if (isOpen())
            box()->hidePopup();
        else
            box()->showPopup();
    }
    QStringList keyBindingsForAction(const QString& action) const override
    {
        return action == showMenuAction() || action == pressAction()
            ? QStringList{QKeySequence(Qt::ALT | Qt::Key_Down).toString()}
            : QAccessibleWidget::keyBindingsForAction(action);
    }

private:
    QComboBox* box() const { return static_cast<QComboBox*>(object()); }
    bool isOpen() const { return box()->view()->isVisible(); }
};

QAccessibleInterface* makeSpoken(const QString& className, QObject* object)
{
    return className == QLatin1String("QComboBox") ? new SpokenBox(static_cast<QComboBox*>(object))
                                                   : nullptr;
}

} // namespace

void nameComboBoxes()
{
    static const bool once = [] {
        QAccessible::installFactory(makeSpoken);
        return true;
    }();
    (void)once;
}

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>

namespace regard {

/// An item view that tells screen readers of its current item only while it has the keyboard. Qt's
/// own tell of each: one that follows what is selected elsewhere would speak between the cells of a
/// map that is gone through.
template <class View> class QuietView : public View {
public:
    using View::View;

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override
    {
        if (this->hasFocus())
            View::currentChanged(current, previous);
        else // NOLINTNEXTLINE(bugprone-parent-virtual-call): what Qt's own views tell is left out
            QAbstractItemView::currentChanged(current, previous);
    }
};

} // namespace regard

// SPDX-License-Identifier: GPL-3.0-or-later
// Qt's raster painter cuts every path of more than about a hundred runs of pixels into pieces for
// the threads of a pool and waits for them: four pieces for each 256 runs, so dozens of handovers
// for one curve across a view. They cost several times what the pixels do, and while training keeps
// all processors busy the GUI thread waits in a queue behind it. Qt 6.4 has no switch for this
// (QT_NO_GUI_THREADPOOL is of later versions). It asks QThreadPool::contains() whether the painting
// thread is itself one of the pool's, which paints alone; this answer, which stands before Qt's own
// where programs look names up (ELF), is yes. Nothing else asks: no part of the program keeps
// its work in a QThreadPool. tests/ui/undivided_fills_test.cpp holds it against the installed Qt.
#include <QThreadPool>

bool QThreadPool::contains(const QThread*) const
{
    return true;
}

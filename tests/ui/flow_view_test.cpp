// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow_view.h"

#include <QTest>

class FlowViewTest : public QObject {
    Q_OBJECT
};

QTEST_MAIN(FlowViewTest)
#include "flow_view_test.moc"

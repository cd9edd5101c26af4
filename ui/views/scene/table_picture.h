// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/scene/scene_picture.h"

class QTableWidget;
class QToolButton;

namespace regard {

/// Points of several numbers as a table that is typed into, a row each, with the weights of one
/// query as bars; below them the queries with what is told at them.
class TablePicture : public ScenePicture {
    Q_OBJECT
public:
    explicit TablePicture(QWidget* parent = nullptr);

    void draw(const SceneState& state) override;
    QString caption(const SceneState& state) const override;
    QString described(const SceneState& state) const override;
    std::vector<int> stops(const SceneState& state) const override;
    void paintTo(QPainter& painter, const QSize& size) override;
    bool takeKey(const QKeyEvent& event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

    QTableWidget* table() const { return m_table; }

private:
    const TableScene& scene() const;
    void fillPoint(int row);
    void fillQuery(int query);
    void put(int row, int column, const QString& text, bool editable, bool changed = false);
    void typed(int row, int column);
    void selectRow(int row);
    void add(bool asks);
    void remove();

    SceneState m_state;
    QTableWidget* m_table;
    QToolButton* m_add;
    QToolButton* m_ask;
    QToolButton* m_remove;
    int m_query = 0;
    bool m_filling = false;
};

} // namespace regard

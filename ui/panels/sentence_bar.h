// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/scenario.h"
#include "ui/panels/token_chips.h"

#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QToolButton>
#include <QWidget>

#include <memory>

class QGridLayout;
class QVBoxLayout;

namespace regard {

using TracePtr = std::shared_ptr<const Trace>;

/// The texts of a scenario with their tokens and the answer.
class SentenceBar : public QWidget {
    Q_OBJECT
public:
    explicit SentenceBar(QWidget* parent = nullptr);
    ~SentenceBar() override;

    /// Fields for a scenario's inputs; `spec` must outlive the bar.
    void setScenario(const ScenarioSpec& spec);
    /// What the fields hold. A field that holds it already keeps its cursor.
    void setTexts(const std::vector<std::string>& texts);
    void setTrace(const TracePtr& trace);
    /// The moment of a trace: what is written by then, and what is being written.
    void setMoment(const Trace& trace, int moment);
    /// Chips to mark, each −1 for none.
    void setMarks(int inputFixed, int inputHovered, int outputFixed, int outputHovered);
    void setTheme(const Theme& theme);
    void focusText();

    QLineEdit* field(int index) const { return m_fields.value(index); }
    TokenChips* inputChips() const { return m_inputs; }
    TokenChips* outputChips() const { return m_outputs; }

Q_SIGNALS:
    void textEdited(int index, const QString& text);
    void inputHovered(int token);
    void inputClicked(int token);
    void inputToggled(int token); ///< to hide it from attention, or to show it again
    void outputHovered(int token);
    void outputClicked(int token);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QScrollArea* scrollerOf(TokenChips* chips);
    void fitScrollers();
    /// The fields beside each other, or one below the other where there is no room.
    void arrangeFields();
    void drawIcons();

    const ScenarioSpec* m_spec = nullptr;
    QVBoxLayout* m_rows;
    QWidget* m_fieldRows = nullptr;
    QGridLayout* m_grid = nullptr;
    int m_columns = 0; ///< fields in a row
    QList<QLabel*> m_labels;
    QList<QLineEdit*> m_fields;
    QList<QToolButton*> m_examples;
    TokenChips* m_inputs;
    TokenChips* m_outputs;
    QScrollArea* m_inputArea;
    QScrollArea* m_outputArea;
    QLabel* m_arrow;
    Theme m_theme = Theme::light();
};

} // namespace regard

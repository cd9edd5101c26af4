// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBuffer>
#include <QObject>

#include <memory>
#include <vector>

class QAudioSink;

namespace regard {

/// Plays tones, the newest in the place of what is playing. Lives on the GUI thread and never
/// waits. The sound device is looked for when something is first played.
class TonePlayer : public QObject {
    Q_OBJECT
public:
    static constexpr int rate = 44100; ///< samples a second

    explicit TonePlayer(QObject* parent = nullptr);
    ~TonePlayer() override;

    /// Samples from −1 to 1.
    void play(const std::vector<float>& samples);
    void stop();
    bool isPlaying() const;
    /// As they are handed to the device: 16 bits each, the last that were played.
    const QByteArray& played() const { return m_bytes; }

Q_SIGNALS:
    /// Nothing can be heard, in words; told once.
    void failed(const QString& message);

private:
    void fail();

    std::unique_ptr<QAudioSink> m_sink; ///< null: not looked for yet, or none
    QByteArray m_bytes;
    QBuffer m_buffer;
    bool m_failed = false;
};

} // namespace regard

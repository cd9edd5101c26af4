// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/tone_player.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QMediaDevices>

#include <algorithm>
#include <cmath>
#include <limits>

namespace regard {

TonePlayer::TonePlayer(QObject* parent) : QObject(parent) { }

TonePlayer::~TonePlayer() = default;

void TonePlayer::play(const std::vector<float>& samples)
{
    stop();
    m_bytes.resize(static_cast<qsizetype>(samples.size() * sizeof(qint16)));
    auto* to = reinterpret_cast<qint16*>(m_bytes.data());
    for (const float sample : samples)
        *to++ = static_cast<qint16>(
            std::lround(std::clamp(sample, -1.0F, 1.0F) * std::numeric_limits<qint16>::max()));
    if (m_failed)
        return;
    if (!m_sink) {
        const QAudioDevice device = QMediaDevices::defaultAudioOutput();
        QAudioFormat format;
        format.setSampleRate(rate);
        format.setChannelCount(1);
        format.setSampleFormat(QAudioFormat::Int16);
        if (device.isNull() || !device.isFormatSupported(format))
            return fail();
        m_sink = std::make_unique<QAudioSink>(device, format);
    }
    m_buffer.setData(m_bytes);
    m_buffer.open(QIODevice::ReadOnly);
    m_sink->start(&m_buffer);
    if (m_sink->error() == QAudio::OpenError || m_sink->error() == QAudio::FatalError)
        fail();
}

void TonePlayer::stop()
{
    if (m_sink)
        m_sink->stop();
    m_buffer.close();
}

bool TonePlayer::isPlaying() const
{
    return m_sink && m_sink->state() == QAudio::ActiveState;
}

void TonePlayer::fail()
{
    m_failed = true;
    m_sink.reset();
    Q_EMIT failed(tr("The map cannot be heard: there is no sound device. Connect one and start "
                     "the program again."));
}

} // namespace regard

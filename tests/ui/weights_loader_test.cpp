// SPDX-License-Identifier: GPL-3.0-or-later
// Reading weights in the background: a window that closes does not wait for it.
#include "ui/window/weights_loader.h"

#include <QTest>

#include <atomic>
#include <csignal>
#include <cstring>
#include <memory>
#include <thread>
#include <unistd.h>

using namespace regard;

class WeightsLoaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void closingDoesNotWaitForTheEndOfAFile()
    {
        std::signal(SIGPIPE, SIG_IGN);
        int pipe[2];
        QCOMPARE(::pipe(pipe), 0);
        const int before = ::dup(STDIN_FILENO);
        ::dup2(pipe[0], STDIN_FILENO);
        ::close(pipe[0]);

        // A header of the largest size that is read, of which the end comes only bit by bit.
        constexpr std::uint64_t header = 100'000'000;
        std::atomic<std::uint64_t> written = 0;
        std::atomic<bool> closed = false;
        std::thread writer([&] {
            std::string bytes(sizeof header, '\0');
            std::memcpy(bytes.data(), &header, sizeof header);
            bytes.resize(3'000'000, ' ');
            if (::write(pipe[1], bytes.data(), bytes.size()) < 0)
                return;
            for (written = bytes.size(); written < header && !closed; written += 1000) {
                if (::write(pipe[1], bytes.data() + sizeof header, 1000) < 0)
                    break;
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            ::close(pipe[1]);
        });
        auto loader = std::make_unique<WeightsLoader>();
        loader->load(QStringLiteral("/dev/stdin"));
        while (written == 0) // what does not fit into the pipe has been read
            std::this_thread::yield();
        loader.reset();
        closed = true;
        QVERIFY2(written < header / 2, "it waited for the file");

        ::dup2(before, STDIN_FILENO);
        ::close(before);
        writer.join();
    }

    void aNewFileTakesThePlaceOfTheOneThatIsRead()
    {
        WeightsLoader loader;
        int arrived = 0;
        connect(&loader, &WeightsLoader::failed, this, [&] { ++arrived; });
        for (int i = 0; i < 20; ++i)
            loader.load(QStringLiteral("/nowhere/w%1.safetensors").arg(i));
        QTRY_COMPARE(arrived, 1);
        QTest::qWait(20);
        QCOMPARE(arrived, 1);
    }
};

QTEST_GUILESS_MAIN(WeightsLoaderTest)
#include "weights_loader_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Explorer between the thread of the window and its worker.
#include "ui/session/explorer.h"

#include "core/models/scenario.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <gtest/gtest.h>

#include <dlfcn.h>

#ifdef __SANITIZE_THREAD__
extern "C" void __tsan_acquire(void* address);
extern "C" void __tsan_release(void* address);
#endif

namespace {

void acquire([[maybe_unused]] void* address)
{
#ifdef __SANITIZE_THREAD__
    __tsan_acquire(address);
#endif
}

void release([[maybe_unused]] void* address)
{
#ifdef __SANITIZE_THREAD__
    __tsan_release(address);
#endif
}

char queue; ///< stands for Qt's queue of events
char delivered; ///< stands for Qt's count of who holds a call that was posted

} // namespace

// Qt's queue of events orders what was done before an event was posted before its delivery, but
// libQt6Core is not built with ThreadSanitizer, which is told of it here: this executable's
// function stands before the library's.
bool QMetaObject::invokeMethodImpl(QObject* object, QtPrivate::QSlotObjectBase* slot,
                                   Qt::ConnectionType type, void* result)
{
    using Function = bool (*)(QObject*, QtPrivate::QSlotObjectBase*, Qt::ConnectionType, void*);
    static const auto original = reinterpret_cast<Function>(
        ::dlsym(RTLD_NEXT,
                "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate"
                "15QSlotObjectBaseEN2Qt14ConnectionTypeEPv"));
    slot->ref(); // so that who posts it lets go of it here
    release(&queue);
    const bool posted = original(object, slot, type, result);
    acquire(&delivered);
    slot->destroyIfLastRef();
    return posted;
}

namespace regard {
namespace {

class Application : public QCoreApplication {
public:
    using QCoreApplication::QCoreApplication;
    bool notify(QObject* receiver, QEvent* event) override
    {
        acquire(&queue);
        const bool known = QCoreApplication::notify(receiver, event);
        release(&delivered);
        return known;
    }
};

class ExplorerThreads : public testing::Test {
protected:
    ExplorerThreads()
    {
        setResourceDirectory(REGARD_SOURCE_DIR "/resources");
        exploration.scenario = "worked-example";
    }
    /// Delivers events until something was traced or failed.
    static void settle(const int& arrived, int before)
    {
        while (arrived == before)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }

    int count = 0;
    char name[5] = "test";
    char* arguments = name;
    int argumentCount = 1;
    Application application{argumentCount, &arguments};
    Exploration exploration;
};

TEST_F(ExplorerThreads, ChangesFasterThanTheWorkerEndWithTheTraceOfTheLast)
{
    Explorer explorer;
    int arrived = 0;
    QObject::connect(&explorer, &Explorer::traced, [&](const TracePtr& trace) {
        // Reads what the worker wrote.
        for (const TraceTensor& tensor : trace->tensors)
            for (const Real x : tensor.value)
                count += x > 0 ? 1 : 0;
        ++arrived;
    });
    QObject::connect(&explorer, &Explorer::failed, [&](const QString&) { ++arrived; });
    explorer.explore(exploration);
    settle(arrived, 0);
    for (int i = 0; i < 100; ++i) {
        explorer.setText(0,
                         i % 2 ? QStringLiteral("Thinking Machines")
                               : QStringLiteral("Machines Thinking %1").arg(i));
        if (i % 3 == 0)
            explorer.setSetting("temperature", 1.0 + i * 0.01);
        if (i % 5 == 0)
            QCoreApplication::processEvents();
        if (i % 17 == 0)
            explorer.cancel();
    }
    const int before = arrived;
    explorer.setText(0, QStringLiteral("Thinking Machines again"));
    settle(arrived, before);
    EXPECT_TRUE(explorer.trace());
    EXPECT_GT(count, 0);
}

TEST_F(ExplorerThreads, AnExplorerMayGoWhileItsWorkerComputes)
{
    for (int i = 0; i < 50; ++i) {
        Explorer explorer;
        explorer.explore(exploration);
        if (i % 2)
            QCoreApplication::processEvents();
    }
    QCoreApplication::processEvents();
}

TEST_F(ExplorerThreads, WeightsLentWhileItComputesStillGiveTraces)
{
    Explorer explorer;
    int arrived = 0;
    QObject::connect(&explorer, &Explorer::traced, [&](const TracePtr&) { ++arrived; });
    explorer.explore(exploration);
    settle(arrived, 0);
    explorer.setLender(
        [&](const Exploration&) { return shareWeights(Weights(*explorer.weights())); });
    for (int i = 0; i < 20; ++i) {
        explorer.computeLent();
        QCoreApplication::processEvents();
    }
    settle(arrived, 1);
    EXPECT_GT(arrived, 1);
}

} // namespace
} // namespace regard

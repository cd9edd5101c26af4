// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#if defined(__SANITIZE_THREAD__) // GCC, where libraries define a __has_feature that knows nothing
#define REGARD_THREAD_SANITIZER 1
#elif defined(__clang__)
#define REGARD_THREAD_SANITIZER __has_feature(thread_sanitizer)
#else
#define REGARD_THREAD_SANITIZER 0
#endif

#if REGARD_THREAD_SANITIZER
extern "C" void __tsan_acquire(void* address);
extern "C" void __tsan_release(void* address);
#endif

// What oneTBB calls: it reads memory that its library handed to this thread, which ThreadSanitizer
// cannot know; and what that calls, which is ours again and watched.
#if REGARD_THREAD_SANITIZER
#define REGARD_UNWATCHED __attribute__((no_sanitize_thread, noinline))
#define REGARD_WATCHED __attribute__((noinline))
#else
#define REGARD_UNWATCHED
#define REGARD_WATCHED
#endif

namespace regard {

/// What oneTBB promises of the order of a piece of work and its parts, told to ThreadSanitizer,
/// which does not see into its library: what was done before the work began is seen by every part,
/// and what the parts did by whoever waited for them; the parts are not ordered among themselves.
/// Without that sanitizer it does nothing.
class ThreadOrder {
public:
    void begin() { release(&m_begin); }
    void beginPart() { acquire(&m_begin); }
    void endPart() { release(&m_end); }
    void end() { acquire(&m_end); }

private:
#if REGARD_THREAD_SANITIZER
    static void acquire(void* address)
    {
        __tsan_acquire(address);
    }
    static void release(void* address)
    {
        __tsan_release(address);
    }
#else
    static void acquire(void* /*address*/) { }
    static void release(void* /*address*/) { }
#endif
    char m_begin = 0;
    char m_end = 0;
};

} // namespace regard

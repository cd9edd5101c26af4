// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/atomic_file.h"

#include "tests/core/temporary_folder.h"

#include <atomic>
#include <csignal>
#include <dlfcn.h>
#include <fstream>
#include <iterator>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace regard;

namespace {

/// No file of this program grows above some bytes, as if the disk were full.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes)
    {
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int);
};

/// Modes that files had when their owner or mode was changed.
std::vector<mode_t> modesBefore;

template <class Change, class... Arguments>
int noted(const char* name, int descriptor, Arguments... arguments)
{
    struct stat status { };
    if (::fstat(descriptor, &status) == 0)
        modesBefore.push_back(status.st_mode & 07777);
    return reinterpret_cast<Change*>(::dlsym(RTLD_NEXT, name))(descriptor, arguments...);
}

} // namespace

// These stand before those of the system's library.
extern "C" int fchmod(int descriptor, mode_t mode) noexcept
{
    return noted<int(int, mode_t)>("fchmod", descriptor, mode);
}

extern "C" int fchown(int descriptor, uid_t owner, gid_t group) noexcept
{
    return noted<int(int, uid_t, gid_t)>("fchown", descriptor, owner, group);
}

TEST(AtomicFile, TheTargetHoldsExactlyWhatWasWritten)
{
    const TemporaryFolder folder;
    const std::string large(200'000, 'x');
    AtomicFile file(folder / "a.bin");
    file.write("small");
    file.write(large);
    file.write("end");
    file.commit();
    EXPECT_EQ(contentOf(folder / "a.bin"), "small" + large + "end");
    EXPECT_EQ(folder.fileCount(), 1u);
}

TEST(AtomicFile, TheOldFileStaysUntilTheCommit)
{
    const TemporaryFolder folder;
    writeContent(folder / "a", "old");
    AtomicFile file(folder / "a");
    file.write(std::string(100'000, 'n'));
    EXPECT_EQ(contentOf(folder / "a"), "old");
    file.commit();
    EXPECT_EQ(contentOf(folder / "a").size(), 100'000u);
}

TEST(AtomicFile, WithoutACommitNothingIsLeft)
{
    const TemporaryFolder folder;
    {
        AtomicFile file(folder / "a");
        file.write("new");
        EXPECT_EQ(folder.fileCount(), 1u);
    }
    EXPECT_EQ(folder.fileCount(), 0u);
}

TEST(AtomicFile, AFullDiskLeavesTheOldFileAndNoTemporary)
{
    const TemporaryFolder folder;
    saveFile(folder / "a.npz", "old");
    const std::string large(300'000, 'n');
    const std::string message = errorOf([&] {
        const FullDisk full(100'000);
        saveFile(folder / "a.npz", large);
    });
    EXPECT_TRUE(has(message, "a.npz: File too large, make room"));
    EXPECT_EQ(contentOf(folder / "a.npz"), "old");
    EXPECT_EQ(folder.fileCount(), 1u);
}

TEST(AtomicFile, AFullDiskIsSaidHoweverLittleIsSaved)
{
    // Little is written when the file is committed, much before.
    for (const std::size_t size : {11, 4'000, 70'000, 300'000}) {
        const TemporaryFolder folder;
        saveFile(folder / "a.npz", "old");
        const std::string message = errorOf([&] {
            const FullDisk full(10);
            saveFile(folder / "a.npz", std::string(size, 'n'));
        });
        EXPECT_TRUE(has(message, "a.npz: File too large, make room")) << size;
        EXPECT_EQ(contentOf(folder / "a.npz"), "old") << size;
        EXPECT_EQ(folder.fileCount(), 1u) << size;
    }
}

TEST(AtomicFile, ALinkToNothingYetIsFollowed)
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "other");
    std::filesystem::create_symlink("second", folder / "first");
    std::filesystem::create_symlink("other/a", folder / "second");
    saveFile(folder / "first", "new");
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "first"));
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "second"));
    EXPECT_EQ(contentOf(folder / "other" / "a"), "new");
    std::filesystem::create_symlink("circle", folder / "circle");
    EXPECT_TRUE(has(errorOf([&] { saveFile(folder / "circle", "new"); }), "circle: Too many"));
}

TEST(AtomicFile, WhatIsMadeInPlaceOfAPrivateFileIsNeverSeenByOthers)
{
    const TemporaryFolder folder;
    const mode_t before = ::umask(0);
    for (const mode_t mode : {0600, 0640, 0664}) {
        const auto target = folder / "a";
        saveFile(target, "old");
        ASSERT_EQ(::chmod(target.c_str(), mode), 0);
        struct stat status { };
        modesBefore.clear();
        AtomicFile file(target);
        // Whoever opens a file in the moment before its mode is changed keeps it open.
        ASSERT_FALSE(modesBefore.empty());
        for (const mode_t was : modesBefore)
            EXPECT_EQ(was & ~mode & 0777, 0U) << std::oct << was << " before it is " << mode;
        for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
            if (entry.path() != target) {
                ::stat(entry.path().c_str(), &status);
                EXPECT_EQ(status.st_mode & 07777, mode);
            }
        file.write("new");
        file.commit();
        ::stat(target.c_str(), &status);
        EXPECT_EQ(status.st_mode & 07777, mode);
    }
    ::umask(before);
}

TEST(AtomicFile, WhatCannotBeATargetIsRefusedWithTheReason)
{
    const TemporaryFolder folder;
    EXPECT_TRUE(has(errorOf([&] { saveFile(folder / "none/a", "x"); }),
                    "none/a: No such file or directory, make the folder"));
    EXPECT_TRUE(has(errorOf([&] { saveFile(folder.path(), "x"); }), "folder"));
    EXPECT_TRUE(has(errorOf([&] { saveFile(folder.path().string() + "/", "x"); }), "folder"));
    // A pipe of the test's own: were it replaced, no device of the machine would be lost.
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_TRUE(has(errorOf([&] { saveFile(folder / "pipe", "x"); }), "not an ordinary file"));
    EXPECT_EQ(folder.fileCount(), 1u);
}

TEST(AtomicFile, WithoutPermissionTheOldFileStays)
{
    const TemporaryFolder folder;
    saveFile(folder / "a", "old");
    // As an ordinary person: permissions do not hold for the superuser.
    ASSERT_EQ(chmod(folder.path().c_str(), 0555), 0);
    const pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && setuid(65534) != 0)
            _exit(2);
        try {
            saveFile(folder / "a", "new");
        } catch (const std::runtime_error& error) {
            _exit(has(error.what(), "Permission denied, save where you may write") ? 0 : 3);
        }
        _exit(4);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    chmod(folder.path().c_str(), 0755);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(contentOf(folder / "a"), "old");
}

TEST(AtomicFile, PermissionsAndLinksOfTheTargetStay)
{
    const TemporaryFolder folder;
    saveFile(folder / "real", "old");
    ASSERT_EQ(chmod((folder / "real").c_str(), 0640), 0);
    std::filesystem::create_symlink("real", folder / "link");
    saveFile(folder / "link", "new");
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
    EXPECT_EQ(contentOf(folder / "real"), "new");
    struct stat status { };
    ASSERT_EQ(stat((folder / "real").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST(AtomicFile, WhoHoldsTheOldFileKeepsIt)
{
    // The new file takes the old one's name at once; nothing is written into the old one.
    const TemporaryFolder folder;
    for (const std::size_t size : {std::size_t{3}, std::size_t{200'000}}) {
        const std::filesystem::path target = folder / "a";
        const std::filesystem::path kept = folder / "kept";
        const std::string old(100'000, 'o');
        writeContent(target, old);
        std::filesystem::create_hard_link(target, kept);
        std::ifstream reader(target, std::ios::binary);
        std::string begin(10, ' ');
        reader.read(begin.data(), 10);
        struct stat before { };
        struct stat after { };
        ASSERT_EQ(stat(target.c_str(), &before), 0);

        saveFile(target, std::string(size, 'n'));

        ASSERT_EQ(stat(target.c_str(), &after), 0);
        EXPECT_NE(before.st_ino, after.st_ino);
        EXPECT_EQ(contentOf(target), std::string(size, 'n'));
        EXPECT_EQ(contentOf(kept), old);
        const std::string rest((std::istreambuf_iterator<char>(reader)), {});
        EXPECT_EQ(begin + rest, old);
        std::filesystem::remove(target);
        std::filesystem::remove(kept);
    }
}

TEST(AtomicFile, WhatIsReadMeanwhileIsTheOldFileOrTheNew)
{
    const TemporaryFolder folder;
    saveFile(folder / "a", std::string(100'000, '0'));
    std::atomic<bool> done = false;
    std::thread reader([&] {
        while (!done) {
            const std::string content = contentOf(folder / "a");
            EXPECT_EQ(content.size(), 100'000u);
            EXPECT_EQ(content.find_first_not_of(content.front()), std::string::npos);
            if (HasFailure())
                return;
        }
    });
    for (int i = 1; i < 40; ++i)
        saveFile(folder / "a", std::string(100'000, static_cast<char>('0' + i)));
    done = true;
    reader.join();
}

TEST(AtomicFile, WhatAKilledProgramLeftIsSweptByTheNextSave)
{
    const TemporaryFolder folder;
    const pid_t child = fork();
    if (child == 0) {
        AtomicFile file(folder / "a");
        file.write(std::string(100'000, 'x'));
        raise(SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(folder.fileCount(), 1u);
    writeContent(folder / ".regard-mine", "not a temporary");
    saveFile(folder / "b", "new");
    EXPECT_EQ(folder.fileCount(), 2u);
    EXPECT_EQ(contentOf(folder / "b"), "new");
    EXPECT_TRUE(std::filesystem::exists(folder / ".regard-mine"));
}

TEST(AtomicFile, ASaveThatIsGoingOnIsNotSwept)
{
    const TemporaryFolder folder;
    AtomicFile first(folder / "a");
    first.write("first");
    AtomicFile second(folder / "a");
    second.write("second");
    saveFile(folder / "b", "b");
    second.commit();
    first.commit();
    EXPECT_EQ(contentOf(folder / "a"), "first");
    EXPECT_EQ(folder.fileCount(), 2u);
}

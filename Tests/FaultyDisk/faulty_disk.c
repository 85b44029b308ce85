#include "faulty_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    disks_max = 16,
    /// What a disk writes whole; a longer write may end behind any of them.
    piece_max = 4096,
};

/// A write that no sync has made durable yet.
struct change {
    struct change *next;
    char *path;
    /// Length of the file before.
    sqlite3_int64 size_before;
    sqlite3_int64 offset;
    int count;
    /// `count` new bytes, then the `count` old ones, zeros behind the file's end.
    unsigned char bytes[];
};

struct faulty_disk {
    char *folder;
    pthread_mutex_t lock;
    faulty_disk_fault fault;
    /// Good calls left before the fault; -1: no fault is due.
    long left;
    int stays;
    long calls;
    long writes;
    long failures;
    /// Oldest first.
    struct change *changes, **end;
};

struct faulty_file {
    sqlite3_file base;
    faulty_disk *disk;
    char *path;
    /// The default VFS's own file lies behind this one.
    sqlite3_file *real;
};

static pthread_mutex_t disks_lock = PTHREAD_MUTEX_INITIALIZER;
static faulty_disk *disks[disks_max];
static sqlite3_vfs *plain;
static sqlite3_vfs faulty;

static faulty_disk *disk_of(const char *path)
{
    faulty_disk *found = NULL;
    pthread_mutex_lock(&disks_lock);
    for (int index = 0; path && index < disks_max && !found; index++) {
        size_t count = disks[index] ? strlen(disks[index]->folder) : 0;
        if (count && strncmp(path, disks[index]->folder, count) == 0 && path[count] == '/')
            found = disks[index];
    }
    pthread_mutex_unlock(&disks_lock);
    return found;
}

// Counts a call; true where it has to fail.
static int fails(faulty_disk *disk, int needs_room)
{
    int failed = 0;
    if (disk->left == 0 && (disk->fault != FAULTY_DISK_FULL || needs_room)) {
        failed = 1;
        disk->failures++;
        // SQLite asks its VFS, which looks here.
        errno = disk->fault == FAULTY_DISK_FULL ? ENOSPC : EIO;
        if (!disk->stays) disk->left = -1;
    } else if (disk->left > 0) {
        disk->left--;
    }
    disk->calls++;
    return failed;
}

static void forget(faulty_disk *disk, const char *path)
{
    struct change **at = &disk->changes;
    while (*at) {
        struct change *one = *at;
        if (strcmp(one->path, path) == 0) {
            *at = one->next;
            free(one->path);
            free(one);
        } else {
            at = &one->next;
        }
    }
    disk->end = at;
}

// Keeps in mind what a write changes; SQLITE_OK or why it can't.
static int remember(struct faulty_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
    const sqlite3_io_methods *real = file->real->pMethods;
    struct change *one = calloc(1, sizeof *one + 2 * (size_t)count);
    if (!one) return SQLITE_NOMEM;
    one->path = strdup(file->path);
    one->offset = offset;
    one->count = count;
    memcpy(one->bytes, bytes, (size_t)count);
    int code = one->path ? real->xFileSize(file->real, &one->size_before) : SQLITE_NOMEM;
    if (!code) code = real->xRead(file->real, one->bytes + count, count, offset);
    if (code && code != SQLITE_IOERR_SHORT_READ) {
        free(one->path);
        free(one);
        return code;
    }
    *file->disk->end = one;
    file->disk->end = &one->next;
    return SQLITE_OK;
}

static struct faulty_file *own(sqlite3_file *file) { return (struct faulty_file *)file; }

static int close_file(sqlite3_file *base)
{
    struct faulty_file *file = own(base);
    int code = file->real->pMethods->xClose(file->real);
    free(file->path);
    return code;
}

static int read_file(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset)
{
    return own(file)->real->pMethods->xRead(own(file)->real, bytes, count, offset);
}

static int write_some(struct faulty_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
    int code = remember(file, bytes, count, offset);
    return code ? code : file->real->pMethods->xWrite(file->real, bytes, count, offset);
}

static int write_piece(
    struct faulty_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
    faulty_disk *disk = file->disk;
    if (!fails(disk, 1)) return write_some(file, bytes, count, offset);
    // What SQLite's own VFS makes of ENOSPC here.
    if (disk->fault == FAULTY_DISK_FULL) return SQLITE_FULL;
    if (disk->fault == FAULTY_DISK_TORN && write_some(file, bytes, count / 2, offset))
        return SQLITE_NOMEM;
    return SQLITE_IOERR_WRITE;
}

static int write_file(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset)
{
    struct faulty_file *file = own(base);
    int code = SQLITE_OK;
    pthread_mutex_lock(&file->disk->lock);
    file->disk->writes++;
    for (int done = 0; done < count && code == SQLITE_OK; done += piece_max) {
        int piece = count - done < piece_max ? count - done : piece_max;
        code = write_piece(file, (const char *)bytes + done, piece, offset + done);
    }
    pthread_mutex_unlock(&file->disk->lock);
    return code;
}

static int truncate_file(sqlite3_file *base, sqlite3_int64 size)
{
    struct faulty_file *file = own(base);
    pthread_mutex_lock(&file->disk->lock);
    int code = SQLITE_IOERR_TRUNCATE;
    if (!fails(file->disk, 0)) {
        code = file->real->pMethods->xTruncate(file->real, size);
        // A cut is taken for durable at once, and what was written before it too.
        if (!code) forget(file->disk, file->path);
    }
    pthread_mutex_unlock(&file->disk->lock);
    return code;
}

static int sync_file(sqlite3_file *base, int flags)
{
    struct faulty_file *file = own(base);
    pthread_mutex_lock(&file->disk->lock);
    int code = SQLITE_IOERR_FSYNC;
    if (!fails(file->disk, 1)) {
        code = file->real->pMethods->xSync(file->real, flags);
        if (!code) forget(file->disk, file->path);
    }
    pthread_mutex_unlock(&file->disk->lock);
    return code;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return own(file)->real->pMethods->xFileSize(own(file)->real, size);
}

static int lock_file(sqlite3_file *file, int level)
{
    return own(file)->real->pMethods->xLock(own(file)->real, level);
}

static int unlock_file(sqlite3_file *file, int level)
{
    return own(file)->real->pMethods->xUnlock(own(file)->real, level);
}

static int is_reserved(sqlite3_file *file, int *answer)
{
    return own(file)->real->pMethods->xCheckReservedLock(own(file)->real, answer);
}

static int control(sqlite3_file *file, int operation, void *argument)
{
    return own(file)->real->pMethods->xFileControl(own(file)->real, operation, argument);
}

static int sector_size(sqlite3_file *file)
{
    return own(file)->real->pMethods->xSectorSize(own(file)->real);
}

// No promise of the real disk's: SQLite may not trust that a write is whole.
static int characteristics(sqlite3_file *file)
{
    (void)file;
    return 0;
}

static int map_shared(sqlite3_file *file, int page, int size, int extend, void volatile **map)
{
    return own(file)->real->pMethods->xShmMap(own(file)->real, page, size, extend, map);
}

static int lock_shared(sqlite3_file *file, int offset, int count, int flags)
{
    return own(file)->real->pMethods->xShmLock(own(file)->real, offset, count, flags);
}

static void barrier(sqlite3_file *file) { own(file)->real->pMethods->xShmBarrier(own(file)->real); }

static int unmap_shared(sqlite3_file *file, int deletes)
{
    return own(file)->real->pMethods->xShmUnmap(own(file)->real, deletes);
}

// Version 2: without memory-mapped reads, which no fault could meet.
static const sqlite3_io_methods methods = {
    2, close_file, read_file, write_file, truncate_file, sync_file, file_size, lock_file,
    unlock_file, is_reserved, control, sector_size, characteristics, map_shared, lock_shared,
    barrier, unmap_shared, NULL, NULL,
};

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *given)
{
    (void)vfs;
    faulty_disk *disk = disk_of(path);
    if (!disk) return plain->xOpen(plain, path, base, flags, given);
    struct faulty_file *file = own(base);
    file->base.pMethods = NULL;
    file->disk = disk;
    file->real = (sqlite3_file *)(file + 1);
    file->path = strdup(path);
    if (!file->path) return SQLITE_NOMEM;
    int code = plain->xOpen(plain, path, file->real, flags, given);
    if (code) {
        if (file->real->pMethods) file->real->pMethods->xClose(file->real);
        free(file->path);
        return code;
    }
    file->base.pMethods = &methods;
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int syncs)
{
    (void)vfs;
    faulty_disk *disk = disk_of(path);
    if (!disk) return plain->xDelete(plain, path, syncs);
    pthread_mutex_lock(&disk->lock);
    int code = SQLITE_IOERR_DELETE;
    if (!fails(disk, 0)) {
        code = plain->xDelete(plain, path, syncs);
        if (!code) forget(disk, path);
    }
    pthread_mutex_unlock(&disk->lock);
    return code;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void)
{
    plain = sqlite3_vfs_find(NULL);
    faulty = *plain;
    faulty.zName = "tillmesh-faulty";
    faulty.pNext = NULL;
    faulty.szOsFile = plain->szOsFile + (int)sizeof(struct faulty_file);
    faulty.xOpen = open_file;
    faulty.xDelete = delete_file;
    sqlite3_vfs_register(&faulty, 1);
}

faulty_disk *faulty_disk_make(const char *folder)
{
    pthread_once(&once, start);
    faulty_disk *disk = calloc(1, sizeof *disk);
    if (!disk || !(disk->folder = strdup(folder))) {
        free(disk);
        return NULL;
    }
    pthread_mutex_init(&disk->lock, NULL);
    disk->left = -1;
    disk->end = &disk->changes;
    int index = 0;
    pthread_mutex_lock(&disks_lock);
    while (index < disks_max && disks[index]) index++;
    if (index < disks_max) disks[index] = disk;
    pthread_mutex_unlock(&disks_lock);
    if (index < disks_max) return disk;
    free(disk->folder);
    free(disk);
    return NULL;
}

void faulty_disk_free(faulty_disk *disk)
{
    pthread_mutex_lock(&disks_lock);
    for (int index = 0; index < disks_max; index++)
        if (disks[index] == disk) disks[index] = NULL;
    pthread_mutex_unlock(&disks_lock);
    while (disk->changes) forget(disk, disk->changes->path);
    pthread_mutex_destroy(&disk->lock);
    free(disk->folder);
    free(disk);
}

void faulty_disk_arm(faulty_disk *disk, faulty_disk_fault fault, long calls, int stays)
{
    pthread_mutex_lock(&disk->lock);
    disk->fault = fault;
    disk->left = calls;
    disk->stays = stays;
    disk->calls = 0;
    disk->writes = 0;
    pthread_mutex_unlock(&disk->lock);
}

void faulty_disk_mend(faulty_disk *disk) { faulty_disk_arm(disk, FAULTY_DISK_BROKEN, -1, 0); }

long faulty_disk_calls(faulty_disk *disk)
{
    pthread_mutex_lock(&disk->lock);
    long calls = disk->calls;
    pthread_mutex_unlock(&disk->lock);
    return calls;
}

long faulty_disk_writes(faulty_disk *disk)
{
    pthread_mutex_lock(&disk->lock);
    long writes = disk->writes;
    pthread_mutex_unlock(&disk->lock);
    return writes;
}

long faulty_disk_failures(faulty_disk *disk)
{
    pthread_mutex_lock(&disk->lock);
    long failures = disk->failures;
    pthread_mutex_unlock(&disk->lock);
    return failures;
}

// A generator of its own, so that a seed means the same everywhere: Steele, Lea, Flood, "Fast
// Splittable Pseudorandom Number Generators" (OOPSLA 2014).
static unsigned long next_random(unsigned long *state)
{
    unsigned long z = *state += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

// Puts one change's new or old bytes into its file; 0, or -1 with errno set.
static int put(const struct change *one, int is_new)
{
    int descriptor = open(one->path, O_RDWR | O_CLOEXEC);
    if (descriptor < 0) return -1;
    const unsigned char *bytes = is_new ? one->bytes : one->bytes + one->count;
    int failed = pwrite(descriptor, bytes, (size_t)one->count, one->offset) != one->count;
    if (!failed && !is_new) failed = ftruncate(descriptor, one->size_before) != 0;
    close(descriptor);
    return failed ? -1 : 0;
}

// The newest first, so that each finds what it covered.
static int undo(const struct change *one)
{
    if (!one) return 0;
    return undo(one->next) || put(one, 0) ? -1 : 0;
}

long faulty_disk_cut_power(faulty_disk *disk, unsigned long seed)
{
    long lost = 0;
    pthread_mutex_lock(&disk->lock);
    if (undo(disk->changes)) lost = -1;
    for (const struct change *one = disk->changes; one && lost >= 0; one = one->next) {
        if (next_random(&seed) & 1)
            lost++;
        else if (put(one, 1))
            lost = -1;
    }
    while (disk->changes) forget(disk, disk->changes->path);
    pthread_mutex_unlock(&disk->lock);
    return lost;
}

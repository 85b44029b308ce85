#include "write_ahead.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

const char *const write_ahead_name = "tillmesh-write-ahead";

enum {
    /// Two sales of five items; what doesn't fit is put down in parts.
    gathered_max = 256 * 1024,
    /// What is put down with one call: SQLite's own VFS takes less than 128 KiB (its unixWrite cuts
    /// a count to 17 bits).
    part_max = 124 * 1024,
    /// What a frame has before its page (SQLite's file format, "The WAL File").
    frame_head_bytes = 24,
    /// Room for any VFS's own file behind ours.
    file_bytes = 4096,
};

struct gathering_file {
    sqlite3_file base;
    sqlite3_file *real;
    unsigned char *gathered;
    int count;
    /// Where the first gathered byte belongs.
    sqlite3_int64 start;
    /// Behind the last byte that was written since the file was begun.
    sqlite3_int64 end;
    /// The frame whose head came last is its transaction's last.
    int ends_transaction;
};

static struct gathering_file *gathering(sqlite3_file *file)
{
    return (struct gathering_file *)file;
}

// The default, whichever it is by now.
static sqlite3_vfs *plain(void) { return sqlite3_vfs_find(NULL); }

// Puts down what was gathered. Where that fails it is forgotten: none of it was confirmed, and
// SQLite undoes the transaction.
static int put_down(struct gathering_file *file)
{
    int count = file->count;
    file->count = 0;
    for (int done = 0; done < count; done += part_max) {
        int part = count - done < part_max ? count - done : part_max;
        int result = file->real->pMethods->xWrite(
            file->real, file->gathered + done, part, file->start + done);
        if (result != SQLITE_OK) return result;
    }
    return SQLITE_OK;
}

static int write_through(
    struct gathering_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
    int result = put_down(file);
    if (result != SQLITE_OK) return result;
    return file->real->pMethods->xWrite(file->real, bytes, count, offset);
}

static int gather(
    struct gathering_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
    if (file->count > 0
        && (offset != file->start + file->count || file->count + count > gathered_max)) {
        int result = put_down(file);
        if (result != SQLITE_OK) return result;
    }
    if (file->count == 0) file->start = offset;
    memcpy(file->gathered + file->count, bytes, (size_t)count);
    file->count += count;
    return SQLITE_OK;
}

static int file_write(
    sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset)
{
    static const unsigned char none[4];
    struct gathering_file *file = gathering(base);
    int is_head = count == frame_head_bytes;
    // The database's size in pages behind the transaction; zero in all frames but the last.
    if (is_head)
        file->ends_transaction = memcmp((const char *)bytes + 4, none, sizeof none) != 0;
    // SQLite writes the file's own head first of all when it begins it anew.
    if (offset == 0) file->end = 0;
    // What changes a frame that was written before has no page behind it that would put it down.
    int changes = offset < file->end;
    if (offset + count > file->end) file->end = offset + count;
    if (changes || count > gathered_max) return write_through(file, bytes, count, offset);
    int result = gather(file, bytes, count, offset);
    if (result != SQLITE_OK || is_head || !file->ends_transaction) return result;
    return put_down(file);
}

static int file_read(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset)
{
    int result = put_down(gathering(base));
    if (result != SQLITE_OK) return result;
    sqlite3_file *real = gathering(base)->real;
    return real->pMethods->xRead(real, bytes, count, offset);
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    int result = put_down(gathering(base));
    if (result != SQLITE_OK) return result;
    gathering(base)->end = size;
    sqlite3_file *real = gathering(base)->real;
    return real->pMethods->xTruncate(real, size);
}

static int file_sync(sqlite3_file *base, int flags)
{
    int result = put_down(gathering(base));
    if (result != SQLITE_OK) return result;
    sqlite3_file *real = gathering(base)->real;
    return real->pMethods->xSync(real, flags);
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    int result = put_down(gathering(base));
    if (result != SQLITE_OK) return result;
    sqlite3_file *real = gathering(base)->real;
    return real->pMethods->xFileSize(real, size);
}

// What is still gathered belongs to a transaction that wasn't finished.
static int file_close(sqlite3_file *base)
{
    struct gathering_file *file = gathering(base);
    free(file->gathered);
    return file->real->pMethods->xClose(file->real);
}

static int file_lock(sqlite3_file *base, int level)
{
    sqlite3_file *real = gathering(base)->real;
    return real->pMethods->xLock(real, level);
}

static int file_unlock(sqlite3_file *base, int level)
{
    sqlite3_file *real = gathering(base)->real;
    return real->pMethods->xUnlock(real, level);
}

static int file_check_reserved_lock(sqlite3_file *base, int *is_held)
{
    sqlite3_file *real = gathering(base)->real;
    return real->pMethods->xCheckReservedLock(real, is_held);
}

static int file_control(sqlite3_file *base, int operation, void *argument)
{
    sqlite3_file *real = gathering(base)->real;
    return real->pMethods->xFileControl(real, operation, argument);
}

static int file_sector_size(sqlite3_file *base)
{
    sqlite3_file *real = gathering(base)->real;
    return real->pMethods->xSectorSize(real);
}

static int file_device_characteristics(sqlite3_file *base)
{
    sqlite3_file *real = gathering(base)->real;
    return real->pMethods->xDeviceCharacteristics(real);
}

// Version 1: neither shared memory nor mappings, which a write-ahead log's file never has.
static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_device_characteristics,
};

static int open_gathering(
    sqlite3_vfs *real_vfs, const char *name, struct gathering_file *file, int flags,
    int *flags_given)
{
    memset(file, 0, sizeof *file);
    file->real = (sqlite3_file *)(file + 1);
    int result = real_vfs->xOpen(real_vfs, name, file->real, flags, flags_given);
    if (result != SQLITE_OK) return result;
    file->gathered = malloc(gathered_max);
    if (!file->gathered) {
        file->real->pMethods->xClose(file->real);
        return SQLITE_NOMEM;
    }
    file->base.pMethods = &methods;
    return SQLITE_OK;
}

static int vfs_open(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *flags_given)
{
    (void)vfs;
    sqlite3_vfs *real_vfs = plain();
    file->pMethods = NULL;
    if (real_vfs->szOsFile + (int)sizeof(struct gathering_file) > file_bytes)
        return SQLITE_CANTOPEN;
    if (flags & SQLITE_OPEN_WAL)
        return open_gathering(real_vfs, name, gathering(file), flags, flags_given);
    return real_vfs->xOpen(real_vfs, name, file, flags, flags_given);
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int syncs)
{
    (void)vfs;
    return plain()->xDelete(plain(), name, syncs);
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
    (void)vfs;
    return plain()->xAccess(plain(), name, flags, result);
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int count, char *path)
{
    (void)vfs;
    return plain()->xFullPathname(plain(), name, count, path);
}

static int vfs_randomness(sqlite3_vfs *vfs, int count, char *bytes)
{
    (void)vfs;
    return plain()->xRandomness(plain(), count, bytes);
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return plain()->xSleep(plain(), microseconds);
}

static int vfs_time(sqlite3_vfs *vfs, double *days)
{
    (void)vfs;
    return plain()->xCurrentTime(plain(), days);
}

static int vfs_time_64(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds)
{
    (void)vfs;
    return plain()->xCurrentTimeInt64(plain(), milliseconds);
}

static int vfs_last_error(sqlite3_vfs *vfs, int count, char *text)
{
    (void)vfs;
    return plain()->xGetLastError(plain(), count, text);
}

// No shared libraries: extensions aren't loaded.
static sqlite3_vfs gathering_vfs = {
    .iVersion = 2,
    .szOsFile = file_bytes,
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_path,
    .xRandomness = vfs_randomness,
    .xSleep = vfs_sleep,
    .xCurrentTime = vfs_time,
    .xGetLastError = vfs_last_error,
    .xCurrentTimeInt64 = vfs_time_64,
};

int write_ahead_register(void)
{
    // Nobody asks how much memory SQLite has, and counting it takes a lock for each allocation.
    // Refused where another part of the program started SQLite already: then it is counted.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    int result = sqlite3_initialize();
    if (result != SQLITE_OK) return result;
    gathering_vfs.mxPathname = plain()->mxPathname;
    gathering_vfs.zName = write_ahead_name;
    return sqlite3_vfs_register(&gathering_vfs, 0);
}

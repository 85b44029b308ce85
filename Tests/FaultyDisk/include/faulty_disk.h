// A disk under SQLite that fails when a test says so: a VFS that wraps the default one.
//
// Files below a folder that was made faulty go through it; all others go straight to the default
// VFS, so tests of one process don't see each other's faults.
#ifndef TILLMESH_FAULTY_DISK_H
#define TILLMESH_FAULTY_DISK_H

typedef struct faulty_disk faulty_disk;

/// What the failing call answers.
typedef enum {
    /// EIO from write(2), ftruncate(2), fsync(2) and unlink(2).
    FAULTY_DISK_BROKEN,
    /// ENOSPC from write(2), and from fsync(2) where room is given late.
    FAULTY_DISK_FULL,
    /// As broken, but the write has put half of its bytes down.
    FAULTY_DISK_TORN,
} faulty_disk_fault;

/// Makes the files below a folder fail on demand; NULL where memory or places are used up.
faulty_disk *faulty_disk_make(const char *folder);

/// Lets all be as it was; no file below the folder may be open.
void faulty_disk_free(faulty_disk *disk);

/// Lets the call after `calls` good ones fail; where `stays`, all after it too.
void faulty_disk_arm(faulty_disk *disk, faulty_disk_fault fault, long calls, int stays);

/// Lets all calls go well again.
void faulty_disk_mend(faulty_disk *disk);

/// Calls since arming or mending that write, cut, sync or delete a file; a long write counts once
/// for each 4,096 bytes, as it may fail behind any of them.
long faulty_disk_calls(faulty_disk *disk);

/// Writes since arming or mending, however long.
long faulty_disk_writes(faulty_disk *disk);

/// Calls that failed since the disk was made.
long faulty_disk_failures(faulty_disk *disk);

/// The power goes: of what was written and not synced, each write of at most 4,096 bytes, and each
/// such piece of a longer one, is kept or lost as the seed says;
/// that a file was cut short is always kept.
///
/// No file below the folder may be open. Returns how many writes were lost, -1 with errno set where
/// a file couldn't be put back.
long faulty_disk_cut_power(faulty_disk *disk, unsigned long seed);

#endif

// Fewer calls for SQLite's write-ahead log: a VFS that wraps the default one.
//
// SQLite writes each page of a transaction with two calls, its frame's head and the page, some sixty
// for a sale. Here they are gathered and put down together. What a program may rely on stays:
// before the write of a transaction's last page returns, all of the transaction is in the file, so
// that readers find it and a sync makes it durable.
#ifndef TILLMESH_WRITE_AHEAD_H
#define TILLMESH_WRITE_AHEAD_H

/// Adds the VFS under the name below, not as the default; an SQLite error code.
int write_ahead_register(void);

/// For `sqlite3_open_v2`.
extern const char *const write_ahead_name;

#endif

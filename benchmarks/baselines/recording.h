/* Recorded rows, and databases that they are written to as the till writes them. */
#ifndef TILLMESH_BASELINES_RECORDING_H
#define TILLMESH_BASELINES_RECORDING_H

#include "common.h"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

enum kind { KIND_NULL, KIND_INTEGER, KIND_TEXT, KIND_BLOB };
enum { VALUES_MAX = 64, SIGNED_BYTES = 48 };

struct value {
    enum kind kind;
    sqlite3_int64 integer;
    const uint8_t *bytes;
    int count;
};

struct write {
    size_t statement;
    struct value *values;
    int count;
};

struct transaction {
    struct write *writes;
    size_t count, room;
};

/* A database with the recording's statements prepared on it. */
struct target {
    sqlite3 *database;
    sqlite3_stmt *begin, *commit, **statements;
};

/* A recording whose transactions are taken one after the other, so that any number fits. */
struct recording {
    struct reader reader;
    const char **texts;
    int *lengths;
    size_t statements, transactions;
};

static inline sqlite3_stmt *prepare(sqlite3 *database, const char *sql, int length) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(database, sql, length, SQLITE_PREPARE_PERSISTENT, &statement, NULL))
        fail("%s: %.*s", sqlite3_errmsg(database), length, sql);
    return statement;
}

static inline void execute(sqlite3 *database, const char *sql) {
    if (sqlite3_exec(database, sql, NULL, NULL, NULL)) fail("%s: %s", sqlite3_errmsg(database), sql);
}

static inline struct recording open_recording(const char *path) {
    size_t length;
    const uint8_t *bytes = read_file(path, &length);
    struct recording recording = {.reader = {bytes, bytes + length}};
    recording.statements = take_number(&recording.reader, 4);
    recording.texts = allocate(recording.statements * sizeof *recording.texts);
    recording.lengths = allocate(recording.statements * sizeof *recording.lengths);
    for (size_t index = 0; index < recording.statements; index++) {
        int size = (int)take_number(&recording.reader, 4);
        recording.lengths[index] = size;
        recording.texts[index] = (const char *)take(&recording.reader, (size_t)size);
    }
    recording.transactions = take_number(&recording.reader, 4);
    return recording;
}

/* Opened as the till opens its own, but for the checkpoints. */
static inline struct target open_target(const char *path, const struct recording *recording) {
    struct target target;
    if (sqlite3_open_v2(
            path, &target.database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
        fail("%s: %s", path, sqlite3_errmsg(target.database));
    execute(target.database, "PRAGMA journal_mode = WAL");
    execute(target.database, "PRAGMA synchronous = FULL");
    execute(target.database, "PRAGMA cell_size_check = ON");
    execute(target.database, "PRAGMA temp_store = MEMORY");
    execute(target.database, "PRAGMA cache_size = -16000");
    target.begin = prepare(target.database, "BEGIN IMMEDIATE", -1);
    target.commit = prepare(target.database, "COMMIT", -1);
    target.statements = allocate(recording->statements * sizeof *target.statements);
    for (size_t index = 0; index < recording->statements; index++)
        target.statements[index] =
            prepare(target.database, recording->texts[index], recording->lengths[index]);
    return target;
}

static inline struct value take_value(struct reader *reader) {
    struct value value = {.kind = (enum kind)take_number(reader, 1)};
    switch (value.kind) {
    case KIND_NULL: break;
    case KIND_INTEGER: value.integer = (sqlite3_int64)take_number(reader, 8); break;
    case KIND_TEXT:
    case KIND_BLOB:
        value.count = (int)take_number(reader, 4);
        value.bytes = take(reader, (size_t)value.count);
        break;
    default: fail("a value of unknown kind");
    }
    return value;
}

/* Reads the next transaction into room that is used again. */
static inline void take_transaction(struct recording *recording, struct transaction *transaction) {
    transaction->count = take_number(&recording->reader, 4);
    while (transaction->room < transaction->count) {
        size_t room = transaction->room > 0 ? 2 * transaction->room : 64;
        transaction->writes = realloc(transaction->writes, room * sizeof *transaction->writes);
        if (transaction->writes == NULL) fail("no memory for %zu writes", room);
        for (; transaction->room < room; transaction->room++)
            transaction->writes[transaction->room].values =
                allocate(VALUES_MAX * sizeof(struct value));
    }
    for (size_t place = 0; place < transaction->count; place++) {
        struct write *write = &transaction->writes[place];
        write->statement = take_number(&recording->reader, 2);
        write->count = (int)take_number(&recording->reader, 2);
        if (write->statement >= recording->statements) fail("a statement of unknown number");
        if (write->count > VALUES_MAX) fail("a statement with %d values", write->count);
        for (int index = 0; index < write->count; index++)
            write->values[index] = take_value(&recording->reader);
    }
}

static inline void bind_value(sqlite3_stmt *statement, int index, const struct value *value) {
    int code = SQLITE_OK;
    switch (value->kind) {
    case KIND_NULL: code = sqlite3_bind_null(statement, index); break;
    case KIND_INTEGER: code = sqlite3_bind_int64(statement, index, value->integer); break;
    case KIND_TEXT:
        code = sqlite3_bind_text(
            statement, index, (const char *)value->bytes, value->count, SQLITE_STATIC);
        break;
    case KIND_BLOB:
        code = sqlite3_bind_blob(statement, index, value->bytes, value->count, SQLITE_STATIC);
        break;
    }
    if (code != SQLITE_OK) fail("a value can't be bound: %d", code);
}

static inline void run(struct target *target, sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE)
        fail("%s: %s", sqlite3_errmsg(target->database), sqlite3_sql(statement));
    sqlite3_reset(statement);
}

static inline void perform(struct target *target, const struct transaction *transaction) {
    run(target, target->begin);
    for (size_t place = 0; place < transaction->count; place++) {
        const struct write *write = &transaction->writes[place];
        sqlite3_stmt *statement = target->statements[write->statement];
        for (int index = 0; index < write->count; index++)
            bind_value(statement, index + 1, &write->values[index]);
        run(target, statement);
    }
    run(target, target->commit);
}

/* An operation's signing input: a label of 16 bytes and a hash. */
static inline void sign(uint8_t *signature, const uint8_t *message, const uint8_t *key) {
    crypto_sign_detached(signature, NULL, message, SIGNED_BYTES, key);
}

#endif

/* Plain C SQLite that writes recorded rows, each transaction durable, and signs once a transaction.
 *
 *   rows DATABASE RECORDING
 *
 * DATABASE is a fresh copy of the one in which the rows were recorded before they were written.
 * All of the recording is in memory and all statements are prepared before the clock starts. Its
 * write-ahead log is checkpointed by SQLite itself, after its usual 1,000 pages. */
#include "common.h"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

enum kind { KIND_NULL, KIND_INTEGER, KIND_TEXT, KIND_BLOB };

struct value {
    enum kind kind;
    sqlite3_int64 integer;
    const uint8_t *bytes;
    int count;
};

struct write {
    sqlite3_stmt *statement;
    struct value *values;
    int count;
};

struct transaction {
    struct write *writes;
    size_t count;
};

static sqlite3 *database;
static sqlite3_stmt *begin, *commit;

static sqlite3_stmt *prepare(const char *sql, int length) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(database, sql, length, SQLITE_PREPARE_PERSISTENT, &statement, NULL))
        fail("%s: %.*s", sqlite3_errmsg(database), length, sql);
    return statement;
}

static void run(sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE)
        fail("%s: %s", sqlite3_errmsg(database), sqlite3_sql(statement));
    sqlite3_reset(statement);
}

static void execute(const char *sql) {
    if (sqlite3_exec(database, sql, NULL, NULL, NULL)) fail("%s: %s", sqlite3_errmsg(database), sql);
}

/* Opened as the till opens its own, but for the checkpoints. */
static void open_database(const char *path) {
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
        fail("%s: %s", path, sqlite3_errmsg(database));
    execute("PRAGMA journal_mode = WAL");
    execute("PRAGMA synchronous = FULL");
    execute("PRAGMA cell_size_check = ON");
    execute("PRAGMA temp_store = MEMORY");
    execute("PRAGMA cache_size = -16000");
    begin = prepare("BEGIN IMMEDIATE", -1);
    commit = prepare("COMMIT", -1);
}

static struct value take_value(struct reader *reader) {
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

static struct write take_write(struct reader *reader, sqlite3_stmt **statements, size_t known) {
    size_t number = take_number(reader, 2);
    if (number >= known) fail("a statement of unknown number");
    struct write write = {.statement = statements[number], .count = (int)take_number(reader, 2)};
    write.values = allocate((size_t)write.count * sizeof *write.values);
    for (int index = 0; index < write.count; index++) write.values[index] = take_value(reader);
    return write;
}

static struct transaction *take_recording(const char *path, size_t *count) {
    size_t length;
    const uint8_t *bytes = read_file(path, &length);
    struct reader reader = {bytes, bytes + length};
    size_t known = take_number(&reader, 4);
    sqlite3_stmt **statements = allocate(known * sizeof *statements);
    for (size_t index = 0; index < known; index++) {
        int size = (int)take_number(&reader, 4);
        statements[index] = prepare((const char *)take(&reader, (size_t)size), size);
    }
    *count = take_number(&reader, 4);
    struct transaction *transactions = allocate(*count * sizeof *transactions);
    for (size_t index = 0; index < *count; index++) {
        struct transaction *transaction = &transactions[index];
        transaction->count = take_number(&reader, 4);
        transaction->writes = allocate(transaction->count * sizeof *transaction->writes);
        for (size_t place = 0; place < transaction->count; place++)
            transaction->writes[place] = take_write(&reader, statements, known);
    }
    return transactions;
}

static void bind(sqlite3_stmt *statement, int index, const struct value *value) {
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
    if (code != SQLITE_OK) fail("%s", sqlite3_errmsg(database));
}

static void perform(const struct transaction *transaction) {
    run(begin);
    for (size_t place = 0; place < transaction->count; place++) {
        const struct write *write = &transaction->writes[place];
        for (int index = 0; index < write->count; index++)
            bind(write->statement, index + 1, &write->values[index]);
        run(write->statement);
    }
    run(commit);
}

/* An operation's signing input is 48 bytes: a label and a hash. */
static void sign_once(const uint8_t *key) {
    static uint8_t message[48], signature[crypto_sign_BYTES];
    crypto_sign_detached(signature, NULL, message, sizeof message, key);
    memcpy(message, signature, sizeof message);
}

int main(int count, char **arguments) {
    if (count != 3) fail("usage: rows DATABASE RECORDING");
    if (sodium_init() < 0) fail("libsodium doesn't start");
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
    crypto_sign_keypair(public_key, secret_key);
    open_database(arguments[1]);
    size_t transactions;
    struct transaction *recording = take_recording(arguments[2], &transactions);
    uint64_t *times = allocate(transactions * sizeof *times);
    uint64_t start = now_nanoseconds();
    for (size_t index = 0; index < transactions; index++) {
        uint64_t begun = now_nanoseconds();
        sign_once(secret_key);
        perform(&recording[index]);
        times[index] = now_nanoseconds() - begun;
    }
    printf("total %llu\n", (unsigned long long)(now_nanoseconds() - start));
    report_nanoseconds(times, transactions);
    return 0;
}

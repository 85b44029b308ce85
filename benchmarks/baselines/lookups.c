/* Plain C SQLite that finds items with their prices by barcode, on the till's own tables.
 *
 *   lookups DATABASE CODES SCOPE MOMENT
 *
 * CODES holds one code of 14 digits a line. A look-up is what a shop's question needs: the item
 * behind the code, its current version, its special price if one holds, else its regular one. */
#include "common.h"

#include <sqlite3.h>

enum { CODE_DIGITS = 14, CODE_LINE = CODE_DIGITS + 1 };

static sqlite3 *database;
static sqlite3_stmt *code_query, *item_query, *price_query;

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL))
        fail("%s: %s", sqlite3_errmsg(database), sql);
    return statement;
}

static void prepare_queries(void) {
    code_query = prepare(
        "SELECT item, is_present FROM item_code WHERE scope = ? AND digits = ? "
        "ORDER BY item DESC, authority DESC, version DESC, hlc DESC LIMIT 200");
    item_query = prepare(
        "SELECT name, department, tax_category, unit, minimum_age, cost, stock_policy, is_active "
        "FROM item WHERE scope = ? AND code = ? "
        "ORDER BY authority DESC, version DESC, hlc DESC LIMIT 1");
    price_query = prepare(
        "SELECT until_time, price FROM price "
        "WHERE scope = ? AND item = ? AND kind = ? AND from_time <= ? "
        "ORDER BY from_time DESC, authority DESC, version DESC, hlc DESC LIMIT 1");
}

/* A row's columns copied out, as a program does that goes on with them. */
static size_t copied(sqlite3_stmt *statement, char *buffer, size_t capacity, int column) {
    const unsigned char *text = sqlite3_column_text(statement, column);
    size_t count = (size_t)sqlite3_column_bytes(statement, column);
    if (count >= capacity) fail("a text of %zu bytes", count);
    for (size_t index = 0; index < count; index++) buffer[index] = (char)text[index];
    buffer[count] = 0;
    return count;
}

static int has_price(const char *item, size_t count, sqlite3_int64 scope, int kind,
                     sqlite3_int64 moment, sqlite3_int64 *price) {
    sqlite3_bind_int64(price_query, 1, scope);
    sqlite3_bind_text(price_query, 2, item, (int)count, SQLITE_STATIC);
    sqlite3_bind_int(price_query, 3, kind);
    sqlite3_bind_int64(price_query, 4, moment);
    int found = sqlite3_step(price_query) == SQLITE_ROW;
    if (found) *price = sqlite3_column_int64(price_query, 1);
    sqlite3_reset(price_query);
    return found;
}

static sqlite3_int64 look_up(const char *code, sqlite3_int64 scope, sqlite3_int64 moment) {
    char item[64], name[128], department[64], category[64];
    sqlite3_bind_int64(code_query, 1, scope);
    sqlite3_bind_text(code_query, 2, code, CODE_DIGITS, SQLITE_STATIC);
    if (sqlite3_step(code_query) != SQLITE_ROW) fail("no item has %.14s", code);
    size_t count = copied(code_query, item, sizeof item, 0);
    sqlite3_reset(code_query);
    sqlite3_bind_int64(item_query, 1, scope);
    sqlite3_bind_text(item_query, 2, item, (int)count, SQLITE_STATIC);
    if (sqlite3_step(item_query) != SQLITE_ROW) fail("no item %s", item);
    copied(item_query, name, sizeof name, 0);
    copied(item_query, department, sizeof department, 1);
    copied(item_query, category, sizeof category, 2);
    sqlite3_int64 numbers = 0, price = 0;
    for (int column = 3; column < 8; column++) numbers += sqlite3_column_int64(item_query, column);
    sqlite3_reset(item_query);
    if (!has_price(item, count, scope, 1, moment, &price) &&
        !has_price(item, count, scope, 0, moment, &price))
        fail("item %s has no price", item);
    return price + numbers;
}

int main(int count, char **arguments) {
    if (count != 5) fail("usage: lookups DATABASE CODES SCOPE MOMENT");
    if (sqlite3_open_v2(
            arguments[1], &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL))
        fail("%s: %s", arguments[1], sqlite3_errmsg(database));
    sqlite3_exec(database, "PRAGMA cache_size = -8000", NULL, NULL, NULL);
    prepare_queries();
    size_t length;
    const char *codes = (const char *)read_file(arguments[2], &length);
    size_t lookups = length / CODE_LINE;
    sqlite3_int64 scope = atoll(arguments[3]), moment = atoll(arguments[4]), sum = 0;
    uint64_t *times = allocate(lookups * sizeof *times);
    for (size_t index = 0; index < lookups; index++) {
        uint64_t begun = now_nanoseconds();
        sum += look_up(codes + index * CODE_LINE, scope, moment);
        times[index] = now_nanoseconds() - begun;
    }
    printf("sum %lld\n", (long long)sum);
    report_nanoseconds(times, lookups);
    return 0;
}

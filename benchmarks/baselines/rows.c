/* Plain C SQLite that writes recorded rows, each transaction durable, and signs once a transaction.
 *
 *   rows DATABASE RECORDING
 *
 * DATABASE is a fresh copy of the one in which the rows were recorded before they were written.
 * The recording is in memory, all statements are prepared, and each transaction is taken apart
 * before its clock starts. Its write-ahead log is checkpointed by SQLite itself, after its usual
 * 1,000 pages. */
#include "recording.h"

int main(int count, char **arguments) {
    if (count != 3) fail("usage: rows DATABASE RECORDING");
    if (sodium_init() < 0) fail("libsodium doesn't start");
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
    uint8_t message[SIGNED_BYTES] = {0}, signature[crypto_sign_BYTES];
    crypto_sign_keypair(public_key, secret_key);
    struct recording recording = open_recording(arguments[2]);
    struct target target = open_target(arguments[1], &recording);
    struct transaction transaction = {0};
    uint64_t *times = allocate(recording.transactions * sizeof *times), total = 0;
    for (size_t index = 0; index < recording.transactions; index++) {
        take_transaction(&recording, &transaction);
        uint64_t begun = now_nanoseconds();
        sign(signature, message, secret_key);
        memcpy(message, signature, sizeof message);
        perform(&target, &transaction);
        times[index] = now_nanoseconds() - begun;
        total += times[index];
    }
    printf("total %llu\n", (unsigned long long)total);
    report_nanoseconds(times, recording.transactions);
    return 0;
}

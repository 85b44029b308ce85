/* libsodium's BLAKE2b-256, personalised, over each operation's body.
 *
 *   hashes BODIES
 *
 * BODIES holds the bodies one after another, each behind its length in 4 bytes. */
#include "common.h"

#include <sodium.h>
#include <string.h>

int main(int count, char **arguments) {
    if (count != 2) fail("usage: hashes BODIES");
    if (sodium_init() < 0) fail("libsodium doesn't start");
    size_t length;
    const uint8_t *bytes = read_file(arguments[1], &length);
    uint8_t personal[crypto_generichash_blake2b_PERSONALBYTES] = {0};
    memcpy(personal, "tillmesh-op-v1", 14);
    uint8_t digest[32], folded = 0;
    struct reader reader = {bytes, bytes + length};
    uint64_t start = now_nanoseconds();
    while (reader.next < reader.end) {
        size_t size = take_number(&reader, 4);
        const uint8_t *body = take(&reader, size);
        crypto_generichash_blake2b_salt_personal(
            digest, sizeof digest, body, size, NULL, 0, NULL, personal);
        folded ^= digest[0];
    }
    uint64_t total = now_nanoseconds() - start;
    /* The fold is printed so that no compiler can leave the hashes out. */
    printf("total %llu\nfolded %u\n", (unsigned long long)total, folded);
    return 0;
}

/* What a commit on one lane, durable on its neighbour, costs without a program around it.
 *
 *   hop DATABASE NEIGHBOUR RECORDING PAUSE
 *
 * One process signs, writes a recorded transaction with plain SQLite and sends 300 bytes over TCP
 * on loopback; another one verifies and writes the same rows to a database of its own. The clock
 * runs from before the signature to after the neighbour's commit; PAUSE microseconds lie between
 * two of them. */
#include "recording.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MESSAGE_BYTES = 300 };

static uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];

static void send_all(int socket, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent = write(socket, bytes, count);
        if (sent <= 0) fail("the connection ended");
        bytes += sent;
        count -= (size_t)sent;
    }
}

static void receive_all(int socket, uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t received = read(socket, bytes, count);
        if (received <= 0) fail("the connection ended");
        bytes += received;
        count -= (size_t)received;
    }
}

static void send_at_once(int socket) {
    int one = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

/* The neighbour: takes, verifies, writes, and notes when it was done. */
static void follow(const char *path, struct recording recording, int port, uint64_t *done) {
    struct target target = open_target(path, &recording);
    struct transaction transaction = {0};
    uint8_t message[MESSAGE_BYTES];
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = (in_port_t)port};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0)
        fail("can't connect on loopback");
    send_at_once(connection);
    for (size_t index = 0; index < recording.transactions; index++) {
        take_transaction(&recording, &transaction);
        receive_all(connection, message, sizeof message);
        if (crypto_sign_verify_detached(
                message + SIGNED_BYTES, message, SIGNED_BYTES, public_key) != 0)
            fail("a signature doesn't verify");
        perform(&target, &transaction);
        done[index] = now_nanoseconds();
        send_all(connection, message, 1);
    }
    exit(0);
}

int main(int count, char **arguments) {
    if (count != 5) fail("usage: hop DATABASE NEIGHBOUR RECORDING PAUSE");
    if (sodium_init() < 0) fail("libsodium doesn't start");
    crypto_sign_keypair(public_key, secret_key);
    struct recording recording = open_recording(arguments[3]);
    size_t bytes = recording.transactions * sizeof(uint64_t);
    uint64_t *done =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (done == MAP_FAILED) fail("no memory to share");
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 1) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0)
        fail("can't listen on loopback");
    pid_t neighbour = fork();
    if (neighbour == 0) follow(arguments[2], recording, address.sin_port, done);
    int connection = accept(listener, NULL, NULL);
    if (neighbour < 0 || connection < 0) fail("there is no neighbour");
    send_at_once(connection);
    struct target target = open_target(arguments[1], &recording);
    struct transaction transaction = {0};
    uint8_t message[MESSAGE_BYTES] = {0};
    uint64_t *times = allocate(bytes);
    long pause = atol(arguments[4]);
    struct timespec rest = {pause / 1000000, pause % 1000000 * 1000};
    for (size_t index = 0; index < recording.transactions; index++) {
        take_transaction(&recording, &transaction);
        nanosleep(&rest, NULL);
        uint64_t begun = now_nanoseconds();
        sign(message + SIGNED_BYTES, message, secret_key);
        perform(&target, &transaction);
        send_all(connection, message, sizeof message);
        receive_all(connection, message, 1);
        times[index] = done[index] - begun;
    }
    int status;
    if (waitpid(neighbour, &status, 0) != neighbour || status != 0) fail("the neighbour failed");
    report_nanoseconds(times, recording.transactions);
    return 0;
}

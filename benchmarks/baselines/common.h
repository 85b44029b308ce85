/* What the C baselines share: time, percentiles, files, and how they say what they measured. */
#ifndef TILLMESH_BASELINES_COMMON_H
#define TILLMESH_BASELINES_COMMON_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Says what went wrong and ends the process: a baseline that fails measures nothing. */
static inline _Noreturn void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

static inline void *allocate(size_t bytes) {
    void *memory = malloc(bytes > 0 ? bytes : 1);
    if (memory == NULL) fail("no memory for %zu bytes", bytes);
    return memory;
}

/* Monotonic time in nanoseconds. */
static inline uint64_t now_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static int compare_u64(const void *a, const void *b) {
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

/* The smallest value that at least this many hundredths of the values don't exceed. */
static inline uint64_t percentile(const uint64_t *sorted, size_t count, size_t hundredths) {
    size_t rank = (count * hundredths + 99) / 100;
    return sorted[rank > 0 ? rank - 1 : 0];
}

/* Prints the percentiles that the harness reads; sorts the values. */
static inline void report_nanoseconds(uint64_t *values, size_t count) {
    if (count == 0) fail("nothing was measured");
    qsort(values, count, sizeof *values, compare_u64);
    printf("p50 %llu\n", (unsigned long long)percentile(values, count, 50));
    printf("p99 %llu\n", (unsigned long long)percentile(values, count, 99));
}

static inline uint8_t *read_file(const char *path, size_t *count) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail("can't open %s", path);
    fseek(file, 0, SEEK_END);
    long end = ftell(file);
    if (end < 0) fail("can't measure %s", path);
    rewind(file);
    uint8_t *bytes = allocate((size_t)end);
    if (fread(bytes, 1, (size_t)end, file) != (size_t)end) fail("can't read %s", path);
    fclose(file);
    *count = (size_t)end;
    return bytes;
}

/* A place in a file that is read from its start; numbers are little endian. */
struct reader {
    const uint8_t *next, *end;
};

static inline const uint8_t *take(struct reader *reader, size_t count) {
    if ((size_t)(reader->end - reader->next) < count) fail("the file ends too early");
    const uint8_t *start = reader->next;
    reader->next += count;
    return start;
}

static inline uint64_t take_number(struct reader *reader, size_t count) {
    const uint8_t *bytes = take(reader, count);
    uint64_t number = 0;
    for (size_t index = 0; index < count; index++) number |= (uint64_t)bytes[index] << (8 * index);
    return number;
}

#endif

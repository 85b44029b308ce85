// Ends a program with SIGKILL in front of its n-th step that is meant to last: a sync, a file that
// takes another's place, one that goes. STOP_AT says which; preloaded by stopped.py.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_long steps;

static void step(void)
{
    const char *limit = getenv("STOP_AT");
    if (limit && atomic_fetch_add(&steps, 1) + 1 == atol(limit)) kill(getpid(), SIGKILL);
}

int fsync(int descriptor)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    step();
    return real(descriptor);
}

int fdatasync(int descriptor)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    step();
    return real(descriptor);
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *) =
        (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    step();
    return real(from, to);
}

int unlink(const char *path)
{
    int (*real)(const char *) = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
    step();
    return real(path);
}

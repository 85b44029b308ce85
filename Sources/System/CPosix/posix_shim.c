// struct ucred, accept4 and statx hide behind this.
#define _GNU_SOURCE
#include "posix_shim.h"

long tillmesh_peer_user(int socket)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return -1;
    return (long)peer.uid;
}

int tillmesh_accept(int listener)
{
    return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

int tillmesh_birth_time(const char *path, struct timespec *birth)
{
    struct statx found;
    if (statx(AT_FDCWD, path, 0, STATX_BTIME, &found) != 0 || !(found.stx_mask & STATX_BTIME))
        return -1;
    birth->tv_sec = found.stx_btime.tv_sec;
    birth->tv_nsec = found.stx_btime.tv_nsec;
    return 0;
}

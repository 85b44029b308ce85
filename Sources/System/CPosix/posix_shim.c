// struct ucred and accept4 hide behind this.
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

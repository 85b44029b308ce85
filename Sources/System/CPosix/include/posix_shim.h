// What Glibc's module map leaves out or hides behind variadics and macros.
#ifndef TILLMESH_POSIX_SHIM_H
#define TILLMESH_POSIX_SHIM_H

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/// Names the calling thread for `top` and debuggers; prctl(2) is variadic.
static inline int tillmesh_name_thread(const char *name)
{
    return prctl(PR_SET_NAME, name, 0, 0, 0);
}

/// The user at the other end of a Unix socket, by SO_PEERCRED; -1 with errno where it has none.
long tillmesh_peer_user(int socket);

/// A waiting connection, non-blocking and closed on exec; -1 with errno where none waits.
int tillmesh_accept(int listener);

// A macro with a cast and a size, which Swift doesn't import.
static const unsigned long EVIOCGRAB_REQUEST = EVIOCGRAB;

#endif

// What Glibc's module map leaves out or hides behind variadics and macros.
#ifndef TILLMESH_POSIX_SHIM_H
#define TILLMESH_POSIX_SHIM_H

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/signalfd.h>
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

/// When a file or folder was made, by statx(2); -1 where the file system doesn't keep it.
int tillmesh_birth_time(const char *path, struct timespec *birth);

// A macro with a cast and a size, which Swift doesn't import.
static const unsigned long EVIOCGRAB_REQUEST = EVIOCGRAB;

/// The signal that this process gets when its parent ends; prctl(2) is variadic.
static inline int tillmesh_signal_on_parent_end(int signal)
{
    return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0);
}

/// Asks the kernel for a terminal's size; ioctl(2) is variadic.
static inline int tillmesh_terminal_size(int terminal, struct winsize *size)
{
    return ioctl(terminal, TIOCGWINSZ, size);
}

/// Tells the kernel a terminal's size; those who work on it get SIGWINCH.
static inline int tillmesh_set_terminal_size(int terminal, unsigned short columns,
                                             unsigned short rows)
{
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    return ioctl(terminal, TIOCSWINSZ, &size);
}

/// The exit of a child as wait(2) tells it: its code, or -1.
static inline int tillmesh_exit_code(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// The signal that ended a child, or 0.
static inline int tillmesh_end_signal(int status)
{
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

#endif

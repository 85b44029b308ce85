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
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#endif

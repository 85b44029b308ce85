#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include <locale.h>
#include <curses.h>

// Of <term.h>, which would bring all of <termios.h> into this module.
struct term;
extern int setupterm(const char *type, int descriptor, int *failure);
extern struct term *set_curterm(struct term *terminal);
extern int del_curterm(struct term *terminal);
extern char *tigetstr(const char *capability);

// What Swift can't see: variables that the library swaps, and constants made by macros with arguments.

/// The whole screen as a window, of the screen that `set_term` chose last.
static inline WINDOW *tillmesh_screen(void) { return stdscr; }

static inline attr_t tillmesh_bold(void) { return WA_BOLD; }
static inline attr_t tillmesh_dim(void) { return WA_DIM; }
static inline attr_t tillmesh_reverse(void) { return WA_REVERSE; }
static inline attr_t tillmesh_underline(void) { return WA_UNDERLINE; }

/// `attr_set` is a macro over a parameter that must be null.
static inline int tillmesh_set_style(WINDOW *window, attr_t attributes, short pair)
{
    return wattr_set(window, attributes, pair, NULL);
}

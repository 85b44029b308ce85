// avahi's headers for event loops bring poll.h into this module, and whoever waits with poll(2)
// would have to import avahi for it. Of what they declare only this is needed.
#define foowatchhfoo
typedef struct AvahiPoll AvahiPoll;
typedef struct AvahiThreadedPoll AvahiThreadedPoll;

AvahiThreadedPoll *avahi_threaded_poll_new(void);
void avahi_threaded_poll_free(AvahiThreadedPoll *poll);
const AvahiPoll *avahi_threaded_poll_get(AvahiThreadedPoll *poll);
int avahi_threaded_poll_start(AvahiThreadedPoll *poll);
int avahi_threaded_poll_stop(AvahiThreadedPoll *poll);
void avahi_threaded_poll_lock(AvahiThreadedPoll *poll);
void avahi_threaded_poll_unlock(AvahiThreadedPoll *poll);

#include <avahi-client/client.h>
#include <avahi-client/lookup.h>
#include <avahi-client/publish.h>
#include <avahi-common/alternative.h>
#include <avahi-common/error.h>
#include <avahi-common/malloc.h>
#include <avahi-common/strlst.h>

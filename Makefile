# Builds and installs Tillmesh. ./run and ./test are what a newcomer wants first.

PREFIX = /usr/local
DESTDIR =
INSTALL = install

bindir = $(DESTDIR)$(PREFIX)/bin
sharedir = $(DESTDIR)$(PREFIX)/share
libdir = $(DESTDIR)$(PREFIX)/lib
units = system/tillmesh-node.service system/tillmesh-lane@.service
binary = .build/release/tillmesh

all:
	scripts/build.sh

# `sudo make install` installs what `make` built, and builds as root only where nothing is built.
$(binary):
	scripts/build.sh

install: $(binary)
	$(INSTALL) -D -s -m 755 $(binary) $(bindir)/tillmesh
	for page in man/*.1; do $(INSTALL) -D -m 644 $$page $(sharedir)/man/man1/$${page##*/} || exit 1; done
	$(INSTALL) -D -m 644 completions/tillmesh.bash $(sharedir)/bash-completion/completions/tillmesh
	$(INSTALL) -D -m 644 completions/_tillmesh $(sharedir)/zsh/site-functions/_tillmesh
	$(INSTALL) -D -m 644 completions/tillmesh.fish $(sharedir)/fish/vendor_completions.d/tillmesh.fish
	$(INSTALL) -d $(libdir)/systemd/system
	for unit in $(units); do \
	    sed 's,@bindir@,$(PREFIX)/bin,' $$unit.in >$(libdir)/systemd/system/$${unit##*/} && \
	    chmod 644 $(libdir)/systemd/system/$${unit##*/} || exit 1; \
	done
	$(INSTALL) -D -m 644 system/tillmesh.sysusers $(libdir)/sysusers.d/tillmesh.conf
	$(INSTALL) -D -m 644 system/tillmesh.tmpfiles $(libdir)/tmpfiles.d/tillmesh.conf
	$(INSTALL) -D -m 644 system/60-tillmesh.rules $(libdir)/udev/rules.d/60-tillmesh.rules

check:
	./test

clean:
	rm -rf .build

.PHONY: all install check clean

# Builds and installs Tillmesh. ./run and ./test are what a newcomer wants first.

PREFIX = /usr/local
DESTDIR =
INSTALL = install

bindir = $(DESTDIR)$(PREFIX)/bin
sharedir = $(DESTDIR)$(PREFIX)/share
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

check:
	./test

clean:
	rm -rf .build

.PHONY: all install check clean

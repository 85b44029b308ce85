"""Changes to a sound export that every verifier must refuse, each drawn from a seed."""
import random

import cbor
import exports


def boundaries(data):
    """Offsets of the items of an export, and its length."""
    offsets, offset = [], 0
    while offset < len(data):
        offsets.append(offset)
        _, offset = cbor.decode_item(data, offset)
    return offsets + [offset]


class Mutations:
    """Draws changed exports; what would leave a valid shorter export isn't drawn."""

    def __init__(self, data):
        self.data = data
        self.offsets = boundaries(data)
        items = exports.items_of(data)
        self.logs = [item.log for item in items]
        # Items with a neighbour of the same log behind them.
        self.inner = [at for at in range(len(items) - 1) if self.logs[at] == self.logs[at + 1]]

    def item(self, at):
        return self.data[self.offsets[at]:self.offsets[at + 1]]

    def replaced(self, at, items, count=1):
        """The export with `count` items from `at` on replaced by others."""
        return (self.data[:self.offsets[at]] + b"".join(items)
                + self.data[self.offsets[at + count]:])

    def draw(self, seed):
        """A name and a changed export."""
        random_ = random.Random(seed)
        kind = random_.choice(list(KINDS))
        return kind, KINDS[kind](self, random_)

    def flip(self, random_):
        at = random_.randrange(len(self.data))
        changed = bytearray(self.data)
        changed[at] ^= 1 << random_.randrange(8)
        return bytes(changed)

    def drop(self, random_):
        return self.replaced(random_.choice(self.inner), [])

    def swap(self, random_):
        at = random_.choice(self.inner)
        return self.replaced(at, [self.item(at + 1), self.item(at)], 2)

    def repeat(self, random_):
        at = random_.choice(self.inner)
        return self.replaced(at, [self.item(at)] * 2)

    def splice(self, random_):
        """An operation of elsewhere in the place of one that isn't its log's last."""
        at, other = random_.choice(self.inner), random_.randrange(len(self.logs))
        while other == at:
            other = random_.randrange(len(self.logs))
        return self.replaced(at, [self.item(other)])

    def cut(self, random_):
        at = random_.choice([offset for offset in range(1, len(self.data))
                             if offset not in set(self.offsets)])
        return self.data[:at]

    def cut_behind(self, random_):
        """An end that carries no signature."""
        return self.data[:self.offsets[random_.choice(self.inner) + 1]]

    def unsign(self, random_):
        last = [at for at in range(len(self.logs)) if at not in self.inner]
        at = random_.choice(last)
        body, _ = cbor.decode(self.item(at))
        return self.replaced(at, [cbor.encode([body, None])])

    def rewrite(self, random_):
        """A well-formed operation that says something else: another kind, stamp or payload."""
        at = random_.randrange(len(self.logs))
        body, signature = cbor.decode(self.item(at))
        element = random_.choice([6, 7, 8])
        body[element] = body[element] + 1 if element < 8 else body[element] + b"\0"
        return self.replaced(at, [cbor.encode([body, signature])])

    def reorder(self, _):
        """The logs in another order."""
        first = next(at for at in range(len(self.logs)) if self.logs[at] != self.logs[0])
        return self.data[self.offsets[first]:] + self.data[:self.offsets[first]]

    def append(self, random_):
        return self.data + random_.randbytes(1)


KINDS = {kind: getattr(Mutations, kind) for kind in (
    "flip", "drop", "swap", "repeat", "splice", "cut", "cut_behind", "unsign", "rewrite",
    "reorder", "append")}

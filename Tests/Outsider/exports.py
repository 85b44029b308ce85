"""Exports, read with every check and written: docs/protocol.md, section 3."""
import cbor
import names
from operations import Fault, Log, Logs, Operation, is_bytes, is_log_id, is_unsigned, SEQ_END


class Item:
    """One item of an export: an operation, or an anchor `[LogID, seq, hash, signature]`."""

    def __init__(self, value, offset):
        self.place = f"byte {offset}"
        self.offset = offset
        self.operation = self.anchor = None
        if not isinstance(value, list) or len(value) not in (2, 4):
            raise Fault(self.place, "neither an operation nor an anchor")
        if value[-1] is not None and not is_bytes(value[-1], 64):
            raise Fault(self.place, "a signature that isn't 64 bytes")
        if len(value) == 2:
            try:
                self.operation = Operation(*value)
            except ValueError as error:
                raise Fault(self.place, str(error)) from None
            self.log = self.operation.log
            self.place += f", {names.log_text(self.log)} seq {self.operation.seq}"
        else:
            self.anchor = value
            if not is_log_id(value[0]) or not is_unsigned(value[1], SEQ_END, 1) or not is_bytes(
                    value[2], 32) or not names.is_node_id(value[0][1]):
                raise Fault(self.place, "an anchor that names no operation")
            self.log = tuple(value[0])

    def check_signature(self):
        if self.anchor is not None:
            signed, digest = self.anchor[3], self.anchor[2]
        else:
            signed, digest = self.operation.signature, self.operation.hash
        if signed is not None and not names.verifies(
                signed, names.signing_bytes(digest), self.log[1]):
            raise Fault(self.place, "the signature doesn't verify")


def items_of(data):
    items, offset = [], 0
    while offset < len(data):
        try:
            value, end = cbor.decode_item(data, offset)
        except cbor.Malformed as error:
            raise Fault(f"byte {error.offset}", error.reason) from None
        items.append(Item(value, offset))
        offset = end
    return items


def read(data):
    """The logs of an export. Raises Fault at the first place that the protocol refuses."""
    logs, items = Logs(), items_of(data)
    start = 0
    while start < len(items):
        end = start
        while end < len(items) and items[end].log == items[start].log:
            end += 1
        if items[start].log in logs.by_id:
            raise Fault(items[start].place, "its log stood before already")
        read_log(logs.log(items[start].log), items[start:end])
        start = end
    written = write(logs, all_signatures=True)
    if written != data:
        raise out_of_order(items, data, written)
    return logs


def out_of_order(items, data, written):
    """Every item is sound but they aren't in the one order: where that begins."""
    same = next((at for at, pair in enumerate(zip(data, written)) if pair[0] != pair[1]),
                min(len(data), len(written)))
    item = [item for item in items if item.offset <= same][-1]
    return Fault(item.place, "not in the order of an export")


def read_log(log, items):
    for at, item in enumerate(items):
        if item.anchor is not None:
            read_anchor(log, items, at)
        else:
            read_operation(log, items, at)
        item.check_signature()
    end_branch(items[-1])


def read_anchor(log, items, at):
    _, seq, digest, signature = items[at].anchor
    if at > 0:
        end_branch(items[at - 1])
    if digest in log.anchors or digest in log.operations:
        raise Fault(items[at].place, "it stood before already")
    log.add_anchor(seq, digest, signature)


def read_operation(log, items, at):
    item = items[at]
    operation = item.operation
    if operation.hash in log.operations:
        raise Fault(item.place, "it stood before already")
    if not log.holds_before(operation):
        raise misfit(items, at)
    before = items[at - 1] if at > 0 else None
    if before is not None and operation.previous != hash_of(before):
        # A new branch begins, so the one before it has ended.
        end_branch(before)
    log.add(operation)


def hash_of(item):
    return item.operation.hash if item.operation is not None else item.anchor[2]


def end_branch(item):
    """A branch ends with this item: nothing else would cover it."""
    if item.operation is not None and item.operation.signature is None:
        raise Fault(item.place, "the last operation of a branch has no signature")
    if item.anchor is not None and item.anchor[3] is None:
        raise Fault(item.place, "an anchor that no signature covers")


def misfit(items, at):
    """Which of two operations that don't fit together was changed."""
    item = items[at]
    before = items[at - 1] if at > 0 else None
    if before is None:
        return Fault(item.place, "the log's beginning is missing")
    after = items[at + 1] if at + 1 < len(items) else None
    intact = item.operation.signature is not None and item.operation.is_signed()
    if after is not None and after.operation is not None:
        intact = intact or after.operation.follows(item.operation)
    if not intact:
        return Fault(item.place, "not chained on an operation of its log")
    if before.operation is not None and item.operation.seq > before.operation.seq + 1:
        return Fault(item.place, f"operations before it are missing from seq "
                     f"{before.operation.seq + 1} on")
    return Fault(before.place, "changed: what follows isn't chained on it")


def write(logs, all_signatures=False):
    """The export of these logs: one signature a branch, at its end, unless all are asked for."""
    out = bytearray()
    for log in logs.ascending():
        for start in log.starts():
            write_start(log, start, out, all_signatures)
    return bytes(out)


def write_start(log: Log, start, out, all_signatures):
    if start != names.ZERO_HASH:
        seq, signature = log.anchors[start]
        out += cbor.encode([list(log.log), seq, start, signature])
    for operation in log.walk(start):
        signature = operation.signature
        if not all_signatures and operation.hash in log.children:
            signature = None
        out += cbor.encode([operation.body, signature])

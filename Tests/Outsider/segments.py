"""Segments, runs of one log's operations under one signature: protocol.md, section 3."""
import cbor
import names
from operations import Fault, HLC_END, Log, Operation, SEQ_END, is_bytes, is_unsigned

SEGMENT_VERSION = 1
# Where a run may be cut when more of it follows; far below the limit of a frame.
RUN_BYTES_WANTED = 65_536


def operations_of(segment, log):
    """The operations that a segment holds, the last one with the signature, which was verified.

    `log` is the LogID that the segment's second element stands for. Raises Fault.
    """
    place = f"a segment of {names.log_text(log)}"
    if not isinstance(segment, list) or len(segment) != 6:
        raise Fault(place, "it hasn't six elements")
    version, _, first, previous, entries, signature = segment
    place += f" from seq {first}"
    if not is_unsigned(version, HLC_END, 1) or not is_unsigned(first, SEQ_END, 1) or not is_bytes(
            previous, 32) or not is_bytes(signature, 64):
        raise Fault(place, "an element of the wrong form")
    if not isinstance(entries, list) or not entries:
        raise Fault(place, "no entries")
    try:
        if version == SEGMENT_VERSION:
            operations = rebuilt(log, first, previous, entries)
        else:
            operations = whole(log, first, previous, entries)
    except (ValueError, cbor.Malformed) as error:
        raise Fault(place, str(error)) from None
    operations[-1].signature = signature
    if not operations[-1].is_signed():
        raise Fault(place, "the signature doesn't verify")
    return operations


def rebuilt(log, first, previous, entries):
    operations, stamp = [], 0
    for at, entry in enumerate(entries):
        if not isinstance(entry, list) or len(entry) != 3:
            raise ValueError("an entry that hasn't three elements")
        delta, kind, payload = entry
        if not is_unsigned(delta, HLC_END, 0 if at == 0 else 1):
            raise ValueError("an hlc that doesn't grow")
        stamp += delta
        operations.append(Operation(
            [SEGMENT_VERSION, *log, first + at, previous, stamp, kind, payload]))
        previous = operations[-1].hash
    return operations


def whole(log, first, previous, entries):
    """Bodies of a later version, as byte strings."""
    operations = []
    for at, entry in enumerate(entries):
        if not isinstance(entry, bytes):
            raise ValueError("a body that isn't a byte string")
        operation = Operation(cbor.decode(entry))
        if operation.log != tuple(log) or operation.seq != first + at or (
                operation.previous != previous):
            raise ValueError("a body that isn't the next of its run")
        if operations and not operation.follows(operations[-1]):
            raise ValueError("an hlc that doesn't grow")
        operations.append(operation)
        previous = operation.hash
    return operations


def store(log: Log, operations):
    """Stores a run on the operation that its `prev` names. Returns how many were new.

    Raises Fault if that operation isn't here: the caller asks for what is missing before.
    """
    first = operations[0]
    if first.hash not in log.operations and not log.holds_before(first):
        raise Fault(f"{names.log_text(log.log)} seq {first.seq}",
                    "chained on an operation that isn't here")
    return sum(log.add(operation) for operation in operations)


def runs(operations):
    """Cuts operations in the order of a walk into runs, each chained, ending with a signature."""
    run, size = [], 0
    for operation in operations:
        if run and not operation.follows(run[-1]):
            yield run
            run, size = [], 0
        elif run and run[-1].signature is not None and size >= RUN_BYTES_WANTED:
            yield run
            run, size = [], 0
        run.append(operation)
        size += len(operation.encoding)
    if run:
        yield run


def encode(run, log):
    """The segment of a run; `log` is the LogID or the index that stands for it."""
    version = max(operation.version for operation in run)
    if version != SEGMENT_VERSION:
        bodies = [operation.encoding for operation in run]
        return [version, log, run[0].seq, run[0].previous, bodies, run[-1].signature]
    entries, stamp = [], 0
    for operation in run:
        entries.append([operation.stamp - stamp, operation.kind, operation.payload])
        stamp = operation.stamp
    return [SEGMENT_VERSION, log, run[0].seq, run[0].previous, entries, run[-1].signature]

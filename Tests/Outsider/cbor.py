"""Deterministic CBOR as docs/protocol.md, section 1, allows it: encoded, decoded, never normalised.

Values are int, bytes, str, list, dict, bool and None. Whatever isn't the one encoding of such a
value is refused with the offset of the head that offends.
"""

DEPTH_MAX = 16
INTEGER_MIN, INTEGER_MAX = -2**63, 2**64 - 1
UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE = range(8)
SIMPLE_VALUES = {20: False, 21: True, 22: None}


class Malformed(Exception):
    """Not deterministic CBOR; `offset` is that of the head at fault."""

    def __init__(self, offset, reason):
        super().__init__(f"at byte {offset}: {reason}")
        self.offset = offset
        self.reason = reason


def encode(value):
    """The one encoding of a value.

    Raises ValueError for what the protocol has no form for: the caller made it, not a peer.
    """
    out = bytearray()
    append(value, out, 1)
    return bytes(out)


def append(value, out, depth):
    if depth > DEPTH_MAX:
        raise ValueError("deeper than 16")
    if value is None or value is True or value is False:
        out.append({False: 0xF4, True: 0xF5, None: 0xF6}[value])
    elif isinstance(value, int):
        if not INTEGER_MIN <= value <= INTEGER_MAX:
            raise ValueError(f"{value} is out of range")
        out += head(UNSIGNED, value) if value >= 0 else head(NEGATIVE, -1 - value)
    elif isinstance(value, (bytes, bytearray)):
        out += head(BYTES, len(value)) + value
    elif isinstance(value, str):
        text = value.encode("utf-8")
        out += head(TEXT, len(text)) + text
    elif isinstance(value, (list, tuple)):
        out += head(ARRAY, len(value))
        for item in value:
            append(item, out, depth + 1)
    elif isinstance(value, dict):
        append_map(value, out, depth)
    else:
        raise ValueError(f"{type(value).__name__} has no form")


def append_map(value, out, depth):
    out += head(MAP, len(value))
    for key, item in sorted((encode_key(key), item) for key, item in pairs(value)):
        out += key
        append(item.value, out, depth + 1)


class Unordered:
    """An item beside a key: sorting never comes to compare it, since keys differ."""

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        raise ValueError("one key stands twice")


def pairs(value):
    return [(key, Unordered(item)) for key, item in value.items()]


def encode_key(key):
    if isinstance(key, bool) or not isinstance(key, (int, str)) or (
            isinstance(key, int) and not 0 <= key <= INTEGER_MAX):
        raise ValueError(f"{key!r} is no map key")
    return encode(key)


def head(major, argument):
    """A head in its shortest form."""
    lead = major << 5
    if argument < 24:
        return bytes([lead | argument])
    for code, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if argument < 1 << (8 * width):
            return bytes([lead | code]) + argument.to_bytes(width, "big")
    raise ValueError(f"{argument} doesn't fit a head")


def decode(data):
    """The value that these bytes encode: exactly one item, nothing after it."""
    value, end = decode_item(data, 0)
    if end != len(data):
        raise Malformed(end, "something after the item")
    return value


def decode_item(data, offset, depth=1):
    """One item of the bytes and the offset after it."""
    start = offset
    major, argument, offset = decode_head(data, offset)
    if depth > DEPTH_MAX:
        raise Malformed(start, "deeper than 16")
    if major == UNSIGNED:
        return argument, offset
    if major == NEGATIVE:
        if argument >= 2**63:
            raise Malformed(start, "an integer below -2^63")
        return -1 - argument, offset
    if major in (BYTES, TEXT):
        return decode_string(data, start, offset, argument, major)
    if major == ARRAY:
        return decode_array(data, offset, argument, depth)
    if major == MAP:
        return decode_map(data, offset, argument, depth)
    return SIMPLE_VALUES[argument], offset


def decode_head(data, offset):
    start = offset
    if offset >= len(data):
        raise Malformed(len(data), "truncated")
    major, code = data[offset] >> 5, data[offset] & 31
    offset += 1
    if major == TAG:
        raise Malformed(start, "a tag")
    if major == SIMPLE:
        if code not in SIMPLE_VALUES:
            raise Malformed(start, "a floating-point number, a break or an unknown simple value")
        return major, code, offset
    if code < 24:
        return major, code, offset
    if code > 27:
        raise Malformed(start, "an indefinite length or a reserved head")
    width = 1 << (code - 24)
    if offset + width > len(data):
        raise Malformed(len(data), "truncated")
    argument = int.from_bytes(data[offset:offset + width], "big")
    if argument < (24 if width == 1 else 1 << (4 * width)):
        raise Malformed(start, "a head that isn't the shortest")
    return major, argument, offset + width


def decode_string(data, start, offset, length, major):
    end = offset + length
    if end > len(data):
        raise Malformed(len(data), "truncated")
    content = bytes(data[offset:end])
    if major == BYTES:
        return content, end
    try:
        return content.decode("utf-8"), end
    except UnicodeDecodeError:
        raise Malformed(start, "text that isn't UTF-8") from None


def decode_array(data, offset, count, depth):
    items = []
    # No list is made of a length that somebody claims: it grows by what is really there.
    for _ in range(count):
        item, offset = decode_item(data, offset, depth + 1)
        items.append(item)
    return items, offset


def decode_map(data, offset, count, depth):
    items, last = {}, b""
    for _ in range(count):
        start = offset
        key, offset = decode_item(data, offset, depth + 1)
        if isinstance(key, bool) or not isinstance(key, (int, str)) or (
                isinstance(key, int) and key < 0):
            raise Malformed(start, "a map key that is neither unsigned nor text")
        encoded = bytes(data[start:offset])
        if encoded <= last:
            raise Malformed(start, "map keys that don't ascend")
        last = encoded
        items[key], offset = decode_item(data, offset, depth + 1)
    return items, offset

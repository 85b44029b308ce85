"""The handshake patterns that published vectors exist for (Noise, revision 34, 7.4, 7.5, 18.1)."""

PATTERNS = """
N    <s | e es
K    >s <s | e es ss
X    <s | e es s ss
NN   | e / e ee
NK   <s | e es / e ee
NX   | e / e ee s es
KN   >s | e / e ee se
KK   >s <s | e es ss / e ee se
KX   >s | e / e ee se s es
XN   | e / e ee / s se
XK   <s | e es / e ee / s se
XX   | e / e ee s es / s se
IN   | e s / e ee se
IK   <s | e es s ss / e ee se
IX   | e s / e ee se s es
NK1  <s | e / e ee es
NX1  | e / e ee s / es
X1N  | e / e ee / s / se
X1K  <s | e es / e ee / s / se
XK1  <s | e / e ee es / s se
X1K1 <s | e / e ee es / s / se
X1X  | e / e ee s es / s / se
XX1  | e / e ee s / es s se
X1X1 | e / e ee s / es s / se
K1N  >s | e / e ee / se
K1K  >s <s | e es / e ee / se
KK1  >s <s | e / e ee se es
K1K1 >s <s | e / e ee es / se
K1X  >s | e / e ee s es / se
KX1  >s | e / e ee se s / es
K1X1 >s | e / e ee s / se es
I1N  | e s / e ee / se
I1K  <s | e es s / e ee / se
IK1  <s | e s / e ee se es
I1K1 <s | e s / e ee es / se
I1X  | e s / e ee s es / se
IX1  | e s / e ee se s / es
I1X1 | e s / e ee s / se es
"""


def pattern(name):
    """The token tuples of a pattern such as `XXpsk0+psk3`, as noise.Handshake takes them."""
    base, *positions = name.replace("+", "").split("psk")
    line = next(line for line in PATTERNS.splitlines() if line.split(" ")[0] == base)
    before, after = line[len(base):].split("|")
    messages = [message.split() for message in after.split("/")]
    for position in map(int, positions):
        if position == 0:
            messages[0].insert(0, "psk")
        else:
            messages[position - 1].append("psk")
    known = tuple((word[0] == ">", word[1]) for word in before.split())
    return known, tuple(tuple(message) for message in messages)

"""Sockets: a channel with its frames over TCP, and the loops that drive a session."""
import os
import socket
import time

import cbor
import joining
import session as sessions
import wire
from operations import Fault

PING_SECONDS, SILENCE_SECONDS, HANDSHAKE_SECONDS = 5, 15, 5
READ_BYTES = 65_536


class Link:
    """One connection: its socket, its channel, the frames in it."""

    def __init__(self, connection, channel, limit=wire.BEFORE_HELLO_BYTES_MAX):
        self.connection, self.channel = connection, channel
        self.frames = wire.Frames(limit, may_compress=False)
        self.heard = time.monotonic()

    def handshake(self):
        if self.channel.initiator:
            self.connection.sendall(self.channel.start())
        end = time.monotonic() + HANDSHAKE_SECONDS
        while not self.channel.is_open():
            if not self.read(end):
                raise wire.Broken("no handshake within 5 s")

    def read(self, end):
        """Takes what the peer sends until then; False where nothing came."""
        self.connection.settimeout(max(0.001, end - time.monotonic()))
        try:
            data = self.connection.recv(READ_BYTES)
        except (socket.timeout, TimeoutError):
            return False
        except OSError as error:
            raise wire.Broken(str(error)) from None
        if not data:
            raise wire.Broken("the peer closed the connection")
        self.heard = time.monotonic()
        answer = self.channel.add(data)
        if answer:
            self.connection.sendall(answer)
        self.frames.add(self.channel.take_plaintext())
        return True

    def next_frame(self, end):
        """The next frame, or None if none came by then."""
        while (frame := self.frames.next()) is None:
            if not self.read(end):
                return None
        return frame

    def send(self, kind, value, flags=0):
        self.send_bytes(wire.frame(kind, value, flags)[0])

    def send_bytes(self, data):
        try:
            self.connection.sendall(self.channel.seal(data))
        except OSError as error:
            raise wire.Broken(str(error)) from None

    def close(self):
        self.connection.close()


def connect(address, channel, limit=wire.BEFORE_HELLO_BYTES_MAX):
    """A link to `host:port`, IPv6 in brackets, with its handshake done."""
    host, _, port = address.rpartition(":")
    connection = socket.create_connection((host.strip("[]"), int(port)), HANDSHAKE_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    link = Link(connection, channel, limit)
    link.handshake()
    return link


def drive(link, session, is_done, within):
    """Runs a session until `is_done` says so; raises Broken after `within` seconds."""
    end = time.monotonic() + within
    next_ping = time.monotonic() + PING_SECONDS
    try:
        while not is_done():
            flush(link, session)
            now = time.monotonic()
            if now > end:
                raise wire.Broken(f"not done within {within} s")
            if now - link.heard > SILENCE_SECONDS:
                raise wire.Broken("the peer was silent for 15 s")
            if now >= next_ping and session.peer is not None:
                link.send(wire.PING, os.urandom(8))
                next_ping = now + PING_SECONDS
            frame = link.next_frame(min(end, next_ping))
            if frame is not None:
                take(link, session, frame)
        flush(link, session)
    except (sessions.Ended, Fault) as error:
        say_bye(link, error)
        raise


def flush(link, session):
    for data in session.take_out():
        link.send_bytes(data)


def take(link, session, frame):
    session.receive(*frame)
    if session.peer is not None:
        link.frames.allow_all()


def say_bye(link, error):
    """Tells the peer why, where it may still listen; the error itself goes on to the caller."""
    code = getattr(error, "code", sessions.PROTOCOL_ERROR)
    text = str(getattr(error, "reason", error)).encode()[:256].decode(errors="ignore")
    try:
        link.send(wire.BYE, [code, text])
    except wire.Broken:
        # The peer went first.
        return


def join(link, line, node, label, within):
    """Asks to be enrolled; what the welcome gives. Raises Broken, Ended or credentials.Refused."""
    link.send(*joining.join_frame(node, label))
    end = time.monotonic() + within
    while (frame := link.next_frame(end)) is not None:
        kind, body, _ = frame
        try:
            if kind == wire.BYE:
                raise sessions.Ended(*cbor.decode(body))
            if kind == wire.WELCOME:
                return joining.check_welcome(cbor.decode(body), line, node)
        except (cbor.Malformed, TypeError) as error:
            raise wire.Broken(f"frame {kind} of the wrong form: {error}") from error
    raise wire.Broken(f"no welcome within {within} s")

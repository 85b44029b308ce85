"""The responder's side: a listener on loopback that serves logs to members."""
import socket
import threading

import network
import session as sessions
import wire
from operations import Fault


class Host:
    """Serves logs to whoever holds the mesh key and a credential, each in a thread of its own."""

    def __init__(self, member, mesh_keys, logs):
        self.member, self.mesh_keys, self.logs = member, mesh_keys, logs
        self.problems, self.served = [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def close(self):
        # A blocked accept doesn't end by closing its socket; a shutdown ends it.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()

    def keys(self):
        return list(self.mesh_keys)

    def listen(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.take, args=[connection], daemon=True).start()

    def take(self, connection):
        """One connection from its handshake to its end; what went wrong is kept."""
        with connection:
            try:
                link = network.Link(
                    connection, wire.Channel(False, self.member.identity, self.keys()))
                link.handshake()
                self.serve(link)
            except (wire.Broken, Fault) as error:
                self.problems.append(str(error))
            except sessions.Ended as error:
                if error.code != sessions.NORMAL:
                    self.problems.append(str(error))

    def serve(self, link):
        session = sessions.Session(self.member, False, link.channel.remote_static, self.logs)
        self.served.append(session)
        network.drive(link, session, lambda: False, 60)

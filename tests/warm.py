"""The command, started once for many calls: each is a fork of a process that has read all rules.

``python warm.py SOCKET`` serves; what :func:`client` returns is a script that takes the command's place.
"""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import sys
from pathlib import Path

_CLIENT = """#!{python} -IS
import json, os, socket, sys
server = socket.socket(socket.AF_UNIX)
server.connect({address!r})
call = dict(arguments=sys.argv[1:], folder=os.getcwd(), environment=dict(os.environ))
socket.send_fds(server, [json.dumps(call).encode()], [0, 1, 2])
sys.exit(int(server.recv(8) or 70))
"""


def client(address: Path) -> str:
    """A script that has its arguments, folder, environment and standard streams served at ``address``."""
    return _CLIENT.format(python=sys.executable, address=str(address))


def serve(address: str) -> None:
    """Says that it is ready, and answers calls until it is killed."""
    from cleantext import clean

    clean("All rules and weights are read.")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            connection, _ = server.accept()
            if os.fork() == 0:
                os._exit(_answer(connection))
            connection.close()


def _answer(connection: socket.socket) -> int:
    from cleantext.command import main

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    message, streams, *_ = socket.recv_fds(connection, 1 << 20, 3)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    call = json.loads(message)
    os.chdir(call["folder"])
    os.environ.clear()
    os.environ.update(call["environment"])
    sys.stdin, sys.stdout, sys.stderr = (
        io.TextIOWrapper(os.fdopen(number, mode), encoding="utf-8", write_through=number == 2)
        for number, mode in enumerate(("rb", "wb", "wb"))
    )
    code: object
    try:
        code = main(call["arguments"])
        sys.stdout.flush()
    except SystemExit as end:
        code = end.code
    except BrokenPipeError:
        code = 141
    connection.send(str(code or 0).encode())
    return 0


if __name__ == "__main__":
    serve(sys.argv[1])

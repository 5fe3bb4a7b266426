"""Ports of this machine for servers that are started later, or again."""

import socket
from random import SystemRandom

_NEVER_GIVEN = range(10_000, 32_000)
"""The system gives connections their ports from above: one of those may be taken meanwhile."""


def free_port() -> int:
    """A port that nobody listens at."""
    (port,) = free_ports(1)
    return port


def free_ports(count: int) -> list[int]:
    """So many of them, all different."""
    ports: list[int] = []
    for port in SystemRandom().sample(_NEVER_GIVEN, len(_NEVER_GIVEN)):
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        ports.append(port)
        if len(ports) == count:
            break
    return ports

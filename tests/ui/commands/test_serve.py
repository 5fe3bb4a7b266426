import socket

from ui.commands.serve import listen


def test_the_body_of_an_answer_does_not_wait_until_its_head_is_acknowledged() -> None:
    """Nagle's algorithm would hold it back; with a client that delays its word, for 40 ms."""
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

"""Files of the look as they are served."""

from __future__ import annotations

from django.test import Client


def pieces(client: Client, address: str) -> list[bytes]:
    """What is sent, one after another."""
    answer = client.get(address)
    assert answer.status_code == 200
    sent = [bytes(piece) for piece in answer]
    assert sum(map(len, sent)) == int(answer.headers["Content-Length"])
    return sent


def test_a_file_of_the_look_is_sent_in_one_piece_however_large(client: Client) -> None:
    assert len(pieces(client, "/static/web/node.svg")) == 1
    (sheet,) = pieces(client, "/static/built/knooppunt.css")
    assert len(sheet) > 4096

"""Somebody who listens to a stream of events."""

import http.client
import json
from typing import Any, Self

from program import PATIENCE


class Listener:
    """Asks for a stream on `port`. What is awaited comes, or the test hangs until nobody would wait any longer."""

    def __init__(self, port: int, token: str = "", path: str = "/events", **headers: str) -> None:
        shown = {"Authorization": f"Bearer {token}"} if token else {}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._connection.request("GET", path, headers={**shown, **headers})
        self._response = self._connection.getresponse()
        self.status, self.headers = self._response.status, self._response.headers

    def __enter__(self) -> Self:
        assert self.status == 200, self._response.read()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Goes away, the stream or not."""
        if self._connection.sock:
            self._connection.sock.close()
        self._response.close()
        self._connection.close()

    def block(self) -> dict[str, str]:
        """The next lines up to an empty one, by their names; of a comment the name is empty. Nothing at the end."""
        found: dict[str, str] = {}
        while (line := self._response.readline().decode()) not in {"\n", ""}:
            name, _, value = line.rstrip("\n").partition(":")
            found[name] = value.removeprefix(" ")
        return found

    def cursor(self) -> str:
        """That of the next event."""
        while block := self.block():
            if block.get("event") == "cursor":
                assert json.loads(block["data"]) == {"cursor": block["id"]}
                return block["id"]
        raise EOFError("the stream has ended")

    def rest(self) -> bytes:
        """Returns when the server has ended the stream in order: what came before the end."""
        return self._response.read()

    def problem(self) -> tuple[int, str]:
        body: dict[str, Any] = json.loads(self._response.read())
        return self.status, body["code"]

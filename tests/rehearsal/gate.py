"""What RDS has before PostgreSQL: TLS, and the sign-in by IAM token. `python -m tests.rehearsal.gate <settings>`.

PostgreSQL itself is the embedded one, which is built without TLS, and listens on a Unix socket only. Its pg_hba.conf
decides as that of RDS does (`+rds_iam` by token, all others by password): it trusts members of rds_iam, and the gate
lets them through to that trust only with a token that the emulated IAM has found good. Passwords PostgreSQL checks.
"""

import asyncio
import json
import socket
import ssl
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass

SSL_REQUEST, GSS_REQUEST, CANCEL = 80877103, 80877104, 80877102  # PostgreSQL, "Message Formats"
OF_RDS = {  # where the parameter group says nothing (RDS user guide, "Working with parameters on RDS for PostgreSQL")
    "tcp_keepalives_idle": "300",
    "tcp_keepalives_interval": "30",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": "0",
}
AUTHENTICATED = b"R" + struct.pack("!ii", 8, 0)
SEND_PASSWORD = b"R" + struct.pack("!ii", 8, 3)
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Refused(Exception):
    """Told to the client as PostgreSQL tells it."""


@dataclass(frozen=True)
class Settings:
    address: str
    port: int
    certificate: str
    key: str
    postgres: str  # its Unix socket
    tokens: str  # the socket that says whether a token is good
    database: str  # identifier of the instance that this stands for
    parameters: dict[str, str]  # of its parameter group


class Gate:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.minimum_version = ssl.TLSVersion.TLSv1_2
        self._tls.load_cert_chain(settings.certificate, settings.key)

    async def serve(self) -> None:
        server = await asyncio.start_server(self._serve_one, self._settings.address, self._settings.port)
        await server.serve_forever()

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _notice_loss(writer.get_extra_info("socket"), {**OF_RDS, **self._settings.parameters})
        with suppress(OSError, asyncio.IncompleteReadError):
            try:
                await self._admit(reader, writer)
            except Refused as refusal:
                fields = f"SFATAL\0VFATAL\0C28000\0M{refusal}\0\0".encode()
                writer.write(b"E" + struct.pack("!i", len(fields) + 4) + fields)
                await writer.drain()
            finally:
                writer.close()

    async def _admit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        startup = await _packet(reader)
        if _code(startup) == GSS_REQUEST:
            writer.write(b"N")
            startup = await _packet(reader)
        if _code(startup) == SSL_REQUEST:
            writer.write(b"S")
            await writer.start_tls(self._tls)
            startup = await _packet(reader)
        elif _code(startup) != CANCEL:
            raise Refused("no pg_hba.conf entry for this host, no encryption")  # rds.force_ssl
        theirs = await asyncio.open_unix_connection(self._settings.postgres)
        try:
            theirs[1].write(startup)
            if _code(startup) != CANCEL:
                await self._sign_in(_user(startup), (reader, writer), theirs)
            await _join((reader, writer), theirs)
        finally:
            theirs[1].close()

    async def _sign_in(self, user: str, client: Streams, postgres: Streams) -> None:
        first = await postgres[0].readexactly(1)
        first += await postgres[0].readexactly(8)
        if first != AUTHENTICATED:  # PostgreSQL asks for a password, or refuses
            client[1].write(first)
            return
        client[1].write(SEND_PASSWORD)
        kind, length = struct.unpack("!ci", await client[0].readexactly(5))
        token = (await client[0].readexactly(length - 4)).rstrip(b"\0").decode()
        reason = await self._refusal(user, token) if kind == b"p" else "no password was sent"
        if reason:
            print(f"refused {user}: {reason}", flush=True)
            raise Refused(f'PAM authentication failed for user "{user}"')
        client[1].write(first)

    async def _refusal(self, user: str, token: str) -> str:
        reader, writer = await asyncio.open_unix_connection(self._settings.tokens)
        asked = {"database": self._settings.database, "user": user, "token": token}
        writer.write(json.dumps(asked).encode() + b"\n")
        answer = json.loads(await reader.readline())
        writer.close()
        return str(answer["refused"])


def _notice_loss(connection: socket.socket, parameters: dict[str, str]) -> None:
    """As PostgreSQL does for its own connections (PostgreSQL, "TCP Settings")."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, name in (
        (socket.TCP_KEEPIDLE, "tcp_keepalives_idle"),
        (socket.TCP_KEEPINTVL, "tcp_keepalives_interval"),
        (socket.TCP_KEEPCNT, "tcp_keepalives_count"),
        (socket.TCP_USER_TIMEOUT, "tcp_user_timeout"),
    ):
        connection.setsockopt(socket.IPPROTO_TCP, option, int(parameters[name]))


async def _packet(reader: asyncio.StreamReader) -> bytes:
    length = await reader.readexactly(4)
    return length + await reader.readexactly(struct.unpack("!i", length)[0] - 4)


def _code(packet: bytes) -> int:
    return int(struct.unpack("!i", packet[4:8])[0])


def _user(startup: bytes) -> str:
    words = startup[8:].split(b"\0")
    return dict(zip(words[::2], words[1::2], strict=False))[b"user"].decode()


async def _join(one: Streams, other: Streams) -> None:
    """Copies both ways until either side closes."""
    copies = [asyncio.create_task(_copy(one[0], other[1])), asyncio.create_task(_copy(other[0], one[1]))]
    await asyncio.wait(copies, return_when=asyncio.FIRST_COMPLETED)
    for copy in copies:
        copy.cancel()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()


if __name__ == "__main__":
    asyncio.run(Gate(Settings(**json.loads(sys.argv[1]))).serve())

"""Mail: by SMTP where it is configured, else one line in the terminal."""

import logging
from collections.abc import Iterator
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread

import pytest

from todo.mail import Mail, Outbox
from todo.settings import Settings

MAIL = Mail("owner@example.com", "A new password", "Open http://127.0.0.1/#secret\n", "New password: http://…/#secret")


class SmtpServer(ThreadingTCPServer):
    """As much of RFC 5321 as a mail needs, without TLS."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.commands: list[str] = []
        self.text = ""
        self.is_received = Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Session(StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            self.server.commands.append(line.lower())
            verb = line.upper().split()[0]
            if verb == "DATA":
                self._say("354 go on")
                self.server.text = self._data()
            self._say({"EHLO": "250-here\r\n250 SMTPUTF8", "QUIT": "221 bye"}.get(verb, "250 well"))
            if verb == "DATA":
                self.server.is_received.set()

    def _data(self) -> str:
        lines: list[str] = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def outbox(url: str | None) -> Outbox:
    return Outbox(Settings.model_validate({"smtp_url": url, "mail_from": "todo@example.com"}))


def settled(outbox: Outbox) -> None:
    """Waits until everything was tried."""
    outbox._thread.shutdown(wait=True)


def test_without_a_server_a_link_is_one_line_in_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = outbox(None)

    terminal.post(MAIL)

    assert capsys.readouterr().err == MAIL.line + "\n"
    assert not terminal.reaches_people


def test_with_a_server_it_is_mailed(smtp: SmtpServer, capsys: pytest.CaptureFixture[str]) -> None:
    server = outbox(smtp.url)

    server.post(MAIL)

    assert smtp.is_received.wait(10)
    settled(server)
    assert "rcpt to:<owner@example.com>" in smtp.commands
    assert "Subject: A new password\r\n" in smtp.text
    assert "From: todo@example.com\r\n" in smtp.text
    assert "Open http://127.0.0.1/#secret" in smtp.text
    assert capsys.readouterr().err == ""
    assert server.reaches_people


def test_whoever_posts_does_not_wait_for_a_server_that_is_away(caplog: pytest.LogCaptureFixture) -> None:
    server = outbox("smtp://127.0.0.1:1")

    server.post(MAIL)
    settled(server)

    assert "mail could not be sent: ConnectionRefusedError" in caplog.text


def test_a_failure_is_logged_without_address_link_or_password(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server = outbox("smtp://somebody:hunter2hunter2@127.0.0.1:1")

    server.post(MAIL)
    settled(server)

    assert [word for word in ("owner@", "secret", "hunter2", "somebody") if word in caplog.text + repr(MAIL)[40:]] == []


def test_a_server_elsewhere_gets_nothing_in_the_clear(smtp: SmtpServer) -> None:
    server = outbox(smtp.url.replace("127.0.0.1", "127.1"))  # a way to write it that is not known as this machine

    server.post(MAIL)
    settled(server)

    assert [command.split()[0] for command in smtp.commands if command != "quit"] == ["ehlo"]


@pytest.mark.parametrize("to", ["a@b.c\r\nBcc: stranger@example.com", "a@b.c\nX: y"])
def test_an_address_cannot_bring_a_header_along(smtp: SmtpServer, to: str) -> None:
    server = outbox(smtp.url)

    server.post(Mail(to, "Subject", "text", "line"))
    settled(server)

    assert smtp.text == ""

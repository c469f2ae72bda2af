"""Mail: by SMTP where it is configured, else one line in the terminal."""

import logging
import smtplib
import ssl
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import EmailMessage
from threading import BoundedSemaphore
from urllib.parse import SplitResult, unquote, urlsplit

from todo.settings import LOOPBACK, Settings

log = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 15
_WAITING = 200


@dataclass(frozen=True, slots=True)
class Mail:
    """`line` is what a terminal shows of it. Both may hold a secret link, so neither is ever logged."""

    to: str
    subject: str
    text: str = field(repr=False)
    line: str = field(repr=False)


class Outbox:
    """Sends in a thread of its own: whoever asked has their answer at once, and cannot tell by it whether mail went."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.smtp_url
        self._sender = settings.mail_from
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="mail")
        self._room = BoundedSemaphore(_WAITING)

    @property
    def reaches_people(self) -> bool:
        """False if mail only goes to the terminal, so that a link proves nothing about an address."""
        return self._url is not None

    def post(self, mail: Mail) -> None:
        """Sends it later; a failure is logged and not told to anybody. At most 200 wait, the rest is dropped."""
        if self._url is None:
            sys.stderr.write(f"{mail.line}\n")
            sys.stderr.flush()
        elif self._room.acquire(blocking=False):
            self._thread.submit(self._deliver, mail)
        else:
            log.error("mail dropped: %d are waiting already", _WAITING)

    def _deliver(self, mail: Mail) -> None:
        try:
            assert self._url is not None  # noqa: S101
            _send(urlsplit(self._url.get_secret_value()), _message(self._sender, mail))
        except Exception as error:  # noqa: BLE001 (a thread of its own: nobody else would hear of it)
            log.error("mail could not be sent: %s", type(error).__name__)  # noqa: TRY400 (the text may hold addresses)
        finally:
            self._room.release()


def _message(sender: str, mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    message.set_content(mail.text)
    return message


def _send(url: SplitResult, message: EmailMessage) -> None:
    """Encrypts wherever the server can, and never sends a password or a link in the clear over a network."""
    host = url.hostname or "localhost"
    tls = ssl.create_default_context()
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, url.port or 465, timeout=_TIMEOUT_SECONDS, context=tls)
    else:
        server = smtplib.SMTP(host, url.port or 587, timeout=_TIMEOUT_SECONDS)
    with server:
        if url.scheme != "smtps" and host not in LOOPBACK:
            server.starttls(context=tls)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)

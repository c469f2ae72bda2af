"""Throw-away certificates: one authority for the world, as a browser knows many, and one that signs for RDS alone."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LASTS = timedelta(days=2)


@dataclass(frozen=True)
class Identity:
    certificate: Path  # with its chain
    key: Path
    fingerprint: str  # of the public key, as Chromium's --ignore-certificate-errors-spki-list wants it


class Authority:
    def __init__(self, folder: Path, name: str, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> None:
        self._folder, self._key = folder, key
        self._name = certificate.subject
        self.pem = certificate.public_bytes(Encoding.PEM)
        self.path = folder / f"{name}.pem"
        self.path.write_bytes(self.pem)

    @classmethod
    def new(cls, folder: Path, name: str) -> "Authority":
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Rehearsal {name}")])
        usage = x509.KeyUsage(
            digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        signed = (
            _builder(subject, subject, key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .sign(key, hashes.SHA256())
        )
        return cls(folder, name, key, signed)

    @classmethod
    def handed_over(cls, folder: Path, name: str, file: Path) -> "Authority":
        """What `hand_over` has written. The file is removed."""
        text = file.read_bytes()
        file.unlink()
        key = load_pem_private_key(text, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return cls(folder, name, key, x509.load_pem_x509_certificate(text))

    def hand_over(self, file: Path) -> None:
        file.touch(mode=0o600)
        file.write_bytes(_private(self._key) + self.pem)

    def sign(self, name: str, *hosts: str) -> Identity:
        """A certificate for these host names, which may be wildcards, in files called after `name`."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0][:64])])
        names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        builder = _builder(self._name, subject, key.public_key()).add_extension(names, critical=False)
        signed = builder.add_extension(usage, critical=False).sign(self._key, hashes.SHA256())
        certificate, private = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        certificate.write_bytes(signed.public_bytes(Encoding.PEM) + self.pem)
        private.touch(mode=0o600)
        private.write_bytes(_private(key))
        spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return Identity(certificate, private, base64.b64encode(hashlib.sha256(spki).digest()).decode())


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _builder(issuer: x509.Name, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LASTS)
    )

"""A passkey's device in software: it makes keys and signs as WebAuthn level 3 says."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from os import urandom
from struct import pack

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT_AND_VERIFIED, HAS_KEY = 0x05, 0x40
"""Flags of authenticator data (§6.1)."""


class Authenticator:
    def __init__(self, host: str = "localhost", origin: str = "http://localhost:8000") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.host, self.origin, self.id, self.uses = host, origin, urandom(16), 0

    def make(self, challenge: str) -> str:
        """Make the key that a challenge asks for; give what a browser would send."""
        point = self.key.public_key().public_numbers()
        x, y = (n.to_bytes(32, "big") for n in (point.x, point.y))
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        data = self._data(HAS_KEY) + bytes(16) + pack(">H", len(self.id)) + self.id + cose
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", challenge)
        return self._told(clientDataJSON=said, attestationObject=attested)

    def show(self, challenge: str) -> str:
        """Sign a challenge by the key."""
        data, said = self._data(), self._said("webauthn.get", challenge)
        signature = self.key.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._told(clientDataJSON=said, authenticatorData=data, signature=signature)

    def _data(self, more: int = 0) -> bytes:
        self.uses += 1
        flags = bytes([PRESENT_AND_VERIFIED | more])
        return sha256(self.host.encode()).digest() + flags + pack(">I", self.uses)

    def _said(self, what: str, challenge: str) -> bytes:
        return json.dumps({"type": what, "challenge": challenge, "origin": self.origin}).encode()

    def _told(self, **response: bytes) -> str:
        written = {name: text(data) for name, data in response.items()}
        own = text(self.id)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": written})


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")

"""A second reader of a published log, written from the standards alone: nothing of ours is used.

RFC 6962 by its recursive definitions, over lists of leaves; C2SP notes, tiles and proofs by hand.
"""

import base64
import hashlib
import hmac
import json
import urllib.request

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Refused(Exception):
    pass


def need(is_so, why):
    if not is_so:
        raise Refused(why)


def sha(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


def largest_power_below(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(leaves):
    if not leaves:
        return sha()
    if len(leaves) == 1:
        return leaves[0]
    k = largest_power_below(len(leaves))
    return sha(b"\x01", mth(leaves[:k]), mth(leaves[k:]))


def root_by_path(index, size, leaf, path):
    """The root to which an inclusion path leads (RFC 6962 §2.1.1, read backwards)."""
    if size == 1:
        need(not path, "path too long")
        return leaf
    need(path, "path too short")
    k = largest_power_below(size)
    *rest, last = path
    if index < k:
        return sha(b"\x01", root_by_path(index, k, leaf, rest), last)
    return sha(b"\x01", last, root_by_path(index - k, size - k, leaf, rest))


def note(text, vkey):
    """Body of a note signed by this key."""
    name, key_id, encoded = vkey.split("+", 2)
    public = base64.b64decode(encoded)
    need(public[0] == 1 and sha(name.encode(), b"\n", public)[:4].hex() == key_id, "vkey")
    body, _, signatures = text.rpartition("\n\n")
    body += "\n"
    for line in signatures.splitlines():
        need(line.startswith("— "), "signature line")
        signer, raw = line[2:].split(" ")
        raw = base64.b64decode(raw)
        if signer == name and raw[:4].hex() == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(public[1:]).verify(raw[4:], body.encode())
            except Exception as error:
                raise Refused("false signature") from error
            origin, size, root = body.splitlines()
            need(origin == name, "origin")
            return int(size), base64.b64decode(root)
    raise Refused("not signed")


def number(n):
    groups = [f"{n % 1000:03d}"]
    while n >= 1000:
        n //= 1000
        groups.insert(0, f"x{n % 1000:03d}")
    return "/".join(groups)


class Reader:
    def __init__(self, url, vkey):
        self.url, self.vkey = url, vkey

    def get(self, path):
        with urllib.request.urlopen(f"{self.url}/{path}") as answer:
            return answer.read()

    def tile(self, level, n, width):
        return self.get(f"tile/{level}/{number(n)}" + (f".p/{width}" if width < 256 else ""))

    def everything(self):
        """(entries, leaves) of the log, found to be what the checkpoint signs, in every tile."""
        size, root = note(self.get("checkpoint").decode(), self.vkey)
        entries, leaves = [], []
        for n in range(-(-size // 256)):
            width = min(256, size - 256 * n)
            raw, at = self.tile("entries", n, width), 0
            while at < len(raw):
                end = at + 2 + int.from_bytes(raw[at : at + 2], "big")
                need(end <= len(raw), "bundle")
                entries.append(raw[at + 2 : end])
                at = end
            leaves = [sha(b"\x00", entry) for entry in entries]
            need(len(entries) == 256 * n + width, "bundle")
            need(b"".join(leaves[256 * n :]) == self.tile(0, n, width), "tile")
        hashes = [mth(leaves[at : at + 256]) for at in range(0, size - size % 256, 256)]
        for n in range(-(-len(hashes) // 256)):
            some = hashes[256 * n : 256 * n + 256]
            need(b"".join(some) == self.tile(1, n, len(some)), "tile of level 1")
        need(mth(leaves) == root, "root")
        return entries, leaves

    def continues(self, earlier):
        """The earlier checkpoint signs the beginning of what is served now."""
        size, root = note(earlier, self.vkey)
        _entries, leaves = self.everything()
        need(len(leaves) >= size, "shorter")
        need(mth(leaves[:size]) == root, "rewritten")

    def receipt(self, text, parts=None):
        """The event of a receipt."""
        head, _, checkpoint = text.partition("\n\n")
        first, extra, index, *path = head.split("\n")
        need(first == "c2sp.org/tlog-proof@v1" and index.startswith("index "), "receipt")
        size, root = note(checkpoint, self.vkey)
        held = json.loads(base64.b64decode(extra.removeprefix("extra ")))
        leaf = sha(b"\x00", held["entry"].encode())
        steps = [base64.b64decode(step) for step in path]
        need(root_by_path(int(index[6:]), size, leaf, steps) == root, "inclusion")
        event = json.loads(held["entry"])
        if event["type"] == "withdraw":
            return event
        canonical = json.dumps(held["manifest"], ensure_ascii=False, separators=(",", ":")).encode()
        need(sha(b"disclosure-manifest/v1\n", canonical).hex() == event["root"], "manifest")
        for part, content in (parts or {}).items():
            salt = bytes.fromhex(held["salts"][part])
            message = f"disclosure-part/v1\n{part}\n".encode() + content.encode()
            made = hmac.new(salt, message, "sha256").hexdigest()
            need(dict(held["manifest"])[part] == made, part)
        return event

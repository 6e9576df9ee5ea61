import base64

import pytest

from privacy import sealing
from privacy.sealing import BadKeys, CannotUnseal, KeyRing

OLD, NEW = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def test_sealed_bytes_open_again_and_show_nothing():
    key = sealing.new_data_key()
    sealed = sealing.seal(key, "张三的名单".encode(), "object 1")

    assert "张三".encode() not in sealed
    assert sealing.unseal(key, sealed, "object 1") == "张三的名单".encode()
    assert sealing.seal(key, "张三的名单".encode(), "object 1") != sealed


@pytest.mark.parametrize("position", [0, 3, 4, 15, 16, -17, -1])
def test_one_changed_byte_anywhere_is_noticed(position):
    key = sealing.new_data_key()
    sealed = bytearray(sealing.seal(key, b"original", "object 1"))
    sealed[position] ^= 1

    with pytest.raises(CannotUnseal):
        sealing.unseal(key, bytes(sealed), "object 1")


def test_bytes_of_another_object_or_key_do_not_open():
    key = sealing.new_data_key()
    sealed = sealing.seal(key, b"original", "object 1")

    for wrong_key, context, taken in [
        (key, "object 2", sealed),
        (sealing.new_data_key(), "object 1", sealed),
        (key, "object 1", sealed[:10]),
        (key, "object 1", b""),
    ]:
        with pytest.raises(CannotUnseal):
            sealing.unseal(wrong_key, taken, context)


def test_the_first_key_wraps_and_every_key_of_the_ring_unwraps():
    before = KeyRing.from_base64([OLD])
    wrapped, key_id = before.wrap(b"k" * 32, "object 1")
    after = KeyRing.from_base64([NEW, OLD])

    assert after.unwrap(wrapped, key_id, "object 1") == b"k" * 32
    assert after.wrap(b"k" * 32, "object 1")[1] == after.current != key_id
    with pytest.raises(CannotUnseal):
        KeyRing.from_base64([NEW]).unwrap(wrapped, key_id, "object 1")


@pytest.mark.parametrize("keys", [[], [""], ["???"], ["c2hvcnQ="], [OLD, "x"]])
def test_unusable_keys_are_refused_without_repeating_them(keys):
    with pytest.raises(BadKeys) as refusal:
        KeyRing.from_base64(keys)
    assert OLD not in str(refusal.value)
    assert "c2hvcnQ" not in str(refusal.value)


def test_the_fingerprint_of_the_same_content_differs_between_objects():
    first, second = sealing.new_data_key(), sealing.new_data_key()
    assert sealing.fingerprint(first, b"a") != sealing.fingerprint(second, b"a")

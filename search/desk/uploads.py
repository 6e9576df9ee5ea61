"""Files handed in for verification: hashed while they arrive, never kept (spec §11)."""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

LARGEST_FILE = 200 * 1024 * 1024  # bytes
AROUND_FILE = 1024 * 1024  # bytes of the other fields and the borders between them
# So much of a body that is too large is still taken, so that its sender gets to read the answer.
MOST_DRAINED, PIECE = 400 * 1024 * 1024, 64 * 1024
# A receipt is recognised by its beginning and is small; nothing else is looked at.
RECEIPT_START, LARGEST_RECEIPT = b"c2sp.org/tlog-proof@v1\n", 1024 * 1024


def refused(request: HttpRequest) -> bool:
    """Whether the body is too large by its own word; it is then read and dropped, up to a limit."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        return False  # Django takes it for an empty body
    if len(length) < 12 and int(length) <= LARGEST_FILE + AROUND_FILE:
        return False
    left = MOST_DRAINED
    while left > 0 and (piece := request.read(min(PIECE, left))):
        left -= len(piece)
    return True


class HashedFile(UploadedFile):
    """What is left of an upload: its digest, and the text of a receipt."""

    def __init__(self, name: str, size: int, sha256: str, receipt: str):
        super().__init__(file=None, name=name, size=size)
        self.sha256, self.receipt = sha256, receipt

    def close(self) -> None:
        """Nothing is open: the content is gone already."""


class HashingHandler(FileUploadHandler):
    """The only handler of the check desk: no file ever reaches memory as a whole, or a disk."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.digest, self.start, self.size = hashlib.sha256(), b"", 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > LARGEST_FILE:
            # Django would read the rest line by line, and a file may be one line.
            raise StopUpload(connection_reset=True)
        self.digest.update(raw_data)
        is_receipt = (self.start or raw_data).startswith(RECEIPT_START)
        if is_receipt and len(self.start) <= LARGEST_RECEIPT:
            self.start += raw_data

    def file_complete(self, file_size: int) -> HashedFile:
        text = self.start.decode("utf-8", "replace") if len(self.start) <= LARGEST_RECEIPT else ""
        return HashedFile(self.file_name or "", file_size, self.digest.hexdigest(), text)

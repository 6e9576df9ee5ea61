"""Uploads stay in memory until they are sealed: no raw file ever lies in a temporary folder (I3)."""

import io

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# Above every limit of our forms; what is longer is counted and thrown away, and the form says so.
LARGEST_KEPT = 64 * 1024 * 1024


class KeepInMemory(FileUploadHandler):
    """Django's own handlers would write what is over 1 MB to the disk."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.kept, self.received = io.BytesIO(), 0

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received <= LARGEST_KEPT:
            self.kept.write(raw_data)
        return None

    def file_complete(self, file_size):
        if self.received > LARGEST_KEPT:
            self.kept = io.BytesIO()
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=self.received,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

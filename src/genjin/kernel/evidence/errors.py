"""Why a file is not taken in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from genjin.kernel.errors import DomainError
from genjin.lib.media import MediaRefused

_STATUS = {
    "unsupported_type": 415, "macros": 415, "mixed_content": 415,
    "too_many_pixels": 413, "archive_bomb": 413,
}  # fmt: skip


class FileTooLarge(DomainError):
    code = "too_large"
    status = 413
    message = _("Files up to 25 MB are taken.")


class FileRefused(DomainError):
    """A file whose bytes are not what is taken here; the words come from the inspection."""

    def __init__(self, error: MediaRefused) -> None:
        super().__init__(error.message)
        self.code = error.code
        self.status = _STATUS.get(error.code, 422)


class ChecksumDiffers(DomainError):
    code = "checksum_differs"
    status = 422
    message = _("The file arrived damaged. Send it again.")


class OffsetDiffers(DomainError):
    code = "offset_differs"
    status = 409
    message = _("A piece is already here. Go on from where the server stands.")


class TooManyUploads(DomainError):
    code = "too_many_uploads"
    status = 429
    message = _("Too many uploads are unfinished. Wait for some of them.")

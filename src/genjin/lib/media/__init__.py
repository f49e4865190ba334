"""Uploaded files: what they are by their bytes, not by their name; the dangerous are refused before being decoded."""

from __future__ import annotations

from genjin.lib.media.images import MAX_PIXELS, hamming, heic_is_readable, thumbnail
from genjin.lib.media.inspection import inspect
from genjin.lib.media.model import Media, MediaRefused
from genjin.lib.media.names import clean_name

__all__ = ["MAX_PIXELS", "Media", "MediaRefused", "clean_name", "hamming", "heic_is_readable", "inspect", "thumbnail"]

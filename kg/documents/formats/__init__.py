"""Files of each format in, their text with places out: plain text, saved web pages, Word documents, PDF.

Offsets of the project are those of the text that is made here, which is stored with the build; `Extracted.places` says on
which page, in which paragraph, in which row and column of a table each stretch of it stands.
"""

from __future__ import annotations

from kg.documents.formats.model import Extracted, Given, Place
from kg.documents.formats.recognise import KINDS, extracted

__all__ = ["KINDS", "Extracted", "Given", "Place", "extracted"]

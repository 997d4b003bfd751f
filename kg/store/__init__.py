"""Reports in, a folder with graph, store, facts and texts out; and that folder opened, queried, exported."""

from __future__ import annotations

from kg.store.building import Progress, build
from kg.store.exporting import FORMATS, export
from kg.store.model import BuildSummary, Failure, Source
from kg.store.opened import Build, open_build

__all__ = ["FORMATS", "Build", "BuildSummary", "Failure", "Progress", "Source", "build", "export", "open_build"]

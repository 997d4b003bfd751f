"""Projects and initiatives as entities: mentions in, one entity for all mentions of one name in one area out.

Names are compared without quotation marks, brackets and blanks and without 项目 or 工程 at the end. A counted group
(52个政府投资项目) is an entity of its report: the same count next year is another group.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.extraction.model import Initiative, Project
from kg.linking.decisions import NONE, Decisions
from kg.linking.keys import digest
from kg.linking.model import Undertaking
from kg.linking.names import normalised

Themes = Callable[[Project | Initiative], tuple[str, ...]]


class Undertakings:
    """The projects, groups and initiatives of one report."""

    def __init__(
        self,
        area: str,
        sha256: str,
        themes: Themes,
        decisions: Decisions = NONE,
        areas: Sequence[str] = (),
        title: str = "",
    ) -> None:
        """`area` is the key of the report's area, `areas` its names, the nearest first; a person's `decisions` win."""
        self._area = area
        self._sha256 = sha256
        self._themes = themes
        self._decisions = decisions
        self._areas = tuple(areas)
        self._title = title
        self._entities: dict[str, Undertaking] = {}

    def all(self) -> tuple[Undertaking, ...]:
        """Every entity, sorted by key."""
        return tuple(self._entities[key] for key in sorted(self._entities))

    def _known_as(self, name: str) -> tuple[str, ...]:
        """What tells a thing from others in its area: its name, and its report where a person says so."""
        if self._decisions.is_apart(self._areas, name, self._title):
            return normalised(name), self._sha256
        return (self._decisions.name_of(self._areas, name),)

    def projects(
        self,
        mentions: Sequence[Project],
        areas: Sequence[tuple[str, ...]] | None = None,
        runners: Sequence[tuple[str, ...]] | None = None,
        partners: Sequence[tuple[str, ...]] | None = None,
    ) -> tuple[str, ...]:
        """Per mention the key of its entity.

        `areas` are, per mention, the keys of the areas in which it is, `runners` and `partners` those of who runs it and joins in.
        """
        keys = []
        for mention in mentions:
            grouped = mention.count is not None or bool(mention.members)
            if grouped:
                count = "" if mention.count is None else str(mention.count)
                key = "group-" + digest(self._area, self._sha256, normalised(mention.name), count)
            else:
                key = "project-" + digest(self._area, *self._known_as(mention.name))
            keys.append(key)
        none: list[tuple[str, ...]] = [()] * len(keys)
        given = zip(mentions, keys, areas or none, runners or none, partners or none, strict=True)
        for mention, key, located, run_by, jointly_with in given:
            grouped = key.startswith("group-")
            self._add(
                Undertaking(
                    key,
                    "group" if grouped else "project",
                    mention.name,
                    mention.project_type,
                    self._area,
                    self._themes(mention),
                    mention.count,
                    tuple(dict.fromkeys(keys[member] for member in mention.members if keys[member] != key)),
                    mention.members_complete,
                    located,
                    run_by,
                    jointly_with,
                )
            )
        return tuple(keys)

    def initiatives(
        self,
        mentions: Sequence[Initiative],
        runners: Sequence[tuple[str, ...]] | None = None,
        partners: Sequence[tuple[str, ...]] | None = None,
    ) -> tuple[str, ...]:
        """Per mention the key of its entity. `runners` and `partners` are, per mention, the keys of who runs it and joins in."""
        keys = []
        none: list[tuple[str, ...]] = [()] * len(mentions)
        for mention, run_by, jointly_with in zip(mentions, runners or none, partners or none, strict=True):
            key = "initiative-" + digest(self._area, *self._known_as(mention.name))
            keys.append(key)
            self._add(
                Undertaking(
                    key,
                    "initiative",
                    mention.name,
                    mention.initiative_type,
                    self._area,
                    self._themes(mention),
                    run_by=run_by,
                    jointly_with=jointly_with,
                )
            )
        return tuple(keys)

    def _add(self, entity: Undertaking) -> None:
        """The first mention names the entity; later ones add what was not said before."""
        known = self._entities.get(entity.key)
        if known is None:
            self._entities[entity.key] = entity
            return
        self._entities[entity.key] = replace(
            known,
            type=known.type or entity.type,
            themes=known.themes or entity.themes,
            members=tuple(dict.fromkeys((*known.members, *entity.members))),
            members_complete=known.members_complete and entity.members_complete,
            located_in=tuple(dict.fromkeys((*known.located_in, *entity.located_in))),
            run_by=tuple(dict.fromkeys((*known.run_by, *entity.run_by))),
            jointly_with=tuple(dict.fromkeys((*known.jointly_with, *entity.jointly_with))),
        )

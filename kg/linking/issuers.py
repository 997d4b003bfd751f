"""Who issued a report: its document and area in, the organisation out.

街道 (area), 街道办事处 (office) and 党工委 (committee) are three things: a street's report is its office's unless the
title names the committee; a town's, county's or city's is its people's government.
"""

from __future__ import annotations

from kg.documents.model import Document
from kg.extraction.model import AreaLevel
from kg.lexicon import table
from kg.linking.keys import digest
from kg.linking.model import Area, Organisation


def issuer(document: Document, area: Area, path: tuple[str, ...]) -> Organisation:
    """The organisation whose report this is; of an anonymous area an anonymous one."""
    names = table("linking")["organisation"]
    metadata = document.metadata
    title = metadata.title or document.reading.text[:80]
    if any(word in title for word in names["party"]) and area.level is AreaLevel.STREET:
        kind, tail = "partyWorkCommittee", names["party_name"]
    elif area.level is AreaLevel.STREET and not area.name.endswith(("镇", "乡")):
        kind, tail = "streetOffice", names["street_office"]
    else:
        kind, tail = "government", names["government"]
    key = f"org-anon-{document.sha256[:8]}" if area.anonymised else "org-" + digest(*path, tail)
    return Organisation(key, kind, area.name + tail, area.key)

"""A build in, the offline site out: one folder of pages that need no server and ask none.

`Page` is a file of the site; each module of `kg.site.pages` makes some of them out of a `SiteBuild`. How a page is
added is told in `kg/site/pages/__init__.py`.
"""

from __future__ import annotations

from kg.site.material import SiteBuild, open_site_build
from kg.site.model import Page
from kg.site.writing import write_site

__all__ = ["Page", "SiteBuild", "open_site_build", "write_site"]

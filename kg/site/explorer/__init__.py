"""A build in, the network that the explorer page shows out: things with places on the plane, and what is said of them."""

from __future__ import annotations

from kg.site.explorer.data import explorer_data

__all__ = ["explorer_data"]

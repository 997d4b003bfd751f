"""Builds to other stores and to one another: graphs compared, told in words, pushed, and counted afterwards."""

from __future__ import annotations

from kg.transfer.differences import GraphDifference, compare, patch
from kg.transfer.push import Outcome, Step, must_be_sound, plan, push
from kg.transfer.targets import GraphStore, Target, UpdateEndpoint

__all__ = [
    "GraphDifference",
    "GraphStore",
    "Outcome",
    "Step",
    "Target",
    "UpdateEndpoint",
    "compare",
    "must_be_sound",
    "patch",
    "plan",
    "push",
]

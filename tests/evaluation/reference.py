"""The reference scorer as a module."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

GOLD = Path(__file__).parents[1] / "gold"


def load_reference() -> ModuleType:
    """`tests/gold/gold.py` as a module."""
    spec = importlib.util.spec_from_file_location("reference_gold", GOLD / "gold.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["reference_gold"] = module
    spec.loader.exec_module(module)
    return module

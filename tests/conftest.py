"""Makes `tests.factories` importable from every test folder (pytest puts the parent of this package on the path)."""

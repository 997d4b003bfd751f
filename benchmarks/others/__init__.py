"""The same work done by StreetKG and by what a user would otherwise take, measured in one run: `python -m benchmarks.others`."""

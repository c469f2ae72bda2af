"""What docs/figures.md says, measured: one file per promise. `make bench` runs all, `python -m bench cost` one."""

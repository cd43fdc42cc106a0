"""Measurements as ratios within one run; absolute times on shared machines mean little."""

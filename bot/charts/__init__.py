"""Rows into pictures: pure functions write SVG, and a process of its own makes it a PNG."""

"""Platforms on loopback, as strict as the real ones, for tests."""

"""The use cases, one file a family; they know no platform and no wording (design.md 1)."""

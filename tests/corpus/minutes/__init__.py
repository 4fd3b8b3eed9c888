"""Meeting minutes with what a careful recorder finds in them, and the count of what a reader got right (M5)."""

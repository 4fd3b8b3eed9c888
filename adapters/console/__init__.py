"""The console: a small chat platform of our own, in the browser for the demo and in memory for rehearsals and tests."""

"""Rehearsals: the real bot on a virtual clock (`duiqi rehearse`)."""

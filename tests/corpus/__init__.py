"""Texts written by hand with what people would read in them."""

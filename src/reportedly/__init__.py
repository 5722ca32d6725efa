"""Reads news reports of armed conflict into claims, each value anchored to the words that it was read from."""

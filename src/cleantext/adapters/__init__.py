"""Cleaning as a step in other people's engines: each adapter a few dozen lines, each an extra."""

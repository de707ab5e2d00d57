"""Checks that developers and CI run on the project itself."""

"""Benchmarks: every figure of docs/benchmarks.md. Never part of the tests."""

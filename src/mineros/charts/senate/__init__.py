"""The charts of lesson 04: a seat in the Senate, what was said about it, and what changed beside it."""

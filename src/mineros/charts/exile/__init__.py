"""The figures of lesson 02, Exile."""

"""The figures of lesson 05: what a historian checks before telling a story."""

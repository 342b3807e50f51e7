"""The charts of lesson 03: ties between unions, what they agreed, what they did, and who tells of it."""

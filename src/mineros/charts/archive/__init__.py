"""Charts of lesson 00, How do we know?"""

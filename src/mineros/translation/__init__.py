"""For the pack's makers: one code, several languages. What is copied, what is translated, and what has fallen behind.

English is where a change begins. The code of a lesson is copied from it; its text is written by hand in each language.
A text that was translated bears the digest of the English one, so a later change of the English is seen.
"""

"""The errors of the pack: one voice, in the reader's language, one sentence each."""

from __future__ import annotations


class MinerosError(Exception):
    """Something the reader can mend. The message says what happened, where, and what to do."""

    def _render_traceback_(self) -> list[str]:
        # Jupyter shows this instead of the whole traceback; the cause stays on the exception for an engineer.
        return [str(self)]


class DataError(MinerosError):
    """A table is missing, broken, or not what its schema says."""


class QuestionError(MinerosError):
    """A question, an option or a check that does not exist, or an answer of the wrong kind."""


class ChartError(MinerosError):
    """A figure that does not exist, or cannot be drawn from what it was given."""


class AnswersError(MinerosError):
    """A file of answers that could not be brought back."""


class ExportError(MinerosError):
    """A file of the reader's own that could not be written."""


class CollectError(MinerosError):
    """A folder of students' files that could not be collected."""


class LanguageError(MinerosError):
    """A language that the pack does not speak."""


class LaunchError(MinerosError):
    """A repository, a release or an address from which no link can be made."""

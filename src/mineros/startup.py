"""What a kernel runs when it starts, so that a cell that is run too early can say which one comes first.

It stands in an environment as etc/ipython/startup/mineros.py, and imports nothing of ours before it is needed.
"""

from typing import Any

from IPython import get_ipython


def _tell(*told: Any, **more: Any) -> None:
    from mineros.kernel import tell

    tell(*told, **more)


get_ipython().set_custom_exc((NameError, KeyboardInterrupt), _tell)

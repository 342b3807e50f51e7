"""What can be typed after `mineros` or `python -m mineros`: `collect` and `handouts`, `site` and `sync`."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Do what was typed; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # an old console without accents shows a question mark instead
            stream.reconfigure(errors="replace")
    typed = sys.argv[1:] if arguments is None else arguments
    if typed[:1] == ["handouts"]:
        from mineros.handouts.command import main as handouts

        return handouts(typed[1:])
    if typed[:1] == ["site"]:
        from mineros.site.command import main as site

        return site(typed[1:])
    if typed[:1] == ["sync"]:
        from mineros.translation.command import main as sync

        return sync(typed[1:])
    from mineros.classroom import command

    if typed[:1] == ["collect"]:
        return command.main(typed[1:])
    return command.main([option for option in typed if option in ("-h", "--help")])


if __name__ == "__main__":
    sys.exit(main())

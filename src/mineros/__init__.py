"""Los Mineros: a labor history in sources and data. `open_pack("en")` is where every lesson begins."""

from mineros.errors import MinerosError
from mineros.pack import Pack, open_pack

__all__ = ["MinerosError", "Pack", "open_pack"]
# The edition of the pack, seen by its readers; the tables have an edition of their own (data/datapackage.json).
__version__ = "1.0.0"
__released__ = "2026-11-28"

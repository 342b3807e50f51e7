"""Los Mineros: a labor history in sources and data. `open_pack("en")` is where every lesson begins."""

from mineros.errors import MinerosError
from mineros.pack import Pack, open_pack

__all__ = ["MinerosError", "Pack", "open_pack"]
__version__ = "0.1.0"

"""A selection of rows as a file of the reader's own: CSV that a spreadsheet opens, each row with its citation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mineros import exports
from mineros.data import listed

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from mineros.cite import Citations
    from mineros.data import Tables


def citation(tables: Tables, citations: Citations, table: str, row_id: str, sources: list[str]) -> str:
    """How to cite a row: the dataset and its edition, the table, the row, and who said it first."""
    said = "; ".join(f"{citations.short(source)} [{source}]" for source in sources)
    return tables.words("export.citation", edition=tables.edition, table=table, row=row_id, sources=said)


def _explained(rows: pd.DataFrame, table: str, tables: Tables) -> pd.DataFrame:
    """Beside an id that a reader of the file cannot look up, what it stands for: the question, the place."""
    if table == "claims":
        questions = tables["disputes"].set_index("dispute_id")["question"]
        return rows.assign(question=[questions.get(dispute, "") for dispute in rows["dispute_id"]])
    if table == "events":
        places = tables["places"].set_index("place_id")["name"]
        return rows.assign(place=[places.get(place, "") for place in rows["place_id"]])
    return rows


def save(rows: pd.DataFrame, table: str, folder: Path, tables: Tables, citations: Citations) -> Path:
    """Write rows with a last column that cites each one; returns the new file. Raises ExportError.

    The file begins with a byte-order mark, because spreadsheets on Windows else misread accents.
    """
    own = rows.columns[0]
    rows = _explained(rows, table, tables)
    cited = rows.assign(
        citation=[
            citation(tables, citations, table, row[own], listed(row.get("source_ids", row.get("source_id", ""))))
            for row in rows.to_dict("records")
        ]
    )
    content = cited.to_csv(index=False, lineterminator="\n", float_format="%.15g")
    (file,) = exports.write(folder, {f"{exports.stamped(table)}.csv": f"\ufeff{content}"}, tables.words)
    return file

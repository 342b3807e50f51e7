"""What the tables promise beyond their schema.

Each rule takes the folder of a data package and gives its faults, one sentence each, naming table, line and column.
The tests run every rule on the pack's own tables; the mutation tests run them on spoiled copies.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

Row = dict[str, str]
Rule = Callable[[Path], list[str]]

DATE_COLUMNS = ("date", "date_end", "published", "as_of", "died", "founded", "dissolved", "status_date")
SPANS = (("date", "date_end"), ("founded", "dissolved"))
RANGES = (("deaths_low", "deaths"), ("deaths", "deaths_high"), ("deaths_low", "deaths_high"), ("wage_low", "wage_high"))
PRECISION = {0: "unknown", 4: "year", 7: "month", 10: "day"}
PHRASE_WORDS = 12
# Tables ordered by time; every other table is ordered by its id.
BY_DATE = ("events", "disasters_world", "disasters_mexico", "recoveries", "rescue_log")
# A cell of these columns may read the same in both languages if it is a proper name and nothing else.
NAME_COLUMNS = ("claimant", "speaker", "by", "employer", "country")
NAME_PARTICLES = {"de", "del", "la", "el", "y", "for", "in", "vía", "via"}
LOWER_CASE_NAMES = {"josecardenas.com", "ejecentral"}
# Sites that lend out other people's texts: a source read there gets no address.
COPY_SITES = re.compile(
    r"scribd|[fv]documents|pdfslide|studylib|docslib|z-lib|libgen|epdf|dokumen\.|linode\.com|^[\d.]+$"
)
CHAIN = (
    ("inspection-2004", "2004-07-12"),
    ("order-2005", "2005-07-08"),
    ("served-2005", "2005-09-12"),
    ("verification-2006", "2006-02-07"),
    ("explosion-2006", "2006-02-19"),
)
CHAIN_DAYS = [361, 66, 148, 12]
EXPLOSION = datetime(2006, 2, 19, 2, 30)
RECOVERY_BASE = {"2006-2007": "65", "2024-2026": "63"}
MEXICO = ((14.3, 32.8), (-118.5, -86.5))
ACCUSED = {
    "en": re.compile(r"\b(accused|charged|sued|indicted|blamed|convicted|named in the state inquiry)", re.I),
    "es": re.compile(r"(acusa|procesad|demandad|culpó|condenad|mencionado en la indagatoria)", re.I),
}
OUTCOME = {
    "en": re.compile(
        r"no conviction|not convicted|dismissed|dropped|den(y|ies|ied)|acquitted|convicted|sentenced|no court finding|"
        r"no charge|pending",
        re.I,
    ),
    "es": re.compile(
        r"no se vio ninguna condena|no fue condenad|sobrese|retiraron|niega|negó|absuelt|condenad|"
        r"ninguna resolución judicial|ningún cargo|pendiente",
        re.I,
    ),
}
ENGLISH = re.compile(r"\b(the|with|was|were|which|from)\b")
SPANISH = re.compile(r"\b(que|los|las|una|por|para|según)\b")
AGE = re.compile(r"\baged? \d|\byear[- ]old|\(\d\d (years|años)\)|\b\d\d años de edad|\bde \d\d años\b", re.I)


@cache
def package(folder: Path) -> dict[str, dict]:
    """The described tables of datapackage.json, by name."""
    resources = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    return {resource["name"]: resource for resource in resources}


@cache
def tables(folder: Path) -> dict[str, list[Row]]:
    """Every table as texts, by name."""
    read = {}
    for name in package(folder):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            read[name] = list(csv.DictReader(file))
    return read


def fields(folder: Path, name: str) -> list[dict]:
    return package(folder)[name]["schema"]["fields"]


def rows(folder: Path) -> Iterator[tuple[str, Row, str]]:
    """Every row with its table and the words that point at it: "events.csv, line 12 (explosion-2006)"."""
    for name, table in tables(folder).items():
        for number, row in enumerate(table, start=2):
            yield name, row, f"{name}.csv, line {number} ({next(iter(row.values()))})"


def pairs(folder: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Every bilingual cell: table, place, column without language, English, Spanish."""
    for name, row, place in rows(folder):
        for column in row:
            if column.endswith("_en"):
                stem = column.removesuffix("_en")
                yield name, place, stem, row[column], row.get(f"{stem}_es", "")


def plain(text: str) -> str:
    """A text without accents, case, or signs: what two spellings of one name share."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def proper_name(text: str) -> bool:
    """Whether every word is written as a name (capital or number first), apart from small words inside names."""
    words = re.findall(r"[\w.]+", text)
    return all(word[0].isupper() or word[0].isdigit() or word in NAME_PARTICLES | LOWER_CASE_NAMES for word in words)


def by_id(folder: Path, name: str) -> dict[str, Row]:
    return {next(iter(row.values())): row for row in tables(folder)[name]}


def listed(cell: str) -> list[str]:
    return [item for item in cell.split("; ") if item]


# --- files ---------------------------------------------------------------------------------------------------------


def files_are_utf8_with_line_feeds(folder: Path) -> list[str]:
    faults = []
    for path in sorted([*folder.glob("*.csv"), folder / "datapackage.json"]):
        raw = path.read_bytes()
        if raw.startswith(b"\xef\xbb\xbf"):
            faults.append(f"{path.name}: begins with a byte-order mark")
        if b"\r" in raw:
            line = raw.partition(b"\r")[0].count(b"\n") + 1
            faults.append(f"{path.name}, line {line}: has a carriage return")
        if not raw.endswith(b"\n") or b"\n\n" in raw:
            faults.append(f"{path.name}: has an empty line, or no line end at its end")
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as cause:
            line = raw[: cause.start].count(b"\n") + 1
            faults.append(f"{path.name}, line {line}: is not UTF-8")
    return faults


def every_csv_is_described(folder: Path) -> list[str]:
    found, described = {path.stem for path in folder.glob("*.csv")}, set(package(folder))
    return [
        f"{name}.csv: is only in {'the folder' if name in found else 'datapackage.json'}" for name in found ^ described
    ]


def columns_are_those_described(folder: Path) -> list[str]:
    faults = []
    for name in package(folder):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        if header != [field["name"] for field in fields(folder, name)]:
            faults.append(f"{name}.csv, line 1: the columns are not those of the schema")
    return faults


def everything_is_described_in_both_languages(folder: Path) -> list[str]:
    faults = []
    for name, resource in package(folder).items():
        for key in ("titles", "descriptions"):
            if not all(resource.get(key, {}).get(language) for language in ("en", "es")):
                faults.append(f"{name}: {key} lacks a language")
        for field in fields(folder, name):
            for key in ("titles", "descriptions"):
                words = field.get(key, {})
                if not (words.get("en") and words.get("es")):
                    faults.append(f"{name}, column {field['name']}: {key} lacks a language")
            if field.get("descriptions", {}).get("en") == field.get("descriptions", {}).get("es"):
                faults.append(f"{name}, column {field['name']}: both descriptions are the same text")
    return faults


def every_code_has_a_label_in_both_languages(folder: Path) -> list[str]:
    faults = []
    for name in package(folder):
        for field in fields(folder, name):
            for code in field.get("constraints", {}).get("enum", []):
                label = field.get("labels", {}).get(code, {})
                if isinstance(code, str) and not (label.get("en") and label.get("es")):
                    faults.append(f"{name}, column {field['name']}: code {code} has no label in both languages")
    return faults


def rows_are_sorted(folder: Path) -> list[str]:
    faults = []
    for name, table in tables(folder).items():
        first = next(iter(table[0]))
        if name == "disasters_mexico":  # undated rows stand at the end
            keys = [(row["date"] == "", row["date"]) for row in table]
        else:
            keys = [(row["date"] if name in BY_DATE else row[first],) for row in table]
        for number, (before, after) in enumerate(itertools.pairwise(keys), start=3):
            if before > after:
                faults.append(f"{name}.csv, line {number}: stands before its place in the order")
    return faults


# --- cells ---------------------------------------------------------------------------------------------------------


def cells_are_harmless_text(folder: Path) -> list[str]:
    faults = []
    for _, row, place in rows(folder):
        for column, cell in row.items():
            where = f"{place}, column {column}"
            if not isinstance(cell, str):
                faults.append(f"{where}: the cell is missing")
                continue
            if cell[:1] in ("=", "+", "@", "\t") or (cell[:1] == "-" and not re.fullmatch(r"-\d+(\.\d+)?", cell)):
                faults.append(f"{where}: begins like a formula")
            if re.search(r"</?[a-z]", cell, re.I):
                faults.append(f"{where}: holds HTML")
            if cell != cell.strip() or "  " in cell or any(unicodedata.category(sign)[0] == "C" for sign in cell):
                faults.append(f"{where}: holds stray spaces or signs that cannot be seen")
            if cell != unicodedata.normalize("NFC", cell):
                faults.append(f"{where}: accents are not composed (NFC)")
    return faults


def both_languages_are_filled(folder: Path) -> list[str]:
    return [
        f"{place}, column {stem}_{'es' if english else 'en'}: is empty and its pair is not"
        for _, place, stem, english, spanish in pairs(folder)
        if bool(english) != bool(spanish)
    ]


def no_translation_is_a_copy(folder: Path) -> list[str]:
    return [
        f"{place}, column {stem}_es: is the same as in English"
        for _, place, stem, english, spanish in pairs(folder)
        if english and english == spanish and not (stem in NAME_COLUMNS and proper_name(english))
    ]


def no_language_stands_in_the_other_column(folder: Path) -> list[str]:
    faults = []
    for _, place, stem, english, spanish in pairs(folder):
        if len(ENGLISH.findall(spanish)) > len(SPANISH.findall(spanish)) + 1:
            faults.append(f"{place}, column {stem}_es: reads as English")
        if len(SPANISH.findall(english)) > len(ENGLISH.findall(english)) + 1:
            faults.append(f"{place}, column {stem}_en: reads as Spanish")
    return faults


def lists_use_one_separator(folder: Path) -> list[str]:
    faults = []
    for name, row, place in rows(folder):
        for field in fields(folder, name):
            if "list_of" not in field:
                continue
            cell = row[field["name"]]
            items = cell.split("; ") if cell else []
            if not all(re.fullmatch(r"[A-Za-z0-9-]+", item) for item in items) or len(set(items)) != len(items):
                faults.append(f'{place}, column {field["name"]}: is not a list of different ids joined by "; "')
    return faults


def listed_ids_exist(folder: Path) -> list[str]:
    faults = []
    for name, row, place in rows(folder):
        for field in fields(folder, name):
            targets = field.get("list_of") or " ".join(field.get("one_of", ()))
            if not targets:
                continue
            known = {
                other[column]
                for table, column in re.findall(r"(\w+)\.(\w+)", targets)
                for other in tables(folder)[table]
            }
            faults += [
                f"{place}, column {field['name']}: {item} is not in {targets}"
                for item in listed(row[field["name"]])
                if item not in known
            ]
    return faults


def sources_named_anywhere_exist(folder: Path) -> list[str]:
    known = set(by_id(folder, "sources"))
    faults = []
    for name, row, place in rows(folder):
        for column in ("source_ids", "source_id", "repeats"):
            if column in row and not (name == "sources" and column == "source_id"):
                missing = [item for item in listed(row[column]) if item not in known]
                faults += [f"{place}, column {column}: there is no source {item}" for item in missing]
    return faults


def dates_are_real_and_as_precise_as_stated(folder: Path) -> list[str]:
    faults = []
    for _, row, place in rows(folder):
        for column in DATE_COLUMNS:
            text = row.get(column, "")
            if not text:
                continue
            try:
                date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
            except ValueError:
                faults.append(f"{place}, column {column}: {text} is not a date")
        if "precision" in row and PRECISION.get(len(row["date"])) != row["precision"]:
            faults.append(f"{place}, column precision: {row['precision']} does not fit the date {row['date']!r}")
    return faults


def spans_do_not_end_before_they_start(folder: Path) -> list[str]:
    faults = []
    for _, row, place in rows(folder):
        for start, end in SPANS:
            first, last = row.get(start, ""), row.get(end, "")
            shared = min(len(first), len(last))
            if shared and first[:shared] > last[:shared]:
                faults.append(f"{place}, column {end}: {last} is before {first}")
        for low, high in RANGES:
            if row.get(low) and row.get(high) and float(row[low]) > float(row[high]):
                faults.append(f"{place}, column {high}: {row[high]} is less than {row[low]}")
    return faults


def phrases_are_short_and_translated(folder: Path) -> list[str]:
    faults = []
    for name, row, place in rows(folder):
        if len(row.get("phrase", "").split()) > PHRASE_WORDS:
            faults.append(f"{place}, column phrase: has more than {PHRASE_WORDS} words")
        parts = {bool(row[column]) for column in ("phrase", "phrase_language", "phrase_translation") if column in row}
        if name == "claims" and len(parts) > 1:
            faults.append(f"{place}, column phrase: phrase, language and translation do not come together")
        for column, cell in row.items():
            for quoted in re.findall(r"“([^”]*)”|«([^»]*)»|\"([^\"]*)\"", cell):
                if len("".join(quoted).split()) > PHRASE_WORDS:
                    faults.append(f"{place}, column {column}: quotes more than {PHRASE_WORDS} words")
    return faults


def no_private_ages(folder: Path) -> list[str]:
    return [
        f"{place}, column {column}: gives a person's age"
        for name, row, place in rows(folder)
        if name != "sources"
        for column, cell in row.items()
        if AGE.search(cell)
    ]


# --- one thing, one row --------------------------------------------------------------------------------------------


def no_two_sources_share_an_address(folder: Path) -> list[str]:
    seen: dict[str, str] = {}
    faults = []
    for row in tables(folder)["sources"]:
        address = re.sub(r"^https?://(www\.)?", "", row["url"]).rstrip("/").casefold()
        if address and address in seen:
            faults.append(f"sources.csv ({row['source_id']}), column url: is also the address of {seen[address]}")
        seen[address] = row["source_id"]
    return faults


def no_two_sources_share_title_and_date(folder: Path) -> list[str]:
    seen: dict[tuple[str, str, str], str] = {}
    faults = []
    for row in tables(folder)["sources"]:
        key = (plain(row["title"]), row["published"], plain(row["publisher"]))
        if row["published"] and key in seen and not row["repeats"]:
            faults.append(
                f"sources.csv ({row['source_id']}), column title: is also the title of {seen[key]}, same date"
            )
        seen[key] = row["source_id"]
    return faults


def no_address_leads_to_an_unlicensed_copy(folder: Path) -> list[str]:
    return [
        f"sources.csv ({row['source_id']}), column url: leads to a copy of somebody else's text"
        for row in tables(folder)["sources"]
        if COPY_SITES.search(urlsplit(row["url"]).hostname or "-")
    ]


def repeated_reports_point_at_another_source(folder: Path) -> list[str]:
    known = by_id(folder, "sources")
    return [
        f"sources.csv ({row['source_id']}), column repeats: must name a source that repeats nothing itself"
        for row in known.values()
        if row["repeats"] and (row["repeats"] == row["source_id"] or known.get(row["repeats"], {}).get("repeats"))
    ]


def no_name_differs_from_another_by_accents_only(folder: Path) -> list[str]:
    faults = []
    for name in ("people", "organizations"):
        seen: dict[str, str] = {}
        for row_id, row in by_id(folder, name).items():
            spelling = plain(row["name"])
            if spelling in seen:
                faults.append(f"{name}.csv ({row_id}), column name: is the name of {seen[spelling]} too")
            seen[spelling] = row_id
    return faults


# --- what the lesson rests on --------------------------------------------------------------------------------------


def disputes_and_claims_meet(folder: Path) -> list[str]:
    answers: dict[str, int] = defaultdict(int)
    values: dict[str, int] = defaultdict(int)
    disputes, faults = by_id(folder, "disputes"), []
    for name, row, place in rows(folder):
        if name != "claims":
            continue
        answers[row["dispute_id"]] += 1
        values[row["dispute_id"]] += bool(row["value"] or row["value_text"])
        if row["dispute_id"] not in disputes:
            faults.append(f"{place}, column dispute_id: there is no dispute {row['dispute_id']}")
        if not row["perspective"]:
            faults.append(f"{place}, column perspective: is empty")
    for dispute_id, dispute in disputes.items():
        rival = dispute["kind"] == "number" and dispute["status"] == "disputed"
        if not answers[dispute_id]:
            faults.append(f"disputes.csv ({dispute_id}): no claim answers the question")
        if rival and dispute["theme"] == "pasta_de_conchos" and values[dispute_id] < 2:
            faults.append(f"disputes.csv ({dispute_id}): disputed, but fewer than two claims give a value")
    return faults


def events_on_one_witness_are_marked_single(folder: Path) -> list[str]:
    repeats = {row["source_id"]: row["repeats"] for row in tables(folder)["sources"]}
    return [
        f"{place}, column corroboration: one witness only, but not marked single"
        for name, row, place in rows(folder)
        if name in ("events", "disasters_mexico")
        and len({repeats.get(item) or item for item in listed(row["source_ids"])}) == 1
        and row["corroboration"] != "single"
    ]


def events_fall_within_the_life_of_those_they_name(folder: Path) -> list[str]:
    people, bodies = by_id(folder, "people"), by_id(folder, "organizations")
    faults = []
    for name, row, place in rows(folder):
        for actor in listed(row["actors"]) if name == "events" else []:
            body = bodies.get(actor, {})
            end = body.get("dissolved") or people.get(actor, {}).get("died")
            last = row["date_end"] or row["date"]
            if (body.get("founded") and last[:4] < body["founded"][:4]) or (end and row["date"][:4] > end[:4]):
                faults.append(f"{place}, column actors: {actor} did not exist then")
    return faults


def the_chain_of_inspection_has_its_dates(folder: Path) -> list[str]:
    events = by_id(folder, "events")
    faults = [
        f"events.csv ({event_id}), column date: should be {day}"
        for event_id, day in CHAIN
        if events.get(event_id, {}).get("date") != day
    ]
    if faults:
        return faults
    days = [date.fromisoformat(events[event_id]["date"]) for event_id, _ in CHAIN]
    gaps = [(after - before).days for before, after in itertools.pairwise(days)]
    if gaps != CHAIN_DAYS or (days[-1] - days[0]).days != sum(CHAIN_DAYS):
        faults.append(f"events.csv, column date: the days between the five events are {gaps}")
    return faults


def recoveries_stay_two_series(folder: Path) -> list[str]:
    return [
        f"{place}, column base: the series {row['series']} counts of {RECOVERY_BASE.get(row['series'])}"
        for name, row, place in rows(folder)
        if name == "recoveries" and row["base"] != RECOVERY_BASE.get(row["series"])
    ]


def recoveries_never_go_back_unmarked(folder: Path) -> list[str]:
    faults = []
    reached = {"located": 0, "identified": 0, "returned": 0}
    for name, row, place in rows(folder):
        if name != "recoveries" or row["series"] != "2024-2026" or row["conflicts"] == "true":
            continue
        for column, before in reached.items():
            if row[column]:
                if int(row[column]) < before:
                    faults.append(
                        f"{place}, column {column}: {row[column]} after {before}, and not marked as a conflict"
                    )
                reached[column] = int(row[column])
        stated = [int(row[column]) for column in reached if row[column]]
        if stated != sorted(stated, reverse=True) or max(stated, default=0) > int(row["base"]):
            faults.append(f"{place}: more men identified than located, or returned than identified")
    return faults


def rescue_hours_fit_the_clock(folder: Path) -> list[str]:
    faults = []
    for name, row, place in rows(folder):
        if name == "rescue_log" and row["time"] and row["hours"]:
            clock = datetime.fromisoformat(f"{row['date']}T{row['time']}")
            if abs((clock - EXPLOSION).total_seconds() / 3600 - float(row["hours"])) > 0.26:
                faults.append(f"{place}, column hours: {row['hours']} does not fit {row['date']} {row['time']}")
    return faults


def accusations_carry_their_outcome(folder: Path) -> list[str]:
    return [
        f"{place}, column note_{language}: an accusation without its outcome"
        for name, row, place in rows(folder)
        if name == "people"
        for language in ("en", "es")
        if ACCUSED[language].search(row[f"note_{language}"]) and not OUTCOME[language].search(row[f"note_{language}"])
    ]


def places_lie_in_their_country(folder: Path) -> list[str]:
    faults = []
    for name, row, place in rows(folder):
        if name != "places":
            continue
        if bool(row["latitude"]) != bool(row["longitude"]):
            faults.append(f"{place}, column longitude: half a point")
        if not (row["latitude"] and row["longitude"]):
            continue
        point = (float(row["latitude"]), float(row["longitude"]))
        limits = MEXICO if row["country_en"] == "Mexico" else ((-90.0, 90.0), (-180.0, 180.0))
        inside = all(low <= value <= high for value, (low, high) in zip(point, limits, strict=True))
        in_mexico = all(low <= value <= high for value, (low, high) in zip(point, MEXICO, strict=True))
        if not inside or point == (0.0, 0.0) or (in_mexico and row["country_en"] not in ("Mexico", "United States")):
            faults.append(f"{place}, columns latitude and longitude: {point} is not in {row['country_en']}")
    return faults


def datasheets_show_the_balance_of_today(folder: Path) -> list[str]:
    from mineros.balance import datasheet, filled
    from mineros.data import Tables
    from mineros.words import LANGUAGES, Words

    faults = []
    for language in LANGUAGES:
        path = datasheet(language, folder)
        text = path.read_text("utf-8")
        if filled(text, Tables(Words(language), folder), path.name) != text:
            faults.append(f"{path.name}: the tables between the markers are old; run python -m mineros.balance")
    return faults


RULES: tuple[Rule, ...] = (
    files_are_utf8_with_line_feeds,
    every_csv_is_described,
    columns_are_those_described,
    everything_is_described_in_both_languages,
    every_code_has_a_label_in_both_languages,
    rows_are_sorted,
    cells_are_harmless_text,
    both_languages_are_filled,
    no_translation_is_a_copy,
    no_language_stands_in_the_other_column,
    lists_use_one_separator,
    listed_ids_exist,
    sources_named_anywhere_exist,
    dates_are_real_and_as_precise_as_stated,
    spans_do_not_end_before_they_start,
    phrases_are_short_and_translated,
    no_private_ages,
    no_two_sources_share_an_address,
    no_two_sources_share_title_and_date,
    no_address_leads_to_an_unlicensed_copy,
    repeated_reports_point_at_another_source,
    no_name_differs_from_another_by_accents_only,
    disputes_and_claims_meet,
    events_on_one_witness_are_marked_single,
    events_fall_within_the_life_of_those_they_name,
    the_chain_of_inspection_has_its_dates,
    recoveries_stay_two_series,
    recoveries_never_go_back_unmarked,
    rescue_hours_fit_the_clock,
    accusations_carry_their_outcome,
    places_lie_in_their_country,
    datasheets_show_the_balance_of_today,
)

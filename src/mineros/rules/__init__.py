"""What the tables promise. Each rule takes the folder of a data package and gives its faults; none means that it holds.

`python -m mineros.rules` runs them all; `python -m mineros.propose` runs them on rows that are to be added.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mineros.rules import bounds, cells, fairness, form, history, identity
from mineros.rules.base import Fault

Rule = Callable[[Path], list[Fault]]

# If one of these fails, those after it may stumble over it.
READABLE: tuple[Rule, ...] = (
    form.every_csv_is_described,
    form.files_are_utf8_with_line_feeds,
    form.columns_are_those_described,
)
DESCRIBED: tuple[Rule, ...] = (
    form.everything_is_described_in_both_languages,
    form.every_code_has_a_label_in_both_languages,
)
# What a row can break by itself, or beside other rows.
OF_ROWS: tuple[Rule, ...] = (
    form.keys_are_unique_and_cells_fit_the_schema,
    form.keys_lead_to_a_row,
    form.lists_use_one_separator,
    form.rows_are_sorted,
    cells.cells_are_harmless_text,
    cells.both_languages_are_filled,
    cells.no_translation_is_a_copy,
    cells.no_language_stands_in_the_other_column,
    cells.dates_are_real_and_as_precise_as_stated,
    cells.spans_do_not_end_before_they_start,
    cells.an_open_end_says_as_of_when,
    cells.phrases_are_short_and_translated,
    cells.no_private_ages,
    identity.no_two_sources_share_an_address,
    identity.no_two_sources_share_title_and_date,
    identity.no_address_leads_to_an_unlicensed_copy,
    identity.repeated_reports_point_at_another_source,
    identity.no_name_differs_from_another_by_accents_only,
    identity.no_event_stands_twice,
    identity.no_claim_stands_twice,
    identity.one_witness_is_marked_single,
    fairness.claims_on_one_axis_share_a_unit,
    bounds.events_fall_within_the_life_of_those_they_name,
    bounds.ties_bind_two_bodies_of_their_time,
    fairness.accusations_carry_their_outcome,
    fairness.what_was_read_again_names_what,
    bounds.places_lie_in_their_country,
)
# What only the whole can keep or break.
OF_THE_WHOLE: tuple[Rule, ...] = (
    fairness.disputes_and_claims_meet,
    history.the_chain_of_inspection_has_its_dates,
    history.recoveries_stay_two_series,
    history.recoveries_never_go_back_unmarked,
    history.rescue_hours_fit_the_clock,
    fairness.the_seven_killed_are_named_once,
    history.the_senate_adds_up,
    fairness.what_the_first_texts_state_is_in_the_tables,
    history.series_are_what_their_catalog_says,
    history.datasheets_show_the_balance_of_today,
)
ALL = READABLE + DESCRIBED + OF_ROWS + OF_THE_WHOLE


def broken(folder: Path, rules: tuple[Rule, ...] = ALL) -> list[Fault]:
    """The faults of a data package that can be read as tables; of another one, those of the first rule that says why.

    The rules of the whole are asked once all others hold: they count on sound dates and numbers.
    """
    for rule in READABLE:
        if faults := rule(folder):
            return faults
    faults = [fault for rule in rules if rule not in (*READABLE, *OF_THE_WHOLE) for fault in rule(folder)]
    return faults or [fault for rule in rules if rule in OF_THE_WHOLE for fault in rule(folder)]

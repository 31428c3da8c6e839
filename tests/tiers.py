"""What `make test` leaves to `make test-thorough`, and what stands for it meanwhile.

A test that takes long because it does one thing again – on a second database, in a second
language, at a wider screen, after another kill – is not lost: it runs at night and before a
release. Each kind keeps at least one that runs on every submission. A test that no table names runs
always, so a new one does; tests/shop/test_tiers.py holds the tables to the tests there are.
"""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path

import pytest

HERE = Path(__file__).parent
THOROUGH = "thorough"
LEFT = pytest.StashKey[int]()
"""How many tests of a run were left out because they are thorough."""
ON_SQLITE = (
    "access/*", "accounts/*", "api/*", "audit/*", "backup/*", "faults/*", "intake/*", "mirror/*",
    "papers/*", "proposals/*", "publishing/test_clock_set_wrong.py::*",
    "publishing/test_epochs.py::*", "publishing/test_forgetting.py::*",
    "publishing/test_nothing_silent.py::*", "publishing/test_recognising.py::*",
    "publishing/test_time.py::*", "publishing/test_verifying.py::*", "readers/*", "registry/*",
    "running/*", "shop/test_cli*", "soak/*", "upgrading/*", "web/*", "webhooks/*",
)  # fmt: skip
"""What both databases run, SQLite alone on each submission: no SQL of one kind is written there."""
ON_BOTH = (
    "access/test_reach.py::*", "api/test_changes.py::*", "intake/test_real_lists.py::*",
    "mirror/test_mirror.py::*", "readers/test_feeds.py::*", "web/test_statements.py::*",
)  # fmt: skip
"""Of those, what stands for the rest on PostgreSQL: who reaches what, a whole import, a whole copy,
the files built from all, the statements of each kind of page. What is in neither table – writers at
once, kills, tables and their checks, a database that is away – runs on both always."""
IN_VIETNAMESE = ("browser/*",)
"""Of what a browser does in both languages, the English is thorough."""
FIRST = (
    "access/test_table.py::test_every_route_answers_every_actor_as_the_table_says",
    "access/test_two_people.py::test_no_page_of_one_person_tells_of_another",
    "backup/test_backup.py::test_a_killed_restore_leaves_an_empty_catalogue_and_can_be_run_again",
    "browser/*::test_every_state*",
    "browser/test_own_products.py::test_a_price_is_changed_in_twelve_seconds",
    "browser/test_records.py::test_a_record_is_accessible_and_fits_at_every_width",
    "edge/test_nothing_breaks.py::test_anything_odd_may_stand_in_any_part_of_any_body",
    "mirror/test_any_history.py::*",
    "proposals/test_photos_faults.py::test_a_photo_sent_again_after_a_kill_is_one_photo",
    "publishing/test_any_history.py::*",
    "publishing/test_put_back.py::test_put_back_while_stopped_whatever_was_edited_since",
    "running/test_proxies.py::test_a_proxy_hides_what_is_ours_and_passes_the_rest_as_it_is",
    "running/test_units.py::test_what_a_unit_starts_is_a_command_with_options_that_exist",
    "search/test_meili.py::*",
    "search/test_relevance.py::test_every_mistyped_name_finds_its_product_first",
    "structured_data/test_structured_data.py::test_no_product_page_has_an_error",
    "upgrading/test_upgrading.py::test_a_full_disk_leaves_the_old_file",
    "upgrading/test_upgrading.py::test_killed_at_any_step_one_of_the_two_is_whole",
)  # fmt: skip
"""Functions with many cases: those after the first – seeds, widths, steps, pairs – are thorough."""
WHOLE = {
    "accounts/test_invitations.py::test_118_letters_are_made_in_one_run_and_each_claims_its_producer":
        "accounts/test_invitations.py::test_a_kill_while_a_letter_is_used_leaves_it_good",
    "accounts/test_limits.py::test_a_thousand_wrong_codes_do_not_keep_the_owner_out_on_their_device":
        "accounts/test_limits.py::test_forty_producers_behind_one_address_come_in_within_five_minutes",
    "api/test_openapi.py::test_the_api_does_what_its_description_says":
        "edge/test_nothing_breaks.py::test_whatever_is_asked_is_answered_or_refused",
    "api/test_pictures_killed.py::test_a_kill_at_any_step_leaves_no_half_state_and_the_retry_succeeds":
        "papers/test_papers_killed.py::test_a_paper_killed_at_a_step_is_whole_or_not_there",
    "backup/test_keeping.py::test_a_backup_is_tried_in_an_empty_postgresql":
        "backup/test_keeping.py::test_what_does_not_come_back_as_it_was_is_named",
    "browser/test_annex_pages.py::test_a_decision_with_an_annex_of_68_is_entered_in_12_minutes":
        "browser/test_annex_pages.py::test_from_paste_to_stars_and_letters_without_javascript",
    "browser/test_desk_keys.py::test_a_round_of_68_is_cleared_in_45_minutes":
        "browser/test_desk_keys.py::test_a_clean_proposal_is_read_and_approved_in_25_seconds",
    "browser/test_first_product_times.py::test_a_new_producer_sends_a_first_product":
        "browser/test_first_product_times.py::test_a_known_producer_sends_a_product",
    "edge/test_away.py::test_a_frozen_database_is_told_from_a_dead_service":
        "edge/test_away.py::test_a_catalogue_survives_its_database",
    "edge/test_away.py::test_a_stale_page_never_shows_what_a_consent_covers":
        "edge/test_away.py::test_a_catalogue_survives_its_database",
    "edge/test_nothing_breaks.py::test_any_odd_text_may_stand_in_any_part_of_any_address":
        "edge/test_nothing_breaks.py::test_an_address_that_cannot_be_is_the_sender_s_mistake",
    "faults/test_commands.py::test_a_backup_finds_no_room":
        "faults/test_disks.py::test_no_file_can_be_made",
    "faults/test_commands.py::test_a_full_catalogue_is_left_alone":
        "faults/test_disks.py::test_no_file_can_be_made",
    "faults/test_commands.py::test_two_migrations_at_once":
        "shop/test_tables.py::test_two_at_once_migrate_sqlite",
    "faults/test_database.py::test_a_restarted_postgresql":
        "faults/test_database.py::test_a_stopped_postgresql",
    "faults/test_store.py::test_a_store_that_fails":
        "api/test_slow_store.py::test_a_store_that_is_too_slow_is_said_and_a_repeat_puts_nothing_again",
    "intake/test_again.py::test_two_imports_at_once_both_end_well":
        "publishing/test_many_writers.py::test_sixteen_writers_lose_nothing_and_a_reader_misses_nothing",
    "intake/test_killed.py::test_an_import_killed_again_and_again_is_completed_by_the_next":
        "publishing/test_killed.py::test_two_processes_write_at_once_and_neither_is_told_that_it_is_locked",
    "media/test_likeness.py::test_every_near_pair_of_fifty_thousand_is_found_at_once":
        "media/test_likeness.py::test_a_drawing_is_known_again_and_another_is_not_taken_for_it",
    "mirror/test_killed.py::test_a_mirror_killed_in_the_middle_of_anything_ends_equal":
        "mirror/test_killed.py::test_a_server_killed_meanwhile_is_waited_for",
    "proposals/test_attacked.py::test_a_producer_has_so_many_products_in_the_making":
        "proposals/test_deciding_races.py::test_a_hundred_writers_of_one_product_each_win_once",
    "proposals/test_facts_tabs.py::test_a_hundred_interleavings_write_over_nothing_unseen":
        "proposals/test_deciding_races.py::test_a_hundred_writers_of_one_product_each_win_once",
    "proposals/test_places.py::test_each_former_unit_is_among_the_first_four_by_its_bare_name":
        "proposals/test_places.py::test_what_is_typed_may_mean_several_and_the_chosen_one_is_told",
    "proposals/test_undoing_any_history.py::test_any_schedule_restores_what_was_or_refuses":
        "publishing/test_any_history.py::test_any_history_ends_with_listings_that_are_right_and_moved_only_when_they_had_to",
    "publishing/test_naive_cursor.py::test_ids_are_given_out_before_they_are_committed_and_serials_are_not":
        "publishing/test_many_writers.py::test_sixteen_writers_lose_nothing_and_a_reader_misses_nothing",
    "publishing/test_put_back.py::test_put_back_under_a_running_service_which_goes_on_at_once":
        "publishing/test_put_back.py::test_put_back_while_stopped_whatever_was_edited_since",
    "publishing/test_versions.py::test_of_many_edits_at_once_each_version_is_won_once":
        "proposals/test_deciding_races.py::test_a_hundred_writers_of_one_product_each_win_once",
    "running/test_compose.py::test_the_start_commands_work_one_after_another_with_the_image_s_files":
        "running/test_compose.py::test_every_container_is_bounded",
    "running/test_prometheus.py::test_a_prometheus_reads_the_site_and_rings_when_it_is_gone":
        "running/test_prometheus.py::test_its_tool_finds_no_fault_in_the_figures",
    "running/test_proxies.py::test_no_request_fails_while_one_of_two_is_replaced_and_then_the_other":
        "running/test_proxies.py::test_a_proxy_hides_what_is_ours_and_passes_the_rest_as_it_is",
    "search/test_meili_recorded.py::test_the_catalogue_is_searched_as_by_a_real_server":
        "search/test_meili_parts.py::test_what_a_clause_finds_here_its_filter_finds_there",
    "search/test_meili_relevance.py::test_every_judged_query_is_answered_as_by_the_embedded_engine":
        "search/test_relevance.py::test_the_judged_queries_find_what_was_asked_for",
    "search/test_suggesting.py::test_a_hundred_thousand_names_fit_in_little_memory":
        "web/test_suggestions.py::test_every_kind_is_suggested",
    "search/test_suggesting.py::test_the_third_syllable_is_enough_to_be_among_the_first_five":
        "web/test_suggestions.py::test_every_kind_is_suggested",
    "shop/test_managed_postgres.py::test_a_server_that_wants_tls_is_spoken_to_so_where_the_word_allows_it":
        "shop/test_managed_postgres.py::test_the_words_of_libpq_mean_what_they_mean_there",
    "shop/test_managed_postgres.py::test_behind_a_pooler_one_migrates_at_a_time":
        "shop/test_tables.py::test_two_at_once_migrate_sqlite",
    "shop/test_managed_postgres.py::test_everything_works_by_a_role_of_few_rights_without_and_with_a_pooler":
        "shop/test_managed_postgres.py::test_the_words_of_libpq_mean_what_they_mean_there",
    "shop/test_supervising.py::test_a_frozen_process_lives_a_killed_one_is_replaced_and_none_outlives_its_parent":
        "shop/test_notifying.py::test_of_several_processes_only_their_parent_speaks_and_each_drains",
    "shop/test_tables.py::test_postgres_by_migrations_is_what_the_models_would_generate":
        "shop/test_tables.py::test_models_equal_migrations_without_opening_sqlite_or_postgres",
    "shop/test_tables.py::test_two_at_once_migrate_postgres":
        "shop/test_tables.py::test_two_at_once_migrate_sqlite",
    "upgrading/test_upgrading.py::test_the_version_before_writes_into_migrated_tables":
        "upgrading/test_upgrading.py::test_an_upgrade_keeps_every_row_and_partners_go_on_from_their_cursors",
    "web/test_contacts.py::test_a_consent_taken_back_is_gone_from_every_process_within_two_seconds":
        "web/test_contacts.py::test_each_of_all_pages_shows_a_way_or_who_can_tell",
}  # fmt: skip
"""Function that is thorough in all its cases → the one that stands for it."""
ENGLISH = re.compile(r"(?:^|[ -])/?en(?:$|-)")


def mark_thorough(items: Iterable[pytest.Item]) -> None:
    for place, cases in groupby(items, place_of):
        for item in thorough_of(place, list(cases)):
            item.add_marker(THOROUGH)


def thorough_of(place: str, cases: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Give those cases of one function that are thorough."""
    words = {case: case_of(case).split("-") for case in cases}
    on_sqlite = any("sqlite" in words[case] for case in cases) and is_in(place, ON_SQLITE)
    stays_vietnamese = is_in(place, IN_VIETNAMESE) and not all(map(is_english, cases))
    for number, case in enumerate(cases):
        if (
            place in WHOLE
            or (number and is_in(place, FIRST))
            or (on_sqlite and "postgres" in words[case] and not is_in(place, ON_BOTH))
            or (stays_vietnamese and is_english(case))
        ):
            yield case


def is_in(place: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(place, pattern) for pattern in patterns)


def is_english(item: pytest.Item) -> bool:
    return bool(ENGLISH.search(case_of(item)))


def place_of(item: pytest.Item) -> str:
    """Give `web/test_home.py::test_it`, without its class and its case."""
    function = item.nodeid.partition("[")[0].rpartition("::")[2]
    return f"{item.path.relative_to(HERE).as_posix()}::{function}"


def case_of(item: pytest.Item) -> str:
    """Give what stands between the brackets of a test's name."""
    return item.nodeid.partition("[")[2].removesuffix("]")

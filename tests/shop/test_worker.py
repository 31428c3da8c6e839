"""The worker goes on, whatever fails and for however long."""

from shop.worker import LONGEST_PAUSE, pause_after


def test_it_waits_longer_after_each_failure_but_never_for_ever():
    assert [pause_after(failures, 0.2) for failures in (0, 1, 3)] == [0.2, 0.4, 1.6]
    assert pause_after(5000, 0.2) == LONGEST_PAUSE

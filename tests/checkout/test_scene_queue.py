import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from colugo.checkout.scene_queue import QueueState, SceneQueue
from colugo.errors import RecognitionBusy
from tests.checkout.coloured_shop import RED, picture, stocked_shop

SOON_S = 0.05


def test_no_more_run_at_once_than_may() -> None:
    queue = SceneQueue(at_once=2, waiting=50)
    running, most, lock = 0, 0, threading.Lock()

    def scene(_: int) -> None:
        nonlocal running, most
        with queue.turn():
            with lock:
                running += 1
                most = max(most, running)
            threading.Event().wait(0.002)
            with lock:
                running -= 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(scene, range(40)))

    assert most == 2
    assert queue.state == QueueState(running=0, waiting=0, refused=0)


def test_who_came_first_is_served_first() -> None:
    queue, served = SceneQueue(at_once=1, waiting=10), list[int]()

    def scene(number: int) -> None:
        with queue.turn():
            served.append(number)

    with held(queue) as release:
        threads = []
        for number in range(5):
            threads.append(threading.Thread(target=scene, args=(number,)))
            threads[-1].start()
            until(lambda there=number + 1: queue.state.waiting == there)
        release.close()
        for thread in threads:
            thread.join(timeout=10)

    assert served == [0, 1, 2, 3, 4]


def test_who_finds_too_many_waiting_is_refused_at_once() -> None:
    queue = SceneQueue(at_once=1, waiting=0, patience_s=60)

    with held(queue), pytest.raises(RecognitionBusy) as refused, queue.turn():
        pass

    assert (refused.value.running, refused.value.waiting) == (1, 0)
    assert refused.value.retry_after_s > 0
    assert queue.state.refused == 1


def test_who_waits_too_long_is_refused_and_leaves_the_line() -> None:
    queue = SceneQueue(at_once=1, waiting=5, patience_s=SOON_S)

    with held(queue):
        with pytest.raises(RecognitionBusy), queue.turn():
            pass
        waiting = queue.state.waiting

    assert waiting == 0
    with queue.turn():
        assert queue.state.running == 1


def test_a_scene_that_fails_gives_its_turn_back() -> None:
    queue = SceneQueue(at_once=1, waiting=0)

    with pytest.raises(ZeroDivisionError), queue.turn():
        _ = 1 / 0

    with queue.turn():
        assert queue.state.running == 1


def test_the_time_to_come_again_grows_with_the_line() -> None:
    queue = SceneQueue(at_once=1, waiting=1, patience_s=10)

    with held(queue) as release, ThreadPoolExecutor(1) as threads:
        waits = threads.submit(lambda: wait_and_leave(queue))
        until(lambda: queue.state.waiting == 1)
        with pytest.raises(RecognitionBusy) as refused, queue.turn():
            pass
        release.close()
        waits.result(timeout=10)

    full = SceneQueue(at_once=1, waiting=0)
    with held(full), pytest.raises(RecognitionBusy) as alone, full.turn():
        pass

    assert refused.value.retry_after_s == pytest.approx(2 * alone.value.retry_after_s)


def test_a_shop_that_is_busy_looks_at_nothing_more(tmp_path: Path) -> None:
    options = {"scenes_at_once": 1, "scenes_waiting": 0}
    with stocked_shop(tmp_path / "shop", **options) as shop:
        scene = picture((RED, (10, 10, 60, 60)))

        with held(shop.scene_queue), pytest.raises(RecognitionBusy):
            shop.recognise(scene)
        after = shop.recognise(scene)

    assert len(after.verdicts) == 1


@contextmanager
def held(queue: SceneQueue) -> Iterator[ExitStack]:
    """Somebody has a turn, until the context ends or what it gives is closed."""
    with ExitStack() as stack:
        stack.enter_context(queue.turn())
        yield stack


def wait_and_leave(queue: SceneQueue) -> None:
    with queue.turn():
        pass


def until(holds: object, patience_s: float = 10) -> None:
    """Wait until it holds; tests of threads cannot know when."""
    waited = threading.Event()
    for _ in range(int(patience_s / 0.005)):
        if holds():  # type: ignore[operator]
            return
        waited.wait(0.005)
    raise AssertionError("it never held")

"""A process that is killed while it sells loses nothing, and doing it again doubles nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


@pytest.mark.slow
def test_sales_survive_kill_9_at_any_moment() -> None:
    command = [
        sys.executable,
        str(BENCHMARKS / "bench_sales.py"),
        "--kill",
        "--sales",
        "60",
        "--seed",
        "3",
    ]

    ended = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)

    assert "nothing lost or doubled" in ended.stdout
    assert "killed 0 times" not in ended.stdout


@pytest.mark.slow
def test_sales_over_http_survive_kill_9_of_the_server() -> None:
    script = str(BENCHMARKS / "bench_server_kill.py")
    command = [sys.executable, script, "--sales", "30", "--pause", "0.1", "1.0"]

    ended = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)

    assert "nothing lost or doubled" in ended.stdout
    assert "killed 0 times" not in ended.stdout

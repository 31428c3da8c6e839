"""The judged queries through the search, scored: `make relevance`.

Set SANVAT_MEILISEARCH_URL (and …_KEY) to ask that engine instead of the embedded one.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = ROOT / "var" / "relevance"
JUDGED = ROOT / "tests" / "search" / "relevance" / "relevance_dev.jsonl"
SCORER = JUDGED.with_name("score.py")


def main() -> int:
    DATA.mkdir(parents=True, exist_ok=True)
    queries, results = DATA / "queries.txt", DATA / "results.jsonl"
    rows = map(json.loads, JUDGED.read_text(encoding="utf-8").splitlines())
    queries.write_text("".join(f"{row['query']}\n" for row in rows), encoding="utf-8")
    _sanvat("import", str(ROOT / "shop" / "data"), "--publish")
    results.write_text(_sanvat("search", "--batch", str(queries), "--limit", "10"))
    command = [sys.executable, str(SCORER), str(JUDGED), str(results), *sys.argv[1:]]
    return subprocess.run(command, check=False).returncode


def _sanvat(*arguments: str) -> str:
    command = [sys.executable, "-m", "shop.cli", *arguments]
    environment = {**os.environ, "SANVAT_DATA": str(DATA)}
    return subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# ruff: noqa: PGH004
# ruff: noqa
"""Score search results against relevance judgments.

usage: score.py JUDGMENTS.jsonl RESULTS.jsonl [--failures]

Each line of the results is {"query": str, "hits": [code, ...]}, best hit first; it may also have
"dropped": [word, ...], what the answer says it lacks.
Queries are paired after NFC and casefold; a query without a results line counts as no hits.
See README.md for the metrics.
"""

import argparse
import json
import math
import sys
import unicodedata

CLASSES = [
    "exact",
    "unaccented",
    "tone",
    "telex",
    "vni",
    "nospace",
    "typo",
    "synonym",
    "prefix",
    "place",
    "attribute",
    "english",
    "unicode",
    "none",
]
DEPTH = 10
HEADER = (
    f"{'class':<22}{'n':>5}{'success@1':>12}{'MRR@10':>9}{'nDCG@10':>10}"
    f"{'zero-result':>13}{'must-not':>10}{'said':>6}{'both':>6}"
)


def key(query):
    return unicodedata.normalize("NFC", query).casefold()


def bare(text):
    apart = unicodedata.normalize("NFD", text).replace("đ", "d")
    return "".join(char for char in apart if not unicodedata.combining(char))


def said(judgment, dropped):
    """Whether the answer says all that it has to say it lacks; marks count where they are typed."""
    told = key(" ".join(dropped))
    wanted = judgment["must_say"]
    wanted = wanted.split("|") if isinstance(wanted, str) else wanted
    if key(judgment["query"]) == bare(key(judgment["query"])):
        return all(bare(key(word)) in bare(told) for word in wanted)
    return all(key(word) in told for word in wanted)


def read_lines(path):
    with open(path, encoding="utf-8-sig") as handle:
        for number, line in enumerate(handle, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                sys.exit(f"{path}:{number}: not JSON: {error}")
            if not isinstance(row, dict) or not isinstance(row.get("query"), str):
                sys.exit(f"{path}:{number}: no query")
            yield number, row


def read_results(path):
    results = {}
    for number, row in read_lines(path):
        hits = row.get("hits")
        if not isinstance(hits, list) or not all(isinstance(hit, str) for hit in hits):
            sys.exit(f"{path}:{number}: hits must be a list of codes")
        if key(row["query"]) in results:
            sys.exit(f"{path}:{number}: query given twice: {row['query']}")
        results[key(row["query"])] = list(dict.fromkeys(hits)), row.get("dropped", [])
    return results


def gain(grade):
    return 2**grade - 1


def dcg(grades):
    return sum(gain(grade) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def score(judgment, hits, dropped=()):
    """The figures of one query; those that do not apply are None."""
    figures = found(judgment, hits)
    told = float(said(judgment, dropped)) if judgment.get("must_say") else None
    return {**figures, "said": told, "both": None if told is None else told * figures["success"]}


def found(judgment, hits):
    relevant, first = judgment["relevant"], set(judgment["first"])
    if not first:  # the right answer is that nothing was found
        right = 0.0 if hits else 1.0
        return {"success": right, "rr": right, "ndcg": right, "zero": None, "violation": None}
    rank = next((r for r, hit in enumerate(hits, 1) if hit in first), None)
    ideal = dcg(sorted(relevant.values(), reverse=True)[:DEPTH])
    forbidden = judgment.get("must_not_first") or []
    above = set(hits if rank is None else hits[: rank - 1])
    return {
        "success": 1.0 if rank == 1 else 0.0,
        "rr": 1.0 / rank if rank is not None and rank <= DEPTH else 0.0,
        "ndcg": dcg([relevant.get(hit, 0) for hit in hits[:DEPTH]]) / ideal,
        "zero": 0.0 if hits else 1.0,
        "violation": bool(above.intersection(forbidden)) if forbidden else None,
    }


def mean(values):
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def show(value):
    return "   -" if value is None else f"{value:.2f}"


def table_line(name, scores):
    violations = [s["violation"] for s in scores if s["violation"] is not None]
    violated = f"{sum(violations)}/{len(violations)}" if violations else "-"
    return (
        f"{name:<22}{len(scores):>5}"
        f"{show(mean(s['success'] for s in scores)):>12}"
        f"{show(mean(s['rr'] for s in scores)):>9}"
        f"{show(mean(s['ndcg'] for s in scores)):>10}"
        f"{show(mean(s['zero'] for s in scores)):>13}"
        f"{violated:>10}"
        f"{show(mean(s['said'] for s in scores)):>6}"
        f"{show(mean(s['both'] for s in scores)):>6}"
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("judgments")
    parser.add_argument("results")
    parser.add_argument("--failures", action="store_true", help="also list the failing queries")
    options = parser.parse_args()

    judgments = [row for _, row in read_lines(options.judgments)]
    results = read_results(options.results)
    known = {key(row["query"]) for row in judgments}
    missing = sum(1 for query in known if query not in results)
    if missing:
        print(f"{missing} queries have no results line and count as no hits", file=sys.stderr)
    if extra := len(results.keys() - known):
        print(f"{extra} results lines belong to no judged query", file=sys.stderr)

    by_class, by_kind = {}, {}
    failures = []
    for row in judgments:
        hits, dropped = results.get(key(row["query"]), ([], []))
        figures = score(row, hits, dropped)
        by_class.setdefault(row["class"], []).append(figures)
        if "kind" in row:
            by_kind.setdefault(row["kind"], []).append(figures)
        if not figures["success"] or figures["violation"]:
            mark = "!" if figures["violation"] else " "
            wanted = ", ".join(row["first"][:3]) or "nothing"
            got = ", ".join(hits[:3]) or "nothing"
            failures.append(f"{mark} {row['class']:<11} {row['query']}: wanted {wanted}; got {got}")

    print(HEADER)
    order = {name: place for place, name in enumerate(CLASSES)}
    for name in sorted(by_class, key=lambda c: (order.get(c, len(order)), c)):
        print(table_line(name, by_class[name]))
    for name in sorted(by_kind):
        print(table_line(f"kind {name}", by_kind[name]))
    print(table_line("all", [figures for scores in by_class.values() for figures in scores]))
    if options.failures:
        print()
        print("\n".join(failures) or "no failures")
    return 0


if __name__ == "__main__":
    # Vietnamese text must print whatever the console's own encoding is.
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())

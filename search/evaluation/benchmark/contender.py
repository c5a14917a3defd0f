"""One engine in a process of its own: `contender.py build ENGINE TOKENS FOLDER`, then `ask ENGINE QUERIES FOLDER`.

Plain standard library but for the engine itself, so that any Python which has that engine can run it.
TOKENS: JSON Lines {id, title, body (words divided by spaces), characters (of both), year, month,
category, source}. Prints one JSON object: build seconds; or index bytes, memory, seconds a query by row.
"""

import importlib
import json
import os
import sys
import time
from pathlib import Path

REPEAT = 3  # each query is timed so often; the best counts, as other work disturbs


def memory():
    """(private, shared) bytes of this process."""
    sizes = {}
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]:
        name, value = line.split(":")
        sizes[name] = int(value.split()[0]) * 1024
    anonymous = sizes["Anonymous"]
    return anonymous, sizes["Rss"] - anonymous


def folder_size(folder):
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


def timed(engine, queries, repeat):
    """Row -> seconds a query, and row -> totals (to compare what the engines found).

    An engine that can forget what it keeps does so before the clock starts: throwing away is no part of an answer.
    """
    forget = getattr(engine, "forget", lambda: None)
    seconds: dict[str, list[float]] = {}
    totals: dict[str, list[int]] = {}
    for query in queries:
        best = float("inf")
        for _ in range(repeat):
            forget()
            started = time.perf_counter()
            found = engine.ask(query)
            took = time.perf_counter() - started
            best = min(best, took)
        seconds.setdefault(query["row"], []).append(best)
        totals.setdefault(query["row"], []).append(found["total"])
    return seconds, totals


def build_engine(engine, tokens, folder):
    os.makedirs(folder)  # noqa: PTH103
    started = time.perf_counter()
    with open(tokens, encoding="utf-8") as file:  # noqa: PTH123
        count = engine.build(json.loads(line) for line in file)
    return {"articles": count, "build_seconds": time.perf_counter() - started}


def ask_engine(engine, queries, folder):
    asked = json.loads(Path(queries).read_text(encoding="utf-8"))
    result = {"bytes": folder_size(folder)}
    for mode in engine.modes:
        engine.open(mode)
        for query in asked[:: max(1, len(asked) // 20)]:
            engine.ask(query)  # pages of the index come into memory
        result[mode], result["totals"] = timed(engine, asked, REPEAT)
    result["private"], result["shared"] = memory()
    return result


def main(verb, name, data, folder):
    engine = importlib.import_module(f"{name}_contender").Contender(folder)
    print(json.dumps({"build": build_engine, "ask": ask_engine}[verb](engine, data, folder)))


if __name__ == "__main__":
    main(*sys.argv[1:5])

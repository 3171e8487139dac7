"""The datatrove step in its local executor."""

import gzip
import json
import pickle

import pytest

RAW = "It was over.\n\nPhoto: J. Doe/Getty Images"
pytestmark = [pytest.mark.engine, pytest.mark.filterwarnings("default")]


def test_local_executor(tmp_path):
    """Documents are read, cleaned and written by two tasks; emptied ones are dropped."""
    pytest.importorskip("datatrove")
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from cleantext.adapters.datatrove import CleanText

    (tmp_path / "in").mkdir()
    for task in range(2):
        records = [{"id": f"{task}-{n}", "text": RAW if n else "Share on Facebook"} for n in range(5)]
        (tmp_path / "in" / f"{task}.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    steps = [JsonlReader(str(tmp_path / "in")), CleanText(explain=True), JsonlWriter(str(tmp_path / "out"))]
    LocalPipelineExecutor(steps, tasks=2, workers=1, logging_dir=str(tmp_path / "logs")).run()
    paths = sorted((tmp_path / "out").iterdir())
    written = [json.loads(line) for path in paths for line in gzip.decompress(path.read_bytes()).splitlines()]
    assert [record["id"] for record in written] == [f"{task}-{n}" for task in range(2) for n in range(1, 5)]
    assert {record["text"] for record in written} == {"It was over.\n"}
    assert written[0]["metadata"]["cleantext"][-1]["filter"] == "captions"
    pickle.dumps(CleanText())

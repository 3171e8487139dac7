"""The cluster examples of the documentation run as they are printed."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.engine


@pytest.mark.parametrize("engine", ["ray", "pyspark"])
def test_example(tmp_path, engine):
    """Files in, cleaned records out, bad ones filtered away."""
    pytest.importorskip(engine)
    page = b"<html><body><p>" + b"The rain fell for three days. " * 9 + b"</p><p>Share on Facebook</p></body></html>"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.org/\r\nContent-Type: application/http\r\n"
    (tmp_path / "a.warc").write_bytes(head + b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n")
    (tmp_path / "b.jsonl").write_text(
        '{"text": "It was over.\\n\\nPhoto: J. Doe/Getty Images", "reason": "news"}\nbad\n'
    )
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "engines.md").read_text(encoding="utf-8"), re.DOTALL)
    (code,) = (block for block in blocks if f"import {engine}" in block or f"from {engine}" in block)
    paths = [str(tmp_path / "a.warc"), str(tmp_path / "b.jsonl")]
    code = f"PATHS, OUTPUT = {paths}, {str(tmp_path / 'out')!r}\n{code}"
    environment = {"PATH": "/usr/bin:/bin", "PYSPARK_PYTHON": sys.executable, "RAY_DISABLE_DASHBOARD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    files = [path for path in (tmp_path / "out").iterdir() if path.name[0] not in "._"]
    texts = sorted(json.loads(line)["text"] for path in files for line in path.read_text().splitlines())
    assert [text.split(".")[0] for text in texts] == ["It was over", "The rain fell for three days"]
    assert not any("Facebook" in text or "Getty" in text for text in texts)

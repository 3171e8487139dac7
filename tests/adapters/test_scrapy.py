"""The item pipeline in a real crawl of a site that this test serves."""

import json
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from cleantext.adapters.scrapy import CleanTextPipeline

SPIDER = """
import sys, scrapy
from scrapy.crawler import CrawlerProcess

class Site(scrapy.Spider):
    name = "site"
    start_urls = [sys.argv[1]]

    def parse(self, response):
        yield {"url": response.url, "text": response.text, "title": response.css("title::text").get()}
        yield from response.follow_all(css="a")

process = CrawlerProcess({
    "ITEM_PIPELINES": {"cleantext.adapters.scrapy.CleanTextPipeline": 300},
    "CLEANTEXT_HTML": True,
    "FEEDS": {sys.argv[2]: {"format": "jsonlines"}},
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
})
process.crawl(Site)
process.start()
"""
PAGE = (
    "<html><head><title>Page {n}</title></head><body><article><p>Page {n}: the rain fell for three days and nobody "
    "in the harbour was surprised.</p><p>Share on Facebook</p></article><a href='{next}.html'>next</a></body></html>"
)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and keeps no log."""

    def log_message(self, *_):
        """Nothing."""


class Settings(dict[str, object]):
    """As much of Scrapy's settings as the pipeline asks for."""

    def getlist(self, name):
        """A list of names."""
        return list(self.get(name, ()))

    def getbool(self, name):
        """Yes or no."""
        return bool(self.get(name))


def test_settings_choose_profile_and_extractor():
    """What is not set is as everywhere else; a name that is none is refused at the start."""

    def made(**settings):
        return CleanTextPipeline.from_crawler(SimpleNamespace(settings=Settings(settings)))

    assert made() == CleanTextPipeline(["text"])
    chosen = made(CLEANTEXT_PROFILE="main", CLEANTEXT_EXTRACTOR="trafilatura", CLEANTEXT_HTML=True)
    assert (chosen.cleaner.extractor, chosen.cleaner.source) == ("trafilatura", "html")
    assert chosen.cleaner.profile == "main"
    with pytest.raises(ValueError, match="no extractor 'boilerpipe'; there are model, trafilatura"):
        made(CLEANTEXT_EXTRACTOR="boilerpipe")
    with pytest.raises(ValueError, match="no setting 'CLEANTEXT_FEILDS', did you mean CLEANTEXT_FIELDS"):
        made(CLEANTEXT_FEILDS=["body"])


def test_items_of_any_scrapy_and_tuples():
    """Scrapy before 2.13 hands over the spider, too; a tuple of texts stays one."""
    pytest.importorskip("itemadapter")
    dirty = "It was over.\n\nPhoto: J. Doe/Getty Images"
    item = {"text": (dirty, "Fine."), "id": 1}
    assert CleanTextPipeline().process_item(dict(item), SimpleNamespace(name="site")) == {
        "text": ("It was over.\n", "Fine."),
        "id": 1,
    }


@pytest.mark.engine
def test_crawl(tmp_path):
    """Every item of a crawl arrives, cleaned in the named field only."""
    pytest.importorskip("scrapy")
    (tmp_path / "site").mkdir()
    for n in range(4):
        (tmp_path / "site" / f"{n}.html").write_text(PAGE.format(n=n, next=n % 3 + 1))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "site"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/0.html"
        command = [sys.executable, "-c", SPIDER, address, str(tmp_path / "items.jsonl")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        server.shutdown()
    assert (done.returncode, done.stderr) == (0, "")
    items = sorted(map(json.loads, (tmp_path / "items.jsonl").read_text().splitlines()), key=lambda item: item["title"])
    assert [item["title"] for item in items] == [f"Page {n}" for n in range(4)]
    for n, item in enumerate(items):
        assert item["text"].startswith(f"Page {n}: the rain fell")
        assert "Facebook" not in item["text"]
        assert "<" not in item["text"]

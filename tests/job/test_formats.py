"""Jobs from every format to every other."""

import bz2
import gzip
import io
import json
import lzma
import random
import struct
import subprocess
import sys
import zlib

import pytest

import poison
from cleantext.files import ClashError
from cleantext.job.checkpoint import Tally
from cleantext.job.job import Job, Listener
from cleantext.job.plan import PlanError, make_plan
from cleantext.job.pool import JobError
from cleantext.job.recipe import Recipe
from cleantext.job.run import run
from cleantext.job.sample import sample
from cleantext.records.sinks import SinkError
from samples import wide_frame

brotli = pytest.importorskip("brotli")
zstandard = pytest.importorskip("zstandard")
arrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
warcio = pytest.importorskip("warcio")

RAW = "The rain fell for three days.\n--\nThen it stopped, and everybody went out to look at the river."
CLEAN = RAW.replace("--\n", "")
PAGE = f"<html lang='en'><body><article><p>{RAW.replace(chr(10), '</p><p>')}</p></article></body></html>".encode()


def http(body, *headers):
    """An HTTP response."""
    return b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Type: text/html; charset=utf-8", *headers, b"", body])


def warc(kind, body, content="application/http; msgtype=response", *more):
    """A WARC record."""
    headers = [
        f"WARC-Type: {kind}",
        "WARC-Record-ID: <urn:uuid:6d0a1fa0-0000-4000-8000-000000000001>",
        "WARC-Target-URI: http://example.org/page",
        "WARC-Date: 2026-01-02T03:04:05Z",
        f"Content-Type: {content}",
        f"Content-Length: {len(body)}",
        *more,
    ]
    return "\r\n".join(["WARC/1.0", *headers, "", ""]).encode() + body + b"\r\n\r\n"


def do(source, output, recipe=None, **options):
    plan = make_plan([str(source)], str(output), **options)
    recipe = recipe or Recipe(poison.PIPELINE, plan.target.name)
    return run(Job(plan, recipe, processes=1))


def read_json(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def texts(records):
    return [record["text"].strip() for record in records]


def test_texts(tmp_path):
    """A folder of texts becomes a folder of texts, their compression kept."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(RAW)
    (tmp_path / "in" / "b.txt.gz").write_bytes(gzip.compress(RAW.encode()))
    (tmp_path / "in" / "c.txt.zst").write_bytes(zstandard.compress(RAW.encode()))
    (tmp_path / "in" / "d.txt").write_bytes(b"\xff\xfe\xff")
    assert do(tmp_path / "in", tmp_path / "out") == Tally(written=3, quarantined=1)
    assert (tmp_path / "out" / "a.txt").read_text() == CLEAN + "\n"
    assert gzip.decompress((tmp_path / "out" / "b.txt.gz").read_bytes()).decode() == CLEAN + "\n"
    unpacked = zstandard.ZstdDecompressor().stream_reader((tmp_path / "out" / "c.txt.zst").read_bytes()).read()
    assert unpacked.decode() == CLEAN + "\n"


def test_zstandard(tmp_path):
    """JSON Lines in many frames go in and come out in many frames."""
    record = json.dumps({"text": RAW}).encode() + b"\n"
    (tmp_path / "a.jsonl.zst").write_bytes(zstandard.compress(record * 700) + zstandard.compress(record * 700))
    assert do(tmp_path / "a.jsonl.zst", tmp_path / "b.jsonl.zst") == Tally(written=1400)
    stream = zstandard.ZstdDecompressor().stream_reader(
        (tmp_path / "b.jsonl.zst").read_bytes(), read_across_frames=True
    )
    assert texts(map(json.loads, stream.read().splitlines())) == [CLEAN] * 1400


@pytest.mark.parametrize(("ending", "module"), [(".bz2", bz2), (".xz", lzma)])
def test_compressions_of_the_standard_library(tmp_path, ending, module):
    """In, found in a folder, and out, under the same name."""
    record = json.dumps({"text": RAW}).encode() + b"\n"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / f"a.jsonl{ending}").write_bytes(module.compress(record * 300) + module.compress(record))
    assert do(tmp_path / "in", tmp_path / "out") == Tally(written=301)
    lines = module.decompress((tmp_path / "out" / f"a.jsonl{ending}").read_bytes()).splitlines()
    assert texts(map(json.loads, lines)) == [CLEAN] * 301


@pytest.mark.parametrize("name", ["a.jsonl.zst", "a.jsonl"])
def test_zstandard_with_frames_to_be_skipped(tmp_path, name):
    """As parallel and seekable compressors write it."""
    skipped = b"\x50\x2a\x4d\x18" + struct.pack("<I", 5) + b"index"
    record = zstandard.compress(json.dumps({"text": RAW}).encode() + b"\n")
    (tmp_path / name).write_bytes(skipped + record + skipped + record + skipped)
    assert do(tmp_path / name, tmp_path / "b.jsonl") == Tally(written=2)


ODD = PAGE.decode().replace("The rain", "Größer: the rain").encode("cp1252")


@pytest.mark.parametrize(
    "response",
    [
        http(PAGE),
        http(brotli.compress(PAGE), b"Content-Encoding: br"),
        http(zstandard.compress(PAGE), b"Content-Encoding: zstd"),
        http(wide_frame(PAGE), b"Content-Encoding: zstd"),
        http(zlib.compress(PAGE), b"Content-Encoding: deflate"),
        http(zlib.compress(PAGE)[2:-4], b"Content-Encoding: deflate"),
        http(brotli.compress(gzip.compress(PAGE)), b"Content-Encoding: gzip, br"),
        http(PAGE, b"Content-Encoding: br"),  # stored unfolded
        http(PAGE, b"Content-Encoding: gzip"),
        http(PAGE, b"Transfer-Encoding: chunked"),
        http(gzip.compress(PAGE, mtime=0), b"Content-Encoding: gzip"),
        http(b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE), b"Transfer-Encoding: chunked"),
    ],
)
def test_warc_to_json_lines(tmp_path, response):
    """Pages in a WARC become records with text, URL and date; what is no page is passed over."""
    image = warc("response", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx")
    records = [warc("warcinfo", b"x", "text/plain"), warc("request", b"GET /"), warc("response", response), image]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(map(gzip.compress, records)))
    assert do(tmp_path / "a.warc.gz", f"{tmp_path}/out/") == Tally(written=1)
    (record,) = map(json.loads, gzip.decompress((tmp_path / "out" / "a.jsonl.gz").read_bytes()).splitlines())
    assert (record["url"], record["date"]) == ("http://example.org/page", "2026-01-02T03:04:05Z")
    assert record["text"].strip() == CLEAN


def test_charset_of_the_http_header(tmp_path):
    """It says what the bytes of a page are that does not say so itself."""
    response = http(ODD).replace(b"charset=utf-8", b"charset=iso-8859-1")
    (tmp_path / "a.warc").write_bytes(warc("response", response))
    assert do(tmp_path / "a.warc", tmp_path / "b.jsonl") == Tally(written=1)
    assert read_json(tmp_path / "b.jsonl")[0]["text"].startswith("Größer: the rain fell")


CUT = {
    "gzip": http(gzip.compress(PAGE * 9)[:-30], b"Content-Encoding: gzip"),
    "br": http(brotli.compress(random.Random(1).randbytes(999))[:-30], b"Content-Encoding: br"),
    "zstd": http(zstandard.compress(PAGE * 9)[:-9], b"Content-Encoding: zstd"),
    "chunk": http(b"fff\r\n" + PAGE, b"Transfer-Encoding: chunked"),
    "chunks": http(b"%x\r\n%s\r\nxx" % (len(PAGE), PAGE), b"Transfer-Encoding: chunked"),
}


@pytest.mark.parametrize("response", CUT.values(), ids=CUT)
def test_cut_bodies_are_not_taken_for_whole(tmp_path, response):
    """A body that ends too early is set aside; if the crawler says that it cut it, what is there is kept and marked."""
    (tmp_path / "a.warc").write_bytes(warc("response", response))
    assert do(tmp_path / "a.warc", tmp_path / "b.jsonl") == Tally(quarantined=1)
    (entry,) = read_json(tmp_path / "b.jsonl.quarantine.jsonl")
    assert "cut short" in entry["reason"]
    (tmp_path / "a.warc").write_bytes(warc("response", response, "application/http", "WARC-Truncated: length"))
    if do(tmp_path / "a.warc", tmp_path / "b.jsonl").written:
        assert read_json(tmp_path / "b.jsonl")[0]["truncated"] == "length"


def test_failures_of_servers_are_no_pages(tmp_path):
    """Nor are redirects; records whose headers are damaged are named instead of passed over."""
    good = warc("response", http(PAGE))
    others = [
        warc("response", http(PAGE).replace(b"200 OK", status)) for status in (b"404 Not Found", b"301 Moved", b"503 x")
    ]
    dns = warc("response", b"20260101 example.org. 1.2.3.4", "text/dns")
    damaged = [
        good.replace(b"WARC-Type", b"WARC-Tyqe"),
        good.replace(b": response", b": resqonse"),
        good.replace(b"text/html", b"text/htmm"),
        good.replace(b"text/html", b"tex\x00/html"),
        good.replace(b"application/http", b"application/htup"),
        good.replace(b"HTTP/1.1 200", b"HTTP/1.1 2\x000"),
    ]
    (tmp_path / "a.warc").write_bytes(b"".join([good, *others, dns, *damaged, good]))
    tally = do(tmp_path / "a.warc", tmp_path / "b.jsonl")
    assert tally.written + tally.quarantined == 2 + len(damaged)
    assert tally.quarantined >= len(damaged) - 1  # "tex" may also be read as no type at all


def test_warc_to_wet(tmp_path):
    """A WARC becomes a WET that other tools read, the same every time, a member for each record."""
    from warcio.archiveiterator import ArchiveIterator

    (tmp_path / "a.warc").write_bytes(warc("response", http(PAGE)) * 2)
    for name in ("b.wet.gz", "c.wet.gz"):
        assert do(tmp_path / "a.warc", tmp_path / name) == Tally(written=2)
    assert (tmp_path / "b.wet.gz").read_bytes() == (tmp_path / "c.wet.gz").read_bytes()
    found = []
    for record in ArchiveIterator(io.BytesIO((tmp_path / "b.wet.gz").read_bytes())):
        found.append((record.rec_type, record.content_stream().read().decode().strip()))
        assert record.rec_headers.get_header("WARC-Refers-To").endswith("000000000001>")
    assert found == [("conversion", CLEAN)] * 2


def test_records_with_control_characters_can_be_read_back(tmp_path):
    """What no header can hold is left out of it, and all else is there."""
    rows = [
        {"text": RAW, "url": f"http://a/{c}b", "lang": f"e{c}n", "date": f"20{c}26", "id": c} for c in "\0\x07\x1b\x7f"
    ]
    rows += [{"text": RAW, "url": "http://a/\r\nb", "lang": "en"}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert do(tmp_path / "a.jsonl", tmp_path / "b.wet") == Tally(written=5)
    assert do(tmp_path / "b.wet", tmp_path / "c.jsonl") == Tally(written=5)
    *bad, good = read_json(tmp_path / "c.jsonl")
    assert bad == [{"text": CLEAN, "date": "1970-01-01T00:00:00Z"}] * 4
    assert (good["url"], good["lang"]) == ("http://a/%20b", "en")


def test_wet_to_json_lines(tmp_path):
    """Records of a WET keep their URL, date and language."""
    record = warc("conversion", RAW.encode(), "text/plain", "WARC-Identified-Content-Language: eng,deu")
    (tmp_path / "a.wet").write_bytes(warc("warcinfo", b"x", "application/warc-fields") + record)
    assert do(tmp_path / "a.wet", tmp_path / "b.jsonl") == Tally(written=1)
    (found,) = read_json(tmp_path / "b.jsonl")
    assert found == {
        "text": CLEAN,
        "url": "http://example.org/page",
        "lang": "eng",
        "date": "2026-01-02T03:04:05Z",
    }


def test_unfolding_body_is_bounded(tmp_path):
    """A small record whose body unfolds beyond the limit is set aside."""
    bomb = http(gzip.compress(b"<p>" + bytes(3_000_000)), b"Content-Encoding: gzip")
    (tmp_path / "a.warc").write_bytes(warc("response", bomb))
    tally = do(tmp_path / "a.warc", tmp_path / "b.jsonl", Recipe(poison.PIPELINE, limit=1_000_000))
    assert tally == Tally(quarantined=1)


def test_parquet(tmp_path):
    """Parquet to Parquet changes one column; to JSON Lines all columns come along."""
    table = arrow.table({"n": arrow.array(range(200), arrow.int16()), "text": [RAW, None] * 100})
    parquet.write_table(table, tmp_path / "a.parquet", row_group_size=90)
    assert do(tmp_path / "a.parquet", tmp_path / "b.parquet") == Tally(written=100, quarantined=100)
    found = parquet.read_table(tmp_path / "b.parquet")
    assert found.schema.equals(table.schema)
    assert found.to_pydict() == {"n": list(range(0, 200, 2)), "text": [CLEAN] * 100}
    do(tmp_path / "a.parquet", tmp_path / "c.jsonl")
    assert read_json(tmp_path / "c.jsonl")[1] == {"n": 2, "text": CLEAN}


def test_parquet_of_which_nothing_is_left(tmp_path):
    """The columns are those that there were."""
    table = arrow.table({"n": arrow.array([1], arrow.int16()), "text": ["--"]})
    parquet.write_table(table, tmp_path / "a.parquet")
    assert do(tmp_path / "a.parquet", tmp_path / "b.parquet") == Tally(emptied=1)
    assert parquet.read_table(tmp_path / "b.parquet").schema.equals(table.schema)


def test_truncated_parquet(tmp_path):
    """A Parquet file without its end is lost input, not an empty one."""
    parquet.write_table(arrow.table({"text": [RAW]}), tmp_path / "a.parquet")
    (tmp_path / "a.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:-9])
    assert do(tmp_path / "a.parquet", tmp_path / "b.jsonl") == Tally(gaps=1)


def odd_table(rows=5):
    """Columns that can not all be read, of types that are seldom met."""
    bad = arrow.Array.from_buffers(
        arrow.string(),
        5,
        [None, arrow.array(range(0, 12, 2), arrow.int32()).buffers()[1], arrow.py_buffer(b"abcd\xff\xfeghij")],
    )
    return arrow.table(
        {
            "text": arrow.array([RAW] * rows, arrow.large_string()),
            "url": bad,
            "cleantext": arrow.array(range(rows), arrow.int8()),
            "when": arrow.array([0] * rows, arrow.timestamp("us")),
        }
    )


def test_odd_columns_of_parquet(tmp_path):
    """A cell of wrong UTF-8 costs its row; a column of another type in the place of the removals gives way."""
    parquet.write_table(odd_table(), tmp_path / "a.parquet")
    for name in ("b.parquet", "b.jsonl"):
        plan_target = name.rpartition(".")[2]
        recipe = Recipe(poison.PIPELINE, plan_target, with_removals=True)
        assert do(tmp_path / "a.parquet", tmp_path / name, recipe) == Tally(written=4, quarantined=1)
        (entry,) = read_json(tmp_path / f"{name}.quarantine.jsonl")
        assert (entry["record"], "the column 'url' can not be read" in entry["reason"]) == (3, True)
    table = parquet.read_table(tmp_path / "b.parquet")
    assert table.schema.field("text").type == arrow.large_string()
    assert [json.loads(cell)["removals"][0]["text"] for cell in table["cleantext"].to_pylist()] == ["--"] * 4


def test_only_columns_that_are_asked_for_are_read(tmp_path):
    """Counting and looking at a sample need the text, its address and language: trouble with others is none."""
    table = odd_table()
    parquet.write_table(table.rename_columns(["text", "note", "cleantext", "when"]), tmp_path / "a.parquet")
    assert do(tmp_path / "a.parquet", tmp_path / "b.counts", target="counts") == Tally(written=5)
    plan = make_plan([str(tmp_path / "a.parquet")], None, target="jsonl")
    results, lost = sample(Job(plan, Recipe(poison.PIPELINE)), 5, Listener())
    assert (len(results), lost) == (5, 0)


@pytest.mark.parametrize("name", ["b.parquet", "b.jsonl"])
def test_two_columns_of_one_name(tmp_path, name):
    """Which of them counts nobody knows: the file is a gap, and the job goes on."""
    table = arrow.Table.from_arrays([arrow.array([RAW])] * 2, names=["text", "text"])
    (tmp_path / "in").mkdir()
    parquet.write_table(table, tmp_path / "in" / "a.parquet")
    parquet.write_table(arrow.table({"text": [RAW]}), tmp_path / "in" / "b.parquet")
    target = name.rpartition(".")[2]
    assert do(tmp_path / "in", tmp_path / name, target=target) == Tally(written=1, gaps=1)


def test_pages_in_a_column_of_bytes(tmp_path):
    """Pages are stored as they came, in whatever encoding they are."""
    page = ODD.replace(b"<html", b"<meta charset=windows-1252><html")
    parquet.write_table(arrow.table({"text": [page, b"%PDF-1.7\n\x00", PAGE]}), tmp_path / "a.parquet")
    recipe = Recipe(poison.PIPELINE, "parquet", is_html=True)
    assert do(tmp_path / "a.parquet", tmp_path / "b.parquet", recipe) == Tally(written=2, quarantined=1)
    first, _ = parquet.read_table(tmp_path / "b.parquet")["text"].to_pylist()
    assert first.decode().startswith("Größer: the rain fell")


def test_surrogates_and_fields_in_parquet(tmp_path):
    """What no column can hold is replaced; a text field may be called as the column of all others is."""
    record = '{"fields": "a \\ud800 b", "url": "\\udfff", "x": "\\ud83d"}'
    (tmp_path / "a.jsonl").write_text(record + "\n")
    recipe = Recipe(poison.PIPELINE, "parquet", field="fields", repair=False)
    assert do(tmp_path / "a.jsonl", tmp_path / "b.parquet", recipe) == Tally(written=1)
    (row,) = parquet.read_table(tmp_path / "b.parquet").to_pylist()
    assert (row["fields"], row["url"], row["other_fields"]) == ("a \ufffd b", "\ufffd", '{"x": "\\ud83d"}')


def test_parquet_without_the_column(tmp_path):
    """The columns that there are are named."""
    parquet.write_table(arrow.table({"n": [1], "body": [RAW]}), tmp_path / "a.parquet")
    for name in ("b.parquet", "b.jsonl"):
        with pytest.raises(JobError, match="the field 'text' is missing; there are n, body"):
            do(tmp_path / "a.parquet", tmp_path / name)


def test_tables_that_do_not_fit_together(tmp_path):
    """Different columns do not go into one Parquet file, which is said in one line."""
    (tmp_path / "in").mkdir()
    parquet.write_table(arrow.table({"text": [RAW], "n": [1]}), tmp_path / "in" / "a.parquet")
    parquet.write_table(arrow.table({"text": [RAW], "n": ["1"]}), tmp_path / "in" / "b.parquet")
    with pytest.raises(SinkError, match="different columns"):
        do(tmp_path / "in", tmp_path / "all.parquet")
    assert not (tmp_path / "all.parquet").exists()


def test_json_lines_to_parquet_with_removals(tmp_path):
    """What a record has besides its text goes into one column, the removals into another."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": 2**70, "text": RAW}) + "\n")
    recipe = Recipe(poison.PIPELINE, "parquet", with_removals=True)
    assert do(tmp_path / "a.jsonl", tmp_path / "b.parquet", recipe) == Tally(written=1)
    (row,) = parquet.read_table(tmp_path / "b.parquet").to_pylist()
    assert json.loads(row["fields"]) == {"id": 2**70}
    removals = json.loads(row["cleantext"])["removals"]
    assert [r["text"] for r in removals if r["filter"] == "poison"] == ["--"]


def test_pages_in_a_field(tmp_path):
    """A field can hold HTML."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"page": PAGE.decode()}) + "\n")
    do(tmp_path / "a.jsonl", tmp_path / "b.jsonl", Recipe(poison.PIPELINE, field="page", is_html=True))
    assert read_json(tmp_path / "b.jsonl")[0]["page"].strip() == CLEAN


def test_attributes(tmp_path):
    """Attributes name the spans, in code points of the text as it was, record by record."""
    rows = [{"id": "ü1", "text": f"🌧 {RAW}"}, {"id": 7, "text": "Fine."}, {"text": "no id"}]
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.jsonl.gz").write_bytes(
        gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode())
    )
    assert do(tmp_path / "documents", tmp_path / "attributes", target="dolma") == Tally(written=2, quarantined=1)
    first, second = map(json.loads, gzip.decompress((tmp_path / "attributes" / "a.jsonl.gz").read_bytes()).splitlines())
    assert second == {"id": 7, "attributes": {}}
    assert first["id"] == "ü1"
    (span,) = first["attributes"]["cleantext__residue__poison"]
    assert rows[0]["text"][span[0] : span[1]] == "--"


@pytest.mark.engine
def test_attributes_applied(tmp_path):
    """The mixer of the dolma tools cuts what the attributes name."""
    pytest.importorskip("dolma")
    rows = [{"id": str(n), "source": "x", "added": "", "created": "", "text": f"🌧 {n} {RAW}"} for n in range(3)]
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.jsonl.gz").write_bytes(
        gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode())
    )
    do(tmp_path / "documents", tmp_path / "attributes" / "cleantext", target="dolma")
    spans = [f"$.attributes.cleantext__residue__{name}" for name in ("poison", "gaps")]
    stream = {
        "name": "out",
        "documents": [f"{tmp_path}/documents/*.jsonl.gz"],
        "attributes": ["cleantext"],
        "output": {"path": str(tmp_path / "out"), "max_size_in_bytes": 10**6},
        "span_replacement": [{"span": span, "min_score": 0.0, "replacement": ""} for span in spans],
    }
    work = {"input": str(tmp_path / "i"), "output": str(tmp_path / "o")}
    (tmp_path / "c.json").write_text(json.dumps({"streams": [stream], "processes": 1, "work_dir": work}))
    code = "from dolma.cli.__main__ import main; import sys; main(sys.argv[1:])"
    subprocess.run([sys.executable, "-c", code, "-c", str(tmp_path / "c.json"), "mix"], check=True, capture_output=True)
    (path,) = (tmp_path / "out").iterdir()
    mixed = [json.loads(line)["text"] for line in gzip.decompress(path.read_bytes()).splitlines()]
    assert mixed == [f"🌧 {n} {CLEAN}" for n in range(3)]


@pytest.mark.parametrize(
    ("names", "options", "message"),
    [
        (["a/x.jsonl", "b/x.jsonl"], {"output": "out/"}, "would both become out/x.jsonl"),
        (["a/x.jsonl"], {"output": "a/"}, "would be written over a/x.jsonl, which is read"),
        (["a"], {"output": "a/out"}, "lies inside the input"),
        (["a/x.jsonl", "a/y.txt"], {"output": "out/"}, "several formats"),
        (["a/x.jsonl"], {"output": "y.txt"}, "holds one document"),
        (["a/z.bin"], {"output": "out/"}, "does not tell the format"),
        (["c"], {"output": "out/"}, "no file of a known kind"),
    ],
)
def test_plans_that_do_not_work(tmp_path, monkeypatch, names, options, message):
    """What can not work is refused before anything is read."""
    monkeypatch.chdir(tmp_path)
    for name in ("a/x.jsonl", "b/x.jsonl", "a/y.txt", "a/z.bin", "c/.hidden.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    with pytest.raises((PlanError, ClashError), match=message):
        make_plan(names, **options)

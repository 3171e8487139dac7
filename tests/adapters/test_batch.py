"""The batch callable, without and with the engines that call it."""

import pickle

import pytest

from cleantext.adapters.batch import CleanBatch
from cleantext.adapters.datatrove import CleanText
from cleantext.adapters.scrapy import CleanTextPipeline
from cleantext.adapters.spark import clean_frames
from cleantext.cleaner import Cleaner, clean
from cleantext.pipeline import Pipeline

RAW = "It was over.\n\nPhoto: J. Doe/Getty Images"
CLEAN = "It was over.\n"
ROWS = {"id": [1, 2, 3], "text": [RAW, None, "Fine."], "url": ["http://x.org/", None, None]}
DONE = [CLEAN, None, "Fine."]


def needs(*names):
    return [pytest.importorskip(name) for name in names]


def test_dict_of_lists():
    """A dict of lists comes back with its texts cleaned and all else as it was."""
    assert CleanBatch()(ROWS) == {**ROWS, "text": DONE}
    assert ROWS["text"][0] == RAW


def test_arrow_table():
    """An Arrow table keeps its schema."""
    (arrow,) = needs("pyarrow")
    schema = arrow.schema([("id", arrow.int8()), ("text", arrow.large_string()), ("url", arrow.string())])
    cleaned = CleanBatch()(arrow.table(ROWS, schema))
    assert cleaned.schema.equals(schema)
    assert cleaned["text"].to_pylist() == DONE


def test_pandas_frame():
    """A pandas frame comes back as one."""
    (pandas,) = needs("pandas")
    cleaned = CleanBatch()(pandas.DataFrame(ROWS))
    assert list(cleaned.columns) == ["id", "text", "url"]
    assert cleaned["text"].dropna().tolist() == [CLEAN, "Fine."]


def test_polars_frame():
    """A polars frame comes back as one, with its types."""
    (polars,) = needs("polars")
    frame = polars.DataFrame(ROWS)
    cleaned = CleanBatch()(frame)
    assert cleaned.schema == frame.schema
    assert cleaned["text"].to_list() == DONE


@pytest.mark.parametrize("dtype", [object, "string", "category"])
def test_pandas_keeps_missing_values_and_types(dtype):
    """What no text was stays what it was; categories become what they stand for."""
    (pandas,) = needs("pandas")
    frame = pandas.DataFrame({"text": pandas.Series([RAW, None], dtype=dtype, index=[4, 4])})
    cleaned = CleanBatch()(frame)["text"]
    assert cleaned.dtype == (object if dtype == "category" else frame["text"].dtype)
    assert cleaned.index.tolist() == [4, 4]
    assert cleaned.iloc[0] == CLEAN
    assert pandas.isna(cleaned.iloc[1])


def test_what_is_no_batch_is_refused():
    """A row would become letters, a short column would lose rows, two columns of one name have no one answer."""
    with pytest.raises(TypeError, match=r"a row is no batch: .*batched=True"):
        CleanBatch()({"text": RAW})
    with pytest.raises(TypeError, match="a row is no batch"):
        CleanBatch()({"text": None})
    with pytest.raises(ValueError, match="columns text, url have different lengths"):
        CleanBatch()({"text": ["One.", "Two."], "url": ["http://a.example/"]})
    (pandas,) = needs("pandas")
    with pytest.raises(ValueError, match="two columns 'text'"):
        CleanBatch()(pandas.DataFrame([["a", "b"]], columns=["text", "text"]))


def test_a_cleaner_pickles_the_same_after_use():
    """Engines name their caches by what a callable pickles to."""
    clean = CleanBatch()
    before = pickle.dumps(clean)
    clean(ROWS)
    assert pickle.dumps(clean) == before


def test_missing_column_is_named():
    """A column that is not there is an error that says which are."""
    with pytest.raises(KeyError, match="no column 'body'; there are id, text, url"):
        CleanBatch("body")(ROWS)
    (arrow,) = needs("pyarrow")
    with pytest.raises(KeyError, match="no column 'body'; there are txt"):
        CleanBatch("body")(arrow.table({"txt": ["a"]}))


def test_numpy_arrays():
    """A dict of numpy arrays, of objects or of strings, comes back as one."""
    (numpy,) = needs("numpy")
    assert CleanBatch()({"text": numpy.array(ROWS["text"], object)})["text"].tolist() == DONE
    assert CleanBatch()({"text": numpy.array([RAW, "Fine."])})["text"].tolist() == [CLEAN, "Fine."]


def test_html():
    """A column of pages, text or bytes, becomes one of texts."""
    batch = {"html": ["<p>It rained for three days.</p><p>Share on Facebook</p>", b"<p>One.</p><p>Two.</p>"]}
    texts = CleanBatch("html", cleaner=Cleaner(source="html"))(batch)["html"]
    assert [text.strip() for text in texts] == ["It rained for three days.", "One.\nTwo."]


def test_pickles():
    """The callable and its options go through a pickle unchanged."""
    clean = CleanBatch("body", cleaner=Cleaner(pipeline=Pipeline([]), repair=False))
    assert pickle.loads(pickle.dumps(clean))({"body": [RAW]}) == {"body": [RAW]}


@pytest.mark.engine
@pytest.mark.filterwarnings("default")
def test_hugging_face(tmp_path):
    """``datasets.map`` with one process and with two."""
    (datasets,) = needs("datasets")
    data = datasets.Dataset.from_dict(ROWS)
    for processes in (None, 2):
        done = data.map(
            CleanBatch(),
            batched=True,
            batch_size=2,
            num_proc=processes,
            cache_file_name=str(tmp_path / f"{processes}.arrow"),
        )
        assert done["text"][:] == DONE
        assert done["id"][:] == ROWS["id"]


@pytest.mark.engine
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("batch_format", ["numpy", "pandas", "pyarrow"])
def test_ray(batch_format):
    """Ray Data ``map_batches`` in each of its batch formats."""
    (ray,) = needs("ray")
    needs("ray.data")
    ray.init(num_cpus=2, include_dashboard=False, ignore_reinit_error=True, log_to_driver=False)
    rows = [{"id": n, "text": RAW if n % 2 else "Fine."} for n in range(40)]
    done = ray.data.from_items(rows).map_batches(CleanBatch(), batch_format=batch_format, batch_size=8)
    assert sorted((row["id"], row["text"]) for row in done.take_all()) == [
        (n, CLEAN if n % 2 else "Fine.") for n in range(40)
    ]


@pytest.mark.engine
@pytest.mark.filterwarnings("default")
def test_spark(monkeypatch):
    """Spark ``mapInPandas`` over a frame of several partitions."""
    import sys

    (sql,) = needs("pyspark.sql")

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    session = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        frame = session.createDataFrame([(n, RAW if n % 2 else None) for n in range(40)], "id long, text string")
        done = frame.repartition(4).mapInPandas(clean_frames(), frame.schema).collect()
    finally:
        session.stop()
    assert sorted((row.id, row.text) for row in done) == [(n, CLEAN if n % 2 else None) for n in range(40)]


@pytest.mark.parametrize("adapter", [CleanBatch, CleanText, CleanTextPipeline])
def test_what_is_no_cleaner(adapter):
    """It is refused where it is made, not on the machine that gets the first row."""
    with pytest.raises(TypeError, match="cleaner is a Cleaner, not <function clean"):
        adapter(cleaner=clean)


def test_what_is_no_column_and_no_batch():
    """Neither is what makes one of the other."""
    with pytest.raises(TypeError, match="column is the name of a column, not 5"):
        CleanBatch(column=5)
    with pytest.raises(TypeError, match=r"clean is a CleanBatch, not Cleaner\("):
        clean_frames(Cleaner())


@pytest.mark.parametrize("fields", ["text", 5])
def test_fields_that_are_no_names(fields):
    """The letters of one name would be taken for names."""
    with pytest.raises(TypeError, match="fields are a list of names, not"):
        CleanTextPipeline(fields)

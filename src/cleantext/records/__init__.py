"""Records out of files, streaming: text, HTML, JSON Lines, Parquet, WARC and WET, compressed or not."""

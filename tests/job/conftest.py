"""Jobs of all tests fork their workers from one process, which reads the rules once."""

from multiprocessing import forkserver

import pytest

from cleantext.job.pool import undisturbed


@pytest.fixture(scope="session", autouse=True)
def _ancestor():
    forkserver.set_forkserver_preload(["cleantext.job.warm", "cleantext.job.recipe"])
    with undisturbed():
        forkserver.ensure_running()

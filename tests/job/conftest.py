"""Lets worker processes import the helpers that lie beside these tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

"""``python -m cleantext``."""

import sys

from cleantext.command import main

sys.exit(main())

# SPDX-License-Identifier: GPL-3.0-or-later
from rebuild_recurrent import compute  # noqa: F401

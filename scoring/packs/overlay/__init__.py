"""Overlays: a pack that completes or changes another one (`extends:`) without editing its files.

The raw documents are merged, so that every value keeps its file and line; then the usual validation runs over the
whole and proves totals, quotes and names again.
"""

from __future__ import annotations

from scoring.packs.overlay.loading import base_name, load_pack

__all__ = ["base_name", "load_pack"]

"""axe-core on a page: what it finds wrong, in words."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
# All rules of WCAG 2.0 to 2.2 A and AA, contrast of 7:1 where axe can measure it, and good practice (one h1, landmarks).
_OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}


def violations(page: Page, context: dict[str, Any] | None = None) -> list[str]:
    """One line a fault: rule, what is wrong, where, and the element. Empty where all is well."""
    found = _AXE.run(page, context=context, options=_OPTIONS).response["violations"]
    return [
        f"{v['id']}: {v['help']}: {' '.join(node['target'])} {node['html'][:160]}" for v in found for node in v["nodes"]
    ]

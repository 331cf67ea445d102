"""Draw the pictures of the staff's guide: the standing comment as it is read on a phone.

`python -m tools.draw_guide` plays the first example up to where somebody has to decide, in a folder
that goes afterwards. Only the comment's own text is shown, in a look of our own. Needs Chromium,
which the program itself does not.
"""

import os
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from markdown import markdown
from playwright.sync_api import sync_playwright

from pipeline import clock
from pipeline.commands.context import Context
from pipeline.commands.demo import OPENED
from pipeline.commands.demo_stage import set_up
from pipeline.commands.founding import EXAMPLES
from pipeline.commands.opening import open_request
from pipeline.commands.standing_comment import Beside, standing
from pipeline.commands.story import Player, Story, read_story
from pipeline.forge.host import PullRequest
from pipeline.record import agenda
from tools.draw_readme import FLAGS, PICTURES, need, smaller

STORY = EXAMPLES / "requests" / "01-panen-raya-cengkih" / "story.yaml"
NAME = "komentar-tetap.png"
# Where it stands in each picture, and what is written above it.
MOMENTS = {
    "receive": "Kabid: surat menunggu disposisi",
    "submit": "Kasi: naskah menunggu koreksi",
}
STYLE = """
* { box-sizing: border-box; }
body { margin: 0; background: #e4ebed; padding: 28px; width: max-content; display: flex; gap: 26px;
  align-items: flex-start; font: 15px/1.5 "Noto Sans", "DejaVu Sans", sans-serif; color: #14303a; }
figure { margin: 0; width: 400px; }
figcaption { font-weight: 600; margin: 0 4px 10px; color: #0b2e36; }
article { background: #fff; border-radius: 12px; padding: 18px 20px; overflow: hidden;
  box-shadow: 0 0 0 1px #0b2e3618, 0 6px 14px #0b2e3622; }
h3 { font-size: 19px; margin: 0 0 10px; } h4 { font-size: 16px; margin: 16px 0 6px; }
p, ul { margin: 8px 0; } ul { padding-left: 20px; }
pre { background: #eef3f4; border-radius: 8px; padding: 10px 12px; margin: 8px 0;
  white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 "DejaVu Sans Mono", monospace; }
a { color: #0b6b7f; } summary { color: #47616a; }
"""


def main() -> None:
    """Write the picture, whole and light enough for a page on a forge."""
    os.environ["SIAR_LANGUAGE"] = "id"
    with tempfile.TemporaryDirectory() as work:
        parts = [figure(MOMENTS[action], text) for action, text in comments(Path(work) / "kantor")]
        page_file = Path(work) / "komentar.html"
        page_file.write_text(
            f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{''.join(parts)}", "utf-8"
        )
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=need("chromium"), args=FLAGS)
            page = browser.new_page(
                viewport={"width": 1500, "height": 1200}, device_scale_factor=1.5
            )
            page.goto(page_file.as_uri(), wait_until="load")
            data = page.locator("body").screenshot()
            browser.close()
    (PICTURES / NAME).write_bytes(smaller(data))


def comments(folder: Path) -> Iterator[tuple[str, str]]:
    """The comment at each of the moments, as the recorder writes it."""
    os.environ[clock.VARIABLE] = OPENED.isoformat()
    stage, story = set_up(folder), read_story(STORY)
    player, machine = Player(stage.scenes), stage.machine
    for step in story.steps:
        player.play(step)
        if step.action in MOMENTS:
            yield step.action, comment(machine, story)
        if step.action == [*MOMENTS][-1]:
            return


def comment(ctx: Context, story: Story) -> str:
    """What the one comment says now."""
    ctx.repository.fetch()
    opened = open_request(ctx, story.number)
    pull = PullRequest(
        7, agenda.branch(story.number), opened.tip, "", None, True, False, False, False,
        "https://github.com/contoh/kantor/pull/7",
    )  # fmt: skip
    return standing(ctx, pull, opened, Beside())


def figure(title: str, text: str) -> str:
    """A comment as it is read, with its title."""
    foldable = text.replace("<details><summary>", '<details markdown="1"><summary>')
    shown = markdown(foldable, extensions=["fenced_code", "md_in_html", "sane_lists"])
    return f"<figure><figcaption>{escape(title)}</figcaption><article>{shown}</article></figure>"


if __name__ == "__main__":
    main()

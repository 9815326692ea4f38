"""A page opens in a browser, says nothing in the console, and can be used without a mouse."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.report.hostile import HOSTILE
from vprog.report import write_report

pytestmark = pytest.mark.browser

LIGHT_AND_WIDE, DARK_AND_WIDE, LIGHT_AND_NARROW = ("light", 1100), ("dark", 1100), ("light", 360)


@pytest.fixture
def opened(chromium, tmp_path):
    """Give a function that opens the report of a trace; what the browser complains of or fetches fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_page(trace: Path, look=LIGHT_AND_WIDE, scripts=True, **options):
        path = write_report(trace, tmp_path / "report.html", **options)
        scheme, width = look
        context = chromium.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 800}, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: complaints.append(request.url) if request.url.startswith("http") else None)
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def shown(page) -> int:
    (visible,) = [n for n, figure in enumerate(page.locator("figure.frame").all()) if figure.is_visible()]
    return visible


def test_the_keyboard_scrubs_through_the_pictures_and_the_axis_follows(opened, entering):
    page = opened(entering)
    count = page.locator("figure.frame").count()
    assert count > 1
    assert shown(page) == 0
    page.locator("#scrub").focus()
    before = page.locator(".now").first.get_attribute("x1")
    page.keyboard.press("ArrowRight")
    assert shown(page) == 1
    assert float(page.locator(".now").first.get_attribute("x1")) > float(before)
    assert "2 of" in page.locator("#scrub").get_attribute("aria-valuetext")
    page.keyboard.press("End")
    assert shown(page) == count - 1
    page.keyboard.press("Home")
    assert shown(page) == 0


def test_everything_can_be_reached_with_the_tab_key(opened, entering):
    page = opened(entering)
    wanted = page.locator("a, button, input, summary").count()
    reached = set()
    for _ in range(2 * wanted):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """() => { const all = [...document.querySelectorAll("a, button, input, summary")];
                       return all.indexOf(document.activeElement) }"""
        )
        reached.add(name)
    hidden = sum(not element.is_visible() for element in page.locator("details:not([open]) :is(a, button)").all())
    assert len(reached - {-1}) == wanted - hidden


def test_a_link_of_the_evidence_shows_its_picture(opened, entering):
    page = opened(entering)
    link = page.locator(".evidence a").first
    place = int(link.get_attribute("href").removeprefix("#frame-"))
    page.locator("#scrub").fill(str(page.locator("figure.frame").count() - 1))
    link.press("Enter")
    assert shown(page) == place


def test_the_mouse_on_the_axis_shows_the_nearest_picture(opened, entering):
    page = opened(entering)
    lanes = page.locator(".lanes").first
    box = lanes.bounding_box()
    lanes.click(position={"x": box["width"] - 2, "y": box["height"] / 2})
    assert shown(page) == page.locator("figure.frame").count() - 1


def test_a_layer_can_be_taken_off_the_pictures(opened, entering):
    page = opened(entering)
    drawn = page.locator('figure:not([hidden]) g[data-layer="evidence"]')
    assert drawn.is_visible()
    page.locator('input[data-layer="evidence"]').press("Space")
    assert not drawn.is_visible()


def test_boxes_are_drawn_where_the_things_are(opened, entering):
    page = opened(entering)
    figure = page.locator("figure:not([hidden]) svg").first
    (path,) = figure.locator('g[data-layer="evidence"] path').all()
    pixels = np.asarray(Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")).astype(int)
    box = path.bounding_box()
    x, y = round(box["x"] + box["width"] * 0.4), round(box["y"] + box["height"] / 2)
    red, green, blue = pixels[y, x]
    assert red > 150
    assert max(green, blue) < 110


def test_without_scripts_all_pictures_stand_below_each_other(opened, entering):
    page = opened(entering, scripts=False)
    assert all(figure.is_visible() for figure in page.locator("figure.frame").all())
    assert not page.locator("#scrub").is_visible()


@pytest.mark.parametrize("look", [LIGHT_AND_WIDE, DARK_AND_WIDE, LIGHT_AND_NARROW], ids=["light", "dark", "phone"])
def test_axe_finds_nothing_and_nothing_sticks_out(opened, entering, look):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the package of axe is not installed")
    page = opened(entering, look)
    for summary in page.locator("summary").all():
        summary.press("Enter")
    found = axe.Axe().run(page).response["violations"]
    assert [(v["id"], v["impact"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture(scope="module")
def several(session, clip):
    """Give the trace of two questions, of which one is abstained from."""
    return session.answer(clip, ["How many red circles enter?", "How many dogs are there?"])[0].trace


@pytest.fixture(scope="module")
def unplanned(traced):
    """Give the trace of a question without a program."""
    return traced("Why is the sky blue?", ask=True)


@pytest.fixture(scope="module")
def outlined(traced):
    """Give the trace of a program with a comprehension, masks, an empty search and an absence."""
    return traced(
        'masks_red = segment(track(detect(video, "red circle")))\n'
        'tracks_none = track(detect(video, "green triangle"))\n'
        'numbers_each = [count(track(detect(v, "blue square"))) for v in [video, part(video, "start")]]\n'
        "span_none = first(enters(tracks_none))\n"
        "answer = (count(tracks_none) if is_absent(span_none) and exists(masks_red) else max(numbers_each))\n"
    )


@pytest.mark.parametrize("kind", ["several", "unplanned", "outlined", "hostile_trace"])
@pytest.mark.parametrize("pictures", [True, False], ids=["pictures", "none"])
def test_axe_finds_nothing_on_other_pages_either(opened, kind, pictures, request):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the package of axe is not installed")
    page = opened(request.getfixturevalue(kind), pictures=pictures)
    found = axe.Axe().run(page).response["violations"]
    assert [(v["id"], v["impact"], [n["html"][:200] for n in v["nodes"]]) for v in found] == []


def test_hostile_text_stays_text(opened, hostile_trace):
    page = opened(hostile_trace)
    assert page.locator("script").count() == 1
    assert page.locator("main img").count() == 0
    assert page.locator(".question").inner_text() == HOSTILE
    assert HOSTILE in page.locator(".choices").inner_text()
    assert f"{HOSTILE} was written" in page.locator(".program").inner_text()

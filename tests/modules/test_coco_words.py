"""The words for what COCO knows: each is read as it is meant, or refused with the word to ask with."""

import pytest

from vprog.modules.detect import FastestDet, People, Yolox, coco, narrower
from vprog.modules.detect.request import words_of


def classes(request: str) -> tuple[str, ...]:
    asked = coco.wanted(request)
    assert isinstance(asked, coco.Wanted), asked
    return asked.classes


def test_there_are_eighty_classes_each_served_by_its_own_name() -> None:
    assert len(set(coco.CLASSES)) == 80
    for name in coco.CLASSES:
        assert classes(name) == (name,)


def test_every_word_is_written_as_requests_are_read() -> None:
    served = [word for words in coco._SYNONYMS.values() for word in words]
    kinds, parts = ([w for words in table.values() for w in words] for table in (narrower.KINDS, narrower.PARTS))
    for word in (*served, *kinds, *parts, *coco._WIDER):
        assert " ".join(words_of(word)) == word or word in ("people", "passersby")
    assert len({*kinds, *parts}) == len(kinds) + len(parts)
    assert not {*kinds, *parts} & {*served, *coco.CLASSES, *coco._WIDER}
    assert not set(coco._WIDER) & {*served, *coco.CLASSES}
    assert {*coco._SYNONYMS} <= {*coco.CLASSES}
    assert {name for names in coco._WIDER.values() for name in names} <= {*coco.CLASSES}
    for wider in (*narrower.KINDS, *narrower.PARTS):
        assert len(classes(wider)) == 1


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("people", "person"), ("The Pedestrians", "person"), ("bikes", "bicycle"), ("sofas", "couch"),
        ("televisions", "tv"), ("a mobile phone", "cell phone"), ("mice of a computer", None), ("computer mice", None),
        ("buses", "bus"), ("wine glasses", "wine glass"), ("knives", "knife"), ("oranges", "orange"),
        ("fridge", "refrigerator"), ("skis", "skis"), ("scissors", "scissors"), ("balls", "sports ball"),
        ("hot dogs", "hot dog"), ("sheep", "sheep"),
    ],
)  # fmt: skip
def test_a_word_that_means_a_class_is_that_class(asked: str, name: str | None) -> None:
    if name is None:
        assert isinstance(coco.wanted(asked), str) or classes(asked) == ("computer mouse",)
    else:
        assert classes(asked) == (name,)


@pytest.mark.parametrize(
    ("asked", "instead"),
    [
        ("men", "person"), ("a woman", "person"), ("children", "person"), ("taxis", "car"), ("puppies", "dog"),
        ("kittens", "cat"), ("bulls", "cow"), ("red taxi", "car"),
    ],
)  # fmt: skip
def test_a_word_that_parts_the_things_of_one_scene_is_refused_with_the_wider_one(asked: str, instead: str) -> None:
    for backend in (Yolox, FastestDet):
        assert f'ask for "{instead}"' in str(backend.refuses(asked))
        assert backend.refuses(instead) is None
        assert backend.caveat_of(asked) == backend.caveat


@pytest.mark.parametrize(
    ("asked", "kind", "instead"),
    [
        ("cyclists", "cyclist", "person"), ("mugs", "mug", "cup"), ("a seagull", "seagull", "bird"),
        ("basketballs", "basketball", "ball"), ("red sedan", "sedan", "car"),
    ],
)  # fmt: skip
def test_a_kind_is_looked_for_as_the_wider_word_and_that_is_said(asked: str, kind: str, instead: str) -> None:
    assert classes(asked) == classes(instead)
    for backend in (Yolox, FastestDet):
        assert backend.refuses(asked) is None
        assert backend.caveat_of(asked).startswith(f'"{kind}" is looked for as "{instead}": any other {instead}')


def test_the_detector_of_outlines_reads_words_for_people_alike() -> None:
    assert People.refuses("players") is None
    assert People.caveat_of("players").startswith('"player" is looked for as "person"')
    assert People.caveat_of("people") == People.caveat
    assert "cannot tell a woman" in str(People.refuses("women"))
    assert People.refuses("mug")


@pytest.mark.parametrize("asked", ["car", "red car", "vehicles", "green vehicle"])
def test_a_wider_word_is_every_class_in_it_and_said(asked: str) -> None:
    said = Yolox.caveat_of(asked)
    if "vehicle" in asked:
        assert {"car", "bus", "train"} <= set(classes(asked))
        assert said.startswith('"vehicle" is looked for as bicycle, car')
    else:
        assert classes(asked) == ("car",)
        assert said == Yolox.caveat


def test_a_colour_stands_before_a_noun() -> None:
    assert coco.wanted("red cars") == coco.Wanted(("car",), "red")
    assert coco.wanted("grey bus") == coco.Wanted(("bus",), "gray")
    assert coco.wanted("orange orange") == coco.Wanted(("orange",), "orange")
    assert coco.wanted("orange") == coco.Wanted(("orange",))


@pytest.mark.parametrize(
    "asked",
    ["", "the", "red", "thing", "red thing", "moving car", "car door", "dog food", "red person", "two cars", "mouse",
     "person in red", "big red car", "unicorn"],
)  # fmt: skip
def test_every_word_that_is_not_known_refuses_the_whole(asked: str) -> None:
    assert Yolox.refuses(asked)


def test_requests_share_a_look_unless_they_name_a_colour() -> None:
    assert Yolox.looks_for("dog") == Yolox.looks_for("vehicle") != Yolox.looks_for("red car")
    assert Yolox.looks_for("red car") == Yolox.looks_for("blue bus")

"""What the grammar does not cover is declined, with the word at which reading failed."""

import pytest

from vprog.diagnostics import InputError, ProgramError
from vprog.planner import check_question, plan
from vprog.spec import Registry

PEOPLE = 'tracks_person = track(detect(video, "person"))\n'
EXISTS = PEOPLE + "answer = exists(tracks_person)\n"
EXISTS_ENTER = PEOPLE + "spans_enters = enters(tracks_person)\nanswer = exists(spans_enters)\n"

BEYOND = {
    # another kind of question
    "Why does the man laugh?": "why",
    "What is the woman doing?": "woman",
    "Which bottle is moved first?": "verb",
    "When does the truck arrive?": "arrive",
    "Who leaves first?": "name the things",
    "Describe the video.": "description",
    "Hello": "hello",
    "How tall is the tower?": "tall",
    "What happens after the goal?": "happens",
    "In which direction does the car drive?": "drive",
    "Put these events in order.": "put",
    # more is said of things than the rules can find
    "How many people are dancing?": "dancing",
    "How many people dance?": "dance",
    "How many people in red are there?": "red",
    "How many cars on the road are visible?": "road",
    "How many people wear hats?": "hats",
    "How many people are there who smile?": "who",
    "How many people that smile are there?": "that",
    "How many cups are on the table?": "table",
    "How many cups are standing on the table at 5 seconds?": "standing",
    "How many people ride horses in the video?": "video",
    "How many people ride horses?": "horses",
    "Are there people sitting?": "sitting",
    "Is there a man wearing a hat?": "wearing",
    "Is there a dog asleep?": "asleep",
    "Is there a cat on the sofa?": "sofa",
    "Is there a person with an umbrella?": "with",
    "Is the woman happy?": "happy",
    "Is it a dog?": "it",
    "Is the woman's hat visible?": "woman's",
    "Does the man jump?": "jump",
    "Does the dog catch the ball?": "the",
    "Does the man enter the house?": "house",
    "Does the dog leave the frame again?": "again",
    "How many times does the girl wave?": "wave",
    "How many times does a car appear?": "how many times",
    "How many people run to the left?": "to",
    "How many people drive to the left?": "drive",
    "How many people walk from the left to the top?": "opposite",
    # things that are none, or not one kind
    "How many kinds of fruit are there?": "kinds",
    "How many red and blue circles are there?": "and",
    "Is there music?": "music",
    "Is the camera moving to the left?": "camera",
    "Are there many people?": "many",
    "Is there a group of people?": "of",
    "Is there another person?": "another",
    "How many tent are there?": "plural",
    "Is there a red circle or square?": "also goes",
    "Is there no person or dog?": "no",
    "Do the people leave?": "all of them",
    "Are there more people than people?": "itself",
    "Do you see a man dance?": "dance",
    "Can you see a car stop?": "verb",
    "Do you see the ball bounce?": "bounce",
    "Does the video show a kettle boil?": "boil",
    "Is the kettle hot in the video?": "hot",
    "Do you see any red?": "red",
    "Does a man walk up?": "up",
    # times and numbers
    "Are there at least ² people?": "²",
    "Are there at least ２ people?": "２",
    "Are there at least ① people?": "①",
    "Are there at least ٢ people?": "٢",
    "Are there at least 1½ people?": "½",
    "Is there a person at 2⁵ seconds?": "⁵",
    "Is there a person at 1:0５?": "1:0５",
    "Is there a person at 999999999999 seconds?": "within a day",
    "Is there a person at 99999999999999999999 seconds?": "20 digits",
    "How many people are visible at about 5 seconds?": "about",
    "How many people are visible at 5.123 seconds?": "hundredth",
    "How many people are visible at 1:75:00?": "time",
    "How many people are visible at 5 seconds at 6 seconds?": "two different times",
    "How many people appear at 5 seconds?": "appear",
    "How many people enter at 5 seconds?": "moment",
    "How many people are there at most?": "at most",
    "What is the largest number of people at 5 seconds?": "largest",
    "What is the largest number of people at the same time at least?": "both",
    "Are there exactly two people at the same time?": "same time",
    "Are there 2.5 people?": "whole",
    "Are there more than 10000 people?": "whole",
    "Are there a hundred people?": "hundred",
    "Is a person visible throughout the video?": "always",
    "How many people enter at the moment the dog leaves?": "moment",
    "How many people enter before the game?": "game",
    "Does the man leave before the meal?": "meal",
    "Does the dog leave after it barks?": "it",
    "How many people enter during the day?": "day",
    # a word that would be lost
    "What colour is the different car?": "different",
    "Is there a different dog?": "different",
    "When does the dog enter from the left?": "side",
    "What colour is the circle that enters from the left first?": "side",
    "Is the dog on the left?": "side",
    "Is the red circle and the blue square moving slowly?": "slowly",
    "Which way does the dog not move?": "not",
    "Does the circle not move left or right?": "one way or another",
    "How long is the red circle barely visible?": "barely",
    "What colour is the car on the road?": "road",
    "What colour is the back of the car?": "back",
    "Is the man in black wearing glasses?": "wearing",
    "Where is the man in a red vest?": "vest",
    "How many people are there in the hat?": "hat",
    "How many cars are under the bridge?": "bridge",
    "Did l touch the pipe?": "article",
    "How many times does the man hit arm?": "arm",
    "How many large trucks are there?": "large",
    "Is there a big dog?": "large",
    "How many cars are visible at any time?": "largest",
    "What colour is the person that leaves last?": "clothes",
    "What colour is the traffic light?": "its light",
    "How many people on the left are there?": "left",
    "Is a car on the left visible?": "left",
    "What colour is the left hand?": "hand",
    # what could be meant in two ways
    "Where is the man?": "in the world",
    "How many times does the man touch the box?": "never let go",
    "Does the man hit the ball?": "on purpose",
    "Does any dog not leave?": "some do not",
    "Does the car stand still?": "all the time",
    "How many cars stand still?": "all the time",
    "How many people appear after 5 seconds?": "appear",
    "Is there a car that appears after the dog leaves?": "appear",
    "How many red circles and squares are there?": "also goes",
    "Does the car not appear at 5 seconds?": "appear",
    "Do the dogs leave before the cat enters?": "all of them",
    "Which enters first?": "name the things",
    "What happens first?": "name two events",
    "Which bottle leaves first?": "name the things",
    # several at once
    "Which video shows the most people?": "most",
    "In how many of the videos is there a dog?": "videos",
    "Which of the three videos shows more people?": "three",
    "Is there a person in the second half of the first video after the dog leaves?": "first",
    "Isn't there a person?": "not",
    "Don't you see a person?": "not",
}


@pytest.mark.parametrize("question", BEYOND)
def test_declines_and_names_the_words(question: str, registry: Registry) -> None:
    """The reason names what was not understood, and says what would be."""
    planned = plan(question, None, registry)
    assert planned.program is None, planned.program
    assert planned.reason is not None
    assert BEYOND[question] in planned.reason.partition("; understood are")[0]
    assert "How many people are there?" in planned.reason
    (diagnostic,) = planned.diagnostics
    assert diagnostic.code == "VP0601"


@pytest.mark.parametrize(
    "noun",
    [
        '"',
        'person"',
        'person")) #',
        'person", "x',
        "person\\",
        'person\\"',
        "person\n",
        'person"\nanswer = 1 #',
        "per\x00son",
        "per\u2028son\u2028answer",
        "person'",
        "“person”",
        "p\ud800n",
        "person; import os",
        "person # x",
        "{person}",
        "person\u202e",
        "x" * 200,
        "a" + "́" * 5,
    ],
)
def test_nothing_gets_out_of_a_text(noun: str, registry: Registry) -> None:
    """Signs of the language in the place of a noun are no noun, at most blanks."""
    for question in (f"Is there a {noun}?", f"Is there a {noun} in the video?", f"Does a {noun} enter?"):
        program = plan(question, None, registry).program
        assert program is None or program.partition("\n")[2] in (EXISTS, EXISTS_ENTER)


def test_the_comment_stays_on_its_line(registry: Registry) -> None:
    """A question of several lines is one comment."""
    program = plan("Is there\r\na\u2028person\x85in the\nvideo?", None, registry).program
    assert program is not None
    assert program.startswith("# Q: Is there a person in the video?\ntracks_person")


def test_a_compatible_spelling_without_digits_is_read(registry: Registry) -> None:
    """Only digits are left as they were written."""
    planned = plan("Ｉｓ ｔｈｅｒｅ a ｐerson?", None, registry)
    assert planned.program is not None
    assert planned.program.endswith(EXISTS)


def test_numbers_of_any_length_are_declined_at_once(registry: Registry) -> None:
    """No number is too long to be read, and none becomes an infinity in a program."""
    for digits in ("9" * 400, "9" * 3900, "0." + "9" * 3900, "5.00000000000000001"):
        for question in (f"Is there a person at {digits} seconds?", f"Are there more than {digits} people?"):
            assert plan(question, None, registry).program is None


@pytest.mark.parametrize(
    ("question", "code"), [("", "VP0505"), ("  ", "VP0505"), ("\n", "VP0505"), ("x" * 4001, "VP0503")]
)
def test_refuses_questions_out_of_bounds(question: str, code: str, registry: Registry) -> None:
    """Empty and too long are mistakes of the caller, not limits of the rules."""
    for refuse in (lambda: plan(question, None, registry), lambda: check_question(question, None)):
        with pytest.raises(InputError) as caught:
            refuse()
        assert [d.code for d in caught.value.diagnostics] == [code]


def test_refuses_too_many_choices(registry: Registry) -> None:
    """At most 26."""
    plan("How many people are there?", [str(n) for n in range(26)], registry)
    with pytest.raises(InputError, match=r"VP0503.*27 choices"):
        plan("How many people are there?", [str(n) for n in range(27)], registry)


def test_a_long_question_within_bounds_is_read(registry: Registry) -> None:
    """The last length that is read, as one word and as many."""
    for question in ("x" * 4000, "is there a " + "very " * 797, "is there a " + "red " * 900):
        assert plan(question, None, registry).program is None


def test_an_incomplete_registry_is_a_mistake() -> None:
    """A program that does not check is never given out."""
    with pytest.raises(ProgramError) as caught:
        plan("How many people are there?", None, Registry(()))
    assert caught.value.diagnostics[0].code == "VP0602"

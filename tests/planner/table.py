"""Questions the rules understand, each with its program; those of `understood.txt` in full."""

import pathlib

PEOPLE = 'tracks_person = track(detect(video, "person"))\n'
DOGS = 'tracks_dog = track(detect(video, "dog"))\n'
CARS = 'tracks_car = track(detect(video, "car"))\n'
CIRCLES = 'tracks_circle = track(detect(video, "red circle"))\n'
SQUARES = 'tracks_square = track(detect(video, "blue square"))\n'
PEOPLE_END = PEOPLE + 'tracks_end = part(tracks_person, "end")\n'
PEOPLE_START = PEOPLE + 'tracks_start = part(tracks_person, "start")\n'
ENTER = PEOPLE + "spans_enters = enters(tracks_person)\n"
LEAVE = PEOPLE + "spans_leaves = leaves(tracks_person)\n"
MOVING = "spans_moving = moving(tracks_person)\n"
AT_FIVE = PEOPLE + "tracks_then = at(tracks_person, 5.0)\n"
NUMBER = PEOPLE + "number_person = count_unique(tracks_person)\n"

COUNT = PEOPLE + "answer = count_unique(tracks_person)\n"
COUNT_ENTER = ENTER + "answer = count(who(spans_enters))\n"
COUNT_LEAVE = LEAVE + "answer = count(who(spans_leaves))\n"
COUNT_PASS = PEOPLE + MOVING + "answer = count(who(spans_moving))\n"
COUNT_LEFT = PEOPLE + 'tracks_left = where(tracks_person, direction="left")\nanswer = count(tracks_left)\n'
COUNT_RIGHT = PEOPLE + 'tracks_right = where(tracks_person, direction="right")\nanswer = count(tracks_right)\n'
COUNT_AT_FIVE = AT_FIVE + "answer = count(tracks_then)\n"
MOST = PEOPLE + "answer = max_simultaneous(tracks_person)\n"
LEAST = PEOPLE + "answer = min_simultaneous(tracks_person)\n"
EXISTS = PEOPLE + "answer = exists(tracks_person)\n"
EXISTS_DOG = DOGS + "answer = exists(tracks_dog)\n"
EXISTS_AT_FIVE = AT_FIVE + "answer = exists(tracks_then)\n"
EXISTS_NOT = PEOPLE + "bool_person = exists(tracks_person)\nanswer = (not bool_person)\n"
PERSON_DOG = PEOPLE + "bool_person = exists(tracks_person)\n" + DOGS + "bool_dog = exists(tracks_dog)\n"
CONTRAST = CIRCLES + "number_circle = count(tracks_circle)\n" + SQUARES + "number_square = count(tracks_square)\n"

UNDERSTOOD = {
    # counting
    "How many people are there?": COUNT,
    "how many people are there in the video": COUNT,
    "How many people are in this clip?": COUNT,
    "How many persons are visible?": COUNT,
    "How many people can be seen in the picture?": COUNT,
    "How many people can you see?": COUNT,
    "How many people do you see in the scene?": COUNT,
    "How many people appear in the video?": COUNT,
    "How many people are shown on screen?": COUNT,
    "How many people are present in the entire video?": COUNT,
    "How many people are there throughout the whole clip?": COUNT,
    "How many people in total are there in the video?": COUNT,
    "In the video, how many people are there in total?": COUNT,
    "HOW MANY PEOPLE ARE THERE???": COUNT,
    "Please count the people.": COUNT,
    "Could you please tell me how many people there are?": COUNT,
    "Count all people visible in the video": COUNT,
    "What's the number of people?": COUNT,
    "How many people were there?": COUNT,
    "Count the cars.": CARS + "answer = count(tracks_car)\n",
    "What is the number of red circles?": CIRCLES + "answer = count(tracks_circle)\n",
    "How many moving things are there?": 'tracks_thing = track(detect(video, "moving thing"))\n'
    "answer = count(tracks_thing)\n",
    "How many buses are visible?": 'tracks_bus = track(detect(video, "bus"))\nanswer = count(tracks_bus)\n',
    "How many cafés are there?": 'tracks_thing = track(detect(video, "café"))\nanswer = count(tracks_thing)\n',
    # counting those who pass, enter, leave, move
    "How many people walk past?": COUNT_PASS,
    "How many people are passing by?": COUNT_PASS,
    "How many people walk through the scene?": COUNT_PASS,
    "How many cars drive by?": CARS + "spans_moving = moving(tracks_car)\nanswer = count(who(spans_moving))\n",
    "How many people enter?": COUNT_ENTER,
    "How many people come in?": COUNT_ENTER,
    "How many people enter the scene?": COUNT_ENTER,
    "How many people walk into the frame?": COUNT_ENTER,
    "How many people are coming in?": COUNT_ENTER,
    "How many people leave?": COUNT_LEAVE,
    "How many people go out?": COUNT_LEAVE,
    "How many people exit the picture?": COUNT_LEAVE,
    "How many people walk out of the frame?": COUNT_LEAVE,
    "How many people come into view?": PEOPLE + "spans_appears = appears(tracks_person)\n"
    "answer = count(who(spans_appears))\n",
    "How many times does a person enter?": ENTER + "answer = count(spans_enters)\n",
    "How often do people leave the frame?": LEAVE + "answer = count(spans_leaves)\n",
    "How many times does the dog leave the frame?": DOGS + "spans_leaves = leaves(tracks_dog)\n"
    "answer = count(spans_leaves)\n",
    "How many people move to the left?": COUNT_LEFT,
    "How many people walk from right to left?": COUNT_LEFT,
    "How many people walk left?": COUNT_LEFT,
    "How many people move from the right of the picture to the left?": COUNT_LEFT,
    "How many people are walking towards the right?": COUNT_RIGHT,
    "How many people move rightwards?": COUNT_RIGHT,
    "How many cars drive upward?": CARS + 'tracks_up = where(tracks_car, direction="up")\nanswer = count(tracks_up)\n',
    # at the same time
    "What is the largest number of people visible at the same time?": MOST,
    "What is the maximum number of people seen at the same moment in the video?": MOST,
    "How many people are there at the same time at most?": MOST,
    "How many people are visible at most at once?": MOST,
    "What is the smallest number of people visible at any time?": LEAST,
    "How many people are visible at the same time at least?": LEAST,
    # times
    "How many people are visible at 5 seconds?": COUNT_AT_FIVE,
    "How many people are there at 0:05?": COUNT_AT_FIVE,
    "How many people are there at 5s?": COUNT_AT_FIVE,
    "At second 5, how many people are visible?": COUNT_AT_FIVE,
    "How many people are visible at five seconds in the video?": COUNT_AT_FIVE,
    "How many people are visible at 1 minute and 2.5 seconds?": PEOPLE + "tracks_then = at(tracks_person, 62.5)\n"
    "answer = count(tracks_then)\n",
    "How many people are visible at 1:00:01?": PEOPLE + "tracks_then = at(tracks_person, 3601.0)\n"
    "answer = count(tracks_then)\n",
    "How many people are there at the beginning of the video?": PEOPLE_START
    + "answer = max_simultaneous(tracks_start)\n",
    "How many people are visible at the end?": PEOPLE_END + "answer = max_simultaneous(tracks_end)\n",
    "How many people are there in the last third of the video?": PEOPLE_END + "answer = count_unique(tracks_end)\n",
    "How many people enter at the start?": ENTER + 'spans_start = part(spans_enters, "start")\n'
    "answer = count(who(spans_start))\n",
    # presence
    "Is there a person?": EXISTS,
    "Is there a person in the video?": EXISTS,
    "Is there anyone?": EXISTS,
    "Are there any people?": EXISTS,
    "Are there people on screen?": EXISTS,
    "Does a person appear?": EXISTS,
    "Do people appear in the clip?": EXISTS,
    "Are people visible?": EXISTS,
    "Is somebody in the picture?": EXISTS,
    "Does the video show a person?": EXISTS,
    "Can a person be seen?": EXISTS,
    "Can you see a dog?": EXISTS_DOG,
    "Do you see any dogs?": EXISTS_DOG,
    "Is the dog visible?": EXISTS_DOG,
    "Do you see a red circle?": CIRCLES + "answer = exists(tracks_circle)\n",
    "Is a red circle in the picture?": CIRCLES + "answer = exists(tracks_circle)\n",
    "Is a red circle visible?": CIRCLES + "answer = exists(tracks_circle)\n",
    "Is there no person?": EXISTS_NOT,
    "Are there no people?": EXISTS_NOT,
    "Is nobody there?": EXISTS_NOT,
    "Does anyone enter?": ENTER + "answer = exists(spans_enters)\n",
    "Does someone leave the scene?": LEAVE + "answer = exists(spans_leaves)\n",
    "Does no one enter?": ENTER + "bool_person = exists(spans_enters)\nanswer = (not bool_person)\n",
    "Is a person walking to the left?": PEOPLE + 'tracks_left = where(tracks_person, direction="left")\n'
    "answer = exists(tracks_left)\n",
    "Does anyone walk past?": PEOPLE + MOVING + "answer = exists(spans_moving)\n",
    "Is there a person at 5 seconds?": EXISTS_AT_FIVE,
    "At 0:05, is a person visible?": EXISTS_AT_FIVE,
    "Is there a person at the end of the clip?": PEOPLE_END + "answer = exists(tracks_end)\n",
    # numbers asked about
    "Are there more than two people?": NUMBER + "answer = (number_person > 2)\n",
    "Is there more than one person?": NUMBER + "answer = (number_person > 1)\n",
    "Are there at least 3 people?": NUMBER + "answer = (number_person >= 3)\n",
    "Are there exactly 2 people?": NUMBER + "answer = (number_person == 2)\n",
    "Are there two people in the video?": NUMBER + "answer = (number_person == 2)\n",
    "Are there fewer than twenty-one people?": NUMBER + "answer = (number_person < 21)\n",
    "Are there no more than four people?": NUMBER + "answer = (number_person <= 4)\n",
    "Are there two or more people visible?": NUMBER + "answer = (number_person >= 2)\n",
    "Do more than two people enter?": ENTER
    + "number_person = count(who(spans_enters))\nanswer = (number_person > 2)\n",
    "Are there more than two people at the same time?": PEOPLE + "number_person = max_simultaneous(tracks_person)\n"
    "answer = (number_person > 2)\n",
    "Are there more red circles than blue squares?": CONTRAST + "answer = (number_circle > number_square)\n",
    "Are there fewer red circles than blue squares in the video?": CONTRAST
    + "answer = (number_circle < number_square)\n",
    "Are there as many red circles as blue squares?": CONTRAST + "answer = (number_circle == number_square)\n",
    "Is there a person and a dog?": PERSON_DOG + "answer = (bool_person and bool_dog)\n",
    "Is there a person or a dog?": PERSON_DOG + "answer = (bool_person or bool_dog)\n",
    "Are there any people or dogs?": PERSON_DOG + "answer = (bool_person or bool_dog)\n",
}


def _read(text: str) -> dict[str, str]:
    """Give the programs of a file in which a blank line parts them, each below the comment with its question."""
    blocks = (block.partition("\n") for block in text.strip().split("\n\n"))
    return {question.removeprefix("# Q: "): f"{program}\n" for question, _, program in blocks}


UNDERSTOOD |= _read(pathlib.Path(__file__).with_name("understood.txt").read_text(encoding="utf-8"))

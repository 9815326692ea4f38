"""What every module without a model must obey, whatever values of the right types it is given."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.calling import MODULES, arguments, called, compute, every_pure_module
from vprog.values import Absent, Outcome, encode


def shown(type_, value):
    """Give what tells an outcome of a module from another, and fail where it is none of the declared type."""
    if isinstance(value, Outcome):
        assert value.type is type_
        return value.status, value.reason, value.payload
    if isinstance(value, Absent):
        assert value.reason.strip()
        return value
    return encode(type_, value)


@every_pure_module
@settings(max_examples=30)
@given(data=st.data())
def test_it_gives_its_declared_type_or_says_why_not_and_the_same_twice_and_leaves_its_input_alone(module, data):
    signature = data.draw(st.sampled_from(module.signatures))
    given_ = data.draw(arguments(module, signature))
    before = copy.deepcopy(given_)
    first = shown(signature.result, compute(module, given_))
    assert given_ == before
    assert shown(signature.result, compute(module, given_)) == first


@pytest.mark.parametrize("module", [m for m in MODULES if m.demand], ids=called)
@given(data=st.data())
def test_what_it_demands_is_an_operand_that_it_has_not_seen(module, data):
    signature = data.draw(st.sampled_from(module.signatures))
    given_ = data.draw(arguments(module, signature))
    names = [operand.name for operand in module.operands]
    known = dict.fromkeys(names)
    for _ in names:
        wanted = module.demand(**known)
        if wanted is None:
            break
        assert known[names[wanted]] is None
        known[names[wanted]] = given_[names[wanted]]
    assert module.demand(**known) is None
    # What was not demanded must not be needed.
    attributes = {a.name: given_[a.name] for a in module.attributes}
    shown(signature.result, compute(module, known | attributes))

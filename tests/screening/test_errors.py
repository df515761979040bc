import pickle

import pytest

from screening import errors
from screening.errors import ListError, ScreeningError

LEAVES = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ScreeningError)]


def test_an_error_says_what_where_and_what_to_do():
    error = ListError("the file is empty", where="sdn.csv", remedy="Download it again")
    assert str(error) == "sdn.csv: the file is empty. Download it again"
    assert str(ListError("the file is empty")) == "the file is empty"
    assert str(ListError("the file is empty", remedy="Download it again")) == "the file is empty. Download it again"


def test_exit_codes_tell_the_errors_apart():
    codes = [kind.exit_code for kind in LEAVES]
    assert len(LEAVES) > 5
    assert len(set(codes)) == len(codes)
    assert 0 not in codes, "nought means that all went well"
    assert all(code < 64 for code in codes), "shells give meanings to the higher ones"


@pytest.mark.parametrize("kind", LEAVES)
def test_an_error_survives_the_journey_between_processes(kind):
    sent = kind("what", where="where", remedy="Mend it")
    arrived = pickle.loads(pickle.dumps(sent))
    assert type(arrived) is kind
    assert (arrived.what, arrived.where, arrived.remedy, str(arrived)) == (
        sent.what,
        sent.where,
        sent.remedy,
        str(sent),
    )


def test_leaves_are_caught_as_one_kind():
    with pytest.raises(ScreeningError):
        raise ListError("the file is empty")

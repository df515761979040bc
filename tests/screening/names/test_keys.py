"""Packing of letters: what is kept moves to the front, and of equal neighbours one stays."""

import numpy as np

from screening.names.keys import letters, pack


def test_pack_moves_kept_letters_to_the_front():
    matrix = letters(["hatti", "oo"])
    packed, stays = pack(matrix, (matrix > 0) & (matrix != ord("h")))
    assert bytes(packed[0][packed[0] > 0]) == b"atti"
    assert bytes(packed[0][stays[0]]) == b"ati"
    assert bytes(packed[1][stays[1]]) == b"o"
    assert packed.shape == matrix.shape == stays.shape
    assert not np.any(stays & (packed == 0))

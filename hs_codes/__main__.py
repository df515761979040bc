"""`python -m hs_codes`: check the reference data and print what it covers, as Markdown tables."""

import sys

from hs_codes.control_lists import load_control_lists
from hs_codes.counts import counts_by_part, counts_by_regime, markdown
from screening.errors import ScreeningError


def main() -> int:
    """Print the tables of docs/goods.md; return the exit code."""
    try:
        lists = load_control_lists()
    except ScreeningError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.write(f"{markdown(counts_by_part(lists))}\n\n{markdown(counts_by_regime(lists))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

# Formulas, markup and terminal escapes in cells, rule files and names stay text: see hostile.py.
# FULL=1: every verb in every format.
. tests/verbs/promises/common
command -v python3 >/dev/null || skip "without python3"
exec python3 tests/verbs/promises/hostile.py

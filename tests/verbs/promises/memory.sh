# Memory does not grow with the number of rows: ten times the rows, the same peak within 5 % and a few
# pages. ROWS are the fewer of them. One thread: with more the peak varies by a chunk or two from run to run.
. tests/verbs/promises/common
plain_program
${CC:-cc} -O2 -o "$T/generate" tests/bench/generate.c -lm && ${CC:-cc} -O2 -o "$T/measure" tests/bench/measure.c ||
	skip "no compiler"
peak() {
	"$T/generate" "$1" 1 >"$T/rows.csv"
	printf 'score\t/dev/null\t%s\tscore\t-r\ttests/bench/job.lua\t--as-of\t2026-11-22\t--threads\t1\t%s\n' \
		"$SPOT" "$T/rows.csv" | "$T/measure" 1 2>/dev/null | cut -f4
}
rows=${ROWS:-20000}
small=$(peak "$rows")
large=$(peak $((rows * 10)))
echo "peak: $small KB with $rows rows, $large KB with ten times as many"
[ "$large" -le $((small + small / 20 + 256)) ] || fail "memory grows with the rows"
exit $bad

# Memory does not grow with the number of rows: ten times the rows, the same peak within 5 % and a few
# pages. One thread: with more the peak varies by a chunk or two from run to run.
. tests/verbs/promises/common
plain_program
${CC:-cc} -O2 -o "$T/generate" tests/bench/generate.c -lm && ${CC:-cc} -O2 -o "$T/measure" tests/bench/measure.c ||
	skip "no compiler"
peak() {
	"$T/generate" "$1" 1 >"$T/rows.csv"
	printf 'score\t%s\t%s\tscore\t-r\ttests/bench/job.lua\t--as-of\t2026-11-22\t--threads\t1\t%s\n' \
		"$T/out.csv" "$SPOT" "$T/rows.csv" | "$T/measure" 1 2>/dev/null | cut -f4
}
small=$(peak 20000)
large=$(peak 200000)
echo "peak: $small KB with 20,000 rows, $large KB with 200,000"
[ "$large" -le $((small + small / 20 + 256)) ] || fail "memory grows with the rows"
exit $bad

# The same bytes whatever the size of reads, the number of threads, a pipe or a file.
. tests/verbs/promises/common
plain_program
SCORE="score -r tests/verbs/data/rules.lua --as-of 2026-11-22 --quiet"
{ cat tests/verbs/data/accounts.csv && for i in 1 2 3 4 5 6 7 8 9; do
	sed 1d tests/verbs/data/accounts.csv
done; } >"$T/in.csv"
awk '{ printf "%s\r\n", $0 }' "$T/in.csv" >"$T/crlf.csv"
{ printf '\377\376' && iconv -f UTF-8 -t UTF-16LE "$T/in.csv"; } >"$T/utf16.csv"
gzip -c "$T/in.csv" >"$T/in.csv.gz"
for file in in.csv crlf.csv utf16.csv in.csv.gz; do
	"$SPOT" $SCORE --threads 1 "$T/$file" >"$T/good" || fail "$file: status $?"
	for size in 1 2 3 4 5 6 7 8 11 13 16 17 31 32 33 63 64 65 100 127 128 129 1000; do
		env LD_PRELOAD="$BUILD/failwrite.so" FAILREAD_MAX=$size "$SPOT" $SCORE "$T/$file" >"$T/out" ||
			fail "$file, reads of $size: status $?"
		cmp -s "$T/out" "$T/good" || fail "$file, reads of $size: other output"
	done
	for threads in 1 2 5 16; do
		cat "$T/$file" | "$SPOT" $SCORE --threads $threads - >"$T/out"
		cmp -s "$T/out" "$T/good" || fail "$file, $threads threads through a pipe: other output"
	done
done
exit $bad

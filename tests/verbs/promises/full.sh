# Status 0 means written: every verb in every format, and what it says of itself, to a full device,
# into a pipe that is closed, over a limit of file sizes and into a folder that may not be written to
# ends with 5 and one line. FULL=1 tries all of them.
. tests/verbs/promises/common
n=0

# refused WHAT: the status and $T/err are of such a run
refused() {
	n=$((n + 1))
	[ $status -eq 5 ] || fail "$verb, $1: status $status $(cat "$T/err")"
	[ "$(grep -c '^sweetspot: ' "$T/err")" -eq 1 ] && [ "$(wc -l <"$T/err")" -eq 1 ] ||
		fail "$verb, $1: not one line: $(cat "$T/err")"
}

# to_stdout COMMAND...
to_stdout() {
	verb=$*
	"$SPOT" "$@" >/dev/full 2>"$T/err"
	status=$?
	refused /dev/full
	{ "$SPOT" "$@" 2>"$T/err"; echo $? >"$T/status"; } | :
	status=$(cat "$T/status")
	# What came before the reader left was taken.
	[ "$status" -eq 0 ] || refused "closed pipe"
}

# everywhere COMMAND...
everywhere() {
	to_stdout "$@"
	"$SPOT" "$@" -o /dev/full 2>"$T/err"
	status=$?
	refused "-o /dev/full"
	"$SPOT" "$@" -o "$T/no/such/out" 2>"$T/err"
	status=$?
	refused "-o in no folder"
	# The thread sanitizer hands on the signal that the program ignores.
	! grep -q -a __tsan_init "$SPOT" || return 0
	(ulimit -f 0 && "$SPOT" "$@" -o "$T/out" 2>&1) | cat >"$T/err"
	[ ! -e "$T/out" ] || fail "$verb, ulimit -f: half a file"
	[ "$(grep -c '^sweetspot: ' "$T/err")" -eq 1 ] || fail "$verb, ulimit -f: $(cat "$T/err")"
	left_behind
}

SAMPLES="-r rules/saas_midmarket.lua --as-of 2026-11-22 --with deals=samples/deals.csv --quiet"
PEOPLE="-r tests/verbs/data/people.lua --as-of 2026-06-30 tests/verbs/data/people.csv --quiet"
PEOPLE="$PEOPLE --with contacts=tests/verbs/data/contacts.csv --with events=tests/verbs/data/events.csv"
TRIAL="--outcome won --against lost --no-ledger --replicates 200"
least=15
everywhere score $SAMPLES samples/accounts.csv
everywhere plan $PEOPLE --format md
everywhere check -r tests/verbs/data/people.lua --format json
to_stdout --help
to_stdout --completion bash
if [ -n "${FULL:-}" ]; then
	least=80
	for format in jsonl json table; do
		everywhere score $SAMPLES --format $format samples/accounts.csv
	done
	everywhere explain $SAMPLES --account ACC-1008 samples/accounts.csv
	for format in json table html md; do
		everywhere trial $SAMPLES $TRIAL --format $format samples/accounts.csv
		everywhere contrast $SAMPLES --a won --b lost --format $format samples/accounts.csv
		everywhere drift $SAMPLES --format $format samples/accounts.csv samples/accounts.csv
		everywhere segment $SAMPLES --format $format samples/accounts.csv
		everywhere plan $PEOPLE --format $format
	done
	for format in csv jsonl json html; do
		everywhere engage $PEOPLE --format $format
	done
	everywhere derive --value ARR-cost_to_serve --top 40% --quiet samples/accounts.csv
	everywhere onepage -r tests/verbs/data/people.lua
	everywhere test -r rules/saas_midmarket.lua
	to_stdout init samples/accounts.csv
	for also in "score --rejects" "segment --territories 3 --keep country --least 10 --assign" \
	    "trial $TRIAL --disagree" "trial --outcome won --against lost --ledger"; do
		verb=$also
		"$SPOT" $also /dev/full $SAMPLES samples/accounts.csv >/dev/null 2>"$T/err"
		status=$?
		refused /dev/full
	done
	for words in --version --man "--completion zsh" "--completion fish" "help score" "score --help"; do
		to_stdout $words
	done
fi
[ $n -ge $least ] || fail "only $n runs were refused"
exit $bad

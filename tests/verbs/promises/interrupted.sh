# Reads, writes and waits that are interrupted or cut short at random change nothing, in files and
# in pipes. SEEDS says how many times each; with more than one all verbs are tried.
. tests/verbs/promises/common
plain_program
n_calls=0

# same COMMAND...
same() {
	rm -f "$T/out" "$T/ledger"
	"$SPOT" "$@" -o "$T/out" 2>"$T/err" || fail "$1: status $? $(cat "$T/err")"
	mv "$T/out" "$T/good"
	[ ! -e "$T/ledger" ] || cat "$T/ledger" >>"$T/good"
	seed=1
	while [ $seed -le "${SEEDS:-1}" ]; do
		rm -f "$T/out" "$T/ledger"
		shim="env LD_PRELOAD=$BUILD/failwrite.so FAILRANDOM=$seed FAILWRITE_COUNT=$T/n"
		$shim "$SPOT" "$@" -o "$T/out" 2>"$T/err" ||
			fail "$1, seed $seed: status $? $(cat "$T/err")"
		[ ! -e "$T/ledger" ] || cat "$T/ledger" >>"$T/out"
		cmp "$T/out" "$T/good" || fail "$1, seed $seed: other output"
		n_calls=$((n_calls + $(cat "$T/n")))
		left_behind
		seed=$((seed + 1))
	done
}

# piped COMMAND...: both ends are pipes, and all is stdout
piped() {
	"$SPOT" "$@" <"$T/in" >"$T/good" 2>"$T/err" || fail "$1: status $? $(cat "$T/err")"
	cat "$T/in" | { env LD_PRELOAD="$BUILD/failwrite.so" FAILRANDOM=3 "$SPOT" "$@" 2>"$T/err" ||
		fail "$1 in a pipe: status $? $(cat "$T/err")"; } | cat >"$T/out"
	cmp "$T/out" "$T/good" || fail "$1 in a pipe: other output"
}

DATA="-r tests/verbs/data/rules.lua --as-of 2026-11-22 --quiet tests/verbs/data/accounts.csv"
SAMPLES="-r rules/saas_midmarket.lua --as-of 2026-11-22 --with deals=samples/deals.csv --quiet"
P="-r tests/verbs/data/people.lua --as-of 2026-06-30 tests/verbs/data/people.csv --quiet"
P="$P --with contacts=tests/verbs/data/contacts.csv --with events=tests/verbs/data/events.csv"
gzip -c samples/accounts.csv >"$T/accounts.csv.gz"
same score $SAMPLES --explain --rejects "$T/rejects" "$T/accounts.csv.gz"
same trial $SAMPLES --outcome won --against lost --ledger "$T/ledger" --replicates 200 samples/accounts.csv
same contrast $SAMPLES --a won --b lost --format html samples/accounts.csv
same derive --value ARR-cost_to_serve --top 40% --quiet samples/accounts.csv
same engage $P --per contact
same plan $P --since kicked --format html
cp samples/accounts.csv "$T/in"
piped segment $SAMPLES --format json -
if [ "${SEEDS:-1}" -gt 1 ]; then
	same score $SAMPLES --format jsonl --sort score samples/accounts.csv
	same explain $DATA --account ACC-2 --format json
	same test -r tests/verbs/data/rules.lua --coverage
	same check $DATA
	same init samples/accounts.csv
	same drift $SAMPLES --outcome won samples/accounts.csv samples/accounts.csv
	same segment $SAMPLES --territories 3 --keep country --least 10 samples/accounts.csv
	same onepage -r tests/verbs/data/people.lua tests/verbs/data/people.csv --format md
	piped score $SAMPLES -
fi
[ "$n_calls" -ge 8 ] || fail "only $n_calls writes were counted"
exit $bad

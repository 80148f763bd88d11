# Every allocation may fail: no crash, one line that says so, the old output file as it was.
# FULL=1 tries each one.
. tests/verbs/promises/common
plain_program

DATA="-r tests/verbs/data/rules.lua --as-of 2026-11-22 tests/verbs/data/accounts.csv"

# Counts of coverage are written at the end, which takes memory and crashes without.
covered=
! grep -q -a __gcov_ "$SPOT" || covered=1

# sweep STEP COMMAND...: the command writes to $T/out
sweep() {
	step=${FULL:-$1}
	shift
	rm -f "$T/out" "$T/good"
	LD_PRELOAD=$BUILD/failalloc.so FAILALLOC_COUNT=$T/n "$SPOT" "$@" -o "$T/out" 2>/dev/null ||
		fail "without a failing allocation: status $?"
	mv "$T/out" "$T/good"
	n=$(cat "$T/n")
	[ "$n" -gt 100 ] || fail "only $n allocations were counted"
	at=1
	while [ "$at" -le "$n" ]; do
		all=
		[ $((at % 2)) -eq 0 ] || [ -n "$covered" ] || all=1
		echo old >"$T/out"
		env LD_PRELOAD="$BUILD/failalloc.so" FAILALLOC="$at" ${all:+FAILALLOC_ALL=1} \
		    "$SPOT" "$@" -o "$T/out" 2>"$T/err"
		status=$?
		case $status in
		0) cmp -s "$T/out" "$T/good" || fail "$1: allocation $at failed, status 0, other output" ;;
		2 | 3 | 4 | 5)
			[ "$(cat "$T/out")" = old ] || fail "$1: allocation $at failed, the old file is gone"
			[ -s "$T/err" ] || [ -n "$all" ] || fail "$1: allocation $at failed without a word" ;;
		139) [ -n "$covered" ] || fail "$1: allocation $at failed: a crash" ;;
		*) fail "$1: allocation $at${all:+ and all after it} failed: status $status $(cat "$T/err")" ;;
		esac
		left_behind
		at=$((at + step))
	done
}

sweep 17 score $DATA --threads 1 --quiet --rejects "$T/rejects" --explain
sweep 67 score $DATA --threads 1 --quiet --top 3 --format json
sweep 67 explain $DATA --account ACC-2
sweep 67 test -r tests/verbs/data/rules.lua --coverage
SAMPLES="-r rules/saas_midmarket.lua --as-of 2026-11-22 --with deals=samples/deals.csv --threads 1 --quiet"
sweep 1501 trial $SAMPLES --outcome won --against lost --no-ledger --replicates 200 samples/accounts.csv
sweep 1201 contrast $SAMPLES --a won --b lost --format html samples/accounts.csv
sweep 1201 drift $SAMPLES --outcome won --format html samples/accounts.csv samples/accounts.csv
sweep 1501 derive --value ARR-cost_to_serve --top 40% samples/accounts.csv --threads 1 --quiet
sweep 997 segment $SAMPLES --territories 3 --keep country --least 10 samples/accounts.csv
P="-r tests/verbs/data/people.lua --as-of 2026-06-30 tests/verbs/data/people.csv"
P="$P --with contacts=tests/verbs/data/contacts.csv --with events=tests/verbs/data/events.csv"
sweep 199 engage $P --threads 1 --format html
sweep 263 engage $P --threads 1 --per contact --quiet
sweep 199 plan $P --threads 1 --since kicked --format html
sweep 263 plan $P --threads 1 --bad-fit --format json
sweep 263 onepage -r tests/verbs/data/people.lua --threads 1 tests/verbs/data/people.csv --format html
exit $bad

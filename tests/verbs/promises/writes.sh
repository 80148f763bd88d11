# Output is the whole old or the whole new file: failing, short and interrupted writes, fsync,
# rename, full disk, kills. FULL=1 fills the disk at every 37th byte.
. tests/verbs/promises/common
plain_program
SCORE="score -r tests/verbs/data/rules.lua --as-of 2026-11-22 --quiet"
{ head -n 1 tests/verbs/data/accounts.csv && for i in 1 2 3 4 5 6 7 8; do
	for j in 1 2 3 4 5 6 7 8 9; do sed 1d tests/verbs/data/accounts.csv; done
done; } >"$T/many.csv"
for i in 1 2 3 4 5 6 7 8; do cat "$T/many.csv"; done | awk 'NR == 1 || !/^Account ID/' >"$T/more.csv"
data=$T/more.csv
"$SPOT" $SCORE "$data" -o "$T/good" || fail "score failed"

# refused WHAT VARIABLE=VALUE: exit 5, one line, the old file
refused() {
	what=$1
	shift
	echo old >"$T/out"
	env LD_PRELOAD="$BUILD/failwrite.so" "$@" "$SPOT" $SCORE "$data" -o "$T/out" 2>"$T/err"
	status=$?
	[ $status -eq 5 ] || fail "$what: status $status"
	[ "$(cat "$T/out")" = old ] || fail "$what: the old file is gone"
	[ "$(wc -l <"$T/err")" -eq 1 ] || fail "$what: not one line: $(cat "$T/err")"
	left_behind
}

env LD_PRELOAD="$BUILD/failwrite.so" FAILWRITE_COUNT="$T/n" "$SPOT" $SCORE "$data" -o "$T/out"
n=$(cat "$T/n")
[ "$n" -ge 2 ] || fail "only $n writes were counted"
at=1
while [ "$at" -le "$n" ]; do
	refused "write $at" FAILWRITE="$at"
	refused "write $at and all after it" FAILWRITE="$at" FAILWRITE_ALL=1
	at=$((at + 1))
done
refused fsync FAILSYNC=1
refused close FAILCLOSE=1
refused rename FAILRENAME=1
# A disk that is full after so many bytes.
[ -z "${FULL:-}" ] || data=$T/many.csv
"$SPOT" $SCORE "$data" -o "$T/good" || fail "score failed"
size=$(wc -c <"$T/good")
step=$((size / 40 + 1)) at=0
[ -z "${FULL:-}" ] || step=37
while [ "$at" -lt "$size" ]; do
	refused "room for $at of $size bytes" FAILWRITE_ROOM="$at"
	at=$((at + step))
done
# Killed just before each change of a file: the whole old one or the whole new one.
at=0 status=137
while [ "$status" -eq 137 ]; do
	at=$((at + 1))
	echo old >"$T/out"
	env LD_PRELOAD="$BUILD/failwrite.so" FAILKILL="$at" "$SPOT" $SCORE "$data" -o "$T/out" 2>"$T/err"
	status=$?
	[ "$(cat "$T/out")" = old ] || cmp -s "$T/out" "$T/good" || fail "killed at change $at: torn"
	rm -f "$T"/.out*
done
[ "$status" -eq 0 ] || fail "killed: status $status"
[ "$at" -ge 5 ] || fail "only $at changes were counted"
cmp "$T/out" "$T/good" || fail "not killed, other output"
for way in FAILWRITE_SHORT=1 FAILWRITE_EINTR=1; do
	env LD_PRELOAD="$BUILD/failwrite.so" $way "$SPOT" $SCORE "$data" -o "$T/out" ||
		fail "$way: status $?"
	cmp "$T/out" "$T/good" || fail "$way: other output"
done

# Standard output: exit 0 means written.
"$SPOT" $SCORE "$T/more.csv" >/dev/full 2>/dev/null
[ $? -eq 5 ] || fail "/dev/full was not noticed"
{ "$SPOT" $SCORE "$T/more.csv" 2>"$T/err"; echo $? >"$T/status"; } | head -n 1 >/dev/null
[ "$(cat "$T/status")" -eq 5 ] || fail "closed pipe: $(cat "$T/status")"
exit $bad

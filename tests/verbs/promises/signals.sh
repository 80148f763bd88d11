# SIGINT ends every verb with 130 and SIGTERM with 143, soon, while it waits for input and while it
# computes; the output file is as it was before, and no temporary file stays.
. tests/verbs/promises/common
mkfifo "$T/fifo"

# begin SIGNAL:STATUS COMMAND...: writes to $T/out
begin() {
	signal=${1%:*} wanted=${1#*:}
	shift
	verb=$1
	echo old >"$T/out"
	# A shell starts background programs with SIGINT ignored, and hands on the pipe's other end.
	env --default-signal=INT "$SPOT" "$@" -o "$T/out" 2>"$T/err" 3>&- &
	pid=$!
}

ended() {
	sent=$(date +%s)
	kill -s "$signal" $pid
	wait $pid
	status=$?
	[ $(($(date +%s) - sent)) -le 3 ] || fail "$verb, $what: went on after SIG$signal"
	[ $status -eq "$wanted" ] || fail "$verb, $what: SIG$signal: status $status $(cat "$T/err")"
	[ "$(cat "$T/out")" = old ] || fail "$verb, $what: SIG$signal: the old file is gone"
	left_behind
}

# While some rows have come and more could.
waiting() {
	what=waiting
	exec 3<>"$T/fifo"
	head -c 2000 samples/accounts.csv >&3
	begin "$@"
	i=0 # once it has the pipe it looks out for signals; the shell that becomes it has it too
	until [ "$(cat /proc/$pid/comm)" != sh ] &&
		ls -l /proc/$pid/fd 2>/dev/null | grep -q fifo$; do
		sleep 0.02
		[ $((i = i + 1)) -lt 500 ] || break
	done
	ended
	exec 3>&-
}

SAMPLES="-r rules/saas_midmarket.lua --as-of 2026-11-22 --with deals=samples/deals.csv --quiet"
PEOPLE="-r tests/verbs/data/people.lua --as-of 2026-06-30"
PEOPLE="$PEOPLE --with contacts=tests/verbs/data/contacts.csv --with events=tests/verbs/data/events.csv"
waiting INT:130 score $SAMPLES "$T/fifo"
waiting TERM:143 score $SAMPLES --sort score samples/accounts.csv "$T/fifo"
waiting INT:130 trial $SAMPLES --outcome won --against lost --no-ledger "$T/fifo"
waiting TERM:143 contrast $SAMPLES --a won --b lost "$T/fifo"
waiting INT:130 segment $SAMPLES "$T/fifo"
waiting TERM:143 drift $SAMPLES samples/accounts.csv "$T/fifo"
waiting INT:130 derive --value ARR-cost_to_serve --top 40% "$T/fifo"
waiting TERM:143 check $SAMPLES "$T/fifo"
waiting INT:130 explain $SAMPLES --account ACC-1008 "$T/fifo"
waiting TERM:143 engage $PEOPLE "$T/fifo"
waiting INT:130 plan $PEOPLE "$T/fifo"
waiting TERM:143 onepage -r tests/verbs/data/people.lua "$T/fifo"
waiting INT:130 score -r rules/saas_midmarket.lua --with deals="$T/fifo" samples/accounts.csv
waiting TERM:143 test -r rules/saas_midmarket.lua --with deals=samples/deals.csv --suggest "$T/fifo"

# Long after the last row was read.
what=computing
for signal in INT:130 TERM:143; do
	begin $signal trial $SAMPLES --outcome won --against lost --no-ledger --replicates 100000 "$T/fifo"
	cat samples/accounts.csv >"$T/fifo"
	sleep 0.3
	ended
done
exit $bad

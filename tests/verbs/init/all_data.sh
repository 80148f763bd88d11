#!/bin/sh
# init over every real data set: the file written passes check without errors, its test passes,
# and score runs on the same data with hardly any rejects; so does it with all the examples
# behind dashes made live.
# SPOT is the program, run at the repo's top. One line when all is well.
set -u

spot=${SPOT:-build/sweetspot}
data=../shared/data
if [ ! -d "$data" ]; then
	echo "skipped: ../shared is not here"
	exit 77
fi
tmp=$(mktemp -d "${TMPDIR:-/tmp}/sweetspot-init.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0 bad=0

fail() { # WHAT, details in $tmp/log
	echo "$csv: $1"
	sed 's/^/    /' "$tmp/log" | head -n 12
	bad=$((bad + 1))
}

step() { # VERB ARGUMENTS
	"$spot" "$@" >"$tmp/log" 2>&1 && return 0
	fail "$*"
	return 1
}

# rejects of the last score in $tmp/rejects, without the header line
n_rejects() {
	echo $(($(wc -l <"$tmp/rejects") - 1))
}

try() { # CSV [OPTIONS for all verbs]
	csv=$1
	shift
	n=$((n + 1))
	rm -f "$tmp/r.lua"
	step init "$csv" "$@" -o "$tmp/r.lua" || return
	step check -r "$tmp/r.lua" || return
	step check -r "$tmp/r.lua" "$csv" "$@" || return
	step test -r "$tmp/r.lua" || return
	step score -r "$tmp/r.lua" "$csv" "$@" --rejects "$tmp/rejects" -o "$tmp/out.csv" || return
	head -n 5 "$tmp/rejects" >"$tmp/log"
	rows=$(wc -l <"$csv")
	if [ "$(n_rejects)" -gt $((rows / 50)) ]; then
		fail "$(n_rejects) rejects"
		return
	fi
	# The examples too are right as they stand.
	sed 's/^--\([^ -]\)/\1/' "$tmp/r.lua" >"$tmp/all.lua"
	if cmp -s "$tmp/r.lua" "$tmp/all.lua"; then
		fail "no examples"
		return
	fi
	step check -r "$tmp/all.lua" "$csv" "$@"
}

for csv in "$data"/*/*.csv "$data"/*/variants/*.csv "$data"/*/variants/*/*.csv; do
	[ -f "$csv" ] || continue
	# QUICK=1: small ones alone.
	[ -z "${QUICK:-}" ] || [ "$(wc -c <"$csv")" -lt 100000 ] || continue
	case $csv in
	*noheader* | */DimReseller.decimal-comma.csv) try "$csv" --no-header ;;
	*) try "$csv" ;;
	esac
done

[ -z "${QUICK:-}" ] || exit $((bad > 0))
m=$data/maven-crm a=$data/adventureworks r=$data/ravenstack
try "$m/accounts.csv" --with "deals=$m/sales_pipeline.csv"
try "$a/DimReseller.csv" --with "sales=$a/FactResellerSales.csv"
try "$r/ravenstack_accounts.csv" --with "subs=$r/ravenstack_subscriptions.csv" \
	--with "tickets=$r/ravenstack_support_tickets.csv" \
	--with "churn=$r/ravenstack_churn_events.csv"
v=$r/variants/bom-crlf-ddmmyyyy
try "$v/ravenstack_accounts.csv" --with "subs=$v/ravenstack_subscriptions.csv"

[ $bad -eq 0 ] && echo "init: well, $n data sets"
[ $bad -eq 0 ]

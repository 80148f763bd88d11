#!/bin/sh
# derive over real data sets: at least as good out of sample as the scorecards that were published
# of them, by at most eight criteria; the file passes check and its own test, icp_score over the
# data has the AUC that the file's head says, and it still scores when a threshold is edited.
# SPOT is the program, run at the repo's top. One line when all is well.
set -u

spot=${SPOT:-build/sweetspot}
data=../shared/data
if [ ! -d "$data" ]; then
	echo "skipped: ../shared is not here"
	exit 77
fi
tmp=$(mktemp -d "${TMPDIR:-/tmp}/sweetspot-derive.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0 bad=0

fail() {
	echo "$name: $1"
	bad=$((bad + 1))
}

# NAME CSV LEAST WITHOUT FIELDS GOOD BAD: an AUC, fields, and the bodies of two cohorts.
try() {
	name=$1
	n=$((n + 1))
	cat >"$tmp/in.lua" <<-R
		fields { $5 }
		cohort "good" { when = function(a) return $6 end }
		cohort "bad" { when = function(a) return $7 end }
	R
	"$spot" derive -r "$tmp/in.lua" --good good --bad bad $4 --quiet -o "$tmp/out.lua" "$2" ||
		{ fail "derive fails"; return; }
	out=$(sed -n 's/^-- AUC out of sample: \([0-9.]*\).*/\1/p' "$tmp/out.lua")
	in=$(sed -n 's/^-- AUC in sample: \([0-9.]*\),.*/\1/p' "$tmp/out.lua")
	awk "BEGIN { exit !($out >= $3) }" || fail "AUC $out out of sample, below $3"
	[ "$(grep -c '^criterion' "$tmp/out.lua")" -le 8 ] || fail "more than 8 criteria"
	"$spot" check -r "$tmp/out.lua" "$2" >"$tmp/log" 2>&1 || fail "check: $(tail -n 3 "$tmp/log")"
	"$spot" test -r "$tmp/out.lua" >"$tmp/log" 2>&1 || fail "test: $(tail -n 3 "$tmp/log")"
	got=$("$spot" trial -r "$tmp/out.lua" --outcome good --against bad --no-ledger --quiet \
		--format json "$2" | sed -n 's/.*"auc":\([0-9.]*\).*/\1/p' | head -n 1)
	awk "BEGIN { exit !(sprintf(\"%.3f\", $got) == \"$in\") }" ||
		fail "AUC of icp_score is $got, the head says $in"
	# A person moves a threshold.
	awk '/bands\(/ && !done && match($0, /.*\{ [0-9]+/) {
		head = substr($0, 1, RLENGTH); sub(/[0-9]+$/, "", head)
		limit = substr($0, length(head) + 1) + 0; limit += 1 + int(limit * 0.03)
		print head limit substr($0, RLENGTH + 1); done = 1; next
	} { print }' "$tmp/out.lua" >"$tmp/edited.lua"
	"$spot" score -r "$tmp/out.lua" --quiet "$2" -o "$tmp/a.csv"
	"$spot" score -r "$tmp/edited.lua" --quiet "$2" -o "$tmp/b.csv" 2>"$tmp/log" ||
		fail "edited: $(cat "$tmp/log")"
	cmp -s "$tmp/a.csv" "$tmp/b.csv" && fail "an edited threshold changes nothing"
}

declared() { # CSV: the fields that init declares
	rm -f "$tmp/init.lua"
	"$spot" init "$1" -o "$tmp/init.lua" --quiet
	sed -n '/^fields/,/^}/{/^fields/d;/^}/d;s/--.*//;p}' "$tmp/init.lua"
}

csv=$data/telco-churn/Telco-Customer-Churn.csv
try telco "$csv" 0.82 "" "$(declared "$csv")" "not a.churn" "a.churn"
csv=$data/german-credit/germancredit.csv
try german "$csv" 0.74 "" "$(declared "$csv")" 'a.creditability == "good"' 'a.creditability == "bad"'
csv=$data/churn-modelling/Churn_Modelling.csv
try churn "$csv" 0.80 "" "$(declared "$csv")" "not a.exited" "a.exited"
# Of the bank "unknown" is a blank: no telephone number, no earlier campaign.
csv=$data/bank-marketing/bank-full.csv
try bank "$csv" 0.76 "--without duration" \
	"$(declared "$csv")" "a.y" "not a.y"

if [ "$bad" -gt 0 ]; then
	echo "derive: $bad problems in $n data sets"
	exit 1
fi
echo "derive: $n data sets"

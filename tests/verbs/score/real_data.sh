# The real data sets: rows, sums and distributions that other tools found (see the head of each
# rule file in tests/data-rules).
D=../shared/data
R=tests/data-rules
[ -d "$D" ] || { echo "skipped: ../shared is not here"; exit 77; }
bad=0

# is WHAT GOT WANTED
is() {
	[ "$2" = "$3" ] || { echo "$1: got $2, expected $3"; bad=1; }
}

score() {
	"$SPOT" score --quiet "$@" || { echo "score $* failed"; bad=1; }
}

# tiers NAME, total NAME: of a column of the CSV on stdin, which has no quoted commas
tiers() {
	awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next }
		{ n[$c]++ } END { for (t in n) print t, n[t] }' | sort | tr '\n' ',' | sed 's/,$//'
}

total() {
	awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next }
		{ s += $c } END { printf "%.2f", s }'
}

# Maven CRM: 85 accounts; every one of the 4,238 won deals belongs to an account of the file.
score -r $R/maven.lua "$D/maven-crm/accounts.csv" --with deals="$D/maven-crm/sales_pipeline.csv" \
    --as-of 2018-01-01 --columns result >"$T/maven.csv"
is maven "$(tiers icp_tier <"$T/maven.csv")" "A 11,B 21,C 26,D 26,bad fit 1"
is 'maven scores' "$(total icp_score <"$T/maven.csv")" 2792.68
is 'maven growth' "$(total icp_growth <"$T/maven.csv")" 7211576.00
cat >"$T/won.lua" <<'L'
fields { account = "key" }
rollup "deals" { key = "account", fields = { stage = { "text", from = "deal_stage" } },
	won = count { when = function(r) return r.stage == "Won" end } }
growth "Won" { value = function(a) return a.won end }
L
score -r "$T/won.lua" "$D/maven-crm/accounts.csv" --with deals="$D/maven-crm/sales_pipeline.csv" \
    --columns result >"$T/won.csv"
is 'maven won deals' "$(total icp_growth <"$T/won.csv")" 4238.00
is 'maven accounts' "$(($(wc -l <"$T/won.csv") - 1))" 85

# The other way round: 729 won deals name GTXPro, which the price list spells GTX Pro.
"$SPOT" score -r $R/maven_products.lua "$D/maven-crm/products.csv" \
    --with deals="$D/maven-crm/sales_pipeline.csv" >/dev/null 2>"$T/products.err"
grep -q '"GTXPro" 1,480 records; the account "GTX Pro" looks like it' "$T/products.err" ||
	{ echo "GTXPro is not hinted at:"; cat "$T/products.err"; bad=1; }

# Telco: hypothesis A_committed of the reference; points = score x 85 / 100.
score -r $R/telco.lua "$D/telco-churn/Telco-Customer-Churn.csv" >"$T/telco.csv"
is telco "$(awk -F, 'NR > 1 { n[sprintf("%.0f", $22 * 85 / 100)]++ }
	END { for (p in n) print p, n[p] }' "$T/telco.csv" | sort -n | tr '\n' ',')" \
	"-10 840,0 405,5 8,10 443,15 893,20 360,25 412,30 103,35 222,40 170,45 402,50 420,55 220,$(
	)60 355,65 569,75 991,85 230,"
is 'telco unknown' "$(grep -c 'Has paid nothing,$' "$T/telco.csv")" 11

# Bank: semicolons and quotes.
score -r $R/bank.lua "$D/bank-marketing/bank-full.csv" | tr ';' ',' >"$T/bank.csv"
is bank "$(tiers icp_tier <"$T/bank.csv")" "A 1644,B 8459,C 20849,D 13444,bad fit 815"
is 'bank scores' "$(total icp_score <"$T/bank.csv")" 1308907.96

# AdventureWorks: pipes, no header in, no header out.
score -r $R/reseller_pipe.lua --no-header --as-of 2014-01-01 \
    "$D/adventureworks/DimReseller.pipe-noheader.csv" >"$T/pipe.csv"
is pipe "$(awk -F'|' '{ n[$22]++ } END { for (t in n) print t, n[t] }' "$T/pipe.csv" | sort |
	tr '\n' ',')" "A 172,B 52,C 260,D 186,bad fit 31,"

# RavenStack, messy: byte order marks, CRLF, dates by format.
V=$D/ravenstack/variants/bom-crlf-ddmmyyyy
score -r $R/ravenstack.lua "$V/ravenstack_accounts.csv" --as-of 2025-01-01 --strict \
    --with subscriptions="$V/ravenstack_subscriptions.csv" \
    --with churn="$V/ravenstack_churn_events.csv" \
    --with tickets="$V/ravenstack_supports_ticket.csv" --columns result >"$T/raven.csv"
is raven "$(tiers icp_tier <"$T/raven.csv")" "A 80,B 129,C 130,D 64,bad fit 97"
is 'raven scores' "$(total icp_score <"$T/raven.csv")" 21037.80

# The cells' bytes are untouched: without the new columns the output is the input.
score -r $R/telco.lua "$D/telco-churn/Telco-Customer-Churn.csv" | cut -d, -f1-21 |
	cmp - "$D/telco-churn/Telco-Customer-Churn.csv" || bad=1
score -r $R/bank.lua "$D/bank-marketing/bank-full.csv" | cut -d';' -f1-17 |
	cmp - "$D/bank-marketing/bank-full.csv" || bad=1
exit $bad

# Compiled rules give what the Lua VM gives: the same bytes for every rule file that is here, its
# samples or the real data, by any number of threads, with several profiles at once.
bad=0
D=../shared/data

# same NAME ARGS...: with programs, without, and with every account judged by both.
same() {
	name=$1
	shift
	"$SPOT" score --quiet --as-of 2026-11-22 "$@" >"$T/compiled" ||
		{ echo "$name: score failed"; bad=1; }
	for how in --no-translate '--threads 1' '--threads 4 --verify 100'; do
		"$SPOT" score --quiet --as-of 2026-11-22 $how "$@" >"$T/other" ||
			{ echo "$name: score $how failed"; bad=1; }
		cmp "$T/compiled" "$T/other" || { echo "$name: $how differs"; bad=1; }
	done
}

same saas -r rules/saas_midmarket.lua samples/accounts.csv --with deals=samples/deals.csv --explain
same profiles -r rules/saas_midmarket.lua -r rules/saas_enterprise.lua samples/accounts.csv \
    --with deals=samples/deals.csv
same agency -r rules/services_agency.lua samples/agency_clients.csv
same reseller -r rules/industrial_reseller.lua samples/resellers.csv
if [ -d "$D" ]; then
	same telco -r tests/data-rules/telco.lua "$D/telco-churn/Telco-Customer-Churn.csv" --explain
	same bank -r tests/data-rules/bank.lua "$D/bank-marketing/bank-full.csv"
	same maven -r tests/data-rules/maven.lua "$D/maven-crm/accounts.csv" \
	    --with deals="$D/maven-crm/sales_pipeline.csv"
fi

# One rule that cannot be translated among others: check says which and why, score mixes them.
cat >"$T/mixed.lua" <<'L'
fields { id = "key", n = "integer", t = { "text", optional = true } }
tiers { A = 50, B = 0 }
criterion "Plain" { weight = 1, why = "a program", fit = function(a) return a.n > 2 end }
criterion "Sorted" { weight = 2, why = "the VM",
	fit = function(a)
		local list = { a.n, 3, 1 }
		table.sort(list)
		return list[1] == a.n
	end }
L
printf 'id,n,t\na,0,x\nb,2,\nc,9,y\nd,,z\n' >"$T/mixed.csv"
same mixed -r "$T/mixed.lua" "$T/mixed.csv"
"$SPOT" check -r "$T/mixed.lua" >"$T/check" || bad=1
grep -q '1 of 2 rule functions run compiled, 1 in the Lua VM:' "$T/check" &&
	grep -q "mixed.lua:7: criterion \"Sorted\": .*table.sort" "$T/check" ||
	{ echo "check does not say what runs in the VM:"; cat "$T/check"; bad=1; }
"$SPOT" check -r "$T/mixed.lua" --show-program Plain >"$T/program" || bad=1
grep -q 'criterion "Plain"' "$T/program" && grep -q 'n' "$T/program" && grep -q "line 3" "$T/program" ||
	{ echo "no program is shown:"; cat "$T/program"; bad=1; }
"$SPOT" check -r "$T/mixed.lua" --show-program Sorted | grep -q 'runs in the Lua VM: line 7' ||
	{ echo "--show-program does not say why there is none"; bad=1; }
"$SPOT" check -r "$T/mixed.lua" --show-program Plan 2>"$T/err"
[ $? -eq 2 ] && grep -q 'did you mean "Plain"' "$T/err" || { echo "no hint:"; cat "$T/err"; bad=1; }

"$SPOT" score -r "$T/mixed.lua" "$T/mixed.csv" --quiet --profile >"$T/out" 2>"$T/err" || bad=1
grep -q 'Plain .*compiled' "$T/err" && grep -q 'Sorted .*Lua VM' "$T/err" &&
	grep -q 'convert cells' "$T/err" || { echo "no profile:"; cat "$T/err"; bad=1; }
exit $bad

# The same bytes for any number of threads, in any locale, time zone and folder, in every process.
. tests/verbs/promises/common

# sum ENVIRONMENT...: of what the verb writes
sum() {
	env "$@" "$SPOT" $verb --threads "$threads" --quiet -o "$T/out.$format" 2>"$T/err" ||
		fail "$verb, $format, $*: status $? $(cat "$T/err")"
	sha256sum <"$T/out.$format"
	rm -f "$T/out.$format"
}

# same VERB OPTION...: one sum for each format
same() {
	verb=$*
	for format in $formats; do
		threads=1
		first=$(sum A=1)
		for threads in $counts; do
			[ "$(sum A=1)" = "$first" ] || fail "$1, $format: other bytes with $threads threads"
		done
		[ -z "${QUICK:-}" ] || continue
		for locale in $(locale -a | grep -v -e '^C$' -e '^POSIX$' | head -n 3) xx_XX; do
			[ "$(sum LC_ALL="$locale" LANG="$locale")" = "$first" ] ||
				fail "$1, $format: other bytes in locale $locale"
		done
		[ "$(sum TZ=Pacific/Kiritimati COLUMNS=40 HOME=/nowhere)" = "$first" ] ||
			fail "$1, $format: other bytes in another environment"
	done
}

counts="2 3 5 8 16"
[ -z "${QUICK:-}" ] || counts=5
RULES="-r rules/saas_midmarket.lua --as-of 2026-11-22 --with deals=samples/deals.csv"
{ cat samples/accounts.csv && for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	sed -e 1d -e "s/^ACC/A$i/" samples/accounts.csv
done; } >"$T/many.csv"
formats="csv jsonl json"
same score $RULES "$T/many.csv"
same score $RULES --sort score --explain "$T/many.csv"
formats="json html md"
same trial $RULES --outcome won --against lost --replicates 200 --no-ledger samples/accounts.csv
exit $bad

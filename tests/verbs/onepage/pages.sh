# The one page and an account's plan, printed by a browser, are exactly one page of A4: of a file of
# 12 criteria, 5 disqualifiers and 4 roles, and of a tiny one. Skipped without a browser.
browser=
for name in chromium chromium-browser google-chrome; do
	command -v "$name" >/dev/null && browser=$name && break
done
[ -n "$browser" ] || exit 77
big=tests/verbs/onepage/manufacturers.lua
cat >"$T/tiny.lua" <<'L'
fields { id = { "key", from = "Account ID" }, employees = { "integer", from = "# Employees" } }
criterion "Size" { weight = 1, why = "Big enough.", fit = function(a) return a.employees >= 50 end }
tiers { A = 50, B = 0 }
L
day="--as-of 2026-11-22"
data=samples/accounts.csv
"$SPOT" onepage -r $big $data $day -o "$T/1.html" || exit 1
"$SPOT" onepage -r "$T/tiny.lua" $day -o "$T/2.html" || exit 1
"$SPOT" plan -r $big $data $day --account ACC-1042 -o "$T/3.html" || exit 1
"$SPOT" plan -r "$T/tiny.lua" $data $day --account ACC-1042 -o "$T/4.html" || exit 1
status=0
for i in 1 2 3 4; do
	timeout 60 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$T/browser" \
		--no-pdf-header-footer --print-to-pdf="$T/$i.pdf" "file://$T/$i.html" >/dev/null 2>&1
	# A browser that cannot start here proves nothing.
	[ -s "$T/$i.pdf" ] || exit 77
	pages=$(grep -a -c '/Type /Page\>' "$T/$i.pdf")
	[ "$pages" -eq 1 ] || { echo "$i.html: $pages pages"; status=1; }
done
exit $status

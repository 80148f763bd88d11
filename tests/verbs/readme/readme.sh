# The README's examples print what the README says (seconds aside). UPDATE=1 writes what they
# print into it.
# A block whose first line is "$ build/sweetspot ..." is run, command by command, as it stands.
awk -v spot="$SPOT" '
function flush_command(   shell, line) {
	if (command == "") return
	shell = command
	gsub(/build\/sweetspot/, spot, shell)
	shell = "( " shell " ) 2>&1"
	while ((shell | getline line) > 0) print line
	close(shell)
	command = ""
}
/^```/ { if (fence && runs) flush_command(); fence = !fence; runs = 0; first = 1; print; next }
fence && first { runs = /^\$ build\/sweetspot/ && !/your_export/; first = 0 }
fence && runs && /^\$ / { flush_command(); command = substr($0, 3); more = /\\$/; print; next }
fence && runs && more { command = command "\n" $0; more = /\\$/; print; next }
fence && runs { next }
{ print }
' README.md >"$T/README.md" || exit 1
if [ -n "${UPDATE:-}" ]; then
	cp "$T/README.md" README.md && rm -f scored.csv engaged.csv icp.html
	exit 0
fi
sed -E 's/[0-9.]+ s, [0-9,]+ rows\/s/TIME/' README.md >"$T/says"
sed -E 's/[0-9.]+ s, [0-9,]+ rows\/s/TIME/' "$T/README.md" >"$T/prints"
rm -f scored.csv engaged.csv icp.html
diff -u "$T/says" "$T/prints"

# SPDX-License-Identifier: MIT
# table FACTS FIGURES: a section of the benchmark's table. FACTS, tabs between: id, name, rows,
# bytes, ratios, note. FIGURES, of measure: id, wall and cpu seconds, peak kilobytes; what has
# none shows its note alone. A ratio is FIGURE[~ID][/ID[+ID]]: wall, cpu (both by row) or peak of
# this line, less another's, as a multiple of that of other lines; in microseconds a row without.

BEGIN {
	FS = "\t"
	printf "%-32s %8s %8s %10s %6s %8s  %s\n", "", "wall s", "cpu s", "rows/s", "MB/s", "peak MB", "ratios"
}

FILENAME == ARGV[1] {
	ids[++n] = $1
	name[$1] = $2
	rows[$1] = $3
	bytes[$1] = $4
	ratios[$1] = $5
	note[$1] = $6
	next
}

$2 != "failed" {
	figure[$1, "wall"] = $2
	figure[$1, "cpu"] = $3
	figure[$1, "peak"] = $4
	timed[$1] = 1
	next
}

{ note[$1] = "failed" }

# Of one line, or of several joined by "+"; by row, but for memory.
function value(kind, list,    id, i, k, sum) {
	k = split(list, id, "+")
	for (i = 1; i <= k; i++) {
		if (!timed[id[i]])
			return 0
		sum += figure[id[i], kind] / (kind == "peak" || !rows[id[i]] ? 1 : rows[id[i]])
	}
	return sum
}

function names(list,    id, i, k, text) {
	k = split(list, id, "+")
	text = name[id[1]]
	for (i = 2; i <= k; i++)
		text = text " + " name[id[i]]
	return text
}

function number(x) {
	return sprintf(x < 0.1 ? "%.4f" : x < 10 ? "%.2f" : "%.1f", x)
}

function ratio(id, text,    part, take, own, base) {
	split(text, part, "/")
	split(part[1], take, "~")
	if (take[2] != "" && !timed[take[2]])
		return ""
	own = value(take[1], id) - (take[2] == "" ? 0 : value(take[1], take[2]))
	if (part[2] == "")
		return number(own * 1e6) " us a row"
	base = value(take[1], part[2])
	return base ? number(own / base) " x " (take[1] == "wall" ? "" : take[1] " of ") names(part[2]) : ""
}

function line(id,    text, part, i, k, one, wall) {
	wall = figure[id, "wall"]
	k = split(ratios[id], part, " ")
	for (i = 1; i <= k; i++)
		if ((one = ratio(id, part[i])) != "")
			text = text (text == "" ? "" : "; ") one
	text = text (text != "" && note[id] != "" ? "; " : "") note[id]
	printf "%-32s %8s %8s %10.0f %6.0f %8.1f  %s\n", name[id], number(wall), number(figure[id, "cpu"]),
		rows[id] / wall, bytes[id] / wall / 1e6, figure[id, "peak"] / 1024, text
}

END {
	for (i = 1; i <= n; i++)
		if (timed[ids[i]])
			line(ids[i])
		else
			printf "%-32s %46s %s\n", name[ids[i]], "", note[ids[i]]
}

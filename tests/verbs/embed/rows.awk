# CSV to the rows that samples/embed.c reads: cells end with the byte 31, rows with 30.
function put(text) { printf "%s", text }
{
	line = $0
	if (!quoted)
		sub(/\r$/, "", line)
	else
		put("\n")
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (c != "\"") {
			put(c == "," && !quoted ? "\037" : c)
		} else if (quoted && substr(line, i + 1, 1) == "\"") {
			put("\"")
			i++
		} else {
			quoted = !quoted
		}
	}
	if (!quoted)
		put("\036")
}

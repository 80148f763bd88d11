fields {
	id = { "key", default = "x" },
	a = { "integer", format = "%d" },
	b = { "money", unit = "XQX" },
	c = { "text", sep = ";" },
	d = { "list", sep = "" },
	e = { "date", default = "soon" },
	f = { "integer", default = "many" },
	g = { "number", default = true },
	h = { "integer", default = 1, optional = true },
	i = { "integer", default = "-" },
	j = { "text", default = 5 },
	k = { "key", optional = true },
	l = { "flag", from = 0 },
	m = { "flag", from = { "A", {} } },
	n = { "text", from = { 1, 2 } },
}
tiers { A = 80, B = 0 }

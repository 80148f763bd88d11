fields {
	id = "key",
	a = { "integer", default = "x" },
	b = { "money", unit = 5 },
	c = { "date", format = "%Q" },
	d = { "number", format = "zz" },
	e = { "list", sep = "" },
	f = { "text", from = { 5.5, "a", true } },
	g = { from = "x" },
	h = { "text", optional = true, default = "x" },
	i = 5,
	j = {},
	k = { "text", known = "before" },
	l = { "text", cost = -1 },
	m = { "integer", from = 0 },
	n = { "integer", from = { 1, 1e9 } },
	o = { "text", from = "" },
	p = { "text", from = {} },
	q = { "text", blank = 5 },
}
params { a = {}, b = function() end, c = 0/0 }
tiers { A = 1, B = 1, C = "x", [5] = 3, D = 0/0, ["bad fit"] = 2, E = 1/0 }
rollup "R" { key = "id", fields = { s = "text" }, r1 = count("s", "s"), r2 = count(5), r3 = sum() }

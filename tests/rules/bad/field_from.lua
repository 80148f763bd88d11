fields {
	id = "key",
	a = { "text", from = "" },
	b = { "text", from = { "A", " " } },
	c = { "text", from = { "A", 2 } },
	d = { "text", from = { 2, "A" } },
	e = { "text", from = {} },
	f = { "text", from = { n = "A" } },
	g = { "text", from = 3 },
	h = { "text", from = { 4 } },
	i = { "text", from = { 1, 2 } },
}

fields {
	id = "key",
	employees = { "integer", form = "Employees" },
	arr = { "money", optional = "yes", cost = -1 },
	x = { "text", "more" },
	y = { "date", known = "before" },
}
tiers { A = 80, B = 0 }

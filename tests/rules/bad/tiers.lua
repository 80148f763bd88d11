fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers {
	A = 80,
	B = 80,
	C = "60",
	D = 120,
	["bad fit"] = 3,
	5,
}
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }

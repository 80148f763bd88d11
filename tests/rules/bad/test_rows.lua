fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }
test "t" {
	rows = {
		{ employees = 5 },
		{ employes = 50 },
		{ account = { employees = 5 }, expect = { tier = "Z" } },
	},
	expect = { tier = "A" },
}

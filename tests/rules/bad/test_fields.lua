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
	account = {
		employes = 5,
		arr = "lots",
		industry = 5,
		employees = 2.5,
	},
	expect = { tier = "A" },
}

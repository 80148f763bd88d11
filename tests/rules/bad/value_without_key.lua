fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { 10, why = "w", weight = 1, fit = function(a) return true end }

fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 1/0, why = "w", fit = function(a) return true end }
criterion "Age" { weight = 2000000, why = "w", fit = function(a) return true end }
criterion "Odd" { weight = 0/0, why = "w", fit = function(a) return true end }

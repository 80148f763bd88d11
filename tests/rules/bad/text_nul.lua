fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 1, why = "a\0b", fit = function(a) return true end }
group "G" { doc = "\xff" }

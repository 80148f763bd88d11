fields {
	id = "key",
	employees = "integer",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }

criterion "Size" { weight = 5, why = "twice", fit = function(a) return true end }
hypothesis "H" { weights = { Location = 1 } }

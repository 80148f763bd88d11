fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }
criterium "Industry" { weight = 5, why = "x",
	fit = function(a) return true end }

disqualfy "X" { why = "y", when = function(a) return a.emploees == 0 end }

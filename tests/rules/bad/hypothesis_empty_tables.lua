fields {
	id = "key",
	employees = "integer",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }

hypothesis "P" { params = {} }
hypothesis "W" { weights = {}, tiers = {}, fields = {}, disable = {} }
hypothesis "D" { disable = "Size", weights = {} }

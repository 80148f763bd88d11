fields {
	id = "key",
	employees = "integer",
}
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }

growth "A" { unit = "USD", value = function(a) return a.employees end }
growth "B" { value = function(a) return a.employees end }

fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
local p = params { min_size = 50, strict = false, region = "EU" }
tiers { A = 80, B = 0 }
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > 10 end }
disqualify "No money" { why = "w", when = function(a) return a.arr == 0 end }
hypothesis "H" { why = "w" }

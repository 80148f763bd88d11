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
hypothesis "H" {
	params = { min_sise = 10, min_size = "10", strict = 1, region = 5 },
	weights = { ["Sise"] = 0, ["Size"] = "5", ["No money"] = 1 },
	tiers = { A = 90, E = 3 },
	disable = { "Size", "No monye" },
	fields = { ar = { default = 0 }, arr = { defualt = 0 } },
}

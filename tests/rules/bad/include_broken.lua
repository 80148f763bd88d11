fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
local a = include "lib/broken.lua"
criterion "Size" { weight = 10, why = "it matters",
	fit = function(a) return a.employees > a.x end }

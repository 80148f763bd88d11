fields {
	id = "key",
	employees = "integer",
	industry = { "text", from = "Industry" },
	arr = "money",
}
tiers { A = 80, B = 0 }
local seen = {}
local n = 0
criterion "Size" { weight = 10, why = "w",
	fit = function(a)
		n = n + 1
		seen[a.id] = true
		total = n
		a.arr = 5
		return true
	end }

fields { id = "key", employees = "integer" }
tiers { A = 80, B = 0 }
local p = params { min_size = 50, weight = 10 }
criterion "Size" { weight = p.wieght, why = "w",
	fit = function(a) return a.employees > p.min_size end }
group "Market" { cap = p.cap }

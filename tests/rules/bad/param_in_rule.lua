fields { id = "key", employees = "integer", seats = { "integer", optional = true } }
tiers { A = 80, B = 0 }
local p = params { min_size = 50, max_size = 1000, odd = {} }
local limits = { size = p }
local names = { DE = "Germany" }

local function large(a) return a.employees > p.max_szie end
local function within(a, given) return a.employees < given.maxsize end

criterion "Size" { weight = 10, why = "in the rule itself",
	fit = function(a) return a.employees > p.min_sise end }
criterion "Helper" { weight = 10, why = "in helpers, named once",
	fit = function(a) return large(a) and within(a, p) end }
criterion "Helper again" { weight = 10, why = "in helpers, named once",
	fit = function(a) return large(a) or within(a, p) end }
criterion "Nested" { weight = 10, why = "in functions inside, by other ways to write it",
	fit = function(a)
		local function inner() return function() return p["seats"] end end
		local q = p
		return inner()() or q.min_sizes or limits.size.min_size_
	end }
criterion "Right" { weight = 10, why = "other tables may lack a key, and odd was told above",
	fit = function(a)
		return names.FR == nil and limits.none == nil and p.min_size > 0 and p.odd
	end }
disqualify "Many" { why = "neither is near, nor any",
	when = function(a) return (a.seats or p.unheard_of) > 5 end }

fields { id = "key", employees = "integer", arr = "money", cost = "money" }
tiers { A = 80, B = 0 }
local function most(a, b) return max(a, b) end
criterion "Size" { weight = 10, why = "numbers have math.max",
	fit = function(a) return max(a.arr, a.cost) > min(1, 2) end }
criterion "Shared" { weight = 10, why = "in a helper",
	fit = function(a) return most(a.arr, a.cost) > 5 end }
criterion "Sums" { weight = 10, why = "what a rollup makes",
	fit = function(a)
		local n = count { a.arr }
		return sum(a.arr, a.cost) > n
	end }
disqualify "Words" { why = "words inside a rule",
	when = function(a)
		criterion "Inner" { weight = 1 }
		local list = include "list.lua"
		return params { x = 1 }.x > list[1]
	end }
growth "Right" { unit = "USD", value = function(a)
	local count, max = 1, math.max
	return max(a.arr, count)
end }

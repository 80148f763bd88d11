fields { id = "key", n = "integer" }
tiers { A = 80, B = 0 }
-- A thousand functions, each calling the one before, and thousands of rules that reach them all.
local f = function(a) return a.n end
for i = 1, 1000 do
	local g = f
	f = function(a) return g(a) end
end
for i = 1, 9000 do
	criterion("C" .. i) { weight = 1, why = "w", fit = function(a) return f(a) end }
end

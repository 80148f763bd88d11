-- What rules may not write to, and what is not there to be read.
fields { id = "key", n = "integer", t = "text" }
tiers { A = 1 }
local t, u = {}, { {} }
local p = params { abc = 1 }
local function helper(x) return x.nn end
cohort "1" { when = function(a) a[a.t] = 5 return true end }
cohort "2" { when = function(a) _ENV[a.t] = 5 return true end }
cohort "3" { when = function(a) t.x = 1 u[1].y = 2 u[1][a.t] = 3 return true end }
cohort "4" { when = function(a) return p.abd == 1 or p["x" .. a.t] or p.zzzzzz end }
cohort "5" { when = function(a) return helper(a) end }
cohort "6" { when = function(a) return helper(a) end }
cohort "7" { when = function(a) return a:zz() end }
cohort "8" { when = function(a) local k = "zz" return a[k] end }
cohort "9" { when = function(a) return strin.find(a.t, "x") or math.flor(a.n) > 1 end }
rollup "R" { key = "id", fields = { s = "text" },
	c = count { when = function(r) r.s = 5 return r.zz == 1 end } }
contacts { key = "id", id = "i", fields = { i = "text" } }
role "B" { match = function(c) c.i = 5 return true end }
events { key = "id", contact = "i", at = "d", fields = { i = "text", d = "date" } }
engagement "E" { points = 1, when = function(e)
	e.d = 5
	e.contact.i = 7
	e.contact[e.i] = 1
	return e.contact.zz
end }

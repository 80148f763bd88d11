extends "base.lua"
local p = params { min = 20, max = 200, extra = 5 }
criterion "Two" { weight = p.extra + p.double, why = "middle", fit = function(a) return false end }
criterion "Four" { weight = 4, why = "w", fit = function(a) return true end }

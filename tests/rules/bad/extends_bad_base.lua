extends "base/bad.lua"
criterion "Mine" { weight = 5, why = "w", fit = function(a) return a.employes end }

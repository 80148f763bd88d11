extends "base/small.lua"
params { min_size = "ten" }

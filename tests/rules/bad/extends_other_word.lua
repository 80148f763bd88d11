extends "base/small.lua"
group "Size" { cap = 5 }

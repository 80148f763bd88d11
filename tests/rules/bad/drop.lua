extends "base/small.lua"
drop "Sise"
drop "Size"
drop "Size"
drop(5)

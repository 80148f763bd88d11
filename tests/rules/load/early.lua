params { min = 15 }
extends "base.lua"

extends "base/small.lua"
extends "base/small.lua"

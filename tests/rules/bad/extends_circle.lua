extends "base/circle.lua"

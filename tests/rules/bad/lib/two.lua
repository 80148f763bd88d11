return include "one.lua"

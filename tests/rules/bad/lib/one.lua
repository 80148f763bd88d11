return include "two.lua"

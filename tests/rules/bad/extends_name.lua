extends "base/../param_misspelt.lua.expected"

-- Makes samples/: small made-up exports, as messy as real ones.
--
--     lua5.4 tests/generate/samples.lua samples
--
-- Plain Lua 5.4 with random numbers of its own: the same bytes come out every time, everywhere.
-- Every company, person and address is invented.

local folder = assert(arg[1], "usage: lua5.4 samples.lua FOLDER")
local here = arg[0]:match("^(.*/)") or ""

local common = dofile(here .. "common.lua")
common.set_folder(folder)
for _, name in ipairs { "crm", "agency", "resellers", "lines" } do
	assert(loadfile(here .. name .. ".lua"))(common)
end

# The rule file on the README's language page loads, passes its test, and check finds no error in
# it.
awk '/^```lua$/ { on = 1; next } /^```/ { on = 0 } on' README.md >"$T/page.lua"
[ -s "$T/page.lua" ] && "$SPOT" test -r "$T/page.lua" && "$SPOT" check -r "$T/page.lua"

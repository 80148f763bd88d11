# What make install puts in place is all that an embedding program needs: samples/embed.c is built
# with pkg-config alone, against the shared library and the archive, and answers as score does, to
# the byte; the header is C++ too.
P=$T/prefix
fail() { echo "$1"; exit 1; }

cc=$(command -v cc || command -v gcc || command -v clang) || { echo "skipped: no compiler"; exit 77; }
command -v pkg-config >/dev/null || { echo "skipped: no pkg-config"; exit 77; }
[ -e "$BUILD/libsweetspot.so.0" ] || { echo "skipped: no shared library under a sanitizer"; exit 77; }
lib=$P/lib inc=$P/include
mkdir -p "$lib/pkgconfig" "$inc"
make -s install PREFIX="$P" BUILD="$BUILD" >"$T/install.log" 2>&1 || { cat "$T/install.log"; exit 1; }
PKG_CONFIG_PATH=$lib/pkgconfig
export PKG_CONFIG_PATH
[ "$(pkg-config --modversion sweetspot)" = "$("$P/bin/sweetspot" --version | sed 's/^[^0-9]*//')" ] ||
	fail "sweetspot.pc says another version than the program"

cp samples/embed.c "$T" && cd "$T" || exit 1
here=$OLDPWD
$cc -std=c11 -Wall -Wextra -Werror embed.c $(pkg-config --cflags --libs sweetspot) -o shared ||
	fail "embed.c does not build"
$cc embed.c $(pkg-config --cflags sweetspot) "$lib/libsweetspot.a" \
	$(pkg-config --static --libs sweetspot | sed 's/-lsweetspot//') -o archived ||
	fail "embed.c does not build with the archive"
{
	echo '#include <stdio.h>'
	echo '#include <sweetspot.h>'
	echo 'static int complain(const char *text) { puts(text); return 1; }'
	echo 'int main(void) {'
	awk '/^```c$/ { shown = 1; next } /^```/ { shown = 0 } shown' "$here/README.md"
	echo 'spot_scorer_free(scorer); spot_icp_close(icp); return 0; }'
} >readme.c
printf '%s\n' 'fields { id = "key", employees = "integer" }' 'tiers { A = 50, B = 0 }' \
	'criterion "Size" { weight = 1, why = "big", fit = function(a) return a.employees > 9 end }' \
	>rules.lua
$cc -std=c11 -Wall -Wextra -Werror readme.c $(pkg-config --cflags --libs sweetspot) -o readme ||
	fail "the README's example does not build"
[ "$(LD_LIBRARY_PATH=$lib ./readme)" = "A 100.00: big" ] || fail "the README's example is wrong"
if command -v g++ >/dev/null; then
	printf '#include <sweetspot.h>\nint main() { spot_icp_options o = SPOT_ICP_OPTIONS_INIT;
	spot_scores s = SPOT_SCORES_INIT; return o.size && s.size ? spot_icp_version_number() != \
	SPOT_ICP_VERSION_NUMBER : 1; }\n' >c++.cc
	g++ -std=c++11 -Wall -Wextra -Werror -Wno-missing-field-initializers -pedantic c++.cc \
		$(pkg-config --cflags --libs sweetspot) -o c++ || fail "the header is no C++"
	LD_LIBRARY_PATH=$lib ./c++ || fail "the library is of another version than its header"
fi

rules=$here/rules/saas_midmarket.lua deals=$here/samples/deals.csv
LC_ALL=C awk -f "$here/tests/verbs/embed/rows.awk" "$here/samples/accounts.csv" >rows
"$P/bin/sweetspot" score --quiet --as-of 2026-11-22 -r "$rules" "$here/samples/accounts.csv" \
	--with deals="$deals" --columns result | sed -e 1d -e 's/\r$//' >scored
[ "$(wc -l <scored)" -eq 300 ] || fail "score gave $(wc -l <scored) rows"
LD_LIBRARY_PATH=$lib ./shared "$rules" 2026-11-22 deals "$deals" <rows >embedded || exit 1
cmp embedded scored || fail "embed.c answers otherwise than score"
./archived "$rules" 2026-11-22 deals "$deals" <rows >embedded || exit 1
cmp embedded scored || fail "embed.c with the archive answers otherwise than score"

# Uninstalling leaves no file behind.
make -s -C "$here" uninstall PREFIX="$P" BUILD="$BUILD" >/dev/null || exit 1
left=$(find "$P" -type f -o -type l)
[ -z "$left" ] || fail "left behind: $left"

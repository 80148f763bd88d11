# Sweetspot's build. The two commands that matter: make demo, make test.
# Settings first; then what is in each room; then how it is built, tested, installed and checked.
#
# One plain line builds the program too:
#   cc -std=c11 -O3 -D_GNU_SOURCE -ffp-contract=off -pthread -DSPOT_VERSION='"0.1.0"' \
#      -Isrc -Iinclude $(pkg-config --cflags lua5.4) src/*/*.c -o sweetspot \
#      -llua5.4 -lpopt -lz -lzstd -lpcre2-8 -lxxhash -lcsv -lutf8proc \
#      -lgsl -lgslcblas -llbfgs -lm

VERSION := 0.1.0
# Of libsweetspot.so: raised when a program built against include/sweetspot.h would no longer run.
SOVERSION := 0

PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   ?= build
CC      ?= cc
# -O3: the loops over columns are to be vectorised.
OPT     ?= -O3
# The tests themselves: half of what is compiled, and little of what runs.
TEST_OPT ?= -O1
# SAN: -fsanitize=…, see asan below. WERROR=-Werror is for make ci alone. V=1 shows whole commands.
SAN     ?=
WERROR  ?=
V       ?=
# DRY=1: make deps and make demo only say what they would do.
DRY     ?=
JOBS    ?= $(shell nproc 2>/dev/null || echo 2)

# -Wconversion finds silent narrowing, -Wshadow hidden variables, -Wvla unbounded stacks. Off:
# -Wsign-conversion (size_t and int64_t meet on every line) and -Wmissing-field-initializers
# (rows of tables leave out what is zero).
WARN    := -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wformat=2 \
           -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla -Wundef \
           -Wno-missing-field-initializers -Werror=format-security
# Of these flags those that the compiler knows, for this processor.
knows = $(shell for flag in $(1); do echo 'int f(int i) { return i; }' | \
            $(CC) -Werror -O1 $$flag -S -o /dev/null -x c - 2>/dev/null && echo $$flag; done)
# What an attacker's export should not find; left to the sanitizer where there is one.
HARDEN  := -fstack-protector-strong \
           $(if $(filter -O0,$(OPT)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3) \
           $(call knows,-fstack-clash-protection -fcf-protection=full \
               -ftrivial-auto-var-init=zero -fzero-call-used-regs=used-gpr)
# The rules' arithmetic must be the same everywhere: no fused multiply-add.
EXACT   := -ffp-contract=off -fno-strict-overflow
# The same sources give the same bytes wherever they lie (and ar's D below).
REPEAT  := -ffile-prefix-map=$(CURDIR)=.

LUA     := $(shell for p in lua5.4 lua-5.4 lua54 lua; do \
             pkg-config --exists "$$p >= 5.4" "$$p < 5.5" 2>/dev/null && echo $$p && break; done)
LIB_PKGS := $(LUA) zlib libzstd libpcre2-8 libxxhash
PKGS    := $(LIB_PKGS) popt
# What stats/ is built on. GSL is under the GPL: the program's, never libsweetspot's.
STATS_PKGS := gsl liblbfgs
STATS_LIBS := $(shell pkg-config --libs $(STATS_PKGS) 2>/dev/null)
DEP_CFLAGS := $(shell pkg-config --cflags $(PKGS) $(STATS_PKGS) 2>/dev/null)
# libcsv has no .pc file; utf8proc's tells a wrong version.
OTHER_LIBS := -lcsv -lutf8proc -lm
DEP_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null) $(OTHER_LIBS)
# All that libsweetspot needs.
LIB_LIBS   := $(shell pkg-config --libs $(LIB_PKGS) 2>/dev/null) $(OTHER_LIBS)

ALL_CFLAGS  = -std=c11 -D_GNU_SOURCE -DSPOT_VERSION='"$(VERSION)"' -Isrc -Iinclude $(DEP_CFLAGS) \
              -g $(OPT) -fPIC -fvisibility=hidden -pthread $(EXACT) $(REPEAT) $(WARN) $(WERROR) \
              $(if $(SAN),$(SAN),$(HARDEN)) $(CFLAGS)
ALL_LDFLAGS = -pthread $(if $(SAN),$(SAN),-Wl,-z,relro,-z,now,-z,noexecstack) $(LDFLAGS)

# --- rooms, lowest first: each may include only what src/README.md lets it (make layers) -

LIB_ROOMS := base table program rules engine lib
CLI_ROOMS := stats study report present cli
ROOMS     := $(LIB_ROOMS) $(CLI_ROOMS)

base    := buf.c cpu.c date.c diag.c digits.c error.c hash.c json.c json_quote.c \
           lua_quote.c map.c mem.c number.c seen.c text.c text_nearest.c
table   := batch.c cell.c cell_currency.c cell_date.c cell_number.c convert.c \
           convert_digits.c convert_levels.c convert_text.c cursor.c emit.c field.c \
           given.c guard.c infer.c infer_facts.c infer_guess.c infer_key.c \
           infer_number.c infer_words.c input.c input_encoding.c input_gzip.c \
           input_magic.c input_peek.c input_source.c input_zstd.c output.c packer.c \
           reader.c reader_aside.c reader_bind.c reader_cut.c reader_header.c recode.c \
           record.c reject.c rollup.c rollup_slot.c rows.c scan.c scan_levels.c sniff.c \
           split.c value.c \
           window.c
program := build.c cost.c fold.c kernel.c kernel_avx2.c kernel_avx512.c kernel_plain.c \
           kernel_sse4.c lane.c lists.c match.c memo.c number.c op.c pattern.c \
           phrase.c phrase_expr.c pool.c print.c program.c regex.c run.c scalar.c \
           simplify.c string.c texts.c verify.c
rules   := account.c buyer.c canary.c constants.c fault.c freeze.c freeze_upvalues.c \
           helpers.c helpers_number.c helpers_regex.c helpers_set.c helpers_text.c \
           inspect.c item.c journey.c lib.c lib_arith.c lib_base.c lib_match.c \
           lib_math.c lib_names.c lib_order.c lib_sort.c lib_string.c lib_table.c \
           lib_utf8.c lint.c lint_failing.c lint_functions.c lint_people.c lint_text.c \
           lint_vary.c load.c mistake.c proto.c proto_read.c purity.c reach.c sandbox.c \
           sandbox_alloc.c sandbox_error.c sandbox_globals.c sandbox_meter.c source.c \
           spelling.c subject.c token.c translate.c translate_arith.c translate_base.c \
           translate_call.c translate_closure.c \
           translate_compare.c translate_convert.c translate_frozen.c \
           translate_helpers.c translate_lists.c translate_lookup.c translate_loop.c \
           translate_mask.c translate_math.c translate_object.c translate_own.c \
           translate_pattern.c translate_pick.c translate_run.c translate_sets.c \
           translate_step.c translate_string.c translate_table.c translate_value.c \
           vary.c vm.c vm_coverage.c vm_memo.c vm_tell.c warning.c wording.c words.c words_check.c \
           words_extend.c words_field.c words_file.c words_function.c words_global.c \
           words_item.c words_param.c words_people.c words_refer.c words_rollup.c \
           words_rule.c words_table.c words_tell.c words_test.c words_tier.c \
           words_value.c words_vocabulary.c
engine  := balance.c explain.c fate.c held.c job.c judge.c jury.c labels.c lookup.c panel.c \
           people.c people_events.c pipeline.c plan.c reason.c records.c records_ask.c \
           ruletest.c run.c search.c second.c second_rows.c suggest.c survey.c \
           survey_warn.c tally.c timing.c translated.c unread.c verdict.c verdicts.c \
           verdicts_avx2.c verdicts_plain.c verify.c wanted.c
lib     := icp.c live.c options.c scorer.c scorer_batch.c seat.c why.c
stats   := bin.c bin_round.c calibration.c capacity.c chi2.c cliff.c counted.c curve.c \
           delong.c describe.c design.c fold.c fourfold.c fourfold_fisher.c kendall.c \
           ks.c lasso.c lasso_cross.c level.c logit.c mannwhitney.c multiple.c order.c \
           power.c proportion.c random.c resample.c roc.c shift.c tail.c woe.c
study   := agenda.c contrast.c contrast_lua.c contrast_rows.c contrast_surprise.c \
           contrast_table.c derive.c derive_bar.c derive_card.c derive_cut.c drift.c \
           drift_shift.c drift_tiers.c engage.c evidence.c frame.c frame_emit.c leak.c \
           ledger.c roster.c segment.c segment_deals.c segment_emit.c segment_split.c \
           segment_words.c tasks.c trial.c trial_compare.c trial_emit.c \
           trial_figures.c trial_gather.c trial_grade.c trial_judge.c trial_leak.c \
           trial_resample.c trial_robust.c trial_rules.c trial_variant.c
report  := chart.c chart_axes.c chart_grid.c chart_heat.c chart_legend.c chart_line.c \
           chart_rows.c chart_shares.c escape.c figure.c fit.c grid.c html.c \
           html_sheet.c html_table.c markdown.c page.c pen.c scale.c style.c table.c \
           terminal.c terminal_table.c theme.c
present := cells.c cells_put.c checked.c checked_json.c columns.c contrasted.c contrasted_json.c \
           contrasted_surprises.c contrasted_teams.c drifted.c drifted_json.c engaged.c \
           engaged_json.c engaged_lists.c engaged_rows.c excepted.c explained.c explained_json.c \
           files.c member.c onepaged.c peopled.c pick.c planned.c planned_bad.c planned_json.c \
           planned_map.c planned_rows.c proposed.c proposed_copy.c proposed_field.c \
           proposed_group.c proposed_test.c proposed_text.c rejected.c scored.c scored_rows.c \
           segmented.c segmented_charts.c segmented_rows.c sheet.c show.c starter.c \
           starter_field.c starter_name.c starter_rollup.c starter_rule.c starter_wait.c \
           summary.c tested.c tested_json.c tested_suggest.c timed.c trialled.c trialled_json.c \
           trialled_moved.c trialled_notes.c trialled_rules.c trialled_tiers.c
cli     := check.c cli.c completion.c contrast.c derive.c derive_asked.c \
           derive_setup.c drift.c engage.c explain.c formats.c help.c init.c layouts.c main.c \
           man.c named.c onepage.c options.c pages.c paths.c plan.c progress.c reading.c rejects.c \
           run_setup.c score.c segment.c test.c trial.c trial_layout.c trial_setup.c values.c \
           verbs.c

sources = $(foreach r,$(1),$(addprefix src/$(r)/,$($(r))))
objects = $(patsubst %.c,$(BUILD)/%.o,$(sources))
STRAY  := $(filter-out $(call sources,$(ROOMS)),$(wildcard src/*/*.c))
LIBOBJ := $(call objects,$(LIB_ROOMS))
CLIOBJ := $(call objects,$(CLI_ROOMS))

# --- building ----------------------------------------------------------------------------

# What a short line says, unless V=1 shows the command itself.
quiet = $(if $(V),,@)
short = $(if $(V)$(findstring s,$(firstword -$(MAKEFLAGS))),,@echo "  $(1)")
# A recipe that calls make again uses all processors, unless -j was given.
again = $(MAKE) --no-print-directory $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(JOBS))

SONAME  := libsweetspot.so.$(SOVERSION)

.PHONY: all
all: $(BUILD)/sweetspot $(if $(SAN),,$(BUILD)/$(SONAME)) $(BUILD)/sweetspot.pc

$(BUILD)/sweetspot: $(CLIOBJ) $(BUILD)/libsweetspot.a
	$(call short,link $@)
	$(quiet)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(STATS_LIBS) $(DEP_LIBS)

$(BUILD)/libsweetspot.a: $(LIBOBJ)
	$(call short,ar   $@)
	@rm -f $@
	$(quiet)ar rcsD $@ $^

# Exports what src/lib/sweetspot.map lists. Not under a sanitizer, whose symbols a program brings.
$(BUILD)/$(SONAME): $(LIBOBJ) src/lib/sweetspot.map
	$(call short,link $@)
	$(quiet)$(CC) $(ALL_LDFLAGS) -shared -Wl,-soname,$(SONAME) \
	    -Wl,--version-script=src/lib/sweetspot.map -Wl,-z,defs \
	    -o $@ $(LIBOBJ) $(LIB_LIBS)

$(BUILD)/sweetspot.pc: Makefile
	@mkdir -p $(@D)
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' \
	    '' 'Name: sweetspot' 'Description: qualifies accounts by a rule file' \
	    'Version: $(VERSION)' 'Requires.private: $(LIB_PKGS)' \
	    'Libs: -L$${libdir} -lsweetspot' 'Libs.private: $(OTHER_LIBS) -pthread' \
	    'Cflags: -I$${includedir}' >$@

# The rules of dependencies say $(BUILD), so that they hold however it is written: builds by its
# whole path (make install of the tests) and by "build" share their objects.
DEPS = -MMD -MP -MT '$$(BUILD)$(@:$(BUILD)%=%)'

$(BUILD)/%.o: %.c | $(BUILD)/.deps
	@mkdir -p $(@D)
	$(call short,cc   $<)
	$(quiet)$(CC) $(ALL_CFLAGS) $(DEPS) -c -o $@ $<

-include $(LIBOBJ:.o=.d) $(CLIOBJ:.o=.d)

# Looked once: whatever is missing is named in one message.
$(BUILD)/.deps:
	@CC="$(CC)" tests/check/deps build
	@mkdir -p $(@D) && touch $@

# --- tests: tests/unit/<room>/test_<file>.c, one program each ----------------------------

# Goals that call make again for all must not run beside it: two makes would write one file.
ifneq ($(filter test tests unit rule-tests verb-tests ci,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

TESTS   := $(sort $(wildcard tests/unit/*/test_*.c))
TESTBIN := $(TESTS:tests/unit/%.c=$(BUILD)/unit/%)

# A test links its own room and those below, each an archive.
below_base    := base
below_table   := table base
below_program := program table base
below_rules   := rules program table base
below_engine  := engine rules program table base
below_lib     := lib engine rules program table base
below_stats   := stats base
below_study   := study stats engine rules program table base
below_report  := report base
below_present := present report study stats engine rules program table base
below_cli     := cli present report study stats engine rules program table base

$(foreach r,$(ROOMS),$(eval $(BUILD)/room-$(r).a: $(call objects,$(r))))
$(BUILD)/room-%.a:
	@rm -f $@
	$(quiet)ar rcsD $@ $^

.SECONDEXPANSION:
room_of = $(firstword $(subst /, ,$(1)))
# What only a room's tests link: nobody else's may come to need it.
libs_stats := -ljansson $(STATS_LIBS)
libs_study := -ljansson $(STATS_LIBS)
libs_present := $(STATS_LIBS)
libs_cli := $(STATS_LIBS)
$(BUILD)/unit/%: tests/unit/%.c \
    $$(foreach r,$$(below_$$(call room_of,$$*)),$(BUILD)/room-$$(r).a) | $(BUILD)/.deps-test
	@mkdir -p $(@D)
	$(call short,test $<)
	$(quiet)$(CC) $(ALL_CFLAGS) $(TEST_OPT) -Itests $(DEPS) -MF $@.d $(ALL_LDFLAGS) -o $@ $< \
	    $(filter %.a,$^) $(libs_$(call room_of,$*)) $(DEP_LIBS) -lcmocka

-include $(TESTBIN:=.d)

$(BUILD)/.deps-test:
	@CC="$(CC)" tests/check/deps test
	@mkdir -p $(@D) && touch $@

# Unit tests, the rule files' own tests, the verbs' golden tests: all run, then a line of totals.
# RUN is put before every program (valgrind). UNIT="base/ table/test_scan" limits unit tests to
# those that match one of them.
RUN  ?=
UNIT ?=
UNITS = $(if $(UNIT),$(foreach u,$(UNIT),$(call matching,$(u))),$(TESTBIN))
matching = $(foreach t,$(TESTBIN),$(if $(findstring /$(1),/$(t)),$(t)))

.PHONY: test tests unit rule-tests verb-tests threaded
test: tests
	@RUN="$(RUN)" JOBS=$(JOBS) tests/check/suite $(BUILD) unit fuzz rules verbs
unit:
	+@$(again) -s $(UNITS)
	@RUN="$(RUN)" JOBS=$(JOBS) UNIT="$(UNIT)" tests/check/suite $(BUILD) unit
threaded: all $(BUILD)/failalloc.so $(BUILD)/failwrite.so
	+@$(again) -s $(UNITS)
	@RUN="$(RUN)" JOBS=$(JOBS) UNIT="$(UNIT)" tests/check/suite $(BUILD) unit verbs
rule-tests: all
	@RUN="$(RUN)" JOBS=$(JOBS) tests/check/suite $(BUILD) rules
verb-tests: all $(BUILD)/failalloc.so $(BUILD)/failwrite.so
	@RUN="$(RUN)" JOBS=$(JOBS) tests/check/suite $(BUILD) verbs
tests:
	+@$(again) all $(TESTBIN) fuzzers $(BUILD)/failalloc.so $(BUILD)/failwrite.so

# A heap and a file system that refuse, put under the program by LD_PRELOAD.
$(BUILD)/fail%.so: tests/support/fail%.c
	@mkdir -p $(@D)
	$(quiet)$(CC) -shared -fPIC -O1 -o $@ $<

# --- the benchmark: its settings are variables, see tests/bench/run ----------------------

BENCHBIN := $(addprefix $(BUILD)/bench/,generate measure libcsv people results)

.PHONY: bench
bench: all $(BENCHBIN) $(BUILD)/bench/embed
	@BUILD=$(BUILD) tests/bench/run

$(BENCHBIN): $(BUILD)/bench/%: tests/bench/%.c | $(BUILD)/.deps
	@mkdir -p $(@D)
	$(call short,cc   $<)
	$(quiet)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< -lcsv

$(BUILD)/bench/embed: tests/bench/embed.c $(BUILD)/libsweetspot.a
	@mkdir -p $(@D)
	$(call short,cc   $<)
	$(quiet)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIB_LIBS)

# --- fuzzers: tests/fuzz/NAME.c, its inputs tests/fuzz/corpus/NAME/ -----------------------

FUZZERS := cells infer load scan translate
FUZZBIN := $(FUZZERS:%=$(BUILD)/fuzzers/%)
# make fuzz FUZZERS=scan FUZZ_SECONDS=3600: for how long each makes up inputs.
FUZZ_SECONDS ?= 60
FUZZ_SAN := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all \
            -DSPOT_WINDOW_BYTES=1024

$(FUZZBIN): $(BUILD)/fuzzers/%: tests/fuzz/%.c tests/fuzz/replay.c \
    $$(foreach r,$$(below_cli),$(BUILD)/room-$$(r).a) | $(BUILD)/.deps-test
	@mkdir -p $(@D)
	$(call short,fuzz $<)
	$(quiet)$(CC) $(ALL_CFLAGS) -Itests $(DEPS) -MF $@.d $(ALL_LDFLAGS) -o $@ $< \
	    $(if $(findstring fuzzer,$(SAN)),-fsanitize=fuzzer,tests/fuzz/replay.c) \
	    $(filter %.a,$^) -ljansson $(STATS_LIBS) $(DEP_LIBS) -lcmocka

-include $(FUZZBIN:=.d)

.PHONY: fuzzers fuzz
fuzzers: $(FUZZBIN)
fuzz:
	@CC=clang tests/check/deps fuzz
	+@$(again) -s fuzzers BUILD=$(BUILD)/libfuzzer CC=clang OPT=-O1 SAN="$(FUZZ_SAN)"
	@tests/fuzz/run $(BUILD)/libfuzzer $(FUZZ_SECONDS) $(FUZZERS)

# --- the suite under the sanitizers and valgrind: one line each when all is well ---------

ASAN  := -fsanitize=address -fno-omit-frame-pointer
UBSAN := -fsanitize=undefined,float-cast-overflow -fno-sanitize-recover=all
TSAN  := -fsanitize=thread -fno-omit-frame-pointer
# The unit tests' heap, which refuses, is to stay before valgrind's.
VALGRIND := valgrind -q --error-exitcode=99 --leak-check=full \
            --errors-for-leak-kinds=definite --suppressions=$(CURDIR)/tests/check/valgrind.supp \
            --soname-synonyms=somalloc=nouserintercepts

# With small chunks, so that the tests' little data go through all threads, and arenas of which each
# request is a block; what comes out must be the same. QUICK=1: scripts that try many of a kind try
# a few, as what they compare is told by the plain program.
SMALL := -DSPOT_CHUNK_BYTES=4096 -DSPOT_ARENA_BYTES=16
under = QUICK=1 tests/check/quietly $@ $(again) $(1) BUILD=$(BUILD)/$@ OPT=-O1 TEST_OPT=-O0 \
            CFLAGS="$(CFLAGS) $(SMALL)"
# Of the unit tests and the verbs' those of what runs in threads.
threaded: UNIT := table/test_rollup engine/ lib/ study/
threaded: export VERBS := score/ trial/ derive/ contrast/ segment/ drift/ engage/ plan/ onepage/ \
    promises/same promises/hostile promises/rejects_once promises/second_rejects promises/memory

# Of clang alone, for rooms that need few libraries: these are not made for it, and what they write
# would be called unwritten (tests/check/msan.list). MSAN_ROOMS="base table program" tries more.
MSAN  := -fsanitize=memory -fsanitize-memory-track-origins -fno-omit-frame-pointer \
         -fsanitize-ignorelist=tests/check/msan.list
MSAN_ROOMS ?= base

# asan-ubsan is both in one build, for ci: half the time; asan alone looks for uses after return,
# too.
.PHONY: asan ubsan asan-ubsan tsan msan valgrind
asan: export ASAN_OPTIONS=allocator_may_return_null=1:detect_stack_use_after_return=1
asan-ubsan: export ASAN_OPTIONS=allocator_may_return_null=1
ubsan asan-ubsan: export UBSAN_OPTIONS=print_stacktrace=1
asan:
	+@$(call under,test) SAN="$(ASAN)"
ubsan:
	+@$(call under,test) SAN="$(UBSAN)"
asan-ubsan:
	+@$(call under,test) SAN="$(ASAN) $(UBSAN)"
tsan:
	+@TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1 \
	    $(call under,threaded) SAN="$(TSAN)" LDFLAGS="$(LDFLAGS) tests/support/longjmp.c"
msan:
	+@$(foreach r,$(MSAN_ROOMS),tests/check/quietly "$@ $(r)" $(again) unit UNIT=$(r)/ \
	    BUILD=$(BUILD)/$@ CC=clang OPT=-O1 SAN="$(MSAN)" &&) true
# Variables that are zeroed would hide what valgrind looks for.
valgrind:
	+@$(call under,test) HARDEN= RUN="$(VALGRIND)"

# --- what takes long, and who watches the tests ------------------------------------------

# Long runs, a closing line each; all of them take hours. SOAK=rows is one.
SOAK ?= $(notdir $(filter-out %.c %.list,$(wildcard tests/soak/*)))
.PHONY: soak
soak: tests
	+@for long in $(SOAK); do BUILD=$(BUILD) tests/soak/$$long || exit 1; done

.PHONY: cover mutants
cover:
	@tests/check/deps cover
	@find $(BUILD)/$@ -name '*.gcda' -delete 2>/dev/null || true
	+@tests/check/quietly $@ $(again) test BUILD=$(BUILD)/$@ OPT=-O0 \
	    SAN="--coverage -fprofile-update=atomic" CFLAGS="$(CFLAGS) -DSPOT_ARENA_BYTES=16"
	@tests/check/covered $(BUILD)/$@
# FIRST and LAST: lines of the list in tests/fuzz/mutants.
mutants:
	@JOBS=$(JOBS) tests/fuzz/mutants $(BUILD)/$@ $(FIRST) $(LAST)

# --- on a fresh machine ------------------------------------------------------------------

DEMO := score -r rules/saas_midmarket.lua samples/accounts.csv --with deals=samples/deals.csv \
        --top 10 --format table

.PHONY: deps demo
deps:
	@CC="$(CC)" DRY="$(DRY)" tests/check/deps install

demo: deps
ifeq ($(DRY),)
	+@$(again) -s all
	@echo '$$ $(BUILD)/sweetspot $(strip $(DEMO))'
	@$(BUILD)/sweetspot $(DEMO)
else
	@echo 'would build $(BUILD)/sweetspot, then run:'
	@echo '  $(BUILD)/sweetspot $(strip $(DEMO))'
endif

# --- installing --------------------------------------------------------------------------

BIN   := $(DESTDIR)$(PREFIX)/bin
LIB   := $(DESTDIR)$(PREFIX)/lib
INC   := $(DESTDIR)$(PREFIX)/include
SHARE := $(DESTDIR)$(PREFIX)/share
MAN   := $(SHARE)/man/man1/sweetspot.1
BASH  := $(SHARE)/bash-completion/completions/sweetspot
ZSH   := $(SHARE)/zsh/site-functions/_sweetspot
FISH  := $(SHARE)/fish/vendor_completions.d/sweetspot.fish

.PHONY: install uninstall clean
install: all
	install -D -m 755 $(BUILD)/sweetspot $(BIN)/sweetspot
	install -D -m 644 $(BUILD)/libsweetspot.a $(LIB)/libsweetspot.a
	install -D -m 755 $(BUILD)/$(SONAME) $(LIB)/libsweetspot.so.$(VERSION)
	ln -sf libsweetspot.so.$(VERSION) $(LIB)/$(SONAME)
	ln -sf $(SONAME) $(LIB)/libsweetspot.so
	install -D -m 644 $(BUILD)/sweetspot.pc $(LIB)/pkgconfig/sweetspot.pc
	sed -i 's#^prefix=.*#prefix=$(PREFIX)#' $(LIB)/pkgconfig/sweetspot.pc
	install -D -m 644 include/sweetspot.h $(INC)/sweetspot.h
	install -d $(dir $(MAN) $(BASH) $(ZSH) $(FISH))
	$(BUILD)/sweetspot --man > $(MAN)
	$(BUILD)/sweetspot --completion bash > $(BASH)
	$(BUILD)/sweetspot --completion zsh > $(ZSH)
	$(BUILD)/sweetspot --completion fish > $(FISH)
	chmod 644 $(MAN) $(BASH) $(ZSH) $(FISH)
	install -d $(SHARE)/sweetspot/lib $(SHARE)/sweetspot/library
	install -m 644 rules/*.lua $(SHARE)/sweetspot
	install -m 644 rules/lib/*.lua $(SHARE)/sweetspot/lib
	install -m 644 rules/library/*.lua $(SHARE)/sweetspot/library

uninstall:
	rm -f $(BIN)/sweetspot $(LIB)/libsweetspot.a $(INC)/sweetspot.h
	rm -f $(LIB)/libsweetspot.so $(LIB)/$(SONAME) $(LIB)/libsweetspot.so.$(VERSION)
	rm -f $(LIB)/pkgconfig/sweetspot.pc
	rm -f $(MAN) $(BASH) $(ZSH) $(FISH)
	rm -rf $(SHARE)/sweetspot

clean:
	rm -rf $(BUILD)

# --- the checks of the house: one line each when all is well -----------------------------

.PHONY: layers symbols headers warnings format messages hardened repeated
layers:
	@$(if $(STRAY),echo "not in the Makefile: $(STRAY)"; exit 1)
	@tests/check/layers src/README.md src
symbols: all
	@tests/check/symbols $(LIBOBJ) $(CLIOBJ)
	@tests/check/exports $(BUILD)/$(SONAME) include/sweetspot.h $(LIBOBJ)
headers: | $(BUILD)/.deps
	@printf '%s\n' $(wildcard src/*/*.h include/*.h) | \
	    JOBS=$(JOBS) tests/check/compiled $@ $(CC) $(ALL_CFLAGS) -Werror
	@printf '%s\n' include/sweetspot.h | tests/check/compiled $@ \
	    $(CC) -std=c11 -Wall -Wextra -Iinclude -Werror >/dev/null
warnings: | $(BUILD)/.deps
	@printf '%s\n' $(wildcard src/*/*.c tests/*/*.c tests/unit/*/*.c) | \
	    JOBS=$(JOBS) tests/check/compiled "$(CC) -Werror" $(CC) $(ALL_CFLAGS) -Itests -Werror
format:
	@tests/check/format
hardened: all
	@tests/check/hardened $(BUILD)/sweetspot $(BUILD)/$(SONAME)
repeated: all
	+@tests/check/repeated $(BUILD) $(again)
messages:
	@if command -v python3 >/dev/null; then tests/check/messages; \
	else echo "messages: skipped: python3 is not here"; fi

# Everything, as .ci/run does it. Clang only looks for what it would warn of.
.PHONY: ci
ci:
	@$(MAKE) --no-print-directory deps
	@$(MAKE) --no-print-directory ci-built
.PHONY: ci-built
ci-built:
	+@tests/check/quietly -Werror $(again) -s tests BUILD=$(BUILD)/ci WERROR=-Werror
	@! command -v clang >/dev/null || \
	    $(MAKE) --no-print-directory warnings BUILD=$(BUILD)/ci CC=clang OPT=-O0
	@$(MAKE) --no-print-directory layers symbols headers format messages hardened repeated \
	    BUILD=$(BUILD)/ci WERROR=-Werror
	@$(MAKE) --no-print-directory -s test BUILD=$(BUILD)/ci WERROR=-Werror
	@$(MAKE) --no-print-directory asan-ubsan tsan
	@echo "ci: well"

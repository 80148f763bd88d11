/* SPDX-License-Identifier: MIT */
/*
 * Runs rule functions over batches. A batch is one protected call in which every row whose answer
 * is not known (vm_memo.h) is a call with a budget of its own; what a row does ends with the row.
 * Answers are only marked failed here: since rules are pure, running the row again tells why
 * (explain), and what was read (trace).
 */
#include "rules/vm.h"

#include <assert.h>
#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "rules/internal.h"
#include "rules/lib.h"
#include "rules/subject.h"
#include "rules/vm_internal.h"

/* Of a function that has met so many nothing else is expected. */
#define MAX_LIMITS 3

struct answer {
	enum spot_answer_state state;
	double value;
	bool was_boolean;
	struct spot_error failure; /* FAILED, when it was asked for */
};

/* --- life --------------------------------------------------------------------------------- */

int spot_vm_new(struct spot_vm **out, const struct spot_rules *rules, struct spot_error *err)
{
	struct spot_vm *vm = calloc(1, sizeof(*vm));
	int rc;

	if (!vm)
		return spot_error_nomem(err);
	vm->rules = rules;
	vm->running = SPOT_NO_FUNCTION;
	vm->limit.row = vm->varied = SPOT_NONE;
	vm->n_limits = spot_mem_calloc(rules->n_functions, sizeof(*vm->n_limits));
	if (vm->n_limits)
		vm->memos = spot_mem_calloc(rules->n_functions, sizeof(*vm->memos));
	if (!vm->memos) {
		spot_vm_free(vm);
		return spot_error_nomem(err);
	}
	vm->memo_keys_left = SPOT_VM_MEMO_KEYS;
	for (size_t i = 0; i < rules->n_functions; i++)
		spot_vm_memo_init(&vm->memos[i], &rules->functions[i], &vm->memo_keys_left);
	rc = spot_load_state(&vm->sandbox, rules, err);
	if (rc != 0) {
		spot_vm_free(vm);
		return rc;
	}
	*out = vm;
	return 0;
}

void spot_vm_free(struct spot_vm *vm)
{
	if (!vm)
		return;
	for (size_t i = 0; vm->memos && i < vm->rules->n_functions; i++)
		spot_vm_memo_reset(&vm->memos[i]);
	free(vm->memos);
	free(vm->n_limits);
	free(vm->given_up);
	for (size_t i = 0; i < vm->n_hits; i++)
		free(vm->hits[i]);
	free(vm->hits);
	/* Rules are pure, so a state that ran some is like a new one, unless lines are noted. */
	if (vm->hits)
		spot_sandbox_close(vm->sandbox);
	else
		spot_load_give_back(vm->rules, vm->sandbox);
	free(vm);
}

struct spot_sandbox *spot_vm_sandbox(const struct spot_vm *vm)
{
	return vm->sandbox;
}

const struct spot_rules *spot_vm_rules(const struct spot_vm *vm)
{
	return vm->rules;
}

/* --- answers ------------------------------------------------------------------------------ */

/* Whether the value at the top is an answer of that kind; then answer->value is set. */
static bool answer_read(struct answer *answer, lua_State *L, enum spot_answer_kind kind)
{
	int type = lua_type(L, -1);

	answer->value = 0;
	answer->was_boolean = type == LUA_TBOOLEAN;
	switch (kind) {
	case SPOT_ANSWER_FIT:
		if (type == LUA_TNUMBER) {
			answer->value = lua_tonumber(L, -1);
			return answer->value >= 0 && answer->value <= 1;
		}
		/* fallthrough */
	case SPOT_ANSWER_WHEN:
		answer->value = lua_toboolean(L, -1);
		return type == LUA_TBOOLEAN || type == LUA_TNIL;
	case SPOT_ANSWER_AMOUNT:
		answer->value = type == LUA_TNUMBER ? lua_tonumber(L, -1) : NAN;
		return isfinite(answer->value);
	case SPOT_ANSWER_TEXT:
		return type == LUA_TSTRING || type == LUA_TNIL;
	case SPOT_ANSWER_N:
		break;
	}
	return false;
}

/* --- running ------------------------------------------------------------------------------ */

/* A run of rows of one batch, in protected mode. */
struct job {
	struct spot_vm *vm;
	int fn;
	const struct spot_batch *batch;
	const uint32_t *rows; /* NULL: all of [at, end), else rows[at .. end) */
	size_t at, end;       /* the row that is being run, or its place among rows */
	bool is_done;         /* the last row is, or a failure was enough */
	bool stop_at_failure;
	struct spot_answers *answers; /* or, for one row: */
	struct answer *answer;
	struct spot_map *texts; /* with answers: where texts go; may be NULL */
	uint32_t *codes;        /* by row, into texts */
	struct spot_account *account; /* set by the job: still aimed at the last row afterwards */
	struct spot_vm_memo *memo;    /* NULL: each row is run */
	struct spot_error *err;
	int rc;
};

static size_t job_row(const struct job *job)
{
	return job->rows ? job->rows[job->at] : job->at;
}

/* A limit says little about the row, as memory and time differ from run to run: it ends the run,
 * also where failures do not. It is kept, told, for who can name the account. */
static int limit_explain(const struct job *job, const struct spot_error *failure)
{
	struct spot_vm_limit *limit = &job->vm->limit;
	struct spot_buf reads = SPOT_BUF_INIT;
	int rc = SPOT_ENOMEM;

	if (failure->code != SPOT_ENOMEM)
		spot_vm_tell_reads(&reads, job->account, job->batch, job_row(job));
	if (failure->code != SPOT_ENOMEM && !spot_buf_failed(&reads))
		rc = spot_vm_tell_failure(
		    job->err, job->vm->rules, job->fn, NULL, failure, spot_buf_str(&reads));
	if (rc == SPOT_ENOMEM) {
		spot_buf_reset(&reads);
		return spot_error_nomem(job->err);
	}
	limit->fn = job->fn;
	limit->row = job_row(job);
	limit->failure = *failure;
	snprintf(limit->reads, sizeof(limit->reads), "%s", spot_buf_str(&reads));
	spot_buf_reset(&reads);
	return rc;
}

/* The text at the top, of the row that is being run. */
static void text_answered(lua_State *L, struct job *job)
{
	const char *text;
	size_t len, idx;

	assert(!job->rows);
	text = lua_tolstring(L, -1, &len);

	if (!text)
		return;
	idx = spot_map_add(job->texts, (struct spot_view) { text, len });
	if (idx == SPOT_MAP_NONE)
		job->rc = spot_error_nomem(job->err);
	else
		job->codes[job->at] = (uint32_t)idx;
}

/* Takes the answer at the top. */
static void row_answered(lua_State *L, struct job *job, struct answer *answer)
{
	const struct spot_function *fn = &job->vm->rules->functions[job->fn];

	answer->state = SPOT_ANSWER_KNOWN;
	if (answer_read(answer, L, fn->answer)) {
		if (job->texts)
			text_answered(L, job);
		return;
	}
	answer->state = SPOT_ANSWER_FAILED;
	answer->value = 0;
	if (job->answer)
		spot_vm_tell_answer(&answer->failure, L, fn);
}

/* Whether the row's answer is known from one that read the same. */
static bool row_recalled(struct job *job, struct answer *answer)
{
	uint8_t state;

	assert(!job->memo || (!job->rows && !job->texts));
	if (!job->memo ||
	    !spot_vm_memo_find(job->memo, job->batch, job->at, &state, &answer->value))
		return false;
	answer->state = state;
	return true;
}

/* Notes the row's answer and goes on to the next; false when that is enough. */
static bool row_end(struct job *job, const struct answer *answer)
{
	size_t row = job_row(job), n_reads;
	const uint32_t *reads;

	if (job->memo) {
		reads = spot_account_reads(job->account, &n_reads);
		spot_vm_memo_add(
		    job->memo, reads, n_reads, (uint8_t)answer->state, answer->value);
	}
	job->at++;
	if (!job->answers)
		return true;
	job->answers->state[row] = (uint8_t)answer->state;
	job->answers->value[row] = answer->value;
	job->answers->n_failed += answer->state == SPOT_ANSWER_FAILED;
	return !job->stop_at_failure || job->answers->n_failed == 0;
}

/* (fn, account, job): as many rows as end well. */
static int rows_body(lua_State *L)
{
	struct job *job = lua_touserdata(L, 3);
	struct answer answer = { .value = 0 }, *to = job->answer ? job->answer : &answer;
	uint64_t budget = job->vm->rules->limits.call_instructions;
	bool goes_on = true;

	while (goes_on && job->at < job->end) {
		if (row_recalled(job, to)) {
			goes_on = row_end(job, to);
			continue;
		}
		spot_account_aim(job->account, job->batch, job_row(job));
		spot_sandbox_renew(job->vm->sandbox, budget);
		lua_pushvalue(L, 1);
		lua_pushvalue(L, 2);
		lua_call(L, 1, 1);
		row_answered(L, job, to);
		lua_settop(L, 3);
		goes_on = row_end(job, to);
	}
	job->is_done = true;
	return 0;
}

/* Whether the function is given up: rows whose answer is not known fail. */
static bool rest_fails(struct job *job)
{
	struct spot_vm_memo *memo = job->memo;
	bool goes_on = true;

	if (!job->answers || job->vm->n_limits[job->fn] < MAX_LIMITS)
		return false;
	while (goes_on && job->at < job->end) {
		struct answer answer = { .state = SPOT_ANSWER_FAILED };

		job->memo = memo;
		row_recalled(job, &answer);
		job->memo = NULL; /* this is no answer to keep */
		goes_on = row_end(job, &answer);
	}
	return true;
}

/* Want of memory only has it run again. */
static void note_limit(struct spot_vm *vm, int fn)
{
	if (vm->n_limits[fn] < MAX_LIMITS && ++vm->n_limits[fn] == MAX_LIMITS &&
	    spot_mem_grow(&vm->given_up, &vm->given_up_cap, vm->n_given_up + 1,
	        sizeof(*vm->given_up)))
		vm->given_up[vm->n_given_up++] = (struct spot_vm_given_up) { fn, vm->varied };
}

static int job_body(lua_State *L)
{
	struct job *job = lua_touserdata(L, 1);
	struct answer answer = { .value = 0 }, *to = job->answer ? job->answer : &answer;

	luaL_checkstack(L, 8, NULL);
	spot_load_push_function(L, job->fn); /* job fn */
	job->account = spot_account_push(L, job->batch->schema); /* job fn account */
	while (job->at < job->end && !job->is_done && !rest_fails(job)) {
		enum spot_call call = spot_sandbox_call_many(job->vm->sandbox, rows_body, job, 2,
		    job->vm->rules->limits.call_instructions, &to->failure);

		if (call == SPOT_CALL_OK)
			break;
		to->value = 0;
		to->was_boolean = false;
		to->state = call == SPOT_CALL_UNKNOWN ? SPOT_ANSWER_UNKNOWN : SPOT_ANSWER_FAILED;
		if (call == SPOT_CALL_LIMIT &&
		    (to->failure.code == SPOT_ENOMEM || !job->vm->fails_at_limits)) {
			job->rc = limit_explain(job, &to->failure);
			break;
		}
		if (call == SPOT_CALL_LIMIT)
			note_limit(job->vm, job->fn);
		job->is_done = !row_end(job, to);
	}
	return 0;
}

static int job_run(struct job *job)
{
	int rc;

	job->vm->running = job->fn;
	job->vm->limit.row = SPOT_NONE;
	rc = spot_sandbox_protect(job->vm->sandbox, job_body, job, job->err);
	job->vm->running = SPOT_NO_FUNCTION;
	return rc != 0 ? rc : job->rc;
}

/* The account is aimed at nothing that may be gone. */
static void job_leave(const struct job *job)
{
	if (job->account)
		spot_account_aim(job->account, NULL, 0);
}

static int rows_run(struct job *job)
{
	int rc = job_run(job);

	job_leave(job);
	return rc;
}

int spot_vm_eval(struct spot_vm *vm, int fn, const struct spot_batch *batch, size_t n_rows,
    bool stop_at_failure, struct spot_answers *answers, struct spot_error *err)
{
	struct job job = { .vm = vm, .fn = fn, .batch = batch, .end = n_rows,
		.stop_at_failure = stop_at_failure, .answers = answers, .err = err };

	/* Lines are to be noted that were executed for each row. */
	if (!vm->hits && !vm->memos[fn].is_off)
		job.memo = &vm->memos[fn];
	answers->n_failed = 0;
	return rows_run(&job);
}

int spot_vm_eval_texts(struct spot_vm *vm, int fn, const struct spot_batch *batch, size_t n_rows,
    bool stop_at_failure, struct spot_map *texts, uint32_t *codes, struct spot_answers *answers,
    struct spot_error *err)
{
	struct job job = { .vm = vm, .fn = fn, .batch = batch, .end = n_rows,
		.stop_at_failure = stop_at_failure, .answers = answers, .texts = texts,
		.codes = codes, .err = err };

	answers->n_failed = 0;
	for (size_t row = 0; row < n_rows; row++)
		codes[row] = SPOT_VM_NO_TEXT;
	return rows_run(&job);
}

int spot_vm_eval_rows(struct spot_vm *vm, int fn, const struct spot_batch *batch,
    const uint32_t *rows, size_t n_rows, struct spot_answers *answers, struct spot_error *err)
{
	struct job job = { .vm = vm, .fn = fn, .batch = batch, .rows = rows, .end = n_rows,
		.answers = answers, .err = err };

	return rows_run(&job);
}

/* Runs one row; afterwards job->account is still aimed at it, if it is not NULL. */
static int row_run(struct job *job, struct spot_vm *vm, int fn, const struct spot_batch *batch,
    size_t row_idx, struct answer *answer, struct spot_error *err)
{
	*job = (struct job) { .vm = vm, .fn = fn, .batch = batch, .at = row_idx,
		.end = row_idx + 1, .answer = answer, .err = err };
	memset(answer, 0, sizeof(*answer));
	return job_run(job);
}

/* --- traces ------------------------------------------------------------------------------- */

int spot_vm_trace(struct spot_vm *vm, int fn, const struct spot_batch *batch, size_t row_idx,
    struct spot_trace *trace, struct spot_error *err)
{
	const uint32_t *reads;
	struct answer answer;
	struct job job;
	size_t n = 0;
	int rc;

	trace->n_reads = 0;
	rc = row_run(&job, vm, fn, batch, row_idx, &answer, err);
	if (!job.account)
		return rc;
	reads = spot_account_reads(job.account, &n);
	if (rc == 0 && !spot_mem_grow(&trace->reads, &trace->cap, n, sizeof(*trace->reads)))
		rc = spot_error_nomem(err);
	if (rc == 0) {
		for (size_t i = 0; i < n; i++)
			trace->reads[i] = (struct spot_trace_read) { reads[i],
				spot_batch_get(batch, reads[i], row_idx) };
		trace->n_reads = n;
		trace->state = answer.state;
		trace->value = answer.value;
		trace->was_boolean = answer.was_boolean;
		trace->failure = answer.failure;
	}
	job_leave(&job);
	return rc;
}

void spot_trace_reset(struct spot_trace *trace)
{
	free(trace->reads);
	memset(trace, 0, sizeof(*trace));
}

/* --- failures ----------------------------------------------------------------------------- */

size_t spot_vm_limit_row(const struct spot_vm *vm)
{
	return vm->limit.row;
}

void spot_vm_fail_at_limits(struct spot_vm *vm)
{
	vm->fails_at_limits = true;
	vm->n_given_up = 0;
	vm->varied = SPOT_NONE;
	memset(vm->n_limits, 0, vm->rules->n_functions);
}

void spot_vm_vary(struct spot_vm *vm, size_t field_idx)
{
	if (field_idx == vm->varied)
		return;
	vm->varied = field_idx;
	memset(vm->n_limits, 0, vm->rules->n_functions);
	for (size_t i = 0; i < vm->n_given_up; i++)
		if (vm->given_up[i].field == field_idx)
			vm->n_limits[vm->given_up[i].fn] = MAX_LIMITS;
}

int spot_vm_explain_failure(struct spot_vm *vm, int fn, const struct spot_batch *batch,
    size_t row_idx, const char *account, struct spot_error *err)
{
	struct spot_buf reads = SPOT_BUF_INIT;
	struct answer answer;
	struct job job;
	int rc;

	if (vm->limit.row == row_idx && vm->limit.fn == fn)
		return spot_vm_tell_failure(
		    err, vm->rules, fn, account, &vm->limit.failure, vm->limit.reads);
	rc = row_run(&job, vm, fn, batch, row_idx, &answer, err);
	if (rc == 0 && answer.state != SPOT_ANSWER_FAILED)
		spot_error_set(&answer.failure, SPOT_ERULES, "it gave no answer");
	if (rc == 0) {
		spot_vm_tell_reads(&reads, job.account, batch, row_idx);
		rc = spot_buf_failed(&reads) ? spot_error_nomem(err)
		    : spot_vm_tell_failure(
			err, vm->rules, fn, account, &answer.failure, spot_buf_str(&reads));
	}
	job_leave(&job);
	spot_buf_reset(&reads);
	return rc;
}

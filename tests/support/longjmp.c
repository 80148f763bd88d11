/* SPDX-License-Identifier: MIT */
/*
 * Linked into what the thread sanitizer watches. The system's Lua leaves functions by
 * __longjmp_chk, which the sanitizer does not know: it would keep every frame left that way,
 * and stop at 65,536 of them.
 */
#include <setjmp.h>

/* The library finds it only when it is not hidden, as all else is. */
__attribute__((visibility("default"))) _Noreturn void __longjmp_chk(jmp_buf env, int value);

_Noreturn void __longjmp_chk(jmp_buf env, int value)
{
	longjmp(env, value);
}

/* SPDX-License-Identifier: MIT */
#include "program/program.h"
int spot_builder_new(struct spot_builder **out, const struct spot_schema *schema, struct spot_error *err){(void)schema,(void)err;*out=NULL;return 0;}
void spot_builder_free(struct spot_builder *builder){(void)builder;}
int spot_program_new(struct spot_program **out, struct spot_builder *builder, struct spot_error *err){(void)builder,(void)err;*out=NULL;return 0;}
void spot_program_free(struct spot_program *program){(void)program;}
const struct spot_output *spot_program_outputs(const struct spot_program *program, size_t *n){(void)program;*n=0;return NULL;}
int spot_program_state_new(struct spot_program_state **out, const struct spot_program *program, struct spot_error *err){(void)program,(void)err;*out=NULL;return 0;}
void spot_program_state_free(struct spot_program_state *state){(void)state;}
int spot_program_run(struct spot_program_state *state, const struct spot_batch *batch, struct spot_lanes *lanes, struct spot_error *err){(void)state,(void)batch,(void)lanes,(void)err;return 0;}
void spot_program_print(struct spot_buf *out, const struct spot_program *program, size_t output_idx){(void)out,(void)program,(void)output_idx;}

// SPDX-License-Identifier: MIT
// The benchmark's ten criteria in GoRules ZEN: node zen.js DATA OUT TIMES [loop|one]
// Accounts are parsed before; TIMES 0 evaluates nothing: the difference is the evaluation.
'use strict';
const { ZenEngine } = require('@gorules/zen-engine');
const { read, write } = require('./accounts');

const [data, out, times, way = 'loop'] = process.argv.slice(2);

const points = {
	size: 'employees != null and employees >= 50 and employees <= 1000 ? 20 : 0',
	industry: "industry in ['SaaS', 'Software', 'Fintech', 'Media', 'Banking', 'Insurance'] ? 15 : 0",
	country: "country in ['Germany', 'France', 'Netherlands', 'Sweden', 'Spain'] ? 10 : " +
		"country in ['United States', 'USA', 'United Kingdom', 'Canada'] ? 5 : 0",
	stack: "tech != null and (contains(tech, 'Snowflake') or contains(tech, 'BigQuery') or " +
		"contains(tech, 'Databricks')) ? 12 : 0",
	hiring: 'hiring == null ? 0 : 12 * min([max([hiring / 0.3, 0]), 1])',
	known: "startsWith(website, 'www.North') or startsWith(name, 'Amber') ? 4 : 0",
	settled: 'founded != null and 2026 - founded >= 10 ? 8 : 0',
	stays: '2026 - signed_year >= 5 ? 9 : 2026 - signed_year >= 2 ? 4.5 : 0.9',
	room: 'employees != null and seats / employees < 0.4 ? 10 : 0',
	free: "plan == 'Free' and newsletter == false ? -6 : 0",
};
// One expression and one evaluation of them all in a loop node: twice the speed of a key for each
// criterion, three times that of an evaluation for each account ("one").
const expressions = [{ id: 'score', key: 'score',
	value: Object.values(points).map((p) => `(${p})`).join(' + ') }];

const decision = new ZenEngine().createDecision({
	nodes: [
		{ id: 'in', name: 'in', type: 'inputNode' },
		{ id: 'criteria', name: 'criteria', type: 'expressionNode', content: way === 'loop'
			? { expressions, executionMode: 'loop', inputField: 'accounts', outputPath: 'accounts' }
			: { expressions } },
		{ id: 'out', name: 'out', type: 'outputNode' },
	],
	edges: [
		{ id: '1', sourceId: 'in', targetId: 'criteria', type: 'edge' },
		{ id: '2', sourceId: 'criteria', targetId: 'out', type: 'edge' },
	],
});

(async () => {
	const accounts = read(data);
	let scores = [];
	for (let i = 0; i < Number(times); i++) {
		if (way === 'loop') {
			const { result } = await decision.evaluate({ accounts });
			scores = result.accounts.map((r) => r.score);
		} else {
			scores = [];
			for (const account of accounts)
				scores.push((await decision.evaluate(account)).result.score);
		}
	}
	write(out, accounts, scores);
})();

import { madeOf, type Rule } from './rule.js'

/** The rules that one is made of, and those that these are made of. */
export function neededRules(rule: Rule, rules: readonly Rule[]): Rule[] {
  const found = new Map<string, Rule>()
  const ahead = madeOf(rule).map((reference) => reference.rule)
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const other = rules.find((candidate) => candidate.id === id)
    if (!other || found.has(id) || id === rule.id) continue
    found.set(id, other)
    ahead.push(...madeOf(other).map((reference) => reference.rule))
  }
  return [...found.values()]
}

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { caseDifferences, playCase, ruleCaseSchema, type RuleCase } from '@ioc/server/alarms/rule-case'
import { BLANKS } from '@ioc/shared/message'
import { requireProvince } from '@ioc/server/stations/province'
import { readProvinceFolder } from '@ioc/server/adapters/province-folder'
import { watches } from '@ioc/shared/limits'
import { isDerivedRule, madeOf, type Rule } from '@ioc/shared/rule'
import { ruleFaults } from '@ioc/shared/rule-faults'

const province = requireProvince(await readProvinceFolder('provinces/hue'))
const { rules, stations, areas, properties } = province
const folder = 'provinces/hue/rules-tests'
const cases = readdirSync(folder).flatMap((file) =>
  z.array(ruleCaseSchema).parse(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))),
)

/** The blanks of a message. */
const blanks = (text: string) => [...new Set(text.match(/\{\w*\}/g))].sort()
const messagesOf = (rule: Rule) => [
  rule.message,
  ...(rule.kind === 'band' ? rule.steps.flatMap(({ message }) => (message ? [message] : [])) : []),
]

/** Whether a case gives a rule something to judge. */
function shows(rule: Rule, { observations, rules: only }: Pick<RuleCase, 'observations' | 'rules'>): boolean {
  if (only && !only.includes(rule.id)) return false
  if (isDerivedRule(rule)) {
    return madeOf(rule).some((part) =>
      shows(
        rules.find(({ id }) => id === part.rule)!,
        { observations },
      ),
    )
  }
  return observations.some(({ station, property }) => {
    const where = stations.find(({ id }) => id === station)!
    if (!watches({ ...rule, enabled: true }, where)) return false
    return !('property' in rule) || (rule.property ?? property) === property
  })
}

describe('the rules of Huế', () => {
  it('contradict nothing, cite where their limits come from and say what to do', () => {
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length)
    for (const rule of rules) {
      expect(ruleFaults(rule, { properties, areas, stations, rules })).toEqual([])
    }
    expect(rules.filter(({ source }) => !source)).toEqual([])
    expect(rules.filter(({ advice, quiet }) => !quiet && !(advice?.vi && advice.en))).toEqual([])
  })

  it('leave only known blanks in their messages, in both languages alike', () => {
    for (const { vi, en } of rules.flatMap(messagesOf)) {
      expect(blanks(vi)).toEqual(blanks(en))
      for (const blank of blanks(vi)) expect(BLANKS.map((name) => `{${name}}`)).toContain(blank)
    }
  })

  it('have each a test in which they must be heard and one in which they must not', () => {
    for (const rule of rules.filter(({ quiet }) => !quiet)) {
      const shown = cases.filter((each) => shows(rule, each))
      const heard = shown.filter(({ alarms }) => alarms.some((line) => line.split(' ')[2] === rule.id))
      expect([rule.id, heard.length > 0, shown.length > heard.length]).toEqual([rule.id, true, true])
    }
  })

  it.each(cases.map((each) => [each.name, each] as const))('%s', (_, test) => {
    expect(caseDifferences(test.alarms, playCase(test, province))).toEqual([])
  })
})

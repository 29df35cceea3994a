import type { Limit, Rule } from '@ioc/shared/rule'
import { describe, expect, it } from 'vitest'
import { GRACE_MS, judgeAlarms, type Score } from '../judge-alarms.js'
import { playStory } from '../play-story.js'
import { HUE_RULES, HUE_STATIONS, truthDrill, type TruthRun } from '../truth-drill.js'
import { precisionOf, recallOf, totalOf, truthTable } from '../truth-table.js'

/** Some of every fault in every story; `pnpm bench truth` has each kind on its own, all stations and more seeds. */
const RUNS: readonly TruthRun[] = [
  { scenario: 'calm', seed: 601, faults: 'all', hours: 2, every: 2 },
  { scenario: 'flood', seed: 602, faults: 'all', hours: 4, every: 3 },
  { scenario: 'haze', seed: 603, faults: 'all', hours: 5, every: 3 },
  { scenario: 'rush-hour', seed: 604, faults: 'all', hours: 5, every: 3 },
  { scenario: 'blackout', seed: 605, faults: 'all', every: 2 },
  { scenario: 'typhoon', seed: 606, faults: 'all', hours: 4, every: 3 },
]

describe('the rules of Huế', () => {
  it('tell what is so, all of it, in time, and hardly anything else', async () => {
    const { byRule, byScenario, unjudged } = await truthDrill(RUNS)
    console.log(`${truthTable('rule', byRule)}\n\n${truthTable('scenario', byScenario)}`)
    const total = totalOf({ scores: byRule })
    expect(total.owed).toBeGreaterThan(100)
    expect([...unjudged]).toEqual([])
    expect(total.faults.filter((fault) => !fault.startsWith('false'))).toEqual([])
    expect(recallOf(total)).toBe(1)
    expect(precisionOf(total)).toBeGreaterThanOrEqual(0.95)
    expect(Math.max(...total.behind)).toBeLessThanOrEqual(GRACE_MS)
  }, 300_000)
})

/** How the alarms of other rules do in the eyes of the shipped ones, over a flood at the gauges. */
async function judged(change: (rule: Rule) => Rule): Promise<Score> {
  const stations = HUE_STATIONS.filter(({ kind }) => kind === 'water')
  const story = { scenario: 'flood', seed: 607, faults: {}, hours: 3, stations }
  const told = await playStory({ ...story, rules: HUE_RULES.map(change) })
  return totalOf(judgeAlarms({ rules: HUE_RULES, stations, ...told }))
}

describe('the judgement', () => {
  it('finds no fault with the shipped rules', async () => {
    const score = await judged((rule) => rule)
    expect([score.told > 5, precisionOf(score), recallOf(score)]).toEqual([true, 1, 1])
  })

  it('sees rules that tell too little', async () => {
    expect(recallOf(await judged((rule) => ({ ...rule, enabled: false })))).toBe(0)
  })

  it('sees rules that tell too early', async () => {
    expect(precisionOf(await judged(withLowerLimits))).toBeLessThan(0.5)
  })

  it('sees rules that tell too late', async () => {
    const late = await judged((rule) => ('holdS' in rule ? { ...rule, holdS: rule.holdS + 600 } : rule))
    expect(Math.max(...late.behind)).toBeGreaterThan(GRACE_MS)
  })
})

function withLowerLimits(rule: Rule): Rule {
  if (rule.kind === 'threshold') return { ...rule, raise: lower(rule.raise) }
  if (rule.kind !== 'band') return rule
  return { ...rule, steps: rule.steps.map((step) => ({ ...step, from: lower(step.from) })) }
}

function lower(limit: Limit): Limit {
  return typeof limit === 'number' ? limit : { ...limit, factor: 0.7 }
}

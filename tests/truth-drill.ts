import { readFileSync } from 'node:fs'
import { ruleSchema, type Rule } from '@ioc/shared/rule'
import { stationSchema, type Station } from '@ioc/shared/station'
import { FAULT_KINDS, type FaultShares } from '@ioc/simulators/faults'
import { z } from 'zod'
import { judgeAlarms, type Score } from './judge-alarms.js'
import { playStory } from './play-story.js'
import { addScores, totalOf } from './truth-table.js'

const read = (name: string) => JSON.parse(readFileSync(`provinces/hue/${name}`, 'utf8')) as unknown
export const HUE_RULES = z.array(ruleSchema).parse(read('rules.json'))
export const HUE_STATIONS = z.array(stationSchema).parse(read('stations.json')) as Station[]

/** Which share of its time, or of its reports, every station spends with a fault. */
const SHARES: Required<FaultShares> = {
  silent: 0.05,
  late: 0.05,
  stuck: 0.05,
  spike: 0.01,
  noise: 0.05,
  drift: 0.05,
  calibrating: 0.05,
  'wrong-clock': 0.05,
  duplicate: 0.05,
  malformed: 0.05,
}

/** What a run is played with, by name: nothing, one kind of fault, or some of each at once. */
export const FAULT_MIXES: Readonly<Record<string, FaultShares>> = {
  none: {},
  ...Object.fromEntries(FAULT_KINDS.map((kind) => [kind, { [kind]: SHARES[kind] }])),
  all: Object.fromEntries(FAULT_KINDS.map((kind) => [kind, SHARES[kind] / 3])),
}

export interface TruthRun {
  scenario: string
  seed: number
  /** A name of `FAULT_MIXES`. */
  faults: string
  /** In how many hours the story is told; its own time where left out. */
  hours?: number
  /** One station in so many takes part (default: all). */
  every?: number
}

export interface TruthScores {
  byRule: Map<string, Score>
  byFault: Map<string, Score>
  byScenario: Map<string, Score>
  /** Conditions that were certain somewhere and that no rule watches. */
  unwatched: Set<string>
  /** Rules that told what no truth speaks of. */
  unjudged: Set<string>
}

/** Plays stories to rules and sums up how they did. */
export async function truthDrill(
  runs: readonly TruthRun[],
  { rules = HUE_RULES, onRun }: { rules?: readonly Rule[]; onRun?: (run: TruthRun, total: Score) => void } = {},
): Promise<TruthScores> {
  const sums: TruthScores = {
    byRule: new Map(),
    byFault: new Map(),
    byScenario: new Map(),
    unwatched: new Set(),
    unjudged: new Set(),
  }
  for (const run of runs) {
    const { scenario, seed, every = 1, ...rest } = run
    const stations = HUE_STATIONS.filter((_, i) => i % every === seed % every)
    const faults = FAULT_MIXES[rest.faults]
    if (!faults) throw new Error(`no mix of faults '${rest.faults}'`)
    const told = await playStory({ scenario, seed, faults, rules, stations, ...(rest.hours && { hours: rest.hours }) })
    const verdicts = judgeAlarms({ rules, stations, ...told })
    const total = totalOf(verdicts)
    for (const [rule, score] of verdicts.scores) addScores(sums.byRule, rule, score)
    addScores(sums.byFault, rest.faults, total)
    addScores(sums.byScenario, scenario, total)
    for (const what of verdicts.unwatched) sums.unwatched.add(what)
    for (const rule of verdicts.unjudged) sums.unjudged.add(rule)
    onRun?.(run, total)
  }
  return sums
}

import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import { watches } from '@ioc/shared/limits'
import type { Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import { isDerivedRule, madeOf, type Rule } from '@ioc/shared/rule'
import {
  LONGEST_TRIAL_MS,
  withChange,
  type Trial,
  type TrialSuggestion,
  type TrialSummary,
  type TriedAlarm,
} from '@ioc/shared/rule-trial'
import type { Area, Station } from '@ioc/shared/station'
import { DAY, HOUR, type EpochMs } from '@ioc/shared/time'
import { coded } from '../errors.js'
import type { Reading } from '../ports/observation-store.js'
import { bestOf, calmerChanges } from './calmer.js'
import { knownAfterMs } from './lateness.js'
import { createRehearsal, type Rehearsal } from './rehearsal.js'
import { createTally, summarise } from './summary.js'

interface TryRuleOptions {
  rule: Rule
  /** As they are now. */
  rules: readonly Rule[]
  stations: { get(id: StationId): Station | undefined; values(): Iterable<Station> }
  areas: readonly Area[]
  properties: readonly ObservedProperty[]
  from: EpochMs
  to: EpochMs
  /** What was measured or computed, in time order. */
  read(station: StationId, property: string, from: EpochMs, to: EpochMs): AsyncIterable<readonly Reading[]>
  /** Lets everybody else have a turn. */
  pause(): Promise<void>
  /** The one who asked is gone. */
  signal: AbortSignal
}

/** Values between two pauses: about ten milliseconds. */
const AT_ONCE = 2_000
/** Values that are held in memory at a time, roughly, at one each ten seconds. */
const HELD = 500_000

/**
 * Plays a rule, and the one it would replace, to what is stored, by the steps with which the desk would have.
 *
 * Windows and durations begin empty at `from`. What is stored has come when it was measured: how late it really was is
 * not known any more. A hourly or daily index is known at the end of its hour or day, so that a rule on it is tried on
 * its final values.
 */
export async function tryRule(options: TryRuleOptions): Promise<Trial> {
  const { rule, rules, from, to } = options
  if (from >= to || to - from > LONGEST_TRIAL_MS) {
    const faults = [{ at: 'from', message: 'must be before to, by 92 days at most' }]
    throw coded('request.bad', 'the range is empty or too long', { faults })
  }
  const present = rules.find(({ id }) => id === rule.id) ?? null
  const [alarms, ofPresent = null] = await playAll(options, present ? [rule, present] : [rule])
  const after = summarise(alarms!, from, to)
  const before = ofPresent && summarise(ofPresent, from, to)
  const suggestion = after.chattering.length > 0 ? await calmer(options, after) : null
  return { before, after, alarms: alarms!, suggestion }
}

async function calmer(options: TryRuleOptions, after: TrialSummary): Promise<TrialSuggestion | null> {
  const { rule, from, to } = options
  const changes = calmerChanges(rule)
  const variants = changes.map((change) => withChange(rule, change))
  const played = await playAll(options, variants)
  const tried = changes.map((change, index) => ({ change, summary: summarise(played[index]!, from, to) }))
  return bestOf(after, tried)
}

/** What each variant of a rule would have raised, in one reading of the past. */
async function playAll(options: TryRuleOptions, variants: readonly Rule[]): Promise<TriedAlarm[][]> {
  const { from, to, pause, signal } = options
  const tallies = variants.map(createTally)
  const rehearsals = variants.map((variant, index) => rehearse(options, variant, tallies[index]!))
  let sincePause = 0
  for await (const observations of happened(options, variants)) {
    for (const observation of observations) {
      for (const rehearsal of rehearsals) rehearsal.take(observation)
      sincePause += rehearsals.length
      if (sincePause < AT_ONCE) continue
      sincePause = 0
      await pause()
      if (signal.aborted) throw coded('request.gone', 'the one who asked is gone')
    }
  }
  for (let until = from; until < to; until += HOUR) {
    for (const rehearsal of rehearsals) rehearsal.advance(Math.min(until + HOUR, to))
    await pause()
  }
  return tallies.map(({ alarms }) => alarms)
}

function rehearse(options: TryRuleOptions, variant: Rule, tally: ReturnType<typeof createTally>): Rehearsal {
  const { rules, stations, areas, properties, from } = options
  // What it is made of must be followed as well; a rule that is tried is neither switched off nor quiet.
  const others = needed(variant, rules).map((other) => ({ ...other, enabled: true }))
  const tried = { ...variant, enabled: true, quiet: false }
  return createRehearsal({
    rules: [...others, tried],
    stations,
    areas,
    properties,
    start: from,
    onEvent: (event) => {
      if (event.alarm.rule === variant.id) tally.add(event)
    },
  })
}

function needed(rule: Rule, rules: readonly Rule[]): Rule[] {
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

/** What the rules can see, in the order in which it became known, a stretch of time after the other. */
async function* happened(options: TryRuleOptions, variants: readonly Rule[]): AsyncGenerator<Observation[]> {
  const { from, to, read, signal } = options
  const sources = sourcesOf(options, variants)
  const stretch = Math.max(HOUR, Math.min(DAY, Math.floor((HELD / Math.max(1, sources.length)) * 10_000)))
  for (let start = from; start < to; start += stretch) {
    const end = Math.min(start + stretch, to)
    const found: Observation[] = []
    for (const { station, property } of sources) {
      const after = knownAfterMs(property)
      const datastream = datastreamId(station, property)
      for await (const readings of read(station, property, start - after, end - after)) {
        for (const { at, value, quality } of readings) {
          const receivedAt = at + after
          found.push({ datastream, station, property, at, value, quality, receivedAt, timeSource: 'device' })
        }
      }
      if (signal.aborted) throw coded('request.gone', 'the one who asked is gone')
    }
    yield found.sort((a, b) => a.receivedAt - b.receivedAt)
  }
}

function sourcesOf({ rules, stations, properties }: TryRuleOptions, variants: readonly Rule[]) {
  const sources = new Map<string, { station: StationId; property: PropertyKey }>()
  const all = variants.flatMap((variant) => [variant, ...needed(variant, rules)])
  for (const station of stations.values()) {
    for (const rule of all) {
      if (isDerivedRule(rule) || !watches({ ...rule, enabled: true }, station)) continue
      const measured = station.properties ?? properties.map(({ key }) => key)
      const keys = 'property' in rule && rule.property !== undefined ? [rule.property as PropertyKey] : measured
      for (const property of keys) sources.set(datastreamId(station.id, property), { station: station.id, property })
    }
  }
  return [...sources.values()]
}

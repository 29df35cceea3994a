import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Rule } from '@ioc/shared/rule'
import {
  LONGEST_TRIAL_MS,
  withChange,
  type Trial,
  type TrialSuggestion,
  type TrialSummary,
  type TriedAlarm,
} from '@ioc/shared/rule-trial'
import type { Area } from '@ioc/shared/station'
import { HOUR, type EpochMs } from '@ioc/shared/time'
import { coded } from '../errors.js'
import { bestOf, calmerChanges } from './calmer.js'
import { happenings, sourcesOf, type Happening, type HappeningsOptions } from './happenings.js'
import { neededRules } from '@ioc/shared/needed-rules'
import type { KnownStations } from '../ports/registry.js'
import type { RecalledDoubt } from '../ports/suspicion-store.js'
import { createRehearsal, type Rehearsal } from './rehearsal.js'
import { createTally, summarise } from './summary.js'

interface TryRuleOptions extends Omit<HappeningsOptions, 'stations' | 'doubts'> {
  rule: Rule
  /** As they are now. */
  rules: readonly Rule[]
  stations: KnownStations
  areas: readonly Area[]
  /** What would have been doubted of these datastreams, in time order. */
  readDoubts(
    places: readonly { station: StationId; property: PropertyKey }[],
    range: { from: EpochMs; to: EpochMs },
    signal: AbortSignal,
  ): Promise<RecalledDoubt[]>
  /** Lets everybody else have a turn. */
  pause(): Promise<void>
}

type PlayOptions = TryRuleOptions & Pick<HappeningsOptions, 'doubts'>

/** Values between two pauses: about ten milliseconds. */
const AT_ONCE = 2_000

/**
 * Plays a rule, and the one it would replace, to what is stored, by the steps with which the desk would have.
 *
 * Windows and durations begin empty at `from`. What is stored has come when it was measured: how late it really was is
 * not known any more. A hourly or daily index is known at the end of its hour or day, so that a rule on it is tried on
 * its final values. Rules on forecasts are played to those that were issued then. What does not fit is not on record: it
 * is found again, as if watching had begun at `from`.
 */
export async function tryRule(options: TryRuleOptions): Promise<Trial> {
  const { rule, rules, from, to } = options
  if (from >= to || to - from > LONGEST_TRIAL_MS) {
    const faults = [{ at: 'from', message: 'must be before to, by 92 days at most' }]
    throw coded('request.bad', 'the range is empty or too long', { faults })
  }
  const present = rules.find(({ id }) => id === rule.id) ?? null
  const variants = present ? [rule, present] : [rule]
  const kinds = new Set(allOf(variants, rules).map(({ kind }) => kind))
  const doubts = await doubtsOf(options, variants)
  const { played, forecastsFrom } = await playAll({ ...options, doubts }, variants)
  if (kinds.has('forecast') && forecastsFrom === null)
    throw coded('trial.no-forecasts', 'no forecast of what the rule looks at was issued in the range')
  const [alarms, ofPresent = null] = played
  const after = summarise(alarms!, from, to)
  const before = ofPresent && summarise(ofPresent, from, to)
  const suggestion = after.chattering.length > 0 ? await calmer({ ...options, doubts }, after) : null
  return { before, after, alarms: alarms!, suggestion, forecastsFrom }
}

async function doubtsOf(options: TryRuleOptions, variants: readonly Rule[]): Promise<RecalledDoubt[]> {
  const { readDoubts, from, to, signal } = options
  const rules = allOf(variants, options.rules).filter(({ kind }) => kind === 'anomaly')
  return rules.length > 0 ? readDoubts([...sourcesOf({ ...options, rules }).values()], { from, to }, signal) : []
}

async function calmer(options: PlayOptions, after: TrialSummary): Promise<TrialSuggestion | null> {
  const { rule, from, to } = options
  const changes = calmerChanges(rule)
  const variants = changes.map((change) => withChange(rule, change))
  const { played } = await playAll(options, variants)
  const tried = changes.map((change, index) => ({ change, summary: summarise(played[index]!, from, to) }))
  return bestOf(after, tried)
}

/** What each variant of a rule would have raised, in one reading of the past. */
async function playAll(
  options: PlayOptions,
  variants: readonly Rule[],
): Promise<{ played: TriedAlarm[][]; forecastsFrom: EpochMs | null }> {
  const { from, to, pause, signal } = options
  const tallies = variants.map(createTally)
  const rehearsals = variants.map((variant, index) => rehearse(options, variant, tallies[index]!))
  let forecastsFrom: EpochMs | null = null
  let sincePause = 0
  for await (const stretch of happenings({ ...options, rules: allOf(variants, options.rules) })) {
    for (const happening of stretch) {
      for (const rehearsal of rehearsals) play(rehearsal, happening)
      if ('expectation' in happening) forecastsFrom ??= happening.expectation.issuedAt
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
  return { played: tallies.map(({ alarms }) => alarms), forecastsFrom }
}

function play(rehearsal: Rehearsal, happening: Happening): void {
  if ('doubt' in happening) {
    const { station, property, doubt, from } = happening
    return rehearsal.doubt(station, property, doubt, from)
  }
  if (!('expectation' in happening)) return rehearsal.take(happening)
  rehearsal.foresee(happening.station, happening.property as PropertyKey, happening.expectation)
}

function rehearse(options: TryRuleOptions, variant: Rule, tally: ReturnType<typeof createTally>): Rehearsal {
  const { rules, stations, areas, properties, from } = options
  // What it is made of must be followed as well; a rule that is tried is neither switched off nor quiet.
  const others = neededRules(variant, rules).map((other) => ({ ...other, enabled: true }))
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

function allOf(variants: readonly Rule[], rules: readonly Rule[]): Rule[] {
  return variants.flatMap((variant) => [variant, ...neededRules(variant, rules)])
}

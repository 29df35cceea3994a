import type { Severity } from '@ioc/shared/alarm'
import { isWorse } from '@ioc/shared/alarm-order'
import type { WireEarlyRecord, WireEarlyTally } from '@ioc/shared/forecast'
import { valueLimits, watches } from '@ioc/shared/limits'
import type { ForecastRule, Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import type { StationId } from '@ioc/shared/ids'
import { DAY, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import type { AlarmFact, AlarmJournal } from '../ports/alarm-journal.js'
import type { KnownStations } from '../ports/registry.js'
import { quantile } from './quantile.js'

interface EarlyRecordOptions {
  journal: Pick<AlarmJournal, 'facts'>
  rules: readonly Rule[]
  stations: Pick<KnownStations, 'get'>
  /** Since when the rules run. */
  ranSince: EpochMs
  now: EpochMs
}

/** One limit of a rule that forecasts. */
interface FollowedLimit {
  /** What a warning of it is. */
  severity: Severity
  /** The rules on the value itself that have it as a limit, with what an alarm that passes it is at least. */
  real: ReadonlyMap<string, Severity>
  warnings: Warning[]
  passings: Passing[]
  /** What stands now, by alarm. */
  warned: Map<string, Warning>
  passed: Set<string>
}

/** An early warning of a limit: it stood from `at` to `to`. */
interface Warning {
  station: StationId
  at: EpochMs
  to: EpochMs
}

/** A limit was passed that the rule forecasts. */
interface Passing {
  station: StationId
  at: EpochMs
}

interface Followed {
  rule: ForecastRule
  limits: FollowedLimit[]
}

const ENDS: readonly AlarmFact['type'][] = ['returned', 'cleared', 'ended']
const MOVES: readonly AlarmFact['type'][] = ['raised', 'worsened', 'eased', ...ENDS]
const WEEK = 7
const MONTH = 30
/** So long the first forecasts take: what had been passed before them nobody could have been told of. */
const FIRST_LOOK_MS = 10 * MINUTE
/** The farthest that a rule looks ahead, and the longest that its warnings usually stand. */
const BEFORE_MS = 2 * DAY

/** How the early warnings of the last days did, from the journal alone, a record for each rule that forecasts. */
export async function readEarlyRecords(options: EarlyRecordOptions): Promise<WireEarlyRecord[]> {
  const { now } = options
  const followed = await followAll(options, now - MONTH * DAY, now + 1)
  return followed.map((each) => ({
    rule: each.rule.id,
    week: tally(each, { from: now - WEEK * DAY, to: now + 1 }, now),
    month: tally(each, { from: now - MONTH * DAY, to: now + 1 }, now),
  }))
}

/** The same of what was warned of and passed in one range, by what is known of it now. */
export async function readEarlyTallies(
  options: EarlyRecordOptions,
  range: { from: EpochMs; to: EpochMs },
): Promise<(WireEarlyTally & { rule: string })[]> {
  const followed = await followAll(options, range.from, Math.min(range.to + BEFORE_MS, options.now + 1))
  return followed.map((each) => ({ rule: each.rule.id, ...tally(each, range, options.now) }))
}

async function followAll({ journal, rules, stations, ranSince }: EarlyRecordOptions, from: EpochMs, to: EpochMs) {
  const followed = rules.flatMap((rule) =>
    rule.kind === 'forecast' && rule.enabled !== false ? follow(rule, rules) : [],
  )
  if (followed.length === 0) return []
  for await (const facts of journal.facts(from - BEFORE_MS, to)) {
    for (const fact of facts) for (const each of followed) take(each, fact, stations.get(fact.station))
  }
  for (const { passings } of followed.flatMap(({ limits }) => limits)) {
    const seen = passings.filter(({ at }) => at >= ranSince + FIRST_LOOK_MS)
    passings.splice(0, passings.length, ...seen)
  }
  return followed
}

/**
 * The limits of a rule whose passing is seen, by their severity: of two with the same one, the milder, for an alarm tells
 * no more of itself.
 */
function follow(rule: ForecastRule, rules: readonly Rule[]): Followed {
  const told = rule.steps.filter(({ severity }, index) => {
    return rule.steps.findIndex((step) => step.severity === severity) === index
  })
  const limits = told.map(({ from, severity }): FollowedLimit => {
    const real = new Map<string, Severity>()
    for (const other of rules) {
      if (!('when' in other) || other.when !== rule.when) continue
      const same = valueLimits(other, rule.property).find(({ limit }) => JSON.stringify(limit) === JSON.stringify(from))
      if (same) real.set(other.id, same.severity)
    }
    return { severity, real, warnings: [], passings: [], warned: new Map(), passed: new Set() }
  })
  return { rule, limits: limits.filter(({ real }) => real.size > 0) }
}

function take({ rule, limits }: Followed, fact: AlarmFact, station: Station | undefined): void {
  const { alarm, at } = fact
  if (!MOVES.includes(fact.type)) return
  for (const limit of limits) {
    if (!station || !watches(rule, station)) continue
    const goesOn = !ENDS.includes(fact.type)
    if (fact.rule === rule.id) {
      // A warning tells of one limit: nobody was told of the milder ones.
      warn(limit, goesOn && fact.severity === limit.severity, fact)
      continue
    }
    const mildest = limit.real.get(fact.rule)
    if (!mildest) continue
    const stands = goesOn && !isWorse(mildest, fact.severity)
    if (!stands) limit.passed.delete(alarm)
    else if (!limit.passed.has(alarm)) {
      limit.passed.add(alarm)
      limit.passings.push({ station: fact.station, at })
    }
  }
}

function warn({ warnings, warned }: FollowedLimit, stands: boolean, { alarm, station, at }: AlarmFact): void {
  const standing = warned.get(alarm)
  if (stands === (standing !== undefined)) return
  if (standing) {
    standing.to = at
    warned.delete(alarm)
  } else {
    const warning = { station, at, to: Infinity }
    warned.set(alarm, warning)
    warnings.push(warning)
  }
}

/**
 * A passing is a hit if a warning of that limit stood, or was given within its horizon: the newest such says how long
 * before, by its horizon at most. Under a warning of a worse limit it is neither a hit nor missed. A warning is false if
 * no passing came, once that time is over.
 */
function tally(
  { rule, limits }: Followed,
  { from, to: end }: { from: EpochMs; to: EpochMs },
  now: EpochMs,
): WireEarlyTally {
  const isWithin = ({ at }: { at: EpochMs }) => at >= from && at < end
  const horizonMs = rule.horizonS * SECOND
  const until = ({ at, to }: Warning) => Math.max(to, at + horizonMs)
  const foretells = (warning: Warning, { station, at }: Passing) =>
    warning.station === station && warning.at < at && at <= until(warning)
  const leads: number[] = []
  let [falseAlarms, missed] = [0, 0]
  const isUnderWorse = (passing: Passing, severity: Severity) =>
    limits.some(
      (each) => isWorse(each.severity, severity) && each.warnings.some((warning) => foretells(warning, passing)),
    )
  for (const { severity, warnings, passings } of limits) {
    for (const passing of passings.filter(isWithin)) {
      const warning = warnings.findLast((each) => foretells(each, passing))
      if (warning) leads.push(Math.min(passing.at - warning.at, horizonMs) / SECOND)
      else if (!isUnderWorse(passing, severity)) missed++
    }
    falseAlarms += warnings.filter(
      (each) => isWithin(each) && until(each) <= now && !passings.some((passing) => foretells(each, passing)),
    ).length
  }
  return { hits: leads.length, false: falseAlarms, missed, leadS: quantile(leads, 0.5) }
}

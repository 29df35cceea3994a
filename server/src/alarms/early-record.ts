import { SEVERITIES, type Severity } from '@ioc/shared/alarm'
import { isWorse } from '@ioc/shared/alarm-order'
import type { WireEarlyRecord, WireEarlyTally } from '@ioc/shared/forecast'
import { limitsOf } from '@ioc/shared/rule-faults'
import { watches } from '@ioc/shared/limits'
import type { ForecastRule, Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import type { StationId } from '@ioc/shared/ids'
import { DAY, SECOND, type EpochMs } from '@ioc/shared/time'
import type { AlarmFact, AlarmJournal } from '../ports/alarm-journal.js'
import { quantile } from './quantile.js'

interface EarlyRecordOptions {
  journal: Pick<AlarmJournal, 'facts'>
  rules: readonly Rule[]
  stations: { get(id: StationId): Station | undefined }
  now: EpochMs
}

/** An early warning: it stood from `at` to `to`. */
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
  /** The rules on the value itself that have limits of it, each with the mildest severity of those. */
  real: ReadonlyMap<string, Severity>
  /** By alarm; an alarm passes once. */
  warnings: Map<string, Warning>
  passings: Map<string, Passing>
}

const ENDS: readonly AlarmFact['type'][] = ['returned', 'cleared', 'ended']
const WEEK = 7
const MONTH = 30
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

async function followAll({ journal, rules, stations }: EarlyRecordOptions, from: EpochMs, to: EpochMs) {
  const followed = rules.flatMap((rule) =>
    rule.kind === 'forecast' && rule.enabled !== false ? follow(rule, rules) : [],
  )
  if (followed.length === 0) return []
  for await (const facts of journal.facts(from - BEFORE_MS, to)) {
    for (const fact of facts) for (const each of followed) take(each, fact, stations.get(fact.station))
  }
  return followed
}

function follow(rule: ForecastRule, rules: readonly Rule[]): Followed {
  const limits = new Set(limitsOf(rule).map(([, limit]) => JSON.stringify(limit)))
  const real = new Map<string, Severity>()
  for (const other of rules) {
    if (other.kind !== 'threshold' && other.kind !== 'band') continue
    if (other.property !== rule.property || other.when !== rule.when) continue
    const steps = other.kind === 'band' ? other.steps : [{ from: other.raise, severity: other.severity }]
    const severities = steps.filter(({ from }) => limits.has(JSON.stringify(from))).map(({ severity }) => severity)
    const mildest = SEVERITIES.findLast((severity) => severities.includes(severity))
    if (mildest) real.set(other.id, mildest)
  }
  return { rule, real, warnings: new Map(), passings: new Map() }
}

function take({ rule, real, warnings, passings }: Followed, fact: AlarmFact, station: Station | undefined): void {
  const { at, type, alarm, severity } = fact
  if (fact.rule === rule.id) {
    const warning = warnings.get(alarm)
    if (!warning) warnings.set(alarm, { station: fact.station, at, to: type === 'raised' ? Infinity : at })
    else if (ENDS.includes(type)) warning.to = Math.min(warning.to, at)
    else if (type === 'raised') warning.to = Infinity
    return
  }
  const mildest = real.get(fact.rule)
  if (!mildest || (type !== 'raised' && type !== 'worsened') || passings.has(alarm)) return
  if (isWorse(mildest, severity) || !station || !watches(rule, station)) return
  passings.set(alarm, { station: fact.station, at })
}

/** A warning is a hit if a limit is passed while it stands or within its horizon, and false once that time is over. */
function tally(
  { rule, ...found }: Followed,
  { from, to }: { from: EpochMs; to: EpochMs },
  now: EpochMs,
): WireEarlyTally {
  const [warnings, passings] = [[...found.warnings.values()], [...found.passings.values()]]
  const until = ({ to }: Warning) => to + rule.horizonS * SECOND
  const foretells = (warning: Warning, { station, at }: Passing) =>
    warning.station === station && warning.at < at && at <= until(warning)
  const leads: number[] = []
  let falseAlarms = 0
  for (const warning of warnings) {
    if (warning.at < from || warning.at >= to) continue
    const passing = passings.find((each) => foretells(warning, each))
    if (passing) leads.push((passing.at - warning.at) / SECOND)
    else if (until(warning) <= now) falseAlarms++
  }
  const missed = passings.filter(
    (each) => each.at >= from && each.at < to && !warnings.some((warning) => foretells(warning, each)),
  ).length
  return { hits: leads.length, false: falseAlarms, missed, leadS: quantile(leads, 0.5) }
}

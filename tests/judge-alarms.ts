import type { Alarm, AlarmEvent } from '@ioc/shared/alarm'
import { resolveLimit, watches } from '@ioc/shared/limits'
import type { Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { SECOND } from '@ioc/shared/time'
import type { TruthEntry } from '@ioc/simulators/truth/truth-of'

/** What an alarm system may take beyond the time that its rule waits. */
export const GRACE_MS = 5 * SECOND

/** How one rule did. */
export interface Score {
  /** Times that it told something … */
  told: number
  /** … that was so. */
  right: number
  /** Things that it had to tell … */
  owed: number
  /** … and did. */
  found: number
  /** For each of those, from when it was certain to when it was told, less what the rule waits, ms. */
  behind: number[]
  /** … and with it. */
  delays: number[]
  /** The false and the missed ones, in words. */
  faults: string[]
}

export interface Verdicts {
  scores: Map<string, Score>
  /** What happened and no rule watches. */
  unwatched: Set<string>
}

/**
 * Compares what alarms said with what was true.
 *
 * An alarm is right when the condition was possible at the moment it was raised. A truth is owed when it was certain for
 * as long as the rule waits, and found when an alarm stood by the end of that time, or late but before it was over.
 */
export function judgeAlarms(options: {
  rules: readonly Rule[]
  stations: readonly Station[]
  events: readonly AlarmEvent[]
  truth: readonly TruthEntry[]
}): Verdicts {
  const { rules, events, truth } = options
  const stations = new Map(options.stations.map((station) => [station.id as string, station]))
  const scores = new Map(rules.map((rule) => [rule.id, emptyScore()]))
  const standing = standingOf(events)

  for (const { type, at, alarm } of events) {
    const score = scores.get(alarm.rule)
    const rule = rules.find(({ id }) => id === alarm.rule)
    if (type !== 'raised' || !score || !rule) continue
    score.told++
    const isRight = truth.some(
      (entry) => isAbout(rule, alarm, entry, stations) && at >= entry.from && at <= entry.to + GRACE_MS,
    )
    if (isRight) score.right++
    else score.faults.push(`false: ${time(at)} ${alarm.message.en}`)
  }

  const unwatched = new Set<string>()
  for (const entry of truth) {
    const watching = rules.filter((rule) => entry.stations.some((id) => tells(rule, stations.get(id), entry)))
    if (watching.length === 0 && entry.certain.length > 0) unwatched.add(entry.what)
    for (const rule of watching) {
      const score = scores.get(rule.id)
      const waits = waitMs(rule, stations.get(entry.stations[0] ?? ''))
      const stretch = entry.certain.find(([from, to]) => to - from >= waits + GRACE_MS)
      if (!score || !stretch) continue
      score.owed++
      const [from] = stretch
      const alarm = standing
        .filter((one) => isAbout(rule, one.alarm, entry, stations) && one.from <= entry.to && one.to >= from)
        .sort((a, b) => a.from - b.from)[0]
      if (!alarm) {
        score.faults.push(`missed: ${time(from)} ${entry.what} at ${entry.stations.join(', ')}`)
        continue
      }
      score.found++
      score.delays.push(Math.max(0, alarm.from - from))
      score.behind.push(Math.max(0, alarm.from - from - waits))
    }
  }
  return { scores, unwatched }
}

export function emptyScore(): Score {
  return { told: 0, right: 0, owed: 0, found: 0, behind: [], delays: [], faults: [] }
}

interface Standing {
  alarm: Alarm
  from: number
  to: number
}

/** When the condition of each alarm stood. */
function standingOf(events: readonly AlarmEvent[]): Standing[] {
  const all: Standing[] = []
  const open = new Map<string, Standing>()
  for (const { at, alarm } of events) {
    const before = open.get(alarm.id)
    if (!before && alarm.clearedAt === null) {
      const standing = { alarm, from: at, to: Infinity }
      open.set(alarm.id, standing)
      all.push(standing)
    }
    if (before && alarm.clearedAt !== null) {
      before.to = at
      open.delete(alarm.id)
    }
  }
  return all
}

function isAbout(rule: Rule, alarm: Alarm, entry: TruthEntry, stations: ReadonlyMap<string, Station>): boolean {
  return (
    alarm.rule === rule.id && entry.stations.includes(alarm.station) && tells(rule, stations.get(alarm.station), entry)
  )
}

/** Whether a rule is there to tell this. */
function tells(rule: Rule, station: Station | undefined, { what, properties, limit }: TruthEntry): boolean {
  if (!station || !watches(rule, station)) return false
  if (rule.kind === 'silence') return what === 'station.silent'
  const own = resolveLimit(rule.raise, station.attributes)
  return limit !== null && own !== null && Math.abs(own - limit) < 1e-6 && properties.includes(rule.property)
}

/** How long a rule waits before it tells. */
function waitMs(rule: Rule, station: Station | undefined): number {
  if (rule.kind === 'threshold') return rule.holdS * SECOND
  return Math.max(rule.intervals * (station?.reportIntervalS ?? 0), rule.minS) * SECOND
}

function time(at: number): string {
  return new Date(at).toISOString().slice(5, 19)
}

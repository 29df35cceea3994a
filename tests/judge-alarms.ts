import type { Alarm, AlarmEvent } from '@ioc/shared/alarm'
import type { Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { SECOND } from '@ioc/shared/time'
import type { TruthEntry } from '@ioc/simulators/truth/truth-of'
import { isAbout, tells, waitMs } from './tells.js'

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
  /** For each of those, from when it was certain to when it was told … */
  delays: number[]
  /** … and without what the rule waits, ms. */
  behind: number[]
  /** The false and the missed ones, in words. */
  faults: string[]
}

export interface Verdicts {
  scores: Map<string, Score>
  /** What was certain and no rule watches. */
  unwatched: Set<string>
  /** Rules that told what no truth speaks of. */
  unjudged: Set<string>
}

/**
 * Compares what alarms said with what was true.
 *
 * An alarm is right when its condition was possible at the moment it was raised or grew worse. A truth is owed when it
 * was certain for as long as the rule waits, and found when an alarm stood for it, or for worse, before it was over.
 */
export function judgeAlarms(options: {
  rules: readonly Rule[]
  stations: readonly Station[]
  events: readonly AlarmEvent[]
  truth: readonly TruthEntry[]
}): Verdicts {
  const { events, truth } = options
  const rules = options.rules.filter(({ enabled, quiet }) => enabled !== false && !quiet)
  const province = {
    rules: new Map(options.rules.map((rule) => [rule.id, rule])),
    stations: new Map(options.stations.map((station) => [station.id as string, station])),
  }
  const scores = new Map(rules.filter(isJudged).map((rule) => [rule.id, emptyScore()]))
  const unjudged = new Set<string>()
  const happened = new Set<string>()
  const watched = new Set<string>()

  for (const { type, at, alarm } of events) {
    if (type !== 'raised' && type !== 'worsened') continue
    const score = scores.get(alarm.rule)
    if (!score) {
      unjudged.add(alarm.rule)
      continue
    }
    score.told++
    const isPossible = ({ from, to }: TruthEntry) => at >= from && at <= to + GRACE_MS
    if (truth.some((entry) => isPossible(entry) && isAbout(province, alarm, entry, false))) score.right++
    else score.faults.push(`false: ${time(at)} ${alarm.rule}: ${alarm.message.en}`)
  }

  const standing = standingOf(events)
  for (const entry of truth) {
    const watching = rules.filter((rule) => entry.stations.some((id) => tells(province, rule, id, entry)))
    if (entry.certain.length > 0) happened.add(entry.what)
    if (watching.length > 0) watched.add(entry.what)
    for (const rule of watching) {
      const waits = waitMs(province, rule, entry.stations[0] ?? '')
      const stretch = entry.certain.find(([from, to]) => to - from >= waits + GRACE_MS)
      const score = scores.get(rule.id)
      if (!score || !stretch) continue
      score.owed++
      const [since] = stretch
      const toldAt = standing
        .filter(({ alarm, from, to }) => {
          return alarm.rule === rule.id && from <= entry.to && to >= since && isAbout(province, alarm, entry, true)
        })
        .reduce((first, { from }) => Math.min(first, from), Infinity)
      if (toldAt === Infinity) {
        score.faults.push(`missed: ${time(since)} ${rule.id}: ${entry.what} at ${entry.stations.join(', ')}`)
        continue
      }
      score.found++
      score.delays.push(Math.max(0, toldAt - since))
      score.behind.push(Math.max(0, toldAt - since - waits))
      if (toldAt > since + waits + GRACE_MS) {
        score.faults.push(
          `late: ${time(toldAt)} for ${time(since)} ${rule.id}: ${entry.what} at ${entry.stations.join(', ')}`,
        )
      }
    }
  }
  return { scores, unwatched: new Set([...happened].filter((what) => !watched.has(what))), unjudged }
}

export function emptyScore(): Score {
  return { told: 0, right: 0, owed: 0, found: 0, behind: [], delays: [], faults: [] }
}

/** How fast a value moves, and what others tell together, no official text limits. */
function isJudged({ kind }: Rule): boolean {
  return kind !== 'rate' && kind !== 'combined'
}

interface Standing {
  alarm: Alarm
  from: number
  to: number
}

/** When the condition of each alarm stood, with a stretch for each limit that it passed. */
function standingOf(events: readonly AlarmEvent[]): Standing[] {
  const all: Standing[] = []
  const open = new Map<string, Standing>()
  for (const { at, alarm } of events) {
    const before = open.get(alarm.id)
    const stands = alarm.clearedAt === null
    if (before && stands && before.alarm.limit === alarm.limit) continue
    if (before) {
      before.to = at
      open.delete(alarm.id)
    }
    if (!stands) continue
    const standing = { alarm, from: at, to: Infinity }
    open.set(alarm.id, standing)
    all.push(standing)
  }
  return all
}

function time(at: number): string {
  return new Date(at).toISOString().slice(5, 19)
}

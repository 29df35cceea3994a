import type { AlarmLine, NuisanceLine, WireAlarmQuality } from '@ioc/shared/alarm-quality'
import type { Rule } from '@ioc/shared/rule'
import { MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import { HOLDS, RESTS } from './calmer.js'
import { quantile } from './quantile.js'
import { CHATTER_COUNT, CHATTER_MS } from './summary.js'

export interface Nuisances {
  /** A rule asked for a look at a station. */
  asked(rule: string, station: string): void
  /** … because its condition has begun, or begun again: what grows worse or comes back from aside does not chatter. */
  raised(rule: string, station: string, at: EpochMs): void
  /** What had been raised at `since` is over. */
  ended(rule: string, station: string, since: EpochMs, at: EpochMs): void
  result(): Pick<WireAlarmQuality, 'top' | 'nuisances'>
}

interface Seen extends AlarmLine {
  chattering: number
  fleeting: number
  /** Newest last, no more than are needed to tell chattering. */
  raised: EpochMs[]
  endedAt: EpochMs
  /** Seconds from an end to the next raising, and from raising to end, where they are short. */
  gaps: number[]
  lengths: number[]
}

/** Over within this time, nobody could have acted. */
const FLEETING_MS = MINUTE
const MOST = 10
const MOST_NUISANCES = 50
/** A delay is worth its price where it would have kept this share away. */
const WORTH = 0.9

/** Which rules at which stations ask most, and which of them for nothing. */
export function createNuisances(rules: readonly Rule[]): Nuisances {
  const seen = new Map<string, Seen>()

  function at(rule: string, station: string): Seen {
    const key = `${rule} ${station}`
    let line = seen.get(key)
    if (!line) {
      const none = { count: 0, chattering: 0, fleeting: 0, raised: [], endedAt: -Infinity, gaps: [], lengths: [] }
      seen.set(key, (line = { rule, station, ...none }))
    }
    return line
  }

  function suggest({ rule: id, chattering, fleeting, gaps, lengths }: Seen): NuisanceLine['suggestion'] {
    const rule = rules.find((candidate) => candidate.id === id)
    if (rule && 'restS' in rule && chattering >= fleeting) {
      const needed = rule.restS + (quantile(gaps, WORTH) ?? 0)
      const restS = RESTS.find((seconds) => seconds > needed)
      if (restS !== undefined) return { restS }
    }
    if (rule && 'holdS' in rule && fleeting > 0) {
      // What is seen of a condition begins with its hold and ends with its rest.
      const needed = rule.holdS - rule.restS + (quantile(lengths, WORTH) ?? 0)
      const holdS = HOLDS.find((seconds) => seconds > Math.max(needed, rule.holdS))
      if (holdS !== undefined) return { holdS }
    }
    return null
  }

  return {
    asked(rule, station) {
      at(rule, station).count += 1
    },
    raised(rule, station, now) {
      const line = at(rule, station)
      line.raised.push(now)
      if (line.raised.length > CHATTER_COUNT) line.raised.shift()
      if (line.raised.length === CHATTER_COUNT && now - line.raised[0]! <= CHATTER_MS) line.chattering += 1
      const gap = now - line.endedAt
      if (gap <= CHATTER_MS) line.gaps.push(gap / SECOND)
    },
    ended(rule, station, since, now) {
      const line = at(rule, station)
      line.endedAt = now
      if (now - since > FLEETING_MS) return
      line.fleeting += 1
      line.lengths.push((now - since) / SECOND)
    },
    result() {
      const all = [...seen.values()].sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1))
      const total = all.reduce((sum, { count }) => sum + count, 0)
      const lines = all
        .slice(0, MOST)
        .flatMap(({ rule, station, count }) => (count > 0 ? [{ rule, station, count }] : []))
      const most = lines.reduce((sum, { count }) => sum + count, 0)
      return {
        top: { lines, share: total > 0 ? most / total : 0 },
        nuisances: all
          .filter(({ chattering, fleeting }) => chattering + fleeting > 0)
          .sort((a, b) => b.chattering + b.fleeting - a.chattering - a.fleeting)
          .slice(0, MOST_NUISANCES)
          .map((line) => {
            const { rule, station, count, chattering, fleeting } = line
            return { rule, station, count, chattering, fleeting, suggestion: suggest(line) }
          }),
      }
    },
  }
}

import { bucketStart, DAY, type EpochMs } from '@ioc/shared/time'
import type { Tier } from './tiers.js'

export interface Range {
  /** Inclusive. */
  from: EpochMs
  /** Exclusive. */
  to: EpochMs
}

/** How far a tier can be trusted. */
export interface Trust {
  /** Days from this one on are not in the tier yet. */
  rolled: EpochMs
  /** Days before it that are not, or no longer, in the tier as they are; in order. */
  except: readonly EpochMs[]
}

/** More pieces than this cost more than the observations of what lies between them. */
const MOST_PIECES = 16

/** Which parts of a range a tier answers, and which are left to the observations; both in order. */
export function splitByTier(range: Range, { everyMs }: Tier, trust: Trust): { tier: Range[]; raw: Range[] } {
  const from = bucketStart(range.from + everyMs - 1, everyMs)
  const to = Math.min(bucketStart(range.to, everyMs), trust.rolled)
  const [tier, raw]: [Range[], Range[]] = [[], []]
  let done = range.from
  for (const { from: first, to: end } of gaps({ from, to }, daysAsRanges(trust.except))) {
    if (done < first) raw.push({ from: done, to: first })
    tier.push({ from: first, to: end })
    done = end
  }
  if (done < range.to) raw.push({ from: done, to: range.to })
  return { tier, raw }
}

/** Days that follow one another as one range; all as one where there are too many. */
function daysAsRanges(days: readonly EpochMs[]): Range[] {
  const ranges: Range[] = []
  for (const day of days) {
    const before = ranges.at(-1)
    if (before?.to === day) before.to = day + DAY
    else ranges.push({ from: day, to: day + DAY })
  }
  const [first, last] = [ranges[0], ranges.at(-1)]
  return ranges.length > MOST_PIECES && first && last ? [{ from: first.from, to: last.to }] : ranges
}

/** What of a range lies outside these, which are in order. */
function gaps({ from, to }: Range, taken: readonly Range[]): Range[] {
  const free: Range[] = []
  let start = from
  for (const { from: first, to: end } of taken) {
    if (start < Math.min(first, to)) free.push({ from: start, to: Math.min(first, to) })
    start = Math.max(start, end)
  }
  if (start < to) free.push({ from: start, to })
  return free
}

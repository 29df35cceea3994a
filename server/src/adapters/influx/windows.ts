import { DAY, startOfLocalDay, VIETNAM_OFFSET_MS, type EpochMs } from '@ioc/shared/time'

/**
 * How much time one query spans: InfluxDB 3 Core refuses more than three days. Windows begin with a local day, so that
 * no bucket lies in two of them.
 */
export const WINDOW_MS = 2 * DAY

interface Range {
  from: EpochMs
  to: EpochMs
}

export interface Window extends Range {
  /** Some of it is in the front. */
  here: boolean
}

function windowStart(at: EpochMs): EpochMs {
  return Math.floor((startOfLocalDay(at) + VIETNAM_OFFSET_MS) / WINDOW_MS) * WINDOW_MS - VIETNAM_OFFSET_MS
}

/** The windows of a range that are worth a look, in order: those that hold something here, and those that touch a reach. */
export function windowsOf(
  { from, to }: Range,
  here: readonly EpochMs[],
  reaches: readonly { first: EpochMs; last: EpochMs }[],
): Window[] {
  const ours = new Set(here)
  const wanted = new Set(here)
  for (const { first, last } of reaches) {
    const end = Math.min(to, last + 1)
    for (let start = windowStart(Math.max(from, first)); start < end; start += WINDOW_MS) wanted.add(start)
  }
  return [...wanted]
    .sort((a, b) => a - b)
    .map((start) => ({ from: Math.max(from, start), to: Math.min(to, start + WINDOW_MS), here: ours.has(start) }))
}

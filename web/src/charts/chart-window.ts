import { DAY, MINUTE, type EpochMs } from '@ioc/shared/time'

/** What a chart shows of time. */
export interface ChartWindow {
  spanMs: number
  /** Null: now, and it goes on with it. */
  to: EpochMs | null
}

export interface Span {
  from: EpochMs
  to: EpochMs
}

const SHORTEST = 5 * MINUTE
const LONGEST = 5 * 366 * DAY

export function spanOf({ spanMs, to }: ChartWindow, now: EpochMs): Span {
  const end = to ?? now
  return { from: end - spanMs, to: end }
}

/** The window over these times; one that ends in the present goes on with it. */
export function windowOver({ from, to }: Span, now: EpochMs): ChartWindow {
  const spanMs = Math.min(LONGEST, Math.max(SHORTEST, to - from))
  return { spanMs, to: to >= now - spanMs / 100 ? null : to }
}

/** Shows `factor` times as long a time and keeps `at` where it is; null: the middle. */
export function zoomed(window: ChartWindow, factor: number, at: EpochMs | null, now: EpochMs): ChartWindow {
  const { from, to } = spanOf(window, now)
  const spanMs = Math.min(LONGEST, Math.max(SHORTEST, window.spanMs * factor))
  const still = at ?? (from + to) / 2
  const end = still + ((to - still) / window.spanMs) * spanMs
  return windowOver({ from: end - spanMs, to: end }, now)
}

export function panned(window: ChartWindow, ms: number, now: EpochMs): ChartWindow {
  const { from, to } = spanOf(window, now)
  return windowOver({ from: from + ms, to: to + ms }, now)
}

/**
 * What has to be read so that this span can be drawn, with half of it on either side to move into; null where what was
 * read holds it. `held` ends where it was read to, which is now for a window that goes on with the present.
 */
export function planRead(wanted: Span, held: Span | null, now: EpochMs): Span | null {
  if (held && held.from <= wanted.from && held.to >= Math.min(wanted.to, now)) return null
  const room = (wanted.to - wanted.from) / 2
  return { from: wanted.from - room, to: wanted.to + room }
}

import { RIVER_REMEMBERED_MS, STILL, type RiverLine } from '@ioc/shared/overview'
import type { Station } from '@ioc/shared/station'
import { DAY, formatTime, HOUR, SECOND, type EpochMs } from '@ioc/shared/time'
import { perHour, type Before } from './per-hour.js'
import { isOfNow, valueThen, type Held, type Past, type StationState } from './state.js'

/** Beyond this a straight line through one hour is no statement. */
const FORESEEABLE_S = DAY / SECOND

interface RiverFacts {
  now: EpochMs
  before: Before
  dayAgo: Past
}

/**
 * A gauge as it was last heard, however long ago; null where it measures no level that could be one.
 *
 * A level that is doubted stays, and is marked: what nobody believes may be a flood that nobody expects. So does one that
 * is `old`: no river goes down because its gauge fell silent.
 */
export function riverLine(station: Station, state: StationState, facts: RiverFacts): RiverLine | null {
  const { now, before, dayAgo } = facts
  const held = state.values.get('water_level')
  if (held?.quality !== 'good' && held?.quality !== 'suspect') return null
  const doubted = held.quality === 'suspect'
  const old = !isOfNow(station, state, held.at, now)
  // Which way it goes now nobody knows of a gauge that fell silent.
  const trend = old || doubted ? null : perHour(before, held, station.id, 'water_level', now)
  return {
    station: station.id,
    value: held.value,
    at: formatTime(held.at),
    yesterday: valueThen(dayAgo, station, 'water_level'),
    level: state.indices.get('flood_level')?.value ?? null,
    trend,
    next: nextLimit(station, held, trend, now),
    ...(doubted && { quality: 'suspect' as const }),
    ...(old && { old: true as const }),
  }
}

/**
 * The gauges that fell silent within days while they stood at or above BĐ I. They are no headline and in no count of what
 * is above a level now, and are told beside both: an operator must not lose the worst river because its sensor drowned.
 */
export function silentAbove(sorted: readonly RiverLine[], now: EpochMs): { count: number; worst: RiverLine } | null {
  const lost = sorted.filter(
    ({ old, quality, level, at }) =>
      old && quality === undefined && (level ?? 0) >= 1 && now - Date.parse(at) <= RIVER_REMEMBERED_MS,
  )
  return lost[0] ? { count: lost.length, worst: lost[0] } : null
}

function nextLimit(
  { attributes }: Station,
  { value, at }: Held,
  trend: number | null,
  now: EpochMs,
): RiverLine['next'] {
  for (const level of [1, 2, 3] as const) {
    const limit = attributes?.[`bd${level}`]
    if (typeof limit !== 'number' || value >= limit) continue
    const inS = trend !== null && trend > STILL ? (((limit - value) / trend) * HOUR - (now - at)) / SECOND : null
    return { level, limit, inS: inS !== null && inS <= FORESEEABLE_S ? Math.max(0, inS) : null }
  }
  return null
}

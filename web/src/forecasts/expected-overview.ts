import { floodLevel } from '@ioc/shared/flood-level'
import type { WireExpected } from '@ioc/shared/forecast'
import { levelOfService } from '@ioc/shared/level-of-service'
import type { WireOverview } from '@ioc/shared/overview'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import { aqiBand } from '@ioc/shared/vn-aqi'
import type { WireStation } from '@ioc/shared/wire'

const BANDS = [1, 2, 3, 4, 5, 6]
const LEVELS = [1, 2, 3] as const

/**
 * The figures of the province at a moment to come: those that are forecast, station by station. What only the past can
 * tell (yesterday, a trend, who reported) is left out, and so is a sum of which a part is not known.
 */
export function expectedOverview(
  at: EpochMs,
  expected: readonly WireExpected[],
  now: WireOverview,
  stations: ReadonlyMap<string, WireStation>,
): WireOverview {
  const values = new Map(expected.map((each) => [`${each.station}/${each.property}`, each]))
  const known = <T extends { station: string }>(lines: readonly T[], property: string) =>
    lines.flatMap((line) => {
      const found = values.get(`${line.station}/${property}`)
      return found ? [{ ...line, value: found.p50, at: found.at, yesterday: null, old: undefined }] : []
    })
  const attributesOf = (station: string) => stations.get(station)?.attributes

  const rivers = known(now.rivers, 'water_level')
    .map((line) => ({
      ...line,
      quality: undefined,
      trend: null,
      next: null,
      level: floodLevel(line.value, attributesOf(line.station)),
    }))
    .sort((a, b) => (b.level ?? -1) - (a.level ?? -1))
  const roads = known(now.roads, 'speed')
    .map((line) => ({ ...line, los: levelOfService(line.value, attributesOf(line.station)) }))
    .sort((a, b) => (b.los ?? 0) - (a.los ?? 0))
  const loads = known(now.loads, 'active_power')
    .map((line) => ({ ...line, peak: null, share: line.ratedKw === null ? null : line.value / line.ratedKw }))
    .sort((a, b) => (b.share ?? -1) - (a.share ?? -1))
  const air = expected
    .filter(({ property }) => property === 'vn_aqi')
    .map(({ station, at, p50 }) => ({ station, at, value: p50, band: aqiBand(Math.round(p50)).band, yesterday: null }))
    .sort((a, b) => b.value - a.value)
  const isWhole = loads.length > 0 && loads.length === now.loads.length
  return {
    at: formatTime(at),
    air: air[0] ?? null,
    airBands: BANDS.map((each) => air.filter(({ band }) => band === each).length),
    river: rivers[0] ?? null,
    gaugesAbove: LEVELS.map((least) => rivers.filter(({ level }) => (level ?? 0) >= least).length) as [
      number,
      number,
      number,
    ],
    silentAbove: null,
    loadAhead: null,
    rain: null,
    speed: null,
    jammed: roads.filter(({ los }) => (los ?? 0) >= 5).length,
    load: isWhole ? { value: loads.reduce((sum, { value }) => sum + value, 0), yesterday: null } : null,
    airs: air,
    rivers,
    roads,
    loads,
    agencies: [],
    lengths: { airs: air.length, rivers: rivers.length, roads: roads.length, loads: loads.length },
  }
}

import { sortRivers, type Leading, type RiverLine, type WireOverview } from '@ioc/shared/overview'
import type { WallSceneName } from '@ioc/shared/wall'
import type { IsoTime } from '@ioc/shared/wire'
import { BAO_DONG_SEVERITY } from '../stations/bao-dong.js'
import { riverNow } from '../overview/river-now.js'
import type { Row } from '../stations/row.js'
import type { Standing } from '../stations/standing.js'

/** One line of a scene: a station and what it is about. */
export interface SceneLine {
  station: string
  property: string
  value: number
  /** Beside it: the trend of a river (m an hour), the free flow of a road, the share of what a substation may carry. */
  beside: number | null
  yesterday: number | null
  /** Its value is doubted. */
  quality?: RiverLine['quality']
  /** When it was measured. */
  at: IsoTime
  /** That is too long ago for a value of now. */
  old?: true | undefined
  standing: Standing
  /** The next limit of a river. */
  next: RiverLine['next']
  /** Band of VN_AQI, level of a flood, level of service. */
  level: number | null
  /** Of a substation that is expected to carry more than now: the share of what it may, and when. */
  peak?: { share: number; at: IsoTime } | null
}

const LISTS = { rivers: 'rivers', air: 'airs', traffic: 'roads', power: 'loads' } as const

/** How many there are of what a scene tells, also those that were not sent. */
export function sceneLength(show: WallSceneName, overview: WireOverview | null): number {
  return show === 'map' || !overview ? 0 : overview.lengths[LISTS[show]]
}

/** What differs by less keeps its place: lines would change it with every report. */
const TREMOR = 0.05

/** What a scene tells, worst first by what it shows; the map has no lines. */
export function sceneLines(
  show: WallSceneName,
  overview: WireOverview | null,
  rows: ReadonlyMap<string, Row>,
): SceneLine[] {
  const standingOf = (station: string): Standing => rows.get(station)?.look.so.standing ?? 'normal'
  /** With the newest value: the figures are computed twice a minute, and what is drawn beside them would say another. */
  const lineOf = ({ station, value, yesterday, at, old }: Leading, property: string) => {
    const held = rows.get(station)?.latest?.values[property]
    const newest = held?.quality === 'good' && held.at > at ? { value: held.value, at: held.at } : { value, at, old }
    return {
      station,
      property,
      yesterday,
      beside: null,
      level: null,
      next: null,
      ...newest,
      standing: standingOf(station),
    }
  }
  switch (show) {
    case 'map':
      return []
    case 'rivers': {
      const lines = (overview?.rivers ?? []).map((river): SceneLine => {
        const line = lineOf(river, 'water_level')
        const { level, next } = riverNow(river, rows.get(river.station))
        const standing = BAO_DONG_SEVERITY[level ?? 0] || 'normal'
        return { ...line, beside: river.trend, level, next, standing, quality: river.quality }
      })
      return sortRivers(lines, Date.parse(overview?.at ?? ''))
    }
    case 'air':
      return (overview?.airs ?? []).map((air) => ({ ...lineOf(air, 'vn_aqi'), level: air.band }))
    case 'traffic': {
      const lines = (overview?.roads ?? []).map((road) => {
        return { ...lineOf(road, 'speed'), beside: road.freeFlowKmh, level: road.los }
      })
      return highestFirst(lines, ({ value, beside }) => (beside === null ? null : -value / beside))
    }
    case 'power': {
      const lines = (overview?.loads ?? []).map((load) => {
        const line = lineOf(load, 'active_power')
        const beside = load.ratedKw ? line.value / load.ratedKw : null
        const expected = load.ratedKw && load.peak ? { share: load.peak.value / load.ratedKw, at: load.peak.at } : null
        return { ...line, beside, peak: expected && expected.share > (beside ?? 0) ? expected : null }
      })
      return highestFirst(lines, ({ beside, peak }) => peak?.share ?? beside)
    }
  }
}

/** By a share, in the order of the overview; a line goes before those alone that it is clearly above. */
function highestFirst(lines: readonly SceneLine[], shareOf: (line: SceneLine) => number | null): SceneLine[] {
  const rank = (line: SceneLine) => (line.old ? -Infinity : (shareOf(line) ?? -Infinity))
  const sorted: SceneLine[] = []
  for (const line of lines) {
    const place = sorted.findIndex((other) => rank(line) > rank(other) + TREMOR)
    sorted.splice(place === -1 ? sorted.length : place, 0, line)
  }
  return sorted
}

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
}

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
        return { ...line, beside: load.ratedKw ? line.value / load.ratedKw : null }
      })
      return highestFirst(lines, ({ beside }) => beside)
    }
  }
}

/** By a share; what differs by less than a twentieth keeps its place, or lines would change it with every report. */
function highestFirst(lines: readonly SceneLine[], shareOf: (line: SceneLine) => number | null): SceneLine[] {
  const step = (line: SceneLine) => Math.round((shareOf(line) ?? -Infinity) / 0.05)
  const rank = (line: SceneLine) => (line.old ? -Infinity : step(line))
  return lines.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)))
}

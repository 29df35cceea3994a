import type { Leading, RiverLine, WireOverview } from '@ioc/shared/overview'
import type { WallSceneName } from '@ioc/shared/wall'
import type { IsoTime } from '@ioc/shared/wire'
import { BAO_DONG_SEVERITY } from '../stations/bao-dong.js'
import { riverLevel } from '../overview/rivers-above.js'
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

/** What a scene tells, worst first; the map has no lines. */
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
      ...{ station, property, yesterday, beside: null, level: null, next: null, ...newest },
      standing: standingOf(station),
    }
  }
  switch (show) {
    case 'map':
      return []
    case 'rivers':
      return (overview?.rivers ?? []).map((river) => {
        const line = lineOf(river, 'water_level')
        const level = riverLevel(river, rows.get(river.station))
        const next = river.next && river.next.level > (level ?? 0) ? river.next : null
        const standing = BAO_DONG_SEVERITY[level ?? 0] || 'normal'
        return { ...line, beside: river.trend, level, next, standing, quality: river.quality }
      })
    case 'air':
      return (overview?.airs ?? []).map((air) => ({ ...lineOf(air, 'vn_aqi'), level: air.band }))
    case 'traffic':
      return (overview?.roads ?? []).map((road) => {
        return { ...lineOf(road, 'speed'), beside: road.freeFlowKmh, level: road.los }
      })
    case 'power':
      return (overview?.loads ?? []).map((load) => {
        const line = lineOf(load, 'active_power')
        return { ...line, beside: load.ratedKw ? line.value / load.ratedKw : null }
      })
  }
}

import type { RiverLine, WireOverview } from '@ioc/shared/overview'
import type { WallSceneName } from '@ioc/shared/wall'
import type { IsoTime } from '@ioc/shared/wire'
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
  /** When it was measured. */
  at: IsoTime
  standing: Standing
  /** The next limit of a river. */
  next: RiverLine['next']
  /** Band of VN_AQI, level of a flood, level of service. */
  level: number | null
}

const FLOOD: readonly Standing[] = ['normal', 'medium', 'high', 'critical']

/** What a scene tells, worst first; the map has no lines. */
export function sceneLines(
  show: WallSceneName,
  overview: WireOverview | null,
  rows: ReadonlyMap<string, Row>,
): SceneLine[] {
  const standingOf = (station: string): Standing => rows.get(station)?.look.standing ?? 'normal'
  switch (show) {
    case 'map':
      return []
    case 'rivers':
      return (overview?.rivers ?? []).map(({ station, value, at, trend, yesterday, level, next }) => {
        const standing = FLOOD[level ?? 0] ?? 'normal'
        return { station, property: 'water_level', value, beside: trend, yesterday, at, level, next, standing }
      })
    case 'air':
      return (overview?.airs ?? []).map(({ station, value, at, yesterday, band }) => {
        const standing = standingOf(station)
        return { station, property: 'vn_aqi', value, beside: null, yesterday, at, level: band, next: null, standing }
      })
    case 'traffic':
      return (overview?.roads ?? []).map(({ station, value, at, yesterday, freeFlowKmh, los }) => {
        const standing = standingOf(station)
        return {
          station,
          property: 'speed',
          value,
          beside: freeFlowKmh,
          yesterday,
          at,
          level: los,
          next: null,
          standing,
        }
      })
    case 'power':
      return (overview?.loads ?? []).map(({ station, value, at, yesterday, share }) => {
        const standing = standingOf(station)
        return {
          station,
          property: 'active_power',
          value,
          beside: share,
          yesterday,
          at,
          level: null,
          next: null,
          standing,
        }
      })
  }
}

import type { WireOverview } from '@ioc/shared/overview'
import type { WallSceneName } from '@ioc/shared/wall'
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
  standing: Standing
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
      return (overview?.rivers ?? []).map(({ station, value, trend, yesterday, level }) => {
        const standing = FLOOD[level ?? 0] ?? 'normal'
        return { station, property: 'water_level', value, beside: trend, yesterday, level, standing }
      })
    case 'air':
      return [...rows.values()]
        .flatMap(({ station: { id }, latest }): SceneLine[] => {
          const index = latest?.indices['vn_aqi']
          if (!index) return []
          const { value, band } = index
          return [
            {
              station: id,
              property: 'vn_aqi',
              value,
              beside: null,
              yesterday: null,
              level: band,
              standing: standingOf(id),
            },
          ]
        })
        .sort((a, b) => b.value - a.value)
    case 'traffic':
      return (overview?.roads ?? []).map(({ station, value, yesterday, freeFlowKmh, los }) => {
        const standing = standingOf(station)
        return { station, property: 'speed', value, beside: freeFlowKmh, yesterday, level: los, standing }
      })
    case 'power':
      return (overview?.loads ?? []).map(({ station, value, yesterday, share }) => {
        const standing = standingOf(station)
        return { station, property: 'active_power', value, beside: share, yesterday, level: null, standing }
      })
  }
}

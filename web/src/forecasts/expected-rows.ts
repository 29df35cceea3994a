import type { WireExpected } from '@ioc/shared/forecast'
import type { Rule } from '@ioc/shared/rule'
import { aqiBand } from '@ioc/shared/vn-aqi'
import type { LatestStation, WireStation } from '@ioc/shared/wire'
import type { Row } from '../stations/row.js'
import { expectedStanding } from './expected-standing.js'

/** What speaks for a station of each kind when it is expected; the first that is forecast. */
const SPEAKS: Readonly<Record<string, readonly string[]>> = {
  air: ['vn_aqi', 'pm2_5', 'pm10'],
  water: ['water_level', 'discharge', 'salinity', 'dissolved_oxygen'],
  traffic: ['speed', 'flow'],
  power: ['active_power', 'voltage_l1'],
  weather: ['temperature', 'wind_speed'],
}

/** The properties that a map of what is expected has to know. */
export const EXPECTED_PROPERTIES = [...new Set(Object.values(SPEAKS).flat())]

/**
 * Every station as it is expected to stand. One of which nothing reliable is expected is no normal one: it stands as one
 * that nothing is heard of.
 */
export function expectedRows(
  stations: ReadonlyMap<string, WireStation>,
  expected: readonly WireExpected[],
  rules: readonly Rule[],
): ReadonlyMap<string, Row> {
  const byStation = new Map<string, WireExpected[]>()
  for (const each of expected) {
    const known = byStation.get(each.station)
    if (known) known.push(each)
    else byStation.set(each.station, [each])
  }
  const rows = new Map<string, Row>()
  for (const [id, station] of stations) {
    const known = byStation.get(id) ?? []
    const speaking = SPEAKS[station.kind]?.flatMap((key) => known.find(({ property }) => property === key) ?? [])[0]
    rows.set(id, speaking ? rowOf(station, speaking, rules) : unknownRow(station))
  }
  return rows
}

function rowOf(station: WireStation, expected: WireExpected, rules: readonly Rule[]): Row {
  const standing = expectedStanding(station, expected, rules)
  const look = { standing, phase: 'expected', alarm: null, silent: false } as const
  return { station, latest: latestOf(expected), look, expected }
}

function unknownRow(station: WireStation): Row {
  const look = { standing: 'silent', phase: 'expected', alarm: null, silent: true } as const
  return { station, latest: undefined, look, expected: null }
}

function latestOf({ station, property, at, p50 }: WireExpected): LatestStation {
  const held = { value: p50, at, quality: 'good' as const }
  const isAqi = property === 'vn_aqi'
  return {
    ...{ station, at, receivedAt: null, connection: null, reporting: 'reporting', alarm: null },
    values: isAqi ? {} : { [property]: held },
    indices: isAqi ? { vn_aqi: { value: p50, band: aqiBand(Math.round(p50)).band, main: 'vn_aqi', at } } : {},
  }
}

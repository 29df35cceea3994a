import type { Severity } from '@ioc/shared/alarm'
import { isWorse } from '@ioc/shared/alarm-order'
import type { WireExpected } from '@ioc/shared/forecast'
import type { Rule } from '@ioc/shared/rule'
import type { WireStation } from '@ioc/shared/wire'
import type { Row } from '../stations/row.js'
import { byStation, type Look, type Standing } from '../stations/standing.js'
import { expectedLatest } from './expected-latest.js'
import { stepPassed } from './step-passed.js'

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
  const values = byStation(expected)
  const rows = new Map<string, Row>()
  for (const [id, station] of stations) {
    const known = values.get(id) ?? []
    const speaking = SPEAKS[station.kind]?.flatMap((key) => known.find(({ property }) => property === key) ?? [])[0]
    rows.set(id, speaking ? rowOf(station, speaking, rules) : unknownRow(station))
  }
  return rows
}

function rowOf(station: WireStation, expected: WireExpected, rules: readonly Rule[]): Row {
  const look = lookOf(standingAt(station, expected, rules))
  return { station, latest: expectedLatest(station.id, [expected]), look, expected }
}

/** The worst that its rules would say of the value. */
function standingAt(station: WireStation, expected: WireExpected, rules: readonly Rule[]): Standing {
  let worst: Severity | null = null
  for (const rule of rules) {
    const severity = stepPassed(rule, station, expected)?.severity
    if (severity && (worst === null || isWorse(severity, worst))) worst = severity
  }
  return worst ?? 'normal'
}

function unknownRow(station: WireStation): Row {
  return { station, latest: undefined, look: lookOf('silent'), expected: null }
}

/** Where all is expected, that is what is counted. */
function lookOf(standing: Standing): Look {
  const so = { standing, phase: 'expected', alarm: null } as const
  return { ...so, so, silent: standing === 'silent', foretold: false }
}

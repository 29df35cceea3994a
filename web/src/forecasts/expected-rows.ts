import type { WireExpected } from '@ioc/shared/forecast'
import type { Rule } from '@ioc/shared/rule'
import type { WireStation } from '@ioc/shared/wire'
import { MAIN } from '../stations/main-value.js'
import type { Row } from '../stations/row.js'
import { byStation, standingOf, type Look, type Standing } from '../stations/standing.js'
import { expectedAlarms } from './expected-alarms.js'
import { expectedLatest } from './expected-latest.js'

/** What speaks for a station of a kind when it is expected: the first of these that is forecast. */
function speaksFor(kind: string): readonly string[] {
  const main = MAIN[kind] ?? []
  return kind === 'air' ? ['vn_aqi', ...main] : main
}

/** The properties that a map of what is expected has to know. */
export const EXPECTED_PROPERTIES = [...new Set(Object.keys(MAIN).flatMap(speaksFor))]

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
    const ofKey = (key: string) => known.filter(({ property }) => property === key)
    const its = speaksFor(station.kind).flatMap(ofKey).slice(0, 1)
    const latest = expectedLatest(id, its)
    const alarms = expectedAlarms(station, its, { rules, standing: [] })
    const { standing } = standingOf(latest, alarms, { isAhead: true })
    rows.set(id, { station, latest, look: lookOf(standing), expected: its[0] ?? null })
  }
  return rows
}

/** Where all is expected, that is what is counted. */
function lookOf(standing: Standing): Look {
  const so = { standing, phase: 'expected', alarm: null } as const
  return { ...so, so, silent: standing === 'silent', foretold: false }
}

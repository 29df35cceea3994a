import type { RiverLine } from '@ioc/shared/overview'
import type { Row } from '../stations/row.js'
import { NOON, sampleLatest, sampleStation } from '../design/sample-things.js'

const at = new Date(NOON).toISOString()
const later = new Date(NOON + 5_000).toISOString()

/** A line of the overview, as it was computed at noon. */
export function sampleRiver(station: string, level: RiverLine['level'], more: Partial<RiverLine> = {}): RiverLine {
  return { station, value: 2, yesterday: null, at, level, trend: null, next: null, ...more }
}

/** What was heard of it five seconds later, or at another moment. */
export function sampleRiverRow(station: string, level: number, of = later): Row {
  const indices = { flood_level: { value: level, band: level, main: 'water_level', at: of } }
  return { station: sampleStation(station), latest: sampleLatest(station, { indices }) } as Row
}

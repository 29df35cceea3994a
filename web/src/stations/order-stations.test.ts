import { expect, it } from 'vitest'
import { orderStations } from './order-stations.js'
import type { Row } from './row.js'
import { sampleAlarm, sampleLatest, sampleStation } from '../design/sample-things.js'
import { standingOf } from './standing.js'

const EVERYTHING = { kinds: new Set<string>(), standings: new Set<never>() }

function row(id: string, severity: 'critical' | 'low' | null, lon = 107): [string, Row] {
  const latest = sampleLatest(id)
  return [
    id,
    {
      station: sampleStation(id, { lon }),
      latest,
      look: standingOf(latest, severity ? [sampleAlarm(id, { severity })] : []),
    },
  ]
}

const isInside = ({ lon }: { lon: number }) => lon < 107.5
const rows = new Map([row('c', 'low'), row('a', null), row('d', 'critical'), row('b', null, 108)])
const byName = ['a', 'b', 'c', 'd', 'gone']

it('puts the worst first, and then goes by name', () => {
  expect(orderStations({ byName, rows, filters: EVERYTHING, isInside: () => true })).toEqual(['d', 'c', 'a', 'b'])
})

it('leaves out what is not looked at', () => {
  expect(orderStations({ byName, rows, filters: EVERYTHING, isInside })).toEqual(['d', 'c', 'a'])
  const filters = { kinds: new Set<string>(), standings: new Set(['normal'] as const) }
  expect(orderStations({ byName, rows, filters, isInside: () => true })).toEqual(['a', 'b'])
})

import { expect, it } from 'vitest'
import type { WireAlarm } from '@ioc/shared/wire'
import { NOON, sampleAlarm, sampleLatest, sampleStation } from '../design/sample-things.js'
import type { Row } from '../stations/row.js'
import { levelNow } from './level-now.js'

const at = new Date(NOON).toISOString()
const early: WireAlarm['early'] = { at, probability: 0.6 }

function row(level: number): Row {
  const indices = { flood_level: { value: level, band: level, main: 'water_level', at } }
  return { station: sampleStation('a'), latest: sampleLatest('a', { indices }), look: { standing: 'high' } } as Row
}

it('says where a river stands while a warning says where it will', () => {
  const warned = sampleAlarm('1', { early })
  expect([0, 1, 2, 3].map((level) => levelNow(warned, row(level)))).toEqual([null, 1, 2, 3])
  expect(levelNow(warned, undefined)).toBe(null)
})

it('leaves to an alarm of now, and of anything else, what it says', () => {
  expect(levelNow(sampleAlarm('1'), row(2))).toBe(null)
  expect(levelNow(sampleAlarm('1', { early, property: 'rain' as WireAlarm['property'] }), row(2))).toBe(null)
})

import { expect, it } from 'vitest'
import { sampleAlarm } from '../stations/sample.fixture.js'
import { holdOrder } from './hold.js'

const first = sampleAlarm('1')
const second = sampleAlarm('2')

it('shows the order as it is while nobody is in the list', () => {
  expect(holdOrder(null, [second, first])).toEqual({
    lines: [
      { alarm: second, ended: false },
      { alarm: first, ended: false },
    ],
    fresh: 0,
  })
})

it('keeps places while somebody is, and counts what waits', () => {
  const before = holdOrder(null, [first, second]).lines
  const held = holdOrder(before, [sampleAlarm('3', { severity: 'critical' }), second, first])
  expect(held.lines.map((line) => line.alarm.id)).toEqual(['1', '2'])
  expect(held.fresh).toBe(1)
})

it('writes the present into the old places', () => {
  const before = holdOrder(null, [first]).lines
  const acknowledged = sampleAlarm('1', { state: 'acknowledged' })
  expect(holdOrder(before, [acknowledged]).lines[0]?.alarm.state).toBe('acknowledged')
})

it('keeps the place of one that ended and says so', () => {
  const before = holdOrder(null, [first, second]).lines
  expect(holdOrder(before, [second]).lines).toEqual([
    { alarm: first, ended: true },
    { alarm: second, ended: false },
  ])
})

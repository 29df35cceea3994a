import { expect, it } from 'vitest'
import type { LiveState } from '../ports/live-client.js'
import { createLetters } from './socket-letters.js'

const AT = '2026-11-22T05:00:00.000Z'

function state(ids: readonly string[]): LiveState {
  return { at: AT, stations: ids.map((station) => ({ station })) as LiveState['stations'], alarms: [] }
}

it('writes a packet of Socket.IO', () => {
  const { text } = createLetters()('delta', state(['Hương']), 7)
  expect(text.startsWith('2/live,')).toBe(true)
  expect(JSON.parse(text.slice('2/live,'.length))).toEqual([
    'delta',
    { seq: 7, at: AT, stations: [{ station: 'Hương' }], alarms: [] },
  ])
})

it('writes the same once for all who are at the same number', () => {
  const letters = createLetters()
  const shared = state(['a'])
  expect(letters('delta', shared, 7)).toBe(letters('delta', shared, 7))
  expect(letters('delta', shared, 8).text).toContain('"seq":8')
})

it.each([1, 10, 5_000])('frames %i stations with their length in bytes', (count) => {
  const { text, wsPreEncodedFrame } = createLetters()('snapshot', state(Array.from({ length: count }, () => 'Bạc')), 1)
  const [head, body] = wsPreEncodedFrame
  expect(body.toString()).toBe(`4${text}`)
  const short = (head[1] ?? 0) & 127
  const length = short < 126 ? short : short === 126 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2))
  expect([head[0], length]).toEqual([0x81, body.length])
})

import { expect, it } from 'vitest'
import { applyDelta, applySnapshot } from '../live/live-state.js'
import { buildRows } from './build-rows.js'
import { sampleAlarm, sampleLatest, sampleStation } from './sample.fixture.js'

const AT = '2026-11-22T05:00:00.000Z'
const stations = new Map(['a', 'b'].map((id) => [id, sampleStation(id)]))
const state = applySnapshot({ seq: 1, at: AT, stations: [sampleLatest('a'), sampleLatest('b')], alarms: [] })
const before = buildRows(stations, state, null)

it('keeps the row of a station that nothing happened to', () => {
  const next = applyDelta(state, { seq: 2, at: AT, stations: [sampleLatest('b')], alarms: [] })
  if (!next) throw new Error('the delta follows the snapshot')
  const after = buildRows(stations, next, before)
  expect(after.rows.get('a')).toBe(before.rows.get('a'))
  expect(after.rows.get('b')).not.toBe(before.rows.get('b'))
})

it('makes a new row where an alarm came, and only there', () => {
  const next = applyDelta(state, { seq: 2, at: AT, stations: [], alarms: [sampleAlarm('1')] })
  if (!next) throw new Error('the delta follows the snapshot')
  const after = buildRows(stations, next, before)
  expect(after.rows.get('a')?.look.standing).toBe('high')
  expect(after.rows.get('b')).toBe(before.rows.get('b'))
})

it('has a row for a station that was never heard of', () => {
  const more = new Map([...stations, ['c', sampleStation('c')] as const])
  expect(buildRows(more, state, before).rows.get('c')?.look.standing).toBe('silent')
})

import { expect, it } from 'vitest'
import type { Alarm } from '@ioc/shared/alarm'
import { standingOf } from './standing.js'

const alarm = (id: string, change: Partial<Alarm>) =>
  ({ id, station: 'A1', severity: 'low', state: 'unacknowledged', raisedAt: 0, shelved: null, ...change }) as Alarm

it('sorts what stands by what was done with it, worst first', () => {
  const shelved = { by: 'lan', until: 1, reason: 'cảm biến bẩn' }
  const alarms = [
    alarm('a', {}),
    alarm('b', { severity: 'critical', state: 'acknowledged' }),
    alarm('c', { state: 'shelved', shelved }),
    alarm('d', { state: 'out_of_service' }),
    alarm('e', { state: 'suppressed' }),
  ]
  const standing = standingOf(alarms, ['B2', 'A1'], ({ id }) => (id === 'd' ? 'thay đầu đo' : null))
  expect(standing.open.map(({ id }) => id)).toEqual(['b', 'a'])
  expect(standing.shelved).toMatchObject([{ id: 'c', reason: 'cảm biến bẩn' }])
  expect(standing.outOfService).toMatchObject([{ id: 'd', reason: 'thay đầu đo' }])
  expect(standing.silent).toEqual(['A1', 'B2'])
})

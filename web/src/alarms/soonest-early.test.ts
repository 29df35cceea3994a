import type { StationId } from '@ioc/shared/ids'
import type { WireAlarm } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { sampleAlarm } from '../design/sample-things.js'
import { soonestEarly } from './soonest-early.js'

const early = (id: string, at: string, change: Partial<WireAlarm> = {}) =>
  sampleAlarm(id, { station: 'A' as StationId, early: { at, probability: 0.5 }, ...change })

const soonest = (...alarms: WireAlarm[]) => soonestEarly(alarms).get('A')?.id

it('takes the limit that is expected to be passed first', () => {
  expect(soonest(early('late', '2026-11-22T09:00:00.000Z'), early('soon', '2026-11-22T08:00:00.000Z'))).toBe('soon')
})

it('takes none that is over, put aside, of another station, or true already', () => {
  const at = '2026-11-22T08:00:00.000Z'
  expect(soonest(early('over', at, { clearedAt: at }))).toBeUndefined()
  expect(soonest(early('aside', at, { state: 'shelved' }))).toBeUndefined()
  expect(soonest(early('other', at, { station: 'B' as StationId }))).toBeUndefined()
  expect(soonest(sampleAlarm('true', { station: 'A' as StationId }))).toBeUndefined()
})

it('is the same object as long as nothing is warned of otherwise, so that no map is drawn again for it', () => {
  const warning = early('soon', '2026-11-22T08:00:00.000Z')
  const first = soonestEarly([warning])
  expect(soonestEarly([sampleAlarm('other', {}), warning], first)).toBe(first)
  expect(soonestEarly([{ ...warning }], first)).not.toBe(first)
  expect(soonestEarly([], first)).not.toBe(first)
})

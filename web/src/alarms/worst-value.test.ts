import type { WireObservation } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { sampleAlarm } from '../design/sample-things.js'
import { worstValue } from './worst-value.js'

const values = (...list: number[]): WireObservation[] => list.map((value) => ({ at: '', value, quality: 'good' }))

it('is the highest of what was too high and the lowest of what was too low', () => {
  expect(worstValue(values(3.6, 4.1, 3.9), sampleAlarm('1', { value: 3.6, limit: 3.5 }))).toBe(4.1)
  expect(worstValue(values(0.4, 0.1, 0.3), sampleAlarm('1', { value: 0.4, limit: 0.5 }))).toBe(0.1)
})

it('leaves out what may not be trusted', () => {
  const wild: WireObservation = { at: '', value: 99, quality: 'suspect' }
  expect(worstValue([wild, ...values(3.7)], sampleAlarm('1'))).toBe(3.7)
  expect(worstValue([wild], sampleAlarm('1'))).toBeNull()
})

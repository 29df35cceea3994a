import type { StationId } from '@ioc/shared/ids'
import type { WireAlarm } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { sampleAlarm } from '../design/sample-things.js'
import { splitAnswer } from './split-answer.js'

const at = (id: string, station: string, change: Partial<WireAlarm> = {}) =>
  sampleAlarm(id, { station: station as StationId, ...change })
const ids = (parts: WireAlarm[][]) => parts.map((part) => part.map(({ id }) => id))

it('answers whatever is wrong at one station at once', () => {
  expect(ids(splitAnswer([at('1', 'a'), at('2', 'a', { rule: 'rise', severity: 'low' })]))).toEqual([['1', '2']])
})

it('answers rule by rule, severity by severity, where several are of several stations', () => {
  const rise = { rule: 'rise' }
  const parts = splitAnswer([at('1', 'a', rise), at('2', 'b'), at('3', 'c', rise), at('4', 'd', { severity: 'low' })])
  expect(ids(parts)).toEqual([['1', '3'], ['2'], ['4']])
})

it('asks for no more at once than the server takes, and for nothing where there is nothing', () => {
  const many = Array.from({ length: 2_001 }, (_, n) => at(`${n}`, `${n}`))
  expect(splitAnswer(many).map((part) => part.length)).toEqual([1_000, 1_000, 1])
  expect(splitAnswer([])).toEqual([])
})

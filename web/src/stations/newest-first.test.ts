import { expect, it } from 'vitest'
import { withNewest } from './newest-first.js'

const list = (...ids: number[]) => ids.map((id) => ({ id: String(id) }))
const numbers = (held: number[], newest: number[]) =>
  withNewest(list(...held), list(...newest), 3).map(({ id }) => Number(id))

it.each([
  ['begins with the newest', [], [9, 8, 7], [9, 8, 7]],
  ['keeps the older pages that were asked for', [9, 8, 7, 6, 5, 4], [11, 9, 8], [11, 9, 8, 7, 6, 5, 4]],
  ['starts anew where something may lie between', [7, 6, 5, 4], [12, 11, 10], [12, 11, 10]],
  ['lets go what was taken in again', [9, 8, 7, 6], [9, 7, 6], [9, 7, 6]],
  ['is all there is where that is less than a page', [9, 8, 7], [8], [8]],
  ['is empty once everything is gone', [9], [], []],
])('%s', (_, held, newest, shown) => expect(numbers(held, newest)).toEqual(shown))

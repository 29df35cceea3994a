import { MINUTE, SECOND } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import { createRefusals, MOST_ITEMS } from './refusals.js'

const many = (count: number) => Array.from({ length: count }, (_, n) => `a${n}`)
const refusals = () => createRefusals(() => 1)

it('says half as much after a refusal, and twice as much after what is taken', () => {
  const { most, refused, taken } = refusals()
  refused(many(200), 0)
  refused(many(100), 0)
  expect(most()).toBe(50)
  taken(many(50))
  expect(most()).toBe(100)
  taken(many(100))
  taken(many(100))
  expect(most()).toBe(MOST_ITEMS)
})

it('lets an alarm that was refused alone rest, longer each time, and the others go on', () => {
  const { most, rests, refused } = refusals()
  refused(many(2), 0)
  expect([most(), rests('a0', 0)]).toEqual([1, false])
  refused(['a0'], 0)
  expect([most(), rests('a0', 4 * SECOND), rests('a1', 4 * SECOND)]).toEqual([MOST_ITEMS, true, false])
  expect(rests('a0', 5 * SECOND)).toBe(false)
  refused(['a0'], 5 * SECOND)
  expect(rests('a0', 14 * SECOND)).toBe(true)
})

it('says that an alarm does not get through, until it does or nobody tries any more', () => {
  const { isStuck, refused, taken } = refusals()
  const refuse = () => {
    for (let tries = 0; tries < 5; tries += 1) {
      expect(isStuck(0)).toBe(false)
      refused(['a0'], 0)
    }
  }
  refuse()
  expect(isStuck(0)).toBe(true)
  taken(['a0'])
  refuse()
  expect([isStuck(30 * MINUTE), isStuck(32 * MINUTE)]).toEqual([true, false])
})

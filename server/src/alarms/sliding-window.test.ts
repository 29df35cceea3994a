import { HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { createSlidingWindow, SPANS, spanOf } from './sliding-window.js'

/** Three hours of a value every 30 s, with a gap of 20 minutes. */
const story = Array.from({ length: 360 }, (_, index) => ({ at: index * 30 * SECOND, value: (index * 7) % 101 })).filter(
  ({ at }) => at < 100 * MINUTE || at >= 120 * MINUTE,
)

/** The same said anew from all values, slot by slot. */
function plainly(until: number) {
  const slots = new Map<number, number[]>()
  const last = Math.floor(story[until]!.at / MINUTE)
  for (const { at, value } of story.slice(0, until + 1)) {
    const slot = Math.floor(at / MINUTE)
    if (slot > last - 60) slots.set(slot, [...(slots.get(slot) ?? []), value])
  }
  const sums = [...slots.values()].map((values) => values.reduce((a, b) => a + b, 0))
  const means = [...slots.values()].map((values, index) => sums[index]! / values.length)
  return {
    mean: means.reduce((a, b) => a + b, 0) / means.length,
    sum: sums.reduce((a, b) => a + b, 0),
    lowest: Math.min(...means),
    highest: Math.max(...means),
    coverage: means.length / 60,
  }
}

describe('a sliding window', () => {
  it('says of every moment what all its values say', () => {
    const window = createSlidingWindow(SPANS['1h'])
    for (const [index, { at, value }] of story.entries()) {
      window.add(at, value)
      const expected = plainly(index)
      expect(window.mean()).toBeCloseTo(expected.mean, 9)
      expect(window.sum()).toBeCloseTo(expected.sum, 9)
      expect(window.lowest()).toBeCloseTo(expected.lowest, 9)
      expect(window.highest()).toBeCloseTo(expected.highest, 9)
      expect(window.coverage(30 * SECOND)).toBeCloseTo(expected.coverage, 9)
    }
  })

  it('goes on from the means of a store as if it had seen the values', () => {
    const seen = createSlidingWindow(SPANS['1h'])
    const refilled = createSlidingWindow(SPANS['1h'])
    const stored = []
    for (let minute = 0; minute < 90; minute += 1) {
      seen.add(minute * MINUTE, minute)
      seen.add(minute * MINUTE + 30 * SECOND, minute + 1)
      stored.push({ at: minute * MINUTE, value: minute + 0.5, goodCount: 2 })
    }
    // The newest value came before the store had answered: it is in there, and not counted twice.
    const newest = 89 * MINUTE + 30 * SECOND
    refilled.add(newest, 90)
    refilled.refill(stored, newest)
    refilled.add(newest, 90)
    expect([refilled.mean(), refilled.sum()]).toEqual([seen.mean(), seen.sum()])
    for (const window of [seen, refilled]) window.add(90 * MINUTE, 10)
    expect([refilled.mean(), refilled.lowest()]).toEqual([seen.mean(), seen.lowest()])
  })

  it('says the same whatever came behind a newer value, and nothing of what is too old for it', () => {
    const inOrder = createSlidingWindow(SPANS['1h'])
    const behind = createSlidingWindow(SPANS['1h'])
    const last = story.at(-1)!
    for (const { at, value } of story) inOrder.add(at, value)
    behind.add(last.at, last.value)
    for (const { at, value } of story.slice(0, -1).toReversed()) behind.addBehind(at, value)
    const said = ({ mean, sum, lowest, highest, coverage }: typeof behind) => {
      return [mean(), sum(), lowest(), highest(), coverage(30 * SECOND)]
    }
    for (const [index, each] of said(inOrder).entries()) expect(said(behind)[index]).toBeCloseTo(each, 9)
  })

  it('forgets all of it after a longer silence', () => {
    const window = createSlidingWindow(SPANS['10m'])
    window.add(0, 100)
    window.add(5 * HOUR, 1)
    expect([window.mean(), window.sum(), window.lowest(), window.highest()]).toEqual([1, 1, 1, 1])
  })

  it('asks no more of a device than it can give', () => {
    const window = createSlidingWindow(SPANS['1h'])
    for (let at = 0; at < HOUR; at += 10 * MINUTE) window.add(at, 1)
    expect(window.coverage(10 * MINUTE)).toBe(1)
    expect(window.coverage(30 * SECOND)).toBe(0.1)
  })

  it.each([
    [60, SECOND],
    [3_600, MINUTE],
    [10_800, 10 * MINUTE],
    [86_400, 30 * MINUTE],
  ])('cuts %s seconds into slots that divide the hour', (seconds, slotMs) => {
    expect(spanOf(seconds)).toEqual({ slotMs, slots: (seconds * SECOND) / slotMs })
  })
})

import { describe, expect, it } from 'vitest'
import { IDLE, isRunning, stepThreshold, type Condition, type Limits } from './step-threshold.js'

const SECOND = 1_000
const flood: Limits = { when: 'above', raise: 3.5, clear: 3.4, holdMs: 60 * SECOND, restMs: 30 * SECOND }

/** A story: values that arrive at a second, and what the clock alone does in between (`null`). */
function play(limits: Limits, story: [second: number, value: number | null][], from: Condition = IDLE) {
  const told: string[] = []
  let condition = from
  let sample = { at: 0, heardAt: 0, value: 0 }
  for (const [second, value] of story) {
    const now = second * SECOND
    if (value !== null) sample = { at: now, heardAt: now, value }
    const before = condition.phase
    condition = stepThreshold(limits, condition, sample, now)
    if (condition.phase === 'firing' && before !== 'firing') told.push(`raised at ${second}`)
    if (condition.phase !== 'firing' && before === 'firing') told.push(`cleared at ${second}`)
  }
  return { told, condition }
}

describe('a condition on a value', () => {
  it.each<[string, Limits, [number, number | null][], string[]]>([
    [
      'stays quiet below the limit',
      flood,
      [
        [0, 1],
        [600, 3.49],
      ],
      [],
    ],
    [
      'is raised when the value stays past the limit for the hold',
      flood,
      [
        [0, 3.5],
        [59, 3.6],
        [60, 3.6],
      ],
      ['raised at 60'],
    ],
    [
      'starts its hold again when the value drops in between',
      flood,
      [
        [0, 3.6],
        [30, 3.49],
        [40, 3.6],
        [90, 3.6],
        [100, 3.6],
      ],
      ['raised at 100'],
    ],
    [
      'is raised by the clock when nothing more arrives',
      flood,
      [
        [0, 3.6],
        [59, null],
        [60, null],
      ],
      ['raised at 60'],
    ],
    ['is raised at once without a hold', { ...flood, holdMs: 0 }, [[0, 3.5]], ['raised at 0']],
    [
      'makes one alarm of a value that trembles on the limit',
      flood,
      [
        [0, 3.6],
        [60, 3.6],
        [70, 3.45],
        [80, 3.6],
        [90, 3.41],
        [200, 3.45],
      ],
      ['raised at 60'],
    ],
    [
      'does not clear exactly on the clear limit',
      flood,
      [
        [0, 3.6],
        [60, 3.6],
        [70, 3.4],
        [200, null],
      ],
      ['raised at 60'],
    ],
    [
      'clears after the rest',
      flood,
      [
        [0, 3.6],
        [60, 3.6],
        [70, 3.3],
        [99, 3.3],
        [100, 3.3],
      ],
      ['raised at 60', 'cleared at 100'],
    ],
    [
      'is cleared by the clock when nothing more arrives',
      flood,
      [
        [0, 3.6],
        [60, 3.6],
        [70, 3.3],
        [100, null],
      ],
      ['raised at 60', 'cleared at 100'],
    ],
    [
      'starts its rest again when the value comes back',
      flood,
      [
        [0, 3.6],
        [60, 3.6],
        [70, 3.3],
        [80, 3.45],
        [90, 3.3],
        [119, null],
        [120, null],
      ],
      ['raised at 60', 'cleared at 120'],
    ],
    [
      'watches downwards as well',
      { when: 'below', raise: 209, clear: 211, holdMs: 0, restMs: 0 },
      [
        [0, 210],
        [1, 209],
        [2, 210.9],
        [3, 211],
        [4, 211.1],
      ],
      ['raised at 1', 'cleared at 4'],
    ],
    [
      'clears just below a limit without a dead zone',
      { when: 'above', raise: 101, clear: 101, holdMs: 0, restMs: 0 },
      [
        [0, 101],
        [1, 100],
      ],
      ['raised at 0', 'cleared at 1'],
    ],
  ])('%s', (_, limits, story, told) => {
    expect(play(limits, story).told).toEqual(told)
  })

  it('is not hurried by a device whose clock is five minutes slow', () => {
    const late = { at: 0, heardAt: 300 * SECOND, value: 4 }
    const first = stepThreshold(flood, IDLE, late, 300 * SECOND)
    expect(first.phase).toBe('pending')
    expect(stepThreshold(flood, first, late, 359 * SECOND).phase).toBe('pending')
    expect(stepThreshold(flood, first, late, 360 * SECOND).phase).toBe('firing')
  })

  it('counts the hold between measurements that arrive together', () => {
    const first = stepThreshold(flood, IDLE, { at: 0, heardAt: 300 * SECOND, value: 4 }, 300 * SECOND)
    const second = { at: 60 * SECOND, heardAt: 300 * SECOND, value: 4 }
    expect(stepThreshold(flood, first, second, 300 * SECOND).phase).toBe('firing')
  })

  it('answers the very same condition where nothing moved, so that nothing has to be saved', () => {
    const pending = play(flood, [[0, 3.6]]).condition
    const firing = play(flood, [
      [0, 3.6],
      [60, null],
    ]).condition
    const resting = play(flood, [[61, 3]], firing).condition
    expect(stepThreshold(flood, IDLE, { at: 1, heardAt: 1, value: 1 }, 1)).toBe(IDLE)
    expect(stepThreshold(flood, pending, { at: 1, heardAt: 1, value: 3.7 }, 1)).toBe(pending)
    expect(stepThreshold(flood, firing, { at: 1, heardAt: 1, value: 3.45 }, 1)).toBe(firing)
    expect(stepThreshold(flood, resting, { at: 62 * SECOND, heardAt: 1, value: 3 }, 1)).toBe(resting)
  })

  it('runs on the clock only while pending or resting', () => {
    const pending = play(flood, [[0, 3.6]]).condition
    const firing = play(flood, [
      [0, 3.6],
      [60, null],
    ]).condition
    const resting = play(flood, [[61, 3]], firing).condition
    expect([IDLE, pending, firing, resting].map(isRunning)).toEqual([false, true, false, true])
  })
})

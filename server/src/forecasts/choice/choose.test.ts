import { describe, expect, it } from 'vitest'
import { bandAround } from './bands.js'
import { choose, COMBINATION } from './choose.js'
import type { Judged } from './roll.js'
import { noise } from '../models/wavy.fixture.js'

const HORIZON = 4
const names = ['good', 'fair', 'bad', 'naive-24h']

/** A record in which each model is off by about so much, alternating. */
function recordOf(off: (name: string, i: number) => number, count = 28): Judged[] {
  return Array.from({ length: count }, (_, i) => ({
    origin: i * HORIZON,
    missing: 0,
    last: 0,
    spread: new Float64Array(HORIZON).fill(1),
    truth: new Float64Array(HORIZON).fill(10),
    points: new Map(names.map((name) => [name, new Float64Array(HORIZON).fill(10 + off(name, i))])),
  }))
}

const sizes: Record<string, number> = { good: 1, fair: 1.1, bad: 5, 'naive-24h': 3 }
const alternating = (name: string, i: number) => sizes[name]! * (i % 2 === 0 ? 1 : -1)

describe('the choice', () => {
  it('weighs models by their record and leaves out the bad', () => {
    const { weights, chosen } = choose(recordOf(alternating), names)
    expect(chosen).toBe(COMBINATION)
    expect(weights['good']).toBeGreaterThan(weights['fair']!)
    expect(weights['bad']).toBeUndefined()
    expect(Object.values(weights).reduce((a, b) => a + b)).toBeCloseTo(1)
  })

  it('follows when another becomes the best', () => {
    const turned = recordOf((name, i) => (name === 'bad' && i >= 20 ? 0.01 : alternating(name, i)))
    const before = choose(turned.slice(0, 20), names).weights['bad'] ?? 0
    expect(before).toBe(0)
    expect(choose(turned.slice(-10), names).weights['bad']).toBeGreaterThan(0.9)
  })

  it('takes the naive model where the combination was clearly worse', () => {
    const { chosen } = choose(
      recordOf((name) => (name === 'naive-24h' ? 1 : 1.2)),
      names,
    )
    expect(chosen).toBe('naive-24h')
  })

  it('trusts all alike before there is a record', () => {
    expect(choose([], names).weights).toEqual({ good: 0.25, fair: 0.25, bad: 0.25, 'naive-24h': 0.25 })
  })

  it('draws bands that hold about as often as they say', () => {
    const next = noise(7)
    const normal = () => next() + next() + next()
    const judged = (): Judged => ({
      origin: 0,
      missing: 0,
      last: 0,
      spread: new Float64Array(HORIZON).fill(1),
      truth: Float64Array.from({ length: HORIZON }, normal),
      points: new Map([['good', new Float64Array(HORIZON)]]),
    })
    let inside = 0
    for (let round = 0; round < 200; round++) {
      const { edges } = choose(Array.from({ length: 28 }, judged), ['good'])
      const [low, , , , high] = bandAround(0, 1, edges['good']![1], { min: -Infinity, max: Infinity })
      const truth = normal()
      if (truth >= low && truth <= high) inside++
    }
    expect(inside / 200).toBeGreaterThan(0.87)
    expect(inside / 200).toBeLessThan(0.99)
  })
})

describe('a band', () => {
  it('holds its point and stays within what the value can be', () => {
    expect(bandAround(5, 2, [-4, -1, 0, 1, 2], { min: 0, max: 8 })).toEqual([0, 3, 5, 7, 8])
    expect(bandAround(5, 2, [0.5, 1, 2, 3, 4], { min: 0, max: 100 })).toEqual([5, 5, 5, 11, 13])
  })

  it('is wide where too little is known', () => {
    const [low, , , , high] = bandAround(5, 1, undefined, { min: -Infinity, max: Infinity })
    expect(high - low).toBe(5)
  })
})

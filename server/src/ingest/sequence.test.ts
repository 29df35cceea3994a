import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../tests/seeded-random.js'
import { createSequence } from './sequence.js'

/** How many are missing after these. */
function missing(...seqs: number[]): number {
  const sequence = createSequence()
  return seqs.reduce((sum, seq) => sum + sequence.take(seq), 0)
}

describe('the numbers of a device', () => {
  it('say what never arrived', () => {
    expect(missing(17, 18, 19)).toBe(0)
    expect(missing(17, 20)).toBe(2)
    expect(missing(17, 20, 20, 17)).toBe(2)
  })

  it('say nothing is missing that came late, in whatever order', () => {
    expect(missing(17, 20, 18)).toBe(1)
    expect(missing(17, 22, 20, 18, 21, 19)).toBe(0)
    expect(missing(17, 20, 18, 18, 18, 19)).toBe(0)
    expect(missing(5, 10, 9, 8, 7, 6)).toBe(0)
  })

  it('are right for any order with losses and repeats', () => {
    const random = seededRandom(7)
    for (let run = 0; run < 200; run++) {
      const came = Array.from({ length: 60 }, (_, n) => n + 2).filter(() => random() < 0.7)
      const shuffled = came
        .flatMap((seq) => (random() < 0.1 ? [seq, seq] : [seq]))
        .map((seq) => ({ seq, place: seq + random() * 10 }))
        .sort((a, b) => a.place - b.place)
        .map(({ seq }) => seq)
      const first = shuffled[0]!
      const lost = Math.max(...came) - first + 1 - came.filter((seq) => seq >= first).length
      expect({ shuffled, missing: missing(...shuffled) }).toEqual({ shuffled, missing: lost })
    }
  })

  it('begin anew from 0 or 1', () => {
    expect(missing(17, 18, 0, 1, 2)).toBe(0)
    expect(missing(17, 20, 0, 1, 2, 18)).toBe(2 + 15)
    expect(missing(17, 1, 4)).toBe(2)
  })

  it('jump without a loss where a device counts from somewhere else', () => {
    expect(missing(17, Number.MAX_SAFE_INTEGER)).toBe(0)
    expect(missing(0, Number.MAX_SAFE_INTEGER, 0, Number.MAX_SAFE_INTEGER)).toBe(0)
  })

  it('are kept in bounded memory: what is missing for very long stays missing', () => {
    const sequence = createSequence()
    const even = Array.from({ length: 1_000 }, (_, n) => 10 + 2 * n)
    expect(even.reduce((sum, seq) => sum + sequence.take(seq), 0)).toBe(999)
    expect(sequence.take(11)).toBe(0)
    expect(even.slice(1).reduce((sum, seq) => sum + sequence.take(seq - 1), 0)).toBe(-64)
  })
})

import { expect, it } from 'vitest'
import { placeDots } from './place-dots.js'

const at = '2026-11-22T07:00:00.000Z'
const line = (station: string, value: number) => ({ station, value, at, band: 1, yesterday: null })

it('writes no number on a worse one but beside it, and draws the worst on top', () => {
  const spots: Record<string, { x: number; y: number }> = {
    worst: { x: 100, y: 100 },
    near: { x: 110, y: 104 },
    far: { x: 110, y: 140 },
  }
  const lines = [line('worst', 160), line('near', 90), line('gone', 80), line('far', 20)]
  const dots = placeDots(lines, (station) => spots[station] ?? null)
  expect(dots.map(({ line: { station }, x, y }) => [station, x, y])).toEqual([
    ['far', 110, 140],
    ['near', 142, 104],
    ['worst', 100, 100],
  ])
  expect(dots[1]!.spot).toEqual(spots['near'])
  expect(dots.every(({ hasNumber }) => hasNumber)).toBe(true)
})

it('writes none where there is no room around it', () => {
  const lines = Array.from({ length: 30 }, (_, n) => line(String(n), 100 - n))
  const dots = placeDots(lines, () => ({ x: 100, y: 100 }))
  const numbers = dots.filter(({ hasNumber }) => hasNumber)
  expect(numbers).toHaveLength(17)
  expect(numbers.at(-1)!.line.station).toBe('0')
  expect(dots.filter(({ hasNumber }) => !hasNumber).every(({ x, y }) => x === 100 && y === 100)).toBe(true)
})

import { expect, it } from 'vitest'
import { placeDots } from './place-dots.js'

const at = '2026-11-22T07:00:00.000Z'
const line = (station: string, value: number) => ({ station, value, at, band: 1, yesterday: null })

it('writes no number on a worse one, and draws the worst on top', () => {
  const spots: Record<string, { x: number; y: number }> = {
    worst: { x: 100, y: 100 },
    near: { x: 110, y: 104 },
    far: { x: 110, y: 140 },
  }
  const lines = [line('worst', 160), line('near', 90), line('gone', 80), line('far', 20)]
  const dots = placeDots(lines, (station) => spots[station] ?? null)
  expect(dots.map(({ line: { station }, hasNumber }) => [station, hasNumber])).toEqual([
    ['far', true],
    ['near', false],
    ['worst', true],
  ])
})

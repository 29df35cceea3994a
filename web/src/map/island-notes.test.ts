import { expect, it } from 'vitest'
import { planIslandNotes, type Place, type Point } from './island-notes.js'

const pane = { left: 0, top: 0, right: 1_000, bottom: 800 }

it('says nothing of islands that stand on the map themselves', () => {
  expect(planIslandNotes(pane, () => ({ x: 500, y: 400 }))).toEqual([])
})

it('names both, with the way to them, when the room is zoomed in on the province', () => {
  expect(planIslandNotes(pane, places({ x: 9_000, y: 400 }, { x: 9_000, y: 9_000 }))).toMatchObject([
    { name: 'Quần đảo Hoàng Sa (Việt Nam)', arrow: '→' },
    { name: 'Quần đảo Trường Sa (Việt Nam)', arrow: '↘' },
  ])
})

it('keeps naming the one that is out of view', () => {
  const notes = planIslandNotes(pane, places({ x: 500, y: 200 }, { x: 500, y: 801 }))
  expect(notes).toHaveLength(1)
  expect(notes).toMatchObject([{ name: 'Quần đảo Trường Sa (Việt Nam)', arrow: '↓' }])
})

function places(hoangSa: Point, truongSa: Point) {
  return ({ name }: Place) => (name.includes('Hoàng Sa') ? hoangSa : truongSa)
}

import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { openListStream } from './list-stream.js'

const list = (length: number) => Array.from({ length }, (_, n) => ({ n, name: 'Trạm "A"\n' }))

it.each([0, 1, 499, 500, 501, 1_000, 1_234])('writes a list of %i as JSON.stringify would', async (length) => {
  expect(await text(openListStream(list(length)))).toBe(JSON.stringify(list(length)))
})

it('lets others have their turn between its pieces', async () => {
  let turns = 0
  const timer = setInterval(() => turns++, 0)
  function* seen() {
    for (const item of list(5_000)) yield { ...item, turns }
  }
  const all = JSON.parse(await text(openListStream(seen()))) as { turns: number }[]
  clearInterval(timer)
  expect(new Set(all.map((item) => item.turns)).size).toBeGreaterThan(1)
})

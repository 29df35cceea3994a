import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { vi } from './vi.js'

const SRC = fileURLToPath(new URL('..', import.meta.url))
const source = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(vue|ts)$/.test(file) && !/\.test\.ts$|\b(vi|en)\.ts$/.test(file))
  .map((file) => readFileSync(`${SRC}/${file}`, 'utf8'))
  .join('\n')

function keysOf(words: object, path = ''): string[] {
  return Object.entries(words).flatMap(([key, word]) =>
    typeof word === 'string' ? [`${path}${key}`] : keysOf(word as object, `${path}${key}.`),
  )
}

/** A word is named whole, or its group is: `quality.${quality}`. */
function isUsed(key: string): boolean {
  const group = key.slice(0, key.lastIndexOf('.') + 1)
  return source.includes(`'${key}'`) || source.includes(`\`${group}\${`)
}

it('has no word that nothing says', () => {
  expect(keysOf(vi).filter((key) => !isUsed(key))).toEqual([])
})

it('would notice one', () => {
  expect(isUsed('app.title')).toBe(true)
  expect(isUsed('app.neverSaid')).toBe(false)
})

/** Words that are asked for by their whole name, also as one of two: `t(isOn ? 'a.b' : 'a.c')`. */
function askedFor(text: string): string[] {
  const calls = [...text.matchAll(/\bt\(([^()]*)/g)].map(([, inside]) => inside!)
  return calls.flatMap((inside) => [...inside.matchAll(/'([a-z]\w*(?:\.\w+)+)'/g)].map(([, key]) => key!))
}

it('has every word that is said', () => {
  const known = new Set(keysOf(vi))
  expect(askedFor("t(isOn ? 'app.title' : 'app.gone', { n: 1 })")).toEqual(['app.title', 'app.gone'])
  expect([...new Set(askedFor(source))].filter((key) => !known.has(key))).toEqual([])
})

it('spells Vietnamese one way: the tone of oa, oe and uy stands on the first of them where they end a word', () => {
  const other = /\p{L}*(?:o[áàảãạéèẻẽẹ]|(?<!q)u[ýỳỷỹỵ])(?!\p{L})/giu
  expect(`${source}${JSON.stringify(vi)}`.match(other) ?? []).toEqual([])
  expect('Xoá Xóa quý khoảng'.match(other)).toEqual(['Xoá'])
})

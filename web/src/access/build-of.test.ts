import { expect, it } from 'vitest'
import { buildOf } from './build-of.js'

const page = (name: string) => `<html><script type="module" crossorigin src="/assets/${name}.js"></script></html>`

it('tells one build from another, and a page from what is none', () => {
  expect(buildOf(page('index-a1'))).toBe('/assets/index-a1.js')
  expect(buildOf(page('index-b2'))).not.toBe(buildOf(page('index-a1')))
  expect(buildOf('bad gateway')).toBe(null)
})

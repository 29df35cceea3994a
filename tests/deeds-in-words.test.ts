import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DEEDS } from '../web/src/i18n/deeds.js'

const SERVER = join(import.meta.dirname, '../server/src')

it('has words for everything that the audit trail may tell of', () => {
  const files = readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
  const told = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(join(SERVER, file), 'utf8').matchAll(/\baction: '([^']+)'/g)])
    .map(([, action]) => action!)
  expect(told.length).toBeGreaterThan(30)
  expect([...new Set(told)].filter((action) => !DEEDS[action])).toEqual([])
  expect(Object.keys(DEEDS).filter((action) => !told.includes(action))).toEqual([])
})

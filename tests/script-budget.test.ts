import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ROOT } from './server-process.js'

/** Gzipped script that a browser reads until the room is drawn and the map library is asked for. */
const BUDGET_KB = 350
/** In every build of the map library: a class of its style sheet. */
const MAP_LIBRARY = 'maplibregl-'

const folder = join(ROOT, 'web/dist/assets')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

/** A script and what it imports, and so on; what it only imports when asked is left out. */
function withImports(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found
  found.add(name)
  for (const [, next] of read(name).matchAll(/(?:^|[;}\s])(?:import|export)[^;"'`(]*?["'`]\.\/([\w.-]+\.js)["'`]/g))
    withImports(next!, found)
  return found
}

/** What `/` needs: the script of the page, and the screen that its address leads to. */
function firstScripts(): string[] {
  const [, entry] = /<script[^>]+src="\/assets\/([^"]+)"/.exec(readFileSync(join(folder, '../index.html'), 'utf8'))!
  const screen = readdirSync(folder).find((name) => /^DeskScreen-.*\.js$/.test(name))!
  return [...withImports(screen, withImports(entry!))]
}

describe.skipIf(!existsSync(folder))('the built dashboard', () => {
  it(`draws its first screen with ${BUDGET_KB} kB of gzipped script before the map library`, () => {
    const sizes = firstScripts().map((name) => gzipSync(read(name), { level: 9 }).length / 1_000)
    expect(sizes.length).toBeGreaterThan(5)
    expect(sizes.reduce((all, kB) => all + kB)).toBeLessThanOrEqual(BUDGET_KB)
  })

  it('asks for the map library apart', () => {
    const apart = readdirSync(folder).filter((name) => name.endsWith('.js') && read(name).includes(MAP_LIBRARY))
    expect(apart).not.toEqual([])
    expect(firstScripts().filter((name) => apart.includes(name))).toEqual([])
  })
})

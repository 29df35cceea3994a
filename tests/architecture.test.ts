import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const FEATURES = [
  'stations',
  'ingest',
  'alarms',
  'live',
  'access',
  'history',
  'indices',
  'forecasts',
  'overview',
  'shift',
  'report',
]
/** What a feature may use besides its own folder, `@ioc/shared` and Node. */
const isCommon = (path: string) => /^server\/src\/(ports\/[a-z-]+|tally|errors|events)\.ts$/.test(path)
/** What `events.ts` is made of. */
const isOfMetrics = (path: string) => path.startsWith('server/src/metrics/')
const PURE_NODE = ['node:crypto', 'node:path']

interface Import {
  from: string
  /** A file of ours relative to the root, or the name of a package. */
  to: string
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.name === 'node_modules' || entry.name === 'dist') return []
    if (entry.isDirectory()) return sources(path)
    return /\.(ts|vue)$/.test(entry.name) ? [path] : []
  })
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const pattern =
    /^\s*(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm
  return [...text.matchAll(pattern)].map((match) => {
    const name = (match[1] ?? match[2] ?? match[3]) as string
    if (!name.startsWith('.')) return { from: file, to: name }
    const path = relative(ROOT, resolve(ROOT, dirname(file), name)).replace(/\.js$/, '.ts')
    return { from: file, to: path }
  })
}

/** Why this import may not be; null where it may. */
function faultOf({ from, to }: Import): string | null {
  const [folder = ''] = from.split('/')
  const own = to.startsWith(`${folder}/`)
  const shared = to.startsWith('@ioc/shared/')
  if (folder === 'shared') return own || to === 'zod' ? null : 'shared imports nothing of ours and no library but zod'
  if (folder === 'web' || folder === 'simulators') {
    return own || shared || !to.startsWith('@ioc/') ? null : `${folder} may import only shared`
  }
  if (folder !== 'server' || /server\/src\/(app|main|wiring\/.*)\.ts$/.test(from)) return null
  if (to.startsWith('@ioc/') && !shared) return 'the server may import only shared'
  const [, , room = ''] = from.split('/')
  if (room === 'adapters') {
    return !own || to.startsWith('server/src/adapters/') || isCommon(to) ? null : 'an adapter may not import a feature'
  }
  if (isCommon(from) || isOfMetrics(from)) {
    return !own || isCommon(to) || isOfMetrics(to) ? null : 'what every feature imports may import none of them'
  }
  if (FEATURES.includes(room)) {
    if (own)
      return to.startsWith(`server/src/${room}/`) || isCommon(to)
        ? null
        : 'a feature may import only its own folder, ports, errors and events'
    return shared || to === 'zod' || PURE_NODE.includes(to) ? null : 'a feature may not import a library that does I/O'
  }
  return null
}

const files = ['shared/src', 'server/src', 'simulators/src', 'web/src'].flatMap(sources)
const imports = files.filter((file) => !/\.(test|fixture)\.ts$/.test(file)).flatMap(importsOf)

describe('the house', () => {
  it('keeps to who may import whom', () => {
    expect(imports.length).toBeGreaterThan(100)
    const faults = imports.flatMap((each) => {
      const fault = faultOf(each)
      return fault ? [`${each.from} → ${each.to}: ${fault}`] : []
    })
    expect(faults).toEqual([])
  })

  it.each([
    { from: 'server/src/alarms/desk.ts', to: 'server/src/ingest/latest.ts' },
    { from: 'server/src/alarms/desk.ts', to: 'server/src/adapters/wire.ts' },
    { from: 'server/src/alarms/desk.ts', to: 'fastify' },
    { from: 'server/src/adapters/wire.ts', to: 'server/src/alarms/desk.ts' },
    { from: 'shared/src/time.ts', to: '@ioc/server/ports/clock' },
    { from: 'web/src/main.ts', to: '@ioc/server/ports/clock' },
    { from: 'server/src/ports/clock.ts', to: '@ioc/simulators/sim' },
    { from: 'server/src/ports/clock.ts', to: 'server/src/alarms/desk.ts' },
  ])('would see $from importing $to', (planted) => {
    expect(faultOf(planted)).not.toBeNull()
  })

  it('reads the environment in one place', () => {
    const readers = files.filter(
      (file) => file.startsWith('server/') && /process\.env/.test(readFileSync(join(ROOT, file), 'utf8')),
    )
    expect(readers).toEqual(['server/src/config.ts'])
  })

  it('reads the clock and rolls dice only where time and chance come in', () => {
    const domain = ['shared', ...FEATURES.map((feature) => `server/src/${feature}`)]
    const hidden = files.filter(
      (file) =>
        !file.endsWith('.test.ts') &&
        domain.some((folder) => file.startsWith(`${folder}/`)) &&
        /Date\.now\(|new Date\(\)|Math\.random\(/.test(readFileSync(join(ROOT, file), 'utf8')),
    )
    expect(hidden).toEqual([])
  })

  it('writes to the embedded database only where no checkpoint can run beside it', () => {
    const writes = /INSERT (?:OR REPLACE )?INTO|DELETE FROM|UPDATE \w+ SET/
    const connects = files.filter((file) => /database\.connect\(\)/.test(readFileSync(join(ROOT, file), 'utf8')))
    const writers = connects.filter((file) => writes.test(readFileSync(join(ROOT, file), 'utf8')))
    expect(writers.length).toBeGreaterThan(4)
    // What leaves for a remote store is called within `between`, which is within `write`.
    const within = writers.filter((file) => !/(?:forwarded|\.test)\.ts$/.test(file))
    expect(within.filter((file) => !readFileSync(join(ROOT, file), 'utf8').includes('database.write('))).toEqual([])
  })
})

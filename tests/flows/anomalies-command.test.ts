import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anomaliesCommand } from '@ioc/server/cli/anomalies-command'
import { HOUR } from '@ioc/shared/time'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'ioc-anomalies-'))
afterAll(() => rmSync(folder, { recursive: true }))

const start = Date.UTC(2024, 4, 1)
const WILD = 15 * 24 + 7
const file = join(folder, 'a.csv')
const rows = Array.from({ length: 20 * 24 }, (_, hour) => {
  const value = 10 + (hour % 24) + ((hour * 7) % 5) / 5 + (hour === WILD ? 500 : 0)
  return `${value};${new Date(start + hour * HOUR).toISOString()}`
})
writeFileSync(file, ['load;when', ...rows].join('\n'))

let warned = ''

async function run(...args: string[]): Promise<string> {
  let out = ''
  warned = ''
  await anomaliesCommand(
    args,
    async (text) => {
      out += text
    },
    (text) => {
      warned += text
    },
  )
  return out
}

describe('anomalies', () => {
  it('prints a line for each point flagged', async () => {
    const lines = (await run(file, '--column', 'load', '--time', 'when', '--json')).trim().split('\n')
    const found = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(Object.keys(found[0]!)).toEqual(['at', 'score', 'kind', 'why'])
    const wild = { at: new Date(start + WILD * HOUR).toISOString(), kind: 'spike' }
    expect(found).toContainEqual(expect.objectContaining(wild))
    expect(found.length).toBeLessThan(4)
  })

  it('prints a table for people', async () => {
    expect(await run(file, '--column', 'load', '--time', 'when')).toMatch(
      /spike.*\n(.*\n)*\d+ of 480 points flagged\n$/,
    )
  })

  it('tells in one line of rows that it cannot use', async () => {
    const some = join(folder, 'some.csv')
    writeFileSync(some, ['load;when', ...rows, 'x;soon'].join('\n'))
    await run(some, '--column', 'load', '--time', 'when')
    expect(warned).toBe("1 of 481 rows skipped; the first, row 481: 'soon' is no time\n")
    await run(file, '--column', 'load', '--time', 'when')
    expect(warned).toBe('')
  })

  it.each([
    ['option.bad', ['--column', 'load']],
    ['option.bad', [file]],
    ['file.column', [file, '--column', 'loads']],
    ['file.empty', [file, '--column', 'when', '--time', 'when']],
  ])('refuses with %s: %j', async (code, args) => {
    await expect(run(...args)).rejects.toMatchObject({ code })
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fitSeasonal } from '@ioc/server/adapters/augurs'
import { forecastCommand } from '@ioc/server/cli/forecast-command'
import { HOUR } from '@ioc/shared/time'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'ioc-forecast-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Thirty days of hours; the name is the moment at which the file ends. */
const start = Date.UTC(2024, 4, 1)
const iso = (hour: number) => new Date(start + hour * HOUR).toISOString()
const rows = Array.from({ length: 30 * 24 }, (_, hour) => `${iso(hour)},${10 + (hour % 24)},x`)
const values = Array.from({ length: 30 * 24 }, (_, hour) => [iso(hour), 10.5 + ((hour * 7) % 24)] as const)
const file = join(folder, 'a.csv.gz')
writeFileSync(file, gzipSync(['ts,load,note', ...rows].join('\n')))

let warned = ''
beforeEach(() => {
  warned = ''
})

async function run(...args: string[]): Promise<string> {
  let out = ''
  await forecastCommand(args, {
    async print(text) {
      out += text
    },
    warn(text) {
      warned += text
    },
    fit: fitSeasonal,
  })
  return out
}

function fileOf(name: string, lines: readonly string[]): string {
  writeFileSync(join(folder, name), ['ts,load', ...lines].join('\n'))
  return join(folder, name)
}

describe('forecast backtest', () => {
  it('prints a line for each origin, step and model', async () => {
    const lines = (await run('backtest', file, '--column', 'load', '--origins', '2', '--json')).trim().split('\n')
    const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(Object.keys(rows[0]!)).toEqual(['origin', 'at', 'model', 'chosen', 'p05', 'p25', 'p50', 'p75', 'p95'])
    const chosen = rows.filter((row) => row['chosen'])
    expect(chosen.map(({ at }) => at)).toEqual(Array.from({ length: 48 }, (_, i) => iso(28 * 24 + i)))
    expect([...new Set(chosen.map(({ origin }) => origin))]).toEqual([iso(28 * 24 - 1), iso(29 * 24 - 1)])
    for (const { at, p50 } of chosen) expect(p50).toBeCloseTo(10 + new Date(at as string).getUTCHours(), 1)
  })

  it('changes nothing of what was said where the future changes', async () => {
    const later = join(folder, 'later.csv')
    const changed = values.map(([at, value], i) => `${at},${i < 29 * 24 ? value : 1e6}`)
    writeFileSync(later, ['ts,load', ...changed].join('\n'))
    const plain = join(folder, 'plain.csv')
    writeFileSync(plain, ['ts,load', ...values.map(([at, value]) => `${at},${value}`)].join('\n'))
    const options = ['--column', 'load', '--origins', '2', '--json']
    expect(await run('backtest', later, ...options)).toBe(await run('backtest', plain, ...options))
  })

  it('prints a table', async () => {
    const table = await run('backtest', file, '--column', 'load', '--origins', '1')
    for (const name of ['model', 'naive-24h', 'naive-168h', 'ets', 'mstl-ets', 'chosen']) expect(table).toContain(name)
  })

  it('issues nothing of what never changes, and says so', async () => {
    const flat = fileOf(
      'flat.csv',
      values.map(([at]) => `${at},7`),
    )
    const options = ['backtest', flat, '--column', 'load', '--origins', '2']
    expect(await run(...options)).toContain('2 origins; chosen: none (constant) 2×')
    expect(await run(...options, '--json')).not.toContain('"chosen":true')
  })

  it('tells in one line of rows that it cannot use', async () => {
    const lines = values.map(([at, value], i) => `${at},${i === 3 || i === 9 ? 'NaN' : value}`)
    await run('backtest', fileOf('nan.csv', lines), '--column', 'load', '--origins', '1')
    expect(warned).toBe("2 of 720 rows skipped; the first, row 4: 'NaN' is no number\n")
  })

  it('says nothing where it can use them all', async () => {
    await run('backtest', file, '--column', 'load', '--origins', '1')
    expect(warned).toBe('')
  })

  it('refuses a file in which one wild time leaves almost all steps empty', async () => {
    const wild = fileOf('wild.csv', [...values.map(([at, value]) => `${at},${value}`), '9999-01-01T00:00:00Z,1'])
    await expect(run('backtest', wild, '--column', 'load')).rejects.toMatchObject({ code: 'file.scattered' })
  })

  it('helps', async () => {
    expect(await run('--help')).toContain('--horizon')
  })

  it.each([
    ['option.bad', ['backtest', file]],
    ['option.bad', ['forward', file, '--column', 'load']],
    ['option.bad', ['backtest', file, '--column', 'load', '--step', '7m']],
    ['option.bad', ['backtest', file, '--column', 'load', '--over', 'max']],
    ['option.bad', ['backtest', file, '--column', 'load', '--horizon', '0']],
    ['file.unreadable', ['backtest', join(folder, 'b.csv'), '--column', 'load']],
    ['file.unreadable', ['backtest', folder, '--column', 'load']],
    ['file.column', ['backtest', file, '--column', 'loads']],
    ['file.column', ['backtest', file, '--column', 'load', '--time', 'when']],
    ['file.empty', ['backtest', file, '--column', 'note']],
    ['file.short', ['backtest', file, '--column', 'load', '--step', '1d', '--horizon', '30']],
  ])('refuses with %s: %j', async (code, args) => {
    await expect(run(...args)).rejects.toMatchObject({ code })
  })
})

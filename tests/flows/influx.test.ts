import { describe, expect, it } from 'vitest'
import { hasServer } from '../influxd.js'
import { spoolCrash } from '../spool-crash.js'
import { spoolDrill } from '../spool-drill.js'

const GENTLE = { lanes: 10, pauseMs: 20 }

describe.skipIf(!hasServer('influxd'))('InfluxDB away for a while, under load', () => {
  it('has everything that was acknowledged, once and in order, when it is back', async () => {
    const result = await spoolDrill({ awayMs: 4_000, kill: false, ...GENTLE })
    // How much it is depends on the machine; that there was a backlog does not.
    expect(result.backlog).toBeGreaterThan(0)
    expect(result).toMatchObject({
      missing: [],
      outOfOrder: [],
      storedMatchesRows: true,
      ledgerAddsUp: true,
      commitFailures: 0,
    })
    expect(result.corrected.found).toBe(result.corrected.acknowledged)
    expect(result.readWhileAway.latest).toBe(true)
    expect(result.readWhileAway.recent).toBeGreaterThan(0)
  }, 60_000)

  it('has it too after twelve seconds in which the server was killed', async () => {
    const result = await spoolDrill({ awayMs: 12_000, kill: true, ...GENTLE })
    expect(result.acknowledged).toBeGreaterThan(1_000)
    expect(result).toMatchObject({
      missing: [],
      outOfOrder: [],
      storedMatchesRows: true,
      ledgerAddsUp: true,
      commitFailures: 0,
    })
    expect(result.corrected.found).toBe(result.corrected.acknowledged)
  }, 90_000)
})

describe.skipIf(!hasServer('influxd'))('crashes while InfluxDB comes and goes', () => {
  const seed = Date.now() % 1_000_000

  it(`loses nothing that was acknowledged, doubles nothing and keeps the order (seed ${seed})`, async () => {
    const result = await spoolCrash({ seed, crashes: 5 })
    expect(result.acknowledged).toBeGreaterThan(0)
    expect(result).toMatchObject({
      missing: [],
      doubled: [],
      outOfOrder: [],
      ledgerAddsUp: true,
      storedMatchesRows: true,
    })
  }, 120_000)
})

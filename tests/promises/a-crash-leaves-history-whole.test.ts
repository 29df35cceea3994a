import { expect, it } from 'vitest'
import { keepingDrill } from '../keeping-drill.js'

it.each([1, 2])(
  'a crash leaves observations, tiers, archive and ledger whole (seed %i)',
  async (seed) => {
    const result = await keepingDrill(seed, 4)
    expect(result.faults).toEqual([])
    expect(result.acknowledged).toBeGreaterThan(1_000)
    expect(result.archived).toBeGreaterThan(0)
    expect(result.hours).toBeGreaterThan(0)
  },
  180_000,
)

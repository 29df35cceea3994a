import { describe, expect, it } from 'vitest'
import { killDrill } from '../kill-drill.js'

describe('promise 1: PUBACK means durable', () => {
  it('finds every acknowledged observation after SIGKILL, three times over', async () => {
    const result = await killDrill(3)
    expect(result.acknowledged).toBeGreaterThan(500)
    expect(result.missing).toEqual([])
  }, 120_000)
})

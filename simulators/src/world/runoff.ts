import { HOUR, MINUTE } from '@ioc/shared/time'
import type { Basin } from './basins.js'
import type { Nature } from './nature.js'
import { rainRate } from './rain.js'

const SLOT = 10 * MINUTE
/** The ground drinks a drizzle and sheds a downpour: half of what falls runs off at this rate, mm/h. */
const HALF_RUNS_OFF_AT = 3
/** After so many times its delay a shower is forgotten. */
const REMEMBERED_DELAYS = 7

/**
 * What a basin gives to its river, mm/h: past rain through two linear reservoirs in a row (a Nash cascade), each with
 * the mean delay given.
 *
 * A sum over a bounded window of the past, so it can be found for any moment without having lived through it.
 */
export function runoff(nature: Nature, basin: Basin, delayH: number, at: number): number {
  const slot = Math.floor(at / SLOT)
  const part = at / SLOT - slot
  return (1 - part) * runoffAtSlot(nature, basin, delayH, slot) + part * runoffAtSlot(nature, basin, delayH, slot + 1)
}

function runoffAtSlot(nature: Nature, basin: Basin, delayH: number, slot: number): number {
  return nature.remember(`runoff ${basin.name} ${delayH} ${slot}`, () => {
    const weights = kernel(nature, delayH)
    let sum = 0
    for (let back = 0; back < weights.length; back++) {
      sum += (weights[back] ?? 0) * effectiveRain(nature, basin, slot - 1 - back)
    }
    return sum
  })
}

/** Rain over the basin in one slot, less what the ground keeps, mm/h. */
function effectiveRain(nature: Nature, basin: Basin, slot: number): number {
  return nature.remember(`fallen ${basin.name} ${slot}`, () => {
    let sum = 0
    for (const place of basin.catchment) sum += rainRate(nature, place, (slot + 0.5) * SLOT)
    const mean = sum / basin.catchment.length
    return (mean * mean) / (mean + HALF_RUNS_OFF_AT)
  })
}

/** The share of a slot's rain that arrives so many slots later; the shares add up to one. */
function kernel(nature: Nature, delayH: number): readonly number[] {
  return nature.remember(`kernel ${delayH}`, () => {
    const delay = (delayH * HOUR) / SLOT
    const raw = Array.from({ length: Math.ceil(delay * REMEMBERED_DELAYS) }, (_, back) => {
      const age = (back + 0.5) / delay
      return age * Math.exp(-age)
    })
    const total = raw.reduce((sum, share) => sum + share, 0)
    return raw.map((share) => share / total)
  })
}

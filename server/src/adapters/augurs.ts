import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { AutoETS, initSync as initEts } from '@bsull/augurs/ets'
import { initSync as initMstl, MSTL } from '@bsull/augurs/mstl'

let ready = false

/**
 * Exponential smoothing, chosen among the non-seasonal forms by AICc, after the seasons were taken off (MSTL; Bandara,
 * Hyndman and Bergmeir 2021); without periods the smoothing alone. A series that never changes goes on: fitting it
 * takes seconds and says no more.
 *
 * @param values at even steps, without gaps
 * @param periods seasons in steps, each at least two
 * @returns the next `horizon` values, or null where no form fits
 */
export function fitSeasonal(values: Float64Array, periods: readonly number[], horizon: number): Float64Array | null {
  const last = values.at(-1) ?? NaN
  if (values.every((value) => value === last)) return new Float64Array(horizon).fill(last)
  if (!ready) load()
  const model = periods.length === 0 ? new AutoETS(1, 'ZZN') : MSTL.ets([...periods], { impute: false })
  try {
    model.fit(values)
    return Float64Array.from(model.predict(horizon, null).point)
  } catch {
    return null
  } finally {
    model.free()
  }
}

/** The modules are read from the package on disk: what fetches by URL in a browser does not in Node. */
function load(): void {
  const { resolve } = createRequire(import.meta.url)
  const bytes = (name: string) => readFileSync(resolve(`@bsull/augurs/${name}`).replace(/\.js$/, '_bg.wasm'))
  initEts({ module: bytes('ets') })
  initMstl({ module: bytes('mstl') })
  ready = true
}

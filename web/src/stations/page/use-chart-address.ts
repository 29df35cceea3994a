import { onScopeDispose, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import type { ChartWindow } from '../../charts/chart-window.js'
import { parseWindow, windowQuery } from '../../charts/window-address.js'
import { useRewriteQuery } from '../../room/use-rewrite-query.js'

/** While a hand moves through time the address need not follow each step. */
const SETTLED_MS = 400

/** The time that a chart shows, and what beside it, stands in the address, so that it can be sent to somebody. */
export function useChartAddress() {
  const route = useRoute()
  const screen = route.name
  const window = shallowRef<ChartWindow>(parseWindow(route.query))
  /** `day`, `week` or the id of a station; empty: nothing. */
  const beside = shallowRef(typeof route.query['beside'] === 'string' ? route.query['beside'] : '')
  let timer: ReturnType<typeof setTimeout> | undefined

  const write = useRewriteQuery(({ span: _span, from: _from, to: _to, beside: _beside, ...others }) =>
    route.name === screen
      ? { ...others, ...windowQuery(window.value), ...(beside.value && { beside: beside.value }) }
      : null,
  )
  watch([window, beside], () => {
    clearTimeout(timer)
    timer = setTimeout(write, SETTLED_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
  return { window, beside }
}

import { onScopeDispose, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import type { ChartWindow } from '../../charts/chart-window.js'
import { parseWindow, windowQuery } from '../../charts/window-address.js'
import { useRewriteQuery } from '../../room/use-rewrite-query.js'

/** While a hand moves through time the address need not follow each step. */
const SETTLED_MS = 400

/** The time that a chart shows stands in the address, so that it can be sent to somebody. */
export function useChartAddress() {
  const route = useRoute()
  const screen = route.name
  const window = shallowRef<ChartWindow>(parseWindow(route.query))
  let timer: ReturnType<typeof setTimeout> | undefined

  const write = useRewriteQuery(({ span: _span, from: _from, to: _to, ...others }) =>
    route.name === screen ? { ...others, ...windowQuery(window.value) } : null,
  )
  watch(window, () => {
    clearTimeout(timer)
    timer = setTimeout(write, SETTLED_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
  return window
}

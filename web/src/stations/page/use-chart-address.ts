import { onScopeDispose, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { ChartWindow } from '../../charts/chart-window.js'
import { parseWindow, windowQuery } from '../../charts/window-address.js'

/** While a hand moves through time the address need not follow each step. */
const SETTLED_MS = 400

/** The time that a chart shows stands in the address, so that it can be sent to somebody. */
export function useChartAddress() {
  const route = useRoute()
  const router = useRouter()
  const screen = route.name
  const window = shallowRef<ChartWindow>(parseWindow(route.query))
  let timer: ReturnType<typeof setTimeout> | undefined

  function write() {
    if (route.name !== screen) return
    const { span: _span, from: _from, to: _to, ...others } = route.query
    void router.replace({ params: route.params, query: { ...others, ...windowQuery(window.value) } })
  }
  watch(window, () => {
    clearTimeout(timer)
    timer = setTimeout(write, SETTLED_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
  return window
}

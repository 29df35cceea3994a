import { onBeforeUpdate, onUpdated } from 'vue'

/**
 * Keeps the focus where it is while its component is redrawn: the browser drops it when an element is moved or removed,
 * and the next key would be heard by nobody. What is gone for good leaves it to `heir`.
 */
export function useKeptFocus(root: () => HTMLElement | null, heir: () => HTMLElement | null | undefined): void {
  let had: HTMLElement | null = null
  onBeforeUpdate(() => {
    const { activeElement } = document
    had = activeElement instanceof HTMLElement && root()?.contains(activeElement) ? activeElement : null
  })
  onUpdated(() => {
    if (had === null || document.activeElement !== document.body) return
    const next = had.isConnected ? had : heir()
    next?.focus({ preventScroll: true })
  })
}
